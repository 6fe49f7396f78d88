//! A value of JSON held against its schema.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::Violation;
use super::requirements::{self, Sending};
use crate::document::{Kind, Schema, SchemaId, Schemas, Where};

/// Where a value stands in its body: `topics/0/name`.
#[derive(Debug, Default)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn of(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Goes into a field or an element, and comes back.
    fn within<T>(&mut self, name: &dyn std::fmt::Display, check: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.0.len();
        let slash = if length == 0 { "" } else { "/" };
        let _ = write!(self.0, "{slash}{name}");
        let outcome = check(self);
        self.0.truncate(length);
        outcome
    }

    fn violation(&self, why: impl Into<String>) -> Violation {
        Violation::new(&self.0, why)
    }

    /// Whether the name of a field here makes a path.
    fn is_of(&self, path: &str, name: &str) -> bool {
        let of_object = path.strip_suffix(name).map(|rest| rest.strip_suffix('/').unwrap_or(rest));
        of_object == Some(self.0.as_str()) && path.len() == name.len() + self.0.len() + usize::from(!self.0.is_empty())
    }
}

/// The first fault of a value.
pub(super) fn check(schemas: &Schemas, id: SchemaId, value: &Value, place: &mut Place) -> Result<(), Violation> {
    Checker::new(schemas, Side::Request, &[]).check(id, value, place)
}

/// The first fault of the body of a request, some of whose values are left to the handler.
pub(super) fn check_body(schemas: &Schemas, id: SchemaId, body: &Value, left: &[Where]) -> Result<(), Violation> {
    Checker::new(schemas, Side::Request, left).check(id, body, &mut Place::default())
}

/// The first fault of a value that the service sends. It is held against its schema more strictly: null is no absence, and there
/// is no field that the schema does not have.
pub(super) fn check_sent(schemas: &Schemas, id: SchemaId, value: &Value, place: &mut Place) -> Result<(), Violation> {
    Checker::new(schemas, Side::Response, &[]).check(id, value, place)
}

/// Whose value it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Request,
    Response,
}

/// Holds a value against its schema, and what is in it against theirs.
struct Checker<'s> {
    schemas: &'s Schemas,
    of: Side,
    /// Values that are not looked at.
    left: &'s [Where],
    /// Whether the schema is one that another is made of, so that the value may have more.
    is_part: bool,
    /// How many schemas that are made of others lead here.
    composed: usize,
    /// What has come of a value, by its address, and of a schema: several schemas may be made of the same one, and each of
    /// them of the same two, so that nobody could wait for all ways to it. Without such schemas it stays empty.
    known: BTreeMap<(*const Value, SchemaId), Result<(), Violation>>,
}

impl<'s> Checker<'s> {
    const fn new(schemas: &'s Schemas, of: Side, left: &'s [Where]) -> Self {
        Self { schemas, of, left, is_part: false, composed: 0, known: BTreeMap::new() }
    }

    fn check(&mut self, id: SchemaId, value: &Value, place: &mut Place) -> Result<(), Violation> {
        let schema = self.schemas.get(id);
        if value.is_null() && schema.is_nullable {
            return Ok(());
        }
        if self.composed == 0 {
            return self.check_new(schema, value, place);
        }
        let key = (std::ptr::from_ref(value), id);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let outcome = self.check_new(schema, value, place);
        self.known.insert(key, outcome.clone());
        outcome
    }

    fn check_new(&mut self, schema: &Schema, value: &Value, place: &mut Place) -> Result<(), Violation> {
        if let Some(kind) = schema.kind.filter(|kind| !is_kind(value, *kind)) {
            return Err(place.violation(format!("must be {}", kind.name())));
        }
        if let Some(values) = schema.values.as_ref().filter(|values| !values.contains(value)) {
            return Err(place.violation(format!("must be one of {}", listed(values))));
        }
        match value {
            Value::String(text) => check_text(schema, text, place)?,
            Value::Number(_) => check_number(schema, value, place)?,
            Value::Array(elements) => self.check_list(schema, elements, place)?,
            Value::Object(fields) => self.check_object(schema, fields, place)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.composed += 1;
        let was_part = std::mem::replace(&mut self.is_part, true);
        let outcome = self.check_composition(schema, value, place);
        self.is_part = was_part;
        self.composed -= 1;
        outcome
    }

    /// What is in a value is no part of what the value is made of.
    fn check_within(&mut self, id: SchemaId, value: &Value, place: &mut Place) -> Result<(), Violation> {
        let was_part = std::mem::replace(&mut self.is_part, false);
        let outcome = self.check(id, value, place);
        self.is_part = was_part;
        outcome
    }

    fn check_composition(&mut self, schema: &Schema, value: &Value, place: &mut Place) -> Result<(), Violation> {
        for part in &schema.all_of {
            self.check(*part, value, place)?;
        }
        let mut fits = |part: &SchemaId| self.check(*part, value, place).is_ok();
        if !schema.any_of.is_empty() && !schema.any_of.iter().any(&mut fits) {
            return Err(place.violation("has none of the forms that are allowed"));
        }
        if !schema.one_of.is_empty() && schema.one_of.iter().filter(|part| fits(part)).count() != 1 {
            return Err(place.violation("must have exactly one of the forms that are allowed"));
        }
        Ok(())
    }
}

fn is_kind(value: &Value, kind: Kind) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        // 2.0 is an integer, as JSON Schema has it.
        Kind::Integer => value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        Kind::List => value.is_array(),
        Kind::Object => value.is_object(),
    }
}

/// The documented values; other spellings stand after them and are not listed twice.
fn listed(values: &[Value]) -> String {
    let mut shown: Vec<String> = Vec::new();
    for value in values {
        let text = value.to_string();
        if !shown.iter().any(|other| other.eq_ignore_ascii_case(&text)) && shown.len() < 20 {
            shown.push(text);
        }
    }
    shown.join(", ")
}

fn check_text(schema: &Schema, text: &str, place: &Place) -> Result<(), Violation> {
    check_length(schema, text.chars().count(), "character", place)?;
    match &schema.pattern {
        Some(pattern) if !pattern.is_match(text) => Err(place.violation(format!("must match `{pattern}`"))),
        _ => Ok(()),
    }
}

fn check_length(schema: &Schema, length: usize, unit: &str, place: &Place) -> Result<(), Violation> {
    let length = u64::try_from(length).unwrap_or(u64::MAX);
    let plural = |count| if count == 1 { "" } else { "s" };
    if length < schema.shortest {
        let shortest = schema.shortest;
        return Err(place.violation(format!("must have at least {shortest} {unit}{}", plural(shortest))));
    }
    match schema.longest {
        Some(longest) if length > longest => {
            Err(place.violation(format!("must have at most {longest} {unit}{}", plural(longest))))
        }
        _ => Ok(()),
    }
}

fn check_number(schema: &Schema, value: &Value, place: &Place) -> Result<(), Violation> {
    let number = value.as_f64().unwrap_or(f64::NAN);
    if let Some(bits) = schema.bits.filter(|bits| !is_within(value, *bits)) {
        return Err(place.violation(format!("must be an integer of {bits} bits")));
    }
    if let Some(least) = schema.minimum
        && (number < least.value || (least.is_exclusive && number <= least.value))
    {
        let what = if least.is_exclusive { "more than" } else { "at least" };
        return Err(place.violation(format!("must be {what} {}", least.value)));
    }
    if let Some(most) = schema.maximum
        && (number > most.value || (most.is_exclusive && number >= most.value))
    {
        let what = if most.is_exclusive { "less than" } else { "at most" };
        return Err(place.violation(format!("must be {what} {}", most.value)));
    }
    match schema.multiple_of {
        Some(step) if (number / step).fract() != 0.0 => Err(place.violation(format!("must be a multiple of {step}"))),
        _ => Ok(()),
    }
}

/// Whether an integer has no more bits than that.
fn is_within(value: &Value, bits: u32) -> bool {
    match value.as_i64() {
        Some(integer) => bits >= 64 || i32::try_from(integer).is_ok(),
        // A whole number with a fraction of 0, or one that is too large for any.
        None => !value.is_u64() && value.as_f64().is_some_and(|number| number.abs() < 2_f64.powf(f64::from(bits - 1))),
    }
}

impl Checker<'_> {
    fn check_list(&mut self, schema: &Schema, elements: &[Value], place: &mut Place) -> Result<(), Violation> {
        check_length(schema, elements.len(), "element", place)?;
        let mut seen = BTreeSet::new();
        if schema.has_unique_items && elements.iter().any(|element| !seen.insert(element.to_string())) {
            return Err(place.violation("must not have an element twice"));
        }
        let Some(items) = schema.items else { return Ok(()) };
        let mut elements = elements.iter().enumerate();
        elements.try_for_each(|(index, element)| place.within(&index, |place| self.check_within(items, element, place)))
    }

    fn check_object(
        &mut self,
        schema: &Schema,
        fields: &Map<String, Value>,
        place: &mut Place,
    ) -> Result<(), Violation> {
        check_length(schema, fields.len(), "field", place)?;
        for name in &schema.required {
            let property = schema.properties.get(name);
            let is_read_only = property.is_some_and(|property| self.schemas.get(property.schema).is_read_only);
            let is_nullable = property.is_some_and(|property| self.schemas.get(property.schema).is_nullable);
            let is_there = field(schema, fields, name).is_some_and(|value| is_nullable || !value.is_null());
            if !is_there && !is_read_only && !self.is_left(place, name) {
                return Err(place.within(name, |place| place.violation("is missing")));
            }
        }
        for (name, property) in &schema.properties {
            // A field of a request that is null, and need not be there, is not sent.
            let is_sent = |value: &&Value| self.of == Side::Response || !value.is_null();
            if let Some(value) = field(schema, fields, name).filter(is_sent)
                && !self.is_left(place, name)
            {
                place.within(name, |place| self.check_within(property.schema, value, place))?;
            }
        }
        if let Some(additional) = schema.additional {
            for (name, value) in fields.iter().filter(|(name, _)| !schema.properties.contains_key(*name)) {
                place.within(name, |place| self.check_within(additional, value, place))?;
            }
        }
        match self.of {
            Side::Request => self.check_requirements(schema, fields, place),
            Side::Response if self.is_part => Ok(()),
            Side::Response => self.check_known(schema, fields, place),
        }
    }

    /// The first field that neither the schema has nor one that it is made of. One that names no field takes all.
    fn check_known(&self, schema: &Schema, fields: &Map<String, Value>, place: &mut Place) -> Result<(), Violation> {
        let mut known = BTreeSet::new();
        let takes_others = names(self.schemas, schema, &mut known);
        if takes_others || known.is_empty() {
            return Ok(());
        }
        match fields.keys().find(|name| !known.contains(name.as_str())) {
            Some(name) => Err(place.within(name, |place| place.violation("is no field that the specification has"))),
            None => Ok(()),
        }
    }
}

/// The fields of a schema, and of those that it is made of, and whether it takes others.
fn names<'s>(schemas: &'s Schemas, schema: &'s Schema, known: &mut BTreeSet<&'s str>) -> bool {
    let aliases = schema.properties.values().flat_map(|property| &property.aliases);
    known.extend(schema.properties.keys().chain(aliases).map(String::as_str));
    let parts = schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of);
    let mut takes_others = schema.additional.is_some();
    for part in parts {
        takes_others |= names(schemas, schemas.get(*part), known);
    }
    takes_others
}

impl Checker<'_> {
    /// Whether a field of the object at a place is left to the handler.
    fn is_left(&self, place: &Place, name: &str) -> bool {
        let is_it = |at: &Where| match at {
            Where::Field(pointer) => pointer.strip_prefix('/').is_some_and(|left| place.is_of(left, name)),
            _ => false,
        };
        self.left.iter().any(is_it)
    }

    fn check_requirements(
        &self,
        schema: &Schema,
        fields: &Map<String, Value>,
        place: &mut Place,
    ) -> Result<(), Violation> {
        for requirement in &schema.requirements {
            let kind = |at: &Where| match at {
                Where::Field(pointer) => self.schemas.kind(self.schemas.field_of(schema, pointer)?),
                _ => None,
            };
            let sending = Sending {
                value_at: &|at| in_object(schema, at, fields),
                is_flag: &|at| kind(at) == Some(Kind::Boolean),
                is_left: &|at| matches!(at, Where::Field(_)) && self.is_left(place, at.name()),
            };
            if let Some(Violation { place: inner, why }) = requirements::broken(requirement, &sending) {
                return Err(if inner.contains('`') {
                    place.violation_of(&inner, why)
                } else {
                    place.within(&inner, |place| place.violation(why))
                });
            }
        }
        Ok(())
    }
}

impl Place {
    /// What is wrong with several fields of the object here.
    fn violation_of(&self, names: &str, why: String) -> Violation {
        let within = if self.0.is_empty() { String::new() } else { format!("{}: ", self.0) };
        Violation::new(&format!("{within}{names}"), why)
    }
}

/// A field, under its name or another one under which it is sent.
fn field<'v>(schema: &Schema, fields: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let aliases = schema.properties.get(name).map_or(&[][..], |property| &property.aliases);
    fields.get(name).or_else(|| aliases.iter().find_map(|alias| fields.get(alias)))
}

/// What stands at a place of an object, which a condition names.
fn in_object<'v>(schema: &Schema, at: &Where, fields: &'v Map<String, Value>) -> Option<Cow<'v, Value>> {
    let Where::Field(pointer) = at else { return None };
    let within = pointer.strip_prefix('/')?;
    let (first, rest) = within.split_once('/').unwrap_or((within, ""));
    let value = field(schema, fields, first)?;
    if rest.is_empty() { Some(Cow::Borrowed(value)) } else { value.pointer(&format!("/{rest}")).map(Cow::Borrowed) }
}
