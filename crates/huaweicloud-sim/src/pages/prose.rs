//! The words of a document: paragraphs, with code in them.

use super::address::Address;
use super::html::{Html, element, link, text};
use crate::gateway::Gateway;

/// Text of a document, in one paragraph a paragraph.
pub(super) fn paragraphs(gateway: &Gateway, written: &str) -> Html {
    let paragraphs = written.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    paragraphs.map(|paragraph| element("p").with(line(gateway, paragraph))).collect()
}

/// Text of a document, without its paragraphs. What stands between backticks is code, and the name of an operation leads to it.
pub(super) fn line(gateway: &Gateway, written: &str) -> Html {
    let mut html = Html::default();
    for (index, piece) in written.split('`').enumerate() {
        // A backtick without another one is itself.
        let is_code = index % 2 == 1 && index < written.matches('`').count();
        if is_code && gateway.service.operations().any(|operation| operation == piece) {
            html.push(link(&Address::operation(piece), piece));
        } else if is_code {
            html.push(text("code", piece));
        } else {
            html.push(if index % 2 == 1 { format!("`{piece}") } else { piece.to_owned() }.as_str());
        }
    }
    html
}
