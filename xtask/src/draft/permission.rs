//! The permissions of new operations: those that their own pages name, or else those of the rows of pages beside them.
//!
//! The actions of a row are facts. When an operation asks for them is one as well if all rows of the operation name them, and
//! no words stand beside them; otherwise a placeholder stands in `when`. A row of another version of the API says nothing of this
//! one: it is told, and its actions are taken only if no other operation can be meant, to be checked.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::group::{Group, New};
use super::name::is_version;
use crate::docs::{PageFacts, Permission};
use crate::model::{Model, is_action};
use crate::spec::{PLACEHOLDER, shape};

/// How many resources another table may name of an action: each row of the action is joined with all of them.
const MAX_DESCRIBED: usize = 16;

/// How many rows may be of one operation: which actions it asks for when there are more, a person has to see.
const MAX_ROWS: usize = 64;

/// The rows of pages beside operations, and what was made of them.
#[derive(Debug)]
pub(super) struct Permissions<'p> {
    rows: Vec<Row<'p>>,
    /// The rows at each address, and at each in any version of the API.
    by_address: HashMap<String, Vec<usize>>,
    in_any_version: HashMap<String, Vec<usize>>,
    /// How many operations there are at each address, in all versions of the API.
    operations: HashMap<String, usize>,
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
    /// What stands beside its actions.
    Beside,
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
            Self::Beside => {
                "rows of permissions with words where other actions are expected, or of actions that another table describes too often; \
                 write what they say into `x-permission`"
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
    /// The same without the names of parameters.
    address: String,
    has_words: bool,
    /// Whether all that is said of its actions is drafted.
    is_whole: bool,
    actions: Vec<Cow<'p, Permission>>,
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
        let mut operations = HashMap::new();
        for address in known.chain(new).collect::<BTreeSet<String>>() {
            *operations.entry(without_version(&address)).or_default() += 1;
        }
        let rows: Vec<Row<'_>> = references.iter().flat_map(rows).collect();
        let (mut by_address, mut in_any_version): (HashMap<_, Vec<_>>, HashMap<_, Vec<_>>) = Default::default();
        for (index, row) in rows.iter().enumerate() {
            by_address.entry(row.address.clone()).or_default().push(index);
            in_any_version.entry(without_version(&row.address)).or_default().push(index);
        }
        Self { rows, by_address, in_any_version, operations, to_check: BTreeMap::new() }
    }

    /// What a new operation asks for, as `x-permission`.
    pub(super) fn of_operation(&mut self, name: &str, new: &New, page: &PageFacts) -> Value {
        if !page.permissions.is_empty() {
            return self.of_page(name, page);
        }
        let own = address(new);
        let any_version = without_version(&own);
        let of_own = self.by_address.get(&own);
        let rows = of_own.or_else(|| self.in_any_version.get(&any_version)).into_iter().flatten();
        let rows: Vec<&Row<'_>> = rows.filter_map(|index| self.rows.get(*index)).collect();
        let Some(first) = rows.first() else { return Value::from("unknown") };
        let note = format!("{} has {}", first.note(), first.operation);
        let is_of_one_version = rows.iter().all(|row| row.address == first.address);
        let is_only_one = is_of_one_version && self.operations.get(&any_version).is_none_or(|count| *count < 2);
        let beside = rows.iter().filter(|row| !row.is_whole).map(|row| (ToCheck::Beside, *row));
        let mut told: Vec<(ToCheck, &Row<'_>)> = beside.collect();
        let (value, what, rows) = if rows.len() > MAX_ROWS {
            (Value::from(format!("{PLACEHOLDER}: {note}")), ToCheck::When, vec![*first])
        } else if of_own.is_some() {
            let (value, open) = of_rows(&rows);
            (value, ToCheck::When, open)
        } else if is_only_one && rows.iter().any(|row| !row.names(None)) {
            let actions = distinct(&rows).into_iter().filter_map(|(_, named)| permitted(named, Some(&note)));
            (actions.collect(), ToCheck::Taken, rows)
        } else {
            (Value::from(format!("{PLACEHOLDER}: {note}")), ToCheck::Left, rows)
        };
        told.extend(rows.into_iter().map(|row| (what, row)));
        for (what, row) in told {
            let of_page = self.to_check.entry((what, row.page.page.clone())).or_default();
            of_page.push((row.line, name.to_owned()));
        }
        value
    }

    /// What the page of an operation names itself.
    fn of_page(&mut self, name: &str, page: &PageFacts) -> Value {
        for permission in &page.permissions {
            let beside = (!is_whole(permission)).then_some(ToCheck::Beside);
            for what in permission.has_words.then_some(ToCheck::When).into_iter().chain(beside) {
                let of_page = self.to_check.entry((what, page.page.clone())).or_default();
                of_page.push((permission.line, name.to_owned()));
            }
        }
        let note = |permission: &Permission| permission.has_words.then(|| note(page, permission.line));
        let mut known = BTreeSet::new();
        let once = page.permissions.iter().filter(|named| known.insert(said(named)));
        let actions = once.filter_map(|named| permitted(named, note(named).as_deref()));
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
fn of_rows<'r>(rows: &[&'r Row<'r>]) -> (Value, Vec<&'r Row<'r>>) {
    let mut named: HashMap<Option<&str>, usize> = HashMap::new();
    for row in rows {
        let of_row: BTreeSet<Option<&str>> = row.actions.iter().map(|one| one.action.as_deref()).collect();
        for action in of_row {
            *named.entry(action).or_default() += 1;
        }
    }
    let has_words = rows.iter().any(|row| row.has_words);
    let (mut open, mut actions): (Vec<&Row<'_>>, _) = (Vec::new(), Vec::new());
    for (row, permission) in distinct(rows) {
        let is_certain = !has_words && named.get(&permission.action.as_deref()) == Some(&rows.len());
        let note = (!is_certain).then(|| row.note());
        actions.extend(permitted(permission, note.as_deref()));
        if !is_certain && open.last().is_none_or(|last| !std::ptr::eq(*last, row)) {
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

/// Each action once, with the first row that names it; and again where a row says something else of it.
fn distinct<'r>(rows: &[&'r Row<'_>]) -> Vec<(&'r Row<'r>, &'r Permission)> {
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for row in rows {
        for permission in &row.actions {
            if known.insert(said(permission)) {
                found.push((*row, &**permission));
            }
        }
    }
    found
}

/// All that a row says of an action, but when it is asked for.
fn said(permission: &Permission) -> [&Option<String>; 6] {
    let Permission { action, access_level, resource_type, condition_keys, alias, dependencies, .. } = permission;
    [action, access_level, resource_type, condition_keys, alias, dependencies]
}

/// The rows of a page that name an operation.
fn rows(page: &PageFacts) -> Vec<Row<'_>> {
    let mut found: Vec<Row<'_>> = Vec::new();
    let described = described(page);
    for permission in &page.permissions {
        let Some(operation) = &permission.operation else { continue };
        // What is no action is a word on what is asked for, and no fact.
        if !permission.action.as_deref().is_none_or(is_action) {
            continue;
        }
        let own = permission.action.as_deref().filter(|_| !is_described(permission));
        let others = own.and_then(|action| described.get(action)).map_or(&[][..], Vec::as_slice);
        let joined = others.iter().take(MAX_DESCRIBED).map(|other| joined(permission, other));
        let mut actions: Vec<Cow<'_, Permission>> = joined.map(Cow::Owned).collect();
        if actions.is_empty() {
            actions.push(Cow::Borrowed(permission));
        }
        let is_whole = others.len() <= MAX_DESCRIBED && actions.iter().all(|action| is_whole(action));
        let (line, has_words) = (permission.line, permission.has_words);
        if let Some(row) = found.last_mut().filter(|row| row.line == line && row.operation == operation) {
            row.actions.extend(actions);
            row.is_whole &= is_whole;
            continue;
        }
        found.push(Row { page, line, operation, address: shape(operation), has_words, is_whole, actions });
    }
    found
}

/// What a page says of actions in tables that name no operations: kinds of access, resources, conditions.
fn described(page: &PageFacts) -> HashMap<&str, Vec<&Permission>> {
    let mut found: HashMap<&str, Vec<&Permission>> = HashMap::new();
    for permission in page.permissions.iter().filter(|one| one.operation.is_none() && is_described(one)) {
        found.entry(permission.action.as_deref().unwrap_or_default()).or_default().push(permission);
    }
    found
}

/// Whether a row says more of an action than when it is asked for.
fn is_described(permission: &Permission) -> bool {
    let Permission { access_level, resource_type, condition_keys, alias, .. } = permission;
    [access_level, resource_type, condition_keys, alias].iter().any(|said| said.is_some())
}

/// An action that an operation asks for, with what another table says of it.
fn joined(permission: &Permission, described: &Permission) -> Permission {
    let Permission { access_level, resource_type, condition_keys, alias, .. } = described.clone();
    let dependencies = permission.dependencies.clone().or_else(|| described.dependencies.clone());
    Permission { access_level, resource_type, condition_keys, alias, dependencies, ..permission.clone() }
}

/// The words of a cell that may have several, one below the other or with marks between them.
fn words(cell: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '，' | '；' | '、');
    cell.split(is_between).filter(|word| !word.is_empty())
}

/// Whether all that a row says beside an action can be written into `x-permission`.
fn is_whole(permission: &Permission) -> bool {
    let is_each_action = |cell: &Option<String>| cell.iter().flat_map(|cell| words(cell)).all(is_action);
    is_each_action(&permission.alias) && is_each_action(&permission.dependencies)
}

fn address(new: &New) -> String {
    format!("{} {}", new.method, shape(&new.path))
}

/// Method and path without the version of the API.
pub(super) fn without_version(address: &str) -> String {
    address.split('/').map(|segment| if is_version(segment) { "v" } else { segment }).collect::<Vec<_>>().join("/")
}

/// An action as `x-permission` has it; `open` leads to the row that says when it is asked for. None where nothing is asked for, or
/// where words stand in place of an action.
fn permitted(permission: &Permission, open: Option<&str>) -> Option<Value> {
    let action = permission.action.as_ref().filter(|action| is_action(action))?;
    let all = |cell: &Option<String>, is_such: fn(&str) -> bool| {
        let texts: Vec<&str> = cell.iter().flat_map(|cell| words(cell)).filter(|text| is_such(text)).collect();
        (!texts.is_empty()).then(|| json!(texts))
    };
    let alias = permission.alias.as_ref().filter(|alias| is_action(alias));
    // An asterisk says that a policy must name a resource of the type.
    let resource =
        permission.resource_type.as_deref().map(|kind| (kind.trim_end_matches('*').trim_end(), kind.ends_with('*')));
    let resource = resource.filter(|(kind, _)| !kind.is_empty());
    let parts = [
        ("action", Some(json!(action))),
        ("when", open.map(|row| json!(format!("{PLACEHOLDER}: {row}")))),
        ("access-level", permission.access_level.as_ref().map(|level| json!(level))),
        ("resource-type", resource.map(|(kind, _)| json!(kind))),
        ("resource-required", resource.filter(|(_, is_required)| *is_required).map(|_| json!(true))),
        ("condition-keys", all(&permission.condition_keys, |text| text.chars().any(char::is_alphanumeric))),
        ("alias", alias.map(|alias| json!(alias))),
        ("dependencies", all(&permission.dependencies, is_action)),
    ];
    Some(parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect())
}
