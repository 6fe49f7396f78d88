//! Setters that generated code of before calls; they go with it.

use serde::Serialize;

use super::body::Body;
use super::{QueryValue, RequestBuilder};
use crate::data::ParameterValue;

/// Generated code of before.
#[doc(hidden)]
impl RequestBuilder {
    pub fn path(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.set_path(name, value.map(|value| value.to_string()));
        self
    }

    pub fn query<V: QueryValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        if let Some(value) = value {
            self.set_query(name, value);
        }
        self
    }

    pub fn required_query<V: QueryValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        match value {
            Some(value) => self.set_query(name, value),
            None => self.set_required_query(name, None::<String>),
        };
        self
    }

    pub fn joined_query<V: ParameterValue>(mut self, name: &'static str, values: Option<Vec<V>>) -> Self {
        self.set_joined_query(name, values);
        self
    }

    pub fn required_joined_query<V: ParameterValue>(mut self, name: &'static str, values: Option<Vec<V>>) -> Self {
        self.set_required_joined_query(name, values);
        self
    }

    pub fn header<V: ParameterValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        self.set_header(name, value);
        self
    }

    pub fn required_header<V: ParameterValue>(mut self, name: &'static str, value: Option<V>) -> Self {
        match value {
            Some(value) => self.set_header(name, value),
            None => self.set_required_query(name, None::<String>),
        };
        self
    }

    pub fn body<B: Serialize>(mut self, body: Option<&B>) -> Self {
        if let Some(body) = body {
            self.set_body(body);
        }
        self
    }

    pub fn required_body<B: Serialize>(mut self, body: Option<&B>) -> Self {
        match body {
            Some(body) => self.set_body(body),
            None => self.put_body(Err("`body` is missing; set it".to_owned())),
        };
        self
    }

    pub fn required_form_body<B: Serialize>(mut self, body: Option<&B>) -> Self {
        self.put_body(body.map_or_else(|| Err("`body` is missing; set it".to_owned()), Body::form));
        self
    }
}
