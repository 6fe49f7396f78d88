//! Temporary keys, in each of the spellings in which they are given.

use std::time::SystemTime;

use serde_json::Value;

use super::Credentials;
use crate::error::Error;
use crate::response::RawResponse;
use crate::wire::iso_date;

/// Reads a temporary access key with its security token, and when they are over.
///
/// # Errors
///
/// [`Error::is_credentials`] for what is none; nothing of it is shown.
pub(super) fn temporary(response: &RawResponse) -> Result<Credentials, Error> {
    read(response.body()).ok_or_else(|| Error::credentials("the response holds no temporary access key"))
}

fn read(body: &[u8]) -> Option<Credentials> {
    let whole: Value = serde_json::from_slice(body).ok()?;
    let inner = ["credential", "credentials"].into_iter().find_map(|name| whole.get(name)).unwrap_or(&whole);
    let text = |names: &[&str]| {
        let found = names.iter().find_map(|name| inner.get(*name)?.as_str());
        found.map(str::trim).filter(|text| !text.is_empty())
    };
    let credentials = Credentials::temporary(
        text(&["access", "accessKeyId", "access_key_id"])?,
        text(&["secret", "secretAccessKey", "secret_access_key"])?,
        text(&["securitytoken", "securityToken", "security_token"])?,
    );
    // Without a date they are renewed when the service refuses them.
    let end: Option<SystemTime> = text(&["expires_at", "expiresAt", "expiration"]).and_then(iso_date);
    Some(end.into_iter().fold(credentials, Credentials::expiring_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn each_spelling_is_read_and_a_date_needs_no_fraction() {
        for (body, millis) in [
            (
                r#"{"credential":{"access":"AKVALUE","secret":"SKVALUE","securitytoken":"T","expires_at":"1970-01-01T00:00:09.5Z"}}"#,
                9_500,
            ),
            (
                r#"{"credentials":{"accessKeyId":"AKVALUE","secretAccessKey":"SKVALUE","securityToken":"T","expiration":"1970-01-01T00:00:09Z"}}"#,
                9_000,
            ),
            (
                r#"{"access_key_id":"AKVALUE","secret_access_key":"SKVALUE","security_token":"T","expiration":"1970-01-01T00:00:09Z"}"#,
                9_000,
            ),
        ] {
            let credentials = read(body.as_bytes()).unwrap();
            assert_eq!(
                credentials.expires_at(),
                Some(SystemTime::UNIX_EPOCH + Duration::from_millis(millis)),
                "{body}"
            );
            assert!(!format!("{credentials:?}").contains("VALUE"));
        }
        let forever = read(br#"{"access":"a","secret":"s","securitytoken":"t","expires_at":"soon"}"#).unwrap();
        assert_eq!(forever.expires_at(), None);
        for body in ["", "[]", "{}", r#"{"credential":null}"#, r#"{"access":"a","secret":"","securitytoken":"t"}"#] {
            assert!(read(body.as_bytes()).is_none(), "{body}");
        }
    }
}
