//! Where a value stands in a request or in what comes back.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::spec::{escape, unescape};

/// A value of a request or a response, in the notation of OpenAPI's runtime expressions: `$request.path.instance_id`,
/// `$request.query.engine`, `$request.header.X-Language`, `$request.body#/bss_param/charging_mode`, `$response.body#/job_id`; and two notations of our own,
/// `$each#/job_id`, for a field of the element at hand, and `$shown.ShowInstance.body#/broker_num`, for what another operation responds.
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
    /// The object at hand, of which a schema says something.
    Object,
    /// The success of another operation, whose official name comes first in the path.
    Shown,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::RequestPath,
        Self::RequestQuery,
        Self::RequestHeader,
        Self::RequestBody,
        Self::ResponseBody,
        Self::Element,
        Self::Object,
        Self::Shown,
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
            Self::Object => "",
            Self::Shown => "$shown.",
        }
    }

    /// Whether the service sends it.
    pub const fn is_received(self) -> bool {
        matches!(self, Self::ResponseBody | Self::Element | Self::Shown)
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
            Self::Object => "the object",
            Self::Shown => "what is shown",
        }
    }
}

impl ValueAt {
    /// A value of the object at hand: the name of a field, or several that lead to one, between slashes. None for what is
    /// written as an expression.
    pub fn in_object(text: &str) -> Option<Self> {
        let is_expression = text.starts_with('$') || text.is_empty();
        (!is_expression).then(|| Self { part: Part::Object, path: unescaped(text) })
    }

    /// What stands there in a body, or in an object at hand.
    pub fn of<'v>(&self, body: &'v Value) -> Option<&'v Value> {
        self.path.iter().try_fold(body, |value, name| value.get(name))
    }

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
        if let (Part::Shown, Some((operation, names))) = (self.part, names.split_first()) {
            return write!(f, "{}{operation}{SHOWN}{}", self.part.prefix(), names.join("/"));
        }
        write!(f, "{}{}", self.part.prefix(), names.join("/"))
    }
}

/// Why a text is no [`ValueAt`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoValueAt;

impl FromStr for ValueAt {
    type Err = NoValueAt;

    fn from_str(text: &str) -> Result<Self, NoValueAt> {
        let mut parts = Part::ALL.into_iter().filter(|part| *part != Part::Object);
        let found = parts.find_map(|part| Some((part, text.strip_prefix(part.prefix())?)));
        let (part, rest) = found.ok_or(NoValueAt)?;
        let path = match part {
            Part::RequestPath | Part::RequestQuery | Part::RequestHeader => vec![rest.to_owned()],
            Part::Shown => {
                let (operation, names) =
                    rest.split_once(SHOWN).filter(|(operation, _)| !operation.is_empty()).ok_or(NoValueAt)?;
                std::iter::once(operation.to_owned()).chain(unescaped(names)).collect()
            }
            _ => unescaped(rest),
        };
        Ok(Self { part, path })
    }
}

/// What stands between an operation and the names of what it shows.
const SHOWN: &str = ".body#/";

/// The names of a path, between slashes.
fn unescaped(path: &str) -> Vec<String> {
    path.split('/').map(unescape).collect()
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
            "$shown.ShowInstance.body#/broker_num",
            "$request.header.X-Language",
            "$response.body#/a~1b~0c/",
        ] {
            assert_eq!(text.parse::<ValueAt>().unwrap().to_string(), text);
        }
        let nested: ValueAt = "$request.body#/a/b".parse().unwrap();
        assert_eq!((nested.part, nested.name()), (Part::RequestBody, "b"));
    }

    #[test]
    fn fields_of_an_object_are_named_plainly() {
        let nested = ValueAt::in_object("source_task/redis~1address").unwrap();
        assert_eq!(nested.path, ["source_task", "redis/address"]);
        assert_eq!(nested.to_string(), "source_task/redis~1address");
        assert_eq!((ValueAt::in_object("$each#/a"), ValueAt::in_object("")), (None, None));
    }

    #[test]
    fn what_is_no_expression_is_none() {
        for text in ["", "job_id", "$response.body", "$request.body.a", "$request.path", "$each/a", "$url"] {
            assert_eq!(text.parse::<ValueAt>(), Err(NoValueAt), "{text}");
        }
    }
}
