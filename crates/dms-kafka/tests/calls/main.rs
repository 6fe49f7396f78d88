//! Every operation: the real builder, filled with what the specification allows and with its examples, over the loopback
//! interface; what is sent and what is read is compared with the specification.

#![cfg(test)]
#![cfg(feature = "reqwest")]

#[rustfmt::skip]
mod generated;
