//! Whatever stands in a specification, lint ends with problems that can be found, and never with a panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{model, problems, texts};
use crate::lint::lint;
use crate::model::keyword::KEYWORDS;
use crate::spec::{Spec, parse_yaml};

/// Pointers of everything in the fixture.
fn pointers() -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), parse_yaml(include_str!("../fixtures/widgets.yaml")).unwrap())];
    while let Some((pointer, value)) = waiting.pop() {
        match value {
            Value::Object(entries) => {
                waiting.extend(entries.into_iter().map(|(key, value)| (crate::spec::child(&pointer, &key), value)));
            }
            Value::Array(elements) => {
                let each = elements.into_iter().enumerate();
                waiting.extend(each.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
        found.push(pointer);
    }
    found.retain(|pointer| pointer.matches('/').count() > 1);
    found.sort();
    found
}

fn any_key() -> impl Strategy<Value = String> {
    let known: Vec<&str> = KEYWORDS.iter().map(|keyword| keyword.name).collect();
    prop_oneof![
        8 => prop::sample::select(known).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => prop::sample::select(vec!["a\n", "\u{202e}", "`", "$ref", "x/y~z", "a%20", ""]).prop_map(str::to_owned),
    ]
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        prop::sample::select(vec![json!(0), json!(-1), json!(1.5), json!(u64::MAX), json!(i64::MIN), json!(1e300)]),
        prop::sample::select(vec![
            "string",
            "object",
            "array",
            "integer",
            "a\r\n",
            "```",
            "(",
            "(a+)+$",
            "",
            "Widget",
            "Self",
            "binary",
            "password",
            "#/components/schemas/Widget",
            "#/components/schemas/WidgetState",
            "#/components/schemas/~1",
            "#",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((any_key(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// A change of the resource file: a value in the place of another, or a key beside others.
#[derive(Clone, Debug)]
struct Change {
    pointer: String,
    key: Option<String>,
    value: Value,
}

fn any_change() -> impl Strategy<Value = Change> {
    let place = prop::sample::select(pointers());
    (place, prop::option::of(any_key()), any_value()).prop_map(|(pointer, key, value)| Change { pointer, key, value })
}

fn apply(document: &mut Value, change: &Change) {
    let Some(place) = document.pointer_mut(&change.pointer) else { return };
    match (&change.key, place) {
        (Some(key), Value::Object(entries)) => drop(entries.insert(key.clone(), change.value.clone())),
        (_, place) => *place = change.value.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn lint_ends_with_problems_that_have_a_place(changes in prop::collection::vec(any_change(), 1..4)) {
        let texts = texts(|document| changes.iter().for_each(|change| apply(document, change)));
        if Spec::parse(&texts).is_ok() {
            let found = problems(&texts);
            prop_assert_eq!(found, lint(&model(&texts)));
        }
    }
}
