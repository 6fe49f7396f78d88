//! A tolerant reader of JSON: it gives the value and what had to be repaired.

use serde_json::{Map, Number, Value};

/// How deep values may be nested.
const MAX_DEPTH: u32 = 64;
/// How many repairs are made before the text counts as something else than JSON.
const MAX_REPAIRS: usize = 20;

/// Repairs: the line, counted from 0, and what was wrong there.
type Repairs = Vec<(u32, String)>;

/// Reads broken JSON; the error is the reason why it cannot be read.
pub(super) fn parse(text: &str) -> Result<(Value, Repairs), String> {
    let mut reader = Reader { rest: text, line: 0, repairs: Vec::new() };
    let value = reader.value(0)?;
    reader.blank();
    if !reader.rest.is_empty() {
        let tail: String = reader.rest.chars().take(20).collect();
        reader.repaired(format!("text after the end: `{tail}`"))?;
    }
    Ok((value, reader.repairs))
}

/// Takes white space off the keys of a value; also gives the first key that had some.
pub(super) fn trim_keys(value: Value) -> (Value, Option<String>) {
    match value {
        Value::Object(fields) => {
            let mut first = None;
            let mut trimmed = Map::new();
            for (key, value) in fields {
                let (value, inner) = trim_keys(value);
                first = first.or(inner);
                if key.trim().len() != key.len() {
                    first.get_or_insert_with(|| key.clone());
                }
                trimmed.insert(key.trim().to_owned(), value);
            }
            (Value::Object(trimmed), first)
        }
        Value::Array(items) => {
            let mut first = None;
            let mut trimmed = Vec::with_capacity(items.len());
            for item in items {
                let (item, inner) = trim_keys(item);
                first = first.or(inner);
                trimmed.push(item);
            }
            (Value::Array(trimmed), first)
        }
        value => (value, None),
    }
}

struct Reader<'t> {
    rest: &'t str,
    line: u32,
    repairs: Repairs,
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        self.line += u32::from(c == '\n');
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.bump();
        }
        found
    }

    fn repaired(&mut self, what: impl Into<String>) -> Result<(), String> {
        self.repairs.push((self.line, what.into()));
        if self.repairs.len() > MAX_REPAIRS { Err("too much is broken".to_owned()) } else { Ok(()) }
    }

    /// Passes white space, comments and placeholders.
    fn blank(&mut self) {
        loop {
            while self.peek().is_some_and(char::is_whitespace) {
                self.bump();
            }
            let what = if self.rest.starts_with("//") || self.rest.starts_with('#') {
                while self.peek().is_some_and(|c| c != '\n') {
                    self.bump();
                }
                "comment"
            } else if self.rest.starts_with("...") || self.rest.starts_with('…') {
                while self.peek().is_some_and(|c| matches!(c, '.' | '…')) {
                    self.bump();
                }
                "placeholder `...`"
            } else {
                return;
            };
            self.repairs.push((self.line, what.to_owned()));
        }
    }

    fn value(&mut self, depth: u32) -> Result<Value, String> {
        self.blank();
        if depth > MAX_DEPTH {
            return Err("values are nested too deeply".to_owned());
        }
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"' | '“' | '”' | '\'') => self.string().map(Value::String),
            Some(_) => self.bare(),
            None => Err("text ends where a value should be".to_owned()),
        }
    }

    fn object(&mut self, depth: u32) -> Result<Value, String> {
        self.bump();
        let mut fields = Map::new();
        loop {
            self.blank();
            match self.peek() {
                Some('}') => {
                    self.bump();
                    return Ok(Value::Object(fields));
                }
                None => {
                    self.repaired("missing `}`")?;
                    return Ok(Value::Object(fields));
                }
                Some(',' | '，' | ';') => {
                    self.bump();
                    self.repaired("stray comma")?;
                    continue;
                }
                Some(_) => {}
            }
            let key = self.key()?;
            self.blank();
            if !self.eat(':') {
                let fixed = self.eat('：') || self.eat('=');
                self.repaired(format!("missing `:` after `{key}`"))?;
                if !fixed && matches!(self.peek(), Some(',' | '}')) {
                    return Err(format!("key `{key}` has no value"));
                }
            }
            let value = self.value(depth + 1)?;
            fields.insert(key, value);
            self.separator('}')?;
        }
    }

    fn array(&mut self, depth: u32) -> Result<Value, String> {
        self.bump();
        let mut items = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                Some(']') => {
                    self.bump();
                    return Ok(Value::Array(items));
                }
                None | Some('}') => {
                    self.repaired("missing `]`")?;
                    return Ok(Value::Array(items));
                }
                Some(',' | '，') => {
                    self.bump();
                    self.repaired("stray comma")?;
                    continue;
                }
                Some(_) => {}
            }
            items.push(self.value(depth + 1)?);
            self.separator(']')?;
        }
    }

    /// After a value: a comma and another value, or the end.
    fn separator(&mut self, end: char) -> Result<(), String> {
        self.blank();
        if self.eat(',') {
            self.blank();
            return if self.peek() == Some(end) { self.repaired("comma after the last value") } else { Ok(()) };
        }
        match self.peek() {
            None => Ok(()),
            Some(c) if c == end || matches!(c, '}' | ']') => Ok(()),
            Some(_) => self.repaired("missing comma"),
        }
    }

    fn key(&mut self) -> Result<String, String> {
        if matches!(self.peek(), Some('"' | '“' | '”' | '\'')) {
            return self.string();
        }
        let key = self.word();
        if key.is_empty() {
            let shown: String = self.rest.chars().take(20).collect();
            return Err(format!("no key at `{shown}`"));
        }
        let unopened = key.ends_with('"');
        let key = key.trim_end_matches('"').to_owned();
        let what = if unopened { "missing quote before" } else { "missing quotes around" };
        self.repaired(format!("{what} `{key}`"))?;
        Ok(key)
    }

    fn word(&mut self) -> &'t str {
        let end = self.rest.find(|c: char| c.is_whitespace() || ",:：{}[]，".contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        word
    }

    fn bare(&mut self) -> Result<Value, String> {
        let line = self.line;
        let word = self.word();
        match word {
            "true" => return Ok(Value::Bool(true)),
            "false" => return Ok(Value::Bool(false)),
            "null" => return Ok(Value::Null),
            "" => {
                let shown: String = self.rest.chars().take(20).collect();
                return Err(format!("no value at `{shown}`"));
            }
            _ => {}
        }
        if let Ok(number) = word.parse::<i64>() {
            return Ok(Value::Number(Number::from(number)));
        }
        if let Some(number) = word.parse::<f64>().ok().and_then(Number::from_f64) {
            return Ok(Value::Number(number));
        }
        self.repairs.push((line, format!("missing quotes around `{word}`")));
        Ok(Value::String(word.trim_matches('"').to_owned()))
    }

    fn string(&mut self) -> Result<String, String> {
        let open = self.bump().unwrap_or('"');
        let ends: &[char] = match open {
            '"' => &['"'],
            '\'' => &['\''],
            _ => &['”', '“', '"'],
        };
        if open != '"' {
            self.repaired(format!("quote `{open}` instead of `\"`"))?;
        }
        let mut text = String::new();
        while let Some(c) = self.bump() {
            match c {
                c if ends.contains(&c) => return Ok(text),
                '\\' => self.escape(&mut text)?,
                '\n' => {
                    self.repaired("text is not closed on its line")?;
                    return Ok(text.trim_end().trim_end_matches(',').to_owned());
                }
                c => text.push(c),
            }
        }
        self.repaired("text is never closed")?;
        Ok(text)
    }

    fn escape(&mut self, text: &mut String) -> Result<(), String> {
        match self.bump() {
            Some('n') => text.push('\n'),
            Some('t') => text.push('\t'),
            Some('r') => text.push('\r'),
            Some('b') => text.push('\u{8}'),
            Some('f') => text.push('\u{c}'),
            Some(c @ ('"' | '\\' | '/')) => text.push(c),
            Some('u') => {
                let (digits, rest) = self.rest.split_at_checked(4).unwrap_or(("", self.rest));
                match u32::from_str_radix(digits, 16).ok().and_then(char::from_u32) {
                    Some(c) => {
                        text.push(c);
                        self.rest = rest;
                    }
                    None => self.repaired("broken escape")?,
                }
            }
            Some(c) => {
                self.repaired(format!("escape `\\{c}` does not exist"))?;
                text.push(c);
            }
            None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// JSON of all kinds. Numbers are whole, because others may be written with other digits than they are read.
    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "\\PC{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let fields = proptest::collection::vec(("[a-z]{1,4}", inner.clone()), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                fields.prop_map(|fields| Value::Object(fields.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whole_json_needs_no_repair(value in json()) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(parse(&text), Ok((value, Vec::new())));
        }

        #[test]
        fn json_that_was_cut_off_has_repairs_or_a_reason(value in json(), at: prop::sample::Index) {
            let text = Value::Object(Map::from_iter([("a".to_owned(), value)])).to_string();
            let cut: String = text.chars().take(at.index(text.chars().count())).collect();
            prop_assert!(parse(&cut).map_or(true, |(_, repairs)| !repairs.is_empty()), "{}", cut);
        }

        #[test]
        fn no_text_panics(text in "[\\PC\n{}\\[\\]\":,\\\\]{0,60}") {
            let _ = parse(&text);
        }
    }
}
