//! Makes parts of the specification from the facts of pages: new operations, and what operations lack.
//!
//! What only a person can say, descriptions and whether an operation may be repeated, is a placeholder (`TODO`) until it is
//! said; lint counts them, and a release waits for them. Bodies that no page has an example of get one that is made up.
//! Everything else is such as lint accepts, and what could not be is told. Nothing that is there is changed: where page and
//! specification contradict each other, the finding is told instead.
//!
//! Pages are drafted in an order of their own, newest first and the interface last, so that the order in which they are given
//! plays no part. The specification is parsed once a round, in which each operation gets what its next page adds: the number
//! of rounds is that of the pages of an operation, not that of all pages.

mod addition;
mod change;
mod codes;
mod component;
mod construct;
mod evidence;
mod examples;
mod failure;
mod fold;
mod group;
mod home;
mod left_out;
mod name;
mod new;
mod null;
mod operation;
mod parameter;
mod permission;
mod schema;
mod share;
mod source;
mod value;
mod write;

use std::collections::BTreeSet;
use std::path::Path;

use crate::contract::{Contract, Expected, Silences, compare};
use crate::docs::{PageFacts, PageProblem};
use crate::model::Model;
use crate::spec::files::SpecTexts;
use crate::spec::{ErrorCode, Source};
use component::Names;
use group::{Group, Groups, ordered};
use source::Sources;

pub use addition::Addition;
pub use write::{features, text, texts};

/// What is wished for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'o> {
    /// The resource whose file gets new operations.
    pub resource: Option<&'o str>,
    /// Without one: whether each new operation gets a resource by its path.
    pub by_path: bool,
    /// The name of the one operation that is new.
    pub operation: Option<&'o str>,
    /// Places that nothing is drafted at, because pages contradict each other there: the pointer, and the key that is
    /// lacking.
    pub without: Option<&'o BTreeSet<(String, Option<String>)>>,
    /// Pages without an operation: what they say of several.
    pub references: &'o [PageFacts],
    /// The root of the workspace. Without it, pages that were found by absolute paths are recorded by these.
    pub root: Option<&'o Path>,
}

/// What pages add to a specification.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Draft {
    /// What is to be added to the files.
    pub additions: Vec<Addition>,
    /// What is to be added to `sources.toml`.
    pub sources: Vec<Source>,
    /// What is to be added to `error-codes.toml`.
    pub codes: Vec<ErrorCode>,
    /// What the readers say of the pages.
    pub problems: Vec<PageProblem>,
    /// What of the pages was left out beside that, and why.
    pub left_out: Vec<String>,
    /// What was drafted, and a person has to check.
    pub to_check: Vec<String>,
    /// Pages of operations that are superseded.
    pub superseded: Vec<String>,
    /// New operations whose names are proposed, because no source names them.
    pub proposed: Vec<String>,
}

impl Draft {
    /// Whether a problem means that something of a page is not among its facts.
    pub fn is_loss(&self, problem: &PageProblem) -> bool {
        left_out::is_loss(problem)
    }

    /// Whether everything that the pages say is drafted, and nothing is to be checked.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty() && self.to_check.is_empty() && !self.problems.iter().any(left_out::is_loss)
    }
}

/// Drafts what pages add to a specification, whose texts these are.
///
/// # Errors
///
/// A message if the order does not fit the pages, or if what is drafted cannot be put together, which is a fault of ours.
pub fn draft(model: &Model, texts: &SpecTexts, pages: &[PageFacts], order: Order<'_>) -> Result<Draft, String> {
    // What the family has can be referred to, whether or not something does so far.
    let whole = if model.spec.shared.is_empty() { None } else { Some(write::with_all_shared(model)?) };
    let model = whole.as_ref().unwrap_or(model);
    let pages = ordered(pages);
    let mut groups = Groups::of(model, &pages, order.operation)?;
    let consistent: Vec<Vec<PageFacts>> = groups.all.iter().map(fold::consistent).collect();
    for (group, pages) in groups.all.iter_mut().zip(&consistent) {
        if group.new.is_some() {
            group.pages = pages.iter().collect();
        }
    }
    let mut drafting = Drafting::new(model, order);
    drafting.new_operations(&groups)?;
    let rounds = groups.all.iter().map(|group| group.pages.len()).max().unwrap_or_default();
    for round in 0..rounds {
        let nth = groups.all.iter().filter_map(|group| Some((group, *group.pages.get(round)?)));
        drafting.changes(nth.collect())?;
    }
    // What two pages of one round add to the same place is seen now.
    let all = || groups.all.iter().flat_map(|group| group.pages.iter().map(move |page| (group, *page)));
    drafting.changes(all().collect())?;
    let nullable = null::additions(model, &drafting.model);
    if !nullable.is_empty() {
        drafting.apply(nullable)?;
    }
    drafting.share()?;
    let of_references = order.references.iter().flat_map(|page| left_out::rows_of_reference(model, page));
    let problems = pages.iter().flat_map(|page| &page.problems).chain(of_references).cloned().collect();
    let mut left_out: Vec<String> = pages.iter().flat_map(|page| left_out::of_page(page)).collect();
    left_out.append(&mut groups.left_out);
    left_out.extend(drafting.contradictions(&all().collect::<Vec<_>>()));
    let proposed = drafting.proposed();
    let codes = codes::of_references(model, order.references, &mut drafting.sources);
    let references = order.references.iter();
    left_out.extend(references.flat_map(|page| left_out::of_reference(&drafting.model, page, &codes)));
    let Groups { mut to_check, superseded, .. } = groups;
    to_check.append(&mut drafting.to_check);
    let (additions, sources) = (drafting.additions, drafting.sources.new);
    let mut draft = Draft { additions, sources, codes, problems, left_out, to_check, superseded, proposed };
    let refused = examples::check(model, texts, &mut draft)?;
    draft.left_out.extend(refused);
    draft.left_out.extend(construct::examples(model, &mut draft.additions, &draft.sources)?);
    Ok(draft)
}

/// The specification as far as it is drafted.
struct Drafting<'m> {
    /// The specification without anything that is drafted.
    base: &'m Model,
    /// The specification with the additions.
    model: Model,
    order: Order<'m>,
    names: Names,
    sources: Sources<'m>,
    additions: Vec<Addition>,
    /// What was drafted, and a person has to check.
    to_check: Vec<String>,
}

impl<'m> Drafting<'m> {
    fn new(base: &'m Model, order: Order<'m>) -> Self {
        Self {
            base,
            model: base.clone(),
            order,
            names: Names::of(base),
            sources: Sources::new(&base.spec, order.root.unwrap_or(Path::new(""))),
            additions: Vec::new(),
            to_check: Vec::new(),
        }
    }

    /// Puts additions into the specification, and parses it.
    fn apply(&mut self, additions: Vec<Addition>) -> Result<(), String> {
        let known = self.model.spec.sources.len() - self.base.spec.sources.len();
        let new = self.sources.new.iter().skip(known).cloned();
        let mut spec = self.model.spec.clone();
        spec.sources.extend(new);
        self.model = write::apply(spec, &additions)?;
        self.additions.extend(additions);
        Ok(())
    }

    /// Adds what pages have and their operations lack.
    fn changes(&mut self, pages: Vec<(&Group<'_>, &PageFacts)>) -> Result<(), String> {
        let Self { model, names, sources, order, .. } = self;
        let mut round = change::Round::default();
        let mut silences = Silences::default();
        for (group, page) in pages {
            let Some(operation) = model.operation(&group.name) else { continue };
            let contract = Contract::of(model, operation);
            let source = sources.of_page(page, &operation.id);
            let is_newest = round.add_source(&model.spec, &contract, &source, sources);
            let origin = Some(source.as_str()).filter(|_| !is_newest);
            for difference in compare(page, model, &contract, Expected::default()) {
                let place = (difference.pointer.clone(), difference.member.clone());
                let is_disputed = order.without.is_some_and(|without| without.contains(&place));
                if silences.silence(&model.spec, Some(&source), &difference).is_empty() && !is_disputed {
                    round.add(model, (page, origin), &contract, &difference, names);
                }
            }
        }
        let additions = round.additions;
        if additions.is_empty() { Ok(()) } else { self.apply(additions) }
    }

    /// Keeps once what several operations have, in the end, in the same form.
    fn share(&mut self) -> Result<(), String> {
        let common = write::common_file(&self.base.spec);
        let is_known = |name: &str| self.base.schemas.contains_key(name);
        let schemas = share::components(is_known, &self.additions, &common, &mut self.names);
        let is_known = |name: &str| self.base.parameters.contains_key(name);
        let parameters = share::parameters(is_known, schemas.as_ref().unwrap_or(&self.additions), &common);
        if let Some(additions) = parameters.or(schemas) {
            self.additions.clear();
            self.model = self.base.clone();
            self.apply(additions)?;
        }
        Ok(())
    }

    /// The new operations that nobody but we has given a name.
    fn proposed(&self) -> Vec<String> {
        let operations = self.model.operations.iter().filter(|operation| operation.is_name_proposed);
        let new = operations.filter(|operation| self.base.operation(&operation.id).is_none());
        new.map(|operation| operation.id.clone()).collect()
    }

    /// Where pages and specification still differ, which a person has to settle.
    fn contradictions(&self, pages: &[(&Group<'_>, &PageFacts)]) -> Vec<String> {
        let mut silences = Silences::default();
        let mut told = Vec::new();
        for (group, page) in pages {
            let Some(operation) = self.model.operation(&group.name) else { continue };
            let contract = Contract::of(&self.model, operation);
            told.extend(left_out::contradictions(&self.model, page, &contract, &mut silences));
        }
        told
    }
}
