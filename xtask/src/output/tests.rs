//! Changes are made at once or not at all, wherever a run is stopped and whatever fails.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::transaction::{Point, Recovered, Transaction};
use super::{Changes, Reading, STATE, Writing};

mod random;

/// All files below a root with their texts, but for the lock; folders that are empty end with `/`.
type Files = BTreeMap<String, String>;

fn files(root: &Path) -> Files {
    let mut found = Files::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let name = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() {
            found.insert(name, fs::read_to_string(entry.path()).unwrap());
        } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
            found.insert(name + "/", String::new());
        }
    }
    found.remove(&format!("{STATE}/lock"));
    found.remove(&format!("{STATE}/"));
    found
}

fn root_with(texts: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in texts {
        let place = root.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }
    root
}

/// Changes of every kind, of two services.
fn changes() -> Changes {
    let write =
        ["one.json", "one/src/a.rs", "one/src/deep/er/b.rs", "two.json", "two/src/swapped/mod.rs"].map(PathBuf::from);
    let remove = ["two/src/old/c.rs", "two/src/old/d.rs", "two/src/swapped"].map(PathBuf::from);
    Changes { write: write.map(|path| (path, "new".to_owned())).into(), remove: remove.into() }
}

fn before() -> TempDir {
    root_with(&[
        ("one.json", "old"),
        ("one/src/a.rs", "old"),
        ("two/src/old/c.rs", "old"),
        ("two/src/old/d.rs", "old"),
        ("two/src/swapped", "old"),
        ("two/src/kept.rs", "kept"),
    ])
}

fn after() -> Files {
    let root = before();
    Writing::begin(root.path()).unwrap().write(&changes()).unwrap();
    files(root.path())
}

/// Does something until the `stop`th thing is about to be done to the file system: there it is stopped, as by a kill.
/// Gives what was about to be done, if it came to that.
fn stopped(root: &Path, stop: usize, run: impl FnOnce(&mut Transaction<'_>)) -> Option<Point> {
    let mut count = 0;
    let mut hook = |point| {
        if count == stop {
            // Unwinding closes files, and does nothing else that a kill would not do.
            resume_unwind(Box::new(point));
        }
        count += 1;
        Ok(())
    };
    let mut transaction = Transaction::new(root, &mut hook);
    let stopped = catch_unwind(AssertUnwindSafe(|| run(&mut transaction)));
    stopped.err().map(|point| *point.downcast::<Point>().unwrap())
}

fn recover(root: &Path) -> anyhow::Result<Recovered> {
    Transaction::new(root, &mut |_| Ok(())).recover()
}

/// Fails at the `fail`th move.
fn failing_at(fail: usize) -> impl FnMut(Point) -> io::Result<()> {
    let mut moves = 0;
    move |point| {
        moves += usize::from(point == Point::Move);
        if point == Point::Move && moves == fail { Err(io::Error::other("no space")) } else { Ok(()) }
    }
}

#[test]
fn all_changes_are_made_and_nothing_is_left() {
    let expected: Files = [
        ("one.json", "new"),
        ("one/src/a.rs", "new"),
        ("one/src/deep/er/b.rs", "new"),
        ("two.json", "new"),
        ("two/src/kept.rs", "kept"),
        ("two/src/swapped/mod.rs", "new"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    assert_eq!(after(), expected);
}

#[test]
fn a_run_that_is_stopped_anywhere_is_completed_or_had_changed_nothing() {
    let (old, new) = (files(before().path()), after());
    let mut seen = Vec::new();
    for stop in 0.. {
        let root = before();
        fs::create_dir(root.path().join(STATE)).unwrap();
        let Some(point) = stopped(root.path(), stop, |run| run.run(&changes()).unwrap()) else { break };
        seen.push(point);
        let is_committed =
            !matches!(point, Point::Prepare | Point::Stage | Point::Keep | Point::Record | Point::Commit);
        if !is_committed {
            let mut now = files(root.path());
            now.retain(|path, _| !path.starts_with(STATE));
            assert_eq!(now, old, "{point:?} {stop}");
        }
        // Whoever comes next finds one or the other, even if it only reads.
        drop(Reading::begin(root.path()).unwrap());
        assert_eq!(&files(root.path()), if is_committed { &new } else { &old }, "{point:?} {stop}");
    }
    let kinds = [Point::Prepare, Point::Stage, Point::Keep, Point::Record, Point::Commit, Point::Move, Point::Prune];
    assert!(kinds.iter().chain(&[Point::Clean]).all(|kind| seen.contains(kind)), "{seen:?}");
}

#[test]
fn recovering_can_be_stopped_too() {
    let (old, new) = (files(before().path()), after());
    for stop in (0..).step_by(2) {
        let mut is_over = true;
        for again in (stop / 2 % 4..).step_by(4) {
            let root = before();
            fs::create_dir(root.path().join(STATE)).unwrap();
            if stopped(root.path(), stop, |run| run.run(&changes()).unwrap()).is_none() {
                break;
            }
            is_over = false;
            let is_committed = root.path().join(STATE).join("journal").exists();
            let is_stopped = stopped(root.path(), again, |run| assert!(run.recover().is_ok())).is_some();
            recover(root.path()).unwrap();
            let found = files(root.path());
            assert!(found == new || (found == old && !is_committed), "{stop} {again}: {found:?}");
            if !is_stopped {
                break;
            }
        }
        if is_over {
            break;
        }
    }
}

#[test]
fn a_move_that_fails_undoes_those_before_it() {
    let old = files(before().path());
    for fail in 1..=8 {
        let root = before();
        fs::create_dir(root.path().join(STATE)).unwrap();
        let error = Transaction::new(root.path(), &mut failing_at(fail)).run(&changes()).unwrap_err();
        assert_eq!(format!("{error:#}"), "nothing was written: no space");
        assert_eq!(files(root.path()), old, "{fail}");
    }
}

#[test]
fn undoing_can_be_stopped_too() {
    let old = files(before().path());
    for stop in 0.. {
        let root = before();
        fs::create_dir(root.path().join(STATE)).unwrap();
        let mut fails = failing_at(7);
        let mut count = 0;
        let mut hook = |point| {
            fails(point)?;
            if matches!(point, Point::Undo | Point::Clean) {
                if count == stop {
                    resume_unwind(Box::new(point));
                }
                count += 1;
            }
            Ok(())
        };
        let mut run = Transaction::new(root.path(), &mut hook);
        let is_stopped = catch_unwind(AssertUnwindSafe(|| drop(run.run(&changes())))).is_err();
        let recovered = recover(root.path()).unwrap();
        assert_eq!(files(root.path()), old, "{stop}");
        if !is_stopped {
            assert!(stop > 8 && recovered == Recovered::Nothing, "{stop} {recovered:?}");
            break;
        }
    }
}

#[test]
fn files_that_were_edited_after_a_stop_are_not_touched() {
    for (path, text) in [("one.json", "mine"), ("one.json", "old"), ("two.json", "mine")] {
        let root = before();
        fs::create_dir(root.path().join(STATE)).unwrap();
        // Three files are removed, and three are written, `one.json` as the last of them.
        let mut moves = 0;
        let mut hook = |point| {
            moves += usize::from(point == Point::Move);
            if moves == 7 {
                resume_unwind(Box::new(point))
            }
            Ok(())
        };
        let mut run = Transaction::new(root.path(), &mut hook);
        assert!(catch_unwind(AssertUnwindSafe(|| drop(run.run(&changes())))).is_err());
        assert_eq!(fs::read_to_string(root.path().join("one.json")).unwrap(), "new");
        fs::write(root.path().join(path), text).unwrap();
        let edited = files(root.path());
        let error = Reading::begin(root.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("1 of its 8 files changed since, {path} first; delete .xtask")), "{error}");
        assert_eq!(files(root.path()), edited);
    }
}

#[test]
fn what_cannot_be_written_changes_nothing() {
    let refused = |prepare: &dyn Fn(&Path), changes: &Changes| {
        let root = before();
        prepare(root.path());
        let old = files(root.path());
        let error = Writing::begin(root.path()).unwrap().write(changes).unwrap_err();
        assert_eq!(files(root.path()), old);
        format!("{error:#}")
    };
    let read_only = |path: &'static str| {
        move |root: &Path| {
            let mut permissions = fs::metadata(root.join(path)).unwrap().permissions();
            permissions.set_readonly(true);
            fs::set_permissions(root.join(path), permissions).unwrap();
        }
    };
    let folder = |root: &Path| fs::create_dir_all(root.join("two.json/inner")).unwrap();
    assert_eq!(refused(&folder, &changes()), "two.json is a folder, and is to be a file; move it away");
    let file = |root: &Path| fs::write(root.join("one/src/deep"), "").unwrap();
    assert_eq!(refused(&file, &changes()), "one/src/deep is not a folder; move it away");
    assert_eq!(refused(&read_only("one/src/a.rs"), &changes()), "one/src/a.rs is read-only; make it writable");
    assert_eq!(refused(&read_only("two/src/old/d.rs"), &changes()), "two/src/old/d.rs is read-only; make it writable");
    for path in ["../evil.rs", "/tmp/evil.rs", "a/../../evil.rs", ".xtask/journal"] {
        let mut write = changes();
        write.write.insert(path.into(), String::new());
        assert!(refused(&|_| (), &write).ends_with("; nothing was written"), "{path}");
        let mut remove = changes();
        remove.remove.insert(path.into());
        assert!(refused(&|_| (), &remove).ends_with("; nothing was written"), "{path}");
    }
    let mut nested = changes();
    nested.write.insert("one.json/inner".into(), String::new());
    assert_eq!(refused(&|_| (), &nested), "one.json/inner cannot be written: one.json is a file too");
}

#[cfg(unix)]
#[test]
fn files_are_readable_by_all_and_links_are_not_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let root = before();
    Writing::begin(root.path()).unwrap().write(&changes()).unwrap();
    for path in changes().write.keys() {
        assert_eq!(fs::metadata(root.path().join(path)).unwrap().permissions().mode() & 0o777, 0o644);
    }
    let outside = tempfile::tempdir().unwrap();
    for (link, reason) in [("two.json", "two.json is a symbolic link"), ("one/src", "lies behind the symbolic link")] {
        let root = before();
        let _ = fs::remove_dir_all(root.path().join(link));
        symlink(outside.path(), root.path().join(link)).unwrap();
        let error = Writing::begin(root.path()).unwrap().write(&changes()).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
    assert_eq!(files(outside.path()), Files::new());
}

#[test]
fn a_second_run_waits_for_the_first() {
    let root = before();
    let first = Writing::begin(root.path()).unwrap();
    let lock = fs::File::open(root.path().join(STATE).join("lock")).unwrap();
    assert!(lock.try_lock().is_err() && lock.try_lock_shared().is_err());
    std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let last = Changes { write: [("one.json".into(), "last".to_owned())].into(), ..Changes::default() };
            Writing::begin(root.path()).unwrap().write(&last)
        });
        first.write(&changes()).unwrap();
        drop(first);
        second.join().unwrap().unwrap();
    });
    assert_eq!(fs::read_to_string(root.path().join("one.json")).unwrap(), "last");
    let _readers = [Reading::begin(root.path()).unwrap(), Reading::begin(root.path()).unwrap()];
    assert!(lock.try_lock_shared().is_ok());
}

#[test]
fn reading_what_was_never_written_leaves_no_trace() {
    let root = before();
    drop(Reading::begin(root.path()).unwrap());
    assert!(!root.path().join(STATE).exists());
}

/// The variable that makes the next test the child of the one after it: the root, and where to stop.
const CHILD: &str = "XTASK_OUTPUT_TEST_CHILD";

#[test]
fn child_that_is_killed() {
    let Ok(child) = std::env::var(CHILD) else { return };
    let (stop, root) = child.split_once(' ').unwrap();
    let writing = Writing::begin(root.as_ref()).unwrap();
    let stop: usize = stop.parse().unwrap();
    let mut count = 0;
    let mut hook = |_| {
        if count == stop {
            std::process::abort();
        }
        count += 1;
        Ok(())
    };
    Transaction::new(root.as_ref(), &mut hook).run(&changes()).unwrap();
    drop(writing);
}

#[test]
fn a_process_that_dies_leaves_no_lock_and_the_next_one_ends_its_work() {
    let (old, new) = (files(before().path()), after());
    for (stop, expected) in [(5, &old), (10, &new), (13, &new), (usize::MAX, &new)] {
        let root = before();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "output::tests::child_that_is_killed"]);
        child.env(CHILD, format!("{stop} {}", root.path().display()));
        let output = child.output().unwrap();
        assert_eq!(output.status.success(), stop == usize::MAX, "{output:?}");
        drop(Writing::begin(root.path()).unwrap());
        assert_eq!(&files(root.path()), expected, "{stop}");
    }
}
