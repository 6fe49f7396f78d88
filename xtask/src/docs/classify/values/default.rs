//! Defaults.

use super::literal::value_of;
use super::patterns::PATTERNS;
use super::sentence::is_conditional;
use crate::docs::block::Text;
use crate::docs::facts::SchemaType;
use crate::docs::words::is_none_word;
use serde_json::Value;

/// Phrases that say that something is off by default.
const OFF: &[&str] = &["默认关闭", "默认不开启"];
/// Phrases that say that something is on by default.
const ON: &[&str] = &["默认开启"];

/// The default that running text names.
pub(super) fn read(text: &Text, schema: &SchemaType) -> Option<Value> {
    for pattern in &PATTERNS.defaults {
        let Some(found) = pattern.find(&text.plain) else {
            continue;
        };
        if is_conditional(&text.plain, found.start()) {
            continue;
        }
        let value = word_at(text, found.end()).and_then(|word| default_of(word, schema));
        if value.is_some() {
            return value;
        }
    }
    (*schema == SchemaType::Boolean).then(|| switch(&text.plain).map(Value::Bool)).flatten()
}

/// Reads the default under its own label.
pub(super) fn labelled(text: &Text, schema: &SchemaType) -> Option<Value> {
    if is_none_word(&text.plain) { None } else { value_of(&text.plain, schema) }
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
    let is_described = ["the", "a", "an", "everything"].contains(&word)
        || is_of_a_case(rest.get(end..))
        || is_phrase(word, rest.get(end..));
    // In plain words that there is none is no value; emphasised it may be one.
    (!is_described && !is_none_word(word)).then_some(word)
}

/// Whether a plain word is the first of several that describe the default: "Defaults to changes from the beginning".
fn is_phrase(word: &str, tail: Option<&str>) -> bool {
    let is_plain = word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let next = tail.and_then(|tail| tail.strip_prefix(' ')?.split_whitespace().next());
    is_plain && next.is_some_and(|next| ["from", "of", "in", "to", "that", "which"].contains(&next))
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
