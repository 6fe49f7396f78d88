//! What a request must be like.

use std::fmt::{self, Write};

use serde_json::Value;

use super::RecordedRequest;
use super::recorded::shortened;
use crate::signing::encode_into;

/// What a request must be like.
pub(super) enum Matcher {
    Path(String, String),
    /// One of the values that a query parameter has.
    Query(String, String),
    /// All the values that a query parameter has, in any order, because they are sent sorted; none of one that is absent.
    QueryValues(String, Vec<String>),
    /// The value of a header; none of one that is absent.
    Header(String, Option<String>),
    Json(Value),
    /// The fields of a form, as they are sent.
    Form(String),
    NoBody,
    /// What a request must be like, and why one is not.
    Predicate(String, Mismatch),
}

/// Why a request is none that is expected; none if it is one.
pub(super) type Mismatch = Box<dyn Fn(&RecordedRequest) -> Option<String> + Send + Sync>;

impl Matcher {
    /// Why a request does not match.
    pub(super) fn mismatch(&self, request: &RecordedRequest) -> Option<String> {
        match self {
            Self::Path(name, expected) => {
                let is_met = path_may_have(request.operation().path(), request.path(), name, expected);
                (!is_met).then(|| differs("path", name, request.path_parameter(name).into_iter()))
            }
            Self::Query(name, expected) => {
                let is_met = values(request, name).any(|value| value == expected);
                (!is_met).then(|| differs("query", name, values(request, name)))
            }
            Self::QueryValues(name, expected) => {
                let is_met = sorted(values(request, name)) == sorted(expected.iter().map(String::as_str));
                (!is_met).then(|| differs("query", name, values(request, name)))
            }
            Self::Header(name, expected) => {
                let value = request.header(name);
                (value != expected.as_deref()).then(|| differs("header", name, value.into_iter()))
            }
            Self::Json(expected) => match request.json() {
                Some(json) if json == expected => None,
                Some(_) => Some("the body is another one".to_owned()),
                None => Some("the body is no JSON".to_owned()),
            },
            Self::Form(expected) => {
                (request.body() != expected.as_bytes()).then(|| "the body is another one".to_owned())
            }
            Self::NoBody => (!request.body().is_empty()).then(|| "there is a body".to_owned()),
            Self::Predicate(_, mismatch) => mismatch(request),
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(name, value) => write!(f, "path `{name}` = `{value}`"),
            Self::Query(name, value) => write!(f, "query `{name}` = `{value}`"),
            Self::QueryValues(name, values) if values.is_empty() => write!(f, "no query `{name}`"),
            Self::QueryValues(name, values) => write!(f, "query `{name}` = {}", listed(values)),
            Self::Header(name, None) => write!(f, "no header `{name}`"),
            Self::Header(name, Some(value)) => write!(f, "header `{name}` = `{value}`"),
            Self::Json(value) => write!(f, "body {}", shortened(&value.to_string())),
            Self::Form(text) => write!(f, "body {}", shortened(text)),
            Self::NoBody => f.write_str("no body"),
            Self::Predicate(what, _) => f.write_str(what),
        }
    }
}

fn values<'r>(request: &'r RecordedRequest, name: &str) -> impl Iterator<Item = &'r str> {
    request.query_parameters().filter(move |(n, _)| *n == name).map(|(_, value)| value)
}

fn sorted<'v>(values: impl Iterator<Item = &'v str>) -> Vec<&'v str> {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    values
}

/// What a parameter is, which is not what is expected.
fn differs<'v>(place: &str, name: &str, values: impl Iterator<Item = &'v str>) -> String {
    match listed(values) {
        none if none.is_empty() => format!("{place} `{name}` is absent"),
        values => format!("{place} `{name}` is {values}"),
    }
}

fn listed(values: impl IntoIterator<Item = impl fmt::Display>) -> String {
    let mut text = String::new();
    for value in values {
        let separator = if text.is_empty() { "" } else { ", " };
        // Writing into a text cannot fail.
        let _ = write!(text, "{separator}`{value}`");
    }
    text
}

/// Whether a path is one that its template can give with this value of a parameter. Of two parameters with nothing between
/// them, nobody can tell where the first one ends: all that may be is taken.
fn path_may_have(template: &str, path: &str, name: &str, value: &str) -> bool {
    let mut encoded = String::new();
    encode_into(&mut encoded, value);
    may_have(template, path, name, &encoded)
}

fn may_have(template: &str, path: &str, name: &str, value: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return path == template };
    let Some(path) = path.strip_prefix(before) else { return false };
    let (placeholder, template) = rest.split_once('}').unwrap_or((rest, ""));
    if placeholder == name {
        return path.strip_prefix(value).is_some_and(|path| may_have(template, path, name, value));
    }
    // A slash within a value is encoded.
    let longest = path.find('/').unwrap_or(path.len());
    let ends = path.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= longest);
    ends.filter_map(|end| path.get(end..)).any(|path| may_have(template, path, name, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_values_that_its_template_can_have_got() {
        let template = "/v1/{project_id}/widgets/{widget_id}/parts";
        let path = "/v1/p/widgets/a%2Fb%20c/parts";
        assert!(path_may_have(template, path, "widget_id", "a/b c"));
        assert!(path_may_have(template, path, "project_id", "p"));
        for other in ["", "a", "a/b", "a/b c/parts", "b c"] {
            assert!(!path_may_have(template, path, "widget_id", other), "{other}");
        }
        assert!(!path_may_have(template, "/v1/p/widgets/a/other", "widget_id", "a"));
        assert!(!path_may_have("/v1/{a}", "/v1/", "b", ""), "no value is empty");
    }

    #[test]
    fn parameters_with_nothing_between_them_are_taken_apart_in_every_way() {
        let may_have = |name, value| path_may_have("/{a}-{b}{c}", "/x-y-12", name, value);
        for (name, value) in [("a", "x-y"), ("a", "x"), ("b", "1"), ("b", "y-1"), ("c", "2"), ("c", "12"), ("c", "-12")]
        {
            assert!(may_have(name, value), "{name} = {value}");
        }
        for (name, value) in [("a", "x-"), ("a", "x-y-12"), ("b", "12"), ("b", "y-12"), ("c", "y-12"), ("c", "1")] {
            assert!(!may_have(name, value), "{name} = {value}");
        }
    }
}
