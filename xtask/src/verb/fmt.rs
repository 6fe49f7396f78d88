//! `cargo xtask fmt`: keeps the YAML files in canonical form.

use std::io::Write;
use std::path::Path;

use anyhow::anyhow;

use super::{Outcome, specs};
use crate::output::{Changes, Writing};
use crate::problem::{Problem, Problems};
use crate::spec::{SpecFile, canonical_yaml, parse_yaml};

/// Rewrites each file that is not in canonical form, all of them or none.
///
/// # Errors
///
/// [`Problems`] for files that are not YAML, or that hold comments, which the form does not keep: nothing is written then.
pub fn run(root: &Path, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let writing = Writing::begin(root)?;
    let mut changes = Changes::default();
    let mut problems = Vec::new();
    for spec in specs(root)? {
        for file in spec.files.into_iter().chain(spec.shared) {
            let canonical = canonical_yaml(&file.value).map_err(|error| anyhow!("{}: {error}", file.path.display()))?;
            if canonical != file.text {
                problems.extend(comments(&file));
                changes.write.insert(file.path, canonical);
            }
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems).into());
    }
    writing.write(&changes)?;
    for path in changes.write.keys() {
        writeln!(out, "rewritten  {}", path.display())?;
    }
    if changes.write.is_empty() {
        writeln!(out, "every file is in canonical form")?;
    }
    Ok(Outcome::Done)
}

/// Comments of a file: what stands after a `#` and can be taken away without changing what the file says.
fn comments(file: &SpecFile) -> Vec<Problem> {
    let lines: Vec<&str> = file.text.lines().collect();
    let mut problems = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(start) = line.match_indices('#').map(|(at, _)| at).find(|at| begins_comment(line, *at)) else {
            continue;
        };
        let mut without = lines.clone();
        if let (Some(slot), Some(before)) = (without.get_mut(index), line.get(..start)) {
            *slot = before.trim_end();
        }
        if parse_yaml(&without.join("\n")).is_ok_and(|value| value == file.value) {
            problems.push(Problem {
                file: file.path.clone(),
                line: u32::try_from(index + 1).unwrap_or(u32::MAX),
                pointer: String::new(),
                rule: "canonical-form",
                message: "the comment is lost in canonical form".to_owned(),
                remedy: "write it into a description or into quirks.toml, and delete it here".to_owned(),
            });
        }
    }
    problems
}

fn begins_comment(line: &str, at: usize) -> bool {
    line.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_found_and_text_that_looks_like_them_is_not() {
        let text = "# top\na: 'x # y'\nb: |\n  # text\nc: 1 # end\n$ref: '#/d'\n";
        let file = SpecFile::new("tasks.yaml".into(), text.to_owned(), parse_yaml(text).unwrap());
        let lines: Vec<u32> = comments(&file).into_iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [1, 5]);
    }
}
