//! Structs: from the fields of an object, and back.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Lenient, OptionalSeed};

/// A struct whose fields are read leniently; [`fields!`](crate::fields) implements it.
pub trait Structure: Default {
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
    fn write_fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// What became of a name in an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// There is no such field, and nothing was read.
    NoField,
    /// The value is nothing: the field stays as it was.
    Nothing,
    /// The field, by its own name, has its value.
    Value(&'static str),
}

/// Reads the value of a field into it.
///
/// # Errors
///
/// An error of the deserializer, with the name of the field before it.
pub fn read_into<'de, T: Lenient, A: MapAccess<'de>>(
    field: &mut T,
    name: &'static str,
    map: &mut A,
) -> Result<Found, A::Error> {
    match map.next_value_seed(OptionalSeed(PhantomData)) {
        Ok(Some(value)) => {
            *field = value;
            Ok(Found::Value(name))
        }
        Ok(None) => Ok(Found::Nothing),
        // The path to the value, so that the error can be understood in a large answer.
        Err(error) => Err(A::Error::custom(format_args!("{name}: {error}"))),
    }
}

/// Writes a field, unless it is left out.
///
/// # Errors
///
/// An error of the serializer.
pub fn write<T: Lenient + Serialize, M: SerializeMap>(map: &mut M, name: &str, value: &T) -> Result<(), M::Error> {
    if value.is_left_out() { Ok(()) } else { map.serialize_entry(name, value) }
}

/// Reads a struct, or nothing.
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
    value.ok_or_else(|| D::Error::custom(format_args!("expected an object ({}), not nothing", T::NAME)))
}

/// Writes a struct.
///
/// # Errors
///
/// An error of the serializer.
pub fn write_structure<T: Structure, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    value.write_fields(&mut map)?;
    map.end()
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
        let mut value = T::default();
        let mut missing = T::REQUIRED.to_vec();
        while let Some(Name(name)) = map.next_key()? {
            match value.read_field(&name, &mut map)? {
                Found::Value(field) => missing.retain(|required| *required != field),
                Found::Nothing => {}
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

/// Makes a struct one that serde reads leniently and writes exactly; see [`lenient`](crate::lenient), with an example.
///
/// The struct must be [`Default`], and its fields [`Lenient`](crate::lenient::Lenient). Each is given with the name under
/// which it is sent, and after `|` others under which it is read, too. `requires` lists the names of those that must be there.
/// Unknown names are passed over; of a field that comes twice, the last value counts that is one.
#[macro_export]
macro_rules! fields {
    ($type:ident $(requires [$($required:literal),* $(,)?])? {
        $($name:literal $(| $alias:literal)* => $field:ident,)*
    }) => {
        impl $crate::lenient::Structure for $type {
            const NAME: &'static str = ::std::stringify!($type);
            const REQUIRED: &'static [&'static str] = &[$($($required),*)?];

            fn read_field<'de, A: $crate::__private::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                #[allow(unused_variables)] map: &mut A,
            ) -> ::std::result::Result<$crate::lenient::Found, A::Error> {
                match name {
                    $($name $(| $alias)* => $crate::__private::read_into(&mut self.$field, $name, map),)*
                    _ => ::std::result::Result::Ok($crate::lenient::Found::NoField),
                }
            }

            fn write_fields<M: $crate::__private::serde::ser::SerializeMap>(
                &self,
                #[allow(unused_variables)] map: &mut M,
            ) -> ::std::result::Result<(), M::Error> {
                // All fields of the struct: one that is not listed does not compile.
                let Self { $($field),* } = self;
                $($crate::__private::write(map, $name, $field)?;)*
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::lenient::Lenient for $type {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::__private::read_structure(deserializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::structure(deserializer)
            }
        }

        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::__private::write_structure(self, serializer)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::json;

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Part {
        name: String,
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Widget {
        id: String,
        size: Option<i64>,
        part: Option<Part>,
        parts: Vec<Part>,
        spares: HashMap<String, Part>,
    }

    #[derive(Debug, Default, PartialEq)]
    struct Nothing {}

    fields! {
        Part requires ["name"] {
            "name" => name,
        }
    }

    fields! {
        Widget requires ["id"] {
            "id" | "widget_id" => id,
            "size" => size,
            "part" => part,
            "parts" => parts,
            "spares" => spares,
        }
    }

    fields! {
        Nothing {}
    }

    fn read(text: &str) -> Result<Widget, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }

    #[test]
    fn names_are_found_in_any_order_and_spelling_of_json() {
        let widget =
            read(r#"{"p\u0061rts":[{"name":"nut"},null],"new":[1],"widget_id":7,"size":"5","part":null}"#).unwrap();
        let expected = Widget {
            id: "7".to_owned(),
            size: Some(5),
            parts: vec![Part { name: "nut".to_owned() }],
            ..Widget::default()
        };
        assert_eq!(widget, expected);
        let written = json!({"id": "7", "size": 5, "parts": [{"name": "nut"}], "spares": {}});
        assert_eq!(serde_json::to_value(&widget).unwrap(), written);
        assert_eq!(serde_json::from_value::<Widget>(written).unwrap(), expected);
        assert_eq!(serde_json::to_string(&Nothing {}).unwrap(), "{}");
        assert_eq!(serde_json::from_str::<Nothing>(r#"{"a":1}"#).unwrap(), Nothing {});
    }

    #[test]
    fn null_under_another_name_takes_no_value_away() {
        let widget = read(r#"{"widget_id":7,"id":null,"size":5,"parts":[{"name":"nut"}],"size":null,"parts":null}"#);
        let widget = widget.unwrap();
        assert_eq!((widget.id.as_str(), widget.size, widget.parts.len()), ("7", Some(5), 1));
    }

    #[test]
    fn what_is_missing_or_of_another_kind_is_told() {
        assert_eq!(read(r#"{"size":1}"#).unwrap_err(), "missing field `id` at line 1 column 10");
        assert_eq!(read("null").unwrap_err(), "expected an object (Widget), not nothing");
        assert_eq!(read("[]").unwrap_err(), "invalid type: sequence, expected an object (Widget) at line 1 column 2");
        assert_eq!(read(r#"{"id":null}"#).unwrap_err(), "missing field `id` at line 1 column 11");
        assert_eq!(read(r#"{"id":1,"part":{}}"#).unwrap_err(), "part: missing field `name` at line 1 column 17");
        assert!(read(r#"{"id":1,"parts":{}}"#).unwrap_err().starts_with("parts: invalid type: map, expected a list"));
        let nested = read(r#"{"id":1,"parts":[{"name":[]}]}"#).unwrap_err();
        assert!(nested.starts_with("parts: name: invalid type: sequence"), "{nested}");
    }
}
