//! What docstrings say of parameters and operations.

use std::collections::HashMap;

/// What stands in the docstring of every operation.
const EXPLORER: &str = "Please refer to HUAWEI cloud API Explorer for details.";

/// What lines begin with that say what is returned, or of which type something is.
const TYPES: [&str; 3] = [":type ", ":return", ":rtype"];

/// The texts of `:param name: text` by name, with the white space that the vendor's have at their ends. One of several
/// lines ends where the next thing is said.
pub(super) fn parameters(docstring: &str) -> HashMap<&str, String> {
    let mut texts: HashMap<&str, String> = HashMap::new();
    let mut current = None;
    for line in docstring.lines().map(str::trim_start) {
        if let Some((name, text)) = line.strip_prefix(":param ").and_then(|rest| rest.split_once(':')) {
            texts.insert(name, text.strip_prefix(' ').unwrap_or(text).to_owned());
            current = Some(name);
        } else if is_type(line) {
            current = None;
        } else if let Some(text) = current.and_then(|name| texts.get_mut(name)) {
            push_line(text, line.trim_end());
        }
    }
    texts
}

/// What the docstring of an operation says of it below its first line: neither what it takes and returns, nor the sentence
/// that every operation has. Of a link the text is left; a mark of clouds, `[…](tag:…)`, is none.
pub(super) fn operation(docstring: &str) -> String {
    let mut text = String::new();
    let lines = docstring.lines().skip(1).map(str::trim);
    let said = lines.take_while(|line| !line.starts_with(":param ") && !is_type(line));
    said.filter(|line| *line != EXPLORER).for_each(|line| push_line(&mut text, line));
    without_links(&text)
}

/// A text with the texts of its links, `[text](target)`, in their places.
fn without_links(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    // Where brackets stand in `left` that are still open.
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        let target = after.strip_prefix('(').and_then(|target| target.split_once(')'));
        match (letter, target) {
            ('[', _) => open.push(left.len()),
            (']', target) => {
                if let (Some(at), Some((target, behind))) = (open.pop(), target)
                    && !target.starts_with("tag:")
                {
                    left.remove(at);
                    rest = behind;
                    continue;
                }
            }
            _ => {}
        }
        left.push(letter);
        rest = after;
    }
    left
}

/// The text of a property: what stands between the sentence that every property has and what it returns.
pub(super) fn property(docstring: &str) -> String {
    let mut text = String::new();
    let lines = docstring.lines().skip(1).map(str::trim);
    lines.take_while(|line| !line.starts_with(":return")).for_each(|line| push_line(&mut text, line));
    text
}

/// The class of the requests of an operation. Old versions name it in another place.
pub(super) fn request_class(docstring: &str) -> Option<&str> {
    let lines = || docstring.lines().map(str::trim);
    let class = lines().find_map(|line| line.strip_prefix(":type request: :class:`")?.strip_suffix('`'));
    let class = class.or_else(|| lines().find_map(|line| line.strip_prefix(":param ")?.strip_suffix(" request")));
    class.map(|class| class.rsplit('.').next().unwrap_or(class))
}

fn is_type(line: &str) -> bool {
    TYPES.iter().any(|mark| line.starts_with(mark))
}

fn push_line(text: &mut String, line: &str) {
    if !line.is_empty() {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_parameters_may_have_several_lines() {
        let docstring = "Widget\n\n    :param id:  The id: of\n\n      a widget.  \n    :type id: str\n    none\n    :param teeth:  \n    :type teeth: int\n";
        let texts = parameters(docstring);
        assert_eq!((texts["id"].as_str(), texts["teeth"].as_str()), (" The id: of\na widget.", " "));
        assert_eq!(texts.len(), 2);
    }

    #[test]
    fn properties_say_more_than_that_they_are_some() {
        let docstring = "Gets the id of this Widget.\n\n        The id.\n        Long.\n\n        :return: The id of this Widget.\n        :rtype: str\n";
        assert_eq!(property(docstring), "The id.\nLong.");
        assert_eq!(property("Gets the id of this Widget.\n\n\n:return: The id of this Widget."), "");
    }

    #[test]
    fn operations_say_more_than_their_first_line() {
        let docstring = "List\n\n        List all.\n\n        [Not [those](GoneWidgets.xml) [1].](tag:a,b)\n        \n        \
                         Please refer to HUAWEI cloud API Explorer for details.\n\n        :param request: Request\n";
        assert_eq!(operation(docstring), "List all.\n[Not those [1].](tag:a,b)");
        assert_eq!(operation("List\n\n  :rtype: str\n  Not this.\n"), "");
        assert_eq!(operation("List"), "");
    }

    #[test]
    fn links_leave_their_texts() {
        for (text, left) in [
            ("[a](b) [c](d)(e)", "a c(e)"),
            ("a] (b) [c] (d) [e](", "a] (b) [c] (d) [e]("),
            ("[a [b](c) 重](tag:d)", "[a b 重](tag:d)"),
            ("](a) [b", "](a) [b"),
        ] {
            assert_eq!(without_links(text), left, "{text}");
        }
    }

    #[test]
    fn requests_have_a_class() {
        let new = "List\n\n  :param request: Request instance for ListWidgets\n  :type request: :class:`sdk.v1.ListWidgetsRequest`\n";
        assert_eq!(request_class(new), Some("ListWidgetsRequest"));
        assert_eq!(request_class("List\n\n  :param ListWidgetsRequest request\n"), Some("ListWidgetsRequest"));
        assert_eq!(request_class("List"), None);
    }
}
