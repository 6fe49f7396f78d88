//! Tables written as values with commas between them: `.. csv-table::`.

use super::{cell::cell_of, marker};
use crate::docs::block::{Cell, Document, MAX_COLUMNS, Row, Table};

/// Reads the body of such a table; `first_line` is the number of its first line. Its head stands in the option `header`, or
/// in as many first rows as `header-rows` says.
pub(super) fn read(body: &[&str], first_line: u32, document: &mut Document) -> Table {
    let options: Vec<(&str, &str)> = body.iter().map_while(|line| marker::field(line.trim())).collect();
    let option = |wanted: &str| options.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let delimiter = match option("delim") {
        Some("tab") => '\t',
        Some("space") => ' ',
        Some(other) => other.chars().next().unwrap_or(','),
        None => ',',
    };
    if let Some(file) = option("file").or_else(|| option("url")) {
        document.lost_rows(first_line, 1, format!("the rows of the table stand in `{file}`, which is not read"));
    }
    let mut table = Table::default();
    let header = option("header").map(|header| records(&[header], 0, delimiter));
    table.header = header.into_iter().flatten().next().map(|(_, cells)| cells).unwrap_or_default();
    let mut heads: usize = option("header-rows").and_then(|count| count.parse().ok()).unwrap_or(0);
    let rest = body.get(options.len()..).unwrap_or_default();
    let first_line = first_line.saturating_add(u32::try_from(options.len()).unwrap_or(u32::MAX));
    for (line, cells) in records(rest, first_line, delimiter) {
        if cells.len() > MAX_COLUMNS {
            document.lost_rows(line, 1, format!("table row has more than {MAX_COLUMNS} columns"));
        } else if heads > 0 {
            heads -= 1;
            if table.header.is_empty() {
                table.header = cells;
            }
        } else {
            table.rows.push(Row { line, cells, full_width: false });
        }
    }
    table
}

/// The records, each with its line. What stands in quotes may have delimiters and line breaks, and two quotes for one.
fn records(lines: &[&str], first_line: u32, delimiter: char) -> Vec<(u32, Vec<Cell>)> {
    let mut records = Vec::new();
    let mut open: Option<(u32, Vec<String>)> = None;
    let mut value = String::new();
    let mut is_quoted = false;
    for (number, line) in (first_line..).zip(lines) {
        if !is_quoted && line.trim().is_empty() {
            continue;
        }
        let (_, values) = open.get_or_insert_with(|| (number, Vec::new()));
        let mut chars = line.trim().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if is_quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    value.push('"');
                }
                '"' if is_quoted || value.trim().is_empty() => is_quoted = !is_quoted,
                c if c == delimiter && !is_quoted => values.push(std::mem::take(&mut value)),
                c => value.push(c),
            }
        }
        if is_quoted {
            value.push('\n');
            continue;
        }
        values.push(std::mem::take(&mut value));
        records.extend(open.take());
    }
    if let Some((_, values)) = &mut open {
        values.push(value);
    }
    records.extend(open);
    let cell = |value: &String| cell_of(&value.lines().collect::<Vec<_>>());
    records.into_iter().map(|(line, values)| (line, values.iter().map(cell).collect())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(lines: &[&str]) -> Vec<Vec<String>> {
        records(lines, 1, ',').iter().map(|(_, cells)| cells.iter().map(Cell::plain).collect()).collect()
    }

    #[test]
    fn quotes_hold_a_value_together() {
        let found = plain(&[r#"id, "A, ""B""""#, "", "\"two", "lines\",x"]);
        assert_eq!(found, [["id", "A, \"B\""], ["two lines", "x"]]);
    }

    proptest! {
        #[test]
        fn values_come_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z\", ]{0,6}x", 1..5), 1..5)) {
            let line = |row: &Vec<String>| {
                let quoted = row.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\"")));
                quoted.collect::<Vec<_>>().join(",")
            };
            let lines: Vec<String> = rows.iter().map(line).collect();
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let collapsed = |value: &String| value.split_whitespace().collect::<Vec<_>>().join(" ");
            let wanted: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(collapsed).collect()).collect();
            prop_assert_eq!(plain(&lines), wanted);
        }

        #[test]
        fn no_text_panics(text in "([\",a \\t]|\\n|\\PC){0,30}") {
            let _ = records(&text.lines().collect::<Vec<_>>(), 1, ',');
        }
    }
}
