//! Structs: from the fields of an object, and back.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{Lenient, OptionalSeed};

/// A struct whose fields are read leniently; [`fields!`](crate::fields) implements it.
pub trait Structure: Sized {
    /// Its name.
    const NAME: &'static str;
    /// The fields that must be there, by their own names.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of a field, if there is a field of that name.
    ///
    /// # Errors
    ///
    /// An error of the deserializer for a value that the field cannot have.
    fn read_field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Found, A::Error>;

    /// Writes all fields that are not left out.
    ///
    /// # Errors
    ///
    /// An error of the serializer.
    fn write_fields<M: SerializeMap>(&self, fields: &mut FieldWriter<M>) -> Result<(), M::Error>;

    /// The struct of which nothing is read yet: every field is [blank](Lenient::blank).
    #[doc(hidden)]
    fn blank_fields() -> Self;
}

/// What became of a name in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// There is no such field, and nothing was read.
    NoField,
    /// The value is `null`, which is no value of the field: it stays as it was.
    Null,
    /// The field, by its own name, has its value.
    Value(&'static str),
}

/// How a field is read and written. The methods have the names of the words that end an entry of [`fields!`](crate::fields).
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    name: &'static str,
    or_null: bool,
    or_missing: bool,
    is_sent: bool,
}

impl Entry {
    /// A field of this name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, or_null: false, or_missing: false, is_sent: true }
    }

    /// `or null`: `None` is written as `null`, which is a value of the field.
    #[must_use]
    pub const fn null(mut self) -> Self {
        self.or_null = true;
        self
    }

    /// `or missing`: `None` is no value to write, but a field that must be there and is not.
    #[must_use]
    pub const fn missing(mut self) -> Self {
        self.or_missing = true;
        self
    }

    /// `not sent`: the field is read and never written.
    #[must_use]
    pub const fn sent(mut self) -> Self {
        self.is_sent = false;
        self
    }
}

/// Reads the value of a field into it.
///
/// # Errors
///
/// An error of the deserializer, with the name of the field before it.
pub fn read_into<'de, T: Lenient, A: MapAccess<'de>>(
    field: &mut T,
    entry: Entry,
    map: &mut A,
) -> Result<Found, A::Error> {
    let name = entry.name;
    match map.next_value_seed(OptionalSeed(PhantomData)) {
        Ok(Some(value)) => {
            *field = value;
            Ok(Found::Value(name))
        }
        Ok(None) => Ok(match if entry.or_null { T::null_element() } else { T::null_field() } {
            Some(null) => {
                // A value that came before, under another name, is not taken away.
                if field.is_left_out() {
                    *field = null;
                }
                Found::Value(name)
            }
            None => Found::Null,
        }),
        // The path to the value, so that the error can be understood in a large response.
        Err(error) => Err(A::Error::custom(format_args!("{name}: {error}"))),
    }
}

/// Writes the fields of a struct, and keeps account of those that are missing.
#[derive(Debug)]
pub struct FieldWriter<M> {
    map: M,
    missing: Vec<&'static str>,
}

impl<M: SerializeMap> FieldWriter<M> {
    /// Writes a field, unless it is left out.
    ///
    /// # Errors
    ///
    /// An error of the serializer.
    pub fn write<T: Lenient + Serialize>(&mut self, entry: Entry, value: &T) -> Result<(), M::Error> {
        if !entry.is_sent || (value.is_left_out() && !entry.or_null) {
            if entry.or_missing {
                self.missing.push(entry.name);
            }
            return Ok(());
        }
        self.map.serialize_entry(entry.name, value)
    }

    /// # Errors
    ///
    /// An error that names every field that is missing.
    fn end(self) -> Result<M::Ok, M::Error> {
        let names = || self.missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self.missing.len() {
            0 => self.map.end(),
            1 => Err(M::Error::custom(format_args!("{} is missing; set it", names()))),
            _ => Err(M::Error::custom(format_args!("{} are missing; set them", names()))),
        }
    }
}

/// Reads a struct, or `null`.
///
/// # Errors
///
/// An error of the deserializer.
pub fn read_structure<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(StructureVisitor(PhantomData))
}

/// Reads a struct.
///
/// # Errors
///
/// An error of the deserializer.
pub fn structure<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = read_structure(deserializer)?;
    value.ok_or_else(|| D::Error::custom(format_args!("expected an object ({}), not null", T::NAME)))
}

/// Writes a struct.
///
/// # Errors
///
/// An error of the serializer, or one that names the fields that are missing.
pub fn write_structure<T: Structure, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut fields = FieldWriter { map: serializer.serialize_map(None)?, missing: Vec::new() };
    value.write_fields(&mut fields)?;
    fields.end()
}

struct StructureVisitor<T>(PhantomData<T>);

impl<'de, T: Structure> Visitor<'de> for StructureVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut value = T::blank_fields();
        let mut missing = T::REQUIRED.to_vec();
        while let Some(Name(name)) = map.next_key()? {
            match value.read_field(&name, &mut map)? {
                Found::Value(field) => missing.retain(|required| *required != field),
                Found::Null => {}
                Found::NoField => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match missing.first() {
            Some(field) => Err(A::Error::missing_field(field)),
            None => Ok(Some(value)),
        }
    }
}

/// The name of a field, borrowed where the input allows it.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E>(self, name: String) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashMap};

    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::Secret;

    crate::open_enum! {
        /// Colour of a widget.
        enum Colour {
            /// Red.
            Red => "RED",
        }
    }

    /// A struct without `Default` whose fields are of every kind, and which holds itself.
    #[derive(Debug, PartialEq)]
    struct Widget {
        id: String,
        size: i64,
        weight: f64,
        is_new: bool,
        colour: Colour,
        password: Secret,
        part: Part,
        boxed: Box<Part>,
        tags: Vec<String>,
        labels: HashMap<String, i64>,
        sorted: BTreeMap<String, i64>,
        any: Value,
        object: Map<String, Value>,
        next: Option<Box<Widget>>,
    }

    #[derive(Debug, PartialEq)]
    struct Part {
        name: String,
    }

    crate::fields! {
        Part requires ["name"] {
            "name" => name,
        }
    }

    crate::fields! {
        Widget requires ["id", "size", "weight", "is_new", "colour", "password", "part", "boxed", "any"] {
            "id" => id,
            "size" => size,
            "weight" => weight,
            "is_new" => is_new,
            "colour" => colour,
            "password" => password,
            "part" => part,
            "boxed" => boxed,
            "tags" => tags,
            "labels" => labels,
            "sorted" => sorted,
            "any" => any,
            "object" => object,
            "next" => next,
        }
    }

    #[test]
    fn a_struct_without_default_is_read_from_a_blank() {
        let blank = serde_json::to_value(Widget::blank()).unwrap();
        let empty = json!({
            "id": "", "size": 0, "weight": 0.0, "is_new": false, "colour": "", "password": "", "part": {"name": ""},
            "boxed": {"name": ""}, "tags": [], "labels": {}, "sorted": {}, "any": null, "object": {},
        });
        assert_eq!(blank, empty);
        assert_eq!(serde_json::from_value::<Widget>(blank).unwrap(), Widget::blank());
        assert!(Widget::blank().colour.is_unknown());
        assert_eq!(Colour::from(Colour::VALUES[0]), Colour::Red);
    }

    proptest! {
        /// Blank stands for nothing that was sent: what must be there and is not is an error, whatever else is there.
        #[test]
        fn no_blank_is_ever_read_for_what_must_be_there(present: [bool; 9]) {
            let whole = serde_json::to_value(Widget::blank()).unwrap();
            let names = Widget::REQUIRED.iter().zip(present);
            let read: Map<String, Value> = names
                .clone()
                .filter(|(_, is_present)| *is_present)
                .map(|(name, _)| ((*name).to_owned(), whole[*name].clone()))
                .collect();
            let error = serde_json::from_value::<Widget>(Value::Object(read)).err().map(|error| error.to_string());
            let missing = names.clone().find(|(_, is_present)| !is_present);
            prop_assert_eq!(error, missing.map(|(name, _)| format!("missing field `{name}`")));
        }
    }

    /// A body that is built bit by bit.
    #[derive(Debug, Default, PartialEq)]
    struct NewWidget {
        name: Option<String>,
        size: Option<i64>,
        tags: Option<Vec<String>>,
        note: Option<String>,
        part: Option<Part>,
    }

    crate::fields! {
        NewWidget requires ["name", "public-size", "tags"] {
            "name" => name or missing,
            "public-size" | "size" => size or missing,
            "tags" => tags or missing,
            "note" => note,
            "part" => part,
        }
    }

    proptest! {
        #[test]
        fn all_that_is_missing_is_named_at_once_and_else_it_is_written(
            name in prop::option::of("[a-z]{0,3}"),
            size in prop::option::of(any::<i64>()),
            tags in prop::option::of(prop::collection::vec("[a-z]{0,2}", 0..3)),
            note in prop::option::of("[a-z]{0,3}"),
        ) {
            let given = [("`name`", name.is_some()), ("`public-size`", size.is_some()), ("`tags`", tags.is_some())];
            let missing: Vec<&str> = given.iter().filter(|(_, is_given)| !is_given).map(|(name, _)| *name).collect();
            let new = NewWidget { name, size, tags, note, part: None };
            match (serde_json::to_string(&new).map_err(|error| error.to_string()), &missing[..]) {
                (Ok(written), []) => prop_assert_eq!(serde_json::from_str::<NewWidget>(&written).unwrap(), new),
                (Err(error), [one]) => prop_assert_eq!(error, format!("{one} is missing; set it")),
                (Err(error), more) => prop_assert_eq!(error, format!("{} are missing; set them", more.join(", "))),
                (Ok(written), _) => prop_assert!(false, "{missing:?} missing, but written: {written}"),
            }
        }
    }

    #[test]
    fn what_may_be_missing_until_it_is_sent_must_be_there_when_it_is_read() {
        let read = |text| serde_json::from_str::<NewWidget>(text).map_err(|error| error.to_string());
        let new = read(r#"{"name":"n","size":"5","tags":[null]}"#).unwrap();
        assert_eq!((new.name.as_deref(), new.size, new.tags), (Some("n"), Some(5), Some(vec![])));
        for text in [r#"{"name":"n","tags":[]}"#, r#"{"name":"n","tags":[],"public-size":null}"#] {
            assert!(read(text).unwrap_err().starts_with("missing field `public-size`"), "{text}");
        }
    }
}
