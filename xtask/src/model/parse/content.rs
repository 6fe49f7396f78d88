//! Bodies of requests and responses.

use serde_json::Value;

use super::reader::{Entries, Reader, rule};
use super::schema::Role;
use crate::model::keyword::Subject;
use crate::model::{Content, ContentKind, Example, RequestBody, Response, Schema, Shape, Status, StringFormat};

impl<'d> Reader<'d> {
    /// The body of a request, references followed.
    pub(super) fn request_body(&mut self, pointer: String, value: &'d Value) -> Option<RequestBody> {
        let entries = self.object(Subject::RequestBody, pointer.clone(), value)?;
        self.ask(&entries, "content");
        let content = self.content(&entries);
        if let Some(content) =
            content.as_ref().filter(|body| matches!(body.kind, ContentKind::Text | ContentKind::Bytes))
        {
            let message = format!("a request of `{}` is not sent", content.media_type);
            let remedy = "write `application/json` or `application/x-www-form-urlencoded`, whichever the service takes";
            self.fault(&content.pointer, rule::KEYWORD, message, remedy);
        }
        Some(RequestBody {
            pointer,
            description: self.kept(&entries, "description"),
            required: self.boolean(&entries, "required"),
            content,
        })
    }

    /// A response, references followed.
    pub(super) fn response(&mut self, pointer: String, value: &'d Value, status: Status) -> Option<Response> {
        let entries = self.object(Subject::Response, pointer.clone(), value)?;
        let content = self.content(&entries);
        if let Some(content) = content.as_ref().filter(|content| content.kind == ContentKind::Form) {
            let message = "a response that is a form is not read";
            self.fault(&content.pointer, rule::KEYWORD, message, "write the media type that the service sends");
        }
        let description = self.kept(&entries, "description");
        Some(Response { listed_at: pointer.clone(), pointer, status, description, content })
    }

    fn content(&mut self, holder: &Entries<'d>) -> Option<Content> {
        let (pointer, value) = holder.get("content")?;
        let all = self.mapping(&pointer, value);
        let [(at, media_type, media)] = all.as_slice() else {
            let message = format!("the body has {} media types", all.len());
            self.fault(&pointer, rule::KEYWORD, message, "keep one, that which the service sends by default");
            return None;
        };
        if !is_media_type(media_type) {
            let message = format!("`{}` is no media type", media_type.escape_debug());
            self.fault(at, rule::OPENAPI_FORM, message, "write `application/json`, or what the service sends");
            return None;
        }
        if media_type.starts_with("multipart/") {
            self.fault(at, rule::KEYWORD, "a body in several parts is refused", "describe the operation without it");
            return None;
        }
        let entries = self.object(Subject::MediaType, at.clone(), media)?;
        self.ask(&entries, "schema");
        let schema = match entries.get("schema") {
            Some((pointer, value)) => self.schema(pointer, value, Role::Inner, 0),
            None => Schema { pointer: at.clone(), shape: Shape::Unreadable, ..Schema::default() },
        };
        let kind = ContentKind::of(media_type);
        let examples = self.examples(&entries);
        let content = Content { pointer: at.clone(), media_type: (*media_type).to_owned(), kind, schema, examples };
        self.fits(&content);
        Some(content)
    }

    /// A text is described as text, bytes as bytes: no other schema says something of them.
    fn fits(&mut self, content: &Content) {
        let shape = &content.schema.shape;
        let (fits, remedy) = match content.kind {
            ContentKind::Text => (
                matches!(shape, Shape::String(StringFormat::Plain | StringFormat::Other(_)) | Shape::Unreadable),
                "write `schema: {type: string}`",
            ),
            ContentKind::Bytes => (
                matches!(shape, Shape::String(StringFormat::Binary) | Shape::Unreadable),
                "write `schema: {type: string, format: binary}`, or `application/json` if it is JSON",
            ),
            ContentKind::Json | ContentKind::Form => {
                (!matches!(shape, Shape::String(StringFormat::Binary)), "write the media type of what is sent")
            }
        };
        if !fits {
            let message = format!("the schema describes no body of `{}`", content.media_type);
            self.fault(&content.schema.pointer, rule::KEYWORD, message, remedy);
        }
    }

    fn examples(&mut self, media: &Entries<'d>) -> Vec<Example> {
        let Some((pointer, value)) = media.get("examples") else { return Vec::new() };
        let mut examples = Vec::new();
        for (at, name, value) in self.mapping(&pointer, value) {
            if value.get("$ref").is_some() {
                let message = "an example stands where it belongs, and not by reference";
                self.fault(&at, rule::KEYWORD, message, "write `summary` and `value`");
                continue;
            }
            let Some(entries) = self.object(Subject::Example, at.clone(), value) else { continue };
            self.ask(&entries, "value");
            let summary = self.kept(&entries, "summary");
            self.text(&entries, "description");
            let Some((pointer, value)) = entries.get("value") else { continue };
            examples.push(Example { pointer, name: name.to_owned(), summary, value: value.clone() });
        }
        examples
    }
}

/// Whether a text is a media type, with or without parameters.
fn is_media_type(text: &str) -> bool {
    let mut parts = text.split(';');
    let essence = parts.next().unwrap_or_default().trim_end();
    let is_token = |part: &str| !part.is_empty() && part.bytes().all(is_token_byte);
    let has_type = essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
    has_type
        && parts.all(|parameter| {
            let named = parameter.trim().split_once('=');
            named.is_some_and(|(name, value)| is_token(name) && is_token(value.trim_matches('"')))
        })
}

const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'#' | b'$' | b'&' | b'-' | b'^' | b'_' | b'.' | b'+')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_told_from_other_text() {
        for good in ["application/json", "application/json; charset=utf-8", "text/plain;charset=\"utf-8\"", "a/b+c"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "json", "application/", "*/*", "a/b; c", "a/b\r\nX: y", "a/b;=c", "application/json,text/plain"]
        {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}
