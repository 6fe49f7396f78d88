//! What was done since the checkpoint, a line each.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::StateFileError;
use super::lines::Chain;
use super::paths::private;

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// The simulated time, in milliseconds since 1970.
    pub(crate) at: u64,
    /// The call, which was accepted; without one the time has come that far, and somebody has seen it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) call: Option<LoggedCall>,
}

/// A call as it was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LoggedCall {
    pub(crate) method: String,
    /// Path and query, as they were sent.
    pub(crate) target: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) body: String,
    /// Whether a fault lets the work fail that goes on after it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) work_fails: bool,
}

/// A log that is being written.
#[derive(Debug)]
pub(super) struct Log {
    path: std::path::PathBuf,
    file: File,
    chain: Chain,
    bytes: u64,
}

/// A log that was read: how far it is whole, and how its next line goes on.
#[derive(Debug)]
pub(super) struct Read {
    chain: Chain,
    bytes: u64,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    generation: u64,
}

impl Log {
    /// Begins a log. One that is there already is one that nothing came of.
    pub(super) fn create(path: &Path, generation: u64) -> Result<Self, StateFileError> {
        let failed = |error: io::Error| StateFileError::io(path, &error);
        let file = private().create(true).truncate(true).open(path).map_err(failed)?;
        let mut log = Self { path: path.to_owned(), file, chain: Chain::default(), bytes: 0 };
        log.write(&Head { generation }).and_then(|()| log.file.sync_all()).map_err(failed)?;
        Ok(log)
    }

    /// How long it is.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Puts an entry at its end, in one piece. When that has been written, no end of the program takes it away.
    pub(super) fn append(&mut self, entry: &Entry) -> Result<(), StateFileError> {
        self.write(entry).map_err(|error| StateFileError::io(&self.path, &error))
    }

    fn write<T: Serialize>(&mut self, value: &T) -> io::Result<()> {
        let line = self.chain.line(&serde_json::to_string(value)?);
        self.file.write_all(line.as_bytes())?;
        self.bytes += u64::try_from(line.len()).unwrap_or(u64::MAX);
        Ok(())
    }
}

impl Read {
    /// Reads a log: its entries, each with its line. A last line without its end is a call that nobody was told of.
    pub(super) fn of(
        path: &Path,
        generation: u64,
        checkpoint: &Path,
    ) -> Result<(Self, Vec<(usize, Entry)>), StateFileError> {
        let bytes = fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StateFileError::missing(path, checkpoint),
            _ => StateFileError::io(path, &error),
        })?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let mut read = Self { chain: Chain::default(), bytes: u64::try_from(whole).unwrap_or(u64::MAX) };
        let lines = bytes[..whole].split_inclusive(|byte| *byte == b'\n').enumerate();
        let mut texts = lines.map(|(index, line)| {
            let text = read.chain.text(line.strip_suffix(b"\n").unwrap_or(line));
            text.map(|text| (index + 1, text)).map_err(|why| StateFileError::damaged(path, index + 1, why))
        });
        let damaged = |line, why: &str| StateFileError::damaged(path, line, why);
        let (_, head) = texts.next().ok_or_else(|| damaged(1, "the first line is not there"))??;
        let head: Head = serde_json::from_slice(head).map_err(|error| damaged(1, &error.to_string()))?;
        if head.generation != generation {
            return Err(damaged(1, "it goes on from another checkpoint"));
        }
        let entry = |read: Result<(usize, &[u8]), StateFileError>| {
            let (line, text) = read?;
            let entry = serde_json::from_slice(text).map_err(|error| damaged(line, &error.to_string()))?;
            Ok((line, entry))
        };
        let entries = texts.map(entry).collect::<Result<_, StateFileError>>()?;
        Ok((read, entries))
    }

    /// Goes on after the last whole line.
    pub(super) fn go_on(self, path: &Path) -> Result<Log, StateFileError> {
        let failed = |error: io::Error| StateFileError::io(path, &error);
        let file = private().append(true).open(path).map_err(failed)?;
        file.set_len(self.bytes).map_err(failed)?;
        Ok(Log { path: path.to_owned(), file, chain: self.chain, bytes: self.bytes })
    }
}
