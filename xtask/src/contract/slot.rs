//! Places for values: parameters and fields.

use crate::docs::{ParameterIn, SchemaType};
use crate::model::{Limit, Model, Parameter, ParameterIn as Place, Schema, Shape, StringFormat};
use crate::spec::child;

/// How deep schemas are followed; a schema may be made of itself.
pub(super) const MAX_DEPTH: usize = 16;

/// A place for a value: a parameter or a field.
#[derive(Clone, Debug)]
pub(crate) struct Slot<'m> {
    /// Name of the parameter, or path of the field.
    pub(crate) name: String,
    /// Where a parameter stands; none for a field.
    pub(crate) location: Option<ParameterIn>,
    pub(crate) required: bool,
    /// Whether it is out of date.
    pub(crate) is_deprecated: bool,
    /// Pointer to what says whether the value is required: the parameter, or the object with the field.
    pub(crate) holder: &'m str,
    /// The schema as it stands there.
    pub(crate) own: &'m Schema,
    /// The same, references followed.
    pub(crate) schema: &'m Schema,
    /// The source of what a field lies in, if that names one of its own.
    pub(crate) around: Option<&'m str>,
}

impl<'m> Slot<'m> {
    pub(super) fn of_parameter(model: &'m Model, parameter: &'m Parameter) -> Self {
        let location = match parameter.place {
            Place::Path => ParameterIn::Path,
            Place::Query => ParameterIn::Query,
            Place::Header => ParameterIn::Header,
        };
        Self {
            name: parameter.name.clone(),
            location: Some(location),
            required: parameter.required,
            is_deprecated: parameter.deprecated.is_some(),
            holder: &parameter.pointer,
            own: &parameter.schema,
            schema: model.resolve(&parameter.schema),
            around: None,
        }
    }

    /// Where it stands: the parameter, or the property of its object.
    pub(crate) fn pointer(&self) -> String {
        match self.location {
            Some(_) => self.holder.to_owned(),
            None => child(&child(self.holder, "properties"), split(&self.name).1),
        }
    }

    /// The source that the fact was taken from, if its schema names one of its own: where it stands, or where it leads; or
    /// else that of what it lies in.
    pub(crate) fn origin(&self) -> Option<&'m str> {
        origin(self.own).or_else(|| origin(self.schema)).or(self.around)
    }
}

/// The path of the object around a field, and its name there.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('.').unwrap_or(("", path))
}

/// The source that a schema names as its own.
pub(super) fn origin(schema: &Schema) -> Option<&str> {
    schema.source.as_deref()
}

/// The schema of the items of a list, or of a list of lists, references followed, and how many lists are around it. Limits
/// of a list's values stand there.
pub(super) fn innermost<'m>(model: &'m Model, schema: &'m Schema) -> (&'m Schema, usize) {
    let mut at = model.resolve(schema);
    for depth in 0..MAX_DEPTH {
        match at.items() {
            Some(items) => at = model.resolve(items),
            None => return (at, depth),
        }
    }
    (at, MAX_DEPTH)
}

/// The type of a schema, as the readers of pages name types.
pub(super) fn schema_type(model: &Model, schema: &Schema) -> SchemaType {
    nested_type(model, schema, 0)
}

fn nested_type(model: &Model, schema: &Schema, depth: usize) -> SchemaType {
    if depth > MAX_DEPTH {
        return SchemaType::Unknown;
    }
    match &model.resolve(schema).shape {
        Shape::String(StringFormat::Binary) => SchemaType::Binary,
        Shape::String(_) | Shape::Enum(_) => SchemaType::String,
        Shape::Integer => SchemaType::Integer,
        Shape::Number => SchemaType::Number,
        Shape::Boolean => SchemaType::Boolean,
        Shape::Array(items) => SchemaType::array(nested_type(model, items, depth + 1)),
        Shape::Map(values) => SchemaType::Map { values: Box::new(nested_type(model, values, depth + 1)) },
        Shape::Object(_) | Shape::AnyObject => SchemaType::Object,
        Shape::Any | Shape::Reference(_) | Shape::Unreadable => SchemaType::Unknown,
    }
}

/// Whether a limit says something of values of a type.
pub(crate) const fn is_limited_by(schema: &SchemaType, limit: Limit) -> bool {
    match limit {
        Limit::Minimum | Limit::Maximum => matches!(schema, SchemaType::Integer | SchemaType::Number),
        Limit::MinLength | Limit::MaxLength => matches!(schema, SchemaType::String),
        _ => true,
    }
}
