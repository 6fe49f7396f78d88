//! How requests are authenticated: as `huaweicloud-core` does it for every service.

use serde_json::{Map, Value, json};

/// The document with the security schemes among its components, and what all operations ask for: the one or the other.
///
/// A signature is none of the registered schemes of `http`, and tools refuse or pass over others. It is published as what is
/// sent in its header, which they all take; its description says what that is.
pub(super) fn stated(document: &Value) -> Value {
    let mut stated = Map::new();
    for (key, value) in document.as_object().into_iter().flatten() {
        stated.insert(key.clone(), value.clone());
        if key == "servers" {
            stated.insert("security".to_owned(), json!([{ "signature": [] }, { "token": [] }]));
        }
    }
    if let Some(Value::Object(components)) = stated.get_mut("components") {
        components.insert("securitySchemes".to_owned(), schemes());
    }
    Value::Object(stated)
}

fn schemes() -> Value {
    json!({
        "signature": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description":
                "The signature of the request by the algorithm SDK-HMAC-SHA256, made anew for each one: `SDK-HMAC-SHA256 \
                 Access=<access key>, SignedHeaders=<names>, Signature=<hex>`. The time stands in `X-Sdk-Date`, and the \
                 security token of a temporary access key in `X-Security-Token`; both are signed.",
        },
        "token": {
            "type": "apiKey",
            "in": "header",
            "name": "X-Auth-Token",
            "description": "A token of the identity service (IAM), instead of a signature.",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_asks_for_a_scheme_that_is_there() {
        let document =
            json!({ "openapi": "3.0.3", "servers": [], "paths": {}, "components": { "schemas": { "A": {} } } });
        let stated = stated(&document);
        let keys: Vec<_> = stated.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["openapi", "servers", "security", "paths", "components"]);
        assert_eq!(stated["security"], json!([{ "signature": [] }, { "token": [] }]));
        let schemes = &stated["components"]["securitySchemes"];
        let headers =
            [&schemes["signature"], &schemes["token"]].map(|scheme| [&scheme["type"], &scheme["in"], &scheme["name"]]);
        assert_eq!(headers, [["apiKey", "header", "Authorization"], ["apiKey", "header", "X-Auth-Token"]]);
        assert_eq!(stated["components"]["schemas"], document["components"]["schemas"]);
    }

    #[test]
    fn a_service_without_components_has_schemes_too() {
        let stated = stated(&json!({ "servers": [], "components": {} }));
        assert!(stated.pointer("/components/securitySchemes/token").is_some());
    }
}
