//! What the tests of the workspace share: the bundle of the specification, read once, and comparing JSON.

pub mod bundle;
pub mod loss;
