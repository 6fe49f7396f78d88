//! Facts of invented pages, one for each layout, as snapshots.

use xtask::docs::{PageFacts, read_page, report};

fn json(page: &str, text: &str) -> serde_json::Value {
    let facts = read_page(page, text.as_bytes());
    assert_rows_accounted_for(&facts);
    serde_json::from_str(&report::json(&[facts]).unwrap_or_default()).unwrap_or_default()
}

fn assert_rows_accounted_for(facts: &PageFacts) {
    let counts = facts.counts;
    assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems, "{}", facts.page);
    assert!(facts.problems.iter().all(|problem| !problem.reason.contains("became no fact")));
}

#[test]
fn markdown_with_html_tables() {
    insta::assert_json_snapshot!(json("widget.md", include_str!("pages/widget.md")));
}

#[test]
fn restructured_text() {
    insta::assert_json_snapshot!(json("widget.rst", include_str!("pages/widget.rst")));
}

#[test]
fn a_note_under_the_heading_function_is_about_the_page_too() {
    let text = include_str!("pages/widget.rst");
    let (note, heading) = (".. note::\n\n   This API is out-of-date.", "Function\n--------\n\n");
    let at = text.find(note).unwrap();
    let note_end = text[at..].find("\n\nFunction").unwrap() + at + 2;
    let moved = format!("{}{heading}{}{}", &text[..at], &text[at..note_end], text[note_end..].replacen(heading, "", 1));
    assert!(moved.contains(&format!("{heading}{note}")), "{moved}");
    assert_eq!(json("widget.rst", &moved)[0]["deprecated"]["replacement"], "buildpart");
}

#[test]
fn text_of_an_english_page() {
    insta::assert_json_snapshot!(json("widget_en.txt", include_str!("pages/widget_en.txt")));
}

#[test]
fn text_of_a_chinese_page() {
    insta::assert_json_snapshot!(json("widget_zh.txt", include_str!("pages/widget_zh.txt")));
}

#[test]
fn html_page() {
    insta::assert_json_snapshot!(json("widget.html", include_str!("pages/widget.html")));
}

#[test]
fn page_without_an_operation() {
    insta::assert_json_snapshot!(json("overview.rst", include_str!("pages/overview.rst")));
}

#[test]
fn report_for_people() {
    let facts = read_page("widget.md", include_bytes!("pages/widget.md"));
    insta::assert_snapshot!(format!("{}{}", report::page_line(&facts), report::summary(&facts.counts)));
}
