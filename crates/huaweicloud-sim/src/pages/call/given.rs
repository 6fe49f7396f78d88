//! What somebody gave for the parameters and the body of an operation.

use std::fmt::Write as _;

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::super::form::Form;
use super::super::json_text::{MASK, SecretNames, laid_out};
use crate::document::{Operation, Place};
use crate::documentation::Documentation;
use crate::refusal::Refusal;

/// What stands as it is in a part of a path or a query.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The values of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Given {
    pub(in super::super) method: String,
    /// With the names of its parameters.
    pub(in super::super) path: String,
    /// In the order of the document; what was left empty is not there.
    pub(in super::super) values: Vec<Value>,
    pub(in super::super) media_type: Option<String>,
    pub(in super::super) body: Option<String>,
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Value {
    pub(in super::super) name: String,
    pub(in super::super) place: Place,
    /// The text that was given, or that of each element of a list.
    pub(in super::super) texts: Vec<String>,
    pub(in super::super) is_list: bool,
    is_exploded: bool,
}

/// The name of a parameter's field in the form.
pub(in super::super) fn field_name(name: &str, place: Place) -> String {
    let place = match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
    };
    format!("{place}.{name}")
}

impl Value {
    /// Whether its texts stand in one parameter, joined by commas.
    pub(super) const fn is_joined(&self) -> bool {
        self.is_list && !self.is_exploded
    }
}

impl Given {
    /// What a form gives for an operation.
    pub(in super::super) fn read(
        operation: &Operation,
        documentation: &Documentation,
        form: &Form,
    ) -> Result<Self, Refusal> {
        let documented = documentation.parameters(&operation.id);
        let mut values = Vec::new();
        for parameter in &operation.parameters {
            let (name, place) = (parameter.name.clone(), parameter.place);
            let Some(text) = form.get(&field_name(&name, place)) else {
                if place == Place::Path {
                    return Err(Refusal::malformed_request(&format!("The path needs `{name}`.")));
                }
                continue;
            };
            let schema = documented.iter().find(|one| one.name == name).map(|one| &one.schema);
            let kind = schema.and_then(|schema| documentation.resolve(schema).schema.kind.as_deref());
            let is_list = kind == Some("array");
            let texts = if is_list {
                text.split(',').map(|element| element.trim().to_owned()).collect()
            } else {
                vec![text.to_owned()]
            };
            values.push(Value { name, place, texts, is_list, is_exploded: parameter.is_exploded });
        }
        let media_type = documentation.operation(&operation.id).and_then(|of| documentation.body(of));
        let media_type = media_type.map(|(_, media_type, _)| media_type.to_owned());
        // Browsers send lines as `\r\n`.
        let body = form.raw("body").map(|body| body.replace("\r\n", "\n")).filter(|body| !body.trim().is_empty());
        let body = body.filter(|_| media_type.is_some());
        let (method, path) = (operation.method.clone(), operation.path.clone());
        Ok(Self { method, path, values, media_type, body })
    }

    /// The value of a parameter.
    pub(in super::super) fn value(&self, name: &str, place: Place) -> Option<&Value> {
        self.values.iter().find(|value| value.name == name && value.place == place)
    }

    /// The same without what is secret, and whether something was.
    pub(in super::super) fn masked(&self, secrets: &SecretNames) -> (Self, bool) {
        let (mut masked, mut is_masked) = (self.clone(), false);
        for value in masked.values.iter_mut().filter(|value| secrets.contains(&value.name)) {
            value.texts = vec![MASK.to_owned()];
            is_masked = true;
        }
        let Some(body) = &self.body else { return (masked, is_masked) };
        if let Some(laid_out) = laid_out(body, secrets) {
            if laid_out.is_masked {
                (masked.body, is_masked) = (Some(laid_out.text), true);
            }
        } else if self.is_form() {
            let pair = |pair: &str| match pair.split_once('=') {
                Some((name, _)) if secrets.contains(&percent_decode_str(name).decode_utf8_lossy()) => {
                    is_masked = true;
                    format!("{name}={MASK}")
                }
                _ => pair.to_owned(),
            };
            masked.body = Some(body.split('&').map(pair).collect::<Vec<_>>().join("&"));
        } else if secrets.are_named_in(body) {
            // Nobody can say where in it a secret ends.
            (masked.body, is_masked) = (Some(MASK.to_owned()), true);
        }
        (masked, is_masked)
    }

    pub(super) fn is_form(&self) -> bool {
        self.media_type.as_deref() == Some("application/x-www-form-urlencoded")
    }

    /// The request, to the host that a page was got from, without its signature.
    pub(super) fn request(&self, page: &HeaderMap) -> Result<(Parts, Bytes), Refusal> {
        let refused = |why: &str| Refusal::malformed_request(why);
        let uri =
            self.target().parse::<Uri>().map_err(|_| refused("The path and the query are longer than HTTP takes."))?;
        let request = Request::builder().method(self.method.as_str()).uri(uri).body(());
        let (mut parts, ()) = request.map_err(|_| refused("HTTP does not have such a request."))?.into_parts();
        if let Some(host) = page.get(HOST) {
            parts.headers.insert(HOST, host.clone());
        }
        for value in self.values.iter().filter(|value| value.place == Place::Header) {
            let (name, text) = (HeaderName::try_from(&value.name), HeaderValue::try_from(value.texts.join(",")));
            let (Ok(name), Ok(text)) = (name, text) else {
                return Err(refused(&format!("No header can have what was given for `{}`.", value.name)));
            };
            parts.headers.insert(name, text);
        }
        if let Some(media_type) = self.media_type.as_ref().filter(|_| self.body.is_some()) {
            let media_type =
                HeaderValue::try_from(media_type).map_err(|_| refused("No header can have the media type."))?;
            parts.headers.insert(CONTENT_TYPE, media_type);
        }
        Ok((parts, self.body.clone().unwrap_or_default().into()))
    }

    /// The path and the query, encoded.
    pub(in super::super) fn target(&self) -> String {
        let mut target = self.path.clone();
        for value in self.values.iter().filter(|value| value.place == Place::Path) {
            target = target.replace(&format!("{{{}}}", value.name), &encoded(&value.texts.join(",")));
        }
        let mut separator = '?';
        for value in self.values.iter().filter(|value| value.place == Place::Query) {
            let joined = [value.texts.join(",")];
            let texts = if value.is_list && value.is_exploded { value.texts.as_slice() } else { &joined };
            for text in texts {
                target.push(separator);
                let _ = write!(target, "{}={}", encoded(&value.name), encoded(text));
                separator = '&';
            }
        }
        target
    }
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::tests::WIDGETS;

    fn given(operation: &str, body: &str) -> Result<Given, Refusal> {
        let (document, documentation) = (Document::parse(WIDGETS).unwrap(), Documentation::parse(WIDGETS).unwrap());
        let operation = document.operations.iter().find(|one| one.id.as_ref() == operation).unwrap();
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap())]);
        Given::read(operation, &documentation, &Form::read(&headers, body.as_bytes()).unwrap())
    }

    #[test]
    fn values_stand_where_their_parameters_do() {
        let list = given("ListWidgets", "path.project_id=a%2Fb&query.limit=+7+&query.colours=RED,BLUE&body=x").unwrap();
        assert_eq!(list.target(), "/v1/a%2Fb/widgets?limit=7&colours=RED%2CBLUE");
        assert_eq!(list.body, None);
        let create = given("CreateWidget", "path.project_id=p&body=%7B%0D%0A%7D").unwrap();
        let (parts, body) = create.request(&HeaderMap::from_iter([(HOST, HeaderValue::from_static("h"))])).unwrap();
        assert_eq!(
            (parts.method.as_str(), &parts.headers[HOST], &*body),
            ("POST", &HeaderValue::from_static("h"), &b"{\n}"[..])
        );
        assert_eq!(parts.headers[CONTENT_TYPE], "application/json");
        assert_eq!(given("ListWidgets", "path.project_id=+").unwrap_err().status(), 400);
    }

    #[test]
    fn what_is_secret_is_masked_in_json_in_forms_and_in_what_is_neither() {
        let secrets = SecretNames::of([]);
        let mut create = given("CreateWidget", "path.project_id=p&body=%7B%22password%22%3A%22hunter2%22%7D").unwrap();
        let masked = |given: &Given| given.masked(&secrets);
        assert_eq!(masked(&create).0.body.unwrap(), "{\n  \"password\": \"********\"\n}");
        create.body = Some("{\"password\": \"hunter2\"".to_owned());
        assert_eq!((masked(&create).0.body.as_deref(), masked(&create).1), (Some("********"), true));
        create.media_type = Some("application/x-www-form-urlencoded".to_owned());
        create.body = Some("a=1&p%61ssword=hunter2".to_owned());
        assert_eq!(masked(&create).0.body.unwrap(), "a=1&p%61ssword=********");
        create.body = Some("{}".to_owned());
        assert_eq!(masked(&create), (create.clone(), false));
    }
}
