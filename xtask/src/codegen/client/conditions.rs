//! What the documentation says of conditions: what fields ask of each other, in which clouds there is something, how certain
//! it is, and what the caller must be allowed to do.

use serde_json::Value;

use super::behaviour;
use super::reference::{Scope, nested};
use super::rustdoc::{code, plain_text, text};
use crate::model::{
    Allowed, Ask, Aspect, Availability, Bound, Certainty, Claim, Condition, Degree, Model, NamedSchema, Operation,
    Otherwise, Parameter, ParameterIn, Part, Permission, Relation, Requirement, Test, ValueAt,
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
            let pairs: Vec<String> =
                allowed.iter().map(|(value, allowed)| format!("{} {}", shown(value), may_be(allowed, shown))).collect();
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

/// What a value may be, in words that follow it.
fn may_be(allowed: &Allowed, shown: &dyn Fn(&ValueAt) -> String) -> String {
    let bounds = match allowed {
        Allowed::Values(values) => return format!("may only be {}", listed(&texts(values), "or")),
        Allowed::Bounds(bounds) => bounds,
    };
    let bound = |relation: Relation| {
        let found = bounds.iter().find(|(known, _)| *known == relation).map(|(_, bound)| bound);
        found.map(|bound| match bound {
            Bound::Number(number) => number.to_string(),
            Bound::Value(at) => shown(at),
        })
    };
    let range = match (bound(Relation::Minimum), bound(Relation::Maximum)) {
        (Some(least), Some(most)) => Some(format!("{least} to {most}")),
        (Some(least), None) => Some(format!("at least {least}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    };
    let parts = [
        range,
        bound(Relation::MoreThan).map(|than| format!("more than {than}")),
        bound(Relation::MultipleOf).map(|of| format!("a multiple of {of}")),
        bound(Relation::MaxItems).map(|most| format!("no longer a list than {most}")),
        bound(Relation::OtherThan).map(|than| format!("other than {than}")),
    ];
    format!("must be {}", listed_as_is(&parts.into_iter().flatten().collect::<Vec<_>>(), "and"))
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
    about.map(|one| for_field(one, &|at| is_about(&at), &shown)).collect()
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
    let is_it = |outer: &NamedSchema, at: &ValueAt| {
        let is_own = outer.name == holder.name && at.path == [field];
        is_own || leads_to(model, outer, at, holder, field)
    };
    let by_own = holder.schema.requirements.iter().map(|one| (holder, one));
    let by_others = model.asking.get(field).into_iter().flatten().filter_map(|name| model.schemas.get(name));
    let by_others = by_others.flat_map(|outer| outer.schema.requirements.iter().map(move |one| (outer, one)));
    let mut lines = Vec::new();
    let by_others = by_others.filter(|(outer, _)| outer.name != holder.name);
    let all = by_own.chain(by_others);
    for (outer, one) in all.filter(|(outer, one)| one.ask.values().iter().any(|at| is_it(outer, at))) {
        let of = |at: &ValueAt| {
            if outer.name == holder.name || at.part == Part::Shown {
                own(model, holder, at)
            } else {
                let (module, field) = (crate::model::module_name(&outer.home), nested(model, &outer.schema, &at.path));
                format!("{field} of [`{0}`](crate::{module}::{0})", outer.name)
            }
        };
        let line = for_field(one, &|at| is_it(outer, at), &of);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// What is asked of one of the values of a requirement, without what is asked of the others.
fn for_field(one: &Requirement, is_it: &dyn Fn(&ValueAt) -> bool, shown: &dyn Fn(&ValueAt) -> String) -> String {
    match (conditions(&one.when, shown), &one.ask, one.otherwise) {
        (Some(when), Ask::Needs(_), _) => format!("Needed if {when}."),
        (Some(when), Ask::Only(_), Some(Otherwise::Ignored)) => format!("Has an effect only if {when}."),
        (Some(when), Ask::Only(_), Some(Otherwise::Refused)) => format!("Refused unless {when}."),
        (Some(when), Ask::Only(_), None) => format!("Only if {when}."),
        (_, Ask::Allows(allowed), _) => {
            let own = allowed.iter().filter(|(at, _)| is_it(at)).cloned().collect();
            sentence(&Requirement { ask: Ask::Allows(own), ..one.clone() }, shown)
        }
        _ => sentence(one, shown),
    }
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
        _ if at.part == Part::Shown => behaviour::shown(model, at),
        [only] => Scope::within(model, named).link(only).unwrap_or_else(|| code(only)),
        path => nested(model, &named.schema, path),
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
pub(super) fn certainty<'c>(scope: Scope<'_>, entries: impl IntoIterator<Item = &'c Certainty>) -> Vec<String> {
    entries.into_iter().filter_map(|entry| Some(format!("{} {}", subject(entry), degree(scope, entry)?))).collect()
}

/// What is not plainly documented of one value of an enum: a sentence each.
pub(super) fn certainty_of_value(scope: Scope<'_>, entries: &[Certainty], value: &str) -> Vec<String> {
    let of_value = entries.iter().filter(|entry| entry.of.iter().any(|part| part == value));
    let alone = of_value.map(|entry| Certainty { of: vec![value.to_owned()], ..entry.clone() });
    certainty(scope, &alone.collect::<Vec<_>>())
}

/// What an entry is about, with its verb.
fn subject(entry: &Certainty) -> String {
    let (noun, of) = (entry.about.noun(), listed(&entry.of, "and"));
    let (what, are_several) = match (entry.about, entry.of.as_slice()) {
        (Aspect::Limits | Aspect::Values, []) => (noun.to_owned(), true),
        (_, []) => (noun.to_owned(), false),
        (Aspect::Values, [_]) => (format!("value {of}"), false),
        (Aspect::Values, _) => (format!("values {of}"), true),
        (Aspect::Permission, [_]) => (format!("permission {of}"), false),
        (Aspect::Permission, _) => (format!("permissions {of}"), true),
        _ => (format!("{noun} of {of}"), false),
    };
    format!("The {what} {}", if are_several { "are" } else { "is" })
}

/// How certain it is, in words that follow; none if it is plainly documented.
fn degree(scope: Scope<'_>, entry: &Certainty) -> Option<String> {
    let how = match entry.degree {
        Degree::Documented => return None,
        Degree::Inferred => "inferred, not documented",
        Degree::Chosen => "our choice, not documented",
    };
    let why = entry.why.as_ref().map(|why| format!(": {}", text(scope, why.trim_end_matches('.'))));
    Some(format!("{how}{}.", why.unwrap_or_default()))
}

/// What the caller must be allowed to do: a line each.
pub(super) fn permission(permission: &Permission, shown: &dyn Fn(&ValueAt) -> String) -> Vec<String> {
    if permission.is_open {
        return vec!["Permission: which, is yet to be said.".to_owned()];
    }
    if permission.is_none_needed {
        return vec!["Permission: none is needed.".to_owned()];
    }
    if permission.actions.is_empty() {
        return vec!["Permission: no source that was read names it.".to_owned()];
    }
    let lines = permission.actions.iter().map(|action| {
        let when = conditions(&action.when, shown).map(|when| format!(" if {when}")).unwrap_or_default();
        let when = if action.is_when_open { " in cases that are yet to be said".to_owned() } else { when };
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

pub(super) fn listed_as_is(texts: &[String], word: &str) -> String {
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
