//! Rules for schemas and their names.

use serde_json::{Value, json};

use super::{LIST, SIZE, WIDGET, at, below, found, messages, put_yaml, remove, reported};
use crate::spec::parse_yaml;

fn property(name: &str, schema: &Value) -> Vec<(&'static str, String)> {
    let schema = schema.clone();
    found(|value| at(value, &below(WIDGET, "/properties"))[name] = schema)
}

#[test]
fn objects_and_enums_have_names() {
    let pointer = below(WIDGET, "/properties/part");
    let inline = json!({"description": "A part.", "type": "object", "properties": {"x": {"description": "X.", "type": "string"}}});
    assert_eq!(property("part", &inline), [("named-object", pointer.clone())]);
    let list = json!({"description": "Parts.", "type": "array", "items": inline});
    assert_eq!(property("part", &list), [("named-object", below(&pointer, "/items"))]);
    let colour =
        json!({"description": "Colour.", "type": "string", "enum": ["RED"], "x-enum-descriptions": {"RED": "Red."}});
    assert_eq!(property("part", &colour), [("named-object", pointer)]);
}

#[test]
fn what_stands_for_anything_is_taken() {
    for schema in [
        json!({"description": "Any."}),
        json!({"description": "Any.", "type": "array", "items": {}}),
        json!({"description": "Any.", "type": "object", "additionalProperties": {"$ref": "#/components/schemas/Widget"}}),
        json!({"description": "Any.", "type": "array", "items": {"$ref": "#/components/schemas/Widget"}}),
        json!({"description": "Any.", "allOf": [{"$ref": "#/components/schemas/Widget"}]}),
        json!({"description": "Any.", "nullable": true, "allOf": [{"$ref": "#/components/schemas/Widget"}]}),
    ] {
        assert_eq!(property("other", &schema), [], "{schema}");
    }
}

#[test]
fn endless_values_are_refused() {
    let endless = |value: &mut Value| {
        at(value, &below(WIDGET, "/properties"))["next"] =
            json!({"description": "The next one.", "allOf": [{"$ref": "#/components/schemas/Widget"}]});
        at(value, WIDGET)["required"] = json!(["id", "next"]);
    };
    assert_eq!(found(endless), [("reference", WIDGET.to_owned())]);
    let circle = |value: &mut Value| {
        at(value, &below(WIDGET, "/properties"))["next"] =
            json!({"description": "The next one.", "allOf": [{"$ref": "#/components/schemas/Left"}]});
        at(value, "/components/schemas")["Left"] = json!({"$ref": "#/components/schemas/Right"});
        at(value, "/components/schemas")["Right"] = json!({"$ref": "#/components/schemas/Left"});
    };
    let expected = ["Left", "Right"].map(|name| ("reference", format!("/components/schemas/{name}")));
    assert_eq!(found(circle), expected);
}

#[test]
fn required_properties_are_there() {
    let problems = reported(|value| at(value, WIDGET)["required"] = json!(["id", "sise"]));
    let message = "`sise` is required, and not in `properties`".to_owned();
    let expected = ("required-property", below(WIDGET, "/required"), message, "did you mean `size`?".to_owned());
    assert_eq!(problems, [expected]);
}

#[test]
fn directions() {
    let name = "/components/schemas/NewWidget/properties/name";
    assert_eq!(found(|value| at(value, SIZE)["readOnly"] = json!(true)), []);
    let idle = found(|value| at(value, SIZE)["writeOnly"] = json!(true));
    assert_eq!(idle, [("direction", below(SIZE, "/writeOnly"))]);
    let idle = found(|value| at(value, name)["readOnly"] = json!(true));
    assert_eq!(idle, [("direction", below(name, "/readOnly"))]);
    // A schema of requests and of responses.
    let in_list = |value: &mut Value, key: &str, property: &str| {
        at(value, LIST)["requestBody"] = json!({"description": "It.", "content": {"application/json": {
            "schema": {"$ref": "#/components/schemas/Widget"},
            "examples": {"documented": {"summary": "One.", "value": {"id": "a"}}},
        }}});
        at(value, &format!("{WIDGET}/properties/{property}"))[key] = json!(true);
    };
    assert_eq!(found(|value| in_list(value, "readOnly", "size")), []);
    for key in ["readOnly", "writeOnly"] {
        let problems = found(|value| in_list(value, key, "id"));
        assert_eq!(problems.first(), Some(&("direction", below(WIDGET, "/properties/id"))), "{problems:?}");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }
}

#[test]
fn orphans() {
    let lonely = json!({"description": "Lonely.", "type": "object"});
    let problems = found(|value| at(value, "/components/schemas")["Lonely"] = lonely);
    assert_eq!(problems, [("orphan", "/components/schemas/Lonely".to_owned())]);
    // One that only an orphan refers to is no problem of its own, and neither is a circle more than one.
    let chain = |value: &mut Value| {
        let second = json!({"$ref": "#/components/schemas/Second"});
        at(value, "/components/schemas")["First"] = json!({"description": "It.", "type": "array", "items": second});
        at(value, "/components/schemas")["Second"] = json!({"description": "It.", "type": "object"});
        let own = |name: &str| {
            let other = json!({"$ref": format!("#/components/schemas/{name}")});
            let other = json!({"description": "The other.", "allOf": [other]});
            json!({"description": "It.", "type": "object", "properties": {"x": other}})
        };
        at(value, "/components/schemas")["Left"] = own("Right");
        at(value, "/components/schemas")["Right"] = own("Left");
    };
    let expected = ["First", "Left"].map(|name| ("orphan", format!("/components/schemas/{name}")));
    assert_eq!(found(chain), expected);
}

#[test]
fn names_of_types() {
    let schema = |name: &'static str| {
        found(move |value| {
            let schemas = at(value, "/components/schemas").as_object_mut().unwrap();
            let widget = schemas.shift_remove("Widget").unwrap();
            schemas.insert(name.to_owned(), widget);
            let items = "/components/schemas/WidgetList/properties/widgets/items";
            *at(value, items) = json!({"$ref": format!("#/components/schemas/{name}")});
        })
    };
    assert_eq!(schema("Gadget"), []);
    for name in [
        "ShowWidgetResp",
        "WidgetEntity",
        "widget",
        "Result",
        "VEC",
        "Into",
        "ServiceClient",
        "Self",
        "widgetlist",
        "Gad-get",
    ] {
        assert_eq!(schema(name), [("names", format!("/components/schemas/{name}"))], "{name}");
    }
    // Of two that differ in capitals alone, the second is refused.
    assert_eq!(schema("WidgetLIST"), [("names", "/components/schemas/WidgetList".to_owned())]);
}

#[test]
fn names_of_fields() {
    let properties = "/components/schemas/Widget/properties";
    let field = |name: &'static str| found(move |value| at(value, SIZE)["x-rust-name"] = json!(name));
    assert_eq!(field("width"), []);
    for name in ["Width", "type", "_", ""] {
        assert_eq!(field(name), [("names", below(SIZE, "/x-rust-name"))]);
    }
    let twin = json!({"description": "A.", "type": "string"});
    assert_eq!(property("SIZE", &twin), [("names", format!("{properties}/SIZE"))]);
    // `size` has a setter of that name, too.
    assert_eq!(property("set_size", &twin), [("names", format!("{properties}/set_size"))]);
    for name in ["a\nb", "a`b", "a\u{202e}b"] {
        assert_eq!(property(name, &twin), [("names", format!("{properties}/{name}"))]);
    }
    for name in ["a b", "a\"b", "a\\b", "{}", "名", "-"] {
        assert_eq!(property(name, &twin), [], "{name}");
    }
    for (key, value) in [("x-aliases", json!(["a`b"])), ("pattern", json!("a`")), ("default", json!("a\u{7f}"))] {
        let mut schema = twin.clone();
        schema[key] = value;
        assert_eq!(property("twin", &schema), [("names", format!("{properties}/twin/{key}"))]);
    }
}

#[test]
fn names_of_variants() {
    let state = "/components/schemas/WidgetState";
    let variants = |names: Value| found(move |value| at(value, state)["x-enum-varnames"] = names);
    assert_eq!(variants(json!(["Spinning", "AtRest"])), []);
    for names in
        [json!(["Spinning"]), json!(["Still", "Still"]), json!(["Spinning", "at rest"]), json!(["Unknown", "X"])]
    {
        assert_eq!(variants(names), [("names", below(state, "/x-enum-varnames"))]);
    }
    let alike = |value: &mut Value| {
        at(value, &below(state, "/enum")).as_array_mut().unwrap().push(json!("still"));
        at(value, &below(state, "/x-enum-descriptions"))["still"] = json!("It stands.");
    };
    assert_eq!(found(alike), [("names", below(state, "/enum"))]);
}

#[test]
fn enums_are_text_and_explained() {
    let state = "/components/schemas/WidgetState";
    let values = below(state, "/enum");
    let meanings = below(state, "/x-enum-descriptions");
    assert_eq!(
        found(|value| at(value, &values).as_array_mut().unwrap().push(json!("NEW"))),
        [("enum", meanings.clone())]
    );
    assert_eq!(
        found(|value| at(value, &values).as_array_mut().unwrap().push(json!("STILL"))),
        [("enum", values.clone())]
    );
    let number = found(|value| at(value, &values).as_array_mut().unwrap().push(json!(5)));
    assert_eq!(number, [("openapi-form", below(&values, "/2"))]);
    assert_eq!(found(|value| at(value, &meanings)["NEW"] = json!("New.")), [("enum", below(&meanings, "/NEW"))]);
    assert_eq!(found(|value| remove(value, state, "x-enum-descriptions")), [("enum", state.to_owned())]);
    let states = |states: Value| found(move |value| at(value, state)["x-states"] = states);
    assert_eq!(states(json!({"terminal": ["BROKEN"]})), [("enum", below(state, "/x-states"))]);
    assert_eq!(states(json!({"final": ["STILL"]})), [("keyword", below(state, "/x-states/final"))]);
}

#[test]
fn components_of_every_kind_are_compared() {
    let problems = messages(|texts| {
        let mut common = parse_yaml(include_str!("../fixtures/common.yaml")).unwrap();
        common["components"]["parameters"]["Lonely"] = json!({
            "name": "x", "in": "query", "description": "It.", "schema": {"type": "string"},
        });
        common["components"]["responses"]["Lonely"] = json!({"description": "It."});
        put_yaml(texts, "common.yaml", &common);
    });
    let message = "nothing that is used refers to `Lonely`".to_owned();
    assert_eq!(problems, [("orphan", message.clone()), ("orphan", message)]);
}

#[test]
fn other_spellings_of_a_value_are_of_no_other_value() {
    const STATE: &str = "/components/schemas/WidgetState";
    let with = |aliases: Value| found(move |value| at(value, STATE)["x-enum-aliases"] = aliases);
    assert_eq!(with(json!({"STILL": ["Still", "still"]})), []);
    let unknown = [("enum", below(STATE, "/x-enum-aliases/STIL"))];
    assert_eq!(with(json!({"STIL": ["Still"]})), unknown);
    let taken = [("enum", below(STATE, "/x-enum-aliases/STILL/0"))];
    assert_eq!(with(json!({"STILL": ["TURNING"]})), taken);
    assert_eq!(with(json!({"STILL": ["STILL"]})), taken);
    let twice = [("enum", below(STATE, "/x-enum-aliases/STILL/1"))];
    assert_eq!(with(json!({"STILL": ["Still", "Still"]})), twice);
}
