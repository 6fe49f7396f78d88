//! What a request is about: its path and its query, decoded.

use huaweicloud_core::signing::canonical_query;
use percent_encoding::percent_decode_str;

use crate::refusal::Refusal;

/// The path and the query of a request, taken apart and percent-decoded, each exactly once.
#[derive(Debug)]
pub(crate) struct Target {
    /// What stands between the slashes. A `%2F` is part of its segment and no slash.
    pub(crate) segments: Vec<String>,
    pub(crate) query: Query,
}

impl Target {
    /// Refuses what could be read in two ways: a `%` that encodes nothing, bytes that are not UTF-8.
    pub(crate) fn parse(path: &str, query: Option<&str>) -> Result<Self, Refusal> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments = path.split('/').map(decode).collect::<Result<_, _>>()?;
        Ok(Self { segments, query: Query::parse(query.unwrap_or_default())? })
    }
}

/// The parameters of a query, in the order in which they came.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    fn parse(text: &str) -> Result<Self, Refusal> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let pairs = text.split('&').map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name.is_empty() { Err(Refusal::malformed_url()) } else { Ok((decode(name)?, decode(value)?)) }
        });
        Ok(Self(pairs.collect::<Result<_, _>>()?))
    }

    /// The value of a parameter, if it is given. An empty value is a value.
    pub(crate) fn get(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let mut values = self.0.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(Refusal::invalid_parameter(&format!("`{name}` is given twice."))),
        }
    }

    /// The spelling that is signed.
    pub(crate) fn canonical(&self) -> String {
        let mut pairs: Vec<_> = self.0.iter().map(|(name, value)| (name, value)).collect();
        canonical_query(&mut pairs)
    }
}

/// Percent-decodes; a `+` stands for itself, as in what is signed.
fn decode(text: &str) -> Result<String, Refusal> {
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'%', [first, second, after @ ..]) if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => after,
            (b'%', _) => return Err(Refusal::malformed_url()),
            _ => after,
        };
    }
    percent_decode_str(text).decode_utf8().map(String::from).map_err(|_| Refusal::malformed_url())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(text: &str) -> Query {
        Target::parse("/", Some(text)).unwrap().query
    }

    #[test]
    fn paths_are_decoded_segment_by_segment() {
        let target = Target::parse("/v2/a%2Fb/%E4%BB%BB/", None).unwrap();
        assert_eq!(target.segments, ["v2", "a/b", "任", ""]);
    }

    #[test]
    fn queries_are_decoded_once() {
        let query = query("b=%2525&a=x+y%20z&flag&empty=");
        assert_eq!(query.get("b"), Ok(Some("%25")));
        assert_eq!(query.get("a"), Ok(Some("x+y z")));
        assert_eq!(query.get("flag"), Ok(Some("")));
        assert_eq!(query.get("empty"), Ok(Some("")));
        assert_eq!(query.get("none"), Ok(None));
        assert_eq!(query.canonical(), "a=x%2By%20z&b=%2525&empty=&flag=");
    }

    #[test]
    fn a_parameter_is_given_once() {
        assert!(query("start=1&start=1").get("start").is_err());
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        for path in ["/%", "/%4", "/%zz", "/a%ff"] {
            assert_eq!(Target::parse(path, None).unwrap_err(), Refusal::malformed_url(), "{path}");
        }
        for text in ["a=%", "%f=1", "a=%e4", "=1", "&", "a=1&", "a=1&&b=2"] {
            assert_eq!(Target::parse("/", Some(text)).unwrap_err(), Refusal::malformed_url(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_target_panics(path: String, query: Option<String>) {
            let _ = Target::parse(&path, query.as_deref());
        }

        #[test]
        fn what_is_canonical_stays_so(pairs in proptest::collection::vec((".{1,5}", ".{0,5}"), 0..4)) {
            let canonical = Query(pairs).canonical();
            prop_assert_eq!(query(&canonical).canonical(), canonical);
        }
    }
}
