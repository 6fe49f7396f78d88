//! Values as Rust: constructors and setters, as the generated client has them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use heck::ToSnakeCase as _;
use serde_json::{Map, Value};

use crate::documentation::{Documentation, Schema};

/// How many required fields a constructor asks for; an object with more has setters for all of them.
const MOST_ARGUMENTS: usize = 4;
/// How long setters may be that stand in one line, in bytes.
const SHORT: usize = 40;
/// How deep objects stand in each other, at most.
const DEEPEST: usize = 16;

/// Setters that are called otherwise, because every value has a method of the name.
const TAKEN_SETTERS: [&str; 10] =
    ["as_ref", "borrow", "clone", "default", "eq", "fmt", "from", "into", "new", "to_owned"];

/// Words that Rust keeps for itself.
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "Self",
];

/// Makes expressions, and knows which types they name.
pub(super) struct Expressions<'d> {
    documentation: &'d Documentation,
    pub(super) types: BTreeSet<String>,
}

impl<'d> Expressions<'d> {
    pub(super) const fn new(documentation: &'d Documentation) -> Self {
        Self { documentation, types: BTreeSet::new() }
    }

    /// The expression for what was given for a parameter; none if it is no value of its type.
    pub(super) fn parameter(&self, schema: &Schema, is_page: bool, is_list: bool, texts: &[String]) -> Option<String> {
        let resolved = self.documentation.resolve(schema).schema;
        let element = resolved.items.as_ref().map_or(resolved, |items| self.documentation.resolve(items).schema);
        let kind = if is_page { Some("integer") } else { element.kind.as_deref() };
        let texts = texts.iter().map(|text| match kind {
            Some("integer") => text.parse().ok().map(integer),
            Some("number") => text.parse::<f64>().ok().map(|number| format!("{number:?}")),
            Some("boolean") => text.parse::<bool>().ok().map(|value| value.to_string()),
            _ => Some(literal(text)),
        });
        let texts = texts.collect::<Option<Vec<_>>>()?;
        Some(if is_list { format!("[{}]", texts.join(", ")) } else { texts.concat() })
    }

    /// The expression for a value of a schema, some objects deep in others; none if there is none that one would write.
    pub(super) fn value(&mut self, schema: &Schema, value: &Value, depth: usize) -> Option<String> {
        let documentation = self.documentation;
        let resolved = documentation.resolve(schema);
        if depth > DEEPEST {
            return None;
        }
        if let (Some(name), false, Value::Object(fields)) =
            (resolved.name, resolved.schema.properties.is_empty(), value)
        {
            return self.object(name, resolved.schema, fields, depth);
        }
        if let (Some(of), Value::Object(entries)) = (resolved.schema.values_of_map(), value) {
            let entries = entries
                .iter()
                .map(|(key, value)| Some(format!("({}, {})", literal(key), self.element(of, value, depth + 1)?)));
            let entries = entries.collect::<Option<Vec<_>>>()?;
            // Of none, the type could not be told.
            return (!entries.is_empty()).then(|| format!("[{}]", entries.join(", ")));
        }
        match (resolved.schema.kind.as_deref()?, value) {
            ("string", Value::String(text)) => Some(literal(text)),
            ("integer", Value::Number(number)) => number.as_i64().map(integer),
            ("number", Value::Number(number)) => number.as_f64().map(|number| format!("{number:?}")),
            ("boolean", Value::Bool(value)) => Some(value.to_string()),
            ("array", Value::Array(elements)) => {
                let items = resolved.schema.items.as_deref()?;
                let elements = elements.iter().map(|element| self.element(items, element, depth + 1));
                let elements = elements.collect::<Option<Vec<_>>>()?;
                if elements.is_empty() {
                    return Some(format!("Vec::<{}>::new()", self.type_of(items)?));
                }
                Some(format!("[{}]", elements.join(", ")))
            }
            _ => None,
        }
    }

    /// The expression for an element. Of lists in lists, and of what may be null, the types would have to be spelled.
    fn element(&mut self, schema: &Schema, value: &Value, depth: usize) -> Option<String> {
        let resolved = self.documentation.resolve(schema).schema;
        let is_plain = resolved.kind.as_deref() != Some("array") && !self.is_nullable(schema);
        if is_plain { self.value(schema, value, depth) } else { None }
    }

    fn type_of(&mut self, schema: &Schema) -> Option<String> {
        let resolved = self.documentation.resolve(schema);
        if self.is_nullable(schema) {
            return None;
        }
        Some(match (resolved.schema.kind.as_deref()?, resolved.name) {
            ("object", Some(name)) if !resolved.schema.properties.is_empty() => {
                self.types.insert(name.to_owned());
                name.to_owned()
            }
            ("string", _)
                if resolved.schema.values.is_empty() && resolved.schema.format.as_deref() != Some("password") =>
            {
                "String".to_owned()
            }
            ("integer", _) => "i64".to_owned(),
            _ => return None,
        })
    }

    fn object(&mut self, name: &str, schema: &Schema, fields: &Map<String, Value>, depth: usize) -> Option<String> {
        let properties: Vec<_> = schema.properties.iter().filter(|(_, field)| !field.read_only).collect();
        let is_required =
            |wire: &str, field: &Schema| schema.required.iter().any(|one| one == wire) && !self.is_preset(field);
        let mut arguments: Vec<_> =
            properties.iter().copied().filter(|(wire, field)| is_required(wire, field)).collect();
        if arguments.len() > MOST_ARGUMENTS {
            arguments.retain(|(_, field)| self.is_nullable(field));
        }
        // What may be null and must be given would need its type spelled.
        if arguments.iter().any(|(_, field)| self.is_nullable(field)) {
            return None;
        }
        let (mut left, mut given, mut setters) = (fields.len(), Vec::new(), String::new());
        for (wire, field) in &properties {
            let is_argument = arguments.iter().any(|(other, _)| other == wire);
            let names = std::iter::once(*wire).chain(field.aliases.iter().map(String::as_str));
            let Some(value) = names.into_iter().find_map(|name| fields.get(name)) else {
                if is_argument {
                    return None;
                }
                continue;
            };
            left -= 1;
            let value = self.value(field, value, depth + 1)?;
            if is_argument {
                given.push(value);
            } else {
                let setter = setter(field.rust_name.as_deref().map_or_else(|| snake(wire), str::to_owned));
                let _ = write!(setters, "\n{}.{setter}({value})", "    ".repeat(depth + 1));
            }
        }
        self.types.insert(name.to_owned());
        let flat: String = setters.lines().map(str::trim_start).collect();
        if flat.len() <= SHORT && flat.matches('(').count() <= 2 {
            setters = flat;
        }
        // A field that the type has not would not be sent.
        (left == 0).then(|| format!("{name}::new({}){setters}", given.join(", ")))
    }

    fn is_nullable(&self, schema: &Schema) -> bool {
        schema.nullable || self.documentation.resolve(schema).schema.nullable
    }

    /// Whether a required field has its documented default unless it is set.
    fn is_preset(&self, field: &Schema) -> bool {
        let resolved = self.documentation.resolve(field).schema;
        let default = field.default.as_ref().or(resolved.default.as_ref());
        if self.is_nullable(field) || resolved.format.as_deref() == Some("password") {
            return false;
        }
        default.is_some_and(|default| match resolved.kind.as_deref() {
            Some("string") => default.is_string(),
            Some("integer") => default.is_i64(),
            Some("boolean") => default.is_boolean(),
            _ => false,
        })
    }
}

impl Documentation {
    /// The one value that a parameter may have, if there is but one.
    pub(super) fn only_value<'d>(&'d self, schema: &'d Schema) -> Option<&'d str> {
        match self.resolve(schema).schema.values.as_slice() {
            [Value::String(only)] => Some(only),
            _ => None,
        }
    }
}

/// The name of a parameter, a field or a method for a name on the wire: `public-ip` as `public_ip`, `type` as `type_`.
pub(super) fn snake(wire: &str) -> String {
    let words = wire.replace('\'', "").replace(|c: char| !c.is_ascii_alphanumeric(), "-").to_snake_case();
    let name =
        if words.is_empty() || words.starts_with(|c: char| c.is_ascii_digit()) { format!("x{words}") } else { words };
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

fn setter(field: String) -> String {
    if TAKEN_SETTERS.contains(&field.as_str()) { format!("{field}_") } else { field }
}

/// An integer, of which the compiler would else take a large one for too large.
fn integer(number: i64) -> String {
    if i32::try_from(number).is_ok() { number.to_string() } else { format!("{number}_i64") }
}

/// A text in Rust.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}
