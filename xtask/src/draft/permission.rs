//! The permissions of new operations: those that their own pages name, or else those of the rows of pages beside them.
//!
//! The actions of a row are facts. When an operation asks for them is one as well if all rows of the operation name them, and
//! no words stand beside them; otherwise a placeholder stands in `when`. A row of another version of the API says nothing of this
//! one: it is told, and its actions are taken only if no other operation can be meant, to be checked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::group::{Group, New};
use super::name::is_version;
use crate::docs::{PageFacts, Permission};
use crate::model::Model;
use crate::spec::{PLACEHOLDER, shape};

/// The rows of pages beside operations, and what was made of them.
#[derive(Debug)]
pub(super) struct Permissions<'p> {
    rows: Vec<Row<'p>>,
    /// Method and path of all operations, without the names of parameters.
    operations: BTreeSet<String>,
    /// What a person has to check, and of which operations, by page.
    to_check: BTreeMap<(ToCheck, String), Vec<(u32, String)>>,
}

/// What is to be checked of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum ToCheck {
    /// When its actions are asked for.
    When,
    /// Whether its actions, which are taken, are those of another version of the operation.
    Taken,
    /// Whether it holds for another version of the operation.
    Left,
}

impl ToCheck {
    /// What to tell of the rows of a page.
    const fn told(self) -> &'static str {
        match self {
            Self::When => {
                "rows of permissions with words beside their actions, or beside those of other rows, that may say when each is asked \
                 for; write it into `when`, or delete that where it is always so"
            }
            Self::Taken => {
                "rows of permissions of operations that are not there; their actions are proposed for those of another version of the \
                 API; delete `when` if they hold there, or write `x-permission: unknown`"
            }
            Self::Left => {
                "rows of permissions of another version of the API than operations that have none; see whether they hold for these, \
                 and write `x-permission`"
            }
        }
    }
}

/// A row, as far as it is about one operation.
#[derive(Debug)]
struct Row<'p> {
    page: &'p PageFacts,
    line: u32,
    /// Method and path as they stand there.
    operation: &'p str,
    /// The same without the names of parameters, and without the version of the API.
    address: String,
    whatever: String,
    has_words: bool,
    actions: Vec<&'p Permission>,
}

impl Row<'_> {
    fn names(&self, action: Option<&str>) -> bool {
        self.actions.iter().any(|known| known.action.as_deref() == action)
    }

    fn note(&self) -> String {
        note(self.page, self.line)
    }
}

impl<'p> Permissions<'p> {
    /// Collects the rows; `new` are the operations that are drafted.
    pub(super) fn of(model: &Model, new: &[&Group<'_>], references: &'p [PageFacts]) -> Self {
        let known = model.operations.iter().map(|one| format!("{} {}", one.method, shape(one.path.as_str())));
        let new = new.iter().filter_map(|group| group.new.as_ref()).map(address);
        Self {
            rows: references.iter().flat_map(rows).collect(),
            operations: known.chain(new).collect(),
            to_check: BTreeMap::new(),
        }
    }

    /// What a new operation asks for, as `x-permission`.
    pub(super) fn of_operation(&mut self, name: &str, new: &New, page: &PageFacts) -> Value {
        if !page.permissions.is_empty() {
            return self.of_page(name, page);
        }
        let own = address(new);
        let of_own: Vec<&Row<'_>> = self.rows.iter().filter(|row| row.address == own).collect();
        let whatever = without_version(&own);
        let rows = if of_own.is_empty() {
            self.rows.iter().filter(|row| row.whatever == whatever).collect()
        } else {
            of_own.clone()
        };
        let Some(first) = rows.first() else { return Value::from("unknown") };
        let note = format!("{} has {}", first.note(), first.operation);
        let is_of_one_version = rows.iter().all(|row| row.address == first.address);
        let mut operations = self.operations.iter().filter(|operation| without_version(operation) == whatever);
        let is_only_one = is_of_one_version && operations.nth(1).is_none();
        let (value, what, rows) = if !of_own.is_empty() {
            let (value, open) = of_rows(&rows);
            (value, ToCheck::When, open)
        } else if is_only_one && rows.iter().any(|row| !row.names(None)) {
            let actions = distinct(&rows).into_iter().filter_map(|(_, named)| permitted(named, Some(&note)));
            (actions.collect(), ToCheck::Taken, rows)
        } else {
            (Value::from(format!("{PLACEHOLDER}: {note}")), ToCheck::Left, rows)
        };
        for row in rows {
            let of_page = self.to_check.entry((what, row.page.page.clone())).or_default();
            of_page.push((row.line, name.to_owned()));
        }
        value
    }

    /// What the page of an operation names itself.
    fn of_page(&mut self, name: &str, page: &PageFacts) -> Value {
        let open = page.permissions.iter().filter(|permission| permission.has_words);
        let open: Vec<(u32, String)> = open.map(|permission| (permission.line, name.to_owned())).collect();
        if !open.is_empty() {
            self.to_check.entry((ToCheck::When, page.page.clone())).or_default().extend(open);
        }
        let note = |permission: &Permission| permission.has_words.then(|| note(page, permission.line));
        let actions = page.permissions.iter().filter_map(|named| permitted(named, note(named).as_deref()));
        some_or_none(actions.collect(), page.permissions.iter().find_map(note))
    }

    /// What a person has to check, page by page.
    pub(super) fn told(&self) -> impl Iterator<Item = String> {
        self.to_check.iter().map(|((what, page), rows)| {
            let rows: BTreeSet<String> = rows.iter().map(|(line, name)| format!("{line:>6} `{name}`")).collect();
            let rows: Vec<&str> = rows.iter().map(|row| row.trim_start()).collect();
            let first = rows.first().and_then(|row| row.split(' ').next()).unwrap_or_default();
            format!("{page}:{first}: {}: {}", what.told(), rows.join(", "))
        })
    }
}

/// File and line: what lint and readers of the specification find a row by.
fn note(page: &PageFacts, line: u32) -> String {
    let file = page.page.rsplit(['/', '\\']).next().unwrap_or_default();
    format!("{file}:{line}")
}

/// The actions of the rows of an operation, and the rows of which is to be said when they are asked for.
fn of_rows<'r, 'p>(rows: &[&'r Row<'p>]) -> (Value, Vec<&'r Row<'p>>) {
    let mut open: Vec<&Row<'_>> = Vec::new();
    let mut actions = Vec::new();
    for (row, permission) in distinct(rows) {
        let is_certain = rows.iter().all(|row| !row.has_words && row.names(permission.action.as_deref()));
        let note = (!is_certain).then(|| row.note());
        actions.extend(permitted(permission, note.as_deref()));
        if !is_certain && !open.iter().any(|known| std::ptr::eq(*known, row)) {
            open.push(row);
        }
    }
    let note = open.first().map(|row| row.note());
    (some_or_none(actions, note), open)
}

/// The actions; or that none is needed, where rows name none. `open` leads to a row that may say when that is so.
fn some_or_none(actions: Vec<Value>, open: Option<String>) -> Value {
    match open {
        _ if !actions.is_empty() => Value::from(actions),
        Some(note) => Value::from(format!("{PLACEHOLDER}: {note}")),
        None => Value::from("none"),
    }
}

/// Each action once, with the first row that names it.
fn distinct<'r, 'p>(rows: &[&'r Row<'p>]) -> Vec<(&'r Row<'p>, &'p Permission)> {
    let mut found: Vec<(&Row<'_>, &Permission)> = Vec::new();
    for row in rows {
        for permission in &row.actions {
            if !found.iter().any(|(_, known)| known.action == permission.action) {
                found.push((row, permission));
            }
        }
    }
    found
}

/// The rows of a page that name an operation.
fn rows(page: &PageFacts) -> Vec<Row<'_>> {
    let mut found: Vec<Row<'_>> = Vec::new();
    for permission in &page.permissions {
        let Some(operation) = &permission.operation else { continue };
        // What is no action is a word on what is asked for, and no fact.
        let is_action = |text: &String| !text.contains(char::is_whitespace) && text.split(':').count() == 3;
        if !permission.action.as_ref().is_none_or(is_action) {
            continue;
        }
        let (line, has_words) = (permission.line, permission.has_words);
        if let Some(row) = found.last_mut().filter(|row| row.line == line && row.operation == operation) {
            row.actions.push(permission);
            continue;
        }
        let address = shape(operation);
        let whatever = without_version(&address);
        found.push(Row { page, line, operation, address, whatever, has_words, actions: vec![permission] });
    }
    found
}

fn address(new: &New) -> String {
    format!("{} {}", new.method, shape(&new.path))
}

/// Method and path without the version of the API.
pub(super) fn without_version(address: &str) -> String {
    address.split('/').map(|segment| if is_version(segment) { "v" } else { segment }).collect::<Vec<_>>().join("/")
}

/// An action as `x-permission` has it; `open` leads to the row that says when it is asked for. None where nothing is asked for.
fn permitted(permission: &Permission, open: Option<&str>) -> Option<Value> {
    let action = permission.action.as_ref()?;
    let texts = |text: &Option<String>| {
        let texts = text.iter().flat_map(|text| text.split([',', ';', '\n'])).map(str::trim);
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        (!texts.is_empty()).then(|| json!(texts))
    };
    let parts = [
        ("action", Some(json!(action))),
        ("when", open.map(|row| json!(format!("{PLACEHOLDER}: {row}")))),
        ("access-level", permission.access_level.as_ref().map(|level| json!(level))),
        ("resource-type", permission.resource_type.as_ref().map(|kind| json!(kind))),
        ("condition-keys", texts(&permission.condition_keys)),
        ("alias", permission.alias.as_ref().map(|alias| json!(alias))),
        ("dependencies", texts(&permission.dependencies)),
    ];
    Some(parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}
