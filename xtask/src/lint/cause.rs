//! One fault, one problem: what follows from another problem is left out, and causes come first.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{child, parent, within};

/// Rules whose faults keep a part of the document from being read, so that other rules miss it.
const UNREAD: [&str; 3] = ["keyword", "openapi-form", "reference"];

/// Rules whose faults change what values of a schema are.
const UNSOUND: [&str; 7] = ["keyword", "openapi-form", "reference", "enum", "required-property", "limit", "direction"];

/// Rules about everything that is there, whose problems come last.
const LAST: [&str; 5] = ["canonical-form", "orphan", "example", "coverage", super::PLACEHOLDERS];

/// The problems without those that follow from others: what could not be read first, then by file and line.
pub(super) fn first(model: &Model, problems: &[Problem]) -> Vec<Problem> {
    let causes = Causes::of(model, problems);
    let mut kept: Vec<Problem> = problems.iter().filter(|problem| !causes.explain(problem)).cloned().collect();
    let stage = |problem: &Problem| match problem.rule {
        rule if UNREAD.contains(&rule) => 0,
        rule if LAST.contains(&rule) => 2,
        _ => 1,
    };
    kept.sort_by(|left, right| stage(left).cmp(&stage(right)).then_with(|| left.cmp(right)));
    kept.dedup();
    kept
}

/// Problems that others may follow from, by where they are.
struct Causes<'p> {
    model: &'p Model,
    /// Whether there are several problems.
    are_several: bool,
    /// Those that change what values of a schema are, by their pointers.
    unsound: BTreeMap<&'p str, Vec<&'p Problem>>,
    /// The same by the pointers of what holds them.
    by_holder: HashMap<Option<&'p str>, Vec<&'p Problem>>,
    /// What references that are refused may have meant.
    meant: Meant<'p>,
}

impl<'p> Causes<'p> {
    fn of(model: &'p Model, problems: &'p [Problem]) -> Self {
        let (mut unsound, mut by_holder) = (BTreeMap::<_, Vec<_>>::new(), HashMap::<_, Vec<_>>::new());
        for problem in problems.iter().filter(|problem| UNSOUND.contains(&problem.rule)) {
            unsound.entry(problem.pointer.as_str()).or_default().push(problem);
            by_holder.entry(parent(&problem.pointer)).or_default().push(problem);
        }
        Self { model, are_several: problems.len() > 1, unsound, by_holder, meant: Meant::of(model, problems) }
    }

    /// Whether another problem is the cause of a problem.
    fn explain(&self, problem: &Problem) -> bool {
        // What the document is not, as a whole, each fault says more exactly.
        let is_of_document = problem.rule == "openapi-form" && problem.message.starts_with("the files do not make");
        (is_of_document && self.are_several)
            || self.is_misspelt(problem)
            || self.is_of_misspelt_kind(problem)
            || self.is_of_unread_part(problem)
    }

    /// Those of what stands right in what a pointer leads to.
    fn held_by<'a>(&'a self, holder: Option<&'a str>) -> &'a [&'p Problem] {
        self.by_holder.get(&holder).map_or(&[], Vec::as_slice)
    }

    /// Whether a problem asks for a key that is there: misspelt, or with a value that cannot be read.
    fn is_misspelt(&self, problem: &Problem) -> bool {
        let asks_for = |key: &str| problem.message.contains(key) || problem.remedy.contains(key);
        let beside = self.held_by(Some(&problem.pointer)).iter().chain(self.held_by(parent(&problem.pointer)));
        let mut others = beside.filter(|cause| cause.file == problem.file && **cause != problem);
        others.any(|cause| match cause.rule {
            "keyword" => meant_key(cause).is_some_and(asks_for),
            "openapi-form" => cause.pointer.rsplit('/').next().is_some_and(|key| asks_for(&format!("`{key}`"))),
            _ => false,
        })
    }

    /// Whether a reference leads nowhere because the kind of components is misspelt.
    fn is_of_misspelt_kind(&self, problem: &Problem) -> bool {
        let target = Some(&problem.pointer).filter(|_| problem.rule == "reference");
        let kind = target.and_then(|at| self.model.references.get(at)?.split('/').nth(2));
        let kind = kind.map(|kind| format!("`{kind}`"));
        kind.is_some_and(|kind| self.held_by(Some("/components")).iter().any(|cause| meant_key(cause) == Some(&kind)))
    }

    /// Whether a problem is about a part of the document in which something could not be read.
    fn is_of_unread_part(&self, problem: &Problem) -> bool {
        let pointer = problem.pointer.as_str();
        let (roots, rules): (Vec<String>, &[&str]) = match problem.rule {
            "orphan" => return self.meant.may_be(pointer),
            "path-parameter" => (vec![child(pointer, "parameters")], &UNREAD),
            "paging" | "long-running" | "partial-failure" => {
                let operation = crate::spec::part(pointer);
                (vec![child(operation, "parameters"), child(operation, "responses")], &UNREAD)
            }
            "one-success" | "one-error" => (vec![pointer.to_owned()], &UNREAD),
            "example" => (vec![schema_of(pointer)], &UNSOUND),
            _ => return false,
        };
        let mut reached = BTreeSet::new();
        let mut waiting = roots;
        while let Some(root) = waiting.pop() {
            let mut causes = within(&self.unsound, &root).flat_map(|(_, causes)| causes);
            if causes.any(|cause| rules.contains(&cause.rule) && *cause != problem) {
                return true;
            }
            let targets = within(&self.model.references, &root).map(|(_, target)| target);
            waiting.extend(targets.filter(|target| reached.insert((*target).clone())).cloned());
        }
        false
    }
}

/// The key, in backticks, that a misspelt one stands for.
fn meant_key(problem: &Problem) -> Option<&str> {
    let remedy = Some(problem.remedy.as_str()).filter(|_| problem.rule == "keyword");
    remedy?.strip_prefix("did you mean ")?.strip_suffix('?')
}

/// The pointer of the schema that an example is compared with.
fn schema_of(example: &str) -> String {
    match example.split_once("/examples/") {
        Some((content, _)) if content.contains("/content/") => child(content, "schema"),
        // A value beside its schema, or a body that has no example: the latter follows from no fault of its schema.
        _ => example
            .strip_suffix("/default")
            .or_else(|| example.strip_suffix("/example"))
            .map_or_else(|| example.to_owned(), str::to_owned),
    }
}

/// Components that references which are refused may have meant, or what stood where a value cannot be read.
struct Meant<'p> {
    /// It may be any component.
    is_any: bool,
    /// It is one of these kinds: `/components/schemas`.
    kinds: HashSet<&'p str>,
}

impl<'p> Meant<'p> {
    fn of(model: &'p Model, problems: &'p [Problem]) -> Self {
        let components: HashSet<&str> = model.components.iter().map(String::as_str).collect();
        let known_kinds: HashSet<&str> = components.iter().copied().filter_map(parent).collect();
        let (mut is_any, mut kinds) = (false, HashSet::new());
        for problem in problems {
            match (problem.rule, model.references.get(&problem.pointer)) {
                ("openapi-form", _) => is_any = true,
                // A circle of references is refused where it begins, and leads to what it means.
                ("reference", Some(target)) if components.contains(target.as_str()) => {
                    is_any |= !components.contains(problem.pointer.as_str());
                }
                ("reference", Some(target)) => match parent(target).filter(|kind| known_kinds.contains(kind)) {
                    Some(kind) => drop(kinds.insert(kind)),
                    None => is_any = true,
                },
                _ => {}
            }
        }
        Self { is_any, kinds }
    }

    fn may_be(&self, component: &str) -> bool {
        self.is_any || parent(component).is_some_and(|kind| self.kinds.contains(kind))
    }
}
