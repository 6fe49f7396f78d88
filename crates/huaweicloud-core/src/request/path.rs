//! The path of a request: a template with its parameters put in.

use std::borrow::Cow;

use memchr::memchr;

use crate::error::Error;
use crate::signing::{encode_into, is_dot_segment};

/// Name of the path parameter that the client fills in by itself.
pub(crate) const PROJECT_ID: &str = "project_id";

/// Puts the parameters into the path template, percent-encoded.
pub(super) fn expand_path(
    template: &str,
    parameters: &[(Cow<'static, str>, String)],
    project_id: Option<&str>,
) -> Result<String, Error> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((before, after)) = split_at_byte(rest, b'{') {
        let (name, after) = split_at_byte(after, b'}').unwrap_or((after, ""));
        out.push_str(before);
        let value = parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let value = if name == PROJECT_ID { value.or(project_id) } else { value };
        encode_into(&mut out, checked(name, value)?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// What stands before and after a character of ASCII. Quicker than `split_once`, which every request would feel.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr(byte, text.as_bytes())?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether a project is in a path template.
pub(super) fn needs_project(template: &str) -> bool {
    template.contains("{project_id}")
}

/// The names of the parameters in a path template.
pub(super) fn parameter_names(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Refuses what can never be right in a path: no value, the empty text, and what URL parsers take out.
pub(super) fn checked<'v>(name: &str, value: Option<&'v str>) -> Result<&'v str, Error> {
    let refuse = |why: &str| Err(Error::invalid_request(format!("the path parameter `{name}` {why}")));
    match value {
        None if name == PROJECT_ID => refuse("is missing; give the credentials a project id, or the request"),
        None => refuse("is missing; set it"),
        Some("") => refuse("is empty; set it"),
        Some(value) if is_dot_segment(value) => refuse("is `.` or `..`, which would reach another resource"),
        Some(value) => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOW: &str = "/v1/{project_id}/widgets/{widget_id}/parts";

    #[test]
    fn parameters_are_encoded_into_the_path() {
        let path = expand_path(SHOW, &[("widget_id".into(), "a/b c%".to_owned())], Some("p")).unwrap();
        assert_eq!(path, "/v1/p/widgets/a%2Fb%20c%25/parts");
    }

    #[test]
    fn a_template_names_its_parameters() {
        assert_eq!(parameter_names(SHOW).collect::<Vec<_>>(), ["project_id", "widget_id"]);
        assert_eq!(parameter_names("/v1/zones").count(), 0);
    }

    #[test]
    fn what_can_never_be_right_is_refused_by_name() {
        let refused = |parameters: &[(Cow<'static, str>, String)], project| {
            let error = expand_path(SHOW, parameters, project).unwrap_err();
            assert!(error.is_invalid_request() && error.is_unsent());
            error.to_string()
        };
        let widget = |value: &str| [("widget_id".into(), value.to_owned())];
        assert_eq!(refused(&[], Some("p")), "the path parameter `widget_id` is missing; set it");
        assert_eq!(refused(&widget(""), Some("p")), "the path parameter `widget_id` is empty; set it");
        for dots in [".", "..", "%2e", "%2E."] {
            assert!(refused(&widget(dots), Some("p")).contains("`.` or `..`"), "{dots}");
        }
        assert!(refused(&widget("w"), None).contains("give the credentials a project id"));
    }
}
