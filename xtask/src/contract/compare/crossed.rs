//! What a page has in the body of the request, and the specification in a parameter, or the other way round: one change.

use super::{At, Comparison, values};
use crate::contract::slot::schema_type;
use crate::contract::{Contract, Expected, Slot};
use crate::docs::{Field, PageFacts, Parameter, ParameterIn};
use crate::model::Model;
use crate::spec::{FindingKind, child};

/// A value of a request that is in another part of it now.
#[derive(Clone, Copy, Debug)]
pub(super) enum Crossed<'d> {
    /// From a parameter to a field at the top of the body.
    IntoBody(&'d Slot<'d>, &'d Field),
    /// From such a field to a parameter.
    OutOfBody(&'d Slot<'d>, &'d Parameter),
}

/// The values with one name and one type that one side has among the parameters alone, and the other at the top of the body
/// alone.
pub(super) fn find<'d>(
    page: &'d PageFacts,
    model: &'d Model,
    contract: &'d Contract<'d>,
    expected: Expected<'d>,
) -> Vec<Crossed<'d>> {
    let may_move = |place: ParameterIn| matches!(place, ParameterIn::Query | ParameterIn::Header);
    let fields = || contract.request.iter().flat_map(|body| &body.slots);
    let is_field = |name: &str| page.request.iter().any(|field| field.field == name);
    let is_parameter = |name: &str| page.parameters.iter().any(|known| known.name == name);
    let has_parameter = |name: &str| contract.parameters.iter().any(|known| known.name == name);
    let of_type = |slot: &Slot<'_>, schema| values::same_type(schema, &schema_type(model, slot.schema));
    let in_page = contract.parameters.iter().filter_map(|slot| {
        let is_gone =
            slot.location.is_some_and(may_move) && !is_parameter(&slot.name) && expected.expects(slot.origin());
        let field = page.request.iter().find(|field| field.field == slot.name)?;
        let is_new = !fields().any(|known| known.name == slot.name);
        (is_gone && is_new && of_type(slot, &field.doc_type.schema)).then_some(Crossed::IntoBody(slot, field))
    });
    let in_spec = page.parameters.iter().filter_map(|parameter| {
        let slot = fields().find(|slot| slot.name == parameter.name)?;
        let is_gone = !is_field(&slot.name) && expected.expects(slot.origin());
        let is_new = may_move(parameter.location) && !has_parameter(&parameter.name);
        (is_gone && is_new && of_type(slot, &parameter.doc_type.schema)).then_some(Crossed::OutOfBody(slot, parameter))
    });
    in_page.chain(in_spec).collect()
}

impl Comparison<'_> {
    /// Tells what moved between the parameters and the body.
    pub(super) fn crossed(&mut self) {
        let noun = self.noun;
        for crossed in self.crossed.clone() {
            let (line, pointer, says, message) = match crossed {
                Crossed::IntoBody(slot, field) => {
                    let message = format!(
                        "the {noun} has `{}` in the request body, and the specification as a parameter",
                        field.field
                    );
                    (field.line, slot.holder.to_owned(), format!("body {}", field.field), message)
                }
                Crossed::OutOfBody(slot, parameter) => {
                    let message = format!(
                        "the {noun} has the parameter `{}`, and the specification a field of the request body",
                        parameter.name
                    );
                    let pointer = child(&child(slot.holder, "properties"), &slot.name);
                    (parameter.line, pointer, format!("parameter {}", parameter.name), message)
                }
            };
            self.add(FindingKind::Moved, &At::of(line, &pointer).says(says), message, None);
        }
    }

    /// Whether a parameter, of the page or of the specification, was told as moved.
    pub(super) fn is_crossed_parameter(&self, name: &str) -> bool {
        self.crossed.iter().any(|crossed| match crossed {
            Crossed::IntoBody(slot, _) => slot.name == name,
            Crossed::OutOfBody(_, parameter) => parameter.name == name,
        })
    }

    /// Whether a field of the request body, of the page or of the specification, was told as moved.
    pub(super) fn is_crossed_field(&self, path: &str) -> bool {
        let is_of =
            |name: &str| path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with(['.', '[']));
        self.crossed.iter().any(|crossed| match crossed {
            Crossed::IntoBody(_, field) => is_of(&field.field),
            Crossed::OutOfBody(slot, _) => is_of(&slot.name),
        })
    }
}
