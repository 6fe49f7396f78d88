//! Method and path.

use std::borrow::Cow;
use std::collections::HashSet;

use super::outline::{Outline, PassageKind};
use super::placed::{Direction, Shape};
use crate::docs::block::{Cell, Row};
use crate::docs::facts::{Examples, Located, PageFacts, PageProblem, PageProblemKind};
use crate::docs::words::{Column, Section};
use crate::model::Method;

/// How many operations of one page are read.
const MAX_OPERATIONS: usize = 16;
/// How many words a host has where it is words for one.
const MAX_HOST_WORDS: usize = 4;

/// Method and path of an operation.
#[derive(Debug, Clone)]
pub(super) struct Uri {
    pub(super) method: Located<Method>,
    /// The path template, without its query string.
    pub(super) path: Located<String>,
    /// The address with its host.
    pub(super) host: String,
    /// Names in the query string.
    pub(super) query: Vec<String>,
    /// Whether braces of the path were missing.
    pub(super) is_mended: bool,
    /// The other operations of the page.
    pub(super) others: Vec<Self>,
}

impl Uri {
    /// The names in braces, in the order of the path.
    pub(super) fn path_names(&self) -> Vec<&str> {
        self.path.value.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
    }
}

/// Finds method and path of each operation in the URI section: the lines that have both, or else a line each. A line that
/// only fills in the template of one before is a sample of it.
pub(super) fn find(outline: &Outline<'_>) -> Vec<Uri> {
    let mut found: Vec<Uri> = Vec::new();
    let mut method: Option<Located<Method>> = None;
    let mut target: Option<Located<&str>> = None;
    let is_first = |line: u32| outline.second.is_none_or(|second| line < second);
    let passages = outline.passages.iter().filter(|passage| passage.section == Section::Uri && is_first(passage.line));
    for passage in passages {
        let text = match &passage.kind {
            PassageKind::Text(text) => text.plain.as_str(),
            PassageKind::Code(code) => code,
        };
        for (line, text) in (passage.line..).zip(text.lines()) {
            if let Some((method, target)) = request_line(text) {
                let next = uri(Located { value: method, line }, &Located { value: target, line });
                let is_known = |known: &Uri| {
                    known.method.value == next.method.value && fits_template(&known.path.value, &next.path.value)
                };
                if found.len() < MAX_OPERATIONS && !found.iter().any(is_known) {
                    found.push(next);
                }
                continue;
            }
            match labelled(text) {
                Some(Label::Method(value)) if method.is_none() => method = Some(Located { value, line }),
                Some(Label::Path(value)) if target.is_none() => target = Some(Located { value, line }),
                _ => {}
            }
        }
    }
    if found.is_empty()
        && let (Some(method), Some(target)) = (method, target)
    {
        found.push(uri(method, &target));
    }
    if found.is_empty() {
        found.extend(in_tables(outline));
    }
    if found.is_empty() {
        found.extend(elsewhere(outline));
    }
    let all = found.clone();
    for (index, uri) in found.iter_mut().enumerate() {
        uri.others =
            all.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, other)| other.clone()).collect();
    }
    found
}

/// The operation of a page that names it under no title of ours: the first request line that is no part of an example, or a
/// table with method and path. The page must say what is sent or comes back, in tables with types: others tell of operations
/// without being about one.
fn elsewhere(outline: &Outline<'_>) -> Option<Uri> {
    let says_what = outline.tables.iter().any(|placed| {
        placed.shape() == Shape::Fields
            && placed.has(Column::Type)
            && !matches!(placed.direction(Method::Post), Direction::Unknown)
    });
    let is_example = |section: Section| {
        matches!(section, Section::RequestExample | Section::ResponseExample | Section::Examples | Section::SampleCode)
    };
    let passages = outline.passages.iter().filter(|passage| says_what && !is_example(passage.section));
    let lines = passages.flat_map(|passage| {
        let text = match &passage.kind {
            PassageKind::Text(text) => text.plain.as_str(),
            PassageKind::Code(code) => code,
        };
        (passage.line..).zip(text.lines())
    });
    let mut templates = lines.filter_map(|(line, text)| {
        let (method, target) = request_line(text)?;
        let path = uri(Located { value: method, line }, &Located { value: target, line });
        // One without a placeholder may be a sample.
        path.path.value.contains('{').then_some(path)
    });
    templates.next().or_else(|| says_what.then(|| of_labels(outline).or_else(|| of_only_row(outline))).flatten())
}

/// Method and path of a table that has a row for each: `Method | PUT`, `URI | /v1/…`.
fn of_labels(outline: &Outline<'_>) -> Option<Uri> {
    outline.tables.iter().find_map(|placed| {
        let (mut method, mut target) = (None, None);
        let header = std::iter::once((placed.line, &placed.table.header));
        for (line, cells) in header.chain(placed.table.rows.iter().map(|row| (row.line, &row.cells))) {
            let [label, value] = cells.as_slice() else { continue };
            match labelled(&format!("{}: {}", label.plain(), value.plain())) {
                Some(Label::Method(value)) => method = Some(Located { value, line }),
                Some(Label::Path(value)) => target = Some((value.to_owned(), line)),
                None => {}
            }
        }
        let (target, line) = target?;
        Some(uri(method?, &Located { value: target.as_str(), line }))
    })
}

/// Method and path of a table with one row that has both, wherever it stands.
fn of_only_row(outline: &Outline<'_>) -> Option<Uri> {
    let mut rows = outline.tables.iter().filter_map(|placed| match placed.table.rows.as_slice() {
        [row] => Some((request_row(row)?, row.line)),
        _ => None,
    });
    let ((method, target), line) = rows.next().filter(|_| rows.next().is_none())?;
    Some(uri(Located { value: method, line }, &Located { value: target.trim(), line }))
}

/// The operations of a table with methods and paths in the URI section.
fn in_tables(outline: &Outline<'_>) -> Vec<Uri> {
    let tables = outline.tables.iter().filter(|placed| placed.section == Section::Uri);
    let rows = tables.flat_map(|placed| &placed.table.rows);
    let found = rows.filter_map(|row| Some((request_row(row)?, row.line)));
    let found = found
        .map(|((method, target), line)| uri(Located { value: method, line }, &Located { value: target.trim(), line }));
    found.take(MAX_OPERATIONS).collect()
}

/// Method and target of a request line, in any of the ways documents write it: "GET /x",
/// "GET: /x", "`GEThttps://{endpoint}/x`", "URI: GET /x".
pub(super) fn request_line(text: &str) -> Option<(Method, &str)> {
    let mut text = text.trim().trim_matches(['\'', '"', '`']).trim();
    for label in ["URI格式：", "URI格式:", "URI：", "URI:", "API:"] {
        text = text.strip_prefix(label).unwrap_or(text).trim_start();
    }
    let method = Method::ALL.into_iter().find(|method| text.starts_with(method.as_str()))?;
    let rest = text.get(method.as_str().len()..)?;
    let target = first_word(rest.trim_start_matches([' ', ':', '：', '\u{a0}']))?;
    is_target(target).then_some((method, target))
}

/// The text up to the first space that is in no braces: placeholders such as `{ECS Endpoint}` have some. The host may have
/// some, too, where it is words for one: `https://DDS endpoint/v3`.
fn first_word(text: &str) -> Option<&str> {
    let host = worded_host(text);
    let rest = first_word_of(text.get(host..)?)?;
    text.get(..host + rest.len())
}

/// How long scheme and host are where the host is a few words; 0 where it is none.
fn worded_host(text: &str) -> usize {
    let Some((scheme, rest)) = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")) else {
        return 0;
    };
    let host = rest.split(['/', '\n', '{']).next().unwrap_or_default();
    let is_followed = rest.get(host.len()..).is_some_and(|rest| rest.starts_with('/'));
    let is_worded = (2..=MAX_HOST_WORDS).contains(&host.split(' ').count()) && !host.ends_with(' ');
    if is_followed && is_worded { scheme.len() + "://".len() + host.len() } else { 0 }
}

fn first_word_of(text: &str) -> Option<&str> {
    let mut depth = 0_u32;
    let is_end = |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c.is_whitespace() && (depth == 0 || c == '\n')
    };
    let word = text.split(is_end).next().filter(|word| !word.is_empty())?;
    // A brace that is never closed holds nothing together.
    let is_open = word.matches('{').count() > word.matches('}').count();
    if is_open { text.split_whitespace().next() } else { Some(word) }
}

/// Method and path of a row of a table that has a cell for each.
fn request_row(row: &Row) -> Option<(Method, String)> {
    let cells: Vec<String> = row.cells.iter().map(Cell::plain).collect();
    let method = Method::ALL.into_iter().find(|method| cells.iter().any(|cell| cell.trim() == method.as_str()))?;
    let target = cells.into_iter().find(|cell| is_target(cell.trim()) && cell.contains('/'))?;
    Some((method, target))
}

fn is_target(target: &str) -> bool {
    target.starts_with(['/', '{', '$']) || target.starts_with("http")
}

enum Label<'t> {
    Method(Method),
    Path(&'t str),
}

/// "Method: GET" and "PATH: /x".
fn labelled(text: &str) -> Option<Label<'_>> {
    let (label, value) = text.split_once([':', '：'])?;
    let value = value.trim();
    match label.trim().to_lowercase().as_str() {
        "method" | "methods" | "http method" | "请求方法" | "方法" => {
            let method = Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(value))?;
            Some(Label::Method(method))
        }
        "path" | "url" | "uri" | "路径" => value.starts_with('/').then_some(Label::Path(value)),
        _ => None,
    }
}

fn uri(method: Located<Method>, target: &Located<&str>) -> Uri {
    let (path, query) = split_target(target.value);
    let (path, is_mended) = balanced(&path);
    let host = target.value.to_owned();
    Uri { method, path: Located { value: path, line: target.line }, host, query, is_mended, others: Vec::new() }
}

/// Path and query names of a target; scheme and host are cut off.
pub(super) fn split_target(target: &str) -> (String, Vec<String>) {
    let target = target.trim_end_matches(['\'', '"', '`', ',', '，', '。']);
    // `{?a,b}` is a template of the query.
    let template = target.strip_suffix('}').and_then(|target| target.split_once("{?"));
    let (path, query) = template.or_else(|| target.split_once('?')).unwrap_or((target, ""));
    // `[?a=b]` says that the query may be left out.
    let path = without_host(path).trim_end_matches('[');
    let path = if path.starts_with("//") { path.trim_start_matches('/') } else { path };
    let path = if path.starts_with('/') { Cow::Borrowed(path) } else { Cow::Owned(format!("/{path}")) };
    let names = query
        .split(|c: char| c == '&' || (c == ',' && template.is_some()))
        .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name).trim())
        .filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_graphic()))
        .map(|name| name.trim_matches(['{', '}', '[', ']']).to_owned())
        .collect();
    (clean(&path), names)
}

/// The placeholders of the host in the address and in its examples, in lower case.
pub(super) fn hosts(uri: &Uri, examples: &Examples) -> HashSet<String> {
    let addresses = examples.request.iter().filter_map(|example| example.uri.as_deref()).chain([uri.host.as_str()]);
    let hosts = addresses.filter_map(|address| {
        let path = without_host(address.split('?').next().unwrap_or(address));
        let host = address.get(..address.find(path).filter(|_| !path.is_empty())?)?;
        Some(host.split('{').nth(1)?.split_once('}')?.0.trim().to_lowercase())
    });
    hosts.filter(|name| !uri.path_names().iter().any(|known| known.to_lowercase() == *name)).collect()
}

fn without_host(path: &str) -> &str {
    let rest =
        path.strip_prefix("https://").or_else(|| path.strip_prefix("http://")).or_else(|| path.strip_prefix("https:/"));
    match rest {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
        None if path.starts_with('{') => path.find('/').and_then(|at| path.get(at..)).unwrap_or(path),
        None => path,
    }
}

/// Reports what was mended of a path.
pub(super) fn report(facts: &mut PageFacts, uri: &Uri) {
    if uri.is_mended {
        let reason = format!("braces of the path do not match; it is read as `{}`", uri.path.value);
        facts.problems.push(PageProblem::new(&facts.page, uri.path.line, PageProblemKind::Uri, reason));
    }
}

/// The path with a brace on both sides of each name, and whether that is not how it was.
fn balanced(path: &str) -> (String, bool) {
    let mut mended = false;
    let parts: Vec<String> = path
        .split('/')
        .map(|part| {
            let is_even = part.matches('{').count() == part.matches('}').count() && !part.contains("{{");
            if is_even && !part.starts_with('}') {
                return part.to_owned();
            }
            mended = true;
            let name = part.replace(['{', '}'], "");
            if name.is_empty() { name } else { format!("{{{name}}}") }
        })
        .collect();
    (parts.join("/"), mended)
}

/// Takes leftovers of markup off each part of a path.
fn clean(path: &str) -> String {
    let parts: Vec<String> = path
        .split('/')
        .map(|part| {
            let bare = part.trim_matches(['*', '`']);
            let bare = match bare.strip_prefix('_').and_then(|inner| inner.strip_suffix('_')) {
                Some(inner) if inner.starts_with('{') => inner,
                _ => bare,
            };
            bare.replace('\\', "").replace("{ ", "{").replace(" }", "}")
        })
        .collect();
    parts.join("/")
}

/// Whether a path of an example fits a template: every part in braces may be anything.
pub(super) fn fits_template(template: &str, path: &str) -> bool {
    let mut wanted = template.trim_end_matches('/').split('/');
    let mut given = path.trim_end_matches('/').split('/');
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted.contains('{') || wanted == given => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_request_line_is_read(path in "(/[a-z0-9_.{}-]{1,6}){1,5}", query in "(\\?[a-z]{1,4}=[a-z]{0,4})?") {
            let target = format!("{path}{query}");
            let line = format!("GET https://{{Endpoint}}{target}");
            let (method, found) = request_line(&line).unwrap();
            let (found, names) = split_target(found);
            prop_assert_eq!((method, &found), (Method::Get, &clean(&path)));
            prop_assert_eq!(names.len(), usize::from(!query.is_empty()));
            prop_assert!(fits_template(&found, &found));
        }

        #[test]
        fn no_text_panics(text in "(GET|URI:|https?:/|[/?&={}*`_ ]|\\PC){0,20}") {
            let _ = (request_line(&text), labelled(&text), split_target(&text), fits_template(&text, "/v1/{a}"));
        }
    }
}
