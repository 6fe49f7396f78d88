//! Where in a text something stands: lines of YAML and TOML.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::canonical::large_budget;
use super::pointer::{child, parent};

/// The line of each part of a YAML file, by its JSON pointer.
#[derive(Clone, Debug, Default)]
pub struct Lines(BTreeMap<String, u32>);

impl Lines {
    /// The lines of a text. One that is not YAML has none.
    pub fn of(text: &str) -> Self {
        let options = serde_saphyr::options! { strict_booleans: true, budget: large_budget() };
        let Ok(root) = serde_saphyr::from_str_with_options::<Spanned<Node>>(text, options) else {
            return Self::default();
        };
        let mut lines = Self::default();
        lines.add(String::new(), line(&root), root.value);
        lines
    }

    fn add(&mut self, pointer: String, line_of_it: u32, node: Node) {
        match node {
            Node::Mapping(entries) => {
                for (key, value) in entries {
                    self.add(child(&pointer, &key.value), line(&key), value);
                }
            }
            Node::Sequence(elements) => {
                for (index, element) in elements.into_iter().enumerate() {
                    self.add(format!("{pointer}/{index}"), line(&element), element.value);
                }
            }
            Node::Scalar => {}
        }
        self.0.insert(pointer, line_of_it);
    }

    /// The line, counted from 1, on which stands what `pointer` points to, or the nearest that it would be part of.
    pub fn line(&self, pointer: &str) -> Option<u32> {
        let mut at = pointer;
        loop {
            if let Some(line) = self.0.get(at) {
                return Some(*line);
            }
            at = parent(at)?;
        }
    }
}

fn line<T>(of: &Spanned<T>) -> u32 {
    u32::try_from(of.referenced.line()).unwrap_or(u32::MAX)
}

/// Where the lines of a text end, found once for many questions.
#[derive(Clone, Debug)]
pub struct LineEnds(Vec<usize>);

impl LineEnds {
    /// The ends of a text's lines.
    pub fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line, counted from 1, of a byte.
    pub fn line(&self, byte: usize) -> u32 {
        let before = self.0.partition_point(|end| *end < byte);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

/// A part of a YAML file, of which only the place matters.
enum Node {
    Mapping(Vec<(Spanned<String>, Node)>),
    Sequence(Vec<Spanned<Node>>),
    Scalar,
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Node::Sequence(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Mapping(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_found_in_text() {
        let text = include_str!("../lint/fixtures/widgets.yaml");
        let lines = Lines::of(text);
        let at = |pointer: &str| {
            let line = lines.line(pointer).and_then(|line| usize::try_from(line).ok());
            line.and_then(|line| text.lines().nth(line - 1)).map(str::trim)
        };
        let list = "/paths/~1v1~1{project_id}~1widgets/get";
        assert_eq!(at(list), Some("get:"));
        assert_eq!(at(&format!("{list}/parameters/1")), Some("- name: limit"));
        assert_eq!(at(&format!("{list}/parameters/1/schema/maximum")), Some("maximum: 10"));
        assert_eq!(at(&format!("{list}/responses/200")), Some("\"200\":"));
        assert_eq!(at("/components/schemas/Widget/properties/weight"), Some("properties:"));
        assert_eq!(lines.line("/nowhere"), Some(1));
        assert_eq!(Lines::of("a: [1").line("/a"), None);
        assert_eq!(Lines::of("- &x 1\n- *x\n- {a: ~}").line("/2/a"), Some(3));
    }

    #[test]
    fn bytes_stand_on_lines() {
        let ends = LineEnds::of("a\nb\n");
        assert_eq!((ends.line(0), ends.line(1), ends.line(2), ends.line(99)), (1, 1, 2, 3));
    }
}
