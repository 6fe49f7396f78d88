//! Which calls keep what parameters and fields ask of each other: others are no calls for a server that knows the conditions.

use serde_json::Value;

use super::{Argument, Body, Calls, SAMPLES};
use crate::model::{Content, Model, Operation, Parameter, ParameterIn, Part, Shape, ValueAt};

/// How many parameters are tried besides those that no request goes without.
const MOST_OPTIONAL: u32 = 3;

impl Calls<'_> {
    /// Whether a call keeps what its operation and the schema of its body ask.
    pub(super) fn keeps_conditions(
        &self,
        operation: &Operation,
        arguments: &[&Argument<'_>],
        body: Option<&Body>,
    ) -> bool {
        let of_operation = operation.requirements.iter().all(|one| {
            one.is_kept(&|at| match at.part {
                Part::RequestBody => at.of(&body?.sent).cloned(),
                _ => self.sent_as(arguments, at),
            })
        });
        let content = operation.request.as_ref().and_then(|request| request.content.as_ref());
        let of_body = body.zip(content);
        of_operation
            && of_body
                .is_none_or(|(body, content)| self.model.broken_requirements(&content.schema, &body.sent).is_empty())
    }

    /// A call with as little as there is that keeps what is asked; none if none was found.
    pub(super) fn conforming<'o>(
        &self,
        operation: &'o Operation,
        content: Option<&Content>,
    ) -> anyhow::Result<Option<(Vec<Argument<'o>>, Option<Body>)>> {
        let is_body_needed = operation.request.as_ref().is_some_and(|request| request.required);
        let mut bodies = if is_body_needed { Vec::new() } else { vec![None] };
        if let Some(content) = content {
            for index in 0..content.examples.len() {
                bodies.push(Some(self.body(content, index)?));
            }
        }
        for first in 0..SAMPLES {
            let mut arguments = self.arguments(operation, first);
            arguments.sort_by_key(|argument| !argument.is_asked_for());
            for chosen in choices(&arguments) {
                let given: Vec<&Argument<'_>> = chosen.iter().filter_map(|index| arguments.get(*index)).collect();
                let fitting = bodies.iter().position(|body| self.keeps_conditions(operation, &given, body.as_ref()));
                if let Some(body) = fitting {
                    let mut index = 0..;
                    arguments.retain(|_| index.next().is_some_and(|index| chosen.contains(&index)));
                    return Ok(Some((arguments, bodies.swap_remove(body))));
                }
            }
        }
        Ok(None)
    }

    /// What is sent as a parameter.
    fn sent_as(&self, arguments: &[&Argument<'_>], at: &ValueAt) -> Option<Value> {
        let is_there = |parameter: &Parameter| part(parameter.place) == at.part && parameter.name == at.name();
        let argument = arguments.iter().find(|argument| is_there(argument.parameter))?;
        let texts = &argument.sample.texts;
        Some(value(self.model, argument.parameter, texts))
    }
}

const fn part(place: ParameterIn) -> Part {
    match place {
        ParameterIn::Path => Part::RequestPath,
        ParameterIn::Query => Part::RequestQuery,
        ParameterIn::Header => Part::RequestHeader,
    }
}

/// The value that texts of a parameter stand for.
fn value(model: &Model, parameter: &Parameter, texts: &[String]) -> Value {
    let schema = model.resolve(&parameter.schema);
    let one = |shape: &Shape, text: &String| match shape {
        Shape::Integer | Shape::Number | Shape::Boolean => serde_json::from_str(text).unwrap_or_default(),
        _ => Value::from(text.as_str()),
    };
    match &schema.shape {
        Shape::Array(items) => texts.iter().map(|text| one(&model.resolve(items).shape, text)).collect(),
        shape => one(shape, &texts.concat()),
    }
}

/// Which arguments to try together, by their numbers: those that no request goes without, which come first, and a few of the
/// others; few before many.
fn choices(arguments: &[Argument<'_>]) -> Vec<Vec<usize>> {
    let needed = arguments.iter().filter(|argument| argument.is_asked_for()).count();
    // Of more than these there are too many choices.
    let optional = (arguments.len() - needed).min(12);
    let mut masks: Vec<u32> = (0..1 << optional).filter(|mask: &u32| mask.count_ones() <= MOST_OPTIONAL).collect();
    masks.sort_by_key(|mask| mask.count_ones());
    let chosen = |mask: &u32| (0..optional).filter(|bit| mask & (1 << bit) != 0).map(|bit| needed + bit).collect();
    masks.iter().map(|mask| (0..needed).chain::<Vec<usize>>(chosen(mask)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::fixture;

    /// An operation that asks for one of two parameters, and for a body if that `is_required`.
    fn things(is_required: bool) -> Model {
        let parameter = |name: &str, required: bool| {
            format!("        - {{name: {name}, in: query, required: {required}, schema: {{type: string}}}}\n")
        };
        let parameters = [("old", false), ("new", false), ("kind", true)].map(|(name, needed)| parameter(name, needed));
        let resource = format!(
            "paths:\n  /v1/things:\n    post:\n      operationId: CreateThing\n      parameters:\n{}      \
             x-requires:\n        - exactly-one-of: [$request.query.old, $request.query.new]\n      requestBody:\n        \
             required: {is_required}\n        content:\n          application/json:\n            schema:\n              \
             $ref: '#/components/schemas/Body'\n            examples: {{documented: {{value: {{size: 1}}}}}}\n      \
             responses:\n        '204': {{description: Done.}}\ncomponents:\n  schemas:\n    Body: {{type: object, \
             properties: {{size: {{type: integer}}}}}}\n",
            parameters.concat()
        );
        fixture::of(&[("sources.toml", ""), ("resources/things.yaml", &resource)])
    }

    #[test]
    fn a_call_that_keeps_what_is_asked_has_one_of_the_parameters_and_the_body_where_it_is_needed() {
        for is_required in [true, false] {
            let model = things(is_required);
            let operation = model.operation("CreateThing").unwrap();
            let content = operation.request.as_ref().and_then(|request| request.content.as_ref());
            let (arguments, body) = Calls::new(&model, "things").conforming(operation, content).unwrap().unwrap();
            let names: Vec<&str> = arguments.iter().map(|argument| argument.parameter.name.as_str()).collect();
            assert_eq!(names, ["kind", "old"]);
            assert_eq!(body.is_some(), is_required);
        }
    }

    #[test]
    fn few_of_the_arguments_that_may_be_left_out_are_tried_before_many() {
        let model = things(false);
        let mut arguments = Calls::new(&model, "things").arguments(model.operation("CreateThing").unwrap(), 0);
        arguments.sort_by_key(|argument| !argument.is_asked_for());
        assert_eq!(choices(&arguments), [vec![0], vec![0, 1], vec![0, 2], vec![0, 1, 2]]);
        assert_eq!(choices(&[]), [[0_usize; 0]]);
    }
}
