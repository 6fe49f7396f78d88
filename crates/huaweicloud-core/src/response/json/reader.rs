//! The reader itself.

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::BUDGET;
use super::access::{Entries, List};
use super::error::JsonError;
use super::text::Text;
use crate::data::lenient::scalar::EXACT;

/// How deep lists and objects may lie in each other.
const DEPTH: usize = 128;

/// Reads one value after the other from a text.
pub(in crate::response) struct Reader<'de> {
    text: &'de str,
    at: usize,
    /// How many lists and objects are open.
    depth: usize,
    /// How many bytes values may still take.
    pub(super) budget: usize,
    /// Whether the value that was read last was passed over.
    pub(super) passed_over: bool,
    /// Whether a field of the outermost object was read by the type.
    pub(super) has_known_field: bool,
}

impl<'de> Reader<'de> {
    pub(in crate::response) fn new(text: &'de str) -> Self {
        Self { text, at: 0, depth: 0, budget: BUDGET, passed_over: false, has_known_field: false }
    }

    /// Whether the type has a field of the outermost object that is neither `null` nor the id of the request.
    pub(in crate::response) fn has_known_field(&self) -> bool {
        self.has_known_field
    }

    /// Only white space may follow.
    pub(in crate::response) fn end(&mut self) -> Result<(), JsonError> {
        if self.peek().is_none() { Ok(()) } else { Err(self.wrong("something after the end of the value")) }
    }

    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The text from a position to here, both of which are beside ASCII characters.
    pub(super) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    pub(super) fn back(&mut self, bytes: usize) {
        self.at -= bytes;
    }

    /// Passes over a byte if it comes next.
    pub(super) fn next_is(&mut self, byte: u8) -> bool {
        let is_next = self.byte() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    /// The next byte that is no white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                next => return next,
            }
        }
    }

    pub(super) fn wrong(&self, what: &str) -> JsonError {
        if self.at < self.text.len() {
            JsonError::syntax(what, self.at)
        } else {
            JsonError::syntax("the text ends too early,", self.text.len())
        }
    }

    /// Takes what a value needs in memory from the budget.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), JsonError> {
        let left = self.budget.checked_sub(bytes);
        self.budget = left.ok_or_else(|| {
            JsonError::syntax(
                "there are too many values, which would take more memory than is allowed, from the one",
                self.at,
            )
        })?;
        Ok(())
    }

    /// Reads the inside of a list or of an object, and the bracket that ends it.
    fn inside<T>(
        &mut self,
        bytes: usize,
        end: u8,
        read: impl FnOnce(&mut Self) -> Result<T, JsonError>,
    ) -> Result<T, JsonError> {
        if self.depth == DEPTH {
            return Err(JsonError::syntax("recursion limit exceeded", self.at));
        }
        self.spend(bytes)?;
        self.at += 1;
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        if self.peek() != Some(end) {
            return Err(self.wrong("elements that nothing has read"));
        }
        self.at += 1;
        self.passed_over = false;
        Ok(value)
    }

    fn list<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, JsonError> {
        self.inside(0, b']', |reader| visitor.visit_seq(List::new(reader)))
    }

    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, JsonError> {
        self.inside(size_of::<V::Value>(), b'}', |reader| visitor.visit_map(Entries::new(reader)))
    }

    fn literal(&mut self, word: &str) -> Result<(), JsonError> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(self.wrong("no value of JSON"));
        }
        self.at += word.len();
        Ok(())
    }

    fn scalar<V: Visitor<'de>>(&mut self, first: Option<u8>, visitor: V) -> Result<V::Value, JsonError> {
        match first {
            Some(b'"') => match self.text()? {
                Text::Borrowed(text) => visitor.visit_borrowed_str(text),
                Text::Owned(text) => visitor.visit_string(text),
            },
            Some(b't') => self.literal("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.literal("false").and_then(|()| visitor.visit_bool(false)),
            Some(b'n') => self.literal("null").and_then(|()| visitor.visit_unit()),
            _ => Err(self.wrong("no value of JSON")),
        }
    }

    /// Passes over a value, however deep it is.
    pub(super) fn skip(&mut self) -> Result<(), JsonError> {
        let mut open = Vec::new();
        loop {
            match self.peek() {
                Some(b'"') => self.skip_text()?,
                Some(b'-' | b'0'..=b'9') => self.skip_number()?,
                Some(bracket @ (b'[' | b'{')) => {
                    self.at += 1;
                    // The bracket that ends it: two characters on in ASCII, in both cases.
                    open.push(bracket + 2);
                    if self.peek() != Some(bracket + 2) {
                        self.skip_key(bracket + 2)?;
                        continue;
                    }
                }
                Some(b't') => self.literal("true")?,
                Some(b'f') => self.literal("false")?,
                _ => self.literal("null")?,
            }
            loop {
                let Some(&end) = open.last() else { return Ok(()) };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.skip_key(end)?;
                        break;
                    }
                    Some(byte) if byte == end => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return Err(self.wrong("neither a comma nor an end")),
                }
            }
        }
    }

    /// Passes over the name of an entry, if what is open is an object.
    fn skip_key(&mut self, end: u8) -> Result<(), JsonError> {
        if end != b'}' {
            return Ok(());
        }
        if self.peek() != Some(b'"') {
            return Err(self.wrong("no name of a field"));
        }
        self.skip_text()?;
        self.colon()
    }

    pub(super) fn colon(&mut self) -> Result<(), JsonError> {
        if self.peek() != Some(b':') {
            return Err(self.wrong("no colon"));
        }
        self.at += 1;
        Ok(())
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = JsonError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.peek() {
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.list(visitor),
            Some(b'-' | b'0'..=b'9') => self.number(visitor),
            first => self.scalar(first, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        if self.peek() == Some(b'n') {
            self.literal("null")?;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        if name != EXACT {
            return visitor.visit_newtype_struct(self);
        }
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.exact_number(visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        match self.peek() {
            Some(b'{') => {
                self.inside(0, b'}', |reader| visitor.visit_enum(MapAccessDeserializer::new(Entries::new(reader))))
            }
            Some(b'"') => visitor.visit_enum(self.text()?.as_ref().into_deserializer()),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.skip()?;
        self.passed_over = true;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}
