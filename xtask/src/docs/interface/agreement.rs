//! Two interfaces of one SDK compared: the one that our command makes of the wheel, and one that was made by other means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::Value;

use super::file::{File, Member, Operation, Param};
use super::other::{self, Other};
use super::source::{self, Sdk};
use super::wheel::written;
use crate::problem::counted;

/// What to do about a file that is no interface.
pub const NO_INTERFACE: &str = "give the JSON that `cargo xtask docs interface` writes, or one of the same form";

/// What two interfaces have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Agreement {
    /// What one says and the other does not, or otherwise.
    pub differences: Vec<String>,
    /// How many texts differ in white space alone.
    white_space: usize,
    /// How many texts of operations the other one lacks.
    without_text: usize,
    /// How many models the other one has beside, that nothing which is sent refers to.
    unused_models: usize,
    /// How many keys it has that no interface has.
    unknown_keys: usize,
    /// What else is otherwise.
    form: BTreeSet<Form>,
}

/// What may be otherwise and changes nothing of what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// The order of operations.
    Operations,
    /// That of parameters or fields.
    Members,
    /// Other words of what it is, or none.
    Source,
    /// A byte order mark.
    Mark,
}

impl fmt::Display for Agreement {
    /// The differences of form: those that change nothing of what is said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.form.contains(&Form::Operations), "the order of operations".to_owned()),
            (self.form.contains(&Form::Members), "the order of parameters and fields".to_owned()),
            (self.white_space > 0, format!("white space in {}", counted(self.white_space, "text"))),
            (self.without_text > 0, format!("{} of operations that it lacks", counted(self.without_text, "text"))),
            (self.unused_models > 0, format!("{} that nothing refers to", counted(self.unused_models, "model"))),
            (self.unknown_keys > 0, format!("{} that no interface has", counted(self.unknown_keys, "key"))),
            (self.form.contains(&Form::Source), "the words of `source`".to_owned()),
            (self.form.contains(&Form::Mark), "a byte order mark".to_owned()),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|(is_so, _)| *is_so).map(|(_, part)| part).collect();
        if parts.is_empty() { f.write_str("how it is written down") } else { f.write_str(&parts.join(", ")) }
    }
}

/// Whether an interface has the form that our command writes now: all but that has another SHA-256, whatever it says.
pub fn is_of_our_form(text: &str) -> bool {
    let Ok(file) = serde_json::from_str::<File>(text) else { return false };
    let is_ordered = file.operations.is_sorted_by_key(|one| (&one.path, &one.method));
    // Older versions left the texts of operations out. Ours says in its `source` when there is none.
    let has_texts = file.operations.iter().any(|one| one.doc.is_some());
    let is_ours = file.source.as_ref().is_some_and(|source| source::is_ours(source, has_texts));
    is_ordered && is_ours && written(&file).is_ok_and(|ours| ours == text)
}

/// Compares an interface that was made by other means, the `bytes` of the file `label`, with the one that was `made` of the
/// wheel.
///
/// # Errors
///
/// If one of them is damaged, or no interface: what it is instead, on which line, and what to do.
pub fn agreement(made: &str, label: &str, bytes: &[u8]) -> anyhow::Result<Agreement> {
    let made: File = serde_json::from_str(made).context("the interface of the wheel is damaged")?;
    let other = other::read(bytes).map_err(|fault| {
        let line = if fault.line > 0 { format!(":{}", fault.line) } else { String::new() };
        anyhow::anyhow!("{label}{line}: {}; {NO_INTERFACE}", fault.reason)
    })?;
    Ok(Agreement::of(&made, &other))
}

impl Agreement {
    fn of(made: &File, other: &Other) -> Self {
        let mut found = Self { unknown_keys: other.unknown_keys, ..Self::default() };
        found.form_if(other.has_mark, Form::Mark);
        found.models_twice(&other.models);
        let other = &other.file;
        found.sources(made.source.as_deref(), other.source.as_deref());
        let (of_made, of_other) = (named(&made.operations, operation_name), named(&other.operations, operation_name));
        found.form_if(is_ordered_otherwise(&of_made, &of_other), Form::Operations);
        found.pairs("operation", &of_made, &of_other, Self::operations);
        let used = used(other);
        let is_said = |name: &&String| made.models.contains_key(*name) || used.contains(name.as_str());
        found.unused_models = other.models.keys().filter(|name| !is_said(name)).count();
        let of_made: Vec<_> = made.models.iter().map(|(name, members)| (name.clone(), members)).collect();
        let of_other = other.models.iter().filter(|(name, _)| is_said(name));
        let of_other: Vec<_> = of_other.map(|(name, members)| (name.clone(), members)).collect();
        found.pairs("model", &of_made, &of_other, |found, place, one, other| {
            let (one, other) = (named(one, |member| member.name.clone()), named(other, |member| member.name.clone()));
            found.form_if(is_ordered_otherwise(&one, &other), Form::Members);
            found.pairs(&format!("field of {place}"), &one, &other, Self::fields);
        });
        found
    }

    fn form_if(&mut self, is_so: bool, form: Form) {
        self.form.extend(is_so.then_some(form));
    }

    /// Of models of one name, a reader takes the last.
    fn models_twice(&mut self, names: &[String]) {
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for name in names {
            *times.entry(name).or_default() += 1;
        }
        let twice = times.into_iter().filter(|(_, times)| *times > 1);
        let twice = twice.map(|(name, times)| format!("model {}: it stands there {times} times", name.escape_debug()));
        self.differences.extend(twice);
    }

    fn sources(&mut self, made: Option<&str>, other: Option<&str>) {
        let sdk = |source: Option<&str>| Sdk::of_source(source?);
        match (sdk(made), sdk(other)) {
            (Some(made), Some(other)) if !made.is(&other) => {
                self.differences.push(format!("source: the wheel is that of `{made}`, and not of `{other}`"));
            }
            _ => self.form_if(made != other, Form::Source),
        }
    }

    fn operations(&mut self, place: &str, one: &Operation, other: &Operation) {
        self.values(place, "method", &one.method, &other.method);
        self.values(place, "path", &one.path, &other.path);
        self.values(place, "body", &one.body, &other.body);
        self.values(place, "response", &one.response, &other.response);
        self.texts(place, one.summary.as_deref(), other.summary.as_deref());
        if is_empty(other.doc.as_deref()) {
            self.without_text += usize::from(!is_empty(one.doc.as_deref()));
        } else {
            self.texts(place, one.doc.as_deref(), other.doc.as_deref());
        }
        let name = |param: &Param| format!("{} ({})", param.name, shown(&param.location));
        let (one, other) = (named(&one.params, name), named(&other.params, name));
        self.form_if(is_ordered_otherwise(&one, &other), Form::Members);
        self.pairs(&format!("parameter of {place}"), &one, &other, |found, place, one, other| {
            found.values(place, "type", &one.type_text, &other.type_text);
            found.values(place, "required", &one.required, &other.required);
            found.texts(place, one.doc.as_deref(), other.doc.as_deref());
        });
    }

    fn fields(&mut self, place: &str, one: &Member, other: &Member) {
        self.values(place, "type", &one.type_text, &other.type_text);
        self.values(place, "required", &one.required, &other.required);
        self.texts(place, one.doc.as_deref(), other.doc.as_deref());
    }

    /// Compares what both have under one name, in order where it is more than one. What one alone has, or has more often, is
    /// a difference.
    fn pairs<T>(
        &mut self,
        what: &str,
        made: &[(String, &T)],
        other: &[(String, &T)],
        compare: impl Fn(&mut Self, &str, &T, &T),
    ) {
        let (made, other) = (grouped(made), grouped(other));
        let place = |name: &str| format!("{what} {}", name.escape_debug());
        for (name, of_made) in &made {
            let place = place(name);
            let Some(of_other) = other.get(name) else {
                self.differences.push(format!("{place}: the wheel alone has it"));
                continue;
            };
            for (one, other) in of_made.iter().zip(of_other) {
                compare(self, &place, one, other);
            }
            let (times, times_other) = (of_made.len(), of_other.len());
            if times != times_other {
                let times = counted(times, "time");
                self.differences.push(format!("{place}: it stands {times} in the wheel, and not {times_other}"));
            }
        }
        let alone = other.keys().filter(|name| !made.contains_key(*name));
        self.differences.extend(alone.map(|name| format!("{}: the wheel has none of that name", place(name))));
    }

    fn values<T: Serialize + PartialEq>(&mut self, place: &str, key: &str, made: &T, other: &T) {
        if made != other {
            let (made, other) = (shown(made), shown(other));
            self.differences.push(format!("{place}: {key} is {made} in the wheel, and not {other}"));
        }
    }

    /// Compares texts up to white space. None and an empty one say the same.
    fn texts(&mut self, place: &str, made: Option<&str>, other: Option<&str>) {
        let (made, other) = (made.unwrap_or_default(), other.unwrap_or_default());
        if made == other {
            return;
        }
        if made.split_whitespace().eq(other.split_whitespace()) {
            self.white_space += 1;
        } else {
            self.differences.push(format!("{place}: the text is another one in the wheel"));
        }
    }
}

/// Whether a text says nothing.
fn is_empty(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// A value as it stands in an interface, on one line.
fn shown(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => format!("`{}`", text.escape_debug()),
        Ok(value) if !value.is_null() => value.to_string(),
        _ => "nothing".to_owned(),
    }
}

fn operation_name(operation: &Operation) -> String {
    operation.name.clone()
}

fn named<T>(all: &[T], name: impl Fn(&T) -> String) -> Vec<(String, &T)> {
    all.iter().map(|one| (name(one), one)).collect()
}

fn is_ordered_otherwise<T>(made: &[(String, &T)], other: &[(String, &T)]) -> bool {
    !made.iter().map(|(name, _)| name).eq(other.iter().map(|(name, _)| name))
}

/// What stands under each name: none of them is lost.
fn grouped<'a, T>(all: &'a [(String, &'a T)]) -> BTreeMap<&'a str, Vec<&'a T>> {
    let mut groups: BTreeMap<&str, Vec<&T>> = BTreeMap::new();
    for (name, one) in all {
        groups.entry(name).or_default().push(one);
    }
    groups
}

/// The models of bodies, and those that these refer to.
fn used(file: &File) -> BTreeSet<&str> {
    let mut open: Vec<&str> =
        file.operations.iter().flat_map(|one| one.body.iter().chain(&one.response)).map(String::as_str).collect();
    let mut used = BTreeSet::new();
    while let Some(text) = open.pop() {
        for name in text.split(|c: char| !(c == '_' || c.is_alphanumeric())) {
            let members = file.models.get(name).filter(|_| used.insert(name));
            open.extend(members.into_iter().flatten().map(|member| member.type_text.as_str()));
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn interface() -> Value {
        let param = json!({ "name": "limit", "in": "query", "type": "int", "required": false, "doc": "How  many." });
        let operation = |name: &str, path: &str| {
            json!({
                "operation": name, "method": "GET", "path": path, "summary": "It", "doc": "All of it.",
                "params": [param], "body": null, "response": "Wheels",
            })
        };
        json!({
            "source": "invented",
            "operations": [operation("list_cogs", "/v1/cogs"), operation("list_wheels", "/v1/wheels")],
            "models": { "Wheels": [{ "name": "ids", "type": "list[str]", "required": false, "doc": "Ids." }] },
        })
    }

    fn compared(change: impl FnOnce(&mut Value)) -> Agreement {
        let mut other = interface();
        change(&mut other);
        agreement(&interface().to_string(), "it.json", other.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn what_differs_in_form_says_the_same() {
        let same = compared(|other| {
            other["operations"].as_array_mut().unwrap().reverse();
            other["operations"][0].as_object_mut().unwrap().shift_remove("doc");
            other["operations"][1]["params"][0]["doc"] = json!("How\nmany.");
            other["models"]["ListWheelsRequest"] = json!([]);
        });
        assert_eq!(same.differences, [""; 0]);
        let form = "the order of operations, white space in 1 text, 1 text of operations that it lacks, 1 model that nothing \
                    refers to";
        assert_eq!(same.to_string(), form);
        assert_eq!(compared(|_| {}).to_string(), "how it is written down");
    }

    #[test]
    fn what_says_something_else_differs() {
        let place = "operation list_cogs";
        for (pointer, value, difference) in [
            (
                "/operations/0/path",
                json!("/v2/cogs"),
                format!("{place}: path is `/v1/cogs` in the wheel, and not `/v2/cogs`"),
            ),
            ("/operations/0/method", json!("PUT"), format!("{place}: method is `GET` in the wheel, and not `PUT`")),
            ("/operations/0/body", json!("Cog"), format!("{place}: body is nothing in the wheel, and not `Cog`")),
            (
                "/operations/0/response",
                Value::Null,
                format!("{place}: response is `Wheels` in the wheel, and not nothing"),
            ),
            ("/operations/0/summary", json!("That"), format!("{place}: the text is another one in the wheel")),
            ("/operations/0/doc", json!("Some of it."), format!("{place}: the text is another one in the wheel")),
            (
                "/operations/0/params/0/type",
                json!("str"),
                format!("parameter of {place} limit (`query`): type is `int` in the wheel, and not `str`"),
            ),
            (
                "/operations/0/params/0/required",
                json!(true),
                format!("parameter of {place} limit (`query`): required is false in the wheel, and not true"),
            ),
            (
                "/models/Wheels/0/type",
                json!("str"),
                "field of model Wheels ids: type is `list[str]` in the wheel, and not `str`".to_owned(),
            ),
            (
                "/models/Wheels/0/doc",
                json!("Names."),
                "field of model Wheels ids: the text is another one in the wheel".to_owned(),
            ),
        ] {
            let found = compared(|other| *other.pointer_mut(pointer).unwrap() = value);
            assert_eq!(found.differences, [difference], "{pointer}");
        }
    }

    #[test]
    fn what_one_alone_has_differs() {
        for (pointer, differences) in [
            ("/operations/0/params/0/in", ["limit (`query`): the wheel alone", "limit (`header`): the wheel has none"]),
            ("/operations/0/operation", ["list_cogs: the wheel alone", "operation header: the wheel has none"]),
            ("/models/Wheels/0/name", ["Wheels ids: the wheel alone", "Wheels header: the wheel has none"]),
        ] {
            let found = compared(|other| *other.pointer_mut(pointer).unwrap() = json!("header")).differences;
            assert_eq!(found.len(), 2, "{found:?}");
            assert!(found.iter().zip(differences).all(|(found, part)| found.contains(part)), "{found:?}");
        }
        let found = compared(|other| other["models"] = json!({}));
        assert_eq!(found.differences, ["model Wheels: the wheel alone has it"]);
    }

    #[test]
    fn our_form_is_known_by_its_bytes() {
        let of = |interface: Value| written(&serde_json::from_value(interface).unwrap()).unwrap();
        let without = |mut interface: Value| {
            let operations = interface["operations"].as_array_mut().unwrap().iter_mut();
            operations.for_each(|one| drop(one.as_object_mut().unwrap().shift_remove("doc")));
            interface
        };
        let named = |has_texts| {
            let mut interface = interface();
            interface["source"] = json!(source::written("huaweicloudsdkcogs 3.1.0 (v1)", has_texts));
            interface
        };
        let ours = of(named(true));
        // An SDK may say a line of each operation; an older version of the command left the others out.
        assert!(is_of_our_form(&ours) && is_of_our_form(&of(without(named(false)))));
        let mut reversed = named(true);
        reversed["operations"].as_array_mut().unwrap().reverse();
        for other in [
            format!("{ours}\n"),
            named(true).to_string(),
            of(without(named(true))),
            of(named(false)),
            of(interface()),
            of(reversed),
            "{}".to_owned(),
        ] {
            assert!(!is_of_our_form(&other), "{other}");
        }
    }
}
