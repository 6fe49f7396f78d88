//! Structs without `Default`, and those that are built bit by bit.

use std::collections::{BTreeMap, HashMap};

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::Secret;

crate::open_enum! {
    /// Colour of a widget.
    enum Colour {
        /// Red.
        Red => "RED",
    }
}

/// A struct without `Default` whose fields are of every kind, and which holds itself.
#[derive(Debug, PartialEq)]
struct Widget {
    id: String,
    size: i64,
    weight: f64,
    is_new: bool,
    colour: Colour,
    password: Secret,
    part: Part,
    boxed: Box<Part>,
    tags: Vec<String>,
    labels: HashMap<String, i64>,
    sorted: BTreeMap<String, i64>,
    any: Value,
    object: Map<String, Value>,
    next: Option<Box<Widget>>,
}

#[derive(Debug, PartialEq)]
struct Part {
    name: String,
}

crate::fields! {
    Part requires ["name"] {
        "name" => name,
    }
}

crate::fields! {
    Widget requires ["id", "size", "weight", "is_new", "colour", "password", "part", "boxed", "any"] {
        "id" => id,
        "size" => size,
        "weight" => weight,
        "is_new" => is_new,
        "colour" => colour,
        "password" => password,
        "part" => part,
        "boxed" => boxed,
        "tags" => tags,
        "labels" => labels,
        "sorted" => sorted,
        "any" => any,
        "object" => object,
        "next" => next,
    }
}

#[test]
fn a_struct_without_default_is_read_from_a_blank() {
    let blank = serde_json::to_value(Widget::blank()).unwrap();
    let empty = json!({
        "id": "", "size": 0, "weight": 0.0, "is_new": false, "colour": "", "password": "", "part": {"name": ""},
        "boxed": {"name": ""}, "tags": [], "labels": {}, "sorted": {}, "any": null, "object": {},
    });
    assert_eq!(blank, empty);
    assert_eq!(serde_json::from_value::<Widget>(blank).unwrap(), Widget::blank());
    assert!(Widget::blank().colour.is_unknown());
    assert_eq!(Colour::from(Colour::VALUES[0]), Colour::Red);
}

proptest! {
    /// Blank stands for nothing that was sent: what must be there and is not is an error, whatever else is there.
    #[test]
    fn no_blank_is_ever_read_for_what_must_be_there(present: [bool; 9]) {
        let whole = serde_json::to_value(Widget::blank()).unwrap();
        let names = Widget::REQUIRED.iter().zip(present);
        let read: Map<String, Value> = names
            .clone()
            .filter(|(_, is_present)| *is_present)
            .map(|(name, _)| ((*name).to_owned(), whole[*name].clone()))
            .collect();
        let error = serde_json::from_value::<Widget>(Value::Object(read)).err().map(|error| error.to_string());
        let missing = names.clone().find(|(_, is_present)| !is_present);
        prop_assert_eq!(error, missing.map(|(name, _)| format!("missing field `{name}`")));
    }
}

/// A body that is built bit by bit.
#[derive(Debug, Default, PartialEq)]
struct NewWidget {
    name: Option<String>,
    size: Option<i64>,
    tags: Option<Vec<String>>,
    note: Option<String>,
    part: Option<Part>,
}

crate::fields! {
    NewWidget requires ["name", "public-size", "tags"] {
        "name" => name or missing,
        "public-size" | "size" => size or missing,
        "tags" => tags or missing,
        "note" => note,
        "part" => part,
    }
}

proptest! {
    #[test]
    fn all_that_is_missing_is_named_at_once_and_else_it_is_written(
        name in prop::option::of("[a-z]{0,3}"),
        size in prop::option::of(any::<i64>()),
        tags in prop::option::of(prop::collection::vec("[a-z]{0,2}", 0..3)),
        note in prop::option::of("[a-z]{0,3}"),
    ) {
        let given = [("`name`", name.is_some()), ("`public-size`", size.is_some()), ("`tags`", tags.is_some())];
        let missing: Vec<&str> = given.iter().filter(|(_, is_given)| !is_given).map(|(name, _)| *name).collect();
        let new = NewWidget { name, size, tags, note, part: None };
        match (serde_json::to_string(&new).map_err(|error| error.to_string()), &missing[..]) {
            (Ok(written), []) => prop_assert_eq!(serde_json::from_str::<NewWidget>(&written).unwrap(), new),
            (Err(error), [one]) => prop_assert_eq!(error, format!("{one} is missing; set it")),
            (Err(error), more) => prop_assert_eq!(error, format!("{} are missing; set them", more.join(", "))),
            (Ok(written), _) => prop_assert!(false, "{missing:?} missing, but written: {written}"),
        }
    }
}

#[test]
fn what_may_be_missing_until_it_is_sent_must_be_there_when_it_is_read() {
    let read = |text| serde_json::from_str::<NewWidget>(text).map_err(|error| error.to_string());
    let new = read(r#"{"name":"n","size":"5","tags":[null]}"#).unwrap();
    assert_eq!((new.name.as_deref(), new.size, new.tags), (Some("n"), Some(5), Some(vec![])));
    for text in [r#"{"name":"n","tags":[]}"#, r#"{"name":"n","tags":[],"public-size":null}"#] {
        assert!(read(text).unwrap_err().starts_with("missing field `public-size`"), "{text}");
    }
}
