//! The query of a request.

use crate::data::ParameterValue;
use crate::error::Error;

/// A value that can stand in a query: a [`ParameterValue`], or a list.
pub trait QueryValue {
    /// Adds the value under `name`; a list adds one pair an element.
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>);
}

impl<T: ParameterValue> QueryValue for T {
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
        query.push((name, self.into_text()));
    }
}

impl<T: QueryValue> QueryValue for Vec<T> {
    fn add_to(self, name: &'static str, query: &mut Vec<(&'static str, String)>) {
        for value in self {
            value.add_to(name, query);
        }
    }
}

/// The elements of a list in one text, with commas between them.
///
/// The commas are percent-encoded like any other (`names=a%2Cb`), so that what is sent is, byte for byte, what is signed. So
/// an element with a comma of its own could not be distinguished from two elements: it is refused.
///
/// # Errors
///
/// [`Error::is_invalid_request`] for an element with a comma.
pub(super) fn joined<V: ParameterValue>(name: &str, values: Vec<V>) -> Result<String, Error> {
    let elements: Vec<String> = values.into_iter().map(ParameterValue::into_text).collect();
    if elements.iter().any(|element| element.contains(',')) {
        return Err(Error::invalid_request(format!(
            "an element of the query parameter `{name}` holds a comma, which would make two elements of it"
        )));
    }
    Ok(elements.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::canonical_query;

    #[test]
    fn lists_repeat_their_key() {
        let mut query = Vec::new();
        vec![3_i64, 1].add_to("n", &mut query);
        true.add_to("asc", &mut query);
        assert_eq!(canonical_query(&mut query), "asc=true&n=1&n=3");
    }

    #[test]
    fn a_joined_list_is_one_value() {
        let mut query = vec![("names", joined("names", vec!["a b", "c&", ""]).unwrap())];
        assert_eq!(canonical_query(&mut query), "names=a%20b%2Cc%26%2C");
        assert_eq!(joined("n", vec![3_i64, 1]).unwrap(), "3,1");
        let error = joined("names", vec!["a,b"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an element of the query parameter `names` holds a comma, which would make two elements of it"
        );
    }
}
