//! The interface of an official SDK: whole, damaged or none, it gives the facts of at least one page.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::docs::read_document;

fuzz_target!(|operations: &str| {
    let text = format!("{{\"operations\": {operations}, \"models\": {{\"M\": []}}}}");
    let facts = read_document("interface.json", text.as_bytes());
    assert_eq!(facts.iter().map(|facts| facts.counts.pages).sum::<u64>(), 1);
});
