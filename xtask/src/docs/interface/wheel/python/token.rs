//! The tokens of a source, line by line.

use std::borrow::Cow;

use super::Fault;
use super::literal::unescape;

/// What lines are made of.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Token<'s> {
    /// A name, a keyword or a number.
    Name(&'s str),
    /// What a text says, or several that follow each other.
    Text(Cow<'s, str>),
    /// Any other character.
    Mark(char),
}

/// A logical line: brackets and texts may go on for several lines.
#[derive(Debug)]
pub(super) struct Line<'s> {
    /// Where it begins, counted from 1.
    pub(super) number: u32,
    /// How far it is indented.
    pub(super) indentation: usize,
    pub(super) tokens: Vec<Token<'s>>,
}

/// A source that is being read.
#[derive(Debug)]
pub(super) struct Tokens<'s> {
    source: &'s str,
    /// How many bytes of it were read.
    at: usize,
    /// The line that is being read, counted from 1.
    number: u32,
}

impl<'s> Tokens<'s> {
    pub(super) fn of(source: &'s str) -> Self {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        Self { source, at: 0, number: 1 }
    }

    /// The next line that has tokens; none at the end.
    pub(super) fn line(&mut self) -> Result<Option<Line<'s>>, Fault> {
        while self.at < self.source.len() {
            let indentation = self.indentation();
            let number = self.number;
            let tokens = self.tokens()?;
            if !tokens.is_empty() {
                return Ok(Some(Line { number, indentation, tokens }));
            }
        }
        Ok(None)
    }

    fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        self.number += u32::from(c == '\n');
        Some(c)
    }

    /// Takes the white space at the beginning of a line. A tab goes on to the next multiple of eight.
    fn indentation(&mut self) -> usize {
        let rest = self.rest();
        let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        self.at += white;
        rest[..white].chars().fold(0, |width, c| if c == '\t' { (width / 8 + 1) * 8 } else { width + 1 })
    }

    /// Takes the tokens up to the end of the logical line.
    fn tokens(&mut self) -> Result<Vec<Token<'s>>, Fault> {
        let mut tokens = Vec::new();
        // How the brackets that are open are closed, and where they stand.
        let mut brackets: Vec<(char, u32)> = Vec::new();
        while let Some(c) = self.next() {
            match c {
                '\n' if brackets.is_empty() => break,
                '\\' if self.rest().trim_start_matches('\r').starts_with('\n') => {
                    self.at += self.rest().find('\n').unwrap_or_default();
                    self.next();
                }
                '#' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
                '\'' | '"' => push_text(&mut tokens, self.text(c, false)?),
                c if c.is_whitespace() => {}
                c if is_of_name(c) => {
                    let name = self.name(c);
                    match self.rest().chars().next() {
                        Some(quote @ ('\'' | '"')) if is_prefix(name) => {
                            self.next();
                            push_text(&mut tokens, self.text(quote, name.contains(['r', 'R']))?);
                        }
                        _ => tokens.push(Token::Name(name)),
                    }
                }
                mark => {
                    self.bracket(&mut brackets, mark)?;
                    tokens.push(Token::Mark(mark));
                }
            }
        }
        match brackets.last() {
            Some((closing, line)) => Err(Fault::new(*line, format!("a bracket is open that no `{closing}` closes"))),
            None => Ok(tokens),
        }
    }

    fn bracket(&self, open: &mut Vec<(char, u32)>, mark: char) -> Result<(), Fault> {
        match mark {
            '(' => open.push((')', self.number)),
            '[' => open.push((']', self.number)),
            '{' => open.push(('}', self.number)),
            ')' | ']' | '}' if open.pop().is_none_or(|(closing, _)| closing != mark) => {
                return Err(Fault::new(self.number, format!("`{mark}` closes no bracket")));
            }
            _ => {}
        }
        Ok(())
    }

    /// Takes the rest of a name.
    fn name(&mut self, first: char) -> &'s str {
        let begin = self.at - first.len_utf8();
        self.at += self.rest().find(|c| !is_of_name(c)).unwrap_or(self.rest().len());
        &self.source[begin..self.at]
    }

    /// Takes a text behind its opening quote.
    fn text(&mut self, quote: char, is_raw: bool) -> Result<Cow<'s, str>, Fault> {
        let opened = self.number;
        let triple = if quote == '"' { "\"\"" } else { "''" };
        let is_long = self.rest().starts_with(triple);
        if is_long {
            self.at += triple.len();
        }
        let begin = self.at;
        while let Some(c) = self.next() {
            let end = self.at - c.len_utf8();
            match c {
                // Whatever follows it closes nothing, not even in a raw text.
                '\\' => drop(self.next()),
                '\n' if !is_long => break,
                c if c == quote && (!is_long || self.rest().starts_with(triple)) => {
                    self.at += if is_long { triple.len() } else { 0 };
                    let text = &self.source[begin..end];
                    return Ok(if is_raw { Cow::Borrowed(text) } else { unescape(text) });
                }
                _ => {}
            }
        }
        Err(Fault::new(opened, "a text is never closed"))
    }
}

/// Texts that follow each other are one.
fn push_text<'s>(tokens: &mut Vec<Token<'s>>, text: Cow<'s, str>) {
    match tokens.last_mut() {
        Some(Token::Text(before)) => before.to_mut().push_str(&text),
        _ => tokens.push(Token::Text(text)),
    }
}

fn is_of_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether a name in front of a quote belongs to the text.
fn is_prefix(name: &str) -> bool {
    name.len() <= 2 && name.chars().all(|c| "rRbBuUfF".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(source: &str) -> Vec<Token<'_>> {
        Tokens::of(source).line().unwrap().unwrap().tokens
    }

    fn texts(source: &str) -> Vec<String> {
        let text = |token| match token {
            Token::Text(text) => Some(text.into_owned()),
            _ => None,
        };
        line(source).into_iter().filter_map(text).collect()
    }

    #[test]
    fn a_line_goes_on_in_brackets_and_behind_a_backslash() {
        let all = line("a = {  # one\n  'b': 1.5,\n}\\\n[c2]\nd");
        let marks: Vec<char> =
            all.iter().filter_map(|one| if let Token::Mark(c) = one { Some(*c) } else { None }).collect();
        let names: Vec<&str> =
            all.iter().filter_map(|one| if let Token::Name(n) = one { Some(*n) } else { None }).collect();
        assert_eq!((marks.into_iter().collect::<String>().as_str(), names), ("={:.,}[]", vec!["a", "1", "5", "c2"]));
        assert_eq!(line("# one\r\n\r\n  e\r\n"), [Token::Name("e")]);
        assert_eq!(line("\u{feff}a\\\r\n b"), [Token::Name("a"), Token::Name("b")]);
    }

    #[test]
    fn texts_end_where_they_end() {
        assert_eq!(texts(r#"('', "", "a'b", 'a"b')"#), ["", "", "a'b", "a\"b"]);
        assert_eq!(texts("(\"\"\"\"a\" \"\"b\n\n\"\"\", '''a''')"), ["\"a\" \"\"b\n\n", "a"]);
        assert_eq!(texts(r#"('\'\\', r'\'\\', Rb"\n")"#), ["'\\", "\\'\\\\", "\\n"]);
        assert_eq!(texts("('a' \"b\"\n'c', 'd')"), ["abc", "d"]);
        assert_eq!(texts("r\"\"\"\\\"\"\"\""), ["\\\""]);
    }

    #[test]
    fn what_is_not_closed_is_a_fault_where_it_begins() {
        for (source, line) in [
            ("a\nb = 'c\nd'", 2),
            ("\"\"\"a\n\n", 1),
            ("a(\n\n[b]\n", 1),
            ("a\n)", 2),
            ("(]", 1),
            ("'\\", 1),
            ("r'a\\'", 1),
        ] {
            let mut tokens = Tokens::of(source);
            let fault = std::iter::from_fn(|| tokens.line().transpose()).find_map(Result::err);
            assert_eq!(fault.map(|fault| fault.line), Some(line), "{source}");
        }
    }
}
