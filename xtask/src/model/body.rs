//! Bodies of requests and responses.

use std::fmt;

use serde_json::Value;

use super::Schema;

/// A status that a response is described for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One code: `200`.
    Code(u16),
    /// All codes of a class: `4XX`, by its first digit.
    Class(u8),
    /// All others.
    Default,
}

impl Status {
    /// The status that a key of `responses` stands for.
    pub fn parse(key: &str) -> Option<Self> {
        if key == "default" {
            return Some(Self::Default);
        }
        let class = key.strip_suffix("XX").filter(|class| class.len() == 1).and_then(|class| class.parse().ok());
        if let Some(class) = class.filter(|class| (1..=5).contains(class)) {
            return Some(Self::Class(class));
        }
        let is_code = key.len() == 3 && key.bytes().all(|byte| byte.is_ascii_digit());
        let code = key.parse().ok().filter(|code| is_code && (100..600).contains(code));
        code.map(Self::Code)
    }

    /// The code of a success that is described for it: itself, or 200 for one of many.
    pub const fn success_code(&self) -> u16 {
        match self {
            Self::Code(code) => *code,
            Self::Class(_) | Self::Default => 200,
        }
    }

    /// Whether it is one of 2xx.
    pub const fn is_success(&self) -> bool {
        match self {
            Self::Code(code) => *code / 100 == 2,
            Self::Class(class) => *class == 2,
            Self::Default => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Class(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentKind {
    /// As JSON.
    Json,
    /// As fields of a form, `application/x-www-form-urlencoded`.
    Form,
    /// As plain text.
    Text,
    /// As bytes of any other kind.
    Bytes,
}

impl ContentKind {
    /// The kind of a media type, its parameters aside.
    pub fn of(media_type: &str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/json" => Self::Json,
            "application/x-www-form-urlencoded" => Self::Form,
            json if json.starts_with("application/") && json.ends_with("+json") => Self::Json,
            text if text.starts_with("text/") => Self::Text,
            _ => Self::Bytes,
        }
    }
}

/// A body: how it is written, and what it holds.
#[derive(Clone, Debug)]
pub struct Content {
    /// JSON pointer of the media type.
    pub pointer: String,
    /// The media type, as it stands in the document.
    pub media_type: String,
    /// How it is written.
    pub kind: ContentKind,
    /// What it holds.
    pub schema: Schema,
    /// Its examples.
    pub examples: Vec<Example>,
}

/// An example of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// JSON pointer of the example.
    pub pointer: String,
    /// Its name.
    pub name: String,
    /// What it shows.
    pub summary: String,
    /// The body.
    pub value: Value,
}

/// The body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// JSON pointer of the body, references followed.
    pub pointer: String,
    /// What it is.
    pub description: String,
    /// Whether it must be sent.
    pub required: bool,
    /// What it holds; none for one that is not read, which is a fault.
    pub content: Option<Content>,
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    /// JSON pointer of the response, references followed.
    pub pointer: String,
    /// Where the operation lists it.
    pub listed_at: String,
    /// Its status.
    pub status: Status,
    /// What it means.
    pub description: String,
    /// Its body, if it has one.
    pub content: Option<Content>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_a_code_a_class_or_the_rest() {
        for key in ["200", "404", "2XX", "5XX", "default"] {
            assert_eq!(Status::parse(key).unwrap().to_string(), key);
        }
        for key in
            ["", "2", "20", "2000", "2; evil", "+20", "600", "099", "6XX", "0XX", "2xx", "XX", "Default", "２００"]
        {
            assert_eq!(Status::parse(key), None, "{key}");
        }
        assert!(Status::Code(204).is_success() && Status::Class(2).is_success());
        assert!(!Status::Code(304).is_success() && !Status::Default.is_success());
    }

    #[test]
    fn the_kind_follows_the_media_type_without_its_parameters() {
        for (media_type, kind) in [
            ("application/json", ContentKind::Json),
            ("Application/JSON; charset=utf-8", ContentKind::Json),
            ("application/problem+json", ContentKind::Json),
            ("application/x-www-form-urlencoded", ContentKind::Form),
            ("text/plain;charset=utf-8", ContentKind::Text),
            ("application/octet-stream", ContentKind::Bytes),
            ("application/jsonlines", ContentKind::Bytes),
        ] {
            assert_eq!(ContentKind::of(media_type), kind, "{media_type}");
        }
    }
}
