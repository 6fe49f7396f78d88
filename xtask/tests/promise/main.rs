//! The promise of the lint: what it has no problem with is generated, compiles, and sends what the specification says. Shown
//! on random specifications.

#![cfg(test)]

mod bundle;
mod compiled;
mod coverage;
mod drafted;
mod random;

use std::cell::Cell;
use std::ops::Range;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use xtask::codegen;
use xtask::lint::lint;
use xtask::model::Model;
use xtask::problem::Problem;
use xtask::spec::Spec;

use random::{Choices, Drawn, Specification};

/// How many specifications a run makes.
const CASES: u32 = 256;

/// The seed of a run, unless `PROMISE_SEED` gives another one.
const SEED: u64 = 1;

/// A random specification of one resource, and how often it is broken.
type Case = (Drawn, Vec<u16>, Option<usize>);

/// The numbers of a resource with so many operations.
fn drawn(operations: Range<usize>) -> impl Strategy<Value = Drawn> {
    let numbers = |most| prop::collection::vec(any::<u16>(), 0..most);
    (numbers(24), prop::collection::vec(numbers(300), operations))
}

fn cases() -> impl Strategy<Value = Case> {
    let breaks = prop_oneof![5 => Just(None), 3 => Just(Some(60)), 1 => Just(Some(12))];
    (drawn(1..4), prop::collection::vec(any::<u16>(), 0..400), breaks)
}

fn specification((drawn, faults, one_out_of): &Case) -> Specification {
    let whole = Specification::of(std::slice::from_ref(drawn));
    match one_out_of {
        Some(one_out_of) => whole.broken(&mut Choices::new(faults), *one_out_of),
        None => whole,
    }
}

fn seed() -> u64 {
    let given = std::env::var("PROMISE_SEED").ok().map(|seed| seed.parse().expect("PROMISE_SEED is a number"));
    given.unwrap_or(SEED)
}

fn runner(cases: u32) -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed().to_le_bytes());
    let config = Config { cases, max_shrink_iters: 2000, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// What becomes of a specification: refused, or generated whole.
enum Outcome {
    Refused,
    Generated,
}

/// Keeps the promise, or says how it is broken.
fn promise(specification: &Specification) -> Result<Outcome, String> {
    let spec = match Spec::parse(&specification.texts()) {
        Ok(spec) => spec,
        Err(problems) => return useful(&problems.0),
    };
    let model = Model::of(spec);
    let problems = lint(&model);
    if !problems.is_empty() {
        return useful(&problems);
    }
    let targets = codegen::generate(&model, &[])
        .map_err(|error| format!("lint has no problem, and generate fails: {error:#}"))?;
    for (path, text) in targets.files.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "rs")) {
        syn::parse_file(text).map_err(|error| format!("{} is no Rust: {error}\n{text}", path.display()))?;
    }
    for (path, text) in targets.files.iter().filter(|(path, _)| path.extension().is_some_and(|ending| ending == "json"))
    {
        bundle::check(text).map_err(|fault| format!("{}: {fault}\n{text}", path.display()))?;
    }
    Ok(Outcome::Generated)
}

/// Problems that a user can do something about: each has a line, and a remedy.
fn useful(problems: &[Problem]) -> Result<Outcome, String> {
    let useless = |problem: &&Problem| {
        let is_file = problem.file.extension().is_some();
        !is_file || problem.line == 0 || problem.message.is_empty() || problem.remedy.is_empty()
    };
    match problems.iter().find(useless) {
        Some(problem) => Err(format!("a problem without line or remedy: {problem}")),
        None => Ok(Outcome::Refused),
    }
}

/// The resource files of a specification, for people.
fn shown(specification: &Specification) -> String {
    let texts = specification.texts();
    let resources = texts.folder.join("resources");
    let files = texts.files.iter().filter(|(path, _)| path.starts_with(&resources));
    let files: Vec<String> = files.map(|(path, text)| format!("# {}\n{text}", path.display())).collect();
    files.join("\n")
}

#[test]
fn what_lint_accepts_is_generated() {
    let (accepted, hostile) = (Cell::new(0), Cell::new(0));
    let result = runner(CASES).run(&cases(), |case| {
        let specification = specification(&case);
        hostile.set(hostile.get() + u32::from(specification.hostile_texts() > 2));
        match promise(&specification).map_err(TestCaseError::fail)? {
            Outcome::Generated => accepted.set(accepted.get() + 1),
            Outcome::Refused => {}
        }
        Ok(())
    });
    if let Err(TestError::Fail(reason, case)) = &result {
        panic!("{reason}\nseed {}, the smallest that fails:\n{}", seed(), shown(&specification(case)));
    }
    result.expect("a run ends");
    let (accepted, hostile) = (accepted.get(), hostile.get());
    println!("{accepted} of {CASES} accepted, {hostile} hostile");
    assert!(accepted * 2 >= CASES, "{accepted} of {CASES} specifications were accepted: too few to show something");
    assert!(hostile * 4 >= CASES * 3, "{hostile} of {CASES} specifications hold something hostile: too few");
}
