//! From bytes to facts.

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::classify::classify;
use super::facts::{PageFacts, PageProblem, PageProblemKind};
use super::front;
use super::interface;

/// The largest page that is read. The largest known page has an eighth of it.
pub const MAX_PAGE_BYTES: usize = 2 << 20;

/// Reads a document: a page, or an interface, which gives facts of each of its operations.
///
/// `label` is what [`read_page`] calls `page`.
#[must_use]
pub fn read_document(label: &str, bytes: &[u8]) -> Vec<PageFacts> {
    read_interface(label, bytes).unwrap_or_else(|| read_operations(label, bytes))
}

/// The facts of an interface; none if the document is something else.
pub(super) fn read_interface(label: &str, bytes: &[u8]) -> Option<Vec<PageFacts>> {
    let is_small = bytes.len() <= MAX_PAGE_BYTES;
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok().filter(|_| is_small)?;
    if !interface::recognise(text) {
        return None;
    }
    let sha256 = HEXLOWER.encode(&Sha256::digest(bytes));
    let facts = interface::read(label, text).into_iter();
    Some(facts.map(|facts| PageFacts { sha256: Some(sha256.clone()), ..facts }).collect())
}

/// Reads a page. This never fails: what is wrong with the page is in its problems. Of a page of several operations it gives
/// the first; [`read_document`] gives all.
///
/// `page` labels the page in facts and problems; it is usually its path, and plays no other part.
#[must_use]
pub fn read_page(page: &str, bytes: &[u8]) -> PageFacts {
    let first = read_operations(page, bytes).into_iter().next();
    first.unwrap_or_else(|| unreadable(page, PageProblemKind::Unreadable, "page is empty"))
}

/// The facts of each operation of a page, or of a page without one.
fn read_operations(page: &str, bytes: &[u8]) -> Vec<PageFacts> {
    if bytes.len() > MAX_PAGE_BYTES {
        let reason = format!("page of {} bytes; at most {MAX_PAGE_BYTES} are read", bytes.len());
        return vec![unreadable(page, PageProblemKind::Limit, reason)];
    }
    let sha256 = HEXLOWER.encode(&Sha256::digest(bytes));
    let facts = read_bytes(page, bytes).into_iter();
    facts.map(|facts| PageFacts { sha256: Some(sha256.clone()), ..facts }).collect()
}

fn read_bytes(page: &str, bytes: &[u8]) -> Vec<PageFacts> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return vec![unreadable(page, PageProblemKind::Unreadable, "page is empty")];
    }
    if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
        let reason = format!("page is binary: zero byte at offset {at}");
        return vec![unreadable(page, PageProblemKind::Unreadable, reason)];
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read_text(page, text),
        Err(error) => {
            let line = line_of(bytes, error.valid_up_to());
            let mut all = read_text(page, &String::from_utf8_lossy(bytes));
            if let Some(facts) = all.first_mut() {
                let reason = "text is not UTF-8 from here on; broken characters are replaced";
                facts.problems.insert(0, PageProblem::new(page, line, PageProblemKind::Damaged, reason));
                facts.counts.problems += 1;
            }
            all
        }
    }
}

fn read_text(page: &str, text: &str) -> Vec<PageFacts> {
    let layout = front::recognise(text);
    classify(page, layout, &front::read(layout, text))
}

fn line_of(bytes: &[u8], offset: usize) -> u32 {
    let before = bytes.get(..offset).unwrap_or_default();
    let newlines = memchr::memchr_iter(b'\n', before).count();
    u32::try_from(newlines + 1).unwrap_or(u32::MAX)
}

fn unreadable(page: &str, kind: PageProblemKind, reason: impl Into<String>) -> PageFacts {
    PageFacts::unreadable(PageProblem::new(page, 0, kind, reason))
}
