//! HTML, made of parts: a text becomes a part by being escaped, and there is no other way in.

use super::address::Address;

/// A piece of HTML. It begins as nothing, and takes texts, which are escaped, and elements, whose names stand in the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

/// An element on its way: its attributes so far, and what stands in it.
#[derive(Clone, Debug)]
#[must_use = "an element is nothing until it stands in something"]
pub(super) struct Element {
    name: &'static str,
    attributes: String,
    content: Html,
}

/// Elements that have nothing in them, and no end.
const VOID: [&str; 4] = ["br", "input", "link", "meta"];

/// Begins an element.
pub(super) fn element(name: &'static str) -> Element {
    Element { name, attributes: String::new(), content: Html::default() }
}

/// An element with a text in it.
pub(super) fn text(name: &'static str, text: &str) -> Element {
    element(name).text(text)
}

/// A link to a page of the simulator.
pub(super) fn link(to: &Address, text: &str) -> Element {
    element("a").to(to).text(text)
}

impl Html {
    /// All of it as text that a browser reads.
    pub(super) fn into_text(self) -> String {
        self.0
    }

    pub(super) fn push(&mut self, part: impl Into<Self>) {
        self.0.push_str(&part.into().0);
    }

    pub(super) fn with(mut self, part: impl Into<Self>) -> Self {
        self.push(part);
        self
    }

    fn push_text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }
}

impl Element {
    /// Sets an attribute. What it says is escaped; a place to go is set by [`to`](Self::to).
    pub(super) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push(' ');
        self.attributes.push_str(name);
        self.attributes.push_str("=\"");
        escape(value, &mut self.attributes);
        self.attributes.push('"');
        self
    }

    pub(super) fn set_if(self, is_set: bool, name: &'static str, value: &str) -> Self {
        if is_set { self.set(name, value) } else { self }
    }

    /// Sets an attribute that needs no value.
    pub(super) fn flag(mut self, name: &'static str, is_set: bool) -> Self {
        if is_set {
            self.attributes.push(' ');
            self.attributes.push_str(name);
        }
        self
    }

    pub(super) fn class(self, name: &'static str) -> Self {
        self.set("class", name)
    }

    /// Sets where a link, a form or a stylesheet leads: to the simulator itself, and nowhere else.
    pub(super) fn to(self, to: &Address) -> Self {
        let name = if self.name == "form" { "action" } else { "href" };
        self.set(name, to.as_str())
    }

    pub(super) fn text(mut self, text: &str) -> Self {
        self.content.push_text(text);
        self
    }

    pub(super) fn with(mut self, part: impl Into<Html>) -> Self {
        self.content.push(part);
        self
    }

    pub(super) fn all<P: Into<Html>>(mut self, parts: impl IntoIterator<Item = P>) -> Self {
        for part in parts {
            self.content.push(part);
        }
        self
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        let Element { name, attributes, content } = element;
        let mut text = String::with_capacity(2 * name.len() + attributes.len() + content.0.len() + 5);
        for piece in ["<", name, &attributes, ">"] {
            text.push_str(piece);
        }
        if !VOID.contains(&name) {
            // A browser leaves out a line end that a text begins with.
            if matches!(name, "pre" | "textarea") {
                text.push('\n');
            }
            for piece in [&content.0, "</", name, ">"] {
                text.push_str(piece);
            }
        }
        Self(text)
    }
}

impl From<&str> for Html {
    /// A text, escaped.
    fn from(text: &str) -> Self {
        let mut html = Self::default();
        html.push_text(text);
        html
    }
}

impl<P: Into<Self>> From<Option<P>> for Html {
    fn from(part: Option<P>) -> Self {
        part.map(Into::into).unwrap_or_default()
    }
}

impl<P: Into<Self>> FromIterator<P> for Html {
    fn from_iter<I: IntoIterator<Item = P>>(parts: I) -> Self {
        let mut html = Self::default();
        for part in parts {
            html.push(part);
        }
        html
    }
}

/// Adds a text so that a browser reads it as text, in an element as in an attribute. What HTML cannot hold is shown as such, and so
/// is what turns the direction of a text around.
fn escape(text: &str, into: &mut String) {
    for character in text.chars() {
        match character {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            '\r' => into.push_str("&#13;"),
            '\n' | '\t' => into.push(character),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => into.push('\u{fffd}'),
            other if other.is_control() => into.push('\u{fffd}'),
            other => into.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(part: impl Into<Html>) -> String {
        part.into().into_text()
    }

    #[test]
    fn parts_stand_in_each_other() {
        let list = element("ul").class("a").all(["<b>", "&"].map(|one| text("li", one)));
        assert_eq!(html(list), r#"<ul class="a"><li>&lt;b&gt;</li><li>&amp;</li></ul>"#);
        let input = element("input").set("value", "\"'<").flag("required", true).flag("disabled", false);
        assert_eq!(html(input), r#"<input value="&quot;&#39;&lt;" required>"#);
        assert_eq!(html(text("pre", "\na")), "<pre>\n\na</pre>");
        assert_eq!(html(None::<&str>), "");
    }

    /// Texts that would mean something if they were not escaped, among others.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = prop::sample::select(vec![
            "<",
            ">",
            "\"",
            "'",
            "&",
            "</textarea>",
            "<script>",
            "--",
            "&lt;",
            "\r",
            "\0",
            "x",
        ]);
        prop_oneof![any::<String>(), prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())]
    }

    proptest! {
        #[test]
        fn no_text_becomes_anything_else(given in hostile()) {
            let written = html(given.as_str());
            prop_assert!(!written.contains(['<', '>', '"', '\'', '\r', '\0']));
            // Each `&` is one that was written here.
            let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;", "&#13;"];
            for (at, _) in written.match_indices('&') {
                prop_assert!(known.iter().any(|entity| written[at..].starts_with(entity)), "{}", written);
            }
            let attribute = html(element("input").set("value", &given));
            prop_assert_eq!(attribute.matches('"').count(), 2);
            prop_assert_eq!(attribute.matches('>').count(), 1);
        }

        #[test]
        fn a_text_is_read_as_it_was_unless_html_cannot_hold_it(given in "[a-z<>&\"'\n\t ]*") {
            let mut read = html(given.as_str());
            for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
                read = read.replace(entity, character);
            }
            prop_assert_eq!(read, given);
        }
    }
}
