//! Which changes are written, and which are left to a person.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fate, Item, documented, drift};
use crate::contract::{Contract, Edit, Finding, has_superseded_address, operation_of};
use crate::docs::{Layout, PageFacts, PageKind};
use crate::drift::{self, Report};
use crate::model::Model;
use crate::spec::files::SpecTexts;
use crate::spec::{FindingKind, SourceKind, Spec, canonical_yaml, part};

/// How often changes are tried that other pages may contradict.
const MAX_ROUNDS: usize = 8;

/// A place in the specification: the pointer, and the key that is lacking there.
pub(super) type Spot = (String, Option<String>);

/// What of the findings is written.
pub(super) struct Settled {
    /// The texts with the changes.
    pub(super) texts: SpecTexts,
    /// Indices of the findings that are written.
    pub(super) written: BTreeSet<usize>,
    /// Places that pages contradict each other in.
    pub(super) disputed: BTreeSet<Spot>,
}

/// Writes what newest pages say otherwise, if no other page that was given contradicts it.
pub(super) fn settle(
    texts: &SpecTexts,
    before: &Model,
    pages: &[PageFacts],
    findings: &[Finding],
) -> Result<Settled, String> {
    let mut disputed = disputed(findings);
    let is_candidate = |finding: &Finding| finding.proposal.is_settled && finding.proposal.is_newest;
    let candidates: Vec<usize> =
        findings.iter().enumerate().filter(|(_, finding)| is_candidate(finding)).map(|(at, _)| at).collect();
    let known: BTreeSet<_> = findings.iter().map(key).collect();
    for _ in 0..MAX_ROUNDS {
        let written: BTreeSet<usize> = candidates
            .iter()
            .copied()
            .filter(|at| findings.get(*at).is_some_and(|finding| !disputed.contains(&spot(finding))))
            .collect();
        let chosen: Vec<&Finding> = written.iter().filter_map(|at| findings.get(*at)).collect();
        let edits: Vec<Edit> = chosen.iter().flat_map(|finding| finding.proposal.edits.clone()).collect();
        let texts = applied(&before.spec, texts, &edits)?;
        let after = Model::of(Spec::parse(&texts).map_err(|problems| problems.to_string())?);
        let found = drift(&after, pages).findings;
        let news = found.iter().filter(|finding| finding.kind.is_about_a_fact() && !known.contains(&key(finding)));
        let contradicted: BTreeSet<Spot> = news.flat_map(|new| contradicted(new, &chosen)).collect();
        if contradicted.is_empty() {
            return Ok(Settled { texts, written, disputed });
        }
        disputed.extend(contradicted);
    }
    Ok(Settled { texts: texts.clone(), written: BTreeSet::new(), disputed })
}

/// Places that pages say different things about, which none of them can settle.
fn disputed(findings: &[Finding]) -> BTreeSet<Spot> {
    let mut says: BTreeMap<(FindingKind, Spot), &Finding> = BTreeMap::new();
    let mut disputed = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.kind.is_about_a_fact()) {
        let only_adds = finding.proposal.edits.iter().all(|edit| matches!(edit, Edit::Push { .. }));
        let is_list = finding.kind == FindingKind::Enum && only_adds;
        // Each page has examples of its own.
        if is_list || finding.member.as_deref() == Some("examples") {
            continue;
        }
        let first = says.entry((finding.kind, spot(finding))).or_insert(finding);
        if first.proposal.edits != finding.proposal.edits && first.page != finding.page {
            disputed.insert(spot(finding));
        }
    }
    disputed
}

/// The chosen changes that another page does not agree with, as a new finding on it shows.
fn contradicted(new: &Finding, chosen: &[&Finding]) -> Vec<Spot> {
    let others = || chosen.iter().filter(|finding| finding.page != new.page);
    let is_near = |finding: &&&Finding| {
        finding
            .proposal
            .edits
            .iter()
            .any(|edit| is_above(edit.pointer(), &new.pointer) || is_above(&new.pointer, edit.pointer()))
    };
    let near: Vec<Spot> = others().filter(is_near).map(|finding| spot(finding)).collect();
    if !near.is_empty() {
        return near;
    }
    others().filter(|finding| part(&finding.pointer) == part(&new.pointer)).map(|finding| spot(finding)).collect()
}

fn is_above(pointer: &str, other: &str) -> bool {
    other.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn spot(finding: &Finding) -> Spot {
    (finding.pointer.clone(), finding.member.clone())
}

/// What a finding is known by, from one comparison to the next.
fn key(finding: &Finding) -> (FindingKind, &str, u32, &str, Option<&str>) {
    (finding.kind, &finding.page, finding.line, &finding.pointer, finding.member.as_deref())
}

/// The texts after edits of the bundle, in canonical form.
///
/// # Errors
///
/// A message if a file is not in canonical form as it is, so that more of it would change.
pub(super) fn applied(spec: &Spec, texts: &SpecTexts, edits: &[Edit]) -> Result<SpecTexts, String> {
    let mut texts = texts.clone();
    let mut files: Vec<_> = spec.all_files().cloned().collect();
    for edit in edits {
        let Some(path) = spec.file_of(edit.pointer()).map(|file| file.path.clone()) else { continue };
        if let Some(file) = files.iter_mut().find(|file| file.path == path) {
            edit.apply(&mut file.value);
        }
    }
    for (file, known) in files.iter().zip(spec.all_files()).filter(|(file, known)| file.value != known.value) {
        let canonical = |value| canonical_yaml(value).map_err(|error| format!("{}: {error}", file.path.display()));
        if canonical(&known.value)? != known.text {
            return Err(format!("{} is not in canonical form; run `cargo xtask fmt` first", file.path.display()));
        }
        texts.files.insert(file.path.clone(), canonical(&file.value)?);
    }
    Ok(texts)
}

/// Operations that no page of the whole documentation has any more, though a page was a source of each.
pub(super) fn gone_operations(model: &Model, pages: &[PageFacts], found: &Report) -> Vec<Finding> {
    let spec = &model.spec;
    let is_page = |id: &String| spec.sources.get(id).is_some_and(|source| source.kind == SourceKind::Page);
    let has_page = |operation: &crate::model::Operation| operation.provenance.sources.iter().any(is_page);
    let of_pages = pages.iter().filter(|page| page.layout != Layout::Interface);
    let read: BTreeSet<&str> =
        of_pages.filter_map(|page| operation_of(model, page)).map(|operation| operation.id.as_str()).collect();
    let known = model.operations.iter().filter(|operation| has_page(operation));
    let (read, gone): (Vec<_>, Vec<_>) = known.partition(|operation| read.contains(operation.id.as_str()));
    // Pages of a few operations are no whole documentation, in whatever folder they lie.
    if read.len() < gone.len() || found.operations == 0 {
        return Vec::new();
    }
    drift::gone(model, &gone)
}

/// The pages that can be drafted, and the names of new operations that no resource was given for. Nothing is drafted of what
/// is superseded.
pub(super) fn placed(model: &Model, pages: &[PageFacts], resource: Option<&str>) -> (Vec<PageFacts>, BTreeSet<String>) {
    let mut known = Vec::new();
    let mut new = Vec::new();
    for page in pages.iter().filter(|page| page.kind == PageKind::Operation) {
        let is_known = operation_of(model, page).is_some();
        if !is_known && has_superseded_address(&model.spec, page) {
            continue;
        }
        let list = if is_known || resource.is_some() { &mut known } else { &mut new };
        list.push(page.clone());
    }
    let homeless = documented(&new).into_iter().map(str::to_owned).collect();
    (known, homeless)
}

/// What becomes of findings.
pub(super) struct Fates<'f> {
    pub(super) written: &'f BTreeSet<usize>,
    pub(super) disputed: &'f BTreeSet<Spot>,
    pub(super) homeless: &'f BTreeSet<String>,
    pub(super) after: &'f Model,
}

impl Fates<'_> {
    pub(super) fn item(&self, at: usize, finding: &Finding) -> Item {
        Item { finding: finding.clone(), fate: self.fate(at, finding) }
    }

    fn fate(&self, at: usize, finding: &Finding) -> Fate {
        let proposal = &finding.proposal;
        let goes_away = proposal.edits.iter().any(Edit::is_removal) || finding.kind == FindingKind::Moved;
        let is_listed = || {
            let operation = finding.operation.as_deref().unwrap_or_default();
            !self.homeless.contains(operation) && self.after.operation(operation).is_some()
        };
        match finding.kind {
            FindingKind::OperationMissing if is_listed() => Fate::Drafted,
            FindingKind::PageChanged | FindingKind::PageUnrecorded if !finding.file.as_os_str().is_empty() => {
                Fate::Recorded
            }
            kind if !kind.is_about_a_fact() => Fate::Person,
            _ if self.disputed.contains(&spot(finding)) => Fate::Contradiction,
            _ if self.written.contains(&at) => Fate::Written,
            FindingKind::MissingInPage | FindingKind::Moved | FindingKind::Enum if goes_away && proposal.is_newest => {
                Fate::Removal
            }
            FindingKind::MissingInSpec | FindingKind::Enum if proposal.is_drafted && !goes_away => {
                self.drafted(finding)
            }
            _ => Fate::Person,
        }
    }

    /// A draft leaves out what the specification has no place for.
    fn drafted(&self, finding: &Finding) -> Fate {
        let document = &self.after.spec.document;
        let is_there = finding.proposal.edits.iter().all(|edit| match edit {
            Edit::Push { pointer, value } => {
                let name = value.get("name");
                let is_it = |element: &serde_json::Value| {
                    element == value || element.get("$ref").is_some() || name.is_some() && element.get("name") == name
                };
                let list = document.pointer(pointer).and_then(serde_json::Value::as_array);
                list.is_some_and(|list| list.iter().any(is_it))
            }
            edit if finding.member.as_deref() == Some("examples") => {
                crate::spec::parent(edit.pointer()).is_some_and(|examples| document.pointer(examples).is_some())
            }
            edit => document.pointer(edit.pointer()).is_some(),
        });
        if is_there { Fate::Drafted } else { Fate::Person }
    }
}

/// An operation, by its contract: whether a page says something of it.
pub(super) fn sources_of<'m>(model: &'m Model, operation: &str) -> &'m [String] {
    let found = model.operation(operation);
    found.map_or(&[], |operation| Contract::of(model, operation).sources())
}
