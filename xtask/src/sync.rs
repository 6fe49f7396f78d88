//! The whole loop from changed pages to a specification that says the same, as a value: what differs and what it means, what
//! is written, and what only a person can settle.
//!
//! # What is written
//!
//! - What pages have and the specification lacks: the additions of [`mod@draft`].
//! - What the newest page of an operation says otherwise, where it can be written as it is: types of plain values, limits,
//!   defaults, and what must be given.
//! - The bytes of pages that have changed, in `sources.toml`.
//!
//! # What is not
//!
//! - What goes away. It is drafted, as a patch that a person applies or refuses: pages forget things.
//! - What pages contradict each other in. Nothing is written that another page that was given does not agree with.
//! - Names, addresses and permissions: other places refer to them.

mod change;
mod changelog;
mod question;
mod removal;
pub mod report;
mod source;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use similar::TextDiff;

use crate::contract::Finding;
use crate::docs::{PageFacts, PageKind};
use crate::draft::{self, draft};
use crate::drift::{Drift, Report as DriftReport};
use crate::model::Model;
use crate::spec::Spec;
use crate::spec::files::SpecTexts;

pub use changelog::{CHANGELOG, Entry, entry, entry_of_removals, with_entry};
pub use question::Question;
pub use version::{raised, version};

/// What the patch is called that takes away what goes away if a person says so.
pub const REMOVALS: &str = "removals.patch";

/// What is wished for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Order<'o> {
    /// The resource whose file gets new operations.
    pub resource: Option<&'o str>,
    /// The name of the one operation that is new.
    pub operation: Option<&'o str>,
    /// Whether the pages are all that there are, so that an operation that none of them has is gone.
    pub is_whole: bool,
    /// The root of the workspace. Without it, pages that were found by absolute paths are recorded by these.
    pub root: Option<&'o Path>,
}

/// What becomes of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Pages contradict each other: a person says which is right.
    Contradiction,
    /// It goes away, if a person says so: the patch has it.
    Removal,
    /// Only a person can settle it.
    Person,
    /// The specification says now what the page says.
    Written,
    /// The specification has now what the page has, but for what only a person can say of it.
    Drafted,
    /// `sources.toml` knows the page now.
    Recorded,
}

/// A finding, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What was found, with its verdicts.
    #[serde(flatten)]
    pub finding: Finding,
    /// What becomes of it.
    pub fate: Fate,
}

/// What came out of it.
#[derive(Clone, Debug)]
pub struct Sync {
    /// The name of the service.
    pub service: String,
    /// How many pages were read, and how many findings quirks silence.
    pub counts: DriftReport,
    /// The findings: those for a person first.
    pub items: Vec<Item>,
    /// What only a person can settle.
    pub questions: Vec<Question>,
    /// The files of the specification that change, and the manifest of the crate if a resource gets its feature, with their
    /// new texts.
    pub write: BTreeMap<PathBuf, String>,
    /// What goes away if a person says so: a patch of what was written.
    pub removals: String,
    /// The specification as it was.
    pub before: Spec,
    /// The specification as it is written.
    pub after: Spec,
}

impl Sync {
    /// Whether nothing differs, and nothing is written.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty() && self.write.is_empty()
    }
}

/// Compares pages with the specification whose texts these are, and says what follows.
///
/// # Errors
///
/// A message if the texts are no specification, the order does not fit the pages, or what is drafted cannot be put together.
pub fn sync(texts: &SpecTexts, pages: &[PageFacts], order: Order<'_>) -> Result<Sync, String> {
    let before = Model::of(Spec::parse(texts).map_err(|problems| problems.to_string())?);
    let mut found = drift(&before, pages);
    if order.is_whole {
        found.findings.extend(change::gone_operations(&before, pages, &found));
    }
    let settled = change::settle(texts, &before, pages, &found.findings)?;
    let recorded = source::recorded(&before, texts, pages, order.root.unwrap_or(Path::new("")));
    let mut edited = settled.texts;
    edited.files.extend(recorded);
    let between = Model::of(Spec::parse(&edited).map_err(|problems| problems.to_string())?);
    let (placed, homeless) = change::placed(&between, pages, order.resource);
    let wish = draft::Order {
        resource: order.resource,
        operation: order.operation,
        without: Some(&settled.disputed),
        root: order.root,
        ..draft::Order::default()
    };
    let additions = draft(&between, &edited, &placed, wish)?;
    let texts_of = |additions: &draft::Draft| draft::texts(&between.spec, &edited, additions);
    let mut after_texts = edited.clone();
    after_texts.files.extend(texts_of(&additions)?);
    // A manifest without a place for a feature is left as it is: lint asks for it.
    if let Ok(Some(manifest)) = draft::features(&between.spec, &edited, &additions.additions) {
        after_texts.manifest = Some(manifest);
    }
    let after = Model::of(Spec::parse(&after_texts).map_err(|problems| problems.to_string())?);
    let write = changed(texts, &after_texts);

    let fates =
        change::Fates { written: &settled.written, disputed: &settled.disputed, homeless: &homeless, after: &after };
    let mut items: Vec<Item> = found.findings.iter().enumerate().map(|(at, finding)| fates.item(at, finding)).collect();
    items.sort_by_key(|item| item.fate);
    let removals = removal::patch(&items, &after_texts, &after.spec, pages)?;
    let questions = question::questions(&before, &after, &items, &additions, pages);
    let service = before.spec.service.name.clone();
    found.findings = Vec::new();
    Ok(Sync { service, counts: found, items, questions, write, removals, before: before.spec, after: after.spec })
}

/// Compares pages with the specification.
fn drift(model: &Model, pages: &[PageFacts]) -> DriftReport {
    let models = std::slice::from_ref(model);
    let mut drift = Drift::new(models);
    for page in pages {
        drift.page(page);
    }
    drift.finish()
}

/// The files that differ, with their new texts.
fn changed(before: &SpecTexts, after: &SpecTexts) -> BTreeMap<PathBuf, String> {
    let differs = |(path, text): &(&PathBuf, &String)| before.files.get(*path) != Some(text);
    let files = after.files.iter().filter(differs).map(|(path, text)| (path.clone(), text.clone()));
    files.chain(after.manifest.clone().filter(|_| before.manifest != after.manifest)).collect()
}

/// The part of a patch that is about one file; empty if the file stays.
pub fn patch_of(path: &Path, before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let shown = path.to_string_lossy().replace('\\', "/");
    let diff = TextDiff::from_lines(before, after);
    let headers = [format!("a/{shown}"), format!("b/{shown}")];
    let hunks = diff.unified_diff().context_radius(3).header(&headers[0], &headers[1]).to_string();
    format!("diff --git {} {}\n{hunks}", headers[0], headers[1])
}

/// The names of the operations that pages document.
fn documented(pages: &[PageFacts]) -> BTreeSet<&str> {
    let of_operation = pages.iter().filter(|page| page.kind == PageKind::Operation);
    of_operation.filter_map(|page| page.operation.as_ref()).map(|name| name.value.as_str()).collect()
}
