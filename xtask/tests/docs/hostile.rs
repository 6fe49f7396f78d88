//! Hostile pages: a clear problem each, bounded memory, never a hang or a crash.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use xtask::docs::{Layout, MAX_PAGE_BYTES, PageFacts, PageProblemKind, read_document, read_page};

/// Reads a page and checks what must hold for every page.
fn read(name: &str, page: &[u8]) -> PageFacts {
    let started = Instant::now();
    let facts = read_page(name, page);
    let took = started.elapsed();
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    let counts = facts.counts;
    assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems, "{name}");
    facts
}

fn has(facts: &PageFacts, kind: PageProblemKind) -> bool {
    facts.problems.iter().any(|problem| problem.kind == kind && !problem.reason.is_empty())
}

/// A page of up to `bytes` bytes: a head, then a piece again and again.
fn repeated(head: &str, piece: &str, bytes: usize) -> Vec<u8> {
    let times = bytes.saturating_sub(head.len()) / piece.len();
    format!("{head}{}", piece.repeat(times)).into_bytes()
}

#[test]
fn empty_and_blank_pages_are_unreadable() {
    for page in [&b""[..], b" \n\t\n", b"\xef\xbb\xbf"] {
        assert!(has(&read("empty", page), PageProblemKind::Unreadable));
    }
}

#[test]
fn binary_pages_are_unreadable() {
    assert!(has(&read("binary", b"\x7fELF\x02\x00\x01\x00"), PageProblemKind::Unreadable));
}

#[test]
fn broken_utf8_is_reported_and_read() {
    let facts = read("utf8", b"# Widget\n\n## URI\n\nGET /v1/widgets\n\n\xff\xfe broken\n");
    assert!(has(&facts, PageProblemKind::Damaged));
    assert_eq!(facts.problems[0].line, 7);
    assert_eq!(facts.path.as_ref().unwrap().value, "/v1/widgets");
}

#[test]
fn huge_pages_are_refused() {
    let page = repeated("<table>", "<tr><td>name</td><td>String</td></tr>\n", 50 << 20);
    assert!(has(&read("huge", &page), PageProblemKind::Limit));
}

#[test]
fn large_tables_are_read() {
    let head = "# W\n\n<table><tr><th>Parameter</th><th>Type</th></tr>\n";
    let page = repeated(head, "<tr><td>name</td><td>String</td></tr>\n", MAX_PAGE_BYTES - 10);
    assert!(read("large", &page).counts.rows > 50_000);
}

#[test]
fn deep_tags_and_lists_cost_nothing() {
    for piece in ["<div>", "<ul><li>", "<table><tr><td>", "<b>", "<a href=x>", "<p>", "</table>"] {
        read(piece, &repeated("<html><body>", piece, 1 << 20));
        read(piece, &repeated("# Widget\n\n", piece, 1 << 20));
    }
    for piece in ["> ", "- ", "1. ", "* + ", "[", "![", "*", "_a*", "`", "``a", "<", "</", "[a](", "&", "\\"] {
        read(piece, &repeated("# Widget\n\n", piece, 1 << 20));
        read(piece, &repeated("W\n=\n\n.. _w:\n\n", piece, 1 << 20));
    }
    let facts = read("quotes", &repeated("# Widget\n\n", "> ", 200_000));
    assert!(has(&facts, PageProblemKind::Damaged));
}

#[test]
fn deeper_and_deeper_lists_are_bounded() {
    let mut page = "# Widget\n\n".to_owned();
    for depth in 0..1_500 {
        page.push_str(&" ".repeat(depth * 2));
        page.push_str("- x\n");
    }
    read("markdown list", page.as_bytes());
    let page = page.replace("# Widget\n", "W\n===\n\n.. _w:\n");
    read("rst list", page.as_bytes());
}

#[test]
fn tables_of_a_million_columns_are_problems() {
    let cells = "<td>a</td>".repeat(300_000);
    let facts = read("html", format!("<html><body><table><tr>{cells}</tr></table>").as_bytes());
    assert!(has(&facts, PageProblemKind::Limit));
    let wide = "<html><body><table><tr><td colspan=\"1000000\" rowspan=\"65534\">a</td></tr></table>";
    read("colspan", wide.as_bytes());
    let border = "+-".repeat(1_000_000);
    let facts = read("grid", format!("W\n===\n\n{border}+\n| a |\n{border}+\n").as_bytes());
    assert!(has(&facts, PageProblemKind::Limit));
    let border = "= ".repeat(1_000_000);
    let facts = read("simple", format!("W\n===\n\n{border}\na b\n{border}\n\n").as_bytes());
    assert!(has(&facts, PageProblemKind::Limit));
    let pipes = "|a".repeat(500_000);
    let rule = "|-".repeat(500_000);
    read("pipes", format!("# W\n\n{pipes}|\n{rule}|\n{pipes}|\n").as_bytes());
}

#[test]
fn spanning_cells_do_not_multiply() {
    let long = "x".repeat(100_000);
    let head = format!("<html><body><table><tr><td rowspan=\"65534\">{long}</td><td>a</td></tr>");
    let facts = read("rowspan", &repeated(&head, "<tr><td>b</td></tr>", 2 << 20));
    assert!(has(&facts, PageProblemKind::Damaged));
    let mut page = "W\n===\n\n+---+---+\n".to_owned();
    for _ in 0..100_000 {
        page.push_str("| a | b |\n|   +---+\n");
    }
    read("grid rowspan", page.as_bytes());
}

#[test]
fn unclosed_blocks_are_reported() {
    let fence = read("fence", b"# Widget\n\n## URI\n\nGET /v1/w\n\n```\n{ \"a\": 1\n");
    assert!(has(&fence, PageProblemKind::Damaged));
    let pre = read("pre", b"<html><body><h1>W</h1><pre>{ \"a\": 1");
    assert!(has(&pre, PageProblemKind::Damaged));
    let table = read("table", b"<html><body><h1>W</h1><table><tr><td>a</td>");
    assert!(has(&table, PageProblemKind::Damaged));
    let simple = read("simple", b"W\n===\n\n.. _w:\n\n==== ====\na    b\n");
    assert!(has(&simple, PageProblemKind::Damaged));
}

#[test]
fn objects_that_contain_each_other_are_reported() {
    let page = "# Widget\n\n## URI\n\nPOST /v1/w\n\n## Request Parameters\n\n**Table 1** Request body parameters\n\n\
        | Parameter | Type | Description |\n|---|---|---|\n| a | a object | A. |\n\n**Table 2** a\n\n\
        | Parameter | Type | Description |\n|---|---|---|\n| b | b object | B. |\n\n**Table 3** b\n\n\
        | Parameter | Type | Description |\n|---|---|---|\n| a | a object | A. |\n";
    let facts = read("cycle", page.as_bytes());
    assert!(has(&facts, PageProblemKind::CyclicObject), "{:#?}", facts.problems);
    let fields: Vec<&str> = facts.request.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["a", "a.b", "a.b.a"]);
}

#[test]
fn shared_objects_do_not_multiply_without_bound() {
    let mut page = "# Widget\n\n## URI\n\nPOST /v1/w\n\n## Request Parameters\n\n".to_owned();
    page.push_str("**Table 1** Request body parameters\n\n");
    for level in 0..40 {
        page.push_str("| Parameter | Type | Description |\n|---|---|---|\n");
        for field in 0..3 {
            let _ = writeln!(page, "| f{field} | l{level} object | F. |");
        }
        let _ = write!(page, "\n**Table 2** l{level}\n\n");
    }
    let facts = read("multiply", page.as_bytes());
    assert!(has(&facts, PageProblemKind::Limit));
    assert!(facts.request.len() <= 10_000);
}

#[test]
fn thousands_of_objects_and_tables_are_linked_in_time() {
    let head = "# W\n\n## URI\n\nPOST /v1/w\n\n## Request\n\n";
    let table = "| Parameter | Type | Description |\n|---|---|---|\n";
    // Each a table of its own that leads to the next; one table with many objects; many tables that nothing leads to.
    let mut chain = head.to_owned();
    let mut wide = format!("{head}**Table 1** Request body parameters\n\n{table}");
    let mut free = format!("{head}**Table 1** Request body parameters\n\n{table}| a | Object | A. |\n\n");
    for nth in 0..4_000 {
        let _ = write!(chain, "<a name=\"t{nth}\"></a>\n\n{table}| f{nth} | [x](#t{}) object | F. |\n\n", nth + 1);
        let _ = writeln!(wide, "| f{nth} | Object | See [t](#f{nth}). |");
        let _ = write!(free, "**Table 2** part {nth} of it\n\n{table}| f{nth} | Object | F. |\n\n");
    }
    let example = "\n## Example Requests\n\n```\n{\"f1\": {\"a\": {\"b\": 1}}, \"f2\": [{\"c\": 1}]}\n```\n";
    for (name, page) in [("chain", chain), ("wide", wide), ("free", free)] {
        read(name, format!("{page}{example}").as_bytes());
    }
}

#[test]
fn deep_json_is_no_danger() {
    for piece in ["[", "{\"a\":", "{a:", "\"\\", "“"] {
        let head = "# W\n\n## URI\n\nGET /w\n\n## Example Responses\n\n```\n[";
        read(piece, &repeated(head, piece, 1 << 20));
    }
}

#[test]
fn indents_of_odd_white_space_do_not_hang() {
    for space in ["\u{3000}", "\t", "\u{a0}", "\u{2003} "] {
        let page = format!("W\n===\n\n.. _w:\n\n{space}+---+---+\n{space}| a | b |\n{space}+---+---+\n");
        read(space, page.as_bytes());
    }
}

#[test]
fn carriage_returns_alone_end_no_line() {
    let facts = read("returns", b"# Widget\r\r\r\r\r\r\n\r\n## URI\r\n\r\nGET /v1/w\r\n");
    assert_eq!(facts.path.map(|path| (path.value, path.line)), Some(("/v1/w".to_owned(), 5)));
}

#[test]
fn models_that_multiply_are_cut_off() {
    let member = |model: usize, nth: usize| {
        format!(r#"{{"name": "m{nth}", "type": "M{}", "required": false, "doc": null}}"#, model + 1)
    };
    let members = |model: usize| (0..10).map(|nth| member(model, nth)).collect::<Vec<_>>().join(",\n");
    let models: Vec<String> = (0..30).map(|model| format!("\"M{model}\": [{}]", members(model))).collect();
    let operation =
        r#"{"operation": "list_w", "method": "GET", "path": "/w", "params": [], "body": null, "response": "M0"}"#;
    let text = format!("{{\"operations\": [{operation}], \"models\": {{\"M30\": [], {}}}}}", models.join(","));
    let facts = read_document("models", text.as_bytes());
    let kinds: Vec<PageProblemKind> = facts[0].problems.iter().map(|problem| problem.kind).collect();
    assert!(kinds.contains(&PageProblemKind::Limit) && kinds.len() < 100, "{kinds:?}");
    let deep = format!("{{\"operations\": {}, \"models\": {{}}}}", "[".repeat(100_000));
    let facts = read_document("deep", deep.as_bytes());
    assert_eq!(facts.iter().map(|facts| facts.layout).collect::<Vec<_>>(), [Layout::Unreadable]);
}
