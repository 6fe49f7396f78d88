//! Types as an interface writes them.

use super::file::File;
use crate::docs::facts::{DocType, SchemaType};

/// How many lists and maps a type may have around it.
const MAX_DEPTH: usize = 16;

impl File {
    /// A type, and the model that it names.
    ///
    /// # Errors
    ///
    /// The reason why it is none.
    pub(super) fn doc_type(&self, text: &str) -> Result<DocType, String> {
        let (schema, object) = self.schema(text, 0).ok_or_else(|| format!("`{text}` is neither a type nor a model"))?;
        Ok(DocType { text: text.to_owned(), schema, object: object.map(str::to_owned) })
    }

    fn schema<'t>(&self, text: &'t str, depth: usize) -> Option<(SchemaType, Option<&'t str>)> {
        if depth > MAX_DEPTH {
            return None;
        }
        let text = text.trim();
        if let Some(items) = inside(text, "list[", ']') {
            let (items, object) = self.schema(items, depth + 1)?;
            return Some((SchemaType::array(items), object));
        }
        if let Some(both) = inside(text, "dict(", ')') {
            let (values, object) = self.schema(both.strip_prefix("str,")?, depth + 1)?;
            return Some((SchemaType::Map { values: Box::new(values) }, object));
        }
        let schema = match text {
            "str" | "date" | "datetime" => SchemaType::String,
            "int" => SchemaType::Integer,
            "float" => SchemaType::Number,
            "bool" => SchemaType::Boolean,
            // Any value, as Python calls it.
            "object" => SchemaType::Unknown,
            "file" => SchemaType::Binary,
            model => {
                return self.models.contains_key(model).then_some((SchemaType::Object, Some(model)));
            }
        };
        Some((schema, None))
    }
}

/// What stands inside of a pair of brackets that spans the whole text.
fn inside<'t>(text: &'t str, opening: &str, closing: char) -> Option<&'t str> {
    text.strip_prefix(opening)?.strip_suffix(closing)
}

/// A type that could not be read.
pub(super) fn unknown(text: &str) -> DocType {
    DocType { text: text.to_owned(), schema: SchemaType::Unknown, object: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_nest() {
        let file: File = serde_json::from_str(r#"{"operations": [], "models": {"Widget": []}}"#).unwrap();
        let of = |text: &str| file.doc_type(text).map(|doc_type| (doc_type.schema, doc_type.object));
        let widgets = SchemaType::array(SchemaType::array(SchemaType::Object));
        assert_eq!(of("list[list[Widget]]"), Ok((widgets, Some("Widget".to_owned()))));
        assert_eq!(of("list[datetime]"), Ok((SchemaType::array(SchemaType::String), None)));
        assert_eq!((of("date"), of("file")), (Ok((SchemaType::String, None)), Ok((SchemaType::Binary, None))));
        let values = Box::new(SchemaType::array(SchemaType::Integer));
        assert_eq!(of("dict(str, list[int])"), Ok((SchemaType::Map { values }, None)));
        for text in ["", "Gadget", "list[Gadget]", "list[str", "dict(int, str)", "dict(str)", "str]"] {
            assert_eq!(of(text), Err(format!("`{text}` is neither a type nor a model")));
        }
        assert!(of(&format!("{}str{}", "list[".repeat(5000), "]".repeat(5000))).is_err());
    }
}
