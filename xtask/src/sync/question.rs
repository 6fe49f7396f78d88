//! What only a person can settle: where it stands, and what is asked.

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use super::change::sources_of;
use super::{Fate, Item, REMOVALS};
use crate::contract::{Finding, Recorded};
use crate::docs::PageFacts;
use crate::draft::Draft;
use crate::lint::lint;
use crate::model::Model;
use crate::output::KEPT;
use crate::problem::{Problem, counted};
use crate::spec::FindingKind;

/// Something that only a person can settle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Question {
    /// The file of the specification, relative to the root of the workspace; the page, if it is about the page alone.
    pub file: PathBuf,
    /// The line of that file as it is written, counted from 1; 0 for the file as a whole.
    pub line: u32,
    /// The page that raises it, and its line; none if it is about the specification alone.
    pub page: Option<String>,
    /// What is asked.
    pub question: String,
    /// What to do.
    pub remedy: String,
    /// Whether nothing can be generated before it is settled.
    pub stops: bool,
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.question)?;
        if let Some(page) = &self.page {
            write!(f, " ({page})")?;
        }
        write!(f, "\n    {}", self.remedy)
    }
}

/// All questions, each once.
pub(super) fn questions(
    before: &Model,
    after: &Model,
    items: &[Item],
    draft: &Draft,
    pages: &[PageFacts],
) -> Vec<Question> {
    let mut all: BTreeSet<Question> = items.iter().filter_map(|item| of_item(after, item, pages)).collect();
    // What a page has never said clearly was looked at when it was recorded.
    let is_new = |page: &&PageFacts| !matches!(Recorded::of(&before.spec, page), Recorded::As(_));
    let new: BTreeSet<&str> = pages.iter().filter(is_new).map(|page| page.page.as_str()).collect();
    let losses = draft.problems.iter().filter(|problem| draft.is_loss(problem) && new.contains(problem.page.as_str()));
    all.extend(losses.map(|problem| Question {
        file: PathBuf::from(&problem.page),
        line: problem.line,
        page: None,
        question: format!("what does the page say here? {}", problem.reason),
        remedy: "read the page, and write what it says into the specification by hand".to_owned(),
        stops: false,
    }));
    all.extend(of_lint(before, after));
    all.into_iter().collect()
}

/// What lint would refuse: each problem that is new, and how many there were before.
fn of_lint(before: &Model, after: &Model) -> Vec<Question> {
    let known = |problem: &Problem| (problem.pointer.clone(), problem.message.clone());
    let old: BTreeSet<_> = lint(before).iter().map(known).collect();
    let (old, new): (Vec<_>, Vec<_>) = lint(after).into_iter().partition(|problem| old.contains(&known(problem)));
    let ask = |problem: Problem| {
        let (file, line, question, remedy) = (problem.file, problem.line, problem.message, problem.remedy);
        Question { file, line, page: None, question, remedy, stops: true }
    };
    let mut questions: Vec<Question> = new.into_iter().map(ask).collect();
    if !old.is_empty() {
        questions.push(Question {
            file: after.spec.folder.clone(),
            line: 0,
            page: None,
            question: format!("the specification had {} before", counted(old.len(), "problem")),
            remedy: "`cargo xtask lint` lists them".to_owned(),
            stops: true,
        });
    }
    questions
}

fn of_item(after: &Model, item: &Item, pages: &[PageFacts]) -> Option<Question> {
    let finding = &item.finding;
    let question = match (item.fate, finding.kind) {
        (Fate::Contradiction, _) => format!("pages contradict each other: which is right? {}", finding.message),
        (Fate::Removal, FindingKind::Moved) => format!("is this a new name, or another thing? {}", finding.message),
        (Fate::Removal, _) => format!("is it gone, or only not documented any more? {}", finding.message),
        (Fate::Person, FindingKind::OperationMissing) => {
            format!("in which resource is the new operation {}?", finding.operation.as_deref().unwrap_or_default())
        }
        (Fate::Person, FindingKind::PageUnreadable) => {
            format!("what does the page say? It cannot be read: {}", finding.message)
        }
        (Fate::Person, _) => format!("what should the specification say? {}", finding.message),
        (Fate::Recorded, FindingKind::PageChanged) if finding.remedy.contains("quirks again") => {
            format!("do the quirks still hold? {}", finding.message)
        }
        _ => return None,
    };
    let remedy = match (item.fate, finding.kind) {
        (Fate::Contradiction, _) => contradiction(after, finding, pages),
        (Fate::Removal, _) => format!("apply {KEPT}/{REMOVALS}; or keep it: {}", finding.remedy),
        (Fate::Person, FindingKind::OperationMissing) => "run it again with `--resource <resource>`".to_owned(),
        _ => finding.remedy.clone(),
    };
    let (file, line) = place(after, finding);
    let page = (!finding.page.is_empty()).then(|| format!("{}:{}", finding.page, finding.line));
    Some(Question { file, line, page, question, remedy, stops: false })
}

/// Where a finding stands in what is written; what has no place there is about its page.
fn place(after: &Model, finding: &Finding) -> (PathBuf, u32) {
    if finding.pointer.is_empty() || finding.kind == FindingKind::QuirkUnused {
        let is_recorded = !finding.file.as_os_str().is_empty();
        let file = if is_recorded { finding.file.clone() } else { PathBuf::from(&finding.page) };
        return (file, if is_recorded { finding.spec_line } else { finding.line });
    }
    let (file, line) = after.spec.place_of(&finding.pointer);
    (file.to_owned(), line)
}

/// Which pages to look at.
fn contradiction(after: &Model, finding: &Finding, pages: &[PageFacts]) -> String {
    let sources = sources_of(after, finding.operation.as_deref().unwrap_or_default());
    let known = after.spec.sources.iter().filter(|source| sources.contains(&source.id));
    let mut others: Vec<&str> = known.map(|source| source.path.as_str()).collect();
    others.retain(|path| !finding.page.ends_with(path) && pages.iter().any(|page| page.page.ends_with(path)));
    let others = if others.is_empty() { "the other pages".to_owned() } else { others.join(", ") };
    format!("compare it with {others}; then {}", finding.remedy)
}
