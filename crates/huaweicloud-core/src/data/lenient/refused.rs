//! What setters were given and cannot be sent.

use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasher;

use super::Lenient;
use crate::data::{IntoInteger, OutOfRange};

/// The integers that setters of a struct were given and that are no `i64`, until the struct is sent: writing it then is an
/// error that names their fields. As large as a pointer, and empty unless something is wrong.
///
/// A field that is assigned directly afterwards has what it was assigned; but 0, or a list or a map of nothing, is what a refused value
/// leaves in it, and takes the setter.
///
/// A struct has it as a private field, which [`fields!`](crate::fields) knows of:
///
/// ```
/// use huaweicloud_core::IntoInteger;
/// use huaweicloud_core::lenient::Refused;
///
/// #[derive(Default)]
/// struct NewWidget {
///     size: Option<i64>,
///     refused: Refused,
/// }
///
/// huaweicloud_core::fields! {
///     NewWidget refusing refused {
///         "public-size" => size,
///     }
/// }
///
/// impl NewWidget {
///     fn size(mut self, value: impl IntoInteger) -> Self {
///         self.size = self.refused.checked("public-size", value);
///         self
///     }
/// }
///
/// let new = NewWidget::default().size(u64::MAX);
/// assert_eq!(
///     serde_json::to_string(&new).unwrap_err().to_string(),
///     "`public-size` is 18446744073709551615, more than 9223372036854775807"
/// );
/// assert_eq!(serde_json::to_string(&new.size(5_usize))?, r#"{"public-size":5}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Refused(Option<Box<Faults>>);

/// What was refused, in the order in which it was given, by the names under which it is sent.
#[derive(Clone, Default, PartialEq, Eq)]
struct Faults(Vec<(&'static str, OutOfRange)>);

impl Refused {
    /// What a field holds that is set to a value: the value, or a blank if it cannot be sent. What was refused of the field before
    /// is forgotten. `name` is the one under which the field is sent.
    pub fn checked<V: IntoIntegers, F: Lenient + From<V::Integers>>(&mut self, name: &'static str, value: V) -> F {
        self.forget(name);
        match value.into_integers() {
            Ok(integers) => F::from(integers),
            Err(error) => {
                self.0.get_or_insert_default().0.push((name, error));
                F::blank()
            }
        }
    }

    fn forget(&mut self, name: &str) {
        if let Some(faults) = &mut self.0 {
            faults.0.retain(|(field, _)| *field != name);
            // So that it equals one to which nothing ever happened.
            if faults.0.is_empty() {
                self.0 = None;
            }
        }
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, name: &str) -> Option<String> {
        let (name, error) = self.0.as_ref()?.0.iter().find(|(field, _)| *field == name)?;
        Some(format!("`{name}` is {error}"))
    }
}

/// The faults, by the names of their fields.
impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults = self.0.iter().flat_map(|faults| &faults.0);
        f.debug_map().entries(faults.map(|(name, error)| (name, format_args!("{error}").to_string()))).finish()
    }
}

/// Shows a struct as a derived `Debug` does, and what was refused of it if there is anything.
///
/// # Errors
///
/// An error of the formatter.
pub fn show_structure(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
    refused: &Refused,
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (field, value) in fields {
        shown.field(field, value);
    }
    if refused.0.is_some() {
        shown.field("refused", refused);
    }
    shown.finish()
}

/// What setters of integers take: an integer of any type, a list or a map of them, and an `Option` of these.
pub trait IntoIntegers {
    /// The same with `i64`.
    type Integers;

    /// The integers as services know them.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`] for the first one that is no `i64`.
    fn into_integers(self) -> Result<Self::Integers, OutOfRange>;
}

impl<N: IntoInteger> IntoIntegers for N {
    type Integers = i64;

    fn into_integers(self) -> Result<i64, OutOfRange> {
        self.into_integer()
    }
}

impl<V: IntoIntegers> IntoIntegers for Option<V> {
    type Integers = Option<V::Integers>;

    fn into_integers(self) -> Result<Self::Integers, OutOfRange> {
        self.map(V::into_integers).transpose()
    }
}

impl<N: IntoInteger> IntoIntegers for Vec<N> {
    type Integers = Vec<i64>;

    fn into_integers(self) -> Result<Self::Integers, OutOfRange> {
        self.into_iter().map(N::into_integer).collect()
    }
}

impl<N: IntoInteger, H: BuildHasher + Default> IntoIntegers for HashMap<String, N, H> {
    type Integers = HashMap<String, i64, H>;

    fn into_integers(self) -> Result<Self::Integers, OutOfRange> {
        self.into_iter().map(|(key, value)| Ok((key, value.into_integer()?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A struct with a field of every kind that takes integers.
    #[expect(clippy::option_option, reason = "left out, null and a value are three states")]
    #[derive(Clone, Default, PartialEq)]
    struct Widget {
        id: i64,
        size: Option<i64>,
        name: Option<String>,
        note: Option<Option<i64>>,
        parts: Vec<i64>,
        spares: Option<HashMap<String, i64>>,
        seen: Option<i64>,
        refused: Refused,
    }

    crate::fields! {
        Widget requires ["public-id", "name"] refusing refused {
            "public-id" | "id" => id,
            "size" => size,
            "name" => name or missing,
            "note" => note,
            "parts" => parts,
            "spares" => spares,
            "seen" => seen not sent,
        }
    }

    impl Widget {
        fn named() -> Self {
            Self { name: Some("w".to_owned()), ..Self::default() }
        }

        fn size(mut self, value: Option<impl IntoInteger>) -> Self {
            self.size = self.refused.checked("size", value);
            self
        }

        fn id(mut self, value: impl IntoInteger) -> Self {
            self.id = self.refused.checked("public-id", value);
            self
        }
    }

    const MORE: &str = "18446744073709551615, more than 9223372036854775807";

    fn written(widget: &Widget) -> Result<serde_json::Value, String> {
        serde_json::to_value(widget).map_err(|error| error.to_string())
    }

    #[test]
    fn integers_of_all_types_are_written() {
        let widget = Widget::named().id(5_u8).size(Some(7_usize));
        let expected = json!({"public-id": 5, "size": 7, "name": "w", "parts": []});
        assert_eq!(written(&widget), Ok(expected));
        assert_eq!(written(&widget.size(None::<u64>)).unwrap().get("size"), None);
        assert_eq!(size_of::<Refused>(), size_of::<usize>());
    }

    #[test]
    fn every_kind_of_field_refuses_what_is_no_i64() {
        let mut widget = Widget::named();
        widget.id = widget.refused.checked("public-id", u64::MAX);
        widget.size = widget.refused.checked("size", Some(u64::MAX));
        widget.note = widget.refused.checked("note", Some(Some(u64::MAX)));
        widget.parts = widget.refused.checked("parts", vec![1, u64::MAX]);
        let spares = HashMap::from([("a".to_owned(), u64::MAX)]);
        widget.spares = widget.refused.checked("spares", Some(spares));
        let names = ["public-id", "size", "note", "parts", "spares"];
        let error = names.map(|name| format!("`{name}` is {MORE}")).join("; ");
        assert_eq!(written(&widget), Err(error.clone()));
        widget.name = None;
        assert_eq!(written(&widget), Err(format!("{error}; `name` is missing; set it")), "all of it at once");
    }

    #[test]
    fn a_field_that_is_set_again_is_as_if_nothing_had_been_refused() {
        let fresh = Widget::named().id(1).size(Some(5));
        let again = Widget::named().id(u64::MAX).size(Some(u64::MAX)).id(1).size(Some(5_u64));
        assert_eq!(again, fresh);
        assert_eq!(written(&again), written(&fresh));
        assert_eq!(Widget::named().size(Some(u64::MAX)).size(None::<i64>), Widget::named());
        let one = Widget::named().size(Some(u64::MAX)).size(Some(u64::MAX - 1));
        assert_eq!(written(&one), Err("`size` is 18446744073709551614, more than 9223372036854775807".to_owned()));
        assert_ne!(one, Widget::named(), "what will be refused differs from what will be sent");
        // The fields are there for users, too.
        let mut widget = Widget::named().id(u64::MAX).size(Some(u64::MAX));
        (widget.id, widget.size) = (1, Some(5));
        assert_eq!(written(&widget), written(&fresh));
    }

    #[test]
    fn what_is_never_sent_refuses_nothing() {
        let mut widget = Widget::named();
        widget.seen = widget.refused.checked("seen", Some(u64::MAX));
        assert!(written(&widget).is_ok());
        assert!(crate::data::lenient::as_service(|| written(&widget)).is_err());
    }

    #[test]
    fn what_is_refused_is_shown_only_if_there_is_something() {
        let widget: Widget = serde_json::from_value(json!({"id": 1, "name": "w"})).unwrap();
        let shown = "id: 1, size: None, name: Some(\"w\"), note: None, parts: [], spares: None, seen: None";
        assert_eq!(format!("{widget:?}"), format!("Widget {{ {shown} }}"));
        let refused = format!("{:?}", widget.size(Some(u64::MAX)));
        assert_eq!(refused, format!("Widget {{ {shown}, refused: {{\"size\": \"{MORE}\"}} }}"));
    }
}
