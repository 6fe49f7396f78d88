//! What must hold for every page, whatever it is.

use proptest::prelude::*;
use xtask::docs::{Layout, front, read_page};

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
];

fn page() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
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
}
