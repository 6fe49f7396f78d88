//! Section titles, and what a table's caption says about it.

use super::normal_form::normalise;
use super::phrase::status_label;
use crate::docs::facts::ParameterIn;

/// The sections of an operation page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Section {
    /// Before the first section.
    #[default]
    Preamble,
    /// What the operation does.
    Function,
    /// How to call and try it.
    Calling,
    /// Permissions.
    Authorization,
    /// Method, path and path parameters.
    Uri,
    /// What is sent.
    Request,
    /// What comes back.
    Response,
    /// Example requests.
    RequestExample,
    /// Example responses.
    ResponseExample,
    /// Sample code, which is no example of the wire format.
    SampleCode,
    /// Status codes.
    StatusCodes,
    /// Error codes.
    ErrorCodes,
    /// Any other section.
    Other,
}

const SECTIONS: &[(Section, &[&str])] = &[
    (Section::Function, &["function", "functions", "description", "功能介绍", "功能描述", "功能", "接口功能"]),
    (
        Section::Calling,
        &[
            "calling method",
            "debugging",
            "debug",
            "constraints",
            "constraint",
            "prerequisites",
            "prerequisite",
            "restrictions",
            "notes",
            "调用方法",
            "调试",
            "约束限制",
            "约束与限制",
            "前提条件",
            "接口约束",
            "使用限制",
            "注意事项",
        ],
    ),
    (Section::Authorization, &["authorization information", "authorization", "授权信息", "授权项", "权限"]),
    (Section::Uri, &["uri", "uri format", "url", "uri格式", "接口uri"]),
    (
        Section::RequestExample,
        &[
            "example requests",
            "example request",
            "request example",
            "request examples",
            "sample request",
            "sample requests",
            "请求示例",
            "请求样例",
            "请求举例",
            "示例请求",
        ],
    ),
    (
        Section::ResponseExample,
        &[
            "example responses",
            "example response",
            "response example",
            "response examples",
            "sample response",
            "sample responses",
            "响应示例",
            "响应样例",
            "返回示例",
            "返回样例",
            "示例响应",
            "正常响应样例",
            "异常响应样例",
        ],
    ),
    (
        Section::Request,
        &[
            "request parameters",
            "request parameter",
            "request",
            "requests",
            "request message",
            "request body",
            "请求参数",
            "请求消息",
            "请求",
            "请求消息头",
            "请求消息体",
        ],
    ),
    (
        Section::Response,
        &[
            "response parameters",
            "response parameter",
            "response",
            "responses",
            "response message",
            "response body",
            "响应参数",
            "响应消息",
            "返回参数",
            "响应",
            "返回消息",
            "响应要素说明",
            "返回值",
        ],
    ),
    (Section::SampleCode, &["sdk sample code", "sample code", "sdk代码示例", "代码示例"]),
    (Section::StatusCodes, &["status codes", "status code", "returned values", "returned value", "状态码", "返回码"]),
    (Section::ErrorCodes, &["error codes", "error code", "错误码"]),
];

/// The section a title opens, if it is the title of one.
pub(crate) fn section_of(title: &str) -> Option<Section> {
    // Titles are short: long paragraphs need no lower-case copy. "Status code: 200" is a label.
    if title.len() > 64 || status_label(title).is_some() {
        return None;
    }
    let wanted = normalise(title);
    SECTIONS.iter().find(|(_, titles)| titles.contains(&wanted.as_str())).map(|(section, _)| *section)
}

/// What a caption says about its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Parameters outside the body.
    Parameters(ParameterIn),
    /// The top of the request body.
    RequestBody,
    /// The top of a response body.
    ResponseBody,
    /// Headers of the response.
    ResponseHeader,
    /// "Parameters": the section decides.
    Generic,
    /// The caption names an object.
    Object,
}

/// Parts of captions, most specific first. All of a row's words must occur.
const CAPTIONS: &[(Role, &[&str])] = &[
    (Role::Parameters(ParameterIn::Path), &["path", "param"]),
    (Role::Parameters(ParameterIn::Path), &["路径参数"]),
    (Role::Parameters(ParameterIn::Query), &["query", "param"]),
    (Role::Parameters(ParameterIn::Query), &["query参数"]),
    (Role::Parameters(ParameterIn::Query), &["query", "参数"]),
    (Role::ResponseHeader, &["response", "header", "param"]),
    (Role::ResponseHeader, &["响应header参数"]),
    (Role::Parameters(ParameterIn::Header), &["request header"]),
    (Role::Parameters(ParameterIn::Header), &["header", "param"]),
    (Role::Parameters(ParameterIn::Header), &["header参数"]),
    (Role::Parameters(ParameterIn::Header), &["请求消息头"]),
    (Role::Parameters(ParameterIn::Form), &["formdata", "param"]),
    (Role::Parameters(ParameterIn::Form), &["formdata参数"]),
    (Role::Parameters(ParameterIn::Form), &["form", "parameters in the request"]),
    (Role::Parameters(ParameterIn::Cookie), &["cookie", "param"]),
    (Role::Parameters(ParameterIn::Cookie), &["cookie参数"]),
    (Role::RequestBody, &["request body"]),
    (Role::RequestBody, &["请求body参数"]),
    (Role::ResponseBody, &["response body"]),
    (Role::ResponseBody, &["响应body参数"]),
];

const GENERIC_CAPTIONS: &[&str] = &[
    "",
    "parameters",
    "parameter",
    "parameter description",
    "parameters description",
    "request parameters",
    "request parameter",
    "response parameters",
    "response parameter",
    "uri parameters",
    "uri parameter",
    "url parameters",
    "description of request parameters",
    "description of response parameters",
    "参数说明",
    "参数",
    "请求参数说明",
    "请求参数",
    "响应参数说明",
    "响应参数",
    "返回参数",
    "返回参数说明",
    "uri参数说明",
    "uri参数",
    "要素说明",
    "请求体参数说明",
    "响应体参数说明",
    "响应消息参数说明",
    "请求消息参数说明",
];

/// What a caption says about its table.
pub(crate) fn role_of_caption(caption: &str) -> Role {
    let words = normalise(caption);
    if GENERIC_CAPTIONS.contains(&words.as_str()) {
        return Role::Generic;
    }
    CAPTIONS
        .iter()
        .find(|(_, parts)| parts.iter().all(|part| words.contains(part)))
        .map_or(Role::Object, |(role, _)| *role)
}

/// Words of captions that are no names of objects.
const CAPTION_FILLERS: &[&str] = &[
    "parameter",
    "parameters",
    "description",
    "field",
    "fields",
    "data",
    "structure",
    "of",
    "the",
    "in",
    "object",
    "objects",
    "table",
    "list",
    "array",
    "element",
    "elements",
    "a",
    "an",
    "for",
];

/// The names a caption may mean: "tags", "X parameter description", "X参数说明".
pub(crate) fn subject_names(caption: &str) -> Vec<String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.$".contains(c);
    let mut names: Vec<String> = Vec::new();
    for word in caption.split(|c: char| !is_name(c)) {
        let word = word.trim_matches(|c: char| c == '.' || c == '-');
        if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        names.push(word.to_owned());
    }
    let specific: Vec<String> =
        names.iter().filter(|name| !CAPTION_FILLERS.contains(&name.to_ascii_lowercase().as_str())).cloned().collect();
    if specific.is_empty() { names } else { specific }
}
