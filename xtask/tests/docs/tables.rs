//! Tables of any size, written in each layout, are read row by row and cell by cell.

use std::fmt::Write as _;

use proptest::prelude::*;
use xtask::docs::block::{BlockKind, Cell, Document};
use xtask::docs::{Layout, front};

/// Rows of as many cells; the first row is the header.
type Rows = Vec<Vec<String>>;

/// Columns, data rows and words. Cells are words without markup, so that each layout can hold them; wide characters among
/// them. The first is never empty: where lines go on, that is how a row begins.
fn rows() -> impl Strategy<Value = Rows> {
    let word = || "[a-z任务名称]{1,6}";
    let cell = (word(), proptest::collection::vec(word(), 0..3))
        .prop_map(|(first, more)| more.into_iter().fold(first, |words, word| format!("{words} {word}")));
    (2..5_usize, 1..7_usize).prop_flat_map(move |(columns, rows)| {
        let row = proptest::collection::vec(cell.clone(), columns);
        proptest::collection::vec(row, rows + 1)
    })
}

/// Columns that a character takes where it is displayed.
fn width(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn widths(rows: &Rows) -> Vec<usize> {
    let columns = rows.first().map_or(0, Vec::len);
    (0..columns).map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0)).collect()
}

fn padded(cell: &str, columns: usize) -> String {
    format!("{cell}{}", " ".repeat(columns - width(cell)))
}

fn pipes(rows: &Rows) -> String {
    let mut page = "# Widget\n\n".to_owned();
    for (index, row) in rows.iter().enumerate() {
        let _ = writeln!(page, "| {} |", row.join(" | "));
        if index == 0 {
            let _ = writeln!(page, "|{}", "---|".repeat(row.len()));
        }
    }
    page
}

fn html(rows: &Rows) -> String {
    let mut page = "<table>\n".to_owned();
    for (index, row) in rows.iter().enumerate() {
        let tag = if index == 0 { "th" } else { "td" };
        page.push_str("<tr>");
        for cell in row {
            let _ = writeln!(page, "<{tag}><p>{cell}</p></{tag}>");
        }
        page.push_str("</tr>\n");
    }
    page + "</table>\n"
}

fn grid(rows: &Rows) -> String {
    let widths = widths(rows);
    let border = |line: &str| {
        let columns: Vec<_> = widths.iter().map(|&width| line.repeat(width + 2)).collect();
        format!("+{}+", columns.join("+"))
    };
    let mut page = format!("W\n===\n\n{}\n", border("-"));
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, &width)| padded(cell, width)).collect();
        let _ = writeln!(page, "| {} |\n{}", cells.join(" | "), border(if index == 0 { "=" } else { "-" }));
    }
    page
}

fn simple(rows: &Rows) -> String {
    let widths = widths(rows);
    let border = widths.iter().map(|&width| "=".repeat(width)).collect::<Vec<_>>().join(" ");
    let mut page = format!("W\n===\n\n{border}\n");
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<_> = row.iter().zip(&widths).map(|(cell, &width)| padded(cell, width)).collect();
        let _ = writeln!(page, "{}", cells.join(" "));
        if index == 0 {
            let _ = writeln!(page, "{border}");
        }
    }
    page + &border + "\n"
}

/// The one table of a document, header first.
fn read_back(document: &Document) -> Rows {
    let tables = document.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    let plain = |cells: &[Cell]| cells.iter().map(Cell::plain).collect::<Vec<_>>();
    tables
        .flat_map(|table| std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells)))
        .map(|cells| plain(cells))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn each_layout_gives_the_rows_that_it_has(rows in rows()) {
        let pages = [
            (Layout::Markdown, pipes(&rows)),
            (Layout::Markdown, format!("# Widget\n\n{}", html(&rows))),
            (Layout::Html, format!("<h1>Widget</h1>\n{}", html(&rows))),
            (Layout::Rst, grid(&rows)),
            (Layout::Rst, simple(&rows)),
        ];
        for (layout, page) in pages {
            let document = front::read(layout, &page);
            prop_assert_eq!(&read_back(&document), &rows, "{}", page);
            prop_assert_eq!(&document.faults, &[], "{}", page);
        }
    }

    #[test]
    fn the_text_of_a_web_page_gives_the_rows_that_it_has(
        fields in proptest::collection::vec(
            (
                "[a-z]{2,8}(_[a-z]{2,8})?",
                proptest::sample::select(vec!["String", "Array of objects", "Integer"]),
                "[A-Z][a-z]{2,6}( [a-z]{2,6}){2,4}\\.",
            ),
            1..7,
        ),
    ) {
        let mut rows = vec![["Parameter", "Type", "Description"].map(str::to_owned).to_vec()];
        rows.extend(fields.into_iter().map(|(name, kind, description)| vec![name, kind.to_owned(), description]));
        let page = rows.concat().join("\n\n");
        for layout in [Layout::TextEn, Layout::TextZh] {
            let document = front::read(layout, &page);
            prop_assert_eq!(&read_back(&document), &rows, "{}", page);
            prop_assert_eq!(&document.faults, &[], "{}", page);
        }
    }

    #[test]
    fn a_lost_line_loses_no_other_row(rows in rows(), at: prop::sample::Index) {
        for (layout, page, tables) in [(Layout::Markdown, pipes(&rows), 4), (Layout::Rst, grid(&rows), 5)] {
            // A line of the data rows, not of the title, the header and the borders.
            let lines: Vec<&str> = page.lines().collect();
            let data: Vec<usize> = (tables..lines.len()).filter(|&line| lines[line].starts_with("| ")).collect();
            let lost = data[at.index(data.len())];
            let kept: Vec<&str> = (0..lines.len()).filter(|&line| line != lost).map(|line| lines[line]).collect();
            let document = front::read(layout, &kept.join("\n"));
            prop_assert_eq!(read_back(&document).len(), rows.len() - 1, "{}", page);
        }
    }
}
