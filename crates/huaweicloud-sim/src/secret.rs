//! What must not be shown.

/// What stands instead of a secret.
pub(crate) const MASK: &str = "******";

/// Headers whose values let their holder in.
const SECRET_HEADERS: [&str; 6] =
    ["authorization", "x-auth-token", "x-metadata-token", "x-security-token", "x-subject-token", "cookie"];

/// Whether a header, in lower case, is one whose value must not be shown.
pub(crate) fn is_secret_header(name: &str) -> bool {
    SECRET_HEADERS.contains(&name)
}
