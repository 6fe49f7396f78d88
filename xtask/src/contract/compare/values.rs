//! Types, values and limits.

use serde_json::{Number, Value};

use super::says::{self, text};
use super::{At, Comparison};
use crate::contract::edit::{is_plain, schema};
use crate::contract::slot::{innermost, is_limited_by, origin, schema_type};
use crate::contract::{Edit, Lacks, Slot};
use crate::docs::{Constraints, Required, SchemaType};
use crate::model::{Limit, Schema, Shape};
use crate::spec::{FindingKind, child};

impl Comparison<'_> {
    pub(super) fn required(&mut self, slot: &Slot<'_>, page: Required, line: u32) {
        let Some(required) = must_be_given(page).filter(|required| *required != slot.required) else { return };
        // What one of several operations at an address needs, the others may do without.
        if required && !self.contract.operation.variants.is_empty() {
            return;
        }
        let (says, has) = if required { ("must be given", "optional") } else { ("may be left out", "required") };
        let message = format!("`{}` {says} {}, and is {has} in the specification", slot.name, self.place());
        let pointer = match slot.location {
            Some(_) => slot.holder.to_owned(),
            None => child(&child(slot.holder, "properties"), slot.name.rsplit('.').next().unwrap_or_default()),
        };
        let says = if required { "yes" } else { "no" };
        let edits = Edit::required(&pointer, required);
        self.add_edits(FindingKind::Required, &At::of(line, &pointer).says(says), message, None, edits);
        self.settled();
    }

    /// Compares a value; false if it has another type.
    pub(super) fn value(&mut self, slot: &Slot<'_>, page: &SchemaType, constraints: &Constraints, line: u32) -> bool {
        let spec = schema_type(self.model, slot.schema);
        if !same_type(page, &spec) {
            let message = format!(
                "`{}` is {} {}, and {} in the specification",
                slot.name,
                type_name(page),
                self.place(),
                type_name(&spec)
            );
            let at = At::of(line, &slot.schema.pointer).says(says::type_name(page));
            let edits = self.retyped(&slot.schema.pointer, page);
            let is_settled = is_plain(page) && is_plain(&spec) && is_inline(slot);
            self.add_edits(FindingKind::Type, &at, message, None, edits);
            if is_settled {
                self.settled();
            }
            return false;
        }
        if !self.is_interface() {
            let (inner, _) = innermost(self.model, slot.schema);
            let place = Place { slot, inner, line };
            self.deprecation(slot, constraints, line);
            self.enumeration(&place, constraints);
            self.default(&place, constraints);
            self.range(&place, constraints, [Limit::Minimum, Limit::Maximum]);
            self.range(&place, constraints, [Limit::MinLength, Limit::MaxLength]);
        }
        true
    }

    /// The edit that gives a schema another type; what it says in words stays.
    fn retyped(&self, pointer: &str, kind: &SchemaType) -> Vec<Edit> {
        let mut new = schema(kind);
        let old = self.model.spec.document.pointer(pointer).and_then(Value::as_object);
        if let Value::Object(entries) = &mut new {
            let stays = |key: &str| key == "description" || key == "nullable" || key.starts_with("x-");
            let kept = old.into_iter().flatten().filter(|(key, _)| stays(key) && !key.starts_with("x-enum"));
            for (at, (key, value)) in kept.enumerate() {
                entries.shift_insert(at, key.clone(), value.clone());
            }
        }
        vec![Edit::set(pointer, new)]
    }

    /// Whether it is out of date. Nothing stands beside a reference, so of a field that is one a person has to write it.
    fn deprecation(&mut self, slot: &Slot<'_>, constraints: &Constraints, line: u32) {
        let (name, pointer) = (&slot.name, slot.pointer());
        match &constraints.deprecated {
            Some(_) if !slot.is_deprecated && slot.name != "$" => {
                let message = format!("the page calls `{name}` out of date");
                let is_reference = slot.location.is_none() && matches!(slot.own.shape, Shape::Reference(_));
                let lacks = (!is_reference).then_some(Lacks::Value(Value::Bool(true)));
                let at = At::member(line, &pointer, "deprecated").says("true");
                self.add(FindingKind::MissingInSpec, &at, message, lacks);
            }
            None if slot.is_deprecated => {
                self.page_lacks(&child(&pointer, "deprecated"), slot.origin(), &format!("a deprecation of `{name}`"));
            }
            _ => {}
        }
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
                let at = At::member(line, &inner.pointer, "enum").says(says::list(&constraints.values));
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
            let lost = gone.into_iter().filter(|_| self.expected.expects(origin(place.inner)));
            let element = |value: &Value| Edit::Push { pointer: pointer.clone(), value: value.clone() };
            let mut edits: Vec<Edit> = new.iter().map(element).collect();
            edits.extend(lost.map(|value| Edit::Take { pointer: pointer.clone(), value }));
            let lacks = (!new.is_empty()).then_some(Lacks::Elements(new));
            let at = At::of(place.line, &pointer).says(says::list(page));
            self.add_edits(FindingKind::Enum, &at, message, lacks, edits);
        }
    }

    /// A place may have a default of its own, beside its reference.
    fn default(&mut self, place: &Place<'_, '_>, constraints: &Constraints) {
        let own = Some(place.slot.own).filter(|own| own.target().is_some() && own.default.is_some());
        let holder = own.unwrap_or(place.inner);
        let (pointer, name) = (&holder.pointer, &place.slot.name);
        match (&constraints.default, &holder.default) {
            (Some(page), None) => {
                let message = format!("the page has the default {} of `{name}`", text(page));
                let at = At::member(place.line, pointer, "default").says(text(page));
                self.add(FindingKind::MissingInSpec, &at, message, Some(Lacks::Value(page.clone())));
            }
            (Some(page), Some(spec)) if text(page) != text(spec) => {
                let (page, spec) = (text(page), text(spec));
                let message = format!("the default of `{name}` is {page} on the page, and {spec} in the specification");
                let pointer = child(pointer, "default");
                let edits: Vec<Edit> =
                    constraints.default.iter().map(|value| Edit::set(pointer.as_str(), value.clone())).collect();
                self.add_edits(FindingKind::Default, &At::of(place.line, &pointer).says(page), message, None, edits);
                self.settled();
            }
            (None, Some(spec)) => {
                let what = format!("the default {} of `{name}`", text(spec));
                self.page_lacks(&child(pointer, "default"), origin(holder), &what);
            }
            _ => {}
        }
    }

    /// The least and the greatest value, or length. A range that changes at both ends has changed once.
    fn range(&mut self, place: &Place<'_, '_>, constraints: &Constraints, limits: [Limit; 2]) {
        let schema = place.inner;
        let page = limits.map(|limit| limit_of(constraints, limit));
        let spec = limits.map(|limit| schema.limit(limit));
        let end = |at: usize| (page[at].as_ref(), spec[at]);
        // An older page need not have what the specification has, nor one of several operations at an address.
        let is_alone = self.contract.operation.variants.is_empty();
        let is_told = |change: &Change| *change != Change::Gone || (is_alone && self.expected.expects(origin(schema)));
        let [least, most] = [0, 1].map(|at| Change::of(end(at)).filter(is_told));
        let whole = if limits[0] == Limit::Minimum { "range" } else { "length" };
        match (least, most) {
            (None, None) => {}
            (Some(change), None) => self.limit(place, limits[0], change, end(0)),
            (None, Some(change)) => self.limit(place, limits[1], change, end(1)),
            (Some(left), Some(right)) => {
                let name = &place.slot.name;
                let (says, known) = (says::range(page[0].as_ref(), page[1].as_ref()), says::range(spec[0], spec[1]));
                let fits = is_limited_by(&schema_type(self.model, schema), limits[0]);
                let pointer = &schema.pointer;
                if (left, right) == (Change::Gone, Change::Gone) {
                    let removal = limits.map(|limit| Edit::removal(&child(pointer, limit.keyword()))).concat();
                    self.page_lacks_all(pointer, origin(schema), &format!("the {whole} {known} of `{name}`"), removal);
                } else if (left, right) == (Change::New, Change::New) {
                    let message = format!("the page has the {whole} {says} of `{name}`");
                    let keywords = limits.map(Limit::keyword).into_iter().zip(page.into_iter().flatten());
                    let lacks = fits.then(|| Lacks::Limits(keywords.collect()));
                    let at = At::member(place.line, pointer, whole).says(says);
                    self.add(FindingKind::MissingInSpec, &at, message, lacks);
                } else {
                    let message =
                        format!("the {whole} of `{name}` is {says} on the page, and {known} in the specification");
                    let ends = limits.map(Limit::keyword).into_iter().zip(page);
                    let edits = ends.flat_map(|(keyword, value)| end_edits(&child(pointer, keyword), value)).collect();
                    self.add_edits(FindingKind::Limit, &At::of(place.line, pointer).says(says), message, None, edits);
                    self.settled();
                }
            }
        }
    }

    /// One end of a range, where only it has changed.
    fn limit(&mut self, place: &Place<'_, '_>, limit: Limit, change: Change, end: (Option<&Value>, Option<&Value>)) {
        let (schema, name, keyword) = (place.inner, &place.slot.name, limit.keyword());
        let [page, spec] = [end.0, end.1].map(|value| value.map(text).unwrap_or_default());
        let pointer = child(&schema.pointer, keyword);
        match change {
            Change::New => {
                let fits = is_limited_by(&schema_type(self.model, schema), limit);
                let message = format!("the page has the {keyword} {page} of `{name}`");
                let lacks = end.0.filter(|_| fits).cloned().map(Lacks::Value);
                let at = At::member(place.line, &schema.pointer, keyword).says(page);
                self.add(FindingKind::MissingInSpec, &at, message, lacks);
            }
            Change::Other => {
                let message =
                    format!("the {keyword} of `{name}` is {page} on the page, and {spec} in the specification");
                let edits = end_edits(&pointer, end.0.cloned());
                self.add_edits(FindingKind::Limit, &At::of(place.line, &pointer).says(page), message, None, edits);
                self.settled();
            }
            Change::Gone => self.page_lacks(&pointer, origin(schema), &format!("the {keyword} {spec} of `{name}`")),
        }
    }
}

/// The edits that write one end of a range, or take it away.
fn end_edits(pointer: &str, value: Option<Value>) -> Vec<Edit> {
    value.map_or_else(|| Edit::removal(pointer), |value| vec![Edit::set(pointer, value)])
}

/// Whether the schema of a slot stands where the slot does: another one there changes nothing else.
fn is_inline(slot: &Slot<'_>) -> bool {
    slot.own.pointer == slot.schema.pointer && slot.name != "$"
}

/// What a limit is on the page, compared with the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Only the page has it.
    New,
    /// It is another one.
    Other,
    /// Only the specification has it.
    Gone,
}

impl Change {
    fn of((page, spec): (Option<&Value>, Option<&Value>)) -> Option<Self> {
        match (page, spec) {
            (Some(_), None) => Some(Self::New),
            (Some(page), Some(spec)) => (text(page) != text(spec)).then_some(Self::Other),
            (None, Some(_)) => Some(Self::Gone),
            (None, None) => None,
        }
    }
}

/// A limit of the page.
fn limit_of(constraints: &Constraints, limit: Limit) -> Option<Value> {
    let number = |number: &Option<Number>| number.clone().map(Value::Number);
    match limit {
        Limit::Minimum => number(&constraints.minimum),
        Limit::Maximum => number(&constraints.maximum),
        Limit::MinLength => constraints.min_length.map(Value::from),
        Limit::MaxLength => constraints.max_length.map(Value::from),
        _ => None,
    }
}

/// A value that is compared, with the innermost schema of its list and the line of the page.
#[derive(Clone, Copy)]
struct Place<'s, 'd> {
    slot: &'s Slot<'d>,
    inner: &'d Schema,
    line: u32,
}

/// Whether a page's type can be the specification's.
pub(super) fn same_type(page: &SchemaType, spec: &SchemaType) -> bool {
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
