//! Section titles.

use super::normal_form::normalise;
use super::phrase::status_label;

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
    /// Examples of both, each under a label of its own.
    Examples,
    /// Sample code, or the pattern of an answer: neither is an example.
    SampleCode,
    /// Status codes.
    StatusCodes,
    /// Error codes.
    ErrorCodes,
    /// Any other section.
    Other,
}

impl Section {
    /// Whether it is of what is sent, of what comes back, or of codes.
    pub(crate) const fn is_of_operation(self) -> bool {
        matches!(
            self,
            Self::Uri
                | Self::Request
                | Self::Response
                | Self::RequestExample
                | Self::ResponseExample
                | Self::Examples
                | Self::StatusCodes
                | Self::ErrorCodes
        )
    }
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
    (
        Section::Uri,
        &[
            "uri",
            "uri format",
            "url",
            "url format",
            "uri格式",
            "url格式",
            "接口uri",
            "接口url",
            "request syntax",
            "请求消息样式",
        ],
    ),
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
        ],
    ),
    (Section::Examples, &["example", "examples", "sample", "samples", "示例", "样例", "举例", "调用示例"]),
    (
        Section::SampleCode,
        &["sdk sample code", "sample code", "sdk代码示例", "代码示例", "response syntax", "响应消息样式"],
    ),
    (
        Section::StatusCodes,
        &[
            "status codes",
            "status code",
            "returned values",
            "returned value",
            "return codes",
            "return code",
            "状态码",
            "返回码",
            "返回值",
        ],
    ),
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

/// What the words of a title say, whatever their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Example,
    Code,
    Status,
    Error,
    Uri,
    Request,
    Response,
}

/// Words of titles. Chinese ones are found anywhere, English ones are whole words.
const SUBJECTS: &[(Subject, &[&str])] = &[
    (Subject::Example, &["example", "examples", "sample", "samples", "示例", "样例", "举例", "范例", "例子"]),
    (Subject::Code, &["code", "codes", "码"]),
    (Subject::Status, &["status", "状态"]),
    (Subject::Error, &["error", "errors", "exception", "exceptions", "错误"]),
    (Subject::Uri, &["uri", "uris", "url", "urls", "请求路径", "接口路径", "接口原型"]),
    (Subject::Request, &["request", "requests", "input", "请求", "输入", "入参"]),
    (
        Subject::Response,
        &["response", "responses", "returned", "return", "reply", "output", "响应", "返回", "应答", "输出", "出参"],
    ),
];

/// What a protocol says of a status in words that a title has, too.
const REASONS: &[&str] = &[
    "bad request",
    "invalid request",
    "request timeout",
    "request time-out",
    "request too large",
    "request entity too large",
    "request uri too long",
    "request-uri too long",
    "request header fields too large",
    "too many requests",
    "misdirected request",
    "no response",
];

/// Whether a title is of an address that is shown, rather than of how one is made.
pub(crate) fn is_of_shown_address(title: &str) -> bool {
    title.len() <= 64 && is_of_example(title) && has_word(title, &words_of(Subject::Uri))
}

/// Whether a title is of an example.
pub(crate) fn is_of_example(title: &str) -> bool {
    has_word(title, &words_of(Subject::Example))
}

fn words_of(wanted: Subject) -> Vec<&'static str> {
    let known = SUBJECTS.iter().filter(|(subject, _)| *subject == wanted).flat_map(|(_, words)| *words);
    known.copied().collect()
}

/// The section that the words of a title speak of, where it is none of the known titles: "Normal Response", 正常响应要素说明.
pub(crate) fn section_by_words(title: &str) -> Option<Section> {
    // What stands in brackets at the end is a remark: "Sample Request (Painting a Widget of Several Parts)".
    let remark = title.find(['(', '（']).filter(|&at| at > 0 && title.trim_end().ends_with([')', '）']));
    let title = title.get(..remark.unwrap_or(title.len())).unwrap_or(title).trim_end();
    if title.len() > 64 || title.ends_with(['。', '.']) || status_label(title).is_some() {
        return None;
    }
    let lower = normalise(title);
    if REASONS.contains(&lower.as_str()) {
        return None;
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let says = |wanted: Subject| {
        let known = SUBJECTS.iter().filter(|(subject, _)| *subject == wanted).flat_map(|(_, words)| *words);
        known.into_iter().any(|word| if word.is_ascii() { words.contains(word) } else { lower.contains(word) })
    };
    match (says(Subject::Request), says(Subject::Response)) {
        (true, true) => None,
        // An example of a request that succeeds, or fails, is of what comes back.
        (true, false) if says(Subject::Example) && is_refusal(title).is_some() => Some(Section::ResponseExample),
        (true, false) if says(Subject::Example) => Some(Section::RequestExample),
        (false, true) if says(Subject::Example) => Some(Section::ResponseExample),
        _ if says(Subject::Code) && says(Subject::Example) => Some(Section::SampleCode),
        (_, is_response) if says(Subject::Code) && says(Subject::Status) => {
            Some(if is_response { Section::Response } else { Section::StatusCodes })
        }
        (false, _) if says(Subject::Code) && says(Subject::Error) => Some(Section::ErrorCodes),
        _ if says(Subject::Uri) => Some(Section::Uri),
        (true, false) => Some(Section::Request),
        (false, true) => Some(Section::Response),
        (false, false) => None,
    }
}

/// Whether the title of a request's section is of the elements of its body.
pub(crate) fn is_of_elements(title: &str) -> bool {
    has_word(title, &["element", "elements", "元素"])
}

/// Whether the title of a request's section is of parameters, and nothing else. Where the body has a section of elements, they
/// stand outside of it.
pub(crate) fn is_of_parameters(title: &str) -> bool {
    has_word(title, &["parameter", "parameters", "参数"]) && !is_of_elements(title)
}

fn has_word(title: &str, wanted: &[&str]) -> bool {
    let lower = normalise(title);
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let is_english = words.any(|word| wanted.contains(&word));
    is_english || wanted.iter().any(|word| !word.is_ascii() && lower.contains(word))
}

/// Words of titles of responses that refuse.
const ABNORMAL: &[&str] = &["abnormal", "error", "exception", "failed", "failure", "异常", "错误", "失败"];
/// Words of titles of responses that do not.
const NORMAL: &[&str] = &["normal", "successful", "success", "正常", "成功"];

/// Whether a title is of a response that refuses, or of one that does not; most do not say.
pub(crate) fn is_refusal(title: &str) -> Option<bool> {
    if title.len() > 64 {
        return None;
    }
    let lower = normalise(title);
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has = |known: &[&str]| {
        known.iter().any(|word| if word.is_ascii() { words.contains(word) } else { lower.contains(word) })
    };
    if has(ABNORMAL) { Some(true) } else { has(NORMAL).then_some(false) }
}
