//! Fields of a body.

use std::collections::BTreeSet;

use super::{At, Comparison};
use crate::contract::body::is_inside;
use crate::contract::slot::schema_type;
use crate::contract::{Body, Lacks, Slot};
use crate::docs::{Field, SchemaType};
use crate::spec::{FindingKind, child};

impl Comparison<'_> {
    /// The fields of a body, both ways. Of an object that one side lacks, its fields are not reported as well.
    pub(super) fn fields(&mut self, status: Option<&str>, body: &Body<'_>, fields: &[Field]) {
        let mut lacking: Vec<&str> = Vec::new();
        for field in fields {
            if field.field == "$" {
                self.whole(body, field);
            } else if let Some(slot) = body.slots.iter().find(|slot| slot.name == field.field) {
                self.field(status, slot, field);
            } else if !lacking.iter().any(|outer| is_inside(&field.field, outer)) {
                lacking.push(&field.field);
                self.spec_lacks_field(status, body, field);
            }
        }
        // Only successes are described by each page; one error body serves all operations.
        if status.is_none_or(|status| status.starts_with('2')) {
            self.fields_of_spec(body, fields);
        }
    }

    /// A body that is no object.
    fn whole(&mut self, body: &Body<'_>, field: &Field) {
        if let Some(slot) = &body.whole {
            self.value(slot, &field.doc_type.schema, &field.constraints, field.line);
        } else {
            let message = format!("the {} has a body", self.noun);
            let at = At::member(field.line, body.pointer, "content");
            self.add(FindingKind::MissingInSpec, &at, message, None);
        }
    }

    fn field(&mut self, status: Option<&str>, slot: &Slot<'_>, field: &Field) {
        // Pages do not say what a response must hold; the specification may.
        if status.is_none() {
            self.required(slot, field.required, field.line);
        }
        self.value(slot, &field.doc_type.schema, &field.constraints, field.line);
    }

    fn spec_lacks_field(&mut self, status: Option<&str>, body: &Body<'_>, field: &Field) {
        let (prefix, name) = field.field.rsplit_once('.').unwrap_or(("", &field.field));
        let object = body.objects.get(prefix);
        let place = object.map_or_else(|| body.pointer.to_owned(), |object| child(object, "properties"));
        let lacks = Lacks::Field { status: status.map(str::to_owned), field: field.field.clone() };
        let message = format!("the {} has the field `{}`{}", self.noun, field.field, of(status));
        self.add(FindingKind::MissingInSpec, &At::member(field.line, &place, name), message, Some(lacks));
    }

    fn fields_of_spec(&mut self, body: &Body<'_>, fields: &[Field]) {
        let named: BTreeSet<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        // Pages show such a body as an example only; an interface has it.
        if let Some(whole) = body.whole.as_ref().filter(|_| self.is_interface() && !named.contains("$"))
            && schema_type(self.model, whole.schema) != SchemaType::Object
        {
            self.page_lacks(&whole.schema.pointer, whole.origin(), "a body that is no object");
        }
        let mut lacking: Vec<&str> = Vec::new();
        for slot in body.slots.iter().filter(|slot| !named.contains(slot.name.as_str())) {
            if !lacking.iter().any(|outer| is_inside(&slot.name, outer)) {
                lacking.push(&slot.name);
                let name = slot.name.rsplit('.').next().unwrap_or_default();
                let pointer = child(&child(slot.holder, "properties"), name);
                self.page_lacks(&pointer, slot.origin(), &format!("the field `{}`", slot.name));
            }
        }
    }
}

fn of(status: Option<&str>) -> String {
    status.map_or_else(String::new, |status| format!(" in the response {status}"))
}
