//! What a form sent: `application/x-www-form-urlencoded`, as browsers write it.

use std::borrow::Cow;

use hyper::HeaderMap;
use hyper::header::CONTENT_TYPE;
use percent_encoding::percent_decode;

use crate::refusal::Refusal;

/// The fields of a form, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the body of a request.
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        let media_type = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        let essence = media_type.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        if !essence.eq_ignore_ascii_case(b"application/x-www-form-urlencoded") {
            return Err(Refusal::malformed_request("A form is `application/x-www-form-urlencoded`."));
        }
        Self::parse(body)
    }

    /// Reads what a form that is got leaves in a query, in which a `+` is a space, too.
    pub(super) fn of_query(query: Option<&str>) -> Result<Self, Refusal> {
        Self::parse(query.unwrap_or_default().as_bytes())
    }

    fn parse(text: &[u8]) -> Result<Self, Refusal> {
        let pairs = text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| {
            let middle = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = pair.split_at(middle);
            Ok((decoded(name)?, decoded(value.get(1..).unwrap_or_default())?))
        });
        pairs.collect::<Result<_, _>>().map(Self)
    }

    /// What a field holds, without the space around it; none if there is nothing in it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.raw(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// What each of the fields of a name holds, as it is.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// What a field holds, as it is.
    pub(super) fn raw(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }
}

fn decoded(text: &[u8]) -> Result<String, Refusal> {
    let text: Cow<'_, [u8]> = if text.contains(&b'+') {
        text.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect()
    } else {
        text.into()
    };
    let text = percent_decode(&text).decode_utf8();
    text.map(Cow::into_owned).map_err(|_| Refusal::malformed_request("A field of the form is not UTF-8."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Form, Refusal> {
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8".parse().unwrap())]);
        Form::read(&headers, body.as_bytes())
    }

    #[test]
    fn fields_are_read_as_browsers_write_them() {
        let form = read("a=1+2%2B3&path.x=+&b=%7B%0D%0A%7D&flag&c=x=y").unwrap();
        assert_eq!((form.get("a"), form.get("path.x"), form.raw("path.x")), (Some("1 2+3"), None, Some(" ")));
        assert_eq!(
            (form.raw("b"), form.get("flag"), form.get("c"), form.get("d")),
            (Some("{\r\n}"), None, Some("x=y"), None)
        );
    }

    #[test]
    fn what_is_no_form_is_refused() {
        assert_eq!(read("a=%ff").unwrap_err().status(), 400);
        assert_eq!(Form::read(&HeaderMap::new(), b"a=1").unwrap_err().status(), 400);
    }
}
