//! What examples decide where the layout does not: which body a table is of, and which field it describes.

use std::collections::{HashMap, HashSet};

use super::table::{BodyTable, Place, success_code};
use super::{lost_table, samples};
use crate::docs::classify::parameters::misnamed;
use crate::docs::classify::samples::{Samples, items};
use crate::docs::classify::uri::Uri;
use crate::docs::facts::{Examples, PageFacts, PageProblem, PageProblemKind};

/// Finds the body of tables of which neither caption nor section says where they belong. One that no example shows becomes
/// a problem. So does one that stands with the request, or is captioned so, and that the examples show whole in the response.
pub(super) fn place(
    tables: &mut [BodyTable],
    linked: &HashSet<usize>,
    (examples, uri): (&Examples, &Uri),
    facts: &mut PageFacts,
) {
    let asked = Asked::by(tables, examples, uri);
    let success = Place::Response(success_code(examples, facts));
    for (index, table) in tables.iter_mut().enumerate() {
        // A caption is taken at its word, unless the table stands elsewhere and the request does without it.
        let is_settled = table.is_named_root && (!table.is_with_response() || asked.needs(table));
        if linked.contains(&index) || table.rows.is_empty() || is_settled {
            continue;
        }
        let fit = |place: &Place| fit(table, &samples(examples, place), &[]);
        let (request, response) = (fit(&Place::Request), fit(&success));
        match table.place {
            Place::Unknown if request.max(response) >= 0.5 && (request - response).abs() > f64::EPSILON => {
                table.place = if request > response { Place::Request } else { success.clone() };
                table.is_root = true;
            }
            Place::Unknown => {
                let heading = &table.heading;
                let reason = format!("the table stands under `{heading}`, which is neither a request nor a response");
                facts.problems.push(lost_table(table, facts, PageProblemKind::UnlinkedTable, reason));
                table.rows.clear();
            }
            Place::Request | Place::Outside if !table.has_required && response >= 1.0 && request == 0.0 => {
                let stands = if table.is_with_response() { "is captioned as one of" } else { "stands with" };
                let reason =
                    format!("the table {stands} the request, but the example response has its fields; it is read so");
                let problem = PageProblem::new(&facts.page, table.line, PageProblemKind::ExampleField, reason);
                facts.problems.push(problem);
                table.place = success.clone();
                table.is_root = true;
            }
            _ => {}
        }
    }
}

/// What the requests of a page have outside of their bodies.
struct Asked {
    names: HashSet<String>,
    /// How many tables that are of no response have a row of a name.
    described: HashMap<String, usize>,
}

impl Asked {
    fn by(tables: &[BodyTable], examples: &Examples, uri: &Uri) -> Self {
        let mut names = misnamed::queries(examples);
        names.extend(uri.path_names().into_iter().map(str::to_owned).chain(uri.query.iter().cloned()));
        let mut described = HashMap::new();
        let of_requests = tables.iter().filter(|table| !matches!(table.place, Place::Response(_) | Place::Unknown));
        for row in of_requests.flat_map(|table| &table.rows) {
            *described.entry(row.name.clone()).or_default() += 1;
        }
        Self { names, described }
    }

    /// Whether a table alone describes something of them.
    fn needs(&self, table: &BodyTable) -> bool {
        let is_alone = |name: &String| self.described.get(name).is_none_or(|tables| *tables < 2);
        table.rows.iter().any(|row| self.names.contains(&row.name) && is_alone(&row.name))
    }
}

/// Which part of the keys at a path of the examples a table describes: from 0, none, to 1, all. 0 if there is no example.
pub(super) fn fit(table: &BodyTable, samples: &Samples<'_>, path: &[String]) -> f64 {
    // `lid.hue` describes `lid`, too.
    let heads =
        table.rows.iter().filter_map(|row| row.name.split_once('.')).map(|(head, _)| head.trim_end_matches("[]"));
    let names: HashSet<&str> = table.rows.iter().map(|row| row.name.as_str()).chain(heads).collect();
    part_of(&names, &samples.keys(path))
}

/// Which part of some keys are names.
pub(super) fn part_of(names: &HashSet<&str>, keys: &[&str]) -> f64 {
    if keys.is_empty() {
        return 0.0;
    }
    let described = keys.iter().filter(|key| names.contains(*key)).count();
    #[expect(clippy::cast_precision_loss, reason = "a table has few keys")]
    let part = described as f64 / keys.len() as f64;
    part
}

/// Whether the examples show at a path other fields than those of a table, and none of them, or no fields at all.
pub(super) fn contradicts(table: &BodyTable, samples: &Samples<'_>, path: &[String]) -> bool {
    if samples.keys(path).is_empty() {
        return samples.at(path).into_iter().flat_map(items).any(|value| !value.is_null() && !value.is_object());
    }
    fit(table, samples, path) == 0.0
}
