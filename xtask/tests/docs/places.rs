//! Files and folders with odd things in them: each a clear problem, and an end.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;
use xtask::docs::{Collection, collect, find};

const PAGE: &str = "# W\n\n## URI\n\nGET /v1/w\n";

/// Reads folders, but not for ever.
fn read(folder: &Path) -> Collection {
    let (sender, receiver) = mpsc::channel();
    let folder = folder.to_owned();
    std::thread::spawn(move || sender.send(collect(&[folder])));
    receiver.recv_timeout(Duration::from_secs(20)).unwrap()
}

fn reasons(collection: &Collection) -> Vec<&str> {
    collection.pages.iter().flat_map(|page| &page.problems).map(|problem| problem.reason.as_str()).collect()
}

#[test]
fn loops_and_dead_ends_of_links_are_reported() {
    let folder = TempDir::new().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("w.md"), PAGE).unwrap();
    symlink(folder.path(), inner.join("back")).unwrap();
    symlink(folder.path().join("nowhere"), folder.path().join("dead.md")).unwrap();
    symlink("self.md", folder.path().join("self.md")).unwrap();
    let collection = read(folder.path());
    assert_eq!(collection.counts.operations, 1);
    let reasons = reasons(&collection);
    assert_eq!(reasons.len(), 3, "{reasons:#?}");
    assert_eq!(reasons[1], format!("link leads back to `{}`", folder.path().display()));
}

#[test]
fn links_between_folders_do_not_multiply() {
    let folder = TempDir::new().unwrap();
    let names: Vec<String> = (0..40).map(|number| format!("f{number}")).collect();
    for (name, next) in names.iter().zip(names.iter().skip(1)) {
        let place = folder.path().join(name);
        fs::create_dir(&place).unwrap();
        for link in ["a", "b", "c"] {
            symlink(folder.path().join(next), place.join(link)).unwrap();
        }
    }
    let last = folder.path().join("f39");
    fs::create_dir(&last).unwrap();
    fs::write(last.join("w.md"), PAGE).unwrap();
    // The last folder once through the links, and once where it is.
    assert_eq!(read(&folder.path().join("f0")).counts.pages, 1);
    assert_eq!(read(folder.path()).counts.pages, 2);
}

#[test]
fn folders_have_an_end() {
    let folder = TempDir::new().unwrap();
    let deep = folder.path().join("d/".repeat(64));
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("w.md"), PAGE).unwrap();
    assert_eq!(reasons(&read(folder.path())), ["folders are looked into 64 deep only"]);
    let inner = folder.path().join("d");
    assert_eq!(read(&inner).counts.operations, 1);
}

#[test]
fn pipes_and_devices_are_problems() {
    let folder = TempDir::new().unwrap();
    for name in ["pipe.md", "pipe.json", "pipe.pdf"] {
        assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
    }
    symlink("/dev/zero", folder.path().join("zero.html")).unwrap();
    let expected = "it is neither a file nor a folder";
    assert_eq!(reasons(&read(folder.path())), [expected; 3]);
    // What was given by name is a page whatever it is called.
    assert_eq!(reasons(&read(&folder.path().join("pipe.pdf"))), [expected]);
    assert_eq!(reasons(&read(Path::new("/dev/zero"))), [expected]);
}

#[test]
fn a_page_that_a_pipe_has_replaced_is_not_waited_for() {
    let folder = TempDir::new().unwrap();
    let page = folder.path().join("w.md");
    fs::write(&page, PAGE).unwrap();
    let found = find(&[folder.path()]);
    fs::remove_file(&page).unwrap();
    assert!(Command::new("mkfifo").arg(&page).status().unwrap().success());
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || sender.send(found[0].read()));
    let pages = receiver.recv_timeout(Duration::from_secs(20)).unwrap();
    assert_eq!(pages[0].problems[0].reason, "it is neither a file nor a folder");
}
