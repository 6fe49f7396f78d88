//! What the generated code says of itself: descriptions, and below them what the documentation says of values.

use std::fmt::Write as _;
use std::ops::Range;

use proc_macro2::TokenStream;
use pulldown_cmark::{Event, Options, Parser};
use quote::quote;
use serde_json::{Number, Value};

use super::reference::{Scope, method};
use super::{conditions, witnesses};
use crate::model::{
    Aspect, Certainty, Degree, Deprecation, EnumValue, Limit, Model, NamedSchema, Operation, Parameter, Property,
    RequestBody, Schema, degree_of,
};

/// Text of a specification as rustdoc takes it: outside of code, what would be a link or a tag is none, and an address is a
/// link. Code that refers to something is a link, too.
pub(super) fn text(scope: Scope<'_>, text: &str) -> String {
    shown_text(text, |code| scope.link(code))
}

/// Text that stands beside the specification: its code refers to nothing.
pub(super) fn plain_text(text: &str) -> String {
    shown_text(text, |_| None)
}

fn shown_text(text: &str, link: impl Fn(&str) -> Option<String>) -> String {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len());
    let mut at = 0;
    for code in code_spans(text) {
        push_escaped(&mut escaped, text.get(at..code.start).unwrap_or_default());
        let shown = text.get(code.clone()).unwrap_or_default();
        escaped.push_str(&link(shown.trim_matches('`')).unwrap_or_else(|| shown.to_owned()));
        at = code.end;
    }
    push_escaped(&mut escaped, text.get(at..).unwrap_or_default());
    escaped
}

/// Where in a text there is code, for rustdoc.
fn code_spans(text: &str) -> Vec<Range<usize>> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    if !text.contains('`') {
        return Vec::new();
    }
    let events = Parser::new_ext(text, options).into_offset_iter();
    events.filter(|(event, _)| matches!(event, Event::Code(_))).map(|(_, range)| range).collect()
}

/// Adds text that is no code.
fn push_escaped(escaped: &mut String, text: &str) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let address = address_length(rest);
        let taken = if address > 0 {
            escaped.push('<');
            escaped.push_str(rest.get(..address).unwrap_or_default());
            escaped.push('>');
            address
        } else if c == '\\' && rest.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation) {
            // What is escaped stays so.
            escaped.push_str(rest.get(..2).unwrap_or_default());
            2
        } else {
            if matches!(c, '[' | ']' | '<' | '>') {
                escaped.push('\\');
            }
            escaped.push(c);
            c.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// The length of the address on the web that a text begins with; 0 if it begins with none.
fn address_length(text: &str) -> usize {
    let Some(scheme) = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme)) else { return 0 };
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let address = text.get(..end).unwrap_or_default().trim_end_matches(|c: char| ".,;:!?)'*_~".contains(c));
    if address.len() > scheme.len() { address.len() } else { 0 }
}

/// Text as code, whatever it holds.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    let shown: String = text.chars().flat_map(shown).collect();
    if shown.contains('`') { format!("`` {shown} ``") } else { format!("`{shown}`") }
}

/// A character as documentation can hold it: without control characters and those that change the direction of text.
fn shown(c: char) -> Vec<char> {
    let is_hidden =
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if is_hidden { c.escape_unicode().collect() } else { vec![c] }
}

/// The description of a type, and below it what the documentation says of its values. What is said of single values of an
/// enum stands there.
pub(super) fn described(model: &Model, named: &NamedSchema) -> String {
    let of_whole: Vec<Certainty> = named.schema.certainty.iter().filter(|entry| entry.of.is_empty()).cloned().collect();
    let described = described_in(Scope::within(model, named), &named.schema, &of_whole);
    described + &paragraphs(conditions::of_type(model, named))
}

/// What a value of an enum means, and below it how certain that is.
pub(super) fn value(model: &Model, named: &NamedSchema, value: &EnumValue) -> String {
    let scope = Scope::alone(model);
    let certainty = conditions::certainty_of_value(scope, &named.schema.certainty, &value.wire);
    text(scope, &value.meaning) + &paragraphs(certainty)
}

/// Texts as paragraphs that follow another one.
fn paragraphs(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().fold(String::new(), |all, text| all + "\n\n" + &text)
}

/// The description of a schema, or that of what it refers to, and below it what the documentation says of its values.
fn described_in(scope: Scope<'_>, schema: &Schema, certainty: &[Certainty]) -> String {
    let target = scope.model.resolve(schema);
    let (scope, description) = match schema.description.as_str() {
        "" => (scope.of_target(schema), target.description.as_str()),
        own => (scope, own),
    };
    with_limits(scope, description, &[schema, target], certainty)
        + &paragraphs(conditions::availability(scope.model, &schema.availability))
}

/// A description, and below it limits and default, with what is said of how certain they and all else are.
fn with_limits(scope: Scope<'_>, description: &str, schemas: &[&Schema], certainty: &[Certainty]) -> String {
    let mut description = text(scope, description);
    if let Some(limits) = schemas.iter().map(|schema| limits(schema)).find(|limits| !limits.is_empty()) {
        let is_documented = [Aspect::Limits, Aspect::Default].map(|about| degree_of(certainty, about));
        let word = match is_documented.into_iter().max() {
            Some(Degree::Inferred) => "Inferred",
            Some(Degree::Chosen) => "Ours",
            _ => "Documented",
        };
        let _ = write!(description, "\n\n{word}: {limits}.");
    }
    description + &paragraphs(conditions::certainty(scope, certainty))
}

/// Range, length, pattern and default of a value, as the documentation has them: nobody enforces them here.
fn limits(schema: &Schema) -> String {
    let number = |limit: Limit| schema.number(limit);
    let is_set = |limit: Limit| schema.limit(limit) == Some(&Value::Bool(true));
    let range = |least: Limit, most: Limit, unit: &str| match (number(least), number(most)) {
        (Some(least), Some(most)) => Some(format!("{least} to {}", counted(most, unit))),
        (Some(least), None) => Some(format!("at least {}", counted(least, unit))),
        (None, Some(most)) => Some(format!("at most {}", counted(most, unit))),
        (None, None) => None,
    };
    let excluded = match (is_set(Limit::ExclusiveMinimum), is_set(Limit::ExclusiveMaximum)) {
        (true, true) => Some("both ends excluded".to_owned()),
        (true, false) => Some("the least excluded".to_owned()),
        (false, true) => Some("the greatest excluded".to_owned()),
        (false, false) => None,
    };
    let pattern = schema.limit(Limit::Pattern).and_then(Value::as_str);
    let parts = [
        range(Limit::Minimum, Limit::Maximum, ""),
        excluded,
        number(Limit::MultipleOf).map(|step| format!("a multiple of {step}")),
        range(Limit::MinLength, Limit::MaxLength, "character"),
        range(Limit::MinItems, Limit::MaxItems, "element"),
        is_set(Limit::UniqueItems).then(|| "no element twice".to_owned()),
        range(Limit::MinProperties, Limit::MaxProperties, "entry"),
        pattern.map(|pattern| format!("pattern {}", code(pattern))),
        schema.default.as_ref().map(|default| format!("default {}", code(&default.to_string()))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A number, with what it counts if it counts something: "1 element", "2 entries".
fn counted(number: &Number, unit: &str) -> String {
    match (unit, number.as_u64()) {
        ("", _) => number.to_string(),
        (unit, Some(1)) => format!("1 {unit}"),
        ("entry", _) => format!("{number} entries"),
        (unit, _) => format!("{number} {unit}s"),
    }
}

/// Documentation of a field.
pub(super) fn field(model: &Model, holder: &NamedSchema, property: &Property) -> String {
    let (scope, schema) = (Scope::within(model, holder), &property.schema);
    let mut documentation = described_in(scope, schema, &schema.certainty);
    documentation.push_str(&paragraphs(conditions::of_field(model, holder, &property.name)));
    documentation.push_str(&paragraphs(witnesses::of_place(&model.spec, schema.witnesses.as_ref())));
    if let Some(deprecation) = &schema.deprecated {
        let _ = write!(documentation, "\n\n{}", out_of_date(scope, deprecation));
    }
    if schema.read_only {
        documentation.push_str("\n\nOnly responses have it; it is never sent.");
    }
    if schema.write_only {
        documentation.push_str("\n\nOnly requests have it.");
    }
    if schema.rust_name.is_some() {
        let _ = write!(documentation, "\n\nSent as {}.", code(&property.name));
    }
    documentation
}

/// A name of the service that refers to something, as code.
pub(super) fn reference(scope: Scope<'_>, name: &str) -> String {
    scope.link(name).unwrap_or_else(|| code(name))
}

/// What to do about something that is out of date.
pub(super) fn out_of_date(scope: Scope<'_>, deprecation: &Deprecation) -> String {
    match deprecation {
        Deprecation::ReplacedBy(name) => {
            format!("Out of date: take {} instead.", reference(scope, name))
        }
        Deprecation::NotReplaced(reason) => format!("Out of date, and not replaced: {}", text(scope, reason)),
        Deprecation::Unexplained => "The documentation calls it out of date.".to_owned(),
    }
}

/// The attribute that warns of what is out of date. `name` is what takes its place, as it is called in Rust.
pub(super) fn deprecated(deprecation: &Deprecation, name: Option<&str>) -> TokenStream {
    let note = match deprecation {
        Deprecation::ReplacedBy(_) => format!("take `{}` instead", name.unwrap_or_default()),
        // rustdoc reads it as Markdown.
        Deprecation::NotReplaced(reason) => format!("out of date, and not replaced: {}", plain_text(reason)),
        Deprecation::Unexplained => "the documentation calls it out of date".to_owned(),
    };
    quote!(#[deprecated = #note])
}

/// Documentation of the constant of an operation.
pub(super) fn operation(operation: &Operation) -> String {
    let (id, verb, path) = (&operation.id, operation.method, operation.path.as_str());
    format!("`{id}`: `{verb} {path}`, which {} sends.", method(operation))
}

/// Documentation of a request builder.
pub(super) fn builder(model: &Model, operation: &Operation) -> String {
    let summary = text(Scope::operation(model, operation), &operation.summary);
    format!("Request of {}: {}", method(operation), lower_first(&summary))
}

/// Documentation of the setter of a parameter.
pub(super) fn parameter_setter(model: &Model, operation: &Operation, parameter: &Parameter) -> String {
    let (scope, schema) = (Scope::operation(model, operation), model.resolve(&parameter.schema));
    let description = with_limits(scope, &parameter.description, &[&parameter.schema, schema], &parameter.certainty)
        + &paragraphs(conditions::of_parameter(scope, operation, parameter))
        + &paragraphs(conditions::availability(model, &parameter.availability))
        + &paragraphs(witnesses::of_place(&model.spec, parameter.witnesses.as_ref()));
    let place = match parameter.place {
        crate::model::ParameterIn::Path => "Path parameter",
        crate::model::ParameterIn::Query => "Query parameter",
        crate::model::ParameterIn::Header => "Header",
    };
    let only = parameter.only_value(model).map(|value| format!(", {} unless another one is set", code(value)));
    let deprecated =
        parameter.deprecated.as_ref().map(|deprecation| format!("\n\n{}", out_of_date(scope, deprecation)));
    let (name, only, deprecated) = (code(&parameter.name), only.unwrap_or_default(), deprecated.unwrap_or_default());
    format!("{description}\n\n{place} {name}{only}.{deprecated}")
}

/// Documentation of the setter of a body.
pub(super) fn body_setter(model: &Model, operation: &Operation, body: &RequestBody) -> String {
    format!("{}\n\nThe body.", text(Scope::operation(model, operation), &body.description))
}

/// Documentation of `send`.
pub(super) fn send(operation: &Operation) -> String {
    format!(
        "Sends `{} {}`.\n\n# Errors\n\nAny [`Error`] but one of configuration.",
        operation.method,
        operation.path.as_str()
    )
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_link_or_a_tag_is_text() {
        assert_eq!(plain_text("one of [a] or <b>, `[c]`"), "one of \\[a\\] or \\<b\\>, `[c]`");
        assert_eq!(plain_text("``a ` [b]`` and [c]"), "``a ` [b]`` and \\[c\\]");
        assert_eq!(plain_text("- `[a]\n- [b]` [c]"), "- `\\[a\\]\n- \\[b\\]` \\[c\\]");
        assert_eq!(plain_text("`a | b`\n--- | ---\n[c] | `d`"), "`a | b`\n--- | ---\n\\[c\\] | `d`");
        assert_eq!(plain_text(r"\[a] \\ C:\dir"), r"\[a\] \\ C:\dir");
    }

    #[test]
    fn an_address_is_a_link() {
        assert_eq!(plain_text("See https://a.example/b?c=d#e."), "See <https://a.example/b?c=d#e>.");
        assert_eq!(plain_text("(<http://a.example>)"), "(\\<<http://a.example>\\>)");
        assert_eq!(plain_text("`https://a.example`, https://, ftp://a"), "`https://a.example`, https://, ftp://a");
    }

    #[test]
    fn any_text_can_be_shown_as_code() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a\r\u{202e}b"), "`a\\u{d}\\u{202e}b`");
    }
}
