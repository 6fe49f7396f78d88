//! What is told of pages as a whole, and what to do about it.

use super::*;
use crate::docs::read_page;
use crate::model::fixture::of_service;

/// A service of that name, which has an operation of the interface that is its source.
fn service(name: &str) -> Model {
    with_quirks(name, "")
}

fn with_quirks(name: &str, quirks: &str) -> Model {
    let resource = "paths:\n  /v1/things:\n    post:\n      operationId: CreateThing\n      x-sources: [sdk]\n      \
                    responses:\n        '204': {description: Done.}\n  /v1/parts:\n    post:\n      operationId: CreatePart\n      \
                    x-sources: [sdk]\n      responses:\n        '204': {description: Done.}\n";
    let sources =
        "[[source]]\nid = 'sdk'\nkind = 'interface'\npath = 'sdk.json'\ndated-by = 'none'\nsha256 = 'other'\n";
    of_service(name, &[("sources.toml", sources), ("resources/things.yaml", resource), ("quirks.toml", quirks)])
}

fn page(label: &str) -> PageFacts {
    let text = "# Creating a Thing\n\n## Function\n\nThis API creates things.\n\n## URI\n\nPOST /v1/things\n\n## Request \
                Parameters\n\nNone\n";
    read_page(label, text.as_bytes())
}

fn interface() -> PageFacts {
    PageFacts { layout: Layout::Interface, ..page("docs/sdk.json") }
}

/// The findings of a kind.
fn of_kind(report: Report, kind: FindingKind) -> Vec<Finding> {
    report.findings.into_iter().filter(|finding| finding.kind == kind).collect()
}

#[test]
fn a_page_that_no_service_lists_is_of_the_one_that_was_asked_for() {
    let models = [service("gears"), service("widgets")];
    let mut drift = Drift::new(&models);
    drift.page(&page("docs/new.md"));
    let report = drift.finish();
    assert_eq!(report.operations, 0);
    let [homeless] = report.findings.as_slice() else { panic!("{report:?}") };
    assert_eq!(homeless.kind, FindingKind::PageUnrecorded);
    let remedy = "say with `--service` which one it is about, then write the page into its sources.toml";
    assert_eq!(homeless.remedy, remedy);
    let mut drift = Drift::new(&models).of_service("widgets").unwrap();
    drift.page(&page("docs/new.md"));
    let report = drift.finish();
    assert_eq!(report.operations, 1);
    let [unrecorded] = of_kind(report, FindingKind::PageUnrecorded).try_into().unwrap();
    assert_eq!(unrecorded.file, models[1].spec.folder.join("sources.toml"));
    assert_eq!(unrecorded.operation.as_deref(), Some("CreateThing"));
    let unknown = Drift::new(&models).of_service("cogs").unwrap_err();
    assert_eq!(unknown, "there is no service `cogs`; give one of: gears, widgets");
}

#[test]
fn an_operation_that_its_interface_lacks_is_told_with_what_to_do_about_it() {
    let models = [service("widgets")];
    let mut drift = Drift::new(&models);
    drift.page(&interface());
    let lacking = of_kind(drift.finish(), FindingKind::MissingInPage);
    let [lacking] = lacking.as_slice() else { panic!("{lacking:?}") };
    assert_eq!(lacking.operation.as_deref(), Some("CreatePart"));
    assert_eq!(lacking.remedy, "correct `x-sources`, or record a quirk whose `silences` names it");
}

#[test]
fn an_operation_that_no_page_has_any_more_is_told_with_its_name() {
    let model = service("widgets");
    let operation = model.operation("CreateThing").unwrap();
    let gone = gone(&model, &[operation]);
    let [gone] = gone.as_slice() else { panic!("{gone:?}") };
    assert_eq!(gone.operation.as_deref(), Some("CreateThing"));
    assert_eq!(gone.pointer, operation.pointer);
    assert_eq!(gone.remedy, "delete it from the specification, or keep the page that has it as its source");
    assert_eq!(gone.verdict.rules, ["operation.removed"]);
    assert_eq!(gone.proposal.edits, [Edit::Remove { pointer: operation.pointer.clone() }]);
    assert!(gone.proposal.is_newest);
}

#[test]
fn a_quirk_silences_that_an_interface_lacks_an_operation() {
    let quirks = "[[quirk]]\nid = 'part'\nat = '/paths/~1v1~1parts/post'\nsays = 'It is not there.'\nchoice = 'It is \
                  kept.'\nevidence = 'Invented.'\nsources = ['sdk']\nsilences = ['missing-in-page']\ndate = 2031-01-01\n";
    let models = [with_quirks("widgets", quirks)];
    let mut drift = Drift::new(&models);
    drift.page(&interface());
    let report = drift.finish();
    assert_eq!(report.silenced, 1);
    assert_eq!(of_kind(report, FindingKind::MissingInPage), []);
}

#[test]
fn a_recorded_page_that_has_lost_its_table_is_told_by_its_codes() {
    let sources =
        "[[source]]\nid = 'codes'\nkind = 'page'\npath = 'docs/codes.md'\ndated-by = 'none'\nsha256 = 'other'\n";
    let codes =
        "[[code]]\ncode = 'WID.1'\nname = 'Worn'\nstatuses = [400]\nmeaning = 'It is worn.'\nsources = ['codes']\n";
    let files = [("sources.toml", sources), ("quirks.toml", ""), ("error-codes.toml", codes)];
    let models = [of_service("widgets", &files)];
    let mut drift = Drift::new(&models);
    drift.page(&read_page("docs/codes.md", b"# Error Codes\n\nThey stand elsewhere now.\n"));
    let gone = of_kind(drift.finish(), FindingKind::ErrorCode);
    let [gone] = gone.as_slice() else { panic!("{gone:?}") };
    assert_eq!(gone.message, "the page does not have the error code `WID.1` (any more)");
    assert!(!gone.verdict.is_judged(), "clients keep codes that they do not know");
}
