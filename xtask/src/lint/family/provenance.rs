//! What a shared component says by service of where it is from: each service that takes it has its word, and no other.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{RULE, Sayings, Says, name};
use crate::problem::{Problem, counted};
use crate::spec::{Spec, SpecFile, by_service, child, part, unescape};

/// The services of a family, and which of them take the component that is looked at.
struct Services<'s> {
    members: Vec<&'s str>,
    takers: BTreeSet<&'s str>,
}

/// What is wrong with what the components of a family say by service. `own` is what each service says itself.
pub(super) fn by_services(shared: &Sayings<'_>, members: &[&Spec], own: &[Sayings<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, said) in shared {
        let Says::Component(file, component) = said.says else { continue };
        let pairs = members.iter().zip(own);
        let takes = pairs.filter(|(spec, own)| !own.contains_key(key) && spec.document.pointer(key).is_some());
        let services = Services {
            members: members.iter().map(|spec| spec.service.name.as_str()).collect(),
            takers: takes.map(|(spec, _)| spec.service.name.as_str()).collect(),
        };
        for (pointer, values) in by_service(component) {
            problems.extend(services.faults(file, &format!("{key}{pointer}"), values));
        }
    }
    problems
}

impl Services<'_> {
    /// The faults of one mapping.
    fn faults(&self, file: &SpecFile, pointer: &str, values: &Map<String, Value>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let keyword = name(&unescape(pointer.rsplit('/').next().unwrap_or_default()));
        let component = name(part(pointer));
        let mut refuse = |pointer: String, message: String, remedy: String| {
            let (file, line) = (file.path.clone(), file.line(&pointer).unwrap_or(0));
            problems.push(Problem { file, line, pointer, rule: RULE, message, remedy });
        };
        for service in values.keys().filter(|service| !self.takers.contains(service.as_str())) {
            let (message, remedy) = if self.members.contains(&service.as_str()) {
                (format!("does not take {component}"), "delete its entry".to_owned())
            } else {
                let known = self.members.join(", ");
                ("is no service of the family".to_owned(), format!("name one of {known}, or delete the entry"))
            };
            let message = format!("{keyword} has an entry for {}, which {message}", name(service));
            refuse(child(pointer, service), message, remedy);
        }
        for service in self.takers.iter().filter(|service| !values.contains_key(**service)) {
            let message = format!("{keyword} has no entry for `{service}`, which takes {component}");
            refuse(pointer.to_owned(), message, format!("write `{service}:` there, with `null` if it has none"));
        }
        let mut said = self.takers.iter().map(|service| values.get(*service));
        let first = said.next().flatten();
        if self.takers.len() > 1 && first.is_some() && said.all(|other| other == first) {
            let message = format!("{keyword} says the same for {}", counted(self.takers.len(), "service"));
            let remedy = "write it once for all of them; if it is `null`, delete what is from nowhere";
            refuse(pointer.to_owned(), message, remedy.to_owned());
        }
        problems
    }
}
