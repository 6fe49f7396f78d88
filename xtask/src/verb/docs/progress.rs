//! A bar that shows how far a long run has come.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A run that takes no longer shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the bar is drawn.
const INTERVAL: Duration = Duration::from_millis(100);
/// Width of the bar, in characters.
const WIDTH: usize = 40;

/// How far a run has come, drawn on the error stream if that is a terminal. The bar is wiped when this is dropped.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    done: usize,
    due: Option<Instant>,
    drawn: bool,
}

impl Progress {
    /// A run of `total` steps that begins now.
    pub(super) fn of(total: usize) -> Self {
        let due = io::stderr().is_terminal().then(|| Instant::now() + PATIENCE);
        Self { total, done: 0, due, drawn: false }
    }

    /// One more step is done.
    pub(super) fn step(&mut self) {
        self.done += 1;
        if self.due.is_some_and(|due| Instant::now() >= due) {
            self.due = Some(Instant::now() + INTERVAL);
            self.drawn = true;
            // A bar that cannot be drawn is no reason to stop.
            let _ = write!(io::stderr(), "\r{}", bar(self.done, self.total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.drawn {
            // `\x1b[K` wipes the rest of the line.
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn bar(done: usize, total: usize) -> String {
    let filled = (done.min(total) * WIDTH).checked_div(total).unwrap_or(WIDTH);
    format!("[{:<WIDTH$}] {done} of {total} pages", "=".repeat(filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_up() {
        assert_eq!(bar(0, 4), format!("[{}] 0 of 4 pages", " ".repeat(40)));
        assert_eq!(bar(1, 4), format!("[{}{}] 1 of 4 pages", "=".repeat(10), " ".repeat(30)));
        assert_eq!(bar(4, 4), format!("[{}] 4 of 4 pages", "=".repeat(40)));
        assert_eq!(bar(0, 0), format!("[{}] 0 of 0 pages", "=".repeat(40)));
    }
}
