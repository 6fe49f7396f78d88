//! The directives in which the documentation of `OpenStack` names methods, parameters and statuses.

use super::{inline, marker};
use crate::docs::block::{BlockKind, Cell, Document, Row, Table, Text};

/// `.. rest_method:: GET /v2/widgets`: the section of method and path.
pub(super) fn method(argument: &str, number: u32, document: &mut Document) {
    document.push(number, BlockKind::Heading(Text::from_plain("URI")));
    document.push(number, BlockKind::Paragraph(Text::from_plain(argument)));
}

/// `.. rest_status_code:: success status.yaml`: a list of codes.
pub(super) fn status_codes(body: &[&str], number: u32, document: &mut Document) {
    let rows = items(body, number).map(|(line, item)| {
        let (code, meaning) = item.split_once(':').unwrap_or((item, ""));
        let cells = [code, meaning].map(|text| Cell::from_text(inline::parse(text.trim()))).to_vec();
        Row { line, cells, full_width: false }
    });
    let header = ["Status code", "Description"].map(|title| Cell::from_text(Text::from_plain(title))).to_vec();
    let table = Table { header, rows: rows.collect() };
    document.push(number, BlockKind::Table(table));
}

/// `.. rest_parameters:: parameters.yaml`: names of parameters, of which another file has the rest.
pub(super) fn parameters(argument: &str, body: &[&str], number: u32, document: &mut Document) {
    for (line, item) in items(body, number) {
        let name = item.split(':').next().unwrap_or(item).trim();
        document.lost_rows(line, 1, format!("what `{name}` is stands in `{argument}`, which is not read"));
    }
}

/// The items of a list, each with its line.
fn items<'t>(body: &'t [&'t str], number: u32) -> impl Iterator<Item = (u32, &'t str)> {
    (number + 1..).zip(body).filter_map(|(line, text)| Some((line, marker::item(text.trim_start())?)))
}
