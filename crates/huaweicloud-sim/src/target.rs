//! What a request is about: its path and its query, decoded.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The path and the query of a request, taken apart and percent-decoded, each exactly once.
#[derive(Debug)]
pub(crate) struct Target<'r> {
    /// What stands between the slashes. A `%2F` is part of its segment and no slash.
    pub(crate) segments: Vec<Cow<'r, str>>,
    pub(crate) query: Query,
}

/// A path or a query that could be read in two ways: a `%` that encodes nothing, bytes that are not UTF-8, `.` or `..` as a
/// segment, a nameless parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ambiguous;

impl<'r> Target<'r> {
    pub(crate) fn parse(path: &'r str, query: Option<&str>) -> Result<Self, Ambiguous> {
        let path = path.strip_prefix('/').ok_or(Ambiguous)?;
        // Most paths have no more segments, and nothing that has to be looked at.
        let mut segments = Vec::with_capacity(8);
        if !path.bytes().any(|byte| matches!(byte, b'%' | b'.' | b'\\' | 0)) {
            segments.extend(path.split('/').map(Cow::Borrowed));
            return Ok(Self { segments, query: Query::parse(query.unwrap_or_default())? });
        }
        for segment in path.split('/') {
            let segment = decode(segment)?;
            if is_walk(&segment) {
                return Err(Ambiguous);
            }
            segments.push(segment);
        }
        Ok(Self { segments, query: Query::parse(query.unwrap_or_default())? })
    }
}

/// Whether a segment walks through folders, or hides a step in itself.
fn is_walk(segment: &str) -> bool {
    segment.split(['/', '\\']).any(|part| part == "." || part == "..") || segment.contains('\0')
}

/// The parameters of a query, in the order in which they came, percent-decoded. A `+` is a plus, and nothing between two
/// ampersands is nothing, as it is to those who sign: a published Terraform provider begins a query with one.
#[derive(Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(text: &str) -> Result<Self, Ambiguous> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if name.is_empty() { Err(Ambiguous) } else { Ok((decode(name)?.into_owned(), decode(value)?.into_owned())) }
        });
        Ok(Self(pairs.collect::<Result<_, _>>()?))
    }

    /// The value of a parameter, the first if it is given several times. An empty value is a value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a parameter.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// All parameters.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Query {
    /// A query of names and values that are not encoded.
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

fn decode(text: &str) -> Result<Cow<'_, str>, Ambiguous> {
    if !text.contains('%') {
        return Ok(Cow::Borrowed(text));
    }
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'%', [first, second, after @ ..]) if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => after,
            (b'%', _) => return Err(Ambiguous),
            _ => after,
        };
    }
    percent_decode_str(text).decode_utf8().map_err(|_| Ambiguous)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(text: &str) -> Query {
        Query::parse(text).unwrap()
    }

    #[test]
    fn paths_are_decoded_segment_by_segment() {
        let target = Target::parse("/v2/a%2Fb/%E4%BB%BB/", None).unwrap();
        assert_eq!(target.segments, ["v2", "a/b", "任", ""]);
    }

    #[test]
    fn queries_are_decoded_once() {
        let query = query("b=%2525&a=x+y%20z&flag&empty=&b=2");
        assert_eq!(query.get("b"), Some("%25"));
        assert_eq!(query.all("b").collect::<Vec<_>>(), ["%25", "2"]);
        assert_eq!(query.get("a"), Some("x+y z"));
        assert_eq!(query.get("flag"), Some(""));
        assert_eq!(query.get("none"), None);
        assert_eq!(super::Query::parse("&a=1&&b=2&").unwrap().pairs().collect::<Vec<_>>(), [("a", "1"), ("b", "2")]);
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        for path in
            ["/%", "/%4", "/%zz", "/a%ff", "*", "a", "/..", "/a/./b", "/%2e%2E/b", "/a%2F..%2Fb", "/a%5c..", "/%00"]
        {
            assert_eq!(Target::parse(path, None).unwrap_err(), Ambiguous, "{path}");
        }
        for text in ["a=%", "%f=1", "a=%e4", "=1", "a=1&=2"] {
            assert_eq!(Target::parse("/", Some(text)).unwrap_err(), Ambiguous, "{text}");
        }
        assert!(Target::parse("/...", None).is_ok() && Target::parse("/a..b", None).is_ok());
    }

    proptest! {
        #[test]
        fn no_target_panics(path: String, query: Option<String>) {
            let _ = Target::parse(&path, query.as_deref());
        }
    }
}
