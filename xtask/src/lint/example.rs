//! The rule for examples: there is one of each body, and all of them fit their schemas.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use rayon::prelude::*;
use serde_json::Value;

use super::json_schema::{goes, validator};
use super::places::{Body, Direction, Places};
use super::text::shown_safely;
use crate::model::keyword::most_similar;
use crate::model::{Content, ContentKind, Model, Property, Schema, Shape};
use crate::problem::Problem;
use crate::spec::{child, unescape};

pub(super) fn examples(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let of_bodies = places.bodies.par_iter().flat_map_iter(|body| of_body(model, body));
    let beside = places.schemas.par_iter().flat_map_iter(|place| values(place.schema));
    let of_schemas = beside.flat_map_iter(|(schema, key, value)| {
        let pointer = child(&schema.pointer, key);
        let what = format!("`{key}`");
        Comparison { model, schema, direction: Direction::Either, what: &what }.compare(&[(pointer, value)])
    });
    of_bodies.chain(of_schemas).collect()
}

/// Pointers to fields of the examples of bodies that their schemas lack.
pub fn unknown_fields(model: &Model) -> Vec<String> {
    let places = Places::of(model);
    let mut found = Vec::new();
    for Body { content, direction, .. } in &places.bodies {
        let Ok(validator) = validator(model, &content.schema, *direction) else { continue };
        for example in &content.examples {
            for error in validator.iter_errors(&example.value) {
                let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() else { continue };
                let path = error.instance_path().as_str();
                let known = place(model, &content.schema, path).map_or(&[][..], Schema::properties);
                let unknown = unexpected.iter().filter(|name| known.iter().all(|property| property.name != **name));
                found.extend(unknown.map(|name| child(&format!("{}{path}", example.pointer), name)));
            }
        }
    }
    found
}

/// Why an example does not fit the body that it would be one of; none if it does.
pub(crate) fn misfit(model: &Model, content: &Content, is_sent: bool, value: &Value) -> Option<String> {
    let direction = if is_sent { Direction::Request } else { Direction::Response };
    let comparison = Comparison { model, schema: &content.schema, direction, what: "the example" };
    let problems = comparison.compare(&[(String::new(), value)]);
    let where_to = |problem: &Problem| match problem.pointer.as_str() {
        "" => problem.message.clone(),
        pointer => format!("{} (at {})", problem.message, shown_safely(pointer)),
    };
    (!problems.is_empty()).then(|| misfits(&problems.iter().map(where_to).collect::<Vec<_>>()))
}

/// What is said of an example that contradicts its own page.
pub(crate) fn misfits(messages: &[String]) -> String {
    let first = messages.first().map_or("", String::as_str);
    let more = match messages.len().saturating_sub(1) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    format!("its fields are not those of the page's tables: {first}{more}")
}

/// The values that stand beside a schema.
fn values(schema: &Schema) -> impl Iterator<Item = (&Schema, &'static str, &Value)> {
    let values = [("default", &schema.default), ("example", &schema.example)];
    values.into_iter().filter_map(move |(key, value)| Some((schema, key, value.as_ref()?)))
}

/// Asks for one example at least, and compares each with the schema of the body. Text and bytes need none, and those of
/// failures are those of the table of error codes.
fn of_body(model: &Model, body: &Body<'_>) -> Vec<Problem> {
    let Body { content, direction, is_failure } = *body;
    let is_plain = matches!(content.kind, ContentKind::Text | ContentKind::Bytes);
    if content.examples.is_empty() && !is_plain && !is_failure {
        let remedy = "write the documented example under `examples`, as `documented`, with a summary";
        return vec![model.spec.problem(&content.pointer, "example", "the body has no example", remedy)];
    }
    if content.examples.is_empty() {
        return Vec::new();
    }
    let examples: Vec<_> = content.examples.iter().map(|example| (example.pointer.clone(), &example.value)).collect();
    Comparison { model, schema: &content.schema, direction, what: "the example" }.compare(&examples)
}

/// Values and the schema that they are compared with.
struct Comparison<'m> {
    model: &'m Model,
    schema: &'m Schema,
    direction: Direction,
    what: &'m str,
}

const REMEDY: &str = "correct the value or the schema; if the page is wrong, keep its example and record the quirk";

impl Comparison<'_> {
    fn compare(&self, values: &[(String, &Value)]) -> Vec<Problem> {
        let validator = match validator(self.model, self.schema, self.direction) {
            Ok(validator) => validator,
            Err(error) => {
                let message = format!("nothing can be compared with the schema: {}", shown_safely(&error));
                let problem = self.model.spec.problem(&self.schema.pointer, "example", message, "correct the schema");
                return vec![problem];
            }
        };
        let mut problems = Vec::new();
        for (pointer, value) in values {
            let errors: Vec<_> = validator.iter_errors(value).collect();
            problems.extend(errors.iter().flat_map(|error| self.problems(pointer, error, &errors)));
        }
        problems
    }

    fn problems(&self, pointer: &str, error: &ValidationError<'_>, all: &[ValidationError<'_>]) -> Vec<Problem> {
        let path = error.instance_path().as_str();
        let at = format!("{pointer}{path}");
        let message = match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => {
                return unexpected.iter().map(|name| self.unexpected(&at, path, name)).collect();
            }
            // A value of another type is in no list of values either.
            ValidationErrorKind::Enum { .. } if all.iter().any(|other| is_of_type(other, path)) => return Vec::new(),
            ValidationErrorKind::Required { property } if self.is_misspelt(property, error, all) => return Vec::new(),
            ValidationErrorKind::Required { property } => format!("{} lacks {property}, which is required", self.what),
            ValidationErrorKind::AnyOf { .. } => {
                format!("{} lacks a required field, under its name and under all of `x-aliases`", self.what)
            }
            _ => format!("{} does not fit its schema: {}", self.what, shortened(&error.to_string())),
        };
        let remedy = meant_value(error).map_or_else(|| REMEDY.to_owned(), |meant| format!("did you mean `{meant}`?"));
        vec![self.model.spec.problem(at, "example", message, remedy)]
    }

    fn unexpected(&self, at: &str, path: &str, name: &str) -> Problem {
        let properties = place(self.model, self.schema, path).map_or(&[][..], Schema::properties);
        let (message, remedy) = match properties.iter().find(|property| property.name == name) {
            Some(_) if self.direction == Direction::Request => {
                (format!("`{name}` is `readOnly`, and in a request"), "take it out, or correct the schema".to_owned())
            }
            Some(_) => {
                (format!("`{name}` is `writeOnly`, and in a response"), "take it out, or correct the schema".to_owned())
            }
            None => {
                let remedy = meant(properties, name, self.direction).map_or_else(
                    || "add the field to the schema".to_owned(),
                    |known| format!("did you mean `{known}`?"),
                );
                (format!("{} has the field `{}`, which its schema lacks", self.what, shown_safely(name)), remedy)
            }
        };
        self.model.spec.problem(child(at, name), "example", message, remedy)
    }

    /// Whether a field is missing because it is there under a misspelt name, which is reported.
    fn is_misspelt(&self, missing: &Value, error: &ValidationError<'_>, all: &[ValidationError<'_>]) -> bool {
        let path = error.instance_path().as_str();
        let properties = place(self.model, self.schema, path).map_or(&[][..], Schema::properties);
        let same_place = all.iter().filter(|other| other.instance_path().as_str() == path);
        let mut unexpected = same_place.filter_map(|other| match other.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } => Some(unexpected),
            _ => None,
        });
        unexpected.any(|names| names.iter().any(|name| meant(properties, name, self.direction) == missing.as_str()))
    }
}

/// The value of an enum that a misspelt one stands for.
fn meant_value<'e>(error: &'e ValidationError<'_>) -> Option<&'e str> {
    let ValidationErrorKind::Enum { options } = error.kind() else { return None };
    most_similar(error.instance().as_str()?, options.as_array()?.iter().filter_map(Value::as_str))
}

/// Whether an error says that the value at `path` has a wrong type.
fn is_of_type(error: &ValidationError<'_>, path: &str) -> bool {
    error.instance_path().as_str() == path && matches!(error.kind(), ValidationErrorKind::Type { .. })
}

fn meant<'m>(properties: &'m [Property], name: &str, direction: Direction) -> Option<&'m str> {
    let known = properties.iter().filter(|property| goes(property, direction));
    most_similar(name, known.map(|property| property.name.as_str()))
}

/// The schema of what `path` points to in a value of a schema.
fn place<'m>(model: &'m Model, schema: &'m Schema, path: &str) -> Option<&'m Schema> {
    let mut at = model.resolve(schema);
    for segment in path.split('/').skip(1) {
        let inner = match &at.shape {
            Shape::Array(inner) | Shape::Map(inner) => inner,
            Shape::Object(object) => {
                let name = unescape(segment);
                let has_name = |property: &&Property| property.name == name || property.schema.aliases.contains(&name);
                &object.properties.iter().find(has_name)?.schema
            }
            _ => return None,
        };
        at = model.resolve(inner);
    }
    Some(at)
}

/// What a message shows of another one, which may hold a whole body.
fn shortened(message: &str) -> String {
    const MOST: usize = 200;
    let shown = shown_safely(message);
    if shown.chars().count() <= MOST {
        return shown;
    }
    let kept: String = shown.chars().take(MOST).collect();
    format!("{kept}…")
}
