//! The vectors of `signing.json`: requests, and what the official client made of them.

mod client;

use std::collections::BTreeMap;

use data_encoding::{BASE64, HEXLOWER};
use huaweicloud_core::ParameterValue;
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde_json::Value;

/// A request and what the official client computed for it.
#[derive(Deserialize)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) method: String,
    pub(crate) scheme: String,
    pub(crate) host: String,
    pub(crate) path: String,
    query: Vec<(String, Value)>,
    headers: BTreeMap<String, Value>,
    body: Body,
    body_sha256: String,
    pub(crate) ak: String,
    pub(crate) sk: String,
    pub(crate) date: String,
    pub(crate) expected: Expected,
    /// Vectors of kind `client` only.
    pub(crate) user_input: Option<UserInput>,
    /// Vectors of kind `wire` only, as are the next four.
    pub(crate) wire: Option<Wire>,
    pub(crate) path_template: Option<String>,
    pub(crate) params: Option<BTreeMap<String, Value>>,
    pub(crate) project_id: Option<String>,
    pub(crate) security_token: Option<String>,
}

/// How far the official client was involved.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Its signer alone.
    Signer,
    /// Its building of requests, and its signer.
    Client,
    /// All of it, as a server on the loopback interface saw it.
    Wire,
}

/// What the official client computed.
#[derive(Deserialize)]
pub(crate) struct Expected {
    pub(crate) canonical_request: String,
    pub(crate) authorization: String,
    pub(crate) headers_after_signing: BTreeMap<String, String>,
    pub(crate) url: String,
}

/// What the caller gave the official client.
#[derive(Deserialize)]
pub(crate) struct UserInput {
    pub(crate) path_template: String,
    pub(crate) path_params: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) extra_headers: BTreeMap<String, Value>,
    pub(crate) project_id: Option<String>,
    pub(crate) security_token: Option<String>,
}

/// What the server saw.
#[derive(Deserialize)]
pub(crate) struct Wire {
    pub(crate) raw_target: String,
    pub(crate) headers: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Text(String),
    Base64 { base64: String },
    Repeat { repeat: String, times: usize },
}

impl Vector {
    /// All vectors, in the order of the file.
    pub(crate) fn all() -> Vec<Self> {
        #[derive(Deserialize)]
        struct File {
            vectors: Vec<Vector>,
        }
        serde_json::from_str::<File>(include_str!("signing.json")).unwrap().vectors
    }

    /// The query parameters, written as the client writes values of their types.
    pub(crate) fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = Vec::new();
        for (name, value) in &self.query {
            add(&mut query, leaked(name), value);
        }
        query
    }

    /// The headers that were there before signing.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), text(value)))
    }

    /// The body, checked against the hash that stands beside it.
    pub(crate) fn body(&self) -> Vec<u8> {
        let body = match &self.body {
            Body::Text(text) => text.clone().into_bytes(),
            Body::Base64 { base64 } => BASE64.decode(base64.as_bytes()).unwrap(),
            Body::Repeat { repeat, times } => repeat.repeat(*times).into_bytes(),
        };
        let hash = HEXLOWER.encode(digest(&SHA256, &body).as_ref());
        assert_eq!(hash, self.body_sha256, "{}: the vector's own body", self.name);
        body
    }
}

/// Names of parameters are `'static` in the client: generated code knows them all.
pub(crate) fn leaked(name: &str) -> &'static str {
    name.to_owned().leak()
}

/// A value as the client takes it in a path or a header.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn add(query: &mut Vec<(&'static str, String)>, name: &'static str, value: &Value) {
    match value {
        Value::Bool(value) => add_text(query, name, *value),
        Value::String(value) => add_text(query, name, value),
        Value::Array(values) => values.iter().for_each(|value| add(query, name, value)),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => add_text(query, name, integer),
            None => add_text(query, name, number.as_f64().unwrap()),
        },
        Value::Null | Value::Object(_) => panic!("no vector has such a query value: {value}"),
    }
}

fn add_text(query: &mut Vec<(&'static str, String)>, name: &'static str, value: impl ParameterValue) {
    query.extend(value.into_text().unwrap().map(|text| (name, text)));
}
