//! What stands where a person has yet to say something.

/// Stands for what only a person can say, until it is said: a description, or whether an operation may be repeated.
pub const PLACEHOLDER: &str = "TODO";

/// Whether a text is a placeholder: nothing else, or with a note behind a colon.
pub fn is_placeholder(text: &str) -> bool {
    text.strip_prefix(PLACEHOLDER).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Whether a part of an address, or of another text that is no sentence, is a placeholder.
pub fn holds_placeholder(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == PLACEHOLDER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_no_words_of_a_sentence() {
        for text in ["TODO", "TODO: look at the page"] {
            assert!(is_placeholder(text) && holds_placeholder(text), "{text}");
        }
        for text in ["", "Todo", "TODOS", "TODO lists of a team", "The state `TODO`."] {
            assert!(!is_placeholder(text), "{text}");
        }
        assert!(holds_placeholder("https://TODO.{region}.example") && !holds_placeholder("https://todo.example"));
    }
}
