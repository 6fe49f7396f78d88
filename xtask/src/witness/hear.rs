//! What was heard of an operation.

use std::collections::{BTreeMap, BTreeSet};

use super::Part;
use crate::contract::{Contract, Slot};
use crate::docs::{DocType, Field, PageFacts, ParameterIn, Required, SchemaType};
use crate::model::{Model, Operation};

/// What is said, with the witnesses that say it.
pub(super) type Said = BTreeMap<String, BTreeSet<String>>;

/// What was heard of an operation.
#[derive(Debug, Default)]
pub(super) struct Heard {
    /// Where it stands in the bundle.
    pointer: String,
    /// The witnesses, each with the objects of which it says something: the part, and the path of the object in it.
    pub(super) witnesses: BTreeMap<String, BTreeSet<Place>>,
    /// What each says of a place.
    places: BTreeMap<Place, BTreeMap<String, Testimony>>,
    /// Where the specification has a place, if it has it.
    pointers: BTreeMap<Place, String>,
    /// The addresses that witnesses name, where they name one.
    pub(super) addresses: Said,
}

/// A parameter, a field or an object, by its part and its name.
type Place = (Part, String);

/// What a witness says of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Testimony {
    kind: Option<&'static str>,
    required: Option<bool>,
}

/// What witnesses say of a place, together.
#[derive(Debug, Default)]
pub(super) struct Conclusion {
    /// `query limit`, or `address`.
    pub(super) place: String,
    /// Where the specification has it, if it has it.
    pub(super) pointer: Option<String>,
    /// The name of a parameter.
    pub(super) parameter: Option<String>,
    /// The witnesses that say that it is there.
    pub(super) sayers: BTreeSet<String>,
    /// Those that speak of what is around it, and not of it.
    pub(super) silent: BTreeSet<String>,
    /// The addresses that they name, where these contradict each other.
    pub(super) addresses: Said,
    /// The types, where these do.
    pub(super) types: Said,
    /// `required` and `optional`, where these do.
    pub(super) required: Said,
}

impl Conclusion {
    /// The witness that is the only one of several.
    pub(super) fn alone(&self) -> Option<&String> {
        self.sayers.first().filter(|_| self.sayers.len() == 1 && !self.silent.is_empty())
    }
}

impl Heard {
    pub(super) fn page(&mut self, model: &Model, operation: &Operation, witness: &str, page: &PageFacts) {
        self.pointer.clone_from(&operation.pointer);
        self.witnesses.entry(witness.to_owned()).or_default();
        if let (Some(method), Some(path)) = (&page.method, &page.path) {
            let address = format!("{} {}", method.value, crate::spec::shape(&path.value));
            self.addresses.entry(address).or_default().insert(witness.to_owned());
        }
        let contract = Contract::of(model, operation);
        for parameter in &page.parameters {
            let part = match parameter.location {
                ParameterIn::Query => Part::Query,
                ParameterIn::Header => Part::Header,
                // The path is part of the address, and forms and cookies are bodies and credentials.
                _ => continue,
            };
            let slot = contract.parameter(parameter.location, &parameter.name);
            let testimony = testimony(&parameter.doc_type, parameter.required);
            self.say(witness, (part, &parameter.name), slot, testimony);
        }
        for field in &page.request {
            let slot = contract.request.as_ref().and_then(|body| body.known_as(&field.field));
            self.say(witness, (Part::Request, &field.field), slot, testimony(&field.doc_type, field.required));
        }
        let success = contract.response("2XX");
        for field in page.responses.iter().filter(|(status, _)| status.starts_with('2')).flat_map(|(_, fields)| fields)
        {
            self.field_of_response(witness, field, success.and_then(|body| body.known_as(&field.field)));
        }
    }

    /// What a response must hold, no witness says.
    fn field_of_response(&mut self, witness: &str, field: &Field, slot: Option<&Slot<'_>>) {
        let testimony = testimony(&field.doc_type, Required::Unknown);
        self.say(witness, (Part::Response, &field.field), slot, testimony);
    }

    /// A place has the name that the specification has for it, so that two spellings of one are one.
    fn say(&mut self, witness: &str, (part, name): (Part, &str), slot: Option<&Slot<'_>>, testimony: Testimony) {
        let place = (part, slot.map_or_else(|| name.to_owned(), |slot| slot.name.clone()));
        if let Some(slot) = slot {
            self.pointers.insert(place.clone(), slot.pointer());
        }
        self.witnesses.entry(witness.to_owned()).or_default().insert(around(&place));
        self.places.entry(place).or_default().entry(witness.to_owned()).or_insert(testimony);
    }

    /// What they say together, a place each.
    pub(super) fn conclusions(&self) -> Vec<Conclusion> {
        let mut conclusions = Vec::new();
        if self.addresses.len() > 1 {
            let (place, pointer) = ("address".to_owned(), Some(self.pointer.clone()));
            let addresses = self.addresses.clone();
            conclusions.push(Conclusion { place, pointer, addresses, ..Conclusion::default() });
        }
        conclusions.extend(self.places.iter().map(|(place, testimonies)| self.conclusion(place, testimonies)));
        conclusions
    }

    fn conclusion(&self, place: &Place, testimonies: &BTreeMap<String, Testimony>) -> Conclusion {
        let (part, name) = place;
        let object = around(place);
        let speak = self.witnesses.iter().filter(|(_, objects)| objects.contains(&object)).map(|(witness, _)| witness);
        let silent = speak.filter(|witness| !testimonies.contains_key(*witness)).cloned().collect();
        let (mut types, mut required) = (Said::new(), Said::new());
        for (witness, testimony) in testimonies {
            if let Some(kind) = testimony.kind {
                types.entry(kind.to_owned()).or_default().insert(witness.clone());
            }
            if let Some(is_required) = testimony.required {
                let said = if is_required { "required" } else { "optional" };
                required.entry(said.to_owned()).or_default().insert(witness.clone());
            }
        }
        let contradictory = |said: Said| if said.len() > 1 { said } else { Said::new() };
        Conclusion {
            place: format!("{} {name}", part.name()),
            pointer: self.pointers.get(place).cloned(),
            parameter: matches!(part, Part::Query | Part::Header).then(|| name.clone()),
            sayers: testimonies.keys().cloned().collect(),
            silent,
            addresses: Said::new(),
            types: contradictory(types),
            required: contradictory(required),
        }
    }
}

/// The object around a place: the part, and the path of the object in it, without the lists and maps on it.
fn around((part, name): &Place) -> Place {
    let outer = match part {
        Part::Query | Part::Header => "",
        Part::Request | Part::Response => name.rsplit_once('.').map_or("", |(outer, _)| outer),
    };
    (*part, outer.replace("[]", "").replace(".*", ""))
}

fn testimony(doc_type: &DocType, required: Required) -> Testimony {
    let kind = match doc_type.schema {
        SchemaType::String => Some("string"),
        SchemaType::Integer => Some("integer"),
        SchemaType::Number => Some("number"),
        SchemaType::Boolean => Some("boolean"),
        SchemaType::Object | SchemaType::Map { .. } => Some("object"),
        SchemaType::Array { .. } => Some("list"),
        SchemaType::Binary => Some("bytes"),
        SchemaType::Unknown => None,
    };
    let required = match required {
        Required::Yes => Some(true),
        Required::No => Some(false),
        Required::Unknown => None,
    };
    Testimony { kind, required }
}
