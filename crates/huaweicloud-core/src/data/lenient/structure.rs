//! Structs: from the fields of an object, and back.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};

use super::{Lenient, OptionalSeed, Refused, located};

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

    /// Writes all fields that are not left out; the writer keeps account of errors.
    fn write_fields<M: SerializeMap>(&self, fields: &mut FieldWriter<M>);

    /// The struct of which nothing is read yet: every field is [blank](Lenient::blank).
    #[doc(hidden)]
    fn blank_fields() -> Self;

    /// Reads the struct, or `null`; one that need not be there also from what is empty in another way.
    #[doc(hidden)]
    fn read_structure<'de, D: Deserializer<'de>>(deserializer: D, is_optional: bool) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(StructureVisitor { is_optional, structure: PhantomData })
    }
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

/// The words that may end an entry of [`fields!`](crate::fields), each a bit: an entry has all of its own in one number, so that a
/// field costs the compiler one call to read and one to write.
#[allow(non_upper_case_globals, reason = "the macro finds them by the words that stand in it")]
pub mod words {
    /// `or null`: `None` is written as `null`, which is a value of the field.
    pub const null: u8 = 1;
    /// `or missing`: `None` is no value to write, but a field that must be there and is not.
    pub const missing: u8 = 2;
    /// `not sent`: the field is read and never written.
    pub const sent: u8 = 4;
}

/// A struct in a box is read and written as it is.
impl<T: Structure> Structure for Box<T> {
    const NAME: &'static str = T::NAME;
    const REQUIRED: &'static [&'static str] = T::REQUIRED;

    fn read_field<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<Found, A::Error> {
        T::read_field(self, name, map)
    }

    fn write_fields<M: SerializeMap>(&self, fields: &mut FieldWriter<M>) {
        T::write_fields(self, fields);
    }

    /// Ends, because a type that holds itself does so in an `Option` or in a list.
    fn blank_fields() -> Self {
        Self::new(T::blank_fields())
    }

    /// As what is in the box, so that what that takes in memory is counted.
    fn read_structure<'de, D: Deserializer<'de>>(deserializer: D, is_optional: bool) -> Result<Option<Self>, D::Error> {
        Ok(T::read_structure(deserializer, is_optional)?.map(Self::new))
    }
}

impl<T: Structure> Lenient for T {
    fn blank() -> Self {
        Self::blank_fields()
    }

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_structure(deserializer, false)
    }

    fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_structure(deserializer, true)
    }
}

/// Reads the value of a field into it.
///
/// # Errors
///
/// An error of the deserializer, with the name of the field before it.
pub fn read_into<'de, T: Lenient, A: MapAccess<'de>>(
    field: &mut T,
    name: &'static str,
    words: u8,
    map: &mut A,
) -> Result<Found, A::Error> {
    match map.next_value_seed(OptionalSeed(PhantomData)) {
        Ok(Some(value)) => {
            *field = value;
            Ok(Found::Value(name))
        }
        Ok(None) => Ok(match if words & words::null > 0 { T::null_element() } else { T::null_field() } {
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
        Err(error) => Err(located(&name, &error)),
    }
}

/// Writes the fields of a struct, and keeps account of those that are missing, and of those whose value cannot be sent.
pub struct FieldWriter<M: SerializeMap> {
    map: M,
    missing: Vec<&'static str>,
    /// What setters refused.
    refused: Refused,
    /// What of it still stands, in words.
    faults: Vec<String>,
    /// What went wrong first: nothing is written after it.
    failed: Option<M::Error>,
}

impl<M: SerializeMap> FieldWriter<M> {
    /// Says what setters refused, before any field is written.
    pub fn refuse(&mut self, refused: &Refused) {
        self.refused = refused.clone();
    }

    /// Writes a field, unless it is left out.
    pub fn write<T: Lenient + Serialize>(&mut self, name: &'static str, words: u8, value: &T) {
        if self.failed.is_some() {
            return;
        }
        // What clients do not send comes from services.
        let is_written = words & words::sent == 0 || super::side::is_service();
        // What a setter refused left the field blank; who has put something there since means that.
        if let Some(fault) = self.refused.fault(name).filter(|_| is_written && value.is_blank()) {
            self.faults.push(fault);
        } else if is_written && (words & words::null > 0 || !value.is_left_out()) {
            self.failed = self.map.serialize_entry(name, value).err();
        } else if words & words::missing > 0 {
            self.missing.push(name);
        }
    }

    /// # Errors
    ///
    /// An error of the serializer, or one that names every field that is missing, or has a value that cannot be sent.
    fn end(self) -> Result<M::Ok, M::Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let names = || self.missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let mut faults = self.faults;
        match self.missing.len() {
            0 => {}
            1 => faults.push(format!("{} is missing; set it", names())),
            _ => faults.push(format!("{} are missing; set them", names())),
        }
        if faults.is_empty() { self.map.end() } else { Err(M::Error::custom(faults.join("; "))) }
    }
}

/// Reads a struct.
///
/// # Errors
///
/// An error of the deserializer.
pub fn structure<'de, T: Structure, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = T::read_structure(deserializer, false)?;
    value.ok_or_else(|| D::Error::custom(format_args!("expected an object ({}), not null", T::NAME)))
}

/// Writes a struct.
///
/// # Errors
///
/// An error of the serializer, or one that names the fields that are missing or cannot be sent.
pub fn write_structure<T: Structure, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut fields = FieldWriter {
        map: serializer.serialize_map(None)?,
        missing: Vec::new(),
        refused: Refused::default(),
        faults: Vec::new(),
        failed: None,
    };
    value.write_fields(&mut fields);
    fields.end()
}

struct StructureVisitor<T> {
    /// Whether the struct need not be there: an empty text or list, and an empty object if something is required of it, then
    /// are none.
    is_optional: bool,
    structure: PhantomData<T>,
}

impl<'de, T: Structure> Visitor<'de> for StructureVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match text.trim() {
            "" if self.is_optional => Ok(None),
            _ => Err(E::invalid_type(Unexpected::Str(text), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        match list.next_element::<IgnoredAny>()? {
            None if self.is_optional => Ok(None),
            _ => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut value = T::blank_fields();
        let mut is_empty = true;
        let mut missing = T::REQUIRED.to_vec();
        while let Some(Name(name)) = map.next_key()? {
            is_empty = false;
            match value.read_field(&name, &mut map)? {
                Found::Value(field) => missing.retain(|required| *required != field),
                Found::Null => {}
                Found::NoField => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        match missing.first() {
            Some(_) if is_empty && self.is_optional => Ok(None),
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
mod tests;
