//! Which version follows from the changes.

use serde::Serialize;

use super::finding::{Finding, Level, Rust};

/// What a release with the changes has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// Nothing has changed.
    None,
    /// The last number of `0.1.2`, the last but one of `1.2.3`: users need not do anything.
    Compatible,
    /// The middle number of `0.1.2`, the first one of `1.2.3`: users may have to change something.
    Breaking,
}

/// The version that follows from the last one, and whether it is the one that the crate has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bump {
    /// What has to be raised.
    pub step: Step,
    /// The version on the old side, if it is known.
    pub old: Option<String>,
    /// The least version that follows.
    pub needed: Option<String>,
    /// The version that `Cargo.toml` has.
    pub found: Option<String>,
    /// Whether it is enough; none if one of the versions is not known.
    pub is_enough: Option<bool>,
}

impl Step {
    /// The step that findings ask for.
    pub fn of(findings: &[Finding]) -> Self {
        let of_one = |finding: &Finding| {
            let is_breaking = finding.rust == Rust::Breaks || finding.wire.old_client_new_server == Level::Breaking;
            if is_breaking { Self::Breaking } else { Self::Compatible }
        };
        findings.iter().map(of_one).max().unwrap_or(Self::None)
    }

    /// The version after another one.
    fn after(self, [major, minor, patch]: [u64; 3]) -> [u64; 3] {
        match (self, major) {
            (Self::None, _) => [major, minor, patch],
            (Self::Compatible, 0) => [0, minor, patch + 1],
            (Self::Compatible, _) => [major, minor + 1, 0],
            (Self::Breaking, 0) => [0, minor + 1, 0],
            (Self::Breaking, _) => [major + 1, 0, 0],
        }
    }
}

impl Bump {
    /// What follows from the step, and from what is known of versions.
    pub fn new(step: Step, old: Option<String>, found: Option<String>) -> Self {
        let needed = old.as_deref().and_then(numbers).map(|old| step.after(old));
        let is_enough = needed.zip(found.as_deref().and_then(numbers)).map(|(needed, found)| found >= needed);
        let shown = |[major, minor, patch]: [u64; 3]| format!("{major}.{minor}.{patch}");
        Self { step, old, needed: needed.map(shown), found, is_enough }
    }
}

/// The numbers of a version, without what follows a hyphen or a plus.
fn numbers(version: &str) -> Option<[u64; 3]> {
    let mut numbers = version.split(['-', '+']).next()?.split('.').map(|number| number.parse().ok());
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_follows_from_the_step() {
        let needed = |step, old: &str| Bump::new(step, Some(old.to_owned()), None).needed.unwrap_or_default();
        assert_eq!(needed(Step::None, "0.1.2"), "0.1.2");
        assert_eq!(needed(Step::Compatible, "0.1.2"), "0.1.3");
        assert_eq!(needed(Step::Breaking, "0.1.2"), "0.2.0");
        assert_eq!(needed(Step::Compatible, "1.2.3"), "1.3.0");
        assert_eq!(needed(Step::Breaking, "1.2.3-rc.1"), "2.0.0");
        assert_eq!(needed(Step::Breaking, "new"), "");
        let is_enough = |found: &str| Bump::new(Step::Breaking, Some("0.9.9".into()), Some(found.into())).is_enough;
        assert_eq!((is_enough("0.10.0"), is_enough("0.9.10"), is_enough("x")), (Some(true), Some(false), None));
    }
}
