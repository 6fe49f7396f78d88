//! progenitor alone, on the bundle: what the generated client and the generator are measured against.

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::Value;

/// The bundle with the little changed that progenitor cannot take: enums whose values give no names, successes without a
/// body beside one that has a body, and defaults.
pub(crate) fn acceptable(bundle: &Value) -> Value {
    let mut bundle = bundle.clone();
    accept(&mut bundle);
    bundle
}

fn accept(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            if let Some(names) = entries.get("x-enum-varnames").cloned() {
                entries.insert("enum".to_owned(), names);
            }
            if let Some(Value::Object(responses)) = entries.get_mut("responses") {
                let has_body =
                    |status: &str, response: &Value| status.starts_with('2') && response.get("content").is_some();
                if responses.iter().any(|(status, response)| has_body(status, response)) {
                    responses.retain(|status, response| !status.starts_with('2') || has_body(status, response));
                }
            }
            // A default beside `allOf` is one of the values that the enum there had before it got their names.
            if entries.get("type").is_some_and(Value::is_string) || entries.contains_key("allOf") {
                entries.shift_remove("default");
            }
            entries.iter_mut().for_each(|(_, inner)| accept(inner));
        }
        Value::Array(elements) => elements.iter_mut().for_each(accept),
        _ => {}
    }
}

/// The text of the client: builders, and no derives beyond progenitor's own.
pub(crate) fn client(bundle: &Value) -> String {
    let document: OpenAPI = serde_json::from_value(bundle.clone()).unwrap();
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder);
    let tokens = Generator::new(&settings).generate_tokens(&document).unwrap();
    prettyplease::unparse(&syn::parse2(tokens).unwrap())
}
