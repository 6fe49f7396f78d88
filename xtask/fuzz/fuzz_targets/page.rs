//! Whole pages of any layout: every table row is a fact or a problem. Interfaces are read by the way.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::docs::read_document;

fuzz_target!(|bytes: &[u8]| {
    for facts in read_document("page", bytes) {
        let counts = facts.counts;
        assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems);
        assert_eq!(counts.rows_vanished, 0);
    }
});
