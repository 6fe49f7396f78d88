//! An object, or a list, around all fields that the examples show and the tables leave out.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::docs::classify::guard;
use crate::docs::classify::samples::{Samples, items};
use crate::docs::facts::{Field, PageFacts, PageProblem, PageProblemKind, SchemaType};

/// Which part of the keys inside of the object must be fields of the tables, in percent.
const MOST: usize = 80;

/// What a field is called that is the body itself, a list.
const WHOLE_BODY: &str = "$";
/// What a row is called that is the whole body.
const WHOLE_ROW: &str = "-";

/// What examples have around the fields of a body.
#[derive(Debug)]
pub(super) struct Wrapper {
    /// The key of the examples under which the fields are; none if the body itself is the list of them.
    key: Option<String>,
    is_list: bool,
    /// The line of the first example that shows it.
    line: u32,
}

impl Wrapper {
    /// What all examples have around the fields.
    pub(super) fn find(names: &HashSet<&str>, samples: &Samples<'_>) -> Option<Self> {
        Self::list(names, samples).or_else(|| Self::object(names, samples))
    }

    /// The list that all examples are, if its items have fields of the tables, and no row is the list itself.
    fn list(names: &HashSet<&str>, samples: &Samples<'_>) -> Option<Self> {
        let bodies: Vec<(&Value, u32)> =
            samples.bodies().filter(|(body, _)| !guard::is_of_error(names, body)).collect();
        let (_, line) = *bodies.first()?;
        if names.contains(WHOLE_ROW) || !bodies.iter().all(|(body, _)| body.is_array()) {
            return None;
        }
        let mut keys = bodies.iter().flat_map(|(body, _)| items(body)).filter_map(Value::as_object).flat_map(Map::keys);
        let is_of_fields = keys.any(|key| names.contains(key.as_str()));
        is_of_fields.then_some(Self { key: None, is_list: true, line })
    }

    /// The one key that all examples have at their top, if it is no field and has the fields inside.
    fn object(names: &HashSet<&str>, samples: &Samples<'_>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (body, line) in samples.bodies().filter(|(body, _)| !guard::is_of_error(names, body)) {
            let object = body.as_object().filter(|object| object.len() == 1)?;
            let (name, value) = object.iter().next()?;
            if names.contains(name.as_str()) || found.as_ref().is_some_and(|first| first.key.as_ref() != Some(name)) {
                return None;
            }
            let inner = || items(value).filter_map(Value::as_object).flat_map(Map::keys);
            let (all, known) = (inner().count(), inner().filter(|key| names.contains(key.as_str())).count());
            if all < 2 || known * 100 < all * MOST {
                return None;
            }
            found.get_or_insert(Self { key: Some(name.clone()), is_list: value.is_array(), line });
        }
        found
    }

    /// The examples of the fields inside.
    pub(super) fn inside<'e>(&self, samples: &Samples<'e>) -> Samples<'e> {
        self.key.as_ref().map_or_else(|| samples.clone(), |key| samples.inside(key))
    }

    /// Puts the fields of a body into it. That the tables lack it is told.
    pub(super) fn put_around(&self, facts: &mut PageFacts, fields: Vec<Field>) -> Vec<Field> {
        let Self { key, is_list, line } = self;
        let around = key.as_ref().map_or_else(|| "a list".to_owned(), |key| format!("`{key}`"));
        let name = key.as_deref().unwrap_or(WHOLE_BODY);
        let reason = format!("the example has the fields inside of {around}, which no table has; they are read so");
        facts.problems.push(PageProblem::new(&facts.page, *line, PageProblemKind::ExampleField, reason));
        let schema = if *is_list { SchemaType::array(SchemaType::Object) } else { SchemaType::Object };
        let prefix = if *is_list { format!("{name}[].") } else { format!("{name}.") };
        let around = Field::of_example(name.to_owned(), schema, *line);
        let inside = fields.into_iter().map(|field| Field { field: format!("{prefix}{}", field.field), ..field });
        std::iter::once(around).chain(inside).collect()
    }
}
