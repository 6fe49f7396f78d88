//! Where a value stands in a request or in what comes back.

use std::fmt;
use std::str::FromStr;

use crate::spec::escape;

/// A value of a request or a response, in the notation of OpenAPI's runtime expressions: `$request.path.instance_id`,
/// `$request.query.engine`, `$request.header.X-Language`, `$request.body#/bss_param/charging_mode`, `$response.body#/job_id`; and one notation of our own,
/// `$each#/job_id`, for a field of the element at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValueAt {
    /// What holds it.
    pub part: Part,
    /// The names that lead to it, from the outside in: one in the path, in the query and of a header.
    pub path: Vec<String>,
}

/// A part of a request or a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The path of the request.
    RequestPath,
    /// The query of the request.
    RequestQuery,
    /// A header of the request.
    RequestHeader,
    /// The body of the request.
    RequestBody,
    /// The body of the response.
    ResponseBody,
    /// The element at hand of a list that something is done for each of.
    Element,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::RequestPath,
        Self::RequestQuery,
        Self::RequestHeader,
        Self::RequestBody,
        Self::ResponseBody,
        Self::Element,
    ];

    /// What a value in it is written after.
    const fn prefix(self) -> &'static str {
        match self {
            Self::RequestPath => "$request.path.",
            Self::RequestQuery => "$request.query.",
            Self::RequestHeader => "$request.header.",
            Self::RequestBody => "$request.body#/",
            Self::ResponseBody => "$response.body#/",
            Self::Element => "$each#/",
        }
    }

    /// Whether the service sends it.
    pub const fn is_received(self) -> bool {
        matches!(self, Self::ResponseBody | Self::Element)
    }

    /// What documentation calls it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::RequestPath => "the path",
            Self::RequestQuery => "the query",
            Self::RequestHeader => "the headers",
            Self::RequestBody => "the request",
            Self::ResponseBody => "the response",
            Self::Element => "the element",
        }
    }
}

impl ValueAt {
    /// The last name that leads to it.
    pub fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl fmt::Display for ValueAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = match self.part {
            Part::RequestPath | Part::RequestQuery | Part::RequestHeader => self.path.clone(),
            _ => self.path.iter().map(|name| escape(name)).collect(),
        };
        write!(f, "{}{}", self.part.prefix(), names.join("/"))
    }
}

/// Why a text is no [`ValueAt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoValueAt;

impl FromStr for ValueAt {
    type Err = NoValueAt;

    fn from_str(text: &str) -> Result<Self, NoValueAt> {
        let found = Part::ALL.into_iter().find_map(|part| Some((part, text.strip_prefix(part.prefix())?)));
        let (part, rest) = found.ok_or(NoValueAt)?;
        let path = match part {
            Part::RequestPath | Part::RequestQuery | Part::RequestHeader => vec![rest.to_owned()],
            _ => rest.split('/').map(|name| name.replace("~1", "/").replace("~0", "~")).collect(),
        };
        Ok(Self { part, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_and_written() {
        for text in [
            "$request.path.instance_id",
            "$request.query.topic-info",
            "$request.body#/bss_param/charging_mode",
            "$response.body#/job_id",
            "$each#/instance",
            "$request.header.X-Language",
            "$response.body#/a~1b~0c/",
        ] {
            assert_eq!(text.parse::<ValueAt>().unwrap().to_string(), text);
        }
        let nested: ValueAt = "$request.body#/a/b".parse().unwrap();
        assert_eq!((nested.part, nested.name()), (Part::RequestBody, "b"));
    }

    #[test]
    fn what_is_no_expression_is_none() {
        for text in ["", "job_id", "$response.body", "$request.body.a", "$request.path", "$each/a", "$url"] {
            assert_eq!(text.parse::<ValueAt>(), Err(NoValueAt), "{text}");
        }
    }
}
