//! The front end for Markdown with HTML tables: it reads every text, and each block is on a line of it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::docs::{Layout, front};

fuzz_target!(|text: &str| {
    let lines = text.lines().count() + 1;
    for block in front::read(Layout::Markdown, text).blocks {
        assert!((1..=lines).contains(&(block.line as usize)));
    }
});
