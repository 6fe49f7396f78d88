//! Whole pages of any layout: every table row is a fact or a problem.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::docs::read_page;

fuzz_target!(|bytes: &[u8]| {
    let counts = read_page("page", bytes).counts;
    assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems);
    assert_eq!(counts.rows_vanished, 0);
});
