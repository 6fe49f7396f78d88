//! Examples that are made up, for bodies of which no source has one.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::addition::Addition;
use super::write;
use crate::model::{Content, ContentKind, Limit, Model, Operation, Schema, Shape};
use crate::spec::{PLACEHOLDER, Source, child, extension as x};

/// The name of an example that is made up, and what `x-example` says of it.
const CONSTRUCTED: &str = "constructed";
/// How deep in a value optional fields are filled in.
const DEPTH: usize = 8;
/// How many characters and elements an example has at most because limits ask for them. Pages may ask for billions.
const MOST: u64 = 4096;

/// Adds an example to each body that is new, holds JSON, and has none. Gives the bodies whose limits ask for too large a
/// one: a person writes it.
pub(super) fn examples(base: &Model, additions: &mut Vec<Addition>, sources: &[Source]) -> Result<Vec<String>, String> {
    let mut left_out = Vec::new();
    if additions.is_empty() {
        return Ok(left_out);
    }
    let mut spec = base.spec.clone();
    spec.sources.extend(sources.iter().cloned());
    let model = write::apply(spec, additions)?;
    let known: BTreeSet<&str> = base.operations.iter().map(|operation| operation.pointer.as_str()).collect();
    for operation in model.operations.iter().filter(|operation| !known.contains(operation.pointer.as_str())) {
        let without: Vec<(&Content, bool)> = bodies(operation)
            .filter(|(content, _)| content.kind == ContentKind::Json && content.examples.is_empty())
            .collect();
        let mut is_constructed = false;
        for (content, is_request) in &without {
            let mut sampler = Sampler { model: &model, only_required: *is_request, room: MOST };
            let Some(value) = sampler.value(&content.schema, "", &mut Vec::new()) else {
                left_out.push(too_large(&operation.id, *is_request));
                continue;
            };
            is_constructed = true;
            let example = json!({ "summary": PLACEHOLDER, "value": value });
            let file = write::file_of(&model.spec, &content.pointer);
            additions.push(Addition::entry(&file, &child(&content.pointer, "examples"), CONSTRUCTED, example));
        }
        if is_constructed && bodies(operation).all(|(content, _)| content.examples.is_empty()) {
            let file = write::file_of(&model.spec, &operation.pointer);
            additions.push(Addition::entry(&file, &operation.pointer, x::EXAMPLE, Value::from(CONSTRUCTED)));
        }
    }
    Ok(left_out)
}

fn too_large(operation: &str, is_request: bool) -> String {
    let body = if is_request { "request" } else { "response" };
    format!(
        "{operation}: an example of the {body}: the limits of its fields ask for more than {MOST} characters and elements; \
         see whether the page means them, and write an example by hand"
    )
}

/// The bodies of an operation, and whether each is that of the request. Those of failures need no examples.
fn bodies(operation: &Operation) -> impl Iterator<Item = (&Content, bool)> {
    let request =
        operation.request.iter().filter_map(|request| request.content.as_ref()).map(|content| (content, true));
    let responses = operation.responses.iter().filter(|response| response.status.is_success());
    request.chain(responses.filter_map(|response| response.content.as_ref()).map(|content| (content, false)))
}

/// Makes values of schemas.
struct Sampler<'m> {
    model: &'m Model,
    /// Whether objects get what is required alone, as in a request. A response shows all that there is.
    only_required: bool,
    /// How many characters and elements there may still be because limits ask for them.
    room: u64,
}

impl Sampler<'_> {
    /// A value that a schema allows, unless it is too large. `name` is that of the field, and `within` the components
    /// around it.
    fn value(&mut self, schema: &Schema, name: &str, within: &mut Vec<String>) -> Option<Value> {
        let resolved = self.model.resolve(schema);
        if let Some(given) = schema.example.as_ref().or(resolved.example.as_ref()) {
            return Some(given.clone());
        }
        Some(match &resolved.shape {
            Shape::Object(object) => {
                let is_around = within.contains(&resolved.pointer) || within.len() > DEPTH;
                within.push(resolved.pointer.clone());
                let mut fields = Map::new();
                for property in &object.properties {
                    if property.required || !(self.only_required || is_around) {
                        let value = self.value(&property.schema, &property.name, within)?;
                        fields.insert(property.name.clone(), value);
                    }
                }
                within.pop();
                Value::Object(fields)
            }
            Shape::Array(items) => {
                let least = bound(resolved, Limit::MinItems).unwrap_or(0);
                let usual = least.max(1).min(bound(resolved, Limit::MaxItems).unwrap_or(u64::MAX));
                let count = if within.len() > DEPTH { least } else { usual };
                self.take(least)?;
                (0..count).map(|_| self.value(items, name, within)).collect::<Option<_>>()?
            }
            Shape::Map(values) => json!({ "key": self.value(values, name, within)? }),
            Shape::Enum(listed) => listed.values.first().map_or(Value::Null, |value| Value::from(value.wire.as_str())),
            Shape::Integer => number(resolved, json!(1)),
            Shape::Number => number(resolved, json!(1.0)),
            Shape::Boolean => json!(true),
            Shape::String(_) => {
                self.take(bound(resolved, Limit::MinLength).unwrap_or(0))?;
                text(resolved, name)
            }
            _ => json!({}),
        })
    }

    /// Takes what limits ask for from the room that there is.
    fn take(&mut self, least: u64) -> Option<()> {
        self.room = self.room.checked_sub(least)?;
        Some(())
    }
}

fn bound(schema: &Schema, limit: Limit) -> Option<u64> {
    schema.limit(limit).and_then(Value::as_u64)
}

/// The usual number, or a limit that it is beyond.
fn number(schema: &Schema, usual: Value) -> Value {
    let (least, most) = (schema.limit(Limit::Minimum), schema.limit(Limit::Maximum));
    let is_beyond = |limit: &Value, sign: f64| {
        let (limit, usual) = (limit.as_f64().unwrap_or(1.0), usual.as_f64().unwrap_or(1.0));
        (limit - usual) * sign > 0.0
    };
    match (least, most) {
        (Some(least), _) if is_beyond(least, 1.0) => least.clone(),
        (_, Some(most)) if is_beyond(most, -1.0) => most.clone(),
        _ => usual,
    }
}

/// The name of the field, as long as the limits ask for.
fn text(schema: &Schema, name: &str) -> Value {
    let name = if name.is_empty() { "text" } else { name };
    let least = bound(schema, Limit::MinLength).and_then(|least| usize::try_from(least).ok()).unwrap_or(0);
    let most = bound(schema, Limit::MaxLength).and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
    let length = name.chars().count().max(least).min(most);
    Value::from(name.chars().chain(std::iter::repeat('-')).take(length).collect::<String>())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::StringFormat;
    use crate::spec::{Spec, files};

    fn limited(limits: &[(Limit, u64)]) -> Schema {
        Schema { limits: limits.iter().map(|(limit, value)| (*limit, json!(value))).collect(), ..Schema::default() }
    }

    #[test]
    fn what_limits_ask_for_is_not_made_if_it_is_too_large() {
        let widgets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/widgets");
        let texts = files::read(&widgets, "openapi/widgets".as_ref()).unwrap();
        let model = Model::of(Spec::parse(&texts).unwrap());
        let value = |schema: &Schema| {
            Sampler { model: &model, only_required: false, room: MOST }.value(schema, "colour", &mut Vec::new())
        };
        let text =
            |least: u64| Schema { shape: Shape::String(StringFormat::Plain), ..limited(&[(Limit::MinLength, least)]) };
        let list = |items: Schema, least: u64| Schema {
            shape: Shape::Array(Box::new(items)),
            ..limited(&[(Limit::MinItems, least)])
        };
        assert_eq!(value(&text(MOST)).unwrap().as_str().unwrap().len(), 4096);
        assert_eq!(value(&text(4_000_000_000)), None);
        assert_eq!(value(&list(text(0), 3)), Some(json!(["colour", "colour", "colour"])));
        assert_eq!(value(&list(text(0), u64::MAX)), None);
        // Each is small enough, and all together are not.
        assert_eq!(value(&list(list(list(text(9), 1000), 1000), 1000)), None);
    }

    #[test]
    fn values_keep_their_limits() {
        for (limits, value) in [
            (&[][..], 1),
            (&[(Limit::Minimum, 5)], 5),
            (&[(Limit::Maximum, 0)], 0),
            (&[(Limit::Minimum, 0), (Limit::Maximum, 9)], 1),
        ] {
            assert_eq!(number(&limited(limits), json!(1)), json!(value), "{limits:?}");
        }
        for (limits, name, value) in [
            (&[][..], "colour", "colour"),
            (&[], "", "text"),
            (&[(Limit::MinLength, 8)], "colour", "colour--"),
            (&[(Limit::MaxLength, 3)], "colour", "col"),
        ] {
            assert_eq!(text(&limited(limits), name), json!(value), "{limits:?}");
        }
    }
}
