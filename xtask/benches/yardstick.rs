//! How fast a machine is: limits in seconds are of an idle machine, and short runs are made on whatever there is.

use std::hint::black_box;
use std::time::Instant;

use serde_json::Value;

const BUNDLE: &str = include_str!("../../openapi/dms-kafka.json");
/// Seconds that one reading of the bundle takes on the machine whose seconds the limits are.
const SECONDS: f64 = 0.003_5;
const ROUNDS: usize = 21;

/// How many times longer than on that machine work takes here and now; at least 1.
pub(crate) fn times_slower() -> f64 {
    let round = || {
        let start = Instant::now();
        black_box(serde_json::from_str::<Value>(black_box(BUNDLE)).unwrap());
        start.elapsed().as_secs_f64()
    };
    let mut seconds: [f64; ROUNDS] = std::array::from_fn(|_| round());
    seconds.sort_by(f64::total_cmp);
    let median = seconds[ROUNDS / 2];
    println!("reading the bundle as JSON: {:.1} ms", median * 1e3);
    (median / SECONDS).max(1.0)
}
