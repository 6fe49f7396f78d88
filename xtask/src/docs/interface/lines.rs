//! Where the parts of a JSON text begin.

use std::collections::HashMap;

/// How deep parts are looked for: `/operations/1/params/2` is the deepest that has a use.
const MAX_DEPTH: usize = 4;

/// The lines on which objects and lists begin, by their JSON pointers.
#[derive(Debug)]
pub(super) struct Lines(HashMap<String, u32>);

/// An object or a list that is not closed yet.
#[derive(Debug, Default)]
struct Open<'t> {
    /// The key before the current value; none in a list.
    key: Option<&'t str>,
    /// How many commas came before the current value.
    index: usize,
}

impl Lines {
    /// Looks through a text that is known to be JSON.
    pub(super) fn of(text: &str) -> Self {
        let mut lines = HashMap::new();
        let mut open: Vec<Open<'_>> = Vec::new();
        let (mut line, mut at) = (1, 0);
        let mut last_text = "";
        while let Some(&byte) = text.as_bytes().get(at) {
            match byte {
                b'\n' => line += 1,
                b'"' => {
                    last_text = string(text, at + 1);
                    at += last_text.len() + 1;
                }
                b':' => open.iter_mut().last().into_iter().for_each(|top| top.key = Some(last_text)),
                b',' => open.iter_mut().last().into_iter().for_each(|top| top.index += 1),
                b'{' | b'[' => {
                    if open.len() <= MAX_DEPTH {
                        lines.insert(pointer(&open), line);
                    }
                    open.push(Open::default());
                }
                b'}' | b']' => drop(open.pop()),
                _ => {}
            }
            at += 1;
        }
        Self(lines)
    }

    /// The line of what a pointer points to; 0 if it is not known.
    pub(super) fn at(&self, pointer: &str) -> u32 {
        self.0.get(pointer).copied().unwrap_or_default()
    }
}

/// What stands between the quotes of a string that begins at `from`.
fn string(text: &str, from: usize) -> &str {
    let rest = text.get(from..).unwrap_or_default();
    let mut escaped = false;
    let end = rest.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.and_then(|end| rest.get(..end)).unwrap_or(rest)
}

fn pointer(open: &[Open<'_>]) -> String {
    let mut pointer = String::new();
    for part in open {
        pointer.push('/');
        pointer.push_str(&part.key.map_or_else(|| part.index.to_string(), str::to_owned));
    }
    pointer
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_are_found_by_their_pointers() {
        let text = "{\n \"a\\\"[\": \"{[,:\",\n \"list\": [1, {},\n  {\"deep\": [[\n\"ü\"], {}]}]\n}";
        let lines = Lines::of(text);
        let found = ["", "/list", "/list/1", "/list/2", "/list/2/deep", "/list/2/deep/0", "/list/2/deep/1", "/a"];
        assert_eq!(found.map(|pointer| lines.at(pointer)), [1, 3, 3, 4, 4, 4, 5, 0]);
    }

    proptest! {
        #[test]
        fn objects_begin_on_their_lines(texts in proptest::collection::vec("[\\PC{}\\[\\]\":,\\\\]{0,9}", 0..9)) {
            let items: Vec<_> = texts.iter().map(|text| serde_json::json!({ "text": text, text: [{}] })).collect();
            let text = serde_json::to_string_pretty(&serde_json::json!({ "items": items })).unwrap();
            let lines = Lines::of(&text);
            let begins = text.lines().zip(1..).filter(|(line, _)| *line == "    {").map(|(_, number)| number);
            let found = (0..texts.len()).map(|at| lines.at(&format!("/items/{at}")));
            prop_assert_eq!(found.collect::<Vec<u32>>(), begins.collect::<Vec<u32>>());
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = Lines::of(&text);
        }
    }
}
