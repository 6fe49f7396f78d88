//! What is wrong with a text that is no YAML, in the words of somebody who writes specifications.

use std::borrow::Cow;
use std::fmt;

use serde_saphyr::{Error, MessageFormatter as _, UserMessageFormatter};

/// Why a text is no YAML that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    /// The line, counted from 1; 0 if it is not known.
    pub line: u32,
    /// The column, counted from 1; 0 if it is not known.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: &'static str,
}

impl From<&Error> for YamlError {
    fn from(error: &Error) -> Self {
        let error = error.without_snippet();
        let place = error.location();
        let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        let (message, remedy) = explain(error);
        Self {
            line: place.map_or(0, |place| count(place.line())),
            column: place.map_or(0, |place| count(place.column())),
            message: message.trim_end().to_owned(),
            remedy,
        }
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            0 => f.write_str(&self.message),
            column => write!(f, "column {column}: {}", self.message),
        }
    }
}

impl std::error::Error for YamlError {}

/// What is wrong, and what to do. The library says it to whoever calls it from Rust; most of what it says of syntax is right for
/// others, too.
fn explain(error: &Error) -> (Cow<'_, str>, &'static str) {
    match error {
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            (format!("the key `{key}` is there twice").into(), "keep one of the two")
        }
        Error::DuplicateMappingKey { key: None, .. } => ("a key is there twice".into(), "keep one of the two"),
        Error::MultipleDocuments { .. } => {
            ("a second YAML document begins here".into(), "keep one document in a file, without a line of three dashes")
        }
        Error::UnknownAnchor { .. } => (
            "the alias refers to nothing".into(),
            "write the value itself; text that begins with an asterisk stands in quotes",
        ),
        Error::NullIntoString { .. } | Error::Unexpected { .. } => {
            ("text was expected, for a key for example".into(), "write one line of text")
        }
        Error::NonFiniteFloat { value, .. } => {
            (format!("`{value}` is no number that JSON has").into(), "write a number, or text in quotes")
        }
        Error::InvalidBinaryBase64 { .. } | Error::BinaryNotUtf8 { .. } | Error::UnsupportedTag { .. } => {
            ("the tag does not fit the value".into(), "write the value without a tag")
        }
        Error::Budget { .. } => {
            ("the text is nested too deeply, or too long".into(), "take the part out that repeats itself")
        }
        _ => (
            UserMessageFormatter.format_message(error),
            "correct the text; what holds a colon and a space, or begins with one of @ ` % & * ! | > { [, stands in quotes",
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::spec::parse_yaml;

    /// What is told of a text that is wrong in its line 2.
    fn told(line: &str) -> (String, &'static str) {
        let error = parse_yaml(&format!("a: 1\n{line}\n")).unwrap_err();
        assert_eq!(error.line, 2, "{error:?}");
        (error.to_string(), error.remedy)
    }

    #[test]
    fn faults_are_told_in_words_of_a_specification() {
        assert_eq!(told("a: 2"), ("column 1: the key `a` is there twice".to_owned(), "keep one of the two"));
        assert_eq!(told("b: *c").0, "column 4: the alias refers to nothing");
        assert_eq!(told("b: .nan").0, "column 4: `.nan` is no number that JSON has");
        assert_eq!(told("b: !!binary x").0, "column 13: the tag does not fit the value");
        assert_eq!(told("[c]: d").0, "column 1: text was expected, for a key for example");
        let (message, remedy) = told("b: c: d");
        assert!(message.starts_with("column 5: ") && remedy.contains("stands in quotes"), "{message}");
    }

    #[test]
    fn nothing_is_told_of_the_library() {
        let faults = [
            "a: 2",
            "b: @c",
            "b: `c`",
            "\tb: c",
            "b: \"c",
            "b: 'c",
            "b: [",
            "b: {c",
            "b: *c",
            "b: c: d",
            "b: !!binary x",
            "b: .inf",
            "? \n: x",
            "? [a]\n: x",
            "b: \"\\q\"",
            "b: %c",
            "b: \u{1}",
            "---\nc: 1",
            "b: &",
            "b: |9\nc",
        ];
        for fault in faults {
            let error = parse_yaml(&format!("a: 1\n{fault}\n")).unwrap_err();
            let told = format!("{error} {}", error.remedy);
            for word in ["Option", "Policy", "<input>", "serialize", "from_str", "scalar into", "struct"] {
                assert!(!told.contains(word), "{fault:?}: {told}");
            }
            assert!(!told.contains('\n') && error.line > 0 && error.column > 0, "{fault:?}: {told}");
        }
        let nested = parse_yaml(&"[".repeat(10_000)).unwrap_err();
        assert_eq!(nested.to_string(), "column 256: recursion limit exceeded");
    }
}
