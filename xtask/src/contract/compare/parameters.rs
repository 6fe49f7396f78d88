//! Parameters.

use std::collections::BTreeSet;

use super::moved::{Single, pair};
use super::{At, Comparison, says};
use crate::contract::slot::schema_type;
use crate::contract::{Lacks, Slot};
use crate::docs::{Parameter, ParameterIn};
use crate::model::{PathTemplate, header};
use crate::spec::{FindingKind, child, shape};

impl Comparison<'_> {
    /// The parameters, both ways. Placeholders of a path that has changed are told with the path.
    pub(super) fn parameters(&mut self) {
        let (page, contract) = (self.page, self.contract);
        let path = page.path.as_ref().map(|path| path.value.as_str());
        let names = Placeholders::of(path, contract.operation.path.as_str());
        let mut seen = BTreeSet::new();
        let mut new = Vec::new();
        for (index, parameter) in page.parameters.iter().enumerate() {
            // A form is the body of a request in OpenAPI; its fields are compared there.
            if (parameter.location == ParameterIn::Header && header::is_framing(&parameter.name))
                || parameter.location == ParameterIn::Form
            {
                continue;
            }
            let is_it = |slot: &&Slot<'_>| {
                let in_path = parameter.location == ParameterIn::Path;
                let name = if in_path { names.in_spec(&parameter.name) } else { &parameter.name };
                slot.name == name && slot.location == Some(parameter.location)
            };
            if let Some(slot) = contract.parameters.iter().find(is_it) {
                seen.insert(slot.holder);
                self.required(slot, parameter.required, parameter.line);
                self.value(slot, &parameter.doc_type.schema, &parameter.constraints, parameter.line);
                continue;
            }
            let is_told = self.is_crossed_parameter(&parameter.name)
                || (parameter.location == ParameterIn::Path && names.is_of_page(&parameter.name));
            if !is_told {
                new.push((index, parameter));
            }
        }
        let is_gone = |slot: &&Slot<'_>| {
            let is_placeholder = slot.location == Some(ParameterIn::Path) && names.is_of_spec(&slot.name);
            !seen.contains(slot.holder) && !is_placeholder && !self.is_crossed_parameter(&slot.name)
        };
        let gone: Vec<&Slot<'_>> = contract.parameters.iter().filter(is_gone).collect();
        self.new_and_gone(&new, &gone);
    }

    /// What one side lacks; a parameter that has another name or place now is one thing, and not two.
    fn new_and_gone(&mut self, new: &[(usize, &Parameter)], gone: &[&Slot<'_>]) {
        let singles: Vec<Single<'_>> = new.iter().map(|(_, parameter)| self.single_parameter(parameter)).collect();
        let expected: Vec<&Slot<'_>> =
            gone.iter().copied().filter(|slot| self.expected.expects(slot.origin())).collect();
        let known: Vec<Single<'_>> = expected.iter().map(|slot| self.single_slot(slot)).collect();
        let pairs = pair(&singles, &known);
        let old: Vec<Option<&Slot<'_>>> =
            (0..new.len()).map(|nth| pairs.get(&nth).and_then(|at| expected.get(*at)).copied()).collect();
        let list = child(&self.contract.operation.pointer, "parameters");
        for ((index, parameter), old) in new.iter().zip(&old) {
            let (place, noun, name) = (place_name(parameter.location), self.noun, &parameter.name);
            let lacks = Some(Lacks::Parameter(*index));
            if let Some(old) = old {
                let at = old.location.map_or("", place_name);
                let message = format!(
                    "the {noun} has the parameter `{name}` in the {place}, and the specification `{}` in the {at}",
                    old.name
                );
                let at = At::of(parameter.line, old.holder).says(format!("{place} {name}"));
                self.add(FindingKind::Moved, &at, message, lacks);
            } else {
                let message = format!("the {noun} has the parameter `{name}`");
                let says = format!("{place} {}", says::type_name(&parameter.doc_type.schema));
                self.add(
                    FindingKind::MissingInSpec,
                    &At::member(parameter.line, &list, name).says(says),
                    message,
                    lacks,
                );
            }
        }
        let is_moved = |slot: &Slot<'_>| old.iter().flatten().any(|known| known.holder == slot.holder);
        for slot in gone.iter().filter(|slot| !is_moved(slot)) {
            self.page_lacks(slot.holder, slot.origin(), &format!("the parameter `{}`", slot.name));
        }
    }

    fn single_parameter<'p>(&'p self, parameter: &'p Parameter) -> Single<'p> {
        let beside = self.page.parameters.iter().filter(|other| other.location == parameter.location);
        let before = beside.take_while(|other| other.name != parameter.name).last();
        Single {
            name: &parameter.name,
            group: place_name(parameter.location).to_owned(),
            kind: parameter.doc_type.schema.clone(),
            before: before.map(|other| other.name.as_str()),
        }
    }

    fn single_slot<'p>(&'p self, slot: &'p Slot<'_>) -> Single<'p> {
        let beside = self.contract.parameters.iter().filter(|other| other.location == slot.location);
        let before = beside.take_while(|other| other.name != slot.name).last();
        Single {
            name: &slot.name,
            group: slot.location.map_or("", place_name).to_owned(),
            kind: schema_type(self.model, slot.schema),
            before: before.map(|other| other.name.as_str()),
        }
    }
}

const fn place_name(place: ParameterIn) -> &'static str {
    match place {
        ParameterIn::Path => "path",
        ParameterIn::Query => "query",
        ParameterIn::Header => "header",
        ParameterIn::Form => "form",
        ParameterIn::Cookie => "cookie",
    }
}

/// The placeholders of both paths, if they differ in them.
struct Placeholders {
    page: Vec<String>,
    spec: Vec<String>,
    /// Whether nothing but names differs.
    is_renamed: bool,
}

impl Placeholders {
    fn of(page: Option<&str>, spec: &str) -> Self {
        let page = page.filter(|page| *page != spec);
        let names = |path: &str| PathTemplate::new(path).placeholders().map(str::to_owned).collect();
        let own = page.map(names).unwrap_or_default();
        let is_renamed = page.is_some_and(|page| shape(page) == shape(spec));
        Self { page: own, spec: page.map(|_| names(spec)).unwrap_or_default(), is_renamed }
    }

    /// What the specification calls a placeholder of the page.
    fn in_spec<'n>(&'n self, name: &'n str) -> &'n str {
        let at = self.page.iter().position(|known| known == name).filter(|_| self.is_renamed);
        at.and_then(|at| self.spec.get(at)).map_or(name, String::as_str)
    }

    fn is_of_page(&self, name: &str) -> bool {
        self.page.iter().any(|known| known == name)
    }

    fn is_of_spec(&self, name: &str) -> bool {
        self.spec.iter().any(|known| known == name)
    }
}
