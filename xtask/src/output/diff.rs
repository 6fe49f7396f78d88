//! How a file differs from what would be generated, for people.

use std::fmt::Write as _;
use std::time::Duration;

use similar::TextDiff;

/// Lines around a change that are shown.
const CONTEXT: usize = 3;
/// Lines of a file's diff that are shown; of the rest, the count.
const MAX_LINES: usize = 40;
/// Characters of a line that are shown: a bundle may hold a text of any length.
const MAX_WIDTH: usize = 200;
/// After this, a rougher diff is good enough.
const PATIENCE: Duration = Duration::from_millis(500);

/// The unified diff from `before`, which is on disk, to `after`, which would be generated: 3 lines of context, at most 40 lines, then how many more
/// there are.
#[must_use]
pub fn unified(before: &str, after: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(before, after);
    let full = diff.unified_diff().context_radius(CONTEXT).header("on disk", "generated").to_string();
    let mut text = String::new();
    for line in full.lines().take(MAX_LINES) {
        let shown: String = line.chars().take(MAX_WIDTH).collect();
        let cut = if shown.len() < line.len() { "…" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{shown}{cut}");
    }
    let more = full.lines().count().saturating_sub(MAX_LINES);
    if more > 0 {
        let _ = writeln!(text, "… {more} more line{}", if more == 1 { "" } else { "s" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(range: std::ops::Range<usize>) -> String {
        range.map(|line| ["line ", &line.to_string(), "\n"].concat()).collect()
    }

    #[test]
    fn changes_are_shown_with_what_is_around_them() {
        let before = lines(0..20);
        let after = before.replace("line 9\n", "line nine\n");
        let expected = "--- on disk\n+++ generated\n@@ -7,7 +7,7 @@\n line 6\n line 7\n line 8\n-line 9\n+line nine\n line 10\n line 11\n line 12\n";
        assert_eq!(unified(&before, &after), expected);
        assert_eq!(unified(&before, &before), "");
    }

    #[test]
    fn of_many_lines_the_rest_is_counted() {
        let text = unified("", &lines(0..100));
        assert_eq!(text.lines().count(), MAX_LINES + 1);
        assert!(text.ends_with("+line 36\n… 63 more lines\n"), "{text}");
        assert!(unified("", &lines(0..38)).ends_with("… 1 more line\n"));
        assert!(unified("", &lines(0..37)).ends_with("+line 36\n"));
    }

    #[test]
    fn a_long_line_is_cut() {
        let text = unified("", &"é".repeat(1000));
        assert!(text.lines().all(|line| line.chars().count() <= MAX_WIDTH + 1), "{text}");
        assert!(text.contains("é…\n"));
    }
}
