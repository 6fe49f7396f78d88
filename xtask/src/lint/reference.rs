//! The rule that operations which descriptions refer to are there.
//!
//! A description refers to an operation by its official name, as code: the documentation of the client makes a link of it.
//! Other code stays what it is, so that the rule asks for nothing but what can only be meant as an operation.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Parser};

use super::documentation::texts;
use super::places::{Places, Role};
use crate::model::keyword::most_similar;
use crate::model::{Model, Resource, names};
use crate::problem::Problem;
use crate::spec::child;

/// How alike two names are of which one is the other misspelt.
const MISSPELT: f64 = 0.95;

pub(super) fn references(model: &Model, places: &Places<'_>) -> Vec<Problem> {
    let known = Known::of(model, places);
    let mut problems: Vec<Problem> =
        model.resources.iter().flat_map(|resource| in_tag(model, &known, resource)).collect();
    for text in texts(model, places) {
        for (message, remedy) in known.faults(text.says) {
            let pointer = child(&text.holder, text.key);
            problems.push(model.spec.problem(pointer, "operation-reference", message, &remedy));
        }
    }
    problems
}

/// The faults in what a file says of its resource.
fn in_tag(model: &Model, known: &Known<'_>, resource: &Resource) -> Vec<Problem> {
    let Some(file) = model.spec.files.iter().find(|file| file.name == resource.name) else { return Vec::new() };
    let at = "/tag/description";
    let faults = known.faults(&resource.description).into_iter();
    faults
        .map(|(message, remedy)| Problem {
            file: file.path.clone(),
            line: file.line(at).unwrap_or(1),
            pointer: at.to_owned(),
            rule: "operation-reference",
            message,
            remedy,
        })
        .collect()
}

/// What code may mean.
struct Known<'m> {
    /// Official names of operations.
    operations: BTreeSet<&'m str>,
    /// Names of operations in Rust that differ from these, with the official ones.
    chosen: BTreeMap<&'m str, &'m str>,
    /// What operations do: the first words of these names.
    verbs: BTreeSet<&'m str>,
    /// What they do it to: the other words, without the ending of a plural.
    nouns: BTreeSet<&'m str>,
    /// Names and values of other things, and operations that are documented and left out.
    others: BTreeSet<&'m str>,
}

impl<'m> Known<'m> {
    fn of(model: &'m Model, places: &Places<'m>) -> Self {
        let operations: BTreeSet<&str> = model.operations.iter().map(|operation| operation.id.as_str()).collect();
        let split = operations.iter().map(|id| words(id));
        let verbs = split.clone().filter_map(|words| words.first().copied()).collect();
        let nouns = split.flat_map(|words| words.into_iter().skip(1).map(singular)).collect();
        let chosen = model.operations.iter().map(|operation| (operation.rust_name.as_str(), operation.id.as_str()));
        let chosen = chosen.filter(|(chosen, id)| chosen != id).collect();
        Self { operations, chosen, verbs, nouns, others: others(model, places) }
    }

    /// Why a text refers to an operation that is not there, and what to do.
    fn faults(&self, text: &str) -> Vec<(String, String)> {
        if !text.contains('`') {
            return Vec::new();
        }
        let code = Parser::new(text).filter_map(|event| if let Event::Code(code) = event { Some(code) } else { None });
        code.filter(|code| self.is_meant(code)).map(|code| self.fault(&code)).collect()
    }

    /// Whether code can only be the name of an operation, and is none: it begins as one, and goes on with a word of one or
    /// is one but for a letter. `CreateTime` is none: no operation has to do with time.
    fn is_meant(&self, code: &str) -> bool {
        let words = words(code);
        names::is_upper_camel(code)
            && words.len() > 1
            && !self.operations.contains(code)
            && !self.others.contains(code)
            && (self.chosen.contains_key(code) || self.is_named_as_one(code, &words))
    }

    fn is_named_as_one(&self, code: &str, words: &[&str]) -> bool {
        let is_like = || self.operations.iter().any(|known| strsim::jaro_winkler(known, code) > MISSPELT);
        words.first().is_some_and(|verb| self.verbs.contains(verb))
            && (words.iter().skip(1).any(|word| self.nouns.contains(singular(word))) || is_like())
    }

    fn fault(&self, code: &str) -> (String, String) {
        let meant = self.chosen.get(code).copied().or_else(|| most_similar(code, self.operations.iter().copied()));
        let remedy = meant.map_or_else(
            || "write the official name of an operation; what is none needs no code font".to_owned(),
            |known| format!("did you mean `{known}`?"),
        );
        (format!("`{code}` reads as an operation, and there is none of that official name"), remedy)
    }
}

/// What is called in the form of operations, and is none of the client.
fn others<'m>(model: &'m Model, places: &Places<'m>) -> BTreeSet<&'m str> {
    let mut others: BTreeSet<&str> = model.schemas.keys().map(String::as_str).collect();
    for place in &places.schemas {
        let values = place.schema.enumeration().into_iter().flat_map(|values| &values.values);
        others.extend(values.map(|value| value.wire.as_str()));
        others.extend(place.schema.official_name.as_deref());
        if let Role::Property(property) = place.role {
            others.insert(&property.name);
        }
    }
    others.extend(places.parameters.iter().map(|parameter| parameter.name.as_str()));
    others.extend(model.spec.deferred.iter().filter_map(|deferred| deferred.operation.as_deref()));
    others
}

/// The words of a name in the form of official names.
fn words(name: &str) -> Vec<&str> {
    let starts: Vec<usize> = name
        .char_indices()
        .filter(|(at, c)| {
            c.is_ascii_uppercase()
                && !name.get(..*at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_uppercase()))
        })
        .map(|(at, _)| at)
        .collect();
    let ends = starts.iter().skip(1).copied().chain([name.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| name.get(*start..end)).collect()
}

/// A word without the ending of a plural.
fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_words() {
        assert_eq!(words("ListBackgroundTasks"), ["List", "Background", "Tasks"]);
        assert_eq!(words("EnableDNS"), ["Enable", "DNS"]);
        assert_eq!(words(""), Vec::<&str>::new());
        assert_eq!(words("listTopics"), ["Topics"]);
    }
}
