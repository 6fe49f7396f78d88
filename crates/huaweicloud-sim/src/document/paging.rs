//! How a list comes in pages (`x-paging`), as far as whoever writes the list must know.

use serde_json::Value;

/// How many elements a page has where neither the specification nor the request says.
const DEFAULT_SIZE: usize = 10;

/// The parameters by which a page is asked for, and what they mean.
#[derive(Debug)]
pub(crate) struct Paging {
    pub(crate) cursor: String,
    pub(crate) counts: Counts,
    /// What stands for the first page.
    pub(crate) first: usize,
    pub(crate) size: String,
    pub(crate) default_size: usize,
    /// Where the elements are in the body, and where it says how many there are on all pages; empty where that is not known.
    pub(crate) items: String,
    pub(crate) total: String,
    /// Whether a page that begins at the end of the list, or after it, is refused.
    pub(crate) refuses_past_end: bool,
}

/// What a cursor counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counts {
    Elements,
    Pages,
}

impl Paging {
    /// Reads what an operation says of its pages; none if it says nothing, or has a cursor that is no number.
    pub(super) fn of(operation: &Value, default_of: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        let paging = operation.get("x-paging")?;
        let counts = match paging["dialect"].as_str()? {
            "offset" | "position" => Counts::Elements,
            "page" => Counts::Pages,
            _ => return None,
        };
        let number = |key: &str| usize::try_from(paging[key].as_u64()?).ok();
        let field = |key: &str| paging[key].as_str().unwrap_or_default().to_owned();
        let size = paging["size"].as_str()?.to_owned();
        let default_size = number("default-size").or_else(|| default_of(&size)).unwrap_or(DEFAULT_SIZE);
        Some(Self {
            cursor: paging["cursor"].as_str()?.to_owned(),
            counts,
            first: number("first").unwrap_or(0),
            size,
            default_size,
            items: field("items"),
            total: field("total"),
            refuses_past_end: paging["past-end"] == "refused",
        })
    }
}
