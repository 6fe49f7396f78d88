//! The elements of lists, and the entries of objects.

use serde::de::{DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::error::JsonError;
use super::reader::Reader;
use super::text::Text;

/// What a map takes in memory beside its values, an entry: its key, and the share of its table.
const MAP_ENTRY: usize = 96;
/// What a map with an entry takes in memory, however few there are: a node of a tree for ten.
const FIRST_MAP_ENTRY: usize = 640;

/// The elements of a list.
pub(super) struct List<'r, 'de> {
    reader: &'r mut Reader<'de>,
    is_first: bool,
}

/// The entries of an object.
pub(super) struct Entries<'r, 'de> {
    reader: &'r mut Reader<'de>,
    is_first: bool,
    /// The last key is the id of the request, which refusals and values both have.
    is_request_id: bool,
}

impl<'r, 'de> List<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Self { reader, is_first: true }
    }
}

impl<'r, 'de> Entries<'r, 'de> {
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Self { reader, is_first: true, is_request_id: false }
    }
}

/// Passes over the comma before all elements but the first; whether there is another element.
pub(super) fn has_next(reader: &mut Reader<'_>, is_first: &mut bool, end: u8) -> Result<bool, JsonError> {
    let is_first = std::mem::take(is_first);
    match reader.peek() {
        Some(byte) if byte == end => Ok(false),
        Some(_) if is_first => Ok(true),
        Some(b',') => {
            reader.advance(1);
            Ok(true)
        }
        _ => Err(reader.wrong("neither a comma nor an end")),
    }
}

impl<'de> SeqAccess<'de> for List<'_, 'de> {
    type Error = JsonError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, JsonError> {
        if !has_next(self.reader, &mut self.is_first, b']')? {
            return Ok(None);
        }
        self.reader.spend(size_of::<T::Value>())?;
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de> {
    type Error = JsonError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, JsonError> {
        let is_first = self.is_first;
        if !has_next(self.reader, &mut self.is_first, b'}')? {
            return Ok(None);
        }
        if self.reader.peek() != Some(b'"') {
            return Err(self.reader.wrong("no name of a field"));
        }
        let text = self.reader.text()?;
        self.is_request_id = self.reader.is_outermost() && text.as_ref() == "request_id";
        self.reader.colon()?;
        seed.deserialize(Key { text, reader: &mut *self.reader, is_first }).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, JsonError> {
        if !self.reader.is_outermost() {
            return seed.deserialize(&mut *self.reader);
        }
        let is_null = self.reader.peek() == Some(b'n');
        self.reader.passed_over = false;
        let value = seed.deserialize(&mut *self.reader);
        self.reader.has_known_field |= !self.reader.passed_over && !is_null && !self.is_request_id;
        self.reader.passed_over = false;
        value
    }
}

/// The key of an entry.
struct Key<'r, 'de> {
    text: Text<'de>,
    reader: &'r mut Reader<'de>,
    is_first: bool,
}

macro_rules! numeric_keys {
    ($($deserialize:ident $visit:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
            match self.text.as_ref().parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = JsonError;

    /// The key of a map, of which the map keeps a copy.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.reader.spend(if self.is_first { FIRST_MAP_ENTRY } else { MAP_ENTRY })?;
        self.deserialize_identifier(visitor)
    }

    /// The name of a field of a struct.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.text {
            Text::Borrowed(text) => visitor.visit_borrowed_str(text),
            Text::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, JsonError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        visitor.visit_enum(self.text.as_ref().into_deserializer())
    }

    numeric_keys! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct ignored_any
    }
}
