//! Parameters.

use std::collections::BTreeMap;

use serde_json::Value;

use super::reader::{Entries, Reader, rule};
use super::schema::Role;
use crate::model::keyword::Subject;
use crate::model::{Parameter, ParameterIn, Schema, Shape, names};
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    /// A parameter, wherever it is declared; none for one that cannot be read.
    pub(super) fn parameter(&mut self, pointer: String, value: &'d Value) -> Option<Parameter> {
        let entries = self.object(Subject::Parameter, pointer.clone(), value)?;
        for key in ["name", "in", "schema"] {
            self.ask(&entries, key);
        }
        let place = self.place(&entries)?;
        let name = self.text(&entries, "name")?.to_owned();
        if name.is_empty() {
            self.fault(&pointer, "parameter", "the parameter has an empty name", "write the name that is sent");
        }
        let schema = match entries.get("schema") {
            Some((pointer, value)) => self.schema(pointer, value, Role::Inner, 0),
            None => Schema { pointer: pointer.clone(), shape: Shape::Unreadable, ..Schema::default() },
        };
        let explode = self.explode(&entries, place, &schema);
        let chosen = self.text(&entries, x::RUST_NAME);
        if let Some(name) = chosen.filter(|name| !names::is_snake(name) || names::is_taken_setter(name)) {
            let pointer = crate::spec::child(&pointer, x::RUST_NAME);
            self.fault(
                &pointer,
                "names",
                format!("`{name}` is no name of a setter"),
                "write one in snake_case, not taken",
            );
        }
        let usable = chosen.filter(|name| names::is_snake(name) && !names::is_taken_setter(name));
        Some(Parameter {
            listed_at: pointer.clone(),
            rust_name: usable.map_or_else(|| setter_name(&name), str::to_owned),
            pointer,
            name,
            place,
            description: self.kept(&entries, "description"),
            required: self.boolean(&entries, "required"),
            deprecated: self.deprecation(&entries),
            explode,
            availability: self.availability(&entries),
            certainty: self.certainty(&entries),
            witnesses: self.witnesses(&entries),
            schema,
        })
    }

    fn place(&mut self, entries: &Entries<'d>) -> Option<ParameterIn> {
        let text = self.text(entries, "in")?;
        let pointer = crate::spec::child(&entries.pointer, "in");
        self.choice(Subject::Place, &pointer, text).then_some(())?;
        ParameterIn::ALL.into_iter().find(|place| place.to_string() == text)
    }

    /// Whether the elements of a list are sent one by one.
    fn explode(&mut self, entries: &Entries<'d>, place: ParameterIn, schema: &Schema) -> bool {
        let usual = if place == ParameterIn::Query { "form" } else { "simple" };
        if let Some(style) = self.text(entries, "style") {
            let pointer = crate::spec::child(&entries.pointer, "style");
            if self.choice(Subject::Style, &pointer, style) && style != usual {
                let message = format!("`{style}` is no style of parameters in the {place}");
                self.fault(&pointer, rule::OPENAPI_FORM, message, format!("write `{usual}`, or delete it"));
            }
        }
        let explode = self.optional_boolean(entries, "explode");
        if let (Some(true), Some((pointer, _))) =
            (explode.filter(|_| place != ParameterIn::Query), entries.get("explode"))
        {
            let message = format!("`explode` says nothing of parameters in the {place}");
            self.fault(&pointer, rule::KEYWORD, message, "delete it");
        }
        let is_scalar = !matches!(schema.shape, Shape::Array(_) | Shape::Reference(_) | Shape::Unreadable);
        if let (Some(false), true, Some((pointer, _))) = (explode, is_scalar, entries.get("explode")) {
            let message = "`explode` says how a list is sent, and this is none";
            self.fault(&pointer, rule::KEYWORD, message, "delete it, or correct the type");
        }
        explode.unwrap_or(true)
    }

    /// Gives the parameters of an operation names of their own: one that another parameter has too, or the body, is
    /// followed by its place. The path has the first choice, as its parameters are the ones that are always given.
    pub(super) fn name_parameters(&mut self, parameters: &mut [Parameter], has_body: bool) {
        let mut order: Vec<usize> = (0..parameters.len()).collect();
        order.sort_by_key(|index| parameters.get(*index).map(|parameter| parameter.place));
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        if has_body {
            taken.insert("body".to_owned(), "the body".to_owned());
        }
        for index in order {
            let Some(parameter) = parameters.get_mut(index) else { continue };
            if taken.contains_key(names::matcher(&parameter.rust_name)) {
                parameter.rust_name = format!("{}_{}", names::matcher(&parameter.rust_name), parameter.place);
            }
            let shown = format!("`{}` in the {}", parameter.name, parameter.place);
            // `type` and `type_` have the setter `set_type` and the matcher `with_type` in common.
            let name = names::matcher(&parameter.rust_name).to_owned();
            if let Some(other) = taken.insert(name, shown) {
                let message =
                    format!("`{}` and {other} are both called `{}` in Rust", parameter.name, parameter.rust_name);
                let pointer = parameter.listed_at.clone();
                self.fault(&pointer, "names", message, "write `x-rust-name` into one of them");
            }
        }
    }
}

/// The name of a parameter's setter: that of a method that builders have anyway gets an underscore.
fn setter_name(wire: &str) -> String {
    let name = names::snake(wire);
    if names::is_taken_setter(&name) { format!("{name}_") } else { name }
}
