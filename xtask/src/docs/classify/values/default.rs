//! Defaults.

use super::literal::value_of;
use super::patterns::PATTERNS;
use super::sentence::is_conditional;
use crate::docs::block::Text;
use crate::docs::facts::{Constraints, SchemaType};
use crate::docs::words::is_none_word;
use serde_json::Value;

/// Phrases that say that something is off by default.
const OFF: &[&str] = &["默认关闭", "默认不开启"];
/// Phrases that say that something is on by default.
const ON: &[&str] = &["默认开启"];

/// Reads the default out of running text.
pub(super) fn read(constraints: &mut Constraints, text: &Text, schema: &SchemaType) {
    if constraints.default.is_some() {
        return;
    }
    for pattern in &PATTERNS.defaults {
        let Some(found) = pattern.find(&text.plain) else {
            continue;
        };
        if is_conditional(&text.plain, found.start()) {
            continue;
        }
        let value = word_at(text, found.end()).and_then(|word| default_of(word, schema));
        if value.is_some() {
            constraints.default = value;
            return;
        }
    }
    if *schema == SchemaType::Boolean {
        constraints.default = switch(&text.plain).map(Value::Bool);
    }
}

/// Reads the default under its own label.
pub(super) fn labelled(constraints: &mut Constraints, text: &Text, schema: &SchemaType) {
    if constraints.default.is_none() && !is_none_word(&text.plain) {
        constraints.default = value_of(&text.plain, schema);
    }
}

/// The value of a word; that nothing is the default is no value.
fn default_of(word: &str, schema: &SchemaType) -> Option<Value> {
    value_of(word, schema).filter(|value| !value.as_str().is_some_and(|word| word.eq_ignore_ascii_case("null")))
}

/// The word at a place: emphasised text if there is some, or else up to the next space or stop. What begins with an article
/// describes the default, and does not name it: "The default value is the earliest time".
fn word_at(text: &Text, at: usize) -> Option<&str> {
    let strong = text.strong.iter().find(|range| range.start <= at + 1 && range.end > at);
    if let Some(range) = strong {
        return text.plain.get(range.clone()).filter(|_| !is_of_a_case(text.plain.get(range.end..)));
    }
    let rest = text.plain.get(at..)?;
    let end = rest
        .char_indices()
        .find(|&(index, c)| match c {
            '，' | '。' | '；' | '”' | '（' | '(' | '"' => true,
            ' ' | ';' if is_of_media_type(rest, index) => false,
            ',' | '.' | ';' => rest.get(index + 1..).is_none_or(|tail| tail.is_empty() || tail.starts_with([' ', 'T'])),
            ' ' => !is_amount_gap(rest, index),
            _ => false,
        })
        .map_or(rest.len(), |(index, _)| index);
    let word = rest.get(..end)?;
    let is_described = ["the", "a", "an"].contains(&word) || is_of_a_case(rest.get(end..));
    // In plain words that there is none is no value; emphasised it may be one.
    (!is_described && !is_none_word(word)).then_some(word)
}

/// Whether what stands behind a default says for what it is one: "The default value is **3** for a small widget", "… when
/// **size** is set to **small**".
fn is_of_a_case(tail: Option<&str>) -> bool {
    tail.is_some_and(|tail| {
        let is_set = || tail.split(". ").next().is_some_and(|sentence| sentence.contains(" is set to "));
        tail.starts_with(" for ") || ([" when ", " if "].iter().any(|word| tail.starts_with(word)) && is_set())
    })
}

/// Whether a semicolon, or the space behind it, stands before a parameter of a media type, as in
/// `text/plain; charset=utf-8`.
fn is_of_media_type(rest: &str, at: usize) -> bool {
    let parameter = || rest.get(at..)?.trim_start_matches([';', ' ']).split_once('=');
    let head = rest.get(..=at).map(str::trim_end).filter(|head| head.ends_with(';') && head.contains('/'));
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    head.is_some() && parameter().is_some_and(|(name, value)| is_name(name) && !value.starts_with([' ', '=']))
}

/// Whether a space stands between a number and its unit, as in "1 GB".
fn is_amount_gap(rest: &str, at: usize) -> bool {
    let number = rest.get(..at).is_some_and(|head| head.bytes().all(|byte| byte.is_ascii_digit()));
    let unit = rest.get(at + 1..).is_some_and(|tail| tail.starts_with(['K', 'M', 'G', 'T']));
    number && unit
}

/// "By default, public access is disabled."
fn switch(plain: &str) -> Option<bool> {
    if OFF.iter().any(|phrase| plain.contains(phrase)) {
        return Some(false);
    }
    if ON.iter().any(|phrase| plain.contains(phrase)) {
        return Some(true);
    }
    let at = plain.find("By default")?;
    let sentence = plain.get(at..)?.split(". ").next()?;
    match (sentence.contains("disabled"), sentence.contains("enabled")) {
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    }
}
