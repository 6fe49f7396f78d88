//! Every example of the specification is read, written again, and loses nothing.

use huaweicloud_core::schema::GeneratedType;
use serde_json::{Value, json};
use xtask::model::{Content, NamedSchema, Operation, SchemaUsage};

use crate::ServiceUnderTest;
use crate::loss::lost;
use crate::typed::{type_in, typed_values, with_own_names, written_part};

/// Every example of a body that has a type survives that type, and every such body has one.
pub fn survive(service: &ServiceUnderTest) -> Vec<String> {
    let usage = SchemaUsage::of(&service.model);
    let mut findings = Vec::new();
    let mut count = 0;
    for operation in &service.model.operations {
        for (title, content) in bodies(operation) {
            let described = type_in(&service.model, &content.schema);
            if content.examples.is_empty() && described.is_some_and(|named| usage.is_needed(&named.name)) {
                findings.push(format!("{title} has no example"));
            }
            for example in &content.examples {
                let values = typed_values(&service.model, &content.schema, &example.value);
                // Failures are read by the runtime.
                for (named, value) in values.into_iter().filter(|(named, _)| usage.is_needed(&named.name)) {
                    count += 1;
                    let faults = faults(service, named, value);
                    findings.extend(faults.map(|fault| format!("{title}, the example `{}`: {fault}", example.name)));
                }
            }
        }
    }
    if count == 0 {
        findings.push("there is no example of a type".to_owned());
    }
    findings
}

/// All bodies, each with a title.
fn bodies(operation: &Operation) -> impl Iterator<Item = (String, &Content)> {
    let request = operation.request.iter().filter_map(|body| body.content.as_ref());
    let request = request.map(|content| (format!("{} request", operation.id), content));
    let responses = operation.responses.iter();
    let responses = responses.filter_map(|response| Some((response.status.to_string(), response.content.as_ref()?)));
    let responses = responses.map(|(status, content)| (format!("{} {status}", operation.id), content));
    request.chain(responses)
}

fn faults(service: &ServiceUnderTest, named: &NamedSchema, value: &Value) -> impl Iterator<Item = String> {
    let found = match service.generated(&named.name) {
        Some(of) => changes(service, named, of, value),
        None => vec!["has no type".to_owned()],
    };
    found.into_iter().map(move |fault| format!("{} {fault}", named.name))
}

fn changes(service: &ServiceUnderTest, named: &NamedSchema, of: &GeneratedType, value: &Value) -> Vec<String> {
    let written = match of.round_trip(value.clone()) {
        Ok(written) => written,
        Err(error) => return vec![format!("cannot be read: {error}")],
    };
    let losses = lost(&written_part(&service.model, &named.schema, value), &written);
    // A list that is not there is one of no elements, and is written as such.
    let is_empty = |pointer: &str| [json!([]), json!({})].iter().any(|empty| written.pointer(pointer) == Some(empty));
    let gains = lost(&written, &with_own_names(&service.model, &named.schema, value));
    let gains = gains.into_iter().filter(|pointer| !is_empty(pointer)).map(|pointer| format!("gained `{pointer}`"));
    losses.into_iter().map(|pointer| format!("lost `{pointer}`")).chain(gains).collect()
}

#[cfg(test)]
mod tests {
    use xtask::model::{Example, Shape};

    use super::*;
    use crate::fixture::{object, of, property, reference, service, widgets};

    /// What is found when the example of a response to `ListWidgets` is changed.
    fn changed(change: impl FnOnce(&mut Vec<Example>)) -> Vec<String> {
        let mut service = widgets();
        assert_eq!(survive(&service), Vec::<String>::new());
        let operation = service.model.operations.iter_mut().find(|of| of.id == "ListWidgets").unwrap();
        let content = operation.responses.iter_mut().find_map(|response| response.content.as_mut()).unwrap();
        content.examples.truncate(1);
        content.examples[0].name = "documented".to_owned();
        change(&mut content.examples);
        survive(&service)
    }

    #[test]
    fn what_is_lost_is_reported() {
        let lost = changed(|examples| examples[0].value = json!({"widgets": [{"id": "w", "new": 1}]}));
        assert_eq!(lost, ["ListWidgets 200, the example `documented`: WidgetList lost `/widgets/0/new`"]);
        let unread = changed(|examples| examples[0].value = json!({"widgets": "w"}));
        assert!(unread[0].contains("WidgetList cannot be read: "), "{unread:?}");
        let none = changed(Vec::clear);
        assert_eq!(none, ["ListWidgets 200 has no example"]);
    }

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    struct Generous {
        #[serde(skip_deserializing)]
        wheels: i64,
    }

    fn example(value: Value) -> Example {
        Example { pointer: String::new(), name: "e".to_owned(), summary: String::new(), value }
    }

    #[test]
    fn what_is_gained_is_reported() {
        const TYPES: &[GeneratedType] = &[GeneratedType::of::<Generous>("common", "Generous")];
        let generous = object(vec![property("wheels", false, of(Shape::Integer))]);
        let mut service = service(TYPES, vec![("Generous", generous)]);
        let operation = &mut service.model.operations[0];
        operation.responses.retain(|response| response.status.is_success() && response.content.is_some());
        let content = operation.responses[0].content.as_mut().unwrap();
        content.schema = of(reference("Generous"));
        content.examples = vec![example(json!({}))];
        let findings = survive(&service);
        assert_eq!(findings.len(), 1, "{findings:?}");
        assert!(findings[0].ends_with("the example `e`: Generous gained `/wheels`"), "{findings:?}");
    }

    #[test]
    fn failures_are_left_to_the_runtime() {
        let mut service = widgets();
        for response in service.model.operations.iter_mut().flat_map(|operation| &mut operation.responses) {
            if let Some(content) = response.content.as_mut().filter(|_| !response.status.is_success()) {
                content.examples.push(example(json!({"error_code": "W.0001"})));
            }
        }
        assert_eq!(survive(&service), Vec::<String>::new());
    }

    #[test]
    fn a_type_that_is_missing_is_reported() {
        let service = ServiceUnderTest { types: &[], ..widgets() };
        assert!(survive(&service).iter().any(|finding| finding.ends_with("WidgetList has no type")));
    }

    #[test]
    fn no_example_at_all_is_reported() {
        let mut service = widgets();
        service.model.operations.clear();
        assert_eq!(survive(&service), ["there is no example of a type"]);
    }
}
