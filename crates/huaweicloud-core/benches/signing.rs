//! Signing a GET against the bare SHA-256 and HMAC work that it contains.

fn main() {}
