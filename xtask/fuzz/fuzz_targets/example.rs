//! Examples on a page, which are repaired if they are slightly broken: every page with one is read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use xtask::docs::read_page;

fuzz_target!(|example: &str| {
    let page = format!("# W\n\n## URI\n\nGET /w\n\n## Example Responses\n\n```\n{example}\n```\n");
    assert_eq!(read_page("page", page.as_bytes()).counts.pages, 1);
});
