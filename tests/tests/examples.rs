//! Every documented example is read, written again, and loses nothing. A new operation joins by being in the bundle.

#![cfg(test)]

use serde_json::json;
use workspace_tests::bundle::{bundle, examples, generated_type};
use workspace_tests::loss::lost;

#[test]
fn every_documented_example_survives() {
    let examples = examples(&bundle());
    assert!(examples.len() > 150, "only {} examples were found", examples.len());
    for example in examples {
        let written = generated_type(&example.schema).round_trip(example.value.clone());
        let written = written.unwrap_or_else(|error| panic!("{}: {error}", example.title));
        assert_eq!(lost(&example.value, &written), Vec::<String>::new(), "{}", example.title);
        // A list that is not there is one of none, and is written as such.
        let is_empty =
            |pointer: &String| written.pointer(pointer).is_some_and(|value| *value == json!([]) || *value == json!({}));
        let gained: Vec<_> = lost(&written, &example.value).into_iter().filter(|pointer| !is_empty(pointer)).collect();
        assert_eq!(gained, Vec::<String>::new(), "{} gained something", example.title);
    }
}
