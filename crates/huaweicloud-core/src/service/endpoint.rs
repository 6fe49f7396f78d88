//! Scheme and authority that requests go to.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::uri::{Authority, PathAndQuery, Scheme};
use http::{HeaderValue, Uri};
use url::Url;

use crate::error::Error;
use crate::signing::check_path;

/// Where requests to a service go: a scheme, a host and perhaps a port, nothing else.
///
/// Parsed from text; a text without a scheme gets `https://`. A path, a query, a fragment or user information is
/// refused: requests carry none of them, so whoever wrote them expected something that would not happen.
///
/// ```
/// use huaweicloud_core::Endpoint;
///
/// let endpoint: Endpoint = "dms.eu-de.otc.t-systems.com".parse()?;
/// assert_eq!(endpoint.to_string(), "https://dms.eu-de.otc.t-systems.com");
/// assert!("https://gateway.example/base".parse::<Endpoint>().is_err());
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
    origin: String,
    host: HeaderValue,
    scheme: Scheme,
    authority: Authority,
}

impl Endpoint {
    /// Scheme and authority, without a slash at the end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The name or address of the host, without a port.
    pub(crate) fn host_name(&self) -> &str {
        self.authority.host()
    }

    /// The endpoint itself, for paths to be joined to.
    #[cfg(feature = "reqwest")]
    pub(crate) fn base(&self) -> &Url {
        &self.url
    }

    /// The URI of a path, which begins with one `/`, and of a query, which may be empty. Both are in the spelling in which
    /// they are signed, and stay in it. Scheme and host are copied, not parsed again.
    ///
    /// # Errors
    ///
    /// [`Error::is_invalid_request`] for a path that a URL parser would take for another one, or for another host: nothing
    /// that proves who a request is from may go there, signed or not.
    pub(crate) fn uri(&self, path: &str, query: &str) -> Result<Uri, Error> {
        let refuse = |why: String| Error::invalid_request(format!("the path does not make a URL: {why}"));
        if path.starts_with("//") {
            return Err(refuse(format!("`{path}` begins with two slashes, and would name another host")));
        }
        check_path(path).map_err(|error| refuse(error.to_string()))?;
        let uri = self.uri_of(path, query);
        uri.map_err(|error| Error::invalid_request("the path does not make a URL").with_source(error))
    }

    fn uri_of(&self, path: &str, query: &str) -> Result<Uri, http::Error> {
        // Of exactly its length, a text becomes bytes that are shared without another allocation.
        let query_len = if query.is_empty() { 0 } else { 1 + query.len() };
        let mut target = String::with_capacity(path.len() + query_len);
        target.push_str(path);
        if !query.is_empty() {
            target.push('?');
            target.push_str(query);
        }
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::from_maybe_shared(target.into_bytes())?);
        Ok(Uri::from_parts(parts)?)
    }

    /// The host, with the port if it is not the scheme's own.
    pub(crate) fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// Value of the `Host` header: the host, with the port if it is not the scheme's own.
    pub(crate) fn host(&self) -> &HeaderValue {
        &self.host
    }

    /// Whether requests to it travel in the clear.
    pub fn is_plain_http(&self) -> bool {
        self.url.scheme() == "http"
    }

    /// Whether it is on this machine.
    pub fn is_loopback(&self) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || address.is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether it is on this machine, or on the link of this machine, which no router leads out of: where a cloud gives its
    /// machines and containers credentials.
    pub(crate) fn is_local(&self) -> bool {
        let host = self.url.host_str().unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        self.is_loopback()
            || match address {
                Ok(IpAddr::V4(ip)) => ip.is_link_local(),
                Ok(IpAddr::V6(ip)) => ip.is_unicast_link_local(),
                Err(_) => false,
            }
    }
}

impl Endpoint {
    /// # Errors
    ///
    /// What is wrong, with the remedy, as the end of a sentence that begins with where the text is from.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        const REMEDY: &str = "give it as `https://host` or `https://host:port`";
        let trimmed = text.trim();
        let with_scheme = if trimmed.contains("://") { trimmed.to_owned() } else { format!("https://{trimmed}") };
        // A text that is no URL is not shown: what in it may be a password cannot be known.
        let url = Url::parse(&with_scheme).map_err(|error| format!("the endpoint is not a URL ({error}); {REMEDY}"))?;
        let refuse = |why: &str| {
            let host = url.host_str().unwrap_or_default();
            format!("the endpoint `{}://{host}` {why}; {REMEDY}", url.scheme())
        };
        let scheme = match url.scheme() {
            "http" => Scheme::HTTP,
            "https" => Scheme::HTTPS,
            _ => return Err(refuse("is neither http nor https")),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("holds user information, which requests do not carry"));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("has a path, a query or a fragment, which requests do not carry"));
        }
        let host = url.host_str().filter(|h| !h.is_empty()).ok_or_else(|| refuse("has no host"))?;
        let authority = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let origin = format!("{}://{authority}", url.scheme());
        let unusable = || refuse("has a host that no header can hold");
        let host = HeaderValue::from_str(&authority).map_err(|_| unusable())?;
        let authority = Authority::try_from(authority).map_err(|_| unusable())?;
        Ok(Self { url, origin, host, scheme, authority })
    }
}

impl FromStr for Endpoint {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::parse(text).map_err(Error::configuration)
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Endpoint {
        text.parse().unwrap()
    }

    #[test]
    fn no_path_leads_to_another_host_or_another_path() {
        let endpoint = endpoint("https://host.example");
        assert_eq!(endpoint.uri("/v1/a//b", "x=1").unwrap(), "https://host.example/v1/a//b?x=1");
        for path in ["//evil.example/x", "/a/../b", "/%2e%2E/b", "/\\evil.example", "/a?b", "a", ""] {
            assert!(endpoint.uri(path, "").is_err_and(|error| error.is_invalid_request()), "{path}");
        }
    }

    #[test]
    fn scheme_and_port_are_what_the_host_header_says() {
        assert_eq!(endpoint("https://Host.example:443/").host().to_str().unwrap(), "host.example");
        assert_eq!(endpoint("https://host.example:8443").host().to_str().unwrap(), "host.example:8443");
        assert_eq!(endpoint("http://[::1]:8080").origin(), "http://[::1]:8080");
        assert_eq!(endpoint(" host.example ").origin(), "https://host.example");
        assert_eq!(endpoint("httpfoo.example").origin(), "https://httpfoo.example");
    }

    #[test]
    fn loopback_is_recognised() {
        for text in ["http://127.0.0.1:1", "http://127.8.8.8", "http://[::1]:2", "http://localhost:3"] {
            assert!(endpoint(text).is_loopback(), "{text}");
        }
        for text in ["http://10.0.0.1", "http://localhost.example", "http://128.0.0.1"] {
            assert!(!endpoint(text).is_loopback(), "{text}");
        }
    }

    #[test]
    fn what_requests_do_not_carry_is_refused_without_showing_a_password() {
        for text in [
            "",
            "ftp://h",
            "https://h/base",
            "https://h?q=1",
            "https://h?q=a@hunter2",
            "https://h#hunter2",
            "https://h/hunter2",
            "https://",
            "https://user:hunter2@h",
            "https://user:hunter2?@h",
            "user:hunter2",
            "https://user:hunter2@@h:x",
            "user:hunter2@ h",
        ] {
            let error = text.parse::<Endpoint>().unwrap_err();
            assert!(error.is_configuration(), "{text}");
            assert!(!error.to_string().contains("hunter2"), "{error}");
        }
    }
}
