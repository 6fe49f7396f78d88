//! The query of a request.

use crate::data::{OutOfRange, ParameterValue};

/// A value that can stand in a query: a [`ParameterValue`], or a list.
pub trait QueryValue {
    /// Gives `add` the text of each value: none, one, or those of a list, in order.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for an integer that no service can read.
    fn each_text(self, add: &mut dyn FnMut(String)) -> Result<(), OutOfRange>;
}

impl<V: ParameterValue> QueryValue for V {
    fn each_text(self, add: &mut dyn FnMut(String)) -> Result<(), OutOfRange> {
        if let Some(text) = self.into_text()? {
            add(text);
        }
        Ok(())
    }
}

impl<V: QueryValue> QueryValue for Vec<V> {
    fn each_text(self, add: &mut dyn FnMut(String)) -> Result<(), OutOfRange> {
        self.into_iter().try_for_each(|value| value.each_text(add))
    }
}

impl<V: QueryValue, const N: usize> QueryValue for [V; N] {
    fn each_text(self, add: &mut dyn FnMut(String)) -> Result<(), OutOfRange> {
        self.into_iter().try_for_each(|value| value.each_text(add))
    }
}

impl<V: QueryValue> QueryValue for Option<Vec<V>> {
    fn each_text(self, add: &mut dyn FnMut(String)) -> Result<(), OutOfRange> {
        self.map_or(Ok(()), |values| values.each_text(add))
    }
}

/// The elements of a list in one text, with commas between them.
///
/// The commas are percent-encoded like any other (`names=a%2Cb`), so that what is sent is, byte for byte, what is signed. So
/// an element with a comma of its own could not be distinguished from two elements.
#[derive(Default)]
pub(super) struct Joined {
    /// None for a list of none.
    pub(super) text: Option<String>,
    /// Whether an element holds a comma.
    pub(super) is_ambiguous: bool,
}

impl Joined {
    pub(super) fn add(&mut self, element: String) {
        self.is_ambiguous |= element.contains(',');
        match &mut self.text {
            Some(text) => {
                text.push(',');
                text.push_str(&element);
            }
            None => self.text = Some(element),
        }
    }

    /// What is wrong with it, as the query parameter of that name.
    pub(super) fn fault(&self, name: &str) -> Option<String> {
        let message = "holds a comma, which would make two elements of it";
        self.is_ambiguous.then(|| format!("an element of the query parameter `{name}` {message}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::canonical_query;

    fn texts(value: impl QueryValue) -> Vec<String> {
        let mut texts = Vec::new();
        value.each_text(&mut |text| texts.push(text)).unwrap();
        texts
    }

    #[test]
    fn lists_give_a_text_an_element() {
        assert_eq!(texts(vec![3_i64, 1]), ["3", "1"]);
        assert_eq!(texts(["a", "b"]), ["a", "b"]);
        assert_eq!(texts(Some(vec![true])), ["true"]);
        assert_eq!(texts(vec![Some("a"), None]), ["a"]);
        assert_eq!(texts(5_u8), ["5"]);
        assert_eq!(texts(None::<Vec<u64>>), Vec::<String>::new());
        assert!(vec![1, u64::MAX].each_text(&mut |_| {}).is_err());
    }

    #[test]
    fn a_joined_list_is_one_value() {
        let joined = |value: Vec<&'static str>| {
            let mut joined = Joined::default();
            value.each_text(&mut |text| joined.add(text)).unwrap();
            (joined.text, joined.is_ambiguous)
        };
        let text = joined(vec!["a b", "c&", ""]).0.unwrap();
        assert_eq!(canonical_query(&mut [("names", text)]), "names=a%20b%2Cc%26%2C");
        assert_eq!(joined(vec![]), (None, false));
        assert_eq!(joined(vec!["", ""]), (Some(",".to_owned()), false));
        assert!(joined(vec!["a,b"]).1);
    }
}
