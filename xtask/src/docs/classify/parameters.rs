//! Parameters outside the body.

pub(super) mod misnamed;

use super::rows::{NamedRow, report_open};
use super::uri::Uri;
use crate::docs::facts::{
    Constraints, DocType, PageFacts, PageProblem, PageProblemKind, Parameter, ParameterIn, Required, SchemaType,
};
use crate::model::Method;
use misnamed::Known;

/// Checks the parameters of all tables against the path.
pub(super) fn complete(facts: &mut PageFacts, uri: &Uri) {
    rename_path_parameters(facts, uri);
    // No path is whole without them, though no column of the table says so.
    for parameter in facts.parameters.iter_mut().filter(|known| known.location == ParameterIn::Path) {
        if parameter.required == Required::Unknown {
            parameter.required = Required::Yes;
        }
    }
    add_missing(facts, uri);
}

/// Where a parameter goes: what the URI shows is stronger than a caption.
pub(super) fn locate(name: &str, captioned: Option<ParameterIn>, uri: &Uri) -> ParameterIn {
    let in_path = uri.path_names().contains(&name) || uri.others.iter().any(|other| other.path_names().contains(&name));
    match captioned {
        Some(ParameterIn::Path | ParameterIn::Query | ParameterIn::Header) | None if in_path => ParameterIn::Path,
        Some(ParameterIn::Path) if uri.query.iter().any(|query| query == name) => ParameterIn::Query,
        Some(ParameterIn::Query) | None if is_header(name) => ParameterIn::Header,
        Some(location) => location,
        None => ParameterIn::Query,
    }
}

/// Where a row goes that stands in a table of the body and names a part of the URI, or a header.
pub(super) fn outside_body(name: &str, uri: &Uri) -> Option<ParameterIn> {
    if uri.path_names().contains(&name) {
        Some(ParameterIn::Path)
    } else if uri.query.iter().any(|query| query == name) {
        Some(ParameterIn::Query)
    } else {
        is_header(name).then_some(ParameterIn::Header)
    }
}

/// Whether a name can only be one of a header.
pub(super) fn is_header(name: &str) -> bool {
    name.starts_with("X-") || ["Content-Type", "Content-Length", "Authorization", "Accept", "Host"].contains(&name)
}

/// Adds the parameters of a table, and gives back the rows that are fields: where the caption does not say that they are
/// outside of the body, and the example requests have them at their top.
pub(super) fn add_all(
    facts: &mut PageFacts,
    mut rows: Vec<NamedRow>,
    captioned: Option<ParameterIn>,
    uri: &Uri,
    known: &Known<'_>,
) -> Vec<NamedRow> {
    misnamed::rename(facts, &mut rows, captioned, (uri, known));
    let mut fields = Vec::new();
    let is_of_body = |row: &NamedRow| {
        let is_open = captioned.or(row.location()).is_none();
        is_open && outside_body(&row.name, uri).is_none() && !known.hosts.contains(&row.name.to_lowercase())
    };
    // Where the table has fields of the body, what the example leaves out is one too, if a body is what is sent.
    let has_body = matches!(uri.method.value, Method::Post | Method::Put | Method::Patch)
        && rows.iter().any(|row| is_of_body(row) && known.sent.contains(&row.name.as_str()));
    for row in rows {
        let is_open = captioned.or(row.location()).is_none();
        if is_open && known.hosts.contains(&row.name.to_lowercase()) {
            // It says where the service is, and not what is sent.
            facts.counts.rows_as_facts += 1;
        } else if is_open && known.sent.contains(&row.name.as_str()) && outside_body(&row.name, uri).is_none() {
            let reason = format!(
                "`{}` stands with the URI, but the example request has it in its body; it is read so",
                row.name
            );
            facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::ExampleField, reason));
            fields.push(row);
        } else if has_body && is_of_body(&row) {
            let reason = format!("`{}` stands with the URI, beside fields of the body; it is read as one", row.name);
            facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::ExampleField, reason));
            fields.push(row);
        } else {
            let location = locate(&row.name, row.location().or(captioned), uri);
            add(facts, row, location, uri);
        }
    }
    fields
}

/// Adds the parameter of a row; one that is there already is a problem.
/// What only another operation of the page has in its path is none of this one.
pub(super) fn add(facts: &mut PageFacts, row: NamedRow, location: ParameterIn, uri: &Uri) {
    let is_foreign = location == ParameterIn::Path
        && !uri.path_names().contains(&row.name.as_str())
        && uri.others.iter().any(|other| other.path_names().contains(&row.name.as_str()));
    if is_foreign {
        facts.counts.rows_as_facts += 1;
        return;
    }
    let known = facts.parameters.iter().any(|known| known.name == row.name && known.location == location);
    if known {
        let reason = format!("parameter `{}` is described twice", row.name);
        facts.problems.push(PageProblem::new(&facts.page, row.line, PageProblemKind::Row, reason).with_rows(1));
        return;
    }
    report_open(&row, facts);
    facts.counts.rows_as_facts += 1;
    facts.parameters.push(Parameter {
        name: row.name,
        location,
        doc_type: row.doc_type,
        required: row.required,
        constraints: row.constraints,
        description: row.description,
        line: row.line,
    });
}

/// A name that the table spells differently than the path: with one on each side it is clear which.
fn rename_path_parameters(facts: &mut PageFacts, uri: &Uri) {
    let names = uri.path_names();
    let missing: Vec<&str> = names
        .iter()
        .filter(|name| !facts.parameters.iter().any(|p| p.location == ParameterIn::Path && p.name == **name))
        .copied()
        .collect();
    let mut strange: Vec<&mut Parameter> = facts
        .parameters
        .iter_mut()
        .filter(|p| p.location == ParameterIn::Path && !names.contains(&p.name.as_str()))
        .collect();
    match (missing.as_slice(), strange.as_mut_slice()) {
        ([name], [parameter]) => {
            let reason = format!("the table calls `{}` what the path calls `{name}`", parameter.name);
            facts.problems.push(PageProblem::new(&facts.page, parameter.line, PageProblemKind::PathParameter, reason));
            (*name).clone_into(&mut parameter.name);
        }
        _ => {
            for parameter in &strange {
                let reason = format!("the path has no `{}`", parameter.name);
                facts.problems.push(PageProblem::new(
                    &facts.page,
                    parameter.line,
                    PageProblemKind::PathParameter,
                    reason,
                ));
            }
        }
    }
}

/// Names of the URI that no table describes.
fn add_missing(facts: &mut PageFacts, uri: &Uri) {
    let in_path = uri.path_names().into_iter().map(|name| (name, ParameterIn::Path));
    let in_query = uri.query.iter().map(|name| (name.as_str(), ParameterIn::Query));
    for (name, location) in in_path.chain(in_query) {
        if facts.parameters.iter().any(|p| p.name == name && p.location == location) {
            continue;
        }
        let reason = format!("no table describes `{name}` of the URI");
        facts.problems.push(PageProblem::new(&facts.page, uri.path.line, PageProblemKind::PathParameter, reason));
        let is_path = location == ParameterIn::Path;
        facts.parameters.push(Parameter {
            name: name.to_owned(),
            location,
            doc_type: DocType { text: String::new(), schema: SchemaType::Unknown, object: None },
            required: if is_path { Required::Yes } else { Required::Unknown },
            constraints: Constraints::default(),
            description: String::new(),
            line: uri.path.line,
        });
    }
}
