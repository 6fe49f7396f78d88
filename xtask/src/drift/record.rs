//! What is wrong with a page as a whole: how it is recorded, and what of it cannot be read.

use crate::contract::{Finding, Recorded, noun};
use crate::docs::{Layout, PageFacts};
use crate::spec::{FindingKind, Spec};

/// What is wrong with how a page, or an interface as a whole, is recorded.
pub(super) fn unlike_record(recorded: Recorded<'_>, spec: &Spec, page: &PageFacts) -> Option<Finding> {
    let (sha, noun) = (page.sha256.as_deref().unwrap_or("unknown"), noun(page));
    let (kind, message, spec_line) = match recorded {
        Recorded::As(_) => return None,
        Recorded::Changed(source) => {
            let message = format!("the {noun} `{}` has changed; its SHA-256 is {sha}", source.id);
            (FindingKind::PageChanged, message, source.line)
        }
        Recorded::No => (FindingKind::PageUnrecorded, format!("the {noun} is not recorded; its SHA-256 is {sha}"), 0),
    };
    Some(Finding {
        file: spec.folder.join("sources.toml"),
        spec_line,
        source: recorded.id().map(str::to_owned),
        remedy: format!("compare the {noun} with the specification, then write it into sources.toml and `x-sources`"),
        ..Finding::of_page(kind, &page.page, message)
    })
}

/// A page that no service lists, though there are several.
pub(super) fn homeless(page: &PageFacts) -> Finding {
    let (sha, noun) = (page.sha256.as_deref().unwrap_or("unknown"), noun(page));
    let message = format!("no service lists the {noun}, and there are several; its SHA-256 is {sha}");
    Finding {
        remedy: format!("say with `--service` which one it is about, then write the {noun} into its sources.toml"),
        ..Finding::of_page(FindingKind::PageUnrecorded, &page.page, message)
    }
}

/// A page that cannot be read.
pub(super) fn unreadable(page: &PageFacts) -> Finding {
    let problem = page.problems.first();
    Finding {
        line: problem.map_or(0, |problem| problem.line),
        remedy: "give the whole document in UTF-8, or leave the file out".to_owned(),
        ..Finding::of_page(
            FindingKind::PageUnreadable,
            &page.page,
            problem.map_or_else(String::new, |problem| problem.reason.clone()),
        )
    }
}

/// An interface is written by a program: what cannot be read of it would not be compared, so it is reported.
pub(super) fn damage(page: &PageFacts) -> impl Iterator<Item = Finding> {
    let problems = page.problems.iter().filter(|_| page.layout == Layout::Interface);
    problems.map(|problem| Finding {
        line: problem.line,
        remedy: problem.hint.to_owned(),
        ..Finding::of_page(FindingKind::PageUnreadable, &page.page, problem.reason.clone())
    })
}
