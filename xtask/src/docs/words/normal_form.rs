//! The form in which words are compared.

/// A title or header cell reduced to what can be compared: lower case, single spaces, and without
/// trailing punctuation or numbers.
pub(super) fn normalise(words: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_normal_stays_so(words: String) {
            let normal = normalise(&words);
            prop_assert_eq!(normalise(&normal), normal);
        }
    }
}
