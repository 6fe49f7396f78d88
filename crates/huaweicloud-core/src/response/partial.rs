//! Failures of single things inside a success.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::typed::Response;
use crate::data::lenient::as_service;
use crate::error::Error;

/// How many of the things that failed the text of an error names.
const NAMED: usize = 10;

/// A response to an operation that acts on several things, some of which may have failed though the response is a
/// success. Generated types implement it.
///
/// ```
/// use huaweicloud_core::{PartialInfo, PartialOutcome, Response};
///
/// #[derive(Debug, serde::Serialize)]
/// struct Deleted {
///     results: Vec<serde_json::Value>,
/// }
///
/// impl PartialOutcome for Deleted {
///     const INFO: PartialInfo = PartialInfo::new("results", "name").unless("success", &["true"]).message("why");
/// }
///
/// let results = vec![serde_json::json!({"name": "left", "success": true}), serde_json::json!({"name": "right", "success": false})];
/// let response = Response::from(Deleted { results });
/// assert_eq!(response.failures()[0].thing(), "right");
/// let error = response.ensure_all_succeeded().unwrap_err();
/// assert_eq!(error.to_string(), "1 of 2 failed: right (HTTP 200, no request id)");
/// ```
pub trait PartialOutcome: Serialize {
    /// How it says which things failed.
    const INFO: PartialInfo;
}

/// How a response says which of several things failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartialInfo {
    list: &'static str,
    thing: &'static str,
    verdict: Verdict,
    code: Option<&'static str>,
    message: Option<&'static str>,
    all: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Listed,
    Unless(&'static str, &'static [&'static str]),
    Sent(&'static str),
}

impl PartialInfo {
    /// A response with a list of what failed, and nothing else in that list.
    ///
    /// - `list`: its field;
    /// - `thing`: the field of an element that says which thing it is about.
    pub const fn new(list: &'static str, thing: &'static str) -> Self {
        Self { list, thing, verdict: Verdict::Listed, code: None, message: None, all: None }
    }

    /// Those elements failed in which a field has none of these values, as text. One without the field did not.
    #[must_use]
    pub const fn unless(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.verdict = Verdict::Unless(field, values);
        self
    }

    /// Those elements failed that have a field which is not empty.
    #[must_use]
    pub const fn if_sent(mut self, field: &'static str) -> Self {
        self.verdict = Verdict::Sent(field);
        self
    }

    /// Sets the field of an element that holds the service's code.
    #[must_use]
    pub const fn code(mut self, field: &'static str) -> Self {
        self.code = Some(field);
        self
    }

    /// Sets the field of an element that says why it failed.
    #[must_use]
    pub const fn message(mut self, field: &'static str) -> Self {
        self.message = Some(field);
        self
    }

    /// Sets the field of the response, a boolean, that says whether all went well.
    #[must_use]
    pub const fn all(mut self, field: &'static str) -> Self {
        self.all = Some(field);
        self
    }

    /// What failed, of how many.
    fn failures(&self, response: &Value) -> (Vec<PartialFailure>, usize) {
        let elements = response.get(self.list).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let failed = elements.iter().filter(|element| self.is_failure(element));
        let mut failures: Vec<PartialFailure> = failed.map(|element| self.failure(element)).collect();
        let is_all = self.all.and_then(|all| text(response, all)).is_none_or(|all| all != "false");
        if failures.is_empty() && !is_all {
            failures.push(PartialFailure { thing: "what was asked for".to_owned(), code: None, message: None });
        }
        let of = elements.len().max(failures.len());
        (failures, of)
    }

    fn is_failure(&self, element: &Value) -> bool {
        match self.verdict {
            Verdict::Listed => true,
            Verdict::Unless(field, values) => {
                text(element, field).is_some_and(|text| !values.iter().any(|value| value.eq_ignore_ascii_case(&text)))
            }
            Verdict::Sent(field) => text(element, field).is_some_and(|text| !text.trim().is_empty()),
        }
    }

    fn failure(&self, element: &Value) -> PartialFailure {
        let optional =
            |field: Option<&str>| field.and_then(|field| text(element, field)).filter(|text| !text.is_empty());
        let thing = text(element, self.thing).unwrap_or_else(|| "one without a name".to_owned());
        PartialFailure { thing, code: optional(self.code), message: optional(self.message) }
    }
}

/// A scalar of an object, as text.
fn text(object: &Value, field: &str) -> Option<String> {
    match object.get(field)? {
        Value::String(text) => Some(text.clone()),
        scalar @ (Value::Bool(_) | Value::Number(_)) => Some(scalar.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// One thing that failed, of several in a request that succeeded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialFailure {
    thing: String,
    code: Option<String>,
    message: Option<String>,
}

impl PartialFailure {
    /// Which thing it is: its id, or its name.
    pub fn thing(&self) -> &str {
        &self.thing
    }

    /// The service's code, if it says one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Why it failed, in the words of the service, if it says so.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl fmt::Display for PartialFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reasons: Vec<&str> = [self.code(), self.message()].into_iter().flatten().collect();
        let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(": ")) };
        write!(f, "{}{reasons}", self.thing)
    }
}

impl<T: PartialOutcome> Response<T> {
    /// The things that failed, though the response is a success.
    pub fn failures(&self) -> Vec<PartialFailure> {
        self.partial().0
    }

    /// The response, if nothing in it failed.
    ///
    /// # Errors
    ///
    /// [`Error::is_partial_failure`], which names what failed. [`failures`](Self::failures) has it all.
    pub fn ensure_all_succeeded(self) -> Result<Self, Error> {
        let (failures, of) = self.partial();
        if failures.is_empty() {
            return Ok(self);
        }
        let mut named: Vec<String> = failures.iter().take(NAMED).map(ToString::to_string).collect();
        named.extend((failures.len() > NAMED).then(|| format!("{} more", failures.len() - NAMED)));
        let message = format!("{} of {of} failed: {}", failures.len(), named.join(", "));
        let raw = self.raw;
        let error = Error::partial_failure(message, &raw.head.redaction).with_response(&raw.head, raw.headers);
        Err(error.with_body(raw.body).after(raw.attempts))
    }

    fn partial(&self) -> (Vec<PartialFailure>, usize) {
        // What does not let itself be written has no failures; the types of a service do.
        let written = as_service(|| serde_json::to_value(&self.value)).unwrap_or_default();
        T::INFO.failures(&written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Execution;
    use serde_json::json;

    const UNLESS: PartialInfo = PartialInfo::new("results", "id").unless("success", &["true"]).code("code");

    fn shown(info: PartialInfo, response: &Value) -> (Vec<String>, usize) {
        let (failures, of) = info.failures(response);
        (failures.iter().map(ToString::to_string).collect(), of)
    }

    #[test]
    fn each_way_to_say_what_failed_is_read() {
        let response = json!({"results": [
            {"id": 1, "success": true}, {"id": 2, "success": "True"}, {"id": "c", "success": false, "code": "W.1"}, {"id": "d"},
            {"success": "no", "code": ""},
        ]});
        assert_eq!(shown(UNLESS, &response), (vec!["c (W.1)".to_owned(), "one without a name".to_owned()], 5));
        let listed = PartialInfo::new("failed", "id").message("why");
        let response = json!({"failed": [{"id": "a", "why": "busy"}]});
        assert_eq!(shown(listed, &response), (vec!["a (busy)".to_owned()], 1));
        let sent = PartialInfo::new("results", "id").if_sent("why").message("why");
        let response = json!({"results": [{"id": "a", "why": ""}, {"id": "b", "why": null}, {"id": "c", "why": "no"}]});
        assert_eq!(shown(sent, &response), (vec!["c (no)".to_owned()], 3));
        for nothing in [json!({}), json!({"results": []}), json!({"results": null}), json!(null)] {
            assert_eq!(shown(UNLESS, &nothing), (Vec::new(), 0));
        }
        let all = UNLESS.all("success");
        assert_eq!(shown(all, &json!({"success": false})), (vec!["what was asked for".to_owned()], 1));
        assert_eq!(shown(all, &json!({"success": true})), (Vec::new(), 0));
    }

    #[derive(Debug, serde::Serialize)]
    struct Results {
        results: Vec<Value>,
    }

    impl PartialOutcome for Results {
        const INFO: PartialInfo = UNLESS;
    }

    #[test]
    fn an_error_names_what_failed_and_knows_that_the_request_was_carried_out() {
        let failed = |id: usize| json!({"id": format!("w-{id}"), "success": false});
        let response = Response::from(Results { results: (0..12).map(failed).collect() });
        assert_eq!(response.failures().len(), 12);
        let error = response.ensure_all_succeeded().unwrap_err();
        assert!(error.is_partial_failure() && !error.is_service());
        assert!(error.message().starts_with("12 of 12 failed: w-0, w-1, "), "{error}");
        assert!(error.message().ends_with(", w-9, 2 more"), "{error}");
        assert_eq!((error.execution(), error.attempts()), (Execution::Executed, 1));
        let as_many = Response::from(Results { results: (0..NAMED).map(failed).collect() });
        assert!(as_many.ensure_all_succeeded().unwrap_err().message().ends_with(", w-9"));
        assert!(Response::from(Results { results: Vec::new() }).ensure_all_succeeded().is_ok());
    }
}
