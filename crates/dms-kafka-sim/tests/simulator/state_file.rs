//! A state that is kept in a file: what comes back, and what is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dms_kafka_sim::{EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, State, StateFileError, service};
use huaweicloud_sim::{Request, Service};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::wire::{now, seconds};

/// A folder for a state, and the path of its file.
fn place() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("state.json");
    (folder, path)
}

fn open(path: &Path) -> Result<State, StateFileError> {
    State::open(path, State::with_examples(), State::FOLDED_BYTES)
}

fn instance_path(rest: &str) -> String {
    format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{EXAMPLE_INSTANCE_ID}{rest}")
}

/// Sends a request so many seconds after the time of all tests, and says whether it was accepted.
fn send(service: &Service, method: &str, target: &str, body: &str, second: u64) -> bool {
    service.call(&Request::new(method, target).body(body.as_bytes()).at(now() + seconds(second))).is_ok()
}

fn create_topic(service: &Service, name: &str, second: u64) -> bool {
    let body = format!(r#"{{"id": "{name}", "partition": 1}}"#);
    send(service, "POST", &instance_path("/topics"), &body, second)
}

/// The files of a folder but for the lock, with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let file = |entry: fs::DirEntry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap());
    entries.map(file).filter(|(name, _)| name != "state.json.lock").collect()
}

/// A folder with a checkpoint and a log of a header, three calls and a mark.
fn kept() -> (TempDir, PathBuf) {
    let (folder, path) = place();
    let state = open(&path).unwrap();
    let service = service(&state).unwrap();
    assert!(create_topic(&service, "first", 0));
    assert!(send(&service, "PUT", &instance_path(""), r#"{"retention_policy": "time_base"}"#, 1));
    assert!(send(&service, "GET", &instance_path(""), "", 2), "the task is EXECUTING, which a mark tells");
    assert!(create_topic(&service, "second", 3));
    (folder, path)
}

fn log_of(path: &Path) -> PathBuf {
    path.with_extension("json.1.log")
}

#[test]
fn what_was_answered_comes_back_and_time_goes_on() {
    let (_folder, path) = place();
    let state = open(&path).unwrap();
    let served = service(&state).unwrap();
    assert!(create_topic(&served, "orders", 0));
    assert!(!create_topic(&served, "orders", 1), "what is refused is not written");
    assert!(send(&served, "PUT", &instance_path(""), r#"{"name": "other"}"#, 2));
    assert!(send(&served, "GET", &instance_path(""), "", 2));
    let (known, time) = (format!("{state:?}"), state.now());
    drop((state, served));
    let again = open(&path).unwrap();
    assert_eq!((world(&format!("{again:?}")), again.now()), (world(&known), time));
    assert!(create_topic(&service(&again).unwrap(), "parcels", 3));
    drop(again);
    let third = open(&path).unwrap();
    let shown = format!("{third:?}");
    assert!(shown.contains("orders") && shown.contains("parcels") && !shown.contains("kafka-2085975099"));
}

/// A state as it is shown, without where it is kept.
fn world(shown: &str) -> String {
    shown.split(", file: ").next().unwrap().to_owned()
}

#[test]
fn each_entry_is_a_line() {
    let (_folder, path) = kept();
    let log = fs::read_to_string(log_of(&path)).unwrap();
    let lines: Vec<&str> = log.lines().map(|line| line.split_once(' ').unwrap().1).collect();
    assert_eq!(lines.len(), 5, "{log}");
    assert_eq!((lines[0], lines[3]), (r#"{"generation":1}"#, r#"{"at":1709946125000}"#));
    assert!(lines[1].contains(r#""method":"POST""#) && lines[1].contains(r#"\"first\""#), "{}", lines[1]);
}

#[test]
fn a_last_line_without_its_end_is_a_call_that_nobody_was_told_of() {
    let (_folder, path) = kept();
    let log = fs::read(log_of(&path)).unwrap();
    let last = log[..log.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for length in [last, last + 1, last + 40, log.len() - 1] {
        fs::write(log_of(&path), &log[..length]).unwrap();
        let state = open(&path).unwrap();
        let shown = format!("{state:?}");
        assert!(shown.contains("first") && !shown.contains("second"), "{length}");
        // What comes next does not go on in the middle of a line.
        assert!(create_topic(&service(&state).unwrap(), "third", 4));
        drop(state);
        assert!(format!("{:?}", open(&path).unwrap()).contains("third"));
    }
}

#[test]
fn what_is_no_file_is_refused_and_not_read() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut places = vec![folder.path().to_owned()];
    if cfg!(unix) {
        // It never ends.
        places.push("/dev/zero".into());
    }
    for place in places {
        let error = open(&place).unwrap_err().to_string();
        assert!(error.starts_with(&format!("{}: it is no file", place.display())), "{error}");
    }
    assert!(files(folder.path()).is_empty());
}

#[test]
fn whatever_else_is_damaged_is_refused_with_its_line_and_left_alone() {
    let (folder, path) = kept();
    let log = log_of(&path);
    let (checkpoint, lines) = (fs::read(&path).unwrap(), fs::read(&log).unwrap());
    let refused = |file: &Path, bytes: &[u8], line: usize| {
        fs::write(file, bytes).unwrap();
        let before = files(folder.path());
        let error = open(&path).unwrap_err();
        let expected = format!("{}:{line}: ", file.display());
        assert!(error.to_string().starts_with(&expected), "{error}, and not {expected}");
        assert!(error.to_string().contains("restore"), "{error}");
        assert_eq!((error.line(), files(folder.path())), (Some(line), before));
    };
    // A byte of each line, of both files.
    for (file, bytes) in [(&path, &checkpoint), (&log, &lines)] {
        let mut begin = 0;
        for (index, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            for place in [begin, begin + line.len() / 2, begin + line.len() - 2] {
                let mut damaged = bytes.clone();
                damaged[place] ^= 1;
                // A digit of the foot's checksum is one that the line before does not have.
                let line = if file == &path && index == 2 && place == begin + line.len() / 2 { 2 } else { index + 1 };
                refused(file, &damaged, line);
            }
            begin += line.len();
        }
        fs::write(file, bytes).unwrap();
    }
    let as_text = String::from_utf8(lines.clone()).unwrap();
    let without = |gone: usize| {
        let kept = as_text.lines().enumerate().filter(|(index, _)| *index != gone).map(|(_, line)| format!("{line}\n"));
        kept.collect::<String>().into_bytes()
    };
    refused(&log, &without(0), 1);
    refused(&log, &without(2), 3);
    refused(&log, b"", 1);
    fs::write(&log, &lines).unwrap();
    refused(&path, &checkpoint[..checkpoint.len() / 2], 3);
    refused(&path, b"", 1);
    refused(&path, b"{}\n", 1);
    let newer = String::from_utf8(checkpoint.clone()).unwrap().replacen("\"version\":1", "\"version\":2", 1);
    refused(&path, newer.as_bytes(), 1);
    fs::write(&path, &checkpoint).unwrap();
    assert!(open(&path).is_ok());
}

#[test]
fn what_is_refused_has_no_lock_left_beside_it() {
    let (_folder, path) = kept();
    let names = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        entries.collect::<Vec<_>>()
    };
    for damaged in ["", "{}\n", "no state\n"] {
        let (folder, other) = place();
        fs::write(&other, damaged).unwrap();
        open(&other).unwrap_err();
        assert_eq!(names(folder.path()), ["state.json"], "{damaged:?}");
    }
    // One that was there stays: somebody else may be about to take it.
    fs::write(&path, "").unwrap();
    open(&path).unwrap_err();
    assert!(path.with_extension("json.lock").exists());
}

#[test]
fn what_is_missing_is_missed() {
    let (folder, path) = kept();
    let (log, taken) = (log_of(&path), folder.path().join("taken"));
    fs::rename(&log, &taken).unwrap();
    let error = open(&path).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{}: it is missing, and {} is there", log.display(), path.display())),
        "{error}"
    );
    fs::rename(&taken, &log).unwrap();
    fs::rename(&path, &taken).unwrap();
    let error = open(&path).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{}: it is missing, and {} is there", path.display(), log.display())),
        "{error}"
    );
}

#[test]
fn what_a_program_that_was_killed_leaves_is_taken_away() {
    let (folder, path) = kept();
    // It wrote the next log, and a part of the next checkpoint; or it did not take the last log away.
    for left in ["state.json.new", "state.json.2.log", "state.json.0.log"] {
        fs::write(folder.path().join(left), "{\"half").unwrap();
    }
    assert!(format!("{:?}", open(&path).unwrap()).contains("second"));
    assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["state.json", "state.json.1.log"]);
    // It began its first log, and came no further.
    let (folder, path) = place();
    drop(open(&path).unwrap());
    fs::remove_file(&path).unwrap();
    assert!(open(&path).is_ok());
    assert_eq!(files(folder.path()).keys().collect::<Vec<_>>(), ["state.json", "state.json.1.log"]);
}

#[test]
fn two_programs_do_not_serve_one_state() {
    let (_folder, path) = place();
    let state = open(&path).unwrap();
    let error = open(&path).unwrap_err().to_string();
    assert!(error.ends_with("another program serves this state; end it first"), "{error}");
    drop(state);
    assert!(open(&path).is_ok());
}

#[cfg(unix)]
#[test]
fn nobody_else_reads_it() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path) = kept();
    let again = State::open(&path, State::empty(), 0).unwrap();
    assert!(create_topic(&service(&again).unwrap(), "third", 4));
    for entry in fs::read_dir(folder.path()).unwrap().map(Result::unwrap) {
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", entry.path().display());
    }
}

#[test]
fn a_log_that_is_longer_than_the_checkpoint_is_folded() {
    let (folder, path) = place();
    let state = State::open(&path, State::with_examples(), 0).unwrap();
    let service = service(&state).unwrap();
    for number in 0..100 {
        assert!(create_topic(&service, &format!("topic-{number}"), number));
    }
    let names: Vec<String> = files(folder.path()).into_keys().collect();
    let generation: u64 = names[1].split('.').nth(2).unwrap().parse().unwrap();
    assert!(names.len() == 2 && (2..20).contains(&generation), "{names:?}");
    let known = world(&format!("{state:?}"));
    drop((state, service));
    assert_eq!(world(&format!("{:?}", open(&path).unwrap())), known);
}

#[test]
fn what_a_test_stages_is_written_too() {
    let (_folder, path) = place();
    let state = open(&path).unwrap();
    let instance = state.add_instance("project", "staged");
    instance.add_task(dms_kafka_sim::BackgroundTask::new("task", "name", now())).unwrap();
    drop((state, instance));
    assert!(open(&path).unwrap().instance("project", "staged").unwrap().task("task").is_ok());
}

/// A file that cannot be written to answers nobody with what it does not hold.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_not_accepted() {
    let (folder, path) = place();
    let state = State::open(&path, State::with_examples(), 0).unwrap();
    let service = service(&state).unwrap();
    assert!(create_topic(&service, "first", 0));
    // The next fold finds no folder.
    let moved = folder.path().with_extension("moved");
    fs::rename(folder.path(), &moved).unwrap();
    let mut refused = 0;
    for number in 0..100 {
        let body = format!(r#"{{"id": "topic-{number}", "partition": 1}}"#);
        let call = service.call(&Request::new("POST", &instance_path("/topics")).body(body.as_bytes()).at(now()));
        if let Err(refusal) = call {
            assert!((refusal.status(), refusal.code()) == (500, "DMS.00500000"), "{refusal}");
            assert!(refusal.message().contains("state.json."), "{refusal}");
            refused += 1;
        }
    }
    assert!(refused > 10, "{refused}");
    assert!(!send(&service, "GET", &instance_path(""), "", 0), "nothing is read that may be gone tomorrow");
    fs::rename(moved, folder.path()).unwrap();
}

/// What a client may do, and how much later.
#[derive(Clone, Debug)]
enum Act {
    Topic(u8),
    Update(bool),
    Restart,
    Delete,
    Create,
    Look,
}

fn acts() -> impl Strategy<Value = Vec<(Act, u64)>> {
    let act = prop_oneof![
        any::<u8>().prop_map(Act::Topic),
        any::<bool>().prop_map(Act::Update),
        Just(Act::Restart),
        Just(Act::Delete),
        Just(Act::Create),
        Just(Act::Look),
    ];
    prop::collection::vec((act, 0_u64..200), 1..20)
}

fn act(service: &Service, act: &Act, second: u64) {
    let root = format!("/v2/{EXAMPLE_PROJECT_ID}/instances");
    let new = r#"{"name": "orders", "engine": "kafka", "engine_version": "2.7", "broker_num": 3, "storage_space": 300,
        "storage_spec_code": "dms.physical.storage.ultra.v2", "product_id": "c6.2u4g.cluster", "vpc_id": "vpc",
        "subnet_id": "subnet", "security_group_id": "group", "available_zones": ["zone"]}"#;
    let restart = format!(r#"{{"action": "restart", "instances": ["{EXAMPLE_INSTANCE_ID}"]}}"#);
    match act {
        Act::Topic(number) => create_topic(service, &format!("topic-{number}"), second),
        Act::Update(true) => send(service, "PUT", &instance_path(""), r#"{"retention_policy": "time_base"}"#, second),
        Act::Update(false) => {
            send(service, "PUT", &instance_path(""), r#"{"retention_policy": "produce_reject"}"#, second)
        }
        Act::Restart => send(service, "POST", &format!("{root}/action"), &restart, second),
        Act::Delete => send(service, "DELETE", &instance_path(""), "", second),
        Act::Create => send(service, "POST", &root.replace("/v2/", "/v2/kafka/"), new, second),
        Act::Look => send(service, "GET", &format!("{root}?engine=kafka"), "", second),
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is done, what comes back is what was there.
    #[test]
    fn a_state_comes_back_as_it_was(acts in acts(), folded in prop_oneof![Just(0), Just(State::FOLDED_BYTES)]) {
        let (_folder, path) = place();
        let state = State::open(&path, State::with_examples(), folded).unwrap();
        let served = service(&state).unwrap();
        let mut second = 0;
        for (one, wait) in &acts {
            second += wait;
            act(&served, one, second);
        }
        // Time that nobody saw does not count.
        send(&served, "GET", "/v2/p/instances/none", "", second);
        let known = world(&format!("{state:?}"));
        drop((state, served));
        let again = State::open(&path, State::empty(), folded).unwrap();
        send(&service(&again).unwrap(), "GET", "/v2/p/instances/none", "", second);
        prop_assert_eq!(world(&format!("{again:?}")), known);
    }
}
