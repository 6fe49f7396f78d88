//! JSON pointers (RFC 6901).

/// Escapes a key for use in a JSON pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The pointer to the member `key` of what `pointer` points to.
pub fn child(pointer: &str, key: &str) -> String {
    let mut below = String::with_capacity(pointer.len() + key.len() + 1);
    below.push_str(pointer);
    push_child(&mut below, key);
    below
}

/// Turns a pointer into that of its member `key`.
pub(super) fn push_child(pointer: &mut String, key: &str) {
    pointer.push('/');
    if key.contains(['~', '/']) { pointer.push_str(&escape(key)) } else { pointer.push_str(key) }
}

/// The pointer to the operation or to the component that holds what `pointer` points to: its first three segments.
pub(crate) fn part(pointer: &str) -> &str {
    let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
    ends.skip(1).nth(2).and_then(|end| pointer.get(..end)).unwrap_or(pointer)
}

/// The line, counted from 1, of a YAML file in canonical form on which stands what `pointer` points to, or the nearest
/// that it would be part of.
pub fn line_of(text: &str, pointer: &str) -> Option<usize> {
    let mut lines: Vec<(usize, String)> = (1..).zip(text.lines().map(str::to_owned)).collect();
    let mut found = None;
    for segment in pointer.split('/').skip(1) {
        lines.retain(|(_, line)| !line.trim().is_empty());
        let depth = lines.first().map_or(0, |(_, line)| indentation(line));
        let starts = lines.iter().enumerate().filter(|(_, (_, line))| indentation(line) == depth).map(|(at, _)| at);
        let starts: Vec<usize> = starts.collect();
        let key = segment.replace("~1", "/").replace("~0", "~");
        let Some(nth) = starts
            .iter()
            .enumerate()
            .position(|(nth, at)| lines.get(*at).is_some_and(|(_, line)| is_entry(line.trim_start(), nth, &key)))
        else {
            break;
        };
        let begin = *starts.get(nth)?;
        let end = starts.get(nth + 1).copied().unwrap_or(lines.len());
        let (number, first) = lines.get(begin)?.clone();
        found = Some(number);
        // The dash of an item stands where its first key is indented to; a key has nothing of its block on its line.
        let rest = first.trim_start().strip_prefix("- ").map(|rest| (number, format!("{:depth$}  {rest}", "")));
        lines = rest.into_iter().chain(lines.get(begin + 1..end)?.iter().cloned()).collect();
    }
    found
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line begins the entry `key` of a mapping, or of a list whose item this is the `nth` of.
fn is_entry(line: &str, nth: usize, key: &str) -> bool {
    if line.starts_with("- ") {
        return key.parse() == Ok(nth);
    }
    let bare = |quote: char| line.strip_prefix(quote).and_then(|rest| rest.strip_prefix(key)?.strip_prefix(quote));
    let rest = line.strip_prefix(key).or_else(|| bare('"')).or_else(|| bare('\''));
    rest.is_some_and(|rest| rest.starts_with(':'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_found_again(key: String) {
            let value = serde_json::json!({ key.clone(): 1 });
            prop_assert_eq!(value.pointer(&child("", &key)), Some(&serde_json::json!(1)));
        }
    }

    #[test]
    fn pointers_are_found_in_text() {
        let text = include_str!("../lint/fixtures/widgets.yaml");
        let line = |pointer: &str| line_of(text, pointer).and_then(|line| text.lines().nth(line - 1)).map(str::trim);
        let list = "/paths/~1v1~1{project_id}~1widgets/get";
        assert_eq!(line(list), Some("get:"));
        assert_eq!(line(&format!("{list}/parameters/1")), Some("- name: limit"));
        assert_eq!(line(&format!("{list}/parameters/1/schema/maximum")), Some("maximum: 10"));
        assert_eq!(line(&format!("{list}/responses/200")), Some("\"200\":"));
        assert_eq!(line("/components/schemas/Widget/properties/weight"), Some("properties:"));
        assert_eq!(line("/nowhere"), None);
    }
}
