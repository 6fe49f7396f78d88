//! Tables of fields.

use crate::docs::classify::placed::PlacedTable;
use crate::docs::classify::rows::{self, NamedRow};
use crate::docs::facts::PageFacts;
use crate::docs::words::{Role, subject_names};

/// A table of fields.
#[derive(Debug)]
pub(super) struct BodyTable {
    pub(super) line: u32,
    pub(super) caption: String,
    /// Names the caption may mean, if the table describes an object.
    pub(super) names: Vec<String>,
    pub(super) anchors: Vec<String>,
    pub(super) rows: Vec<NamedRow>,
    pub(super) is_root: bool,
}

impl BodyTable {
    pub(super) fn new(placed: &PlacedTable<'_>, facts: &mut PageFacts) -> Self {
        let caption = placed.caption.clone().unwrap_or_default();
        let is_object = placed.role() == Role::Object;
        Self {
            line: placed.line,
            names: if is_object { subject_names(&caption) } else { Vec::new() },
            anchors: placed.anchors.iter().map(|anchor| (*anchor).to_owned()).collect(),
            rows: rows::read(placed, facts),
            is_root: !is_object,
            caption,
        }
    }
}
