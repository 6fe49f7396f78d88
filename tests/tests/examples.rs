//! Every documented example is read, written again, and loses nothing. A new operation joins by being in the bundle.

#![cfg(test)]

use dms_kafka_tests::bundle::{bundle, examples, generated_type};
use dms_kafka_tests::loss::lost;

#[test]
fn every_documented_example_survives() {
    let examples = examples(&bundle());
    assert!(examples.len() >= 2, "the documented examples of listing and of showing");
    for example in examples {
        let written = generated_type(&example.schema).round_trip(example.value.clone());
        let written = written.unwrap_or_else(|error| panic!("{}: {error}", example.title));
        assert_eq!(lost(&example.value, &written), Vec::<String>::new(), "{}", example.title);
        assert_eq!(lost(&written, &example.value), Vec::<String>::new(), "{} gained something", example.title);
    }
}
