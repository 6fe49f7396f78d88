//! Inline markup: emphasis, literals, roles and links.

use crate::docs::block::{Text, TextBuilder};

/// Turns a paragraph's source into text.
pub(super) fn parse(source: &str) -> Text {
    let mut scanner = Scanner { rest: source, builder: TextBuilder::default(), dead: Dead::default() };
    while !scanner.rest.is_empty() {
        scanner.step();
    }
    scanner.builder.finish()
}

/// Closing marks that do not occur in the rest: looking for them again would cost quadratic time.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "one flag for each closing mark")]
struct Dead {
    strong: bool,
    emphasis: bool,
    literal: bool,
    tick: bool,
}

struct Scanner<'t> {
    rest: &'t str,
    builder: TextBuilder,
    dead: Dead,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let plain = self.rest.find(['\\', '*', '`', ':']).unwrap_or(self.rest.len());
        if plain > 0 {
            self.take_plain(plain);
            return;
        }
        let taken = if self.rest.starts_with('\\') {
            self.escape()
        } else if self.rest.starts_with("**") {
            self.strong()
        } else if self.rest.starts_with('*') {
            self.emphasis()
        } else if self.rest.starts_with("``") {
            self.literal()
        } else if self.rest.starts_with('`') {
            self.interpreted("")
        } else {
            self.role()
        };
        if !taken {
            self.take_plain(1);
        }
    }

    fn take_plain(&mut self, length: usize) {
        let (plain, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.builder.push_str(plain);
        self.rest = rest;
    }

    /// `\x` is the character x; `\ ` leaves no trace.
    fn escape(&mut self) -> bool {
        let mut chars = self.rest.chars();
        chars.next();
        match chars.next() {
            Some(c) if !c.is_whitespace() => self.builder.push_str(c.encode_utf8(&mut [0; 4])),
            _ => {}
        }
        self.rest = chars.as_str();
        true
    }

    fn strong(&mut self) -> bool {
        if self.dead.strong {
            return false;
        }
        let Some((inner, rest)) = self.rest.get(2..).and_then(|inner| split_unescaped(inner, "**")) else {
            self.dead.strong = true;
            return false;
        };
        self.builder.open_strong();
        self.push_unescaped(inner);
        self.builder.close_strong();
        self.rest = rest;
        true
    }

    fn emphasis(&mut self) -> bool {
        if self.dead.emphasis {
            return false;
        }
        let Some((inner, rest)) = self.rest.get(1..).and_then(|inner| split_unescaped(inner, "*")) else {
            self.dead.emphasis = true;
            return false;
        };
        if inner.is_empty() || inner.starts_with(char::is_whitespace) {
            return false;
        }
        self.push_unescaped(inner);
        self.rest = rest;
        true
    }

    /// ``literal``: what is inside is no markup.
    fn literal(&mut self) -> bool {
        if self.dead.literal {
            return false;
        }
        let Some((inner, rest)) = self.rest.get(2..).and_then(|inner| inner.split_once("``")) else {
            self.dead.literal = true;
            return false;
        };
        self.builder.open_strong();
        self.builder.push_str(inner);
        self.builder.close_strong();
        self.rest = rest;
        true
    }

    /// `text <target>`_ or a role's text.
    fn interpreted(&mut self, role: &str) -> bool {
        if self.dead.tick {
            return false;
        }
        let Some((inner, rest)) = self.rest.get(1..).and_then(|inner| split_unescaped(inner, "`")) else {
            self.dead.tick = true;
            return false;
        };
        let (text, target) = match inner.trim_end().strip_suffix('>').and_then(|i| i.rsplit_once('<')) {
            Some((text, target)) => (text.trim_end(), Some(target)),
            None => (inner, None),
        };
        match (role, target) {
            (_, Some(target)) => {
                self.builder.open_link(target);
                self.push_unescaped(text);
                self.builder.close_link();
            }
            ("ref" | "doc", None) => {
                self.builder.open_link(text);
                self.push_unescaped(text);
                self.builder.close_link();
            }
            ("literal" | "code", None) => {
                self.builder.open_strong();
                self.push_unescaped(text);
                self.builder.close_strong();
            }
            _ => self.push_unescaped(text),
        }
        self.rest = rest.strip_prefix("__").or_else(|| rest.strip_prefix('_')).unwrap_or(rest);
        true
    }

    /// `:role:` before interpreted text.
    fn role(&mut self) -> bool {
        let Some(rest) = self.rest.strip_prefix(':') else {
            return false;
        };
        let name_end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
        let Some((name, tail)) = name_end.and_then(|end| rest.split_at_checked(end)) else {
            return false;
        };
        if name.is_empty() || !tail.starts_with(":`") {
            return false;
        }
        let before = self.rest;
        self.rest = tail.strip_prefix(':').unwrap_or(tail);
        let taken = self.interpreted(name);
        if !taken {
            self.rest = before;
        }
        taken
    }

    fn push_unescaped(&mut self, inner: &str) {
        let mut chars = inner.chars();
        while let Some(c) = chars.next() {
            let c = if c == '\\' { chars.next().filter(|next| !next.is_whitespace()) } else { Some(c) };
            if let Some(c) = c {
                self.builder.push_str(c.encode_utf8(&mut [0; 4]));
            }
        }
    }
}

/// Splits at the first `mark` that no backslash precedes.
fn split_unescaped<'t>(text: &'t str, mark: &str) -> Option<(&'t str, &'t str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            at += 2;
        } else if bytes.get(at..).is_some_and(|rest| rest.starts_with(mark.as_bytes())) {
            return Some((text.get(..at)?, text.get(at + mark.len()..)?));
        } else {
            at += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn plain_words_stay_as_they_are(words in "[a-z0-9]{1,6}( [a-z0-9]{1,6}){0,6}") {
            prop_assert_eq!(parse(&words).plain, words);
        }

        #[test]
        fn markup_ends_somewhere(source in "(\\*\\*|[*`:_<>\\\\ ]|:ref:`|\\PC){0,30}") {
            let text = parse(&source);
            for range in text.strong {
                prop_assert!(text.plain.get(range).is_some_and(|part| !part.is_empty()));
            }
        }
    }
}
