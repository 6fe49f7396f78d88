//! Bodies, as a flat list of fields.

use std::collections::BTreeMap;

use super::Slot;
use super::slot::{MAX_DEPTH, innermost, split};
use crate::model::{Content, Model, Schema, Shape};

/// The body of a request or a response.
#[derive(Clone, Debug)]
pub(crate) struct Body<'m> {
    /// Pointer to what holds the body: the request body or the response, references followed.
    pub(crate) pointer: &'m str,
    /// What it holds; none for an empty body.
    pub(crate) content: Option<&'m Content>,
    /// The body itself.
    pub(crate) whole: Option<Slot<'m>>,
    pub(crate) slots: Vec<Slot<'m>>,
    /// Pointers of the objects, by the path that their fields begin with; the body itself is "".
    pub(crate) objects: BTreeMap<String, &'m str>,
}

impl<'m> Body<'m> {
    pub(super) fn of(model: &'m Model, pointer: &'m str, content: Option<&'m Content>) -> Self {
        let mut body = Self { pointer, content, whole: None, slots: Vec::new(), objects: BTreeMap::new() };
        // A body without a schema is a fault, and stands where its media type does.
        if let Some(content) = content.filter(|content| content.schema.pointer != content.pointer) {
            let schema = model.resolve(&content.schema);
            let (name, holder) = ("$".to_owned(), content.pointer.as_str());
            let own = &content.schema;
            let whole =
                Slot { name, location: None, required: false, is_deprecated: false, holder, own, schema, around: None };
            let origin = whole.origin();
            body.whole = Some(whole);
            // As on pages, `$` is a body that is no object with fields of its own.
            let prefix = if matches!(schema.shape, Shape::Object(_)) { "" } else { "$" };
            body.fields(model, prefix, (schema, origin), 0);
        }
        body
    }

    /// Adds the fields below `prefix`, whose schema this is, with the source of what they lie in.
    fn fields(
        &mut self,
        model: &'m Model,
        prefix: &str,
        (schema, around): (&'m Schema, Option<&'m str>),
        depth: usize,
    ) {
        let (schema, lists) = innermost(model, schema);
        let prefix = prefix.to_owned() + &"[]".repeat(lists);
        match &schema.shape {
            _ if depth >= MAX_DEPTH => {}
            // The keys of a map are data: what its values hold stands at the path of the map.
            Shape::Map(values) => self.fields(model, &prefix, (values, around), depth + 1),
            Shape::Object(object) if self.enter(&prefix, &schema.pointer) => {
                for property in &object.properties {
                    let name =
                        if prefix.is_empty() { property.name.clone() } else { format!("{prefix}.{}", property.name) };
                    let slot = Slot {
                        name: name.clone(),
                        location: None,
                        required: property.required,
                        is_deprecated: property.schema.deprecated.is_some(),
                        holder: &schema.pointer,
                        own: &property.schema,
                        schema: model.resolve(&property.schema),
                        around,
                    };
                    let origin = slot.origin();
                    self.slots.push(slot);
                    self.fields(model, &name, (&property.schema, origin), depth + 1);
                }
            }
            _ => {}
        }
    }

    /// The field of that path, or of one that differs in the lists and maps on it alone.
    pub(crate) fn slot(&self, path: &str) -> Option<&Slot<'m>> {
        let exact = self.slots.iter().find(|slot| slot.name == path);
        exact.or_else(|| {
            let path = plain(path);
            self.slots.iter().find(|slot| plain(&slot.name) == path)
        })
    }

    /// The field of that path, or the one in its object that is known to be sent under its name, too.
    pub(crate) fn known_as(&self, path: &str) -> Option<&Slot<'m>> {
        let (outer, name) = split(path);
        let is_alias = |slot: &&Slot<'m>| {
            plain(split(&slot.name).0) == plain(outer) && slot.own.aliases.iter().any(|alias| alias == name)
        };
        self.slot(path).or_else(|| self.slots.iter().find(is_alias))
    }

    /// The object that fields with this path lie in; lists and maps around it may be written in another way.
    pub(crate) fn object(&self, path: &str) -> Option<&'m str> {
        let exact = self.objects.get(path);
        let found = exact.or_else(|| {
            let path = plain(path);
            self.objects.iter().find(|(known, _)| plain(known) == path).map(|(_, pointer)| pointer)
        });
        found.copied()
    }

    /// Whether the object at `pointer` is not yet open above `prefix`.
    fn enter(&mut self, prefix: &str, pointer: &'m str) -> bool {
        let is_around = |path: &str| path.is_empty() || path == prefix || is_inside(prefix, path);
        let cyclic = self.objects.iter().any(|(path, object)| *object == pointer && is_around(path));
        if !cyclic {
            self.objects.insert(prefix.to_owned(), pointer);
        }
        !cyclic
    }
}

/// The path of a field without the lists and maps on it, and without the body itself.
pub(super) fn plain(path: &str) -> String {
    let path = path.replace("[]", "").replace(".*", "");
    path.trim_start_matches(['$', '.']).to_owned()
}

/// Whether the path of a field lies below another one.
pub(super) fn is_inside(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['.', '[']))
}
