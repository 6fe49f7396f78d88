//! Every operation: the real builder, filled with what the specification allows and with its examples, sends what the mock
//! service expects; what differs in one thing is not expected.

#![cfg(test)]

#[rustfmt::skip]
mod generated;
