//! What becomes of each keyword of OpenAPI 3.0: honoured, or refused with a reason and a remedy. Nothing is passed over.
//!
//! [`KEYWORDS`] is the one table of it. The parser takes no key that is not in it, and a test goes through it row by row.

use crate::spec::extension as x;

/// A kind of object in an OpenAPI document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The components of a file.
    Components,
    /// The tag of a file.
    Tag,
    /// A path.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// A media type of a body.
    MediaType,
    /// An example of a body.
    Example,
    /// A response.
    Response,
    /// A schema.
    Schema,
    /// A reference to a component.
    Reference,
    /// `x-paging`.
    Paging,
    /// A step of `x-long-running`.
    LongRunning,
    /// A goal of a step of `x-long-running`.
    Goal,
    /// What a step of `x-long-running` looks for in a list.
    Sought,
    /// A condition.
    Condition,
    /// `x-partial-failure`.
    PartialFailure,
    /// An action of `x-permission`.
    Permission,
    /// A requirement of `x-requires`.
    Requirement,
    /// The bounds of a value in a requirement.
    Bounds,
    /// A statement of `x-availability`.
    Availability,
    /// An entry of `x-certainty`.
    Certainty,
    /// `x-witnesses`.
    Witnesses,
    /// `x-states`.
    States,
    /// The value of `in` of a parameter.
    Place,
    /// The value of `style` of a parameter.
    Style,
    /// The value of `type` of a schema.
    Type,
}

impl Subject {
    /// What messages call it.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Components => "the components",
            Self::Tag => "a tag",
            Self::PathItem => "a path",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Example => "an example",
            Self::Response => "a response",
            Self::Schema => "a schema",
            Self::Reference => "a reference",
            Self::Paging => "`x-paging`",
            Self::LongRunning => "a step of `x-long-running`",
            Self::Goal => "a goal",
            Self::Sought => "`element`",
            Self::Condition => "a condition",
            Self::PartialFailure => "`x-partial-failure`",
            Self::Permission => "an action of `x-permission`",
            Self::Requirement => "a requirement of `x-requires`",
            Self::Bounds => "the bounds of a value",
            Self::Availability => "a statement of `x-availability`",
            Self::Certainty => "an entry of `x-certainty`",
            Self::Witnesses => "`x-witnesses`",
            Self::States => "`x-states`",
            Self::Place => "a place of a parameter",
            Self::Style => "a style of a parameter",
            Self::Type => "a type",
        }
    }
}

/// What becomes of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reaches the client, or its documentation.
    Honoured,
    /// It is a problem.
    Refused {
        /// Why.
        why: &'static str,
        /// What to write instead.
        remedy: &'static str,
    },
}

/// A keyword of a kind of object.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The kind of object.
    pub subject: Subject,
    /// The keyword, or the value.
    pub name: &'static str,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// The verdict on a keyword; none for one that nobody knows.
pub fn verdict(subject: Subject, name: &str) -> Option<Verdict> {
    KEYWORDS.iter().find(|keyword| keyword.subject == subject && keyword.name == name).map(|keyword| keyword.verdict)
}

/// The known keyword that is most like `name`, if one is like it at all.
pub fn most_like(subject: Subject, name: &str) -> Option<&'static str> {
    let honoured = KEYWORDS.iter().filter(|keyword| keyword.subject == subject && keyword.verdict == Verdict::Honoured);
    most_similar(name, honoured.map(|keyword| keyword.name))
}

/// The most similar of some names, if one is similar at all.
pub(crate) fn most_similar<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let likeness = |known: &str| strsim::jaro_winkler(&known.to_ascii_lowercase(), &name.to_ascii_lowercase());
    let rated = known.map(|known| (likeness(known), known)).filter(|(likeness, _)| *likeness > 0.8);
    rated.max_by(|(left, _), (right, _)| left.total_cmp(right)).map(|(_, known)| known)
}

macro_rules! keywords {
    ($($subject:ident {
        honoured: [$($honoured:expr),* $(,)?],
        refused: [$($refused:literal => $why:literal, $remedy:literal;)*],
    })*) => {
        /// All keywords, by the kind of object.
        pub const KEYWORDS: &[Keyword] = &[$(
            $(Keyword { subject: Subject::$subject, name: $honoured, verdict: Verdict::Honoured },)*
            $(Keyword {
                subject: Subject::$subject,
                name: $refused,
                verdict: Verdict::Refused { why: $why, remedy: $remedy },
            },)*
        )*];
    };
}

keywords! {
    Components {
        honoured: ["parameters", "requestBodies", "responses", "schemas"],
        refused: [
            "examples" => "no example is shared", "write it where it belongs, under `examples` of its body";
            "headers" => "headers of responses are read by name, not by type", "write it into the description of the response";
            "securitySchemes" => "the client knows how to authenticate", "delete it; the bundle says how requests are signed";
            "links" => "nothing is generated from links", "write into the description which operation goes on";
            "callbacks" => "no service calls back", "delete it";
        ],
    }
    Tag {
        honoured: ["name", "description"],
        refused: [
            "externalDocs" => "nothing shows it", "write the address into the description";
        ],
    }
    PathItem {
        honoured: ["get", "put", "post", "delete", "head", "patch"],
        refused: [
            "options" => "no client asks for the methods of a path", "delete the operation";
            "trace" => "no client sends TRACE", "delete the operation";
            "$ref" => "a path stands where it is, or it could not be found by its file", "write its operations here";
            "summary" => "a path is no thing of its own", "write it into each operation";
            "description" => "a path is no thing of its own", "write it into each operation";
            "servers" => "the endpoints are those of the service", "write them into service.toml";
            "parameters" => "the parameters of a path are those of no operation, for the generator", "write them into each operation, by `$ref` to a component";
        ],
    }
    Operation {
        honoured: [
            "tags", "summary", "description", "operationId", "parameters", "requestBody", "responses", "deprecated",
            x::AVAILABILITY, x::CERTAINTY, x::EXAMPLE, x::IDEMPOTENT, x::LONG_RUNNING, x::NOT_REPLACED, x::PAGING,
            x::PARTIAL_FAILURE, x::PERMISSION, x::PROPOSED_NAME, x::REPLACED_BY, x::REQUIRES, x::RUST_NAME, x::SOURCES,
            x::VARIANTS, x::WITNESSES,
        ],
        refused: [
            "externalDocs" => "nothing shows it", "name the page in sources.toml and in `x-sources`";
            "callbacks" => "no service calls back", "delete it";
            "security" => "all operations authenticate alike", "delete it; say in the description what else is needed";
            "servers" => "the endpoints are those of the service", "write them into service.toml";
        ],
    }
    Parameter {
        honoured: [
            "name", "in", "description", "required", "deprecated", "style", "explode", "schema", x::AVAILABILITY,
            x::CERTAINTY, x::NOT_REPLACED, x::REPLACED_BY, x::RUST_NAME, x::WITNESSES,
        ],
        refused: [
            "allowEmptyValue" => "a parameter without a value is not sent", "describe the empty text as a value, or leave it out";
            "allowReserved" => "every value is percent-encoded, as the signature asks", "delete it";
            "example" => "examples stand beside the type", "write `example` into its schema";
            "examples" => "examples stand beside the type", "write `example` into its schema";
            "content" => "a parameter is plain text, not a document", "write a `schema` of a plain type";
        ],
    }
    RequestBody {
        honoured: ["description", "content", "required"],
        refused: [],
    }
    MediaType {
        honoured: ["schema", "examples"],
        refused: [
            "example" => "examples have names", "write it under `examples/documented`, with a summary";
            "encoding" => "nothing is sent as multipart", "delete it";
        ],
    }
    Example {
        honoured: ["summary", "description", "value"],
        refused: [
            "externalValue" => "examples are compared with their schemas", "write it as `value`";
        ],
    }
    Response {
        honoured: ["description", "content"],
        refused: [
            "headers" => "headers of responses are read by name, not by type", "write it into the description";
            "links" => "nothing is generated from links", "write into the description which operation goes on";
        ],
    }
    Schema {
        honoured: [
            "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength",
            "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required", "enum",
            "type", "allOf", "items", "properties", "additionalProperties", "description", "format", "default",
            "nullable", "readOnly", "writeOnly", "example", "deprecated",
            x::ALIASES, x::AVAILABILITY, x::CERTAINTY, x::CONTENT_MEDIA_TYPE, x::ENUM_ALIASES, x::ENUM_DESCRIPTIONS,
            x::ENUM_VARNAMES,            x::NO_SECRET, x::NOT_REPLACED, x::OFFICIAL_NAME, x::REPLACED_BY, x::REQUIRES, x::RUST_NAME, x::SOURCE,
            x::STATES, x::WITNESSES,
        ],
        refused: [
            "title" => "a component has its name, and a field its own", "write what it says into the description";
            "oneOf" => "it gives types that read badly and decode strictly", "write one object with all fields, the optional ones not required";
            "anyOf" => "it gives types that read badly and decode strictly", "write one object with all fields, the optional ones not required";
            "not" => "no type says what a value is not", "say it in the description";
            "discriminator" => "it goes with `oneOf`, which is refused", "write one object with all fields, and an enum for its kind";
            "xml" => "nothing is sent as XML", "delete it";
            "externalDocs" => "nothing shows it", "write the address into the description";
        ],
    }
    Reference {
        honoured: ["$ref"],
        refused: [],
    }
    Paging {
        honoured: [
            "dialect", "cursor", "first", "size", "default-size", "max-size", "items", "total", "end", "past-end",
            "past-end-codes", "whole-with",
        ],
        refused: [],
    }
    LongRunning {
        honoured: [
            "when", "each", "shown-by", "with", "element", "state", "success", "failure", "absent", "goals",
            "first-delay-seconds", "interval-seconds",
        ],
        refused: [],
    }
    Goal {
        honoured: ["field", "equals"],
        refused: [],
    }
    Sought {
        honoured: ["list", "by", "since"],
        refused: [],
    }
    Condition {
        honoured: ["value", "sent", "is", "is-not"],
        refused: [],
    }
    PartialFailure {
        honoured: ["list", "thing", "failed-unless", "failed-if-sent", "code", "message", "all"],
        refused: [],
    }
    Permission {
        honoured: [
            "action", "when", "access-level", "resource-type", "resource-required", "condition-keys", "alias",
            "dependencies", "scopes", "source",
        ],
        refused: [],
    }
    Requirement {
        honoured: [
            "when", "needs", "only", "exactly-one-of", "at-least-one-of", "at-most-one-of", "allows", "otherwise",
        ],
        refused: [],
    }
    Bounds {
        honoured: ["minimum", "maximum", "more-than", "multiple-of", "max-items", "other-than"],
        refused: [],
    }
    Availability {
        honoured: ["values", "only-in", "not-in", "differs-in", "default", "minimum", "maximum", "says"],
        refused: [],
    }
    Certainty {
        honoured: ["about", "of", "is", "by", "why"],
        refused: [],
    }
    Witnesses {
        honoured: ["known-by", "address", "type", "required"],
        refused: [],
    }
    States {
        honoured: ["terminal", "success", "failure"],
        refused: [],
    }
    Place {
        honoured: ["path", "query", "header"],
        refused: [
            "cookie" => "the client keeps no cookies", "say in the description what the service does without it, and delete it";
        ],
    }
    Style {
        honoured: ["simple", "form"],
        refused: [
            "matrix" => "no service of the cloud writes paths in this way", "write the path as it is sent";
            "label" => "no service of the cloud writes paths in this way", "write the path as it is sent";
            "spaceDelimited" => "the generator does not know it", "write `explode: false` if commas will do";
            "pipeDelimited" => "the generator does not know it", "write `explode: false` if commas will do";
            "deepObject" => "a parameter is plain text, not a document", "write one parameter a field";
        ],
    }
    Type {
        honoured: ["string", "integer", "number", "boolean", "array", "object"],
        refused: [],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keyword_has_one_verdict() {
        let mut rows: Vec<_> = KEYWORDS.iter().map(|keyword| (keyword.subject, keyword.name)).collect();
        let count = rows.len();
        rows.sort_unstable();
        rows.dedup();
        assert_eq!(rows.len(), count);
    }

    #[test]
    fn what_is_misspelt_is_recognised() {
        assert_eq!(most_like(Subject::Schema, "minumum"), Some("minimum"));
        assert_eq!(most_like(Subject::Schema, "reqired"), Some("required"));
        assert_eq!(most_like(Subject::Schema, "readonly"), Some("readOnly"));
        assert_eq!(most_like(Subject::Operation, "x-idempotant"), Some("x-idempotent"));
        assert_eq!(most_like(Subject::Schema, "colour"), None);
    }
}
