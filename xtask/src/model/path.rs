//! Path templates.

use crate::spec::shape;

/// A path with placeholders in braces: `/v2/{project_id}/instances`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PathTemplate(String);

impl PathTemplate {
    /// A template, whatever its form; [`fault`](Self::fault) says what is wrong with it.
    pub fn new(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The template as it stands in the document.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names in braces, in the order of the path.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
    }

    /// The path without the names of its placeholders.
    pub fn shape(&self) -> String {
        shape(&self.0)
    }

    /// Why no request to this path could be sent as it stands; none if it can.
    pub fn fault(&self) -> Option<String> {
        let path = &self.0;
        if !path.starts_with('/') {
            return Some("does not begin with `/`".to_owned());
        }
        let mut open = false;
        for c in path.chars() {
            match c {
                '{' | '}' if open == (c == '{') => return Some("has braces that do not match".to_owned()),
                '{' | '}' => open = !open,
                _ if is_path_character(c) || (open && is_name_character(c)) => {}
                _ => return Some(format!("has the character {c:?}, which stands in no path as it is")),
            }
        }
        if open {
            return Some("has braces that do not match".to_owned());
        }
        let mut segments = path.split('/').skip(1).peekable();
        while let Some(segment) = segments.next() {
            if segment.is_empty() && segments.peek().is_some() {
                return Some("has an empty segment".to_owned());
            }
            if matches!(segment, "." | "..") {
                return Some(format!("has the segment `{segment}`, which leads to another path"));
            }
        }
        if self.placeholders().any(str::is_empty) {
            return Some("has a placeholder without a name".to_owned());
        }
        let mut names: Vec<&str> = self.placeholders().collect();
        names.sort_unstable();
        let twice = names.windows(2).find_map(|pair| if let [a, b] = pair { (a == b).then_some(*a) } else { None });
        twice.map(|name| format!("has the placeholder `{name}` twice"))
    }
}

/// What a path holds unencoded: the unreserved characters and those that separate parts of a segment.
fn is_path_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "/-._~:@!$&'()*+,;=".contains(c)
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_can_be_requested_have_no_fault() {
        for path in ["/", "/v2/{project_id}/instances", "/a/{b}:close", "/a/{b-c}/", "/a/{x}.{y}"] {
            assert_eq!(PathTemplate::new(path).fault(), None, "{path}");
        }
    }

    #[test]
    fn other_paths_are_refused_with_a_reason() {
        for (path, reason) in [
            ("", "does not begin with `/`"),
            ("v2/a", "does not begin with `/`"),
            ("/a/../b", "has the segment `..`, which leads to another path"),
            ("/a/./b", "has the segment `.`, which leads to another path"),
            ("/a//b", "has an empty segment"),
            ("/a?b=1", "has the character '?', which stands in no path as it is"),
            ("/a#b", "has the character '#', which stands in no path as it is"),
            ("/a b", "has the character ' ', which stands in no path as it is"),
            ("/a%2Fb", "has the character '%', which stands in no path as it is"),
            ("/a/{b", "has braces that do not match"),
            ("/a/b}", "has braces that do not match"),
            ("/a/{{b}}", "has braces that do not match"),
            ("/a/{}", "has a placeholder without a name"),
            ("/{a}/{a}", "has the placeholder `a` twice"),
            ("/\u{202e}a", "has the character '\\u{202e}', which stands in no path as it is"),
        ] {
            assert_eq!(PathTemplate::new(path).fault().as_deref(), Some(reason), "{path}");
        }
    }
}
