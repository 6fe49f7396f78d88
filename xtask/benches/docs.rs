//! Reading pages of the documentation: how long the whole collection takes on one core, and how time and memory grow with
//! a hundred times as many pages.
//!
//! ```text
//! cargo bench -p xtask --bench docs              # measures and prints
//! cargo bench -p xtask --bench docs -- --check   # and fails over a limit
//! ```
//!
//! The pages are those of `../shared/docs`; where that is missing, as many pages invented for this project.

#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark whose input is wrong must stop")]

mod yardstick;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use tempfile::TempDir;
use xtask::docs::{Counts, find, report};

/// Seconds that the collection may take on one core that is idle.
const LIMIT: f64 = 0.1;
/// How many times the time of one page a page may take among a hundred times as many.
const GROWTH_LIMIT: f64 = 1.25;
/// Megabytes that a hundred times as many pages may need at their peak.
const MEMORY_LIMIT: f64 = 200.0;
const TIMES: usize = 100;
const ROUNDS: usize = 5;
/// How many pages the collection has, and how many are invented where it is missing.
const PAGES: usize = 219;

const INVENTED: [(&str, &str); 6] = [
    ("md", include_str!("../tests/docs/pages/widget.md")),
    ("rst", include_str!("../tests/docs/pages/widget.rst")),
    ("txt", include_str!("../tests/docs/pages/widget_en.txt")),
    ("txt", include_str!("../tests/docs/pages/widget_zh.txt")),
    ("html", include_str!("../tests/docs/pages/widget.html")),
    ("rst", include_str!("../tests/docs/pages/overview.rst")),
];

/// Where the pages are; the folder of invented ones is deleted when this is dropped.
enum Pages {
    Collection(PathBuf),
    Invented(TempDir),
}

impl Pages {
    fn new() -> Self {
        let collection = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/docs");
        if collection.is_dir() {
            return Self::Collection(collection);
        }
        let folder = tempfile::tempdir().unwrap();
        for (number, (ending, text)) in INVENTED.iter().cycle().take(PAGES).enumerate() {
            fs::write(folder.path().join(format!("{number}.{ending}")), text).unwrap();
        }
        Self::Invented(folder)
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Collection(folder) => folder,
            Self::Invented(folder) => folder.path(),
        }
    }
}

/// Reads the pages `times` times and writes their facts as JSON: what was counted, and how many seconds it took.
fn read(folder: &Path, times: usize) -> (Counts, f64) {
    let start = Instant::now();
    let mut counts = Counts::default();
    let mut list = report::JsonList::new(io::sink());
    for place in find(&vec![folder; times]) {
        for page in place.read() {
            counts.add(page.counts);
            list.push(&page).unwrap();
        }
    }
    list.finish().unwrap();
    (counts, start.elapsed().as_secs_f64())
}

/// The most memory that this process has had, in megabytes; none where the system does not say.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(kilobytes.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

fn shown(megabytes: Option<f64>) -> String {
    megabytes.map_or_else(|| "unknown".to_owned(), |megabytes| format!("{megabytes:.0} MB"))
}

fn main() -> ExitCode {
    let given = |name: &str| std::env::args().any(|argument| argument == name);
    // `cargo test --benches` runs this too, and wants to know only that it works.
    let (rounds, times) = if given("--bench") && !given("--short") { (ROUNDS, TIMES) } else { (1, 1) };
    let pages = Pages::new();
    let (counts, _) = read(pages.folder(), 1);
    let mut once: Vec<f64> = (0..rounds).map(|_| read(pages.folder(), 1).1).collect();
    once.sort_by(f64::total_cmp);
    let once = once.get(rounds / 2).copied().unwrap_or(f64::NAN);
    let peak_once = peak();
    let (_, many) = read(pages.folder(), times);
    let peak_many = peak();
    let growth = many / once / f64::from(u32::try_from(times).unwrap());
    let source = if matches!(pages, Pages::Collection(_)) { "the collection" } else { "invented pages" };
    println!(
        "{source}: {} files, {} table rows in {once:.3} s (limit {LIMIT} s); {times} times as many in {many:.1} s, \
         {growth:.2} times the time of one each (limit {GROWTH_LIMIT}); peak memory {}, then {} (limit {MEMORY_LIMIT} MB)",
        counts.pages,
        counts.rows,
        shown(peak_once),
        shown(peak_many),
    );
    let (slack, slower) = if given("--short") { (2.0, yardstick::times_slower()) } else { (1.0, 1.0) };
    let over = once > slack * slower * LIMIT
        || growth > slack * GROWTH_LIMIT
        || peak_many.is_some_and(|peak| peak > MEMORY_LIMIT);
    if given("--check") && over { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
