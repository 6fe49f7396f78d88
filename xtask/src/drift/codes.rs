//! The tables of error codes that pages have, against `error-codes.toml`.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::Finding;
use crate::docs::PageFacts;
use crate::spec::{ErrorCode, FindingKind, Spec};

/// Where a recorded page and the specification have other error codes, or other statuses of one. The codes of a page are those that
/// name it in `sources`.
pub(super) fn compare(spec: &Spec, source: &str, page: &PageFacts) -> Vec<Finding> {
    let known: BTreeMap<&str, &ErrorCode> = spec.error_codes.iter().map(|code| (code.code.as_str(), code)).collect();
    let rows = rows(page);
    let on_page = rows.iter().flat_map(|(code, row)| match known.get(code) {
        None => vec![row.finding(spec, source, page, missing(code, row), None)],
        Some(code) => row.against(code, source).map(|said| row.finding(spec, source, page, said, Some(code))).collect(),
    });
    let gone = spec.error_codes.iter().filter(|code| code.sources.iter().any(|id| id == source));
    let gone = gone.filter(|code| !rows.contains_key(code.code.as_str())).map(|code| {
        let said = Said {
            message: format!("the page does not have the error code `{}` (any more)", code.code),
            remedy: format!("take `{source}` out of its sources, or the code, if it has no other one"),
        };
        Row::default().finding(spec, source, page, said, Some(code))
    });
    on_page.chain(gone).collect()
}

/// What a page says of a code, in all of its rows.
#[derive(Default)]
struct Row {
    /// The line of the first one.
    line: u32,
    statuses: BTreeSet<u16>,
}

/// A difference in words, and what to do about it.
struct Said {
    message: String,
    remedy: String,
}

fn rows(page: &PageFacts) -> BTreeMap<&str, Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for code in &page.error_codes {
        let row = rows.entry(&code.code).or_insert_with(|| Row { line: code.line, ..Row::default() });
        // Of a cell with words around it, the status is not compared.
        row.statuses.extend(code.status.iter().filter_map(|status| status.trim().parse::<u16>().ok()));
    }
    rows
}

fn missing(code: &str, row: &Row) -> Said {
    let statuses = if row.statuses.is_empty() { String::new() } else { format!(" ({})", in_words(&row.statuses)) };
    Said {
        message: format!("the error code `{code}`{statuses} is not in the specification"),
        remedy: "say there what it means, with the page among its sources".to_owned(),
    }
}

impl Row {
    fn against<'c>(&'c self, code: &'c ErrorCode, source: &'c str) -> impl Iterator<Item = Said> + 'c {
        let unnamed = (!code.sources.iter().any(|id| id == source)).then(|| Said {
            message: format!("the page has the error code `{}`, which does not name it in `sources`", code.code),
            remedy: format!("add `{source}` to its sources"),
        });
        let others: BTreeSet<u16> =
            self.statuses.iter().copied().filter(|status| !code.statuses.contains(status)).collect();
        let unlike = (!others.is_empty()).then(|| Said {
            message: format!("the page has the error code `{}` with the status {}", code.code, in_words(&others)),
            remedy: "add it to its `statuses`, and say in its `note` where the pages disagree".to_owned(),
        });
        unnamed.into_iter().chain(unlike)
    }

    fn finding(
        &self,
        spec: &Spec,
        source: &str,
        page: &PageFacts,
        Said { message, remedy }: Said,
        code: Option<&ErrorCode>,
    ) -> Finding {
        Finding {
            line: self.line,
            source: Some(source.to_owned()),
            file: code.map_or_else(|| spec.folder.join("error-codes.toml"), |code| code.file.clone()),
            spec_line: code.map_or(0, |code| code.line),
            remedy,
            ..Finding::of_page(FindingKind::ErrorCode, &page.page, message)
        }
    }
}

fn in_words(statuses: &BTreeSet<u16>) -> String {
    statuses.iter().map(u16::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docs::read_page;
    use crate::model::fixture::of_service;

    const CODES: &str = "[[code]]\ncode = 'WID.1'\nname = 'Worn'\nstatuses = [400]\nmeaning = 'It is worn.'\nsources = \
                         ['codes']\n\n[[code]]\ncode = 'WID.2'\nname = 'Lost'\nstatuses = [404]\nmeaning = 'It is \
                         lost.'\nsources = ['elsewhere', 'codes']\n\n[[code]]\ncode = 'WID.3'\nname = 'Late'\nstatuses = \
                         [409]\nmeaning = 'It is late.'\nsources = ['elsewhere']\n";

    /// What is found on a page with these rows.
    fn found(rows: &str) -> Vec<(u32, u32, String)> {
        let model = of_service("widgets", &[("sources.toml", ""), ("quirks.toml", ""), ("error-codes.toml", CODES)]);
        let text = format!(
            "# Error Codes\n\n| Status Code | Error Codes | Error Message | Description | Solution |\n|---|---|---|---|---|\n{rows}"
        );
        let page = read_page("docs/codes.md", text.as_bytes());
        assert!(rows.is_empty() || !page.error_codes.is_empty(), "{page:?}");
        let findings = compare(&model.spec, "codes", &page);
        assert!(findings.iter().all(|finding| finding.kind == FindingKind::ErrorCode && !finding.remedy.is_empty()));
        findings.into_iter().map(|finding| (finding.line, finding.spec_line, finding.message)).collect()
    }

    #[test]
    fn a_page_like_the_specification_gives_nothing() {
        assert_eq!(found("| 400 | WID.1 | Worn. | Worn. | New one. |\n| 404 | WID.2 | Lost. | Lost. | Seek. |\n"), []);
    }

    #[test]
    fn a_page_that_has_lost_its_table_has_lost_all_codes() {
        let gone = |line, code| (0, line, format!("the page does not have the error code `{code}` (any more)"));
        assert_eq!(found(""), [gone(1, "WID.1"), gone(8, "WID.2")]);
    }

    #[test]
    fn codes_and_statuses_that_only_one_side_has_are_told_at_their_lines() {
        let rows = "| 400 | WID.1 | Worn. | Worn. | New one. |\n| 410 | WID.1 | Worn. | Worn. | New one. |\n\
                    | 409 | WID.3 | Late. | Late. | Wait. |\n| 503 | WID.4 | Busy. | Busy. | Wait. |\n";
        let expected = [
            (5, 1, "the page has the error code `WID.1` with the status 410"),
            (7, 15, "the page has the error code `WID.3`, which does not name it in `sources`"),
            (8, 0, "the error code `WID.4` (503) is not in the specification"),
            (0, 8, "the page does not have the error code `WID.2` (any more)"),
        ];
        assert_eq!(found(rows), expected.map(|(line, at, message)| (line, at, message.to_owned())));
    }
}
