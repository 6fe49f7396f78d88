//! The committed client of the invented service is what the generator makes of its specification.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use xtask::codegen::generate;
use xtask::lint::lint;
use xtask::output::Targets;
use xtask::verb;

fn generated() -> Targets {
    let model = verb::models(root()).unwrap().remove(0);
    assert_eq!(lint(&model), [], "the specification keeps all rules");
    generate(&model).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_is_committed_is_fresh() {
    let differences = generated().differences(root()).unwrap();
    assert_eq!(differences, BTreeMap::new(), "run `cargo xtask generate` in tests/widgets");
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(generated().files, generated().files);
}
