//! The bundle of the specification, as the tests look at it.

use std::collections::BTreeMap;

use dms_kafka::registry::TYPES;
use huaweicloud_core::schema::GeneratedType;
use serde_json::Value;

/// The text of the bundle, as it is committed.
const BUNDLE: &str = include_str!("../../openapi/dms-kafka.json");

/// The bundle.
///
/// # Panics
///
/// If the committed bundle is no JSON.
pub fn bundle() -> Value {
    serde_json::from_str(BUNDLE).unwrap_or_else(|error| panic!("openapi/dms-kafka.json: {error}"))
}

/// Component schemas by name.
pub fn schemas(bundle: &Value) -> BTreeMap<&str, &Value> {
    let schemas = bundle.pointer("/components/schemas").and_then(Value::as_object);
    schemas.into_iter().flatten().map(|(name, schema)| (name.as_str(), schema)).collect()
}

/// An example of a body, and the schema that it is an example of.
#[derive(Clone, Debug)]
pub struct Example {
    /// Operation, status and name of the example.
    pub title: String,
    /// Name of the component schema of the body.
    pub schema: String,
    /// The example.
    pub value: Value,
}

/// A body that an operation takes or gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// None, or one that has no type of its own: a bare word.
    Untyped,
    /// A component schema.
    Of(String),
    /// A list of values of a component schema, which has no name of its own.
    ListOf(String),
}

impl Body {
    fn of(holder: &Value) -> Self {
        let reference = holder.get("$ref").and_then(Value::as_str);
        let is_failure = reference.is_none_or(|reference| reference.ends_with("Error"));
        assert!(is_failure, "bodies of successes and requests stand where they are used, not at {reference:?}");
        let schema = holder.pointer("/content/application~1json/schema");
        let name = |reference: &Value| reference.as_str().and_then(|text| text.rsplit('/').next()).map(str::to_owned);
        let of = |pointer| schema.and_then(|schema| schema.pointer(pointer)).and_then(name);
        of("/$ref").map(Self::Of).or_else(|| of("/items/$ref").map(Self::ListOf)).unwrap_or(Self::Untyped)
    }

    /// The name of the schema, and the values of it that an example holds. Of a bare list, each element is one.
    pub fn values<'v>(&self, example: &'v Value) -> Option<(&str, Vec<&'v Value>)> {
        match (self, example) {
            (Self::Untyped, _) => None,
            (Self::ListOf(schema), Value::Array(elements)) => Some((schema, elements.iter().collect())),
            (Self::Of(schema) | Self::ListOf(schema), value) => Some((schema, vec![value])),
        }
    }
}

/// The bodies of an operation.
#[derive(Clone, Debug)]
pub struct Bodies {
    /// Its official name.
    pub operation: String,
    /// What it takes.
    pub request: Body,
    /// What it gives when it succeeds.
    pub success: Body,
}

/// The bodies of each operation, by method and path with its parameters left empty: `GET /v2/{}/instances`.
pub fn bodies(bundle: &Value) -> BTreeMap<String, Bodies> {
    let paths = bundle.get("paths").and_then(Value::as_object).into_iter().flatten();
    let operations = paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.map(move |(method, operation)| (shape(method, path), operation))
    });
    let bodies = operations.map(|(shape, operation)| {
        let operation_id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
        let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
        let mut successes = responses.filter(|(status, _)| status.starts_with('2')).map(|(_, value)| Body::of(value));
        let success = successes.find(|body| *body != Body::Untyped).unwrap_or(Body::Untyped);
        let request = operation.get("requestBody").map_or(Body::Untyped, Body::of);
        (shape, Bodies { operation: operation_id, request, success })
    });
    bodies.collect()
}

/// What is the same in two spellings of an operation: method and path, whatever its parameters are called.
pub fn shape(method: &str, path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = format!("{} {}", method.to_uppercase(), parts.next().unwrap_or_default());
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

/// Every example of a response or of a request.
pub fn examples(bundle: &Value) -> Vec<Example> {
    let mut found = Vec::new();
    let paths = bundle.get("paths").and_then(Value::as_object).into_iter().flatten();
    for operation in paths.flat_map(|(_, item)| item.as_object().into_iter().flatten()).map(|(_, value)| value) {
        let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
        for (status, response) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
            collect(&format!("{id} {status}"), response, &mut found);
        }
        if let Some(body) = operation.get("requestBody") {
            collect(&format!("{id} request"), body, &mut found);
        }
    }
    found
}

fn collect(title: &str, holder: &Value, found: &mut Vec<Example>) {
    let body = Body::of(holder);
    let examples = holder.pointer("/content/application~1json/examples").and_then(Value::as_object);
    for (name, example) in examples.into_iter().flatten() {
        let Some((schema, values)) = example.get("value").and_then(|value| body.values(value)) else { continue };
        for (index, value) in values.into_iter().enumerate() {
            let title = format!("{title} {name} {index}");
            found.push(Example { title, schema: schema.to_owned(), value: value.clone() });
        }
    }
}

/// The value with every field under its own name, where it came under another that the specification knows (`x-aliases`).
/// `schema` is the schema of the value.
pub fn without_aliases(bundle: &Value, schema: &Value, value: &Value) -> Value {
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    let schema = target.and_then(|target| bundle.pointer(target)).unwrap_or(schema);
    let properties = schema.get("properties").and_then(Value::as_object);
    let own_name = |key: &str| {
        let names = |property: &Value| property.get("x-aliases").and_then(Value::as_array).cloned().unwrap_or_default();
        let own = properties.into_iter().flatten().find(|(_, property)| names(property).contains(&Value::from(key)));
        own.map_or_else(|| key.to_owned(), |(own, _)| own.clone())
    };
    match value {
        Value::Object(entries) => {
            let renamed = entries.iter().map(|(key, value)| {
                let name = own_name(key);
                let below = properties.and_then(|properties| properties.get(&name));
                let below = below.or_else(|| schema.get("additionalProperties")).unwrap_or(&Value::Null);
                let value = without_aliases(bundle, below, value);
                (name, value)
            });
            Value::Object(renamed.collect())
        }
        Value::Array(elements) => {
            let below = schema.get("items").unwrap_or(&Value::Null);
            elements.iter().map(|element| without_aliases(bundle, below, element)).collect()
        }
        scalar => scalar.clone(),
    }
}

/// The generated type of a component schema.
///
/// # Panics
///
/// If there is none.
pub fn generated_type(name: &str) -> &'static GeneratedType {
    TYPES.iter().find(|known| known.name() == name).unwrap_or_else(|| panic!("no type is generated for `{name}`"))
}
