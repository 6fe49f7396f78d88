//! Random changes, stopped or failing at a random place.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

use proptest::prelude::*;

use super::{Files, failing_at, files, root_with};
use crate::output::transaction::Transaction;
use crate::output::{Changes, Reading, STATE};

/// Files by few names, so that they often meet.
fn random_files() -> impl Strategy<Value = BTreeMap<PathBuf, String>> {
    let path = prop::sample::select(vec!["a.rs", "b.rs", "x/a.rs", "x/b.rs", "x/y/a.rs", "x/y/b.rs", "z/w/a.rs"]);
    prop::collection::btree_map(path.prop_map(PathBuf::from), "[a-c]{0,2}", 0..7)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_changes_are_all_made_or_none(
        old in random_files(),
        new in random_files(),
        stop in 0usize..60,
        fail in proptest::option::of(1usize..8),
    ) {
        let texts: Vec<_> = old.iter().map(|(path, text)| (path.to_str().unwrap(), text.as_str())).collect();
        let root = root_with(&texts);
        fs::create_dir(root.path().join(STATE)).unwrap();
        let remove = old.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        let changes = Changes { write: new.clone(), remove };
        let mut fails = fail.map(failing_at);
        let mut count = 0;
        let mut hook = |point| {
            if let Some(fails) = &mut fails {
                fails(point)?;
            }
            if count == stop {
                resume_unwind(Box::new(point));
            }
            count += 1;
            Ok(())
        };
        let mut run = Transaction::new(root.path(), &mut hook);
        let ended = catch_unwind(AssertUnwindSafe(|| run.run(&changes).is_ok()));
        drop(Reading::begin(root.path()).unwrap());
        let text = |files: &BTreeMap<PathBuf, String>| -> Files {
            files.iter().map(|(path, text)| (path.to_str().unwrap().to_owned(), text.clone())).collect()
        };
        let found = files(root.path());
        match ended {
            Ok(true) => prop_assert_eq!(found, text(&new)),
            Ok(false) => prop_assert_eq!(found, text(&old)),
            Err(_) => prop_assert!(found == text(&new) || found == text(&old), "{:?}", found),
        }
    }
}
