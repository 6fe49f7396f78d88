//! Where a value stands: whether an operation has something there.

use crate::model::keyword::most_similar;
use crate::model::{Model, Operation, ParameterIn, Part, Schema, ValueAt};

/// What an expression cannot lead to: message and remedy.
pub(super) type Fault = (String, String);

/// The schema of a value of an operation. `element` is what `$each` refers to, where it refers to something.
pub(super) fn target<'m>(
    model: &'m Model,
    operation: &'m Operation,
    element: Option<&'m Schema>,
    value: &ValueAt,
) -> Result<&'m Schema, Fault> {
    let parameter = |place: ParameterIn| {
        let names = || operation.parameters_in(place).map(|known| known.name.as_str());
        let is_it = |known: &str| match place {
            ParameterIn::Header => known.eq_ignore_ascii_case(value.name()),
            _ => known == value.name(),
        };
        let found = operation.parameters_in(place).find(|known| is_it(&known.name));
        found.map(|known| model.resolve(&known.schema)).ok_or_else(|| {
            let message = format!("`{value}` is no parameter in the {place}");
            (message, meant(value.name(), names(), "name a parameter of the operation"))
        })
    };
    if let (Part::Shown, Some((id, path))) = (value.part, value.path.split_first()) {
        return shown(model, id, path, value);
    }
    let request = || operation.request.as_ref().and_then(|body| body.content.as_ref()).map(|body| &body.schema);
    let body = match value.part {
        Part::RequestPath => return parameter(ParameterIn::Path),
        Part::RequestQuery => return parameter(ParameterIn::Query),
        Part::RequestHeader => return parameter(ParameterIn::Header),
        Part::RequestBody => request(),
        Part::ResponseBody => operation.success_content().map(|content| &content.schema),
        Part::Element | Part::Object => element,
        Part::Shown => None,
    };
    let Some(body) = body else {
        let message = format!("`{value}` stands in {}, which is not there", value.part.noun());
        return Err((message, "name what is there, or add it".to_owned()));
    };
    within(model, body, value)
}

/// The schema of what another operation shows.
fn shown<'m>(model: &'m Model, id: &str, path: &[String], value: &ValueAt) -> Result<&'m Schema, Fault> {
    let Some(operation) = model.operation(id) else {
        let known = model.operations.iter().map(|known| known.id.as_str());
        let remedy = meant(id, known, "name an operation, as `$shown.ShowWidget.body#/size`");
        return Err((format!("`{value}` is shown by no operation"), remedy));
    };
    let Some(content) = operation.success_content() else {
        return Err((
            format!("`{value}` leads nowhere: a success of `{id}` has no body"),
            "name one that has".to_owned(),
        ));
    };
    let at = ValueAt { part: Part::ResponseBody, path: path.to_vec() };
    within(model, &content.schema, &at)
        .map_err(|(message, remedy)| (message.replace(&at.to_string(), &value.to_string()), remedy))
}

/// The schema of a field below another one.
fn within<'m>(model: &'m Model, body: &'m Schema, value: &ValueAt) -> Result<&'m Schema, Fault> {
    let mut at = model.resolve(body);
    for name in &value.path {
        at = match field(model, at, name) {
            Ok(found) => found,
            Err(remedy) => return Err((format!("`{value}` leads to no field: there is no `{name}`"), remedy)),
        };
    }
    Ok(at)
}

/// The schema of a field, references followed; otherwise what may be meant.
pub(super) fn field<'m>(model: &'m Model, of: &'m Schema, name: &str) -> Result<&'m Schema, String> {
    let found = of.property(name).map(|property| model.resolve(&property.schema));
    found.ok_or_else(|| {
        meant(name, of.properties().iter().map(|field| field.name.as_str()), "name a field that is there")
    })
}

/// What was probably meant by a name, or what to write instead.
pub(super) fn meant<'n>(name: &str, known: impl Iterator<Item = &'n str>, otherwise: &str) -> String {
    most_similar(name, known).map_or_else(|| otherwise.to_owned(), |known| format!("did you mean `{known}`?"))
}
