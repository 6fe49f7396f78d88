//! Values to choose from.

use serde_json::Value;

use super::literal::{trim, value_of};
use super::patterns::PATTERNS;
use super::sentence::{is_conditional, is_label};
use crate::docs::block::{Cell, Part, Text};
use crate::docs::facts::{Constraints, SchemaType};
use crate::docs::words::{is_none_word, is_type};

/// Words before a list of things that are no values.
const NO_VALUES: &[&str] = &[
    "tasks are supported",
    "operations are supported",
    "jobs are supported",
    "获取方法",
    "复杂度",
    "complexity",
    "character",
    "字符",
    "obtain",
    "method",
    "xample",
    "例如",
    "示例",
];

/// Words that announce values.
const ANNOUNCES: &[&str] =
    &["取值", "可选", "枚举", "状态", "模式", "ption", "value", "Value", "Range", "range", "can be"];

/// Words that say that values follow, however many.
const ENUMERATIONS: &[&str] = &["numeration value", "枚举值"];

/// Words between a value and its meaning.
const MEANINGS: &[&str] = &[" indicates ", " means ", " represents ", "表示", "代表"];

/// What stands between an emphasised value and its meaning.
const MARKS: [char; 4] = [',', '，', ':', '：'];

/// Words that stand for what was said before.
const PRONOUNS: &[&str] = &["this", "it", "that", "which"];

/// Words that make "value: 3" something else than a choice.
const OTHER_VALUES: &[&str] = &["default", "maximum", "minimum", "max.", "min.", "默认", "缺省"];

/// Reads values that follow a phrase in the same text: "Options: a, b, or c".
pub(super) fn inline(constraints: &mut Constraints, text: &Text, schema: &SchemaType) {
    if !constraints.values.is_empty() || *schema == SchemaType::Boolean {
        return;
    }
    for (pattern, is_plain) in
        PATTERNS.choices.iter().map(|one| (one, true)).chain(PATTERNS.shown.iter().map(|one| (one, false)))
    {
        let Some(found) = pattern.find(&text.plain) else {
            continue;
        };
        let before = text.plain.get(..found.start()).unwrap_or_default().trim_end().to_lowercase();
        // A length that is fixed is no value.
        let is_length =
            before.rsplit(['.', '。', ';', '；']).next().is_some_and(|sentence| sentence.contains("length"));
        let is_of_another = is_length || OTHER_VALUES.iter().any(|word| before.ends_with(word));
        if is_of_another || is_conditional(&text.plain, found.start()) {
            continue;
        }
        let Some(mut words) = strong_words(text, found.end()) else {
            continue;
        };
        if !is_plain && words.len() < 2 {
            continue;
        }
        if words.is_empty() {
            words = quoted_words(text.plain.get(found.end()..).unwrap_or_default());
        }
        if words.is_empty() {
            words = plain_words(text.plain.get(found.end()..).unwrap_or_default());
        }
        if let Some(values) = values_of(&words, schema) {
            constraints.values = values;
            return;
        }
    }
}

/// Reads values that are the whole text below the title of a range: "a, b, or c".
pub(super) fn alone(constraints: &mut Constraints, text: &Text, schema: &SchemaType) {
    if !constraints.values.is_empty() || *schema == SchemaType::Boolean {
        return;
    }
    let words = plain_words(&text.plain);
    let is_word = |word: &&str| trim(word).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
    if words.len() > 1
        && words.iter().all(is_word)
        && let Some(values) = values_of(&words, schema)
    {
        constraints.values = values;
    }
}

/// Emphasised words from a place to the end of the sentence; the first must stand right there. None if the sentence goes on
/// to others in words of its own: then the values are not all known.
fn strong_words(text: &Text, at: usize) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    let mut end = at;
    for range in text.strong.iter().filter(|range| range.start >= at) {
        let gap = text.plain.get(end..range.start).unwrap_or_default();
        if words.is_empty() && !gap.trim().is_empty() {
            break;
        }
        if !words.is_empty() && !is_joint(gap) && !gap.trim_end().ends_with([';', '；']) {
            let ends = ["。", "\n", ". ", "default", "默认"].iter().any(|end| gap.contains(end));
            return (ends || gap.trim_end().ends_with('.')).then_some(words);
        }
        words.push(text.plain.get(range.clone()).unwrap_or_default());
        end = range.end;
    }
    Some(words)
}

/// Whether a gap between two values only joins them.
fn is_joint(gap: &str) -> bool {
    let gap = without_remark(gap.trim()).trim_start_matches([',', '、', '/', '，']).trim();
    matches!(gap, "" | "or" | "and" | "and/or" | "和" | "或" | "或者")
}

/// What is behind a remark in brackets.
fn without_remark(gap: &str) -> &str {
    let inner = gap.strip_prefix(['(', '（']);
    inner.and_then(|inner| inner.split_once([')', '）'])).map_or(gap, |(_, rest)| rest.trim_start())
}

/// Several words in quotes from a place on, with nothing but joints and remarks between them: `“on”（at work）或者“off”`.
fn quoted_words(rest: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = rest;
    while let Some((gap, behind)) = rest.split_once('“') {
        let Some((word, after)) = behind.split_once('”').filter(|_| is_joint(gap)) else { break };
        words.push(word);
        rest = after;
    }
    if words.len() > 1 { words } else { Vec::new() }
}

/// Words up to the end of the sentence, separated by commas and "or".
fn plain_words(rest: &str) -> Vec<&str> {
    let end = rest
        .char_indices()
        .find(|&(index, c)| match c {
            '。' | '；' | ';' | '（' => true,
            '.' => rest.get(index + 1..).is_none_or(|tail| tail.is_empty() || tail.starts_with(' ')),
            _ => false,
        })
        .map_or(rest.len(), |(index, _)| index);
    let mut words = Vec::new();
    let list = rest.get(..end).unwrap_or_default();
    // Where commas have a space behind them, those without one are inside of numbers: "512, 1,024".
    let is_spaced = list.contains(", ");
    let is_comma =
        |at: usize| !is_spaced || list.get(at + 1..).is_none_or(|tail| !tail.starts_with(|c: char| c.is_ascii_digit()));
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, comma) in list.match_indices([',', '、', '，']).filter(|(at, comma)| *comma != "," || is_comma(*at)) {
        pieces.extend(list.get(from..at));
        from = at + comma.len();
    }
    pieces.extend(list.get(from..));
    for piece in pieces {
        let mut piece = piece.trim();
        for joint in ["or ", "and "] {
            piece = piece.strip_prefix(joint).unwrap_or(piece);
        }
        let halves = [" or ", " and ", "和", "或者", "或"].iter().find_map(|joint| piece.split_once(joint));
        match halves {
            Some((left, right)) => words.extend([left, right]),
            None => words.push(piece),
        }
    }
    words
}

/// Reads values out of list items: "- a: what it means". Paragraphs that each begin with an emphasised value are as good.
pub(super) fn bullets(constraints: &mut Constraints, cell: &Cell, schema: &SchemaType) {
    if !constraints.values.is_empty() || *schema == SchemaType::Boolean {
        return;
    }
    let all: Vec<&Part> = cell.parts.iter().collect();
    let Some((first, values)) = first_list(cell, &all, schema) else { return };
    // A list that a paragraph of an item breaks off is longer without it.
    let whole = first_list(cell, &without_asides(cell), schema);
    let whole = whole.filter(|(start, longer)| std::ptr::eq(*start, first) && longer.starts_with(&values));
    constraints.values = whole.map_or(values, |(_, longer)| longer);
}

/// The values of the first list that is one of values, and where it begins.
fn first_list<'c>(cell: &Cell, parts: &[&'c Part], schema: &SchemaType) -> Option<(&'c Part, Vec<Value>)> {
    parts.chunk_by(|left, right| is_item(left) == is_item(right)).find_map(|run| {
        let first = *run.first().filter(|part| is_item(part))?;
        let intro = intro_of(cell, first);
        // One alone is a value only where it is said to be one.
        let is_one = run.len() == 1 && ENUMERATIONS.iter().any(|word| intro.contains(word));
        if (run.len() < 2 && !is_one) || NO_VALUES.iter().any(|word| intro.contains(word)) {
            return None;
        }
        let is_shown = run.iter().all(|part| part.text.is_all_strong());
        let announced = is_shown || ANNOUNCES.iter().any(|word| intro.contains(word));
        let items = run.iter().filter(|part| !is_default(&part.text.plain));
        let words: Option<Vec<&str>> = items.map(|part| bullet_word(&part.text, announced)).collect();
        Some((first, values_of(&words?, schema)?))
    })
}

/// Whether a part is an item of a list, or a paragraph like one.
fn is_item(part: &Part) -> bool {
    part.bullet || marked_word(&part.text).is_some()
}

/// The parts without what only goes on with a list item before the next: it announces no other list.
fn without_asides(cell: &Cell) -> Vec<&Part> {
    let is_aside = |at: usize, part: &Part| {
        let item = |at: Option<usize>| at.and_then(|at| cell.parts.get(at)).is_some_and(is_item);
        let plain = part.text.plain.trim_end();
        let announces = plain.ends_with([':', '：']) || ANNOUNCES.iter().any(|word| plain.contains(word));
        !is_item(part) && !announces && item(at.checked_sub(1)) && item(at.checked_add(1))
    };
    cell.parts.iter().enumerate().filter(|(at, part)| !is_aside(*at, part)).map(|(_, part)| part).collect()
}

/// The text before a list.
fn intro_of<'c>(cell: &'c Cell, first: &Part) -> &'c str {
    let at = cell.parts.iter().position(|part| std::ptr::eq(part, first));
    at.and_then(|at| at.checked_sub(1)).and_then(|at| cell.parts.get(at)).map_or("", |part| part.text.plain.as_str())
}

/// Whether a list item tells the default rather than a value.
fn is_default(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["默认", "缺省", "default value"].iter().any(|word| lower.starts_with(word))
}

/// The value a list item begins with; without a meaning behind it, the list must be announced.
fn bullet_word(text: &Text, announced: bool) -> Option<&str> {
    if let Some(word) = marked_word(text) {
        return Some(word);
    }
    let plain = text.plain.as_str();
    let cut = plain.char_indices().find(|&(index, c)| match c {
        '：' | '（' => true,
        ':' => plain.get(index + 1..).is_some_and(|rest| rest.starts_with(' ')),
        '(' => index > 0,
        _ => false,
    });
    match cut {
        Some((index, _)) => plain.get(..index),
        None => with_meaning(plain).or_else(|| announced.then(|| trim(plain))),
    }
}

/// The emphasised word that a text begins with, if a mark alone stands between it and its meaning: "**on**, indicating …".
fn marked_word(text: &Text) -> Option<&str> {
    let range = text.strong.first().filter(|range| range.start == 0)?;
    let (word, rest) = text.plain.split_at_checked(range.end)?;
    let is_marked = rest.trim_start().starts_with(MARKS) && rest.trim_start_matches(MARKS).len() < rest.len();
    (is_marked && !is_default(word) && !is_label(word)).then(|| trim(word))
}

/// The word before the verb that says what it means: "**kms** indicates that …".
fn with_meaning(plain: &str) -> Option<&str> {
    let (word, _) = MEANINGS.iter().find_map(|meaning| plain.split_once(meaning))?;
    let word = word.trim();
    let is_word = !word.is_empty() && !word.contains(char::is_whitespace);
    (is_word && !PRONOUNS.contains(&word.to_lowercase().as_str())).then_some(word)
}

/// Whether a word names both ends of a range, and so is no value: `1~9`.
fn is_range(word: &str) -> bool {
    let is_number = |end: &str| !end.trim().is_empty() && end.trim().bytes().all(|byte| byte.is_ascii_digit());
    word.split_once(['~', '～']).is_some_and(|(least, most)| is_number(least) && is_number(most))
}

/// Whether a bracket is open at the end of a word, or closed that never was: it is a piece of a range, `[0` of `[0, 9]`.
fn is_torn(word: &str) -> bool {
    let count = |bracket: char| word.chars().filter(|c| *c == bracket).count();
    count('[') != count(']') || count('{') != count('}')
}

fn values_of(words: &[&str], schema: &SchemaType) -> Option<Vec<Value>> {
    // One value that says that there is none, or what type it has, is no choice.
    let says_no_value = |word: &str| is_none_word(word) || is_type(word);
    if words.is_empty() || words.len() > 100 || matches!(words, [word] if says_no_value(trim(word))) {
        return None;
    }
    let mut values = Vec::with_capacity(words.len());
    for word in words {
        if is_range(word) || is_torn(word) {
            return None;
        }
        let value = value_of(word, schema)?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Some(values)
}
