//! What each type is for: the operations that take and give it, and the types that it is part of.

use std::collections::HashMap;

use super::{Client, reference};
use crate::model::{Model, NamedSchema, Operation, Schema, SchemaUsage, Shape};

/// How many operations or types are named; the rest is counted.
const MOST_NAMED: usize = 6;

/// Where the types of a model are used.
#[derive(Default)]
pub(super) struct Uses<'m> {
    by_schema: HashMap<&'m str, UsesOfOne<'m>>,
}

#[derive(Default)]
struct UsesOfOne<'m> {
    parameters: Vec<&'m Operation>,
    bodies: Vec<&'m Operation>,
    responses: Vec<&'m Operation>,
    parts: Vec<&'m NamedSchema>,
}

impl<'m> Uses<'m> {
    pub(super) fn of(model: &'m Model, usage: &SchemaUsage<'m>) -> Self {
        let mut uses = Self::default();
        for operation in &model.operations {
            for parameter in &operation.parameters {
                uses.add(model, &parameter.schema, |one| &mut one.parameters, operation);
            }
            if let Some(content) = operation.request.as_ref().and_then(|body| body.content.as_ref()) {
                uses.add(model, &content.schema, |one| &mut one.bodies, operation);
            }
            if let Some(content) = operation.success_content() {
                uses.add(model, &content.schema, |one| &mut one.responses, operation);
            }
        }
        for named in model.schemas.values().filter(|named| named.schema.is_type() && usage.is_needed(&named.name)) {
            for property in named.schema.properties() {
                uses.add(model, &property.schema, |one| &mut one.parts, named);
            }
        }
        uses
    }

    /// The operations whose success is of a type, or of a list or a map of it.
    pub(super) fn given_by(&self, schema: &str) -> &[&'m Operation] {
        self.by_schema.get(schema).map_or(&[], |uses| &uses.responses)
    }

    /// Notes a use of the type that a schema is, or is a list or a map of.
    fn add<U>(
        &mut self,
        model: &'m Model,
        schema: &'m Schema,
        of: impl for<'o> FnOnce(&'o mut UsesOfOne<'m>) -> &'o mut Vec<&'m U>,
        used_by: &'m U,
    ) {
        let mut at = schema;
        while model.named(at).is_none() {
            match &model.resolve(at).shape {
                Shape::Array(inner) | Shape::Map(inner) => at = inner,
                _ => return,
            }
        }
        let Some(named) = model.named(at) else { return };
        let uses = of(self.by_schema.entry(&named.name).or_default());
        if !uses.last().is_some_and(|last| std::ptr::eq(*last, used_by)) {
            uses.push(used_by);
        }
    }
}

/// What the documentation of a type says of its uses, seen from a module; empty if there are none.
pub(super) fn documentation(client: &Client<'_>, schema: &str, module: &str) -> String {
    let Some(uses) = client.uses.by_schema.get(schema) else { return String::new() };
    let operation = |of: &&Operation| reference::method(of);
    let part = |of: &&NamedSchema| match client.type_path(&of.name, module) {
        here if here == of.name => format!("[`{here}`]"),
        path => format!("[`{}`]({path})", of.name),
    };
    let lines = [
        ("Taken by", listed(&uses.bodies, operation)),
        ("Given by", listed(&uses.responses, operation)),
        ("Value of a parameter of", listed(&uses.parameters, operation)),
        ("Part of", listed(&uses.parts, part)),
    ];
    let lines = lines.into_iter().filter(|(_, list)| !list.is_empty());
    lines.map(|(how, list)| format!("{how} {list}.")).collect::<Vec<_>>().join("\n\n")
}

fn listed<U>(uses: &[U], shown: impl Fn(&U) -> String) -> String {
    let named: Vec<String> = uses.iter().take(MOST_NAMED).map(shown).collect();
    match uses.len().saturating_sub(named.len()) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_uses_some_are_named_and_the_rest_is_counted() {
        assert_eq!(listed(&["a"; 2], |name| (*name).to_owned()), "a, a");
        assert_eq!(listed(&["a"; 8], |name| (*name).to_owned()), "a, a, a, a, a, a and 2 more");
    }

    #[test]
    fn a_type_says_which_operations_and_types_have_it() {
        let model = crate::codegen::client::fixture::widgets();
        let client = Client::of(&model);
        let list = documentation(&client, "WidgetList", "widgets");
        assert!(list.contains("Given by [`list_widgets`](crate::Client::list_widgets)"), "{list}");
        assert!(documentation(&client, "Widget", "widgets").contains("Part of [`WidgetList`]"));
        assert!(documentation(&client, "Widget", "gadgets").contains("(crate::widgets::WidgetList)"));
        let taken = model.operations.iter().find_map(|operation| {
            let content = operation.request.as_ref()?.content.as_ref()?;
            Some((operation, model.named(&content.schema)?))
        });
        let (operation, body) = taken.unwrap();
        let taken = format!("Taken by {}", reference::method(operation));
        assert!(documentation(&client, &body.name, "widgets").contains(&taken), "{taken}");
        assert_eq!(documentation(&client, "Nothing", "widgets"), "");
    }

    #[test]
    fn a_type_is_no_part_of_one_that_no_operation_has() {
        let resource = "paths:\n  /v1/things:\n    get:\n      operationId: ShowThing\n      responses:\n        '200':\n          \
                        description: Done.\n          content: {application/json: {schema: {$ref: \
                        '#/components/schemas/Thing'}}}\ncomponents:\n  schemas:\n    Thing: {type: object, properties: \
                        {part: {$ref: '#/components/schemas/Part'}}}\n    Orphan: {type: object, properties: {part: {$ref: \
                        '#/components/schemas/Part'}}}\n    Part: {type: object, properties: {size: {type: integer}}}\n";
        let model = crate::model::fixture::of(&[("sources.toml", ""), ("resources/things.yaml", resource)]);
        assert_eq!(documentation(&Client::of(&model), "Part", "things"), "Part of [`Thing`].");
    }
}
