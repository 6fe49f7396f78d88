//! Which proxy requests go through.

#[cfg(feature = "hyper")]
use hyper_util::client::proxy::matcher::Intercept;
use hyper_util::client::proxy::matcher::Matcher;
use secrecy::ExposeSecret;
use url::Url;

use super::ProxySetting;
use crate::error::Error;
use crate::service::Endpoint;

/// Reads a variable of the environment; none if it is not set.
pub(crate) type Environment = fn(&str) -> Option<String>;

/// A proxy, with the user information that it asks for.
pub(super) struct Proxy {
    url: Url,
    /// Where it is set: an option, or a variable.
    origin: String,
}

impl Proxy {
    /// From a text; one without a scheme gets `http://`.
    fn parse(origin: &str, text: &str) -> Result<Self, Error> {
        let refused = |why: &str| refused(origin, why);
        let text = text.trim();
        let with_scheme = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url = Url::parse(&with_scheme).map_err(|error| refused(&format!("is not a URL ({error})")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(refused(&format!("has the scheme `{}`, which is not supported", url.scheme())));
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(refused("has no host"));
        }
        Ok(Self { url, origin: origin.to_owned() })
    }

    #[cfg(feature = "reqwest")]
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Where it is, and what it is told of the user, apart; none if no request can say these.
    #[cfg(feature = "hyper")]
    pub(super) fn hop(&self, endpoint: &Endpoint) -> Option<Intercept> {
        Matcher::builder().all(self.url.as_str()).build().intercept(&endpoint.uri("/", "").ok()?)
    }

    /// For what a library does not take.
    pub(super) fn unusable(&self) -> Error {
        refused(&self.origin, "cannot be used")
    }
}

fn refused(origin: &str, why: &str) -> Error {
    Error::configuration(format!(
        "{origin} {why}; give a proxy as `http://host:port` or `https://host:port`, with `user:password@` before the host \
         if it asks for them"
    ))
}

/// The proxy for an endpoint: the one that is set, else that of the environment.
///
/// # Errors
///
/// [`Error::is_configuration`] for a proxy that is none, by the name of the setting or the variable, without user
/// information.
pub(super) fn choose(
    endpoint: &Endpoint,
    setting: Option<&ProxySetting>,
    environment: Environment,
) -> Result<Option<Proxy>, Error> {
    match setting {
        Some(ProxySetting::None) => Ok(None),
        Some(ProxySetting::Url(url)) => Proxy::parse("`proxy`", url.expose_secret()).map(Some),
        // The environment is that of the whole machine, and its proxy cannot reach the loopback interface of this one.
        None if endpoint.is_loopback() => Ok(None),
        None => of_environment(endpoint, environment),
    }
}

/// `HTTPS_PROXY`, or `HTTP_PROXY` for plain HTTP, else `ALL_PROXY`, unless `NO_PROXY` lists the host; each name may also be in
/// lower case.
fn of_environment(endpoint: &Endpoint, environment: Environment) -> Result<Option<Proxy>, Error> {
    let names: &[&str] = if !endpoint.is_plain_http() {
        &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
    } else if environment("REQUEST_METHOD").is_some() {
        // Within CGI, a client can set HTTP_PROXY, by the header `Proxy`.
        &["http_proxy", "ALL_PROXY", "all_proxy"]
    } else {
        &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    };
    let read = |name: &str| environment(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let Some((name, value)) = names.iter().find_map(|name| Some((*name, read(name)?))) else { return Ok(None) };
    let proxy = Proxy::parse(&format!("the environment variable {name}"), &value)?;
    let exceptions = read("NO_PROXY").or_else(|| read("no_proxy")).unwrap_or_default();
    Ok(Some(proxy).filter(|_| !is_excepted(endpoint, &exceptions)))
}

/// Whether a list of `NO_PROXY` has the host of an endpoint: a domain, which stands for those below it too, an address, a
/// network, or `*` for all.
fn is_excepted(endpoint: &Endpoint, exceptions: &str) -> bool {
    // Of a host that is an address, the matcher would not know that `*` stands for it too.
    let is_all = exceptions.split(',').any(|exception| exception.trim() == "*");
    let matcher = Matcher::builder().all("http://proxy.invalid").no(exceptions).build();
    is_all || endpoint.uri("/", "").is_ok_and(|uri| matcher.intercept(&uri).is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(endpoint: &str, environment: Environment) -> Result<bool, String> {
        let chosen = choose(&endpoint.parse().unwrap(), None, environment);
        chosen.map(|proxy| proxy.is_some()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_variable_is_that_of_the_scheme() {
        let https: Environment = |name| (name == "HTTPS_PROXY").then(|| "http://p.example:1".to_owned());
        assert_eq!(chosen("https://w.example", https), Ok(true));
        assert_eq!(chosen("http://w.example", https), Ok(false));
        let lower: Environment = |name| (name == "http_proxy").then(|| " p.example:1 ".to_owned());
        assert_eq!(chosen("https://w.example", lower), Ok(false));
        assert_eq!(chosen("http://w.example", lower), Ok(true));
        let all: Environment = |name| (name == "all_proxy").then(|| "p.example:1".to_owned());
        assert_eq!(chosen("https://w.example", all), Ok(true));
        let empty: Environment = |name| (name == "HTTPS_PROXY").then(String::new);
        assert_eq!(chosen("https://w.example", empty), Ok(false));
    }

    #[test]
    fn a_host_is_excepted_by_itself_its_domain_or_its_network() {
        for (host, exceptions, is_excepted_expected) in [
            ("w.example", "w.example", true),
            ("a.w.example", " other , w.example ", true),
            ("a.w.example", ".w.example", true),
            ("notw.example", "w.example", false),
            ("10.1.2.3", "10.0.0.0/8", true),
            ("10.1.2.3:8443", "10.1.2.3", true),
            ("11.1.2.3", "10.0.0.0/8, 11.0.0.1", false),
            ("11.1.2.3", "a, *", true),
            ("w.example", "*", true),
            ("w.example", "", false),
        ] {
            let endpoint = host.parse().unwrap();
            assert_eq!(is_excepted(&endpoint, exceptions), is_excepted_expected, "{host} {exceptions}");
        }
    }

    #[test]
    fn a_header_of_a_request_to_a_cgi_program_is_no_proxy() {
        let cgi: Environment = |name| match name {
            "REQUEST_METHOD" => Some("GET".to_owned()),
            "HTTP_PROXY" => Some("http://evil.example".to_owned()),
            _ => None,
        };
        assert_eq!(chosen("http://w.example", cgi), Ok(false));
    }

    #[test]
    fn the_loopback_interface_is_reached_without_the_proxy_of_the_environment() {
        let any: Environment = |_| Some("nonsense://".to_owned());
        assert_eq!(chosen("http://127.0.0.1:1", any), Ok(false));
        assert_eq!(chosen("https://localhost:1", any), Ok(false));
        assert!(chosen("https://w.example", any).is_err());
    }

    #[test]
    fn what_is_no_proxy_is_named_without_its_password() {
        let socks: Environment =
            |name| (name == "ALL_PROXY").then(|| "socks5://user:hunter2@p.example:1080".to_owned());
        assert_eq!(
            chosen("https://w.example", socks).unwrap_err(),
            "the environment variable ALL_PROXY has the scheme `socks5`, which is not supported; give a proxy as \
             `http://host:port` or `https://host:port`, with `user:password@` before the host if it asks for them"
        );
        for text in ["http://", "http://user:hunter2@", "http://user:hunter2@p:port", "ftp://hunter2", "http://a b"] {
            let Err(error) = Proxy::parse("`proxy`", text) else { panic!("{text}") };
            assert!(error.is_configuration(), "{text}");
            assert!(error.to_string().starts_with("`proxy` "), "{error}");
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        }
    }
}
