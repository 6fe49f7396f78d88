//! Structs: from the fields of an object, and back.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Lenient, Seed};

/// A struct whose fields are read leniently; [`fields!`](crate::fields) implements it.
pub trait Structure: Default {
    /// Its name.
    const NAME: &'static str;
    /// The fields that must be there, by their own names.
    const REQUIRED: &'static [&'static str];

    /// Reads the value of a field. The field's own name is given back; nothing, and nothing read, if there is no such field.
    ///
    /// # Errors
    ///
    /// An error of the deserializer for a value that the field cannot have.
    fn read_field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A)
    -> Result<Option<&'static str>, A::Error>;

    /// Writes all fields that are not left out.
    ///
    /// # Errors
    ///
    /// An error of the serializer.
    fn write_fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Reads the value of a field.
#[doc(hidden)]
pub fn next<'de, T: Lenient, A: MapAccess<'de>>(map: &mut A) -> Result<T, A::Error> {
    map.next_value_seed(Seed(PhantomData))
}

/// Writes a field, unless it is left out.
#[doc(hidden)]
pub fn write<T: Lenient + Serialize, M: SerializeMap>(map: &mut M, name: &str, value: &T) -> Result<(), M::Error> {
    if value.is_left_out() { Ok(()) } else { map.serialize_entry(name, value) }
}

/// Reads a struct, or nothing.
#[doc(hidden)]
pub fn read_structure<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(StructureVisitor(PhantomData))
}

/// Reads a struct.
#[doc(hidden)]
pub fn structure<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = read_structure(deserializer)?;
    value.ok_or_else(|| D::Error::custom(format_args!("expected an object ({}), not nothing", T::NAME)))
}

/// Writes a struct.
#[doc(hidden)]
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
                Some(field) => missing.retain(|required| *required != field),
                None => drop(map.next_value::<IgnoredAny>()?),
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
/// Unknown names are passed over; of a name that comes twice, the last value counts.
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
            ) -> ::std::result::Result<::std::option::Option<&'static str>, A::Error> {
                ::std::result::Result::Ok(match name {
                    $($name $(| $alias)* => {
                        self.$field = $crate::lenient::next(map)?;
                        ::std::option::Option::Some($name)
                    })*
                    _ => ::std::option::Option::None,
                })
            }

            fn write_fields<M: $crate::__private::serde::ser::SerializeMap>(
                &self,
                #[allow(unused_variables)] map: &mut M,
            ) -> ::std::result::Result<(), M::Error> {
                $($crate::lenient::write(map, $name, &self.$field)?;)*
                ::std::result::Result::Ok(())
            }
        }

        impl $crate::lenient::Lenient for $type {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::lenient::read_structure(deserializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::lenient::structure(deserializer)
            }
        }

        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::lenient::write_structure(self, serializer)
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
    fn what_is_missing_or_of_another_kind_is_told() {
        assert_eq!(read(r#"{"size":1}"#).unwrap_err(), "missing field `id` at line 1 column 10");
        assert_eq!(read("null").unwrap_err(), "expected an object (Widget), not nothing");
        assert_eq!(read("[]").unwrap_err(), "invalid type: sequence, expected an object (Widget) at line 1 column 2");
        assert!(read(r#"{"id":null}"#).unwrap_err().starts_with("expected a value, not nothing"));
        assert!(read(r#"{"id":1,"part":{}}"#).unwrap_err().starts_with("missing field `name`"));
        assert!(read(r#"{"id":1,"parts":{}}"#).unwrap_err().starts_with("invalid type: map, expected a list"));
    }
}
