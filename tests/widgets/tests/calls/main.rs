//! Every operation: the real builder, filled with what the specification allows and with its examples, over the loopback
//! interface; what is sent and what is read is compared with the specification.

#![cfg(test)]
#![cfg(any(feature = "hyper", feature = "reqwest"))]

#[rustfmt::skip]
#[allow(clippy::too_many_lines, reason = "a type may have many fields")]
mod generated;
