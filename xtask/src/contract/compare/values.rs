//! Types, values and limits.

use serde_json::{Number, Value, json};

use super::{At, Comparison};
use crate::contract::slot::{innermost, is_limited_by, origin, schema_type};
use crate::contract::{Lacks, Slot};
use crate::docs::{Constraints, Required, SchemaType};
use crate::model::{Limit, Schema, Shape};
use crate::spec::{FindingKind, child};

impl Comparison<'_> {
    pub(super) fn required(&mut self, slot: &Slot<'_>, page: Required, line: u32) {
        let Some(required) = must_be_given(page).filter(|required| *required != slot.required) else { return };
        let (says, has) = if required { ("must be given", "optional") } else { ("may be left out", "required") };
        let message = format!("`{}` {says} {}, and is {has} in the specification", slot.name, self.place());
        let pointer = match slot.location {
            Some(_) => slot.holder.to_owned(),
            None => child(&child(slot.holder, "properties"), slot.name.rsplit('.').next().unwrap_or_default()),
        };
        self.add(FindingKind::Required, &At::of(line, &pointer), message, None);
    }

    pub(super) fn value(&mut self, slot: &Slot<'_>, page: &SchemaType, constraints: &Constraints, line: u32) {
        let spec = schema_type(self.model, slot.schema);
        if !same_type(page, &spec) {
            let message = format!(
                "`{}` is {} {}, and {} in the specification",
                slot.name,
                type_name(page),
                self.place(),
                type_name(&spec)
            );
            self.add(FindingKind::Type, &At::of(line, &slot.schema.pointer), message, None);
            return;
        }
        if self.is_interface() {
            return;
        }
        let (inner, _) = innermost(self.model, slot.schema);
        let place = Place { slot, inner, line };
        self.enumeration(&place, constraints);
        self.default(&place, constraints);
        self.limits(&place, constraints);
    }

    /// Where the page says it, for messages.
    fn place(&self) -> String {
        format!("{} the {}", if self.is_interface() { "in" } else { "on" }, self.noun)
    }

    fn enumeration(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let Place { inner, line, slot } = *place;
        let name = &slot.name;
        match (constraints.values.as_slice(), &inner.shape) {
            ([], Shape::Enum(_)) => {
                self.page_lacks(&child(&inner.pointer, "enum"), origin(inner), &format!("an enum for `{name}`"));
            }
            // Numbers with a meaning each are described; enums of the specification are strings.
            ([_, ..], Shape::String(_)) => {
                let at = At::member(line, &inner.pointer, "enum");
                let message = format!("the page lists values of `{name}`: {}", joined(&constraints.values));
                let lacks = Lacks::Value(Value::Array(constraints.values.clone()));
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
            ([_, ..], Shape::Enum(listed)) => {
                let listed: Vec<Value> = listed.values.iter().map(|value| Value::from(value.wire.as_str())).collect();
                self.enum_values(place, &constraints.values, &listed);
            }
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
        if !gone.is_empty() && self.expected.expects(origin(place.inner)) {
            parts.push(format!("the page does not have {}", joined(&gone)));
        }
        if !parts.is_empty() {
            let pointer = child(&place.inner.pointer, "enum");
            let message = format!("values of `{}`: {}", place.slot.name, parts.join("; "));
            let lacks = (!new.is_empty()).then_some(Lacks::Elements(new));
            self.add(FindingKind::Enum, &At::of(place.line, &pointer), message, lacks);
        }
    }

    /// A place may have a default of its own, beside its reference.
    fn default(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let own = Some(place.slot.own).filter(|own| own.target().is_some() && own.default.is_some());
        let holder = own.unwrap_or(place.inner);
        let keyword = Keyword { name: "default", kind: FindingKind::Default, schema: holder, fits: true };
        self.keyword(place, &keyword, constraints.default.clone(), holder.default.as_ref());
    }

    fn limits(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let number = |number: &Option<Number>| number.clone().map(Value::Number);
        let length = |length: Option<u64>| length.map(|length| json!(length));
        for (limit, page) in [
            (Limit::Minimum, number(&constraints.minimum)),
            (Limit::Maximum, number(&constraints.maximum)),
            (Limit::MinLength, length(constraints.min_length)),
            (Limit::MaxLength, length(constraints.max_length)),
        ] {
            let schema = place.inner;
            let fits = is_limited_by(&schema_type(self.model, schema), limit);
            let keyword = Keyword { name: limit.keyword(), kind: FindingKind::Limit, schema, fits };
            self.keyword(place, &keyword, page, schema.limit(limit));
        }
    }

    /// A keyword, as the page and the specification have it.
    fn keyword(&mut self, place: &Place<'_, '_>, of: &Keyword<'_>, page: Option<Value>, spec: Option<&Value>) {
        let (pointer, name, keyword) = (&of.schema.pointer, &place.slot.name, of.name);
        match (page, spec) {
            (Some(page), None) => {
                let at = At::member(place.line, pointer, keyword);
                let message = format!("the page has the {keyword} {} of `{name}`", text(&page));
                self.add(FindingKind::MissingInSpec, &at, message, of.fits.then_some(Lacks::Value(page)));
            }
            (Some(page), Some(spec)) if text(&page) != text(spec) => {
                let message = format!(
                    "the {keyword} of `{name}` is {} on the page, and {} in the specification",
                    text(&page),
                    text(spec)
                );
                self.add(of.kind, &At::of(place.line, &child(pointer, keyword)), message, None);
            }
            (None, Some(spec)) => {
                let what = format!("the {keyword} {} of `{name}`", text(spec));
                self.page_lacks(&child(pointer, keyword), origin(of.schema), &what);
            }
            _ => {}
        }
    }
}

/// A keyword that is compared.
struct Keyword<'d> {
    name: &'static str,
    /// What a contradiction is.
    kind: FindingKind,
    schema: &'d Schema,
    /// Whether the schema can have it: pages give ranges of texts too, which OpenAPI has no keyword for.
    fits: bool,
}

/// A value that is compared, with the innermost schema of its list and the line of the page.
#[derive(Clone, Copy)]
struct Place<'s, 'd> {
    slot: &'s Slot<'d>,
    inner: &'d Schema,
    line: u32,
}

/// Whether a page's type can be the specification's.
fn same_type(page: &SchemaType, spec: &SchemaType) -> bool {
    match (page, spec) {
        (SchemaType::Array { items: page }, SchemaType::Array { items: spec })
        | (SchemaType::Map { values: page }, SchemaType::Map { values: spec }) => same_type(page, spec),
        // A page may not say, and "Object" without a table is an object whose keys are data.
        (SchemaType::Unknown, _) | (SchemaType::Object, SchemaType::Map { .. }) => true,
        (SchemaType::Map { values }, SchemaType::Object) => **values == SchemaType::Unknown,
        (page, spec) => page == spec,
    }
}

/// What a page's word on required-ness means, if it says something.
const fn must_be_given(required: Required) -> Option<bool> {
    match required {
        Required::Yes => Some(true),
        Required::No => Some(false),
        Required::Unknown => None,
    }
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
