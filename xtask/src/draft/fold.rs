//! The pages of an operation, held against each other before any of them is drafted.
//!
//! Documentation may have several operations at one method and path, told apart by what is sent: `POST …/action` is a usual
//! one. OpenAPI has one operation there. It gets the fields of all, of which none is required that one of them does
//! without; where each has a field of its own to be told by, just one of these is to be sent. Nobody is to miss that by
//! chance, so that it is told.

use std::collections::BTreeSet;

use super::group::{Group, New};
use super::name::propose;
use crate::docs::{Field, Layout, PageFacts, Parameter, ParameterIn, Required, SchemaType};
use crate::model::is_empty;

/// Several operations at the address of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Fold {
    /// The names of the others, official or ours.
    pub(super) variants: Vec<String>,
    /// The fields of the request of which one is sent, if each operation has one of its own.
    pub(super) roots: Vec<String>,
    /// What is asked of them. Null, an empty text and an empty list count as not sent, so that no more can be asked where examples
    /// have it so.
    pub(super) ask: &'static str,
    /// Pages that call their operation out of date, if that is not so of all: nothing in OpenAPI can say it.
    pub(super) out_of_date: Vec<String>,
}

impl Fold {
    /// What a person is told: which pages became one operation, and what that is.
    pub(super) fn told(&self, group: &Group<'_>, new: &New) -> String {
        let mut pages: Vec<&str> = group.pages.iter().map(|page| page.page.as_str()).collect();
        pages.dedup();
        let choice = if self.roots.is_empty() {
            "see which fields go together, and write it into `x-requires`".to_owned()
        } else {
            format!("just one of `{}` is sent", self.roots.join("`, `"))
        };
        let mut out_of_date = String::new();
        if !self.out_of_date.is_empty() {
            out_of_date =
                format!("; what is out of date, which only a description can say: {}", self.out_of_date.join(", "));
        }
        format!(
            "{} {}: the documentation has several operations there, and OpenAPI one: `{}` stands for `{}` as well, by what \
             is sent; {choice}: {}{out_of_date}",
            new.method,
            new.path,
            group.name,
            self.variants.join("`, `"),
            pages.join(", ")
        )
    }
}

/// The pages of a group, such that each can be drafted beside the others.
pub(super) fn consistent(group: &Group<'_>) -> Vec<PageFacts> {
    let things = things(&group.pages);
    let mut pages: Vec<PageFacts> = group.pages.iter().map(|page| (*page).clone()).collect();
    for (at, page) in pages.iter_mut().enumerate() {
        let others = group.pages.iter().enumerate().filter(|(other, _)| *other != at);
        let others: Vec<&PageFacts> = others.map(|(_, page)| *page).collect();
        for field in &mut page.request {
            refine(field, others.iter().flat_map(|other| &other.request));
        }
        for fields in page.responses.iter_mut().filter(|(status, _)| status.starts_with('2')).map(|(_, fields)| fields)
        {
            let of_others = || others.iter().flat_map(|other| &other.responses);
            for field in fields {
                refine(field, of_others().filter(|(status, _)| status.starts_with('2')).flat_map(|(_, fields)| fields));
            }
        }
        if things.len() > 1 {
            relax(page, &things);
            if !is_out_of_date(&things) {
                page.deprecated = None;
            }
        }
    }
    pages
}

/// What there is beside the first operation, if the pages of a new one are of several.
pub(super) fn fold(group: &Group<'_>, new: &New, is_taken: impl Fn(&str) -> bool) -> Option<Fold> {
    let things = things(&group.pages);
    if things.len() < 2 {
        return None;
    }
    let mut variants: Vec<String> = Vec::new();
    for name in group.pages.iter().filter_map(|page| page.operation.as_ref()).map(|name| &name.value) {
        if *name != group.name && !variants.contains(name) {
            variants.push(name.clone());
        }
    }
    if variants.is_empty() {
        for page in things.iter().filter_map(|thing| thing.first()) {
            let is_known = |name: &str| variants.iter().any(|known| known == name) || is_taken(name);
            let name = propose(page, new.method, &new.path, is_known);
            variants.push(name);
        }
    }
    let roots = roots(&things);
    let is_shown_empty = group.pages.iter().flat_map(|page| &page.examples.request).any(|example| {
        let sent = roots.iter().filter_map(|root| example.body.json()?.get(root));
        sent.into_iter().any(is_empty)
    });
    let ask = if is_shown_empty { "at-most-one-of" } else { "exactly-one-of" };
    let says_so = |page: &&&PageFacts| page.deprecated.is_some() && !is_out_of_date(&things);
    let out_of_date: BTreeSet<String> = group.pages.iter().filter(says_so).map(|page| page.page.clone()).collect();
    Some(Fold { variants, roots, ask, out_of_date: out_of_date.into_iter().collect() })
}

/// Whether all of several operations are out of date.
fn is_out_of_date(things: &[Vec<&PageFacts>]) -> bool {
    things.iter().all(|thing| thing.iter().any(|page| page.deprecated.is_some()))
}

/// Whether the pages are of several operations.
pub(super) fn is_of_several(pages: &[&PageFacts]) -> bool {
    things(pages).len() > 1
}

/// The pages by what they are of: by their names, or by their titles. Pages of different layouts are copies of each other in
/// any language, so that those of one layout say it: of the one that tells most apart, one with names before others.
fn things<'p>(pages: &[&'p PageFacts]) -> Vec<Vec<&'p PageFacts>> {
    let mut best: Vec<Vec<&PageFacts>> = Vec::new();
    let mut is_named = false;
    let layouts: BTreeSet<&str> = pages.iter().map(|page| page.layout.name()).collect();
    for layout in layouts {
        let mut found: Vec<(String, Vec<&PageFacts>)> = Vec::new();
        for page in pages.iter().filter(|page| page.layout.name() == layout) {
            let Some(label) = label(page) else { continue };
            match found.iter_mut().find(|(known, _)| *known == label) {
                Some((_, pages)) => pages.push(page),
                None => found.push((label, vec![page])),
            }
        }
        let has_names = found.iter().any(|(_, pages)| pages.iter().any(|page| page.operation.is_some()));
        if (found.len(), has_names) > (best.len(), is_named) {
            (best, is_named) = (found.into_iter().map(|(_, pages)| pages).collect(), has_names);
        }
    }
    best
}

/// What tells a page from another one of its layout: the name of its operation, or else the title, without a remark behind it
/// in brackets. A page without both says nothing.
fn label(page: &PageFacts) -> Option<String> {
    if let Some(name) = &page.operation {
        return Some(name.value.clone());
    }
    let title = page.title.as_ref().filter(|_| page.layout != Layout::Interface)?;
    let title = title.value.split(['(', '（']).next().unwrap_or_default().trim().to_lowercase();
    (!title.is_empty()).then(|| format!("{} {title}", if title.is_ascii() { "en" } else { "zh" }))
}

/// The one field at the top of each request, if each has one that must be given, and no two the same.
fn roots(things: &[Vec<&PageFacts>]) -> Vec<String> {
    let root = |thing: &Vec<&PageFacts>| {
        let mut top = thing.iter().flat_map(|page| &page.request).filter(|field| !field.field.contains('.'));
        let first = top.next().filter(|field| field.required == Required::Yes)?;
        top.all(|other| other.field == first.field).then(|| first.field.clone())
    };
    let roots: Option<BTreeSet<String>> = things.iter().map(root).collect();
    roots.filter(|roots| roots.len() == things.len()).into_iter().flatten().collect()
}

/// Nothing is required that an operation at the address does without.
fn relax(page: &mut PageFacts, things: &[Vec<&PageFacts>]) {
    let is_needed = |field: &Field| {
        things.iter().all(|thing| {
            let mut bodies = thing.iter().map(|page| page.request.as_slice());
            bodies.any(|body| !has_object(body, &field.field) || requires(body, &field.field))
        })
    };
    for field in page.request.iter_mut().filter(|field| field.required == Required::Yes) {
        if !is_needed(field) {
            field.required = Required::No;
        }
    }
    for parameter in page.parameters.iter_mut().filter(|parameter| parameter.required == Required::Yes) {
        let is_same = |other: &Parameter| {
            other.name == parameter.name && other.location == parameter.location && other.required == Required::Yes
        };
        let is_needed = things.iter().all(|thing| thing.iter().any(|page| page.parameters.iter().any(is_same)));
        if !is_needed && parameter.location != ParameterIn::Path {
            parameter.required = Required::No;
        }
    }
    for field in page.responses.values_mut().flatten() {
        field.required = Required::Unknown;
    }
}

/// Whether a body has the object that a field lies in.
fn has_object(body: &[Field], field: &str) -> bool {
    field.rsplit_once('.').is_none_or(|(object, _)| {
        let object = object.trim_end_matches("[]");
        body.iter().any(|known| known.field == object)
    })
}

fn requires(body: &[Field], field: &str) -> bool {
    body.iter().any(|known| known.field == field && known.required == Required::Yes)
}

/// Gives a field the type that another source says more of.
fn refine<'f>(field: &mut Field, others: impl Iterator<Item = &'f Field>) {
    let mut same = others.filter(|other| other.field == field.field);
    if let Some(found) = same.find(|other| says_more(&field.doc_type.schema, &other.doc_type.schema)) {
        field.doc_type.schema = found.doc_type.schema.clone();
    }
}

/// Whether a type is another one, and says of its values what that leaves open. An object has its fields besides.
fn says_more(open: &SchemaType, other: &SchemaType) -> bool {
    match (open, other) {
        (SchemaType::Array { items: open }, SchemaType::Array { items: other })
        | (SchemaType::Map { values: open }, SchemaType::Map { values: other }) => says_more(open, other),
        (SchemaType::Unknown, other) => is_plain(other),
        (SchemaType::Object, SchemaType::Map { values }) => is_plain(values),
        _ => false,
    }
}

fn is_plain(schema: &SchemaType) -> bool {
    match schema {
        SchemaType::String | SchemaType::Integer | SchemaType::Number | SchemaType::Boolean => true,
        SchemaType::Array { items } => is_plain(items),
        SchemaType::Map { values } => is_plain(values),
        SchemaType::Object | SchemaType::Binary | SchemaType::Unknown => false,
    }
}
