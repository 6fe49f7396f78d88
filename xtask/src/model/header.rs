//! The headers that are no parameters, because whatever sends a request writes them itself.

/// Headers that carry credentials or frame the message. Pages have them in their tables; OpenAPI leaves them out.
const FRAMING: [&str; 10] = [
    "accept",
    "authorization",
    "content-length",
    "content-type",
    "host",
    "x-auth-token",
    "x-project-id",
    "x-sdk-content-sha256",
    "x-sdk-date",
    "x-security-token",
];

/// Headers that belong to HTTP or to the client beside those.
const RESERVED: [&str; 11] = [
    "accept-encoding",
    "connection",
    "cookie",
    "expect",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Whether a header carries credentials or frames the message, in any spelling.
pub fn is_framing(header: &str) -> bool {
    FRAMING.contains(&header.to_ascii_lowercase().as_str())
}

/// Whether no parameter can set the header: the client sends it itself, or HTTP does.
pub fn is_reserved(header: &str) -> bool {
    is_framing(header) || RESERVED.contains(&header.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_of_a_page_is_refused_in_the_specification() {
        for header in ["X-Auth-Token", "x-security-token", "X-Sdk-Content-Sha256", "Content-Type"] {
            assert!(is_framing(header) && is_reserved(header), "{header}");
        }
        assert!(!is_framing("Cookie") && is_reserved("Cookie"));
        assert!(!is_framing("X-Language") && !is_reserved("X-Language"));
    }
}
