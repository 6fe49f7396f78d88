//! Types, values and limits.

use serde_json::{Number, Value, json};

use super::{At, Comparison, Lacks, must_be_given, same_type};
use crate::docs::{Constraints, Required, SchemaType};
use crate::drift::contract::{Slot, innermost, origin, schema_type};
use crate::drift::finding::FindingKind;
use crate::spec::child;

impl Comparison<'_> {
    pub(super) fn required(&mut self, slot: &Slot<'_>, page: Required, line: u32) {
        let Some(required) = must_be_given(page).filter(|required| *required != slot.required) else { return };
        let (says, has) = if required { ("must be given", "optional") } else { ("may be left out", "required") };
        let message = format!("`{}` {says} {}, and is {has} in the specification", slot.name, self.place());
        let pointer = match slot.location {
            Some(_) => slot.holder.clone(),
            None => child(&child(&slot.holder, "properties"), slot.name.rsplit('.').next().unwrap_or_default()),
        };
        self.add(FindingKind::Required, &At::of(line, &pointer), message, None);
    }

    pub(super) fn value(&mut self, slot: &Slot<'_>, page: &SchemaType, constraints: &Constraints, line: u32) {
        let document = &self.spec.document;
        let spec = schema_type(document, slot.schema, 0);
        if !same_type(page, &spec) {
            let message = format!(
                "`{}` is {} {}, and {} in the specification",
                slot.name,
                type_name(page),
                self.place(),
                type_name(&spec)
            );
            self.add(FindingKind::Type, &At::of(line, &slot.pointer), message, None);
            return;
        }
        if self.is_interface() {
            return;
        }
        let place = Place { slot, inner: innermost(document, slot), line };
        self.enumeration(&place, constraints);
        self.default(&place, constraints);
        self.limits(&place, constraints);
    }

    /// Where the page says it, for messages.
    fn place(&self) -> String {
        format!("{} the {}", if self.is_interface() { "in" } else { "on" }, self.noun)
    }

    fn enumeration(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let (pointer, schema) = &place.inner;
        let name = &place.slot.name;
        let listed = schema.get("enum").and_then(Value::as_array);
        // Numbers with a meaning each are described; enums of the specification are strings.
        let is_text = schema.get("type").is_some_and(|kind| kind == "string");
        match (constraints.values.as_slice(), listed) {
            ([], Some(_)) => {
                self.page_lacks(&child(pointer, "enum"), origin(schema), &format!("an enum for `{name}`"));
            }
            ([_, ..], None) if is_text => {
                let at = At::member(place.line, pointer, "enum");
                let message = format!("the page lists values of `{name}`: {}", joined(&constraints.values));
                let lacks = Lacks::Value(Value::Array(constraints.values.clone()));
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
            ([_, ..], Some(listed)) => self.enum_values(place, &constraints.values, listed),
            _ => {}
        }
    }

    fn enum_values(&mut self, place: &Place<'_, '_>, page: &[Value], spec: &[Value]) {
        let without = |some: &[Value], others: &[Value]| -> Vec<Value> {
            some.iter().filter(|value| !others.iter().any(|other| text(other) == text(value))).cloned().collect()
        };
        let (new, gone) = (without(page, spec), without(spec, page));
        let mut parts = Vec::new();
        if !new.is_empty() {
            parts.push(format!("the page has {} too", joined(&new)));
        }
        if !gone.is_empty() && self.expected.expects(origin(place.inner.1)) {
            parts.push(format!("the page does not have {}", joined(&gone)));
        }
        if !parts.is_empty() {
            let pointer = child(&place.inner.0, "enum");
            let message = format!("values of `{}`: {}", place.slot.name, parts.join("; "));
            let lacks = (!new.is_empty()).then_some(Lacks::Elements(new));
            self.add(FindingKind::Enum, &At::of(place.line, &pointer), message, lacks);
        }
    }

    fn default(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let page = constraints.default.as_ref();
        self.keyword(place, FindingKind::Default, "default", page.cloned());
    }

    fn limits(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let number = |number: &Option<Number>| number.clone().map(Value::Number);
        let length = |length: Option<u64>| length.map(|length| json!(length));
        for (keyword, page) in [
            ("minimum", number(&constraints.minimum)),
            ("maximum", number(&constraints.maximum)),
            ("minLength", length(constraints.min_length)),
            ("maxLength", length(constraints.max_length)),
        ] {
            self.keyword(place, FindingKind::Limit, keyword, page);
        }
    }

    fn keyword(&mut self, place: &Place<'_, '_>, kind: FindingKind, keyword: &str, page: Option<Value>) {
        let (pointer, schema) = &place.inner;
        let name = &place.slot.name;
        match (page, schema.get(keyword)) {
            (Some(page), None) => {
                let at = At::member(place.line, pointer, keyword);
                let message = format!("the page has the {keyword} {} of `{name}`", text(&page));
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(page)));
            }
            (Some(page), Some(spec)) if text(&page) != text(spec) => {
                let message = format!(
                    "the {keyword} of `{name}` is {} on the page, and {} in the specification",
                    text(&page),
                    text(spec)
                );
                self.add(kind, &At::of(place.line, &child(pointer, keyword)), message, None);
            }
            (None, Some(spec)) => {
                self.page_lacks(
                    &child(pointer, keyword),
                    origin(schema),
                    &format!("the {keyword} {} of `{name}`", text(spec)),
                );
            }
            _ => {}
        }
    }
}

/// A value that is compared, with the innermost schema of its list and the line of the page.
struct Place<'s, 'd> {
    slot: &'s Slot<'d>,
    inner: (String, &'d Value),
    line: u32,
}

/// A value as text: pages write 10 and "10" without a difference.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn joined(values: &[Value]) -> String {
    values.iter().map(|value| format!("`{}`", text(value))).collect::<Vec<_>>().join(", ")
}

fn type_name(schema: &SchemaType) -> String {
    match schema {
        SchemaType::String => "a string".to_owned(),
        SchemaType::Integer => "an integer".to_owned(),
        SchemaType::Number => "a number".to_owned(),
        SchemaType::Boolean => "a boolean".to_owned(),
        SchemaType::Object => "an object".to_owned(),
        SchemaType::Binary => "a file".to_owned(),
        SchemaType::Unknown => "of no type".to_owned(),
        SchemaType::Map { values } => format!("a map whose values are {}", type_name(values)),
        SchemaType::Array { items } => format!("an array whose items are {}", type_name(items)),
    }
}
