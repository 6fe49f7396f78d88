//! Captions of tables: where their rows go, and the names of objects.

use super::normal_form::normalise;
use crate::docs::block::Text;
use crate::docs::facts::ParameterIn;

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
    (Role::Parameters(ParameterIn::Path), &["path", "variable"]),
    (Role::Parameters(ParameterIn::Path), &["路径", "参数"]),
    (Role::Parameters(ParameterIn::Path), &["路径变量"]),
    (Role::Parameters(ParameterIn::Path), &["path", "参数"]),
    (Role::Parameters(ParameterIn::Query), &["query", "param"]),
    (Role::Parameters(ParameterIn::Query), &["query string"]),
    (Role::Parameters(ParameterIn::Query), &["查询字符串"]),
    (Role::Parameters(ParameterIn::Query), &["filter", "param"]),
    (Role::Parameters(ParameterIn::Query), &["query", "参数"]),
    (Role::Parameters(ParameterIn::Query), &["查询参数"]),
    (Role::ResponseHeader, &["response", "header"]),
    (Role::ResponseHeader, &["响应", "header"]),
    (Role::ResponseHeader, &["响应", "消息头"]),
    (Role::ResponseHeader, &["响应头"]),
    (Role::Parameters(ParameterIn::Header), &["request header"]),
    (Role::Parameters(ParameterIn::Header), &["header", "param"]),
    (Role::Parameters(ParameterIn::Header), &["header", "参数"]),
    (Role::Parameters(ParameterIn::Header), &["header说明"]),
    (Role::Parameters(ParameterIn::Header), &["消息头"]),
    (Role::Parameters(ParameterIn::Header), &["请求头"]),
    (Role::Parameters(ParameterIn::Form), &["formdata", "param"]),
    (Role::Parameters(ParameterIn::Form), &["form data", "param"]),
    (Role::Parameters(ParameterIn::Form), &["formdata参数"]),
    (Role::Parameters(ParameterIn::Form), &["form", "parameters in the request"]),
    (Role::Parameters(ParameterIn::Cookie), &["cookie", "param"]),
    (Role::Parameters(ParameterIn::Cookie), &["cookie参数"]),
    (Role::RequestBody, &["request body"]),
    (Role::RequestBody, &["request message body"]),
    (Role::RequestBody, &["请求body参数"]),
    (Role::RequestBody, &["请求体"]),
    (Role::RequestBody, &["请求消息体"]),
    (Role::ResponseBody, &["response body"]),
    (Role::ResponseBody, &["response message body"]),
    (Role::ResponseBody, &["响应body参数"]),
    (Role::ResponseBody, &["响应体"]),
    (Role::ResponseBody, &["响应消息体"]),
];

/// Words that make a caption the name of an object, where it has a name besides.
const OBJECT_WORDS: &[&str] = &["field", "fields", "structure", "object", "objects", "字段", "结构", "对象", "元素"];

/// Words of which captions are made that name nothing: "Parameter description", 正常响应要素说明.
const GENERIC_WORDS: &[&str] = &[
    "parameter",
    "parameters",
    "params",
    "description",
    "descriptions",
    "request",
    "requests",
    "response",
    "responses",
    "uri",
    "url",
    "of",
    "the",
    "in",
    "for",
    "and",
    "a",
    "an",
    "message",
    "messages",
    "body",
    "element",
    "elements",
    "field",
    "fields",
    "attribute",
    "attributes",
    "list",
    "table",
    "details",
    "normal",
    "returned",
    "return",
    "value",
    "values",
    "data",
    "format",
    "example",
    "sample",
];
const GENERIC_CHINESE: &[&str] = &[
    "请求", "响应", "返回", "正常", "参数", "要素", "说明", "描述", "消息", "字段", "列表", "属性", "的", "体", "中",
    "输入", "输出", "格式", "样例", "示例", "信息", "结果", "内容", "接口", "数据", "各",
];

/// Words without which an English caption of generic words may still be a name: `values`, `data`.
const CORE_WORDS: &[&str] = &[
    "parameter",
    "parameters",
    "params",
    "description",
    "request",
    "response",
    "responses",
    "uri",
    "url",
    "element",
    "elements",
];
/// English words in Chinese captions that name nothing; any other is a name.
const MIXED_WORDS: &[&str] = &["uri", "url", "body", "header", "path", "query", "http", "response", "request"];

/// Words of Chinese captions that say where rows go, and so are never generic: Query参数.
const PLACES: &[&str] = &["path", "query", "header", "cookie"];

/// What a caption says about its table.
pub(crate) fn role_of_caption(caption: &str) -> Role {
    // What stands in brackets after the words is a remark.
    let end = caption.find(['(', '（']).filter(|&at| caption.get(..at).is_some_and(|before| !before.trim().is_empty()));
    let lower = normalise(caption.get(..end.unwrap_or(caption.len())).unwrap_or(caption));
    if lower.len() > 200 {
        return Role::Object;
    }
    let words: Vec<&str> = lower.split(|c: char| !is_name_char(c)).filter(|word| !word.is_empty()).collect();
    let is_chinese = lower.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
    let known = if is_chinese { MIXED_WORDS } else { GENERIC_WORDS };
    let is_named = |word: &&str| !known.contains(word) && !word.bytes().all(|b| b.is_ascii_digit());
    let specific = words.iter().any(is_named);
    let has_core = is_chinese || words.is_empty() || words.iter().any(|word| CORE_WORDS.contains(word));
    let says_place = is_chinese && words.iter().any(|word| PLACES.contains(word));
    let says_body = lower.contains("body") || lower.contains("体");
    if !specific && has_core && is_generic_chinese(&lower) && !says_body && !says_place {
        return Role::Generic;
    }
    let is_object = specific
        && OBJECT_WORDS.iter().any(|word| if word.is_ascii() { words.contains(word) } else { lower.contains(word) })
        && !lower.contains("header");
    if is_object {
        return Role::Object;
    }
    if is_object_name(caption.trim()) {
        return Role::Object;
    }
    let role = CAPTIONS.iter().find(|(_, parts)| parts.iter().all(|part| lower.contains(part)));
    let otherwise = if is_of_variant(caption, &lower) { Role::Generic } else { Role::Object };
    role.map_or(otherwise, |(role, _)| *role)
}

/// Whether a caption is one word as code writes the names of objects, `QueryLidOptionParam`, made of more than what says where
/// rows go.
fn is_object_name(caption: &str) -> bool {
    if caption.is_empty()
        || !caption.chars().all(is_name_char)
        || !caption.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return false;
    }
    let parts = caption.split_inclusive(|c: char| c.is_ascii_uppercase()).skip(1);
    let is_several = parts.clone().filter(|part| part.len() > 1).count() > 1;
    let lower = caption.to_ascii_lowercase();
    let mut rest = lower.as_str();
    let of_places =
        ["query", "path", "header", "cookie", "form", "uri"].into_iter().chain(GENERIC_WORDS.iter().copied());
    let known: Vec<&str> = of_places.collect();
    while let Some(next) = known.iter().filter_map(|word| rest.strip_prefix(word)).min_by_key(|next| next.len()) {
        rest = next;
    }
    is_several && !rest.is_empty()
}

/// Whether a sentence says of which object the table that follows has the fields: "The lid object has the following fields."
pub(crate) fn introduces_fields(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_one = !sentence.trim_end_matches(['.', '。']).contains(". ");
    is_one
        && has(&[" object ", " structure ", " field ", "对象", "结构体", "字段"])
        && has(&[" following attributes", " following fields", " following parameters", " as follows", "如下"])
}

/// Words with which the title of a table at the top ends.
const TOPS: [&str; 4] = ["请求参数", "响应参数", "返回参数", "请求参数说明"];

/// Whether a caption says for which case its table describes the top of a body, and names no object: "Request parameters for
/// creating a widget", 制作部件时的请求参数.
fn is_of_variant(caption: &str, lower: &str) -> bool {
    let is_name = |word: &str| word.bytes().any(|byte| byte.is_ascii_lowercase());
    let mut words = caption.split(|c: char| !is_name_char(c));
    if TOPS.iter().any(|top| lower.ends_with(top)) {
        return !words.any(|word| is_name(word) && !MIXED_WORDS.contains(&word.to_ascii_lowercase().as_str()));
    }
    let rest = ["request parameters ", "response parameters "].iter().find_map(|top| lower.strip_prefix(top));
    rest.and_then(|rest| rest.strip_prefix("for ").or_else(|| rest.strip_prefix("when ")))
        .and_then(|case| case.split(' ').next())
        .is_some_and(|verb| verb.ends_with("ing") && !verb.contains('_'))
}

/// Whether nothing but generic words is left of the Chinese in a caption.
fn is_generic_chinese(lower: &str) -> bool {
    let chinese: String = lower.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    GENERIC_CHINESE.iter().fold(chinese, |left, word| left.replace(word, "")).is_empty()
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "_-.$:".contains(c)
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

/// The names that a caption may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SubjectNames {
    /// Names it can only mean: the emphasised ones, the only one, those that no sentence has.
    pub(crate) certain: Vec<String>,
    /// Other words of it.
    pub(crate) possible: Vec<String>,
}

/// The names a caption may mean: "tags", "X parameter description", "X参数说明", "Parameters in the **X** field".
pub(crate) fn subject_names(caption: &Text) -> SubjectNames {
    let is_filler = |name: &&str| CAPTION_FILLERS.contains(&name.to_ascii_lowercase().as_str());
    let emphasised = caption.emphasised().filter(|name| !name.is_empty() && name.chars().all(is_name_char));
    let mut certain: Vec<String> = emphasised.filter(|_| !caption.is_all_strong()).map(str::to_owned).collect();
    let words = caption.plain.split(|c: char| !is_name_char(c));
    let words = words.map(|word| word.trim_matches(['.', '-', ':']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit())).collect();
    let specific: Vec<&str> = words.iter().copied().filter(|name| !is_filler(name)).collect();
    let names = if specific.is_empty() { words } else { specific };
    if certain.is_empty() {
        let is_written = |name: &&&str| {
            name.contains(['_', '.', '-'])
                || name.get(1..).is_some_and(|rest| {
                    rest.bytes().any(|b| b.is_ascii_uppercase()) && rest.bytes().any(|b| b.is_ascii_lowercase())
                })
        };
        match names.as_slice() {
            [only] => certain.push((*only).to_owned()),
            several => certain.extend(several.iter().filter(is_written).map(|name| (*name).to_owned())),
        }
        // "Resource tag" is `resource_tag`, too.
        if names.len() > 1 {
            certain.push(names.concat());
        }
    }
    let possible = names.into_iter().map(str::to_owned).filter(|name| !certain.contains(name)).collect();
    SubjectNames { certain, possible }
}
