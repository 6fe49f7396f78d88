//! Two interfaces of one SDK compared: the one that our command makes of the wheel, and one that was made by other means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::file::{File, Member, Operation};
use super::wheel::written;
use crate::problem::counted;

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
    /// How many models the other one has beside, that it refers to nowhere.
    unused_models: usize,
    /// Whether its operations stand in another order.
    is_ordered_otherwise: bool,
}

impl fmt::Display for Agreement {
    /// The differences of form: those that change nothing of what is said.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            (self.is_ordered_otherwise, "the order of operations".to_owned()),
            (self.white_space > 0, format!("white space in {}", counted(self.white_space, "text"))),
            (self.without_text > 0, format!("{} of operations that it lacks", counted(self.without_text, "text"))),
            (self.unused_models > 0, format!("{} that nothing refers to", counted(self.unused_models, "model"))),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|(is_so, _)| *is_so).map(|(_, part)| part).collect();
        if parts.is_empty() { f.write_str("how it is written down") } else { f.write_str(&parts.join(", ")) }
    }
}

/// Whether an interface has the form that our command writes now: all but that has another SHA-256, whatever it says.
pub fn is_of_our_form(text: &str) -> bool {
    let Ok(file) = serde_json::from_str::<File>(text) else { return false };
    let is_ordered = file.operations.is_sorted_by_key(|one| (&one.path, &one.method));
    let has_texts = file.operations.is_empty() || file.operations.iter().any(|one| one.doc.is_some());
    is_ordered && has_texts && written(&file).is_ok_and(|ours| ours == text)
}

/// Compares an interface that was made by other means, `other`, with the one that was `made` of the wheel.
///
/// # Errors
///
/// If one of them is damaged.
pub fn agreement(made: &str, other: &str) -> serde_json::Result<Agreement> {
    let (made, other): (File, File) = (serde_json::from_str(made)?, serde_json::from_str(other)?);
    let names = |file: &File| file.operations.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let mut found = Agreement { is_ordered_otherwise: names(&made) != names(&other), ..Agreement::default() };
    let by_name = |file| by(file, |one: &Operation| one.name.clone());
    found.pairs("operation", &by_name(&made.operations), &by_name(&other.operations), |found, name, one, other| {
        found.operations(name, one, other);
    });
    let used = used(&other);
    let is_said = |(name, _): &(&String, &Vec<Member>)| made.models.contains_key(*name) || used.contains(name.as_str());
    let (models, unused): (BTreeMap<_, _>, BTreeMap<_, _>) = other.models.iter().partition(is_said);
    found.unused_models = unused.len();
    let models = models.into_iter().map(|(name, members)| (name.clone(), members)).collect();
    let of_made = made.models.iter().map(|(name, members)| (name.clone(), members)).collect();
    found.pairs("model", &of_made, &models, |found, name, one, other| {
        let by_name = |members| by(members, |member: &Member| member.name.clone());
        found.pairs(&format!("field of {name}"), &by_name(one), &by_name(other), |found, name, one, other| {
            found.values(name, "type", &one.type_text, &other.type_text);
            found.values(name, "required", &one.required, &other.required);
            found.texts(name, one.doc.as_deref(), other.doc.as_deref());
        });
    });
    Ok(found)
}

impl Agreement {
    fn operations(&mut self, name: &str, one: &Operation, other: &Operation) {
        self.values(name, "method", &one.method, &other.method);
        self.values(name, "path", &one.path, &other.path);
        self.values(name, "body", &one.body, &other.body);
        self.values(name, "response", &one.response, &other.response);
        self.texts(name, one.summary.as_deref(), other.summary.as_deref());
        if other.doc.is_none() {
            self.without_text += usize::from(one.doc.is_some());
        } else {
            self.texts(name, one.doc.as_deref(), other.doc.as_deref());
        }
        let by_name = |operation: &'_ Operation| -> Vec<(String, usize)> {
            let params = operation.params.iter().enumerate();
            params.map(|(at, param)| (format!("{} ({})", param.name, shown(&param.location)), at)).collect()
        };
        let (of_one, of_other): (BTreeMap<_, _>, BTreeMap<_, _>) =
            (by_name(one).into_iter().collect(), by_name(other).into_iter().collect());
        self.pairs(&format!("parameter of {name}"), &of_one, &of_other, |found, name, at, at_other| {
            let (Some(one), Some(other)) = (one.params.get(*at), other.params.get(*at_other)) else { return };
            found.values(name, "type", &one.type_text, &other.type_text);
            found.values(name, "required", &one.required, &other.required);
            found.texts(name, one.doc.as_deref(), other.doc.as_deref());
        });
    }

    /// Compares what both have under one name; what one alone has is a difference.
    fn pairs<T>(
        &mut self,
        what: &str,
        made: &BTreeMap<String, T>,
        other: &BTreeMap<String, T>,
        compare: impl Fn(&mut Self, &str, &T, &T),
    ) {
        for (name, one) in made {
            match other.get(name) {
                Some(other) => compare(self, &format!("{what} {name}"), one, other),
                None => self.differences.push(format!("{what} {name}: the wheel alone has it")),
            }
        }
        let alone = other.keys().filter(|name| !made.contains_key(*name));
        self.differences.extend(alone.map(|name| format!("{what} {name}: the wheel has none of that name")));
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

/// A value as it stands in an interface.
fn shown(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(text)) => format!("`{text}`"),
        Ok(value) if !value.is_null() => value.to_string(),
        _ => "nothing".to_owned(),
    }
}

fn by<T>(all: &[T], name: impl Fn(&T) -> String) -> BTreeMap<String, &T> {
    all.iter().map(|one| (name(one), one)).collect()
}

/// The models that operations and other models refer to.
fn used(file: &File) -> BTreeSet<&str> {
    let bodies = file.operations.iter().flat_map(|one| one.body.iter().chain(&one.response));
    let fields = file.models.values().flatten().map(|member| &member.type_text);
    let types = bodies.chain(fields);
    types.flat_map(|text| text.split(|c: char| !(c == '_' || c.is_alphanumeric()))).collect()
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
        agreement(&interface().to_string(), &other.to_string()).unwrap()
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
        let ours = written(&serde_json::from_value(interface()).unwrap()).unwrap();
        assert!(is_of_our_form(&ours));
        let lines = ours.lines().filter(|line| !line.starts_with("   \"doc\": \""));
        let without_texts = lines.collect::<Vec<_>>().join("\n");
        for other in [format!("{ours}\n"), interface().to_string(), without_texts, "{}".to_owned()] {
            assert!(!is_of_our_form(&other), "{other}");
        }
        let mut reversed = interface();
        reversed["operations"].as_array_mut().unwrap().reverse();
        assert!(!is_of_our_form(&written(&serde_json::from_value(reversed).unwrap()).unwrap()));
    }
}
