//! What the documentation says of conditions: what fields ask of each other, in which clouds there is something, how certain
//! it is, and what the caller must be allowed to do.

use serde_json::Value;

use super::behaviour;
use super::reference::Scope;
use super::rustdoc::{code, plain_text, text};
use crate::model::{
    Ask, Availability, Certainty, Claim, Condition, Degree, Model, NamedSchema, Operation, Otherwise, Parameter,
    ParameterIn, Part, Permission, Requirement, Test, ValueAt,
};

/// Conditions in words, all of which must hold; none if there are none. `shown` shows a value.
pub(super) fn conditions(when: &[Condition], shown: &dyn Fn(&ValueAt) -> String) -> Option<String> {
    let words: Vec<String> = when.iter().map(|condition| self::condition(condition, shown)).collect();
    (!words.is_empty()).then(|| words.join(" and "))
}

fn condition(condition: &Condition, shown: &dyn Fn(&ValueAt) -> String) -> String {
    let (at, part) = (shown(&condition.value), condition.value.part);
    match &condition.test {
        Test::Sent if part.is_received() => format!("there is {at}"),
        Test::NotSent if part.is_received() => format!("there is no {at}"),
        Test::Sent => format!("{at} is sent"),
        Test::NotSent => format!("{at} is not sent"),
        Test::OneOf(one) => format!("{at} is {}", listed(&texts(one), "or")),
        Test::NoneOf(none) => format!("{at} is not {}", listed(&texts(none), "or")),
    }
}

/// A requirement as a sentence.
fn sentence(one: &Requirement, shown: &dyn Fn(&ValueAt) -> String) -> String {
    let when = conditions(&one.when, shown);
    let values = |values: &[ValueAt], word: &str| listed_as_is(&values.iter().map(shown).collect::<Vec<_>>(), word);
    let of = when.as_ref().map(|when| format!("If {when}, ")).unwrap_or_default();
    let (begins, asked) = match &one.ask {
        Ask::Needs(needed) => (of, format!("{} must be sent", values(needed, "and"))),
        Ask::Only(only) => {
            (String::new(), format!("{} goes only with: {}", values(only, "or"), when.unwrap_or_default()))
        }
        Ask::ExactlyOne(one) => (of, format!("exactly one of {} must be sent", values(one, "and"))),
        Ask::AtLeastOne(one) => (of, format!("at least one of {} must be sent", values(one, "and"))),
        Ask::AtMostOne(one) => (of, format!("at most one of {} may be sent", values(one, "and"))),
        Ask::Allows(allowed) => {
            let pairs: Vec<String> = allowed
                .iter()
                .map(|(value, values)| format!("{} may only be {}", shown(value), listed(&texts(values), "or")))
                .collect();
            (of, pairs.join(", and "))
        }
    };
    let otherwise = match one.otherwise {
        Some(Otherwise::Refused) => "; the service refuses anything else",
        Some(Otherwise::Ignored) => "; it has no effect otherwise",
        None => "",
    };
    upper_first(&format!("{begins}{asked}{otherwise}."))
}

/// What the parameters and the fields of the body of an operation ask of each other.
pub(super) fn of_operation(scope: Scope<'_>, operation: &Operation) -> Vec<String> {
    let shown = |at: &ValueAt| behaviour::value(scope, operation, at);
    operation.requirements.iter().map(|one| sentence(one, &shown)).collect()
}

/// What is asked of a parameter.
pub(super) fn of_parameter(scope: Scope<'_>, operation: &Operation, parameter: &Parameter) -> Vec<String> {
    let part = match parameter.place {
        ParameterIn::Path => Part::RequestPath,
        ParameterIn::Query => Part::RequestQuery,
        ParameterIn::Header => Part::RequestHeader,
    };
    let shown = |at: &ValueAt| behaviour::value(scope, operation, at);
    let is_about = |at: &&ValueAt| at.part == part && at.name() == parameter.name;
    let about = operation.requirements.iter().filter(|one| one.ask.values().iter().any(is_about));
    about.map(|one| for_field(one, &shown).unwrap_or_else(|| sentence(one, &shown))).collect()
}

/// What the fields of a type ask of each other, as a list; nothing if they ask nothing.
pub(super) fn of_type(model: &Model, named: &NamedSchema) -> Option<String> {
    let lines: Vec<String> = named
        .schema
        .requirements
        .iter()
        .map(|one| format!("- {}", sentence(one, &|at| own(model, named, at))))
        .collect();
    (!lines.is_empty()).then(|| format!("What its fields ask of each other:\n\n{}", lines.join("\n")))
}

/// What is asked of a field: by the type that has it, and by those that hold this type.
pub(super) fn of_field(model: &Model, holder: &NamedSchema, field: &str) -> Vec<String> {
    let by_own = holder.schema.requirements.iter().map(|one| (holder, one));
    let by_others = model.schemas.values().filter(|outer| !outer.schema.requirements.is_empty());
    let by_others = by_others.flat_map(|outer| outer.schema.requirements.iter().map(move |one| (outer, one)));
    let mut lines = Vec::new();
    for (outer, one) in by_own.filter(|(_, one)| is_about(one, &[field])).chain(
        by_others.filter(|(outer, one)| one.ask.values().iter().any(|at| leads_to(model, outer, at, holder, field))),
    ) {
        let of = |at: &ValueAt| {
            if outer.name == holder.name {
                own(model, holder, at)
            } else {
                format!(
                    "{} of [`{2}`](crate::{1}::{2})",
                    code(&at.path.join(".")),
                    crate::model::module_name(&outer.home),
                    outer.name
                )
            }
        };
        let line = for_field(one, &of).unwrap_or_else(|| sentence(one, &of));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What is asked of one of the values of a requirement, where that reads shorter than the whole.
fn for_field(one: &Requirement, shown: &dyn Fn(&ValueAt) -> String) -> Option<String> {
    let when = conditions(&one.when, shown)?;
    match (&one.ask, one.otherwise) {
        (Ask::Needs(_), _) => Some(format!("Needed if {when}.")),
        (Ask::Only(_), Some(Otherwise::Ignored)) => Some(format!("Has an effect only if {when}.")),
        (Ask::Only(_), Some(Otherwise::Refused)) => Some(format!("Refused unless {when}.")),
        (Ask::Only(_), None) => Some(format!("Only if {when}.")),
        _ => None,
    }
}

fn is_about(one: &Requirement, path: &[&str]) -> bool {
    one.ask.values().iter().any(|at| at.path == path)
}

/// Whether a value of an object is a field of another type, which the object holds.
fn leads_to(model: &Model, outer: &NamedSchema, at: &ValueAt, holder: &NamedSchema, field: &str) -> bool {
    let Some((last, path)) = at.path.split_last() else { return false };
    if path.is_empty() || last != field {
        return false;
    }
    let inner = path
        .iter()
        .try_fold(&outer.schema, |schema, name| schema.property(name).map(|property| model.resolve(&property.schema)));
    inner.is_some_and(|inner| inner.pointer == holder.schema.pointer)
}

/// A value of an object, for what stands in its type.
fn own(model: &Model, named: &NamedSchema, at: &ValueAt) -> String {
    match at.path.as_slice() {
        [only] => Scope::within(model, named).link(only).unwrap_or_else(|| code(only)),
        path => code(&path.join(".")),
    }
}

/// In which clouds something is there, or differs: a sentence each.
pub(super) fn availability(model: &Model, statements: &[Availability]) -> Vec<String> {
    statements.iter().map(|one| clouds(model, one)).collect()
}

fn clouds(model: &Model, one: &Availability) -> String {
    let title = |id: &String| {
        let known = model.spec.clouds.iter().find(|cloud| cloud.id == *id);
        known.map_or_else(|| code(id), |cloud| plain_text(&cloud.title))
    };
    let listed_clouds = |ids: &[String], word: &str| listed_as_is(&ids.iter().map(title).collect::<Vec<_>>(), word);
    let what = if one.values.is_empty() { String::new() } else { format!("{}: ", listed(&one.values, "and")) };
    match &one.claim {
        Claim::OnlyIn(ids) => upper_first(&format!("{what}only in {}.", listed_clouds(ids, "and"))),
        Claim::NotIn(ids) => upper_first(&format!("{what}not in {}.", listed_clouds(ids, "and"))),
        Claim::Differs { clouds, default, minimum, maximum, says } => {
            let range = match (minimum, maximum) {
                (Some(least), Some(most)) => Some(format!("{least} to {most}")),
                (Some(least), None) => Some(format!("at least {least}")),
                (None, Some(most)) => Some(format!("at most {most}")),
                (None, None) => None,
            };
            let default = default.as_ref().map(|default| format!("default {}", code(&default.to_string())));
            let says = says.as_ref().map(|says| text(Scope::alone(model), says.trim_end_matches('.')));
            let parts: Vec<String> = range.into_iter().chain(default).chain(says).collect();
            upper_first(&format!("{what}in {}: {}.", listed_clouds(clouds, "and"), parts.join(", ")))
        }
    }
}

/// What is not plainly documented: a sentence each.
pub(super) fn certainty(scope: Scope<'_>, entries: &[Certainty]) -> Vec<String> {
    let shown = entries.iter().filter(|entry| entry.degree != Degree::Documented);
    shown
        .map(|entry| {
            let how = if entry.degree == Degree::Inferred {
                "inferred, not documented"
            } else {
                "our choice, not documented"
            };
            let why = entry.why.as_ref().map(|why| format!(": {}", text(scope, why.trim_end_matches('.'))));
            format!("The {} is {how}{}.", entry.about.noun(), why.unwrap_or_default())
                .replace("limits is", "limits are")
                .replace("values is", "values are")
        })
        .collect()
}

/// What the caller must be allowed to do: a line each.
pub(super) fn permission(permission: &Permission, shown: &dyn Fn(&ValueAt) -> String) -> Vec<String> {
    if permission.actions.is_empty() {
        return vec!["Permission: no source that was read names it.".to_owned()];
    }
    let lines = permission.actions.iter().map(|action| {
        let when = conditions(&action.when, shown).map(|when| format!(" if {when}")).unwrap_or_default();
        let level = action.access_level.as_ref().map(|level| format!("access level {}", code(level)));
        let resource = action.resource_type.as_ref().map(|kind| {
            format!(
                "resource type {}{}",
                code(kind),
                if action.resource_required { ", which a policy must name" } else { "" }
            )
        });
        let keys = (!action.condition_keys.is_empty())
            .then(|| format!("condition keys {}", listed(&action.condition_keys, "and")));
        let alias = action.alias.as_ref().map(|alias| format!("also called {}", code(alias)));
        let others = (!action.dependencies.is_empty()).then(|| format!("with {}", listed(&action.dependencies, "and")));
        let scopes: Vec<String> = action.scopes.iter().map(|scope| format!("{}s", scope.replace('-', " "))).collect();
        let scopes = (!scopes.is_empty()).then(|| format!("given in {}", listed_as_is(&scopes, "and")));
        let parts: Vec<String> = [level, resource, keys, alias, others, scopes].into_iter().flatten().collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) };
        format!("Permission{when}: {}{parts}.", code(&action.action))
    });
    lines.collect()
}

/// Plain values as they are sent.
pub(super) fn texts(values: &[Value]) -> Vec<String> {
    values.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect()
}

/// Texts as code, with a word before the last one.
pub(super) fn listed(texts: &[String], word: &str) -> String {
    listed_as_is(&texts.iter().map(|text| code(text)).collect::<Vec<_>>(), word)
}

fn listed_as_is(texts: &[String], word: &str) -> String {
    match texts.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}

fn upper_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
