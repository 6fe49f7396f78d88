//! How the value of a success is sent.

use std::marker::PhantomData;

use bytes::Bytes;
use serde::Serialize;

use crate::testing::MockResponse;

/// The kind of the value of a success: [`Json`], [`PlainText`] or [`Binary`]. A success that has none is [`NoValue`].
pub trait ResponseValue: sealed::Sealed {
    /// The value, as the request builder gives it.
    type Value;

    /// The response that it is sent in.
    #[doc(hidden)]
    fn response(value: Self::Value) -> MockResponse;
}

mod sealed {
    pub trait Sealed {}
}

/// A `T`, sent as JSON.
#[derive(Debug)]
pub struct Json<T>(PhantomData<fn() -> T>);

/// Text, sent as it is.
#[derive(Debug)]
pub struct PlainText(());

/// Bytes, sent as they are.
#[derive(Debug)]
pub struct Binary(());

/// Nothing: there is no body.
#[derive(Debug)]
pub struct NoValue(());

impl<T> sealed::Sealed for Json<T> {}
impl sealed::Sealed for PlainText {}
impl sealed::Sealed for Binary {}

impl<T: Serialize> ResponseValue for Json<T> {
    type Value = T;

    #[track_caller]
    fn response(value: T) -> MockResponse {
        MockResponse::json(&value)
    }
}

impl ResponseValue for PlainText {
    type Value = String;

    fn response(value: String) -> MockResponse {
        MockResponse::bytes(value).with_header("content-type", "text/plain; charset=utf-8")
    }
}

impl ResponseValue for Binary {
    type Value = Bytes;

    fn response(value: Bytes) -> MockResponse {
        MockResponse::bytes(value).with_header("content-type", "application/octet-stream")
    }
}
