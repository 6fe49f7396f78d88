//! `cargo xtask prove`: the verdicts on source code, against the compiler.

mod compiler;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use rayon::prelude::*;

use super::specs;
use crate::diff::rules;
use crate::output::Reading;
use crate::problem::counted;
use crate::prove::{
    Change, Corpus, Covered, Mutation, UNPROVED, batches, corpus, coverage, disagreements, generated, mutations,
    predict, shared_out, together,
};
use crate::spec::Spec;
use compiler::Compiler;

/// Changes the specification of each service `count` times, and compares what breaks with what was said to break.
///
/// # Errors
///
/// If a crate cannot be generated or compiled as it is, or after none of the changes; if the compiler fails otherwise than by
/// what it says of the code; an error of the file system.
pub fn run(root: &Path, count: usize, seed: u64, out: &mut dyn Write) -> anyhow::Result<super::Outcome> {
    let reading = Reading::begin(root)?;
    let specs = specs(root)?;
    drop(reading);
    let mut disagree = 0;
    for spec in specs {
        disagree += of_service(root, &spec, count, seed, out)?;
    }
    Ok(if disagree == 0 { super::Outcome::Done } else { super::Outcome::Failed })
}

/// Lists the rules on changes, each with a change of a service by which it can be proved, or why there is none.
///
/// # Errors
///
/// If a service cannot be read or generated; an error of writing.
pub fn list_rules(root: &Path, out: &mut dyn Write) -> anyhow::Result<super::Outcome> {
    let reading = Reading::begin(root)?;
    let specs = specs(root)?;
    drop(reading);
    let mut proofs: BTreeMap<&str, Covered> = BTreeMap::new();
    for spec in &specs {
        for (rule, proof) in coverage(spec).map_err(anyhow::Error::msg)? {
            let is_better = matches!(proof, Covered::By(_));
            if is_better || !proofs.contains_key(rule) {
                proofs.insert(rule, proof);
            }
        }
    }
    for (rule, proof) in proofs {
        let reason = UNPROVED.iter().find(|(id, _)| *id == rule).map(|(_, reason)| reason.to_string());
        match proof {
            Covered::By(change) => writeln!(out, "{rule}: {change}")?,
            Covered::NoChange => writeln!(out, "{rule}: none. {}", reason.unwrap_or_default())?,
            Covered::NoClient(fault) => writeln!(out, "{rule}: none. {}", reason.unwrap_or(fault))?,
        }
    }
    Ok(super::Outcome::Done)
}

fn of_service(root: &Path, spec: &Spec, count: usize, seed: u64, out: &mut dyn Write) -> anyhow::Result<usize> {
    let before = generated(spec).map_err(anyhow::Error::msg)?;
    let compiler = Compiler::of(root, spec)?;
    let corpus = corpus(&compiler.name, &before).map_err(anyhow::Error::msg)?;
    let as_it_is = compiler.refused(&before, &corpus)?.context("the crate does not compile as it is")?;
    let shown = |at: &usize| corpus.uses.get(*at).map_or("", |it| it.code.as_str());
    ensure!(
        as_it_is.is_empty(),
        "code of the proof does not compile against the crate as it is: {}",
        as_it_is.iter().map(shown).collect::<Vec<_>>().join("\n")
    );
    let mutations = mutations(spec, count, seed);
    let mut tally = Tally { asked: count, made: mutations.len(), ..Tally::default() };
    let proof = Proof { spec, before: &before, compiler: &compiler, corpus: &corpus };
    let changes: Vec<Change> = mutations.into_par_iter().filter_map(|mutation| proof.predicted(mutation)).collect();
    tally.invalid = tally.made - changes.len();
    let outcomes: Vec<anyhow::Result<Vec<Outcome>>> =
        batches(changes).into_par_iter().map(|batch| proof.try_batch(&batch)).collect();
    for outcome in outcomes.into_iter().collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten() {
        match outcome {
            Outcome::NoClient => tally.invalid += 1,
            Outcome::Agrees { breaks, rules } => {
                tally.agree += 1;
                tally.breaking += usize::from(breaks);
                tally.rules.extend(rules);
            }
            Outcome::Disagrees { name, told } => {
                tally.disagree += 1;
                writeln!(out, "{name}\n    {}", told.join("\n    "))?;
            }
        }
    }
    writeln!(out, "{}: {}", spec.service.name, tally.line(corpus.uses.len()))?;
    ensure!(tally.proves(), "{}: there is no client after any change, so nothing is proved", spec.service.name);
    Ok(tally.disagree)
}

/// How many changes came out in which way.
#[derive(Debug, Default)]
struct Tally {
    /// How many were asked for.
    asked: usize,
    /// How many there were places for.
    made: usize,
    agree: usize,
    /// Those that agree, and break source.
    breaking: usize,
    disagree: usize,
    /// Those after which there is no client.
    invalid: usize,
    /// The rules that know something of those that agree.
    rules: BTreeSet<&'static str>,
}

impl Tally {
    fn line(&self, uses: usize) -> String {
        let Self { agree, breaking, disagree, invalid, .. } = self;
        format!(
            "{} against {}: {agree} agree with the compiler, {breaking} of them break source, {} of {} rules know \
             something of them; {disagree} disagree; of {invalid} there is no client",
            counted(self.made, "change"),
            counted(uses, "use"),
            self.rules.len(),
            rules().count()
        )
    }

    /// Whether a client was compared, if changes were asked for.
    const fn proves(&self) -> bool {
        self.asked == 0 || self.agree + self.disagree > 0
    }
}

/// What came out of a change.
enum Outcome {
    /// There is no client after it.
    NoClient,
    /// The compiler says the same; something breaks, or nothing.
    Agrees {
        /// Whether something breaks.
        breaks: bool,
        /// The rules that know something of the change.
        rules: BTreeSet<&'static str>,
    },
    /// The compiler says something else.
    Disagrees { name: String, told: Vec<String> },
}

/// What is compared with what.
struct Proof<'p> {
    spec: &'p Spec,
    before: &'p BTreeMap<PathBuf, String>,
    compiler: &'p Compiler,
    corpus: &'p Corpus,
}

impl Proof<'_> {
    /// A change with what it is said to break; none if there is no client after it.
    fn predicted(&self, mutation: Mutation) -> Option<Change> {
        let (prediction, _) = predict(self.spec, self.before, &mutation).ok()?;
        Some(Change { mutation, prediction })
    }

    /// Several changes at once, which are about different things: what is refused is that of one of them. Where something is
    /// refused that is nobody's, or the compiler disagrees, they are tried one by one.
    fn try_batch(&self, batch: &[Change]) -> anyhow::Result<Vec<Outcome>> {
        if let [_, _, ..] = batch
            && let Ok(files) = together(self.spec, batch)
            && let Some(refused) = self.compiler.refused(&files, self.corpus)?
        {
            let outcomes = shared_out(batch, self.corpus, &refused);
            if let Some(outcomes) = outcomes {
                let rules = batch.iter().map(|change| change.prediction.rules.clone());
                return Ok(outcomes
                    .into_iter()
                    .zip(rules)
                    .map(|(breaks, rules)| Outcome::Agrees { breaks, rules })
                    .collect());
            }
        }
        batch.iter().map(|change| self.try_one(change)).collect()
    }

    fn try_one(&self, change: &Change) -> anyhow::Result<Outcome> {
        let Ok(files) = together(self.spec, std::slice::from_ref(change)) else { return Ok(Outcome::NoClient) };
        let Some(refused) = self.compiler.refused(&files, self.corpus)? else { return Ok(Outcome::NoClient) };
        let told = disagreements(&change.prediction, self.corpus, &refused);
        Ok(if told.is_empty() {
            Outcome::Agrees { breaks: !refused.is_empty(), rules: change.prediction.rules.clone() }
        } else {
            Outcome::Disagrees { name: change.mutation.name.clone(), told }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_counts_the_changes_that_were_made_and_proves_nothing_without_clients() {
        let tally = Tally { asked: 9, made: 2, invalid: 2, ..Tally::default() };
        let line = tally.line(1);
        assert!(
            line.starts_with("2 changes against 1 use: 0 agree with the compiler, 0 of them break source, 0 of ")
                && line.ends_with(" rules know something of them; 0 disagree; of 2 there is no client"),
            "{line}"
        );
        assert!(!tally.proves());
        assert!(Tally { agree: 1, invalid: 1, ..tally }.proves() && Tally::default().proves());
    }
}
