//! An object around all fields that the examples show and the tables leave out.

use std::collections::HashSet;

use serde_json::Value;

use crate::docs::classify::guard;
use crate::docs::classify::samples::{Samples, items};
use crate::docs::facts::{Constraints, DocType, Field, PageFacts, PageProblem, PageProblemKind, Required, SchemaType};

/// Which part of the keys inside of the object must be fields of the tables, in percent.
const MOST: usize = 80;

/// An object that examples have around the fields of a body.
#[derive(Debug)]
pub(super) struct Wrapper {
    pub(super) name: String,
    is_list: bool,
    /// The line of the first example that shows it.
    line: u32,
}

impl Wrapper {
    /// The one key that all examples have at their top, if it is no field and has the fields inside.
    pub(super) fn find(names: &HashSet<&str>, samples: &Samples<'_>) -> Option<Self> {
        let mut found: Option<Self> = None;
        for (body, line) in samples.bodies().filter(|(body, _)| !guard::is_of_error(names, body)) {
            let object = body.as_object().filter(|object| object.len() == 1)?;
            let (name, value) = object.iter().next()?;
            if names.contains(name.as_str()) || found.as_ref().is_some_and(|first| first.name != *name) {
                return None;
            }
            let inner = || items(value).filter_map(Value::as_object).flat_map(|object| object.keys());
            let (all, known) = (inner().count(), inner().filter(|key| names.contains(key.as_str())).count());
            if all < 2 || known * 100 < all * MOST {
                return None;
            }
            found.get_or_insert(Self { name: name.clone(), is_list: value.is_array(), line });
        }
        found
    }

    /// Puts the fields of a body into it. That the tables lack it is told.
    pub(super) fn put_around(&self, facts: &mut PageFacts, fields: Vec<Field>) -> Vec<Field> {
        let Self { name, is_list, line } = self;
        let reason = format!("the example has the fields inside of `{name}`, which no table has; they are read so");
        facts.problems.push(PageProblem::new(&facts.page, *line, PageProblemKind::ExampleField, reason));
        let schema = if *is_list { SchemaType::array(SchemaType::Object) } else { SchemaType::Object };
        let prefix = if *is_list { format!("{name}[].") } else { format!("{name}.") };
        let around = Field {
            field: name.clone(),
            doc_type: DocType { text: String::new(), schema, object: None },
            required: Required::Unknown,
            constraints: Constraints::default(),
            description: String::new(),
            line: *line,
        };
        let inside = fields.into_iter().map(|field| Field { field: format!("{prefix}{}", field.field), ..field });
        std::iter::once(around).chain(inside).collect()
    }
}
