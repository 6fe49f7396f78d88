//! What a service shows of its state on the page at `/_sim/`: tables of text, a part at a time.

use std::time::SystemTime;

/// How many rows are shown at once, and how many characters of a cell.
const ROWS: usize = 100;
const CHARACTERS: usize = 200;

/// Which part of the state is asked for: by a path, empty for all of it, that cells of other tables lead to.
#[derive(Clone, Debug)]
pub struct StateQuery {
    pub(crate) path: Vec<String>,
    /// The table that is not shown from its beginning, and how many of its rows come before.
    pub(crate) skipped: Option<(String, usize)>,
    pub(crate) now: SystemTime,
}

impl StateQuery {
    /// What is asked for: `["instances", "3e7f9a52…"]`; empty for all there is.
    pub fn path(&self) -> Vec<&str> {
        self.path.iter().map(String::as_str).collect()
    }

    /// The simulated time.
    pub const fn now(&self) -> SystemTime {
        self.now
    }

    fn skip(&self, table: &str) -> usize {
        self.skipped.as_ref().filter(|(name, _)| name == table).map_or(0, |(_, rows)| *rows)
    }
}

/// A table of what a service holds. It has the rows of one page alone, however many there are.
///
/// ```
/// use huaweicloud_sim::{Response, Service, StateCell, StateTable};
///
/// const BUNDLE: &str = r#"{"info": {"title": "Widgets", "version": "v1"}, "paths": {}}"#;
/// let service = Service::from_bundle(BUNDLE)?.inspect(|query| {
///     let widgets = [("left", 3), ("right", 4)];
///     match query.path().as_slice() {
///         [] => Some(vec![StateTable::new(query, "widgets", ["name", "size"], widgets.iter().map(|(name, size)| {
///             [StateCell::leading_to(*name, ["widgets", name]), StateCell::from(size.to_string())]
///         }))]),
///         ["widgets", name] => {
///             let (_, size) = widgets.iter().find(|(other, _)| other == name)?;
///             Some(vec![StateTable::new(query, "widget", ["size"], [[StateCell::from(size.to_string())]])])
///         }
///         _ => None,
///     }
/// });
/// # Ok::<(), huaweicloud_sim::DocumentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateTable {
    pub(crate) name: String,
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Vec<StateCell>>,
    /// How many rows there are, and how many of them come before those that are here.
    pub(crate) total: usize,
    pub(crate) skip: usize,
}

impl StateTable {
    /// A table with the rows of the page that is asked for. Of the others none is made, if the iterator skips without making them.
    /// The name tells tables of one answer apart, and stands above it.
    pub fn new<R, C>(
        query: &StateQuery,
        name: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<String>>,
        rows: impl IntoIterator<Item = R, IntoIter: ExactSizeIterator>,
    ) -> Self
    where
        R: IntoIterator<Item = C>,
        C: Into<StateCell>,
    {
        let (name, rows) = (name.into(), rows.into_iter());
        let total = rows.len();
        let skip = query.skip(&name).min(total);
        let rows = rows.skip(skip).take(ROWS).map(|row| row.into_iter().map(Into::into).collect()).collect();
        Self { name, columns: columns.into_iter().map(Into::into).collect(), rows, total, skip }
    }

    /// How many rows come before the page before this one; none if this one is the first.
    pub(crate) const fn before(&self) -> Option<usize> {
        if self.skip == 0 { None } else { Some(self.skip.saturating_sub(ROWS)) }
    }

    /// How many rows come before the page after this one; none if this one is the last.
    pub(crate) const fn after(&self) -> Option<usize> {
        let end = self.skip + self.rows.len();
        if end < self.total { Some(end) } else { None }
    }
}

/// A cell: text, which may lead to another part of the state. No more than 200 characters are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateCell {
    pub(crate) text: String,
    pub(crate) path: Option<Vec<String>>,
}

impl StateCell {
    /// A cell that leads to the part of the state with a path, which [`Service::inspect`](crate::Service::inspect) is then asked for.
    pub fn leading_to(text: impl AsRef<str>, path: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { text: cut(text.as_ref()), path: Some(path.into_iter().map(Into::into).collect()) }
    }
}

impl From<&str> for StateCell {
    fn from(text: &str) -> Self {
        Self { text: cut(text), path: None }
    }
}

impl From<String> for StateCell {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(skipped: Option<(&str, usize)>) -> StateTable {
        let skipped = skipped.map(|(name, rows)| (name.to_owned(), rows));
        let query = StateQuery { path: Vec::new(), skipped, now: SystemTime::UNIX_EPOCH };
        StateTable::new(&query, "numbers", ["number"], (0_u32..250).map(|number| [number.to_string()]))
    }

    #[test]
    fn a_table_has_the_rows_of_one_page() {
        let seen = |table: &StateTable| {
            let first = table.rows.first().map(|row| row[0].text.clone()).unwrap_or_default();
            (first, table.rows.len(), table.total, table.before(), table.after())
        };
        assert_eq!(seen(&numbers(None)), ("0".to_owned(), 100, 250, None, Some(100)));
        assert_eq!(seen(&numbers(Some(("numbers", 200)))), ("200".to_owned(), 50, 250, Some(100), None));
        assert_eq!(seen(&numbers(Some(("others", 200)))), seen(&numbers(None)));
        assert_eq!(seen(&numbers(Some(("numbers", usize::MAX)))), (String::new(), 0, 250, Some(150), None));
    }

    #[test]
    fn a_long_text_is_cut() {
        let cell = StateCell::from("é".repeat(201));
        assert_eq!((cell.text.chars().count(), cell.text.ends_with('…')), (201, true));
        assert_eq!(StateCell::from("a".repeat(200)).text.len(), 200);
    }
}
