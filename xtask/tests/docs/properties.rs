//! What must hold for every page, whatever it is.

use proptest::prelude::*;
use serde_json::{Value, json};
use xtask::docs::{Layout, PageKind, front, read_document, read_page};

/// Pieces that pages are made of, good and broken.
const PIECES: &[&str] = &[
    "# Widget\n",
    "## URI\n",
    "GET /v1/{a}/b\n",
    "**Table 1** Request body parameters\n",
    "**表 2**  tags\n",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "</table>",
    "<th>Parameter</th><th>Type</th>",
    "<pre>",
    "</pre>",
    "<td rowspan=\"3\" colspan=\"2\">",
    "name",
    "String",
    "Array of tags objects",
    "\n\n",
    "\n",
    "```\n",
    "{\"a\": [1,",
    "}",
    ".. table:: **Table 1** x\n\n",
    "   +---+---+\n",
    "   | a | b |\n",
    "   +===+===+\n",
    "   |   +---+\n",
    "=== ===\n",
    "a   b\n",
    ".. code-block::\n\n   {\n",
    "Parameter\n\n",
    "Type\n\n",
    "Description\n\n",
    "Mandatory\n\n",
    "Yes\n\n",
    "Response Parameters\n\n",
    "响应参数\n\n",
    "状态码： 200\n\n",
    "是",
    "| a | b |\n|---|---|\n",
    "\u{3000}",
    "\\",
    "**",
    "`",
    ":ref:`a <b>`",
    "URI\n---\n",
    "取值范围：1-",
    "default value is ",
    "...",
    "\t",
    "\r\r\r",
    "\r\n",
];

fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// Interfaces whose models refer to each other and to what is not there.
fn interface() -> impl Strategy<Value = Value> {
    let name = || proptest::sample::select(vec!["A", "B", "C", "Missing", "str", "int", "object", "", "任务"]);
    let form =
        proptest::sample::select(vec!["T", "list[T]", "dict(str, T)", "list[dict(str, list[T])]", "list[T", "T]"]);
    let kind = (form, name()).prop_map(|(form, name)| form.replace('T', name));
    let member = (name(), kind.clone(), any::<bool>())
        .prop_map(|(name, kind, required)| json!({"name": name, "type": kind, "required": required, "doc": null}));
    let members = proptest::collection::vec(member, 0..4);
    let models = proptest::collection::btree_map("[ABC]", members, 0..4);
    let body = proptest::option::of(kind.clone());
    let method = proptest::sample::select(vec!["GET", "post", "BREW", ""]);
    let operation = (method, name(), kind, body).prop_map(|(method, name, kind, body)| {
        let parameter = json!({"name": name, "in": "query", "type": kind, "required": true, "doc": "?"});
        json!({"operation": name, "method": method, "path": "/w", "params": [parameter], "body": body, "response": body})
    });
    (proptest::collection::vec(operation, 0..4), models)
        .prop_map(|(operations, models)| json!({"operations": operations, "models": models}))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_row_is_a_fact_or_a_problem(text in page()) {
        let facts = read_page("page", text.as_bytes());
        let counts = facts.counts;
        prop_assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems);
        for problem in &facts.problems {
            prop_assert!(!problem.reason.contains("became no fact"), "{}", problem);
            prop_assert!(problem.line as usize <= text.lines().count() + 1, "{}", problem);
        }
    }

    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let facts = read_page("page", &bytes);
        prop_assert_eq!(facts.counts.pages, 1);
    }

    #[test]
    fn every_front_end_reads_every_text(text in page()) {
        for layout in [Layout::Markdown, Layout::Rst, Layout::TextEn, Layout::TextZh, Layout::Html] {
            let document = front::read(layout, &text);
            let lines = u32::try_from(text.lines().count()).unwrap() + 1;
            for block in &document.blocks {
                prop_assert!(block.line >= 1 && block.line <= lines);
            }
        }
    }

    #[test]
    fn reading_twice_gives_the_same(text in page()) {
        prop_assert_eq!(read_page("page", text.as_bytes()), read_page("page", text.as_bytes()));
    }

    #[test]
    fn every_operation_of_an_interface_has_facts(interface in interface()) {
        let text = serde_json::to_string_pretty(&interface).unwrap();
        let facts = read_document("interface.json", text.as_bytes());
        let operations = facts.iter().filter(|facts| facts.kind == PageKind::Operation).count();
        prop_assert_eq!(operations, interface["operations"].as_array().unwrap().len());
        let lines = text.lines().count();
        for facts in &facts {
            prop_assert_eq!(facts.layout, Layout::Interface);
            prop_assert_eq!(facts.counts.problems, facts.problems.len() as u64);
            let fields = facts.request.iter().chain(facts.responses.values().flatten());
            let found = fields.map(|field| field.line).chain(facts.parameters.iter().map(|parameter| parameter.line));
            for line in found.chain(facts.problems.iter().map(|problem| problem.line)) {
                prop_assert!((1..=lines).contains(&(line as usize)), "{} in {}", line, text);
            }
        }
    }

    #[test]
    fn an_interface_that_is_cut_off_is_reported(interface in interface(), at: prop::sample::Index) {
        let text = interface.to_string();
        let cut: String = text.chars().take(at.index(text.chars().count())).collect();
        let facts = read_document("interface.json", cut.as_bytes());
        prop_assert_eq!(facts.len(), 1);
    }
}
