//! The body of a request.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use crate::error::Error;

pub(super) const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A body as it is sent.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// What it is, unless the operation knows better.
    pub(super) media_type: &'static str,
}

impl Body {
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for what does not let itself be written.
    pub(super) fn json<B: Serialize>(body: &B) -> Result<Self, Error> {
        match serde_json::to_vec(body) {
            Ok(bytes) => Ok(Self { bytes: bytes.into(), media_type: JSON }),
            Err(error) => Err(Error::invalid_request("the body cannot be written as JSON").with_source(error)),
        }
    }

    /// The fields of an object as a form: a pair for each, and for a list a pair for each element. The order is that of
    /// their names.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for what has no fields, and for a field that a form cannot hold, by name.
    pub(super) fn form<B: Serialize>(body: &B) -> Result<Self, Error> {
        let value = serde_json::to_value(body)
            .map_err(|error| Error::invalid_request("the body cannot be written as a form").with_source(error))?;
        let Value::Object(fields) = value else {
            return Err(Error::invalid_request("the body is no object, and so has no fields for a form"));
        };
        // Whether the map is sorted depends on features of serde_json that any crate of the program may turn on.
        let fields: BTreeMap<String, Value> = fields.into_iter().collect();
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, value) in fields {
            match value {
                Value::Array(elements) => {
                    for element in elements {
                        form.append_pair(&name, &form_text(&name, element)?);
                    }
                }
                scalar => drop(form.append_pair(&name, &form_text(&name, scalar)?)),
            }
        }
        Ok(Self { bytes: form.finish().into(), media_type: FORM })
    }
}

/// A scalar as text.
fn form_text(name: &str, value: Value) -> Result<String, Error> {
    let kind = match value {
        Value::String(text) => return Ok(text),
        Value::Bool(_) | Value::Number(_) => return Ok(value.to_string()),
        Value::Null => "null",
        Value::Array(_) => "a list in a list",
        Value::Object(_) => "an object",
    };
    Err(Error::invalid_request(format!("the field `{name}` is {kind}, which a form cannot hold")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn form(value: &Value) -> Result<String, String> {
        let body = Body::form(value).map_err(|error| error.to_string())?;
        Ok(String::from_utf8(body.bytes.to_vec()).unwrap())
    }

    #[test]
    fn a_form_has_a_pair_for_each_scalar() {
        assert_eq!(form(&json!({"name": "a b&c"})).unwrap(), "name=a+b%26c");
        let all =
            json!({"text": "é=", "int": 5, "float": 1.5, "bool": true, "list": ["x", 2], "none": [], "empty": ""});
        assert_eq!(form(&all).unwrap(), "bool=true&empty=&float=1.5&int=5&list=x&list=2&text=%C3%A9%3D");
        assert_eq!(form(&json!({})).unwrap(), "");
    }

    #[test]
    fn what_a_form_cannot_hold_is_refused_by_name() {
        for (value, reason) in [
            (json!({"a": 1, "part": {"b": 2}}), "the field `part` is an object, which a form cannot hold"),
            (json!({"parts": [{"b": 2}]}), "the field `parts` is an object, which a form cannot hold"),
            (json!({"rows": [[1]]}), "the field `rows` is a list in a list, which a form cannot hold"),
            (json!({"note": null}), "the field `note` is null, which a form cannot hold"),
            (json!([1]), "the body is no object, and so has no fields for a form"),
        ] {
            assert_eq!(form(&value).unwrap_err(), reason);
        }
    }

    proptest! {
        #[test]
        fn a_form_reads_back_as_what_was_written(fields: BTreeMap<String, String>) {
            let body = Body::form(&fields).unwrap();
            let read: BTreeMap<String, String> =
                form_urlencoded::parse(&body.bytes).into_owned().collect();
            prop_assert_eq!(read, fields);
        }
    }
}
