//! The body of a request.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use url::form_urlencoded;

use crate::wire::header::JSON;

const FORM: &str = "application/x-www-form-urlencoded";

/// The fields of a form, each with its values.
pub(super) type FormFields = BTreeMap<String, Vec<String>>;

/// A body as it is sent.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) bytes: Bytes,
    /// What it is, unless the operation knows better.
    pub(super) media_type: &'static str,
}

impl Body {
    /// # Errors
    ///
    /// Why it does not let itself be written: fields that are missing, for example.
    pub(super) fn json<B: Serialize>(body: &B) -> Result<Self, String> {
        serde_json::to_vec(body).map(Self::of_json).map_err(|error| unwritable(&error))
    }

    /// A body that is JSON already.
    pub(super) fn of_json(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), media_type: JSON }
    }

    /// The fields of an object as a form: a pair for each, and for a list a pair for each element. The order is that of
    /// their names.
    ///
    /// # Errors
    ///
    /// What is wrong with what has no fields, and with a field that a form cannot hold, by name.
    pub(super) fn form<B: Serialize>(body: &B) -> Result<Self, String> {
        form_fields(serde_json::to_value(body).map_err(|error| unwritable(&error))?)
            .map(|fields| Self::of_form(&fields))
    }

    pub(super) fn of_form(fields: &FormFields) -> Self {
        let mut form = form_urlencoded::Serializer::new(String::new());
        for (name, values) in fields {
            for value in values {
                form.append_pair(name, value);
            }
        }
        Self { bytes: form.finish().into(), media_type: FORM }
    }

    /// The fields, if it is a form.
    pub(super) fn as_form(&self) -> Option<FormFields> {
        let pairs = (self.media_type == FORM).then(|| form_urlencoded::parse(&self.bytes).into_owned())?;
        let mut fields = FormFields::new();
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Some(fields)
    }
}

fn unwritable(error: &serde_json::Error) -> String {
    format!("the body cannot be written: {error}")
}

fn form_fields(body: Value) -> Result<FormFields, String> {
    let Value::Object(fields) = body else {
        return Err("the body is no object, and so has no fields for a form".to_owned());
    };
    // Whether the map of serde_json is sorted depends on features that any crate of the program may turn on; this one is.
    let texts = |(name, value): (String, Value)| {
        let texts = match value {
            Value::Array(elements) => elements.into_iter().map(|element| form_text(&name, element)).collect(),
            scalar => form_text(&name, scalar).map(|text| vec![text]),
        };
        texts.map(|texts| (name, texts))
    };
    fields.into_iter().map(texts).collect()
}

/// A scalar as text.
fn form_text(name: &str, value: Value) -> Result<String, String> {
    let kind = match value {
        Value::String(text) => return Ok(text),
        Value::Bool(_) | Value::Number(_) => return Ok(value.to_string()),
        Value::Null => "null",
        Value::Array(_) => "a list in a list",
        Value::Object(_) => "an object",
    };
    Err(format!("the field `{name}` is {kind}, which a form cannot hold"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn form(value: &Value) -> Result<String, String> {
        let body = Body::form(value)?;
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
        fn a_form_reads_back_as_what_was_written(
            fields in prop::collection::btree_map(".{0,4}", prop::collection::vec(".{0,4}", 1..3), 0..4)
        ) {
            let body = Body::form(&fields).unwrap();
            let read = body.as_form().unwrap();
            prop_assert_eq!(Body::of_form(&read).bytes, body.bytes);
            prop_assert_eq!(read, fields);
        }
    }
}
