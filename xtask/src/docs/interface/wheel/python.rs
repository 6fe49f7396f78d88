//! Python as generators write it: statements with their tokens, nested as they are indented.
//!
//! What a statement means is told by its tokens: all of Python can be read so, and nothing is evaluated.

mod literal;
mod token;

use std::fmt;

pub(super) use token::Token;
use token::Tokens;

/// How deep statements may be nested; Python itself gives up at 100.
const MAX_DEPTH: usize = 50;

/// One statement, and those that are indented below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Statement<'s> {
    /// Where it begins, counted from 1.
    pub(super) line: u32,
    pub(super) tokens: Vec<Token<'s>>,
    pub(super) body: Vec<Statement<'s>>,
}

impl Statement<'_> {
    /// The name of what it defines, `class` or `def`.
    pub(super) fn defines(&self, keyword: &str) -> Option<&str> {
        match self.tokens.as_slice() {
            [Token::Name("async"), Token::Name(word), Token::Name(name), ..]
            | [Token::Name(word), Token::Name(name), ..]
                if *word == keyword =>
            {
                Some(name)
            }
            _ => None,
        }
    }

    /// The text that documents what it defines; empty if none does.
    pub(super) fn docstring(&self) -> &str {
        match self.body.first().map(|first| first.tokens.as_slice()) {
            Some([Token::Text(text)]) => text,
            _ => "",
        }
    }
}

/// What is wrong with a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, counted from 1.
    pub(super) line: u32,
    pub(super) reason: String,
}

impl Fault {
    pub(super) fn new(line: u32, reason: impl Into<String>) -> Self {
        Self { line, reason: reason.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.reason)
    }
}

/// The statements of one indentation.
#[derive(Debug, Default)]
struct Block<'s> {
    indentation: usize,
    statements: Vec<Statement<'s>>,
}

/// Reads a source.
///
/// # Errors
///
/// The first place that is no Python.
pub(super) fn parse(source: &str) -> Result<Vec<Statement<'_>>, Fault> {
    let mut tokens = Tokens::of(source);
    let mut open: Vec<Block<'_>> = Vec::new();
    let mut block = Block::default();
    while let Some(line) = tokens.line()? {
        while line.indentation < block.indentation {
            close(&mut open, &mut block);
        }
        if line.indentation > block.indentation {
            let opens = block.statements.last().is_some_and(|last| last.tokens.last() == Some(&Token::Mark(':')));
            // What was closed above is no block to go on with, and one that opens none has nothing below it.
            let is_new = block.statements.last().is_some_and(|last| last.body.is_empty());
            if !opens || !is_new || open.len() == MAX_DEPTH {
                return Err(Fault::new(line.number, "the line is indented as no line around it"));
            }
            let inner = Block { indentation: line.indentation, statements: Vec::new() };
            open.push(std::mem::replace(&mut block, inner));
        }
        block.statements.push(Statement { line: line.number, tokens: line.tokens, body: Vec::new() });
    }
    while !open.is_empty() {
        close(&mut open, &mut block);
    }
    Ok(block.statements)
}

/// Puts the innermost block where it belongs: below the last statement of the one around it.
fn close<'s>(open: &mut Vec<Block<'s>>, block: &mut Block<'s>) {
    let around = open.pop().unwrap_or_default();
    let inner = std::mem::replace(block, around);
    if let Some(last) = block.statements.last_mut() {
        last.body = inner.statements;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shape(statements: &[Statement<'_>]) -> String {
        statements.iter().map(|one| format!("{}[{}]", one.line, shape(&one.body))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn statements_are_nested_as_they_are_indented() {
        let source = "import re\n\nclass Widget:\n    # about\n    def a(self):\n        if b:\n\n            c = [\n1,\n]\n    d = 1\ne\n";
        assert_eq!(shape(&parse(source).unwrap()), "1[] 3[5[6[8[]]] 11[]] 12[]");
    }

    #[test]
    fn what_is_defined_has_a_name_and_a_docstring() {
        let source =
            "class Widget(Thing):\n    r\"\"\"Turns.\n\n    \\d\n    \"\"\"\n    async def spin(self):\n        pass\n";
        let statements = parse(source).unwrap();
        assert_eq!((statements[0].defines("class"), statements[0].defines("def")), (Some("Widget"), None));
        assert_eq!(statements[0].docstring(), "Turns.\n\n    \\d\n    ");
        assert_eq!((statements[0].body[1].defines("def"), statements[0].body[1].docstring()), (Some("spin"), ""));
    }

    #[test]
    fn indentation_that_fits_nothing_is_a_fault() {
        for (source, line) in
            [("a\n  b", 2), ("  a", 1), ("if a:\n    b\n  c", 3), ("if a:\n  b\n\tc", 3), ("if a:\n    b\n   c\n", 3)]
        {
            assert_eq!(parse(source).unwrap_err().line, line, "{source}");
        }
        let deep: String = (0..60).flat_map(|depth| [" ".repeat(depth), "if a:\n".to_owned()]).collect();
        assert_eq!(parse(&deep).unwrap_err().line, 52);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(source in "(if a:|def b\\(|'|\"\"\"|\\\\|\n|    |  |\t|[a-z]|#|[\\[\\](){}]|[^ ]){0,80}") {
            let _ = parse(&source);
        }
    }
}
