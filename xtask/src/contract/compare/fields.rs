//! Fields of a body.

use super::moved::{Single, pair};
use super::{At, Comparison, says};
use crate::contract::body::{is_inside, plain};
use crate::contract::edit::schema;
use crate::contract::slot::{schema_type, split};
use crate::contract::{Body, Edit, Lacks, Slot};
use crate::docs::{Constraints, Field, SchemaType};
use crate::spec::{FindingKind, child};
use serde_json::json;

impl Comparison<'_> {
    /// The fields of a body, both ways. Of an object that one side lacks, its fields are not reported as well; nor are
    /// those that came or went because something around them has another type now.
    pub(super) fn fields(&mut self, status: Option<&str>, body: &Body<'_>, fields: &[Field]) {
        let mut retyped: Vec<String> = Vec::new();
        if !self.whole(body, fields) {
            retyped.push(String::new());
        }
        let (mut new, mut seen) = (Vec::new(), Vec::new());
        for field in fields.iter().filter(|field| field.field != "$") {
            let Some(slot) = body.slot(&field.field) else {
                if status.is_some() || !self.is_crossed_field(&field.field) {
                    new.push(field);
                }
                continue;
            };
            seen.push(slot.name.as_str());
            // Pages do not say what a response must hold; the specification may.
            if status.is_none() {
                self.required(slot, field.required, field.line);
            }
            if !self.value(slot, &field.doc_type.schema, &field.constraints, field.line) {
                retyped.push(plain(&field.field));
            }
        }
        let is_explained = |path: &str| retyped.iter().any(|outer| outer.is_empty() || is_inside(&plain(path), outer));
        new.retain(|field| !is_explained(&field.field));
        // Only successes are described by each page; one error body serves all operations.
        let is_described = status.is_none_or(|status| status.starts_with('2'));
        let gone = body.slots.iter().filter(|slot| !seen.contains(&slot.name.as_str()) && !is_explained(&slot.name));
        let gone = gone.filter(|slot| status.is_some() || !self.is_crossed_field(&slot.name));
        let gone: Vec<&Slot<'_>> = gone.filter(|_| is_described).collect();
        let origin = body.whole.as_ref().and_then(Slot::origin);
        if fields.is_empty() && gone.len() > 1 && self.expected.expects(origin) {
            let what =
                status.map_or_else(|| "a request body".to_owned(), |status| format!("a body of the response {status}"));
            let removal = match status {
                None => Edit::removal(body.pointer),
                Some(_) => Edit::removal(&child(body.pointer, "content")),
            };
            self.page_lacks_all(body.pointer, origin, &what, removal);
            return;
        }
        let new = outermost(&new, |field| &field.field);
        self.new_and_gone_fields(status, body, fields, &new, &outermost(&gone, |slot| &slot.name));
    }

    /// The body as a whole; false if it has another type.
    fn whole(&mut self, body: &Body<'_>, fields: &[Field]) -> bool {
        let page = fields.iter().find(|field| field.field == "$");
        let Some(whole) = &body.whole else {
            if let Some(field) = page {
                let message = format!("the {} has a body", self.noun);
                let at = At::member(field.line, body.pointer, "content").says(says::type_name(&field.doc_type.schema));
                let media = json!({ "application/json": { "schema": schema(&field.doc_type.schema) } });
                let edits = vec![Edit::set(child(body.pointer, "content"), media)];
                self.add_edits(FindingKind::MissingInSpec, &at, message, None, edits);
            }
            return true;
        };
        if let Some(field) = page {
            return self.value(whole, &field.doc_type.schema, &field.constraints, field.line);
        }
        let is_object = matches!(schema_type(self.model, whole.schema), SchemaType::Object | SchemaType::Map { .. });
        if is_object {
            return true;
        }
        if let Some(first) = fields.first() {
            let is_alike = self.value(whole, &SchemaType::Object, &Constraints::default(), first.line);
            let of_whole = self.differences.last_mut().filter(|last| !is_alike && last.pointer == whole.schema.pointer);
            if let Some(difference) = of_whole {
                // They are told with the object that they are in.
                difference.holds = fields.iter().map(|field| field.field.clone()).collect();
            }
            return is_alike;
        }
        // Pages show such a body as an example only; an interface has it.
        if self.is_interface() {
            self.page_lacks(&whole.schema.pointer, whole.origin(), "a body that is no object");
        }
        true
    }

    /// What one side lacks; a field that has another name or place now is one thing, and not two.
    fn new_and_gone_fields(
        &mut self,
        status: Option<&str>,
        body: &Body<'_>,
        fields: &[Field],
        new: &[&Field],
        gone: &[&Slot<'_>],
    ) {
        let singles: Vec<Single<'_>> = new.iter().map(|field| single_field(field, fields)).collect();
        let expected: Vec<&Slot<'_>> =
            gone.iter().copied().filter(|slot| self.expected.expects(slot.origin())).collect();
        let known: Vec<Single<'_>> = expected.iter().map(|slot| self.single_property(slot, body)).collect();
        let pairs = pair(&singles, &known);
        let mut moved = Vec::new();
        for (nth, field) in new.iter().enumerate() {
            let lacks = Lacks::Field { status: status.map(str::to_owned), field: field.field.clone() };
            let (name, noun) = (&field.field, self.noun);
            if let Some(old) = pairs.get(&nth).and_then(|at| expected.get(*at)) {
                moved.push(old.name.as_str());
                let message =
                    format!("the {noun} has the field `{name}`, and the specification `{}` in its place", old.name);
                let pointer = old.pointer();
                let place = body.object(split(name).0).map(|object| child(object, "properties"));
                let to = place.map(|place| child(&place, split(name).1));
                let mut edits: Vec<Edit> =
                    to.iter().map(|to| Edit::Move { pointer: pointer.clone(), to: to.clone() }).collect();
                if let Some(to) = to.filter(|_| old.required) {
                    edits.extend(Edit::required(&pointer, false));
                    edits.extend(Edit::required(&to, true));
                }
                let at = At::of(field.line, &pointer).says(name);
                self.add_edits(FindingKind::Moved, &at, message, Some(lacks), edits);
            } else {
                let (prefix, name) = split(name);
                let object = body.object(prefix);
                let place = object.map_or_else(|| body.pointer.to_owned(), |object| child(object, "properties"));
                let message = format!("the {noun} has the field `{}`{}", field.field, of(status));
                let at = At::member(field.line, &place, name).says(says::type_name(&field.doc_type.schema));
                self.add(FindingKind::MissingInSpec, &at, message, Some(lacks));
            }
        }
        for slot in gone.iter().filter(|slot| !moved.contains(&slot.name.as_str())) {
            self.page_lacks(&slot.pointer(), slot.origin(), &format!("the field `{}`", slot.name));
        }
    }

    fn single_property<'b>(&self, slot: &'b Slot<'_>, body: &'b Body<'_>) -> Single<'b> {
        let (prefix, name) = split(&slot.name);
        let beside = body.slots.iter().filter(|other| split(&other.name).0 == prefix);
        let before = beside.take_while(|other| other.name != slot.name).last();
        let kind = schema_type(self.model, slot.schema);
        Single { name, group: plain(prefix), kind, before: before.map(|other| split(&other.name).1) }
    }
}

fn single_field<'f>(field: &'f Field, fields: &'f [Field]) -> Single<'f> {
    let (prefix, name) = split(&field.field);
    let beside = fields.iter().filter(|other| split(&other.field).0 == prefix);
    let before = beside.take_while(|other| other.field != field.field).last();
    let kind = field.doc_type.schema.clone();
    Single { name, group: plain(prefix), kind, before: before.map(|other| split(&other.field).1) }
}

/// Those that lie in none of the others.
fn outermost<'s, T: Copy>(all: &[T], path: impl Fn(T) -> &'s str) -> Vec<T> {
    let mut outer: Vec<T> = Vec::new();
    for one in all {
        if !outer.iter().any(|outer| is_inside(path(*one), path(*outer))) {
            outer.push(*one);
        }
    }
    outer
}

fn of(status: Option<&str>) -> String {
    status.map_or_else(String::new, |status| format!(" in the response {status}"))
}
