//! The words the readers look for, in Chinese and English: the one place to extend.
//!
//! Everything here is data, and the few functions that compare a page's words with it.

mod column;
mod phrase;
mod section;
mod type_name;

pub(crate) use column::{Column, column_of, required_of};
pub(crate) use phrase::{date_of, deprecation, is_none_word, page_meta, split_caption, status_label};
pub(crate) use section::{Role, Section, role_of_caption, section_of, subject_names};
pub(crate) use type_name::{is_type, parse_type};

/// A title or header cell reduced to what can be compared: lower case, single spaces, and without
/// trailing punctuation or numbers.
pub(crate) fn normalise(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.trim().chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            '（' => out.push('('),
            '）' => out.push(')'),
            c => out.extend(c.to_lowercase()),
        }
    }
    let end = out.trim_end_matches(|c: char| c.is_ascii_digit() || " :：.。*".contains(c)).len();
    out.truncate(end);
    out
}
