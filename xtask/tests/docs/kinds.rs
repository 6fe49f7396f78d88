//! One page for each kind of layout that is easily read wrongly. What is read from it, as people see it, is its snapshot.

use std::fs;
use std::path::Path;

use xtask::docs::{read_document, report};

#[test]
fn each_kind_of_page_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs/pages/kinds");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let mut shown = String::new();
        for facts in read_document(name, &fs::read(&file).unwrap()) {
            let counts = facts.counts;
            assert_eq!(counts.rows, counts.rows_as_facts + counts.rows_as_problems, "{name}");
            assert_eq!(counts.rows_vanished, 0, "{name}");
            shown.push_str(&report::page_table(&facts));
        }
        insta::assert_snapshot!(name, shown);
    }
}
