//! Everything at one moment, in three lines: what it is, the state, and its checksum.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use data_encoding::HEXLOWER;
use ring::digest::{Context, SHA256, digest};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::StateFileError;
use super::paths::{Paths, private};

/// What the first line says, so that no other file is taken for one.
const FORMAT: &str = "dms-kafka-sim state";
/// Counted up with every change that an older program cannot read, or whose files this one cannot.
const VERSION: u32 = 1;

/// A checkpoint that was read.
pub(super) struct Checkpoint<T> {
    pub(super) state: T,
    pub(super) generation: u64,
    /// How long its file is.
    pub(super) bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
    version: u32,
    generation: u64,
}

#[derive(Serialize, Deserialize)]
struct Foot {
    sha256: String,
}

impl<T: DeserializeOwned> Checkpoint<T> {
    /// Reads a checkpoint.
    pub(super) fn read(path: &Path) -> Result<Self, StateFileError> {
        let bytes = fs::read(path).map_err(|error| StateFileError::io(path, &error))?;
        let damaged = |line, why: &str| StateFileError::damaged(path, line, why);
        let mut lines = bytes.split(|byte| *byte == b'\n');
        let head = lines.next().and_then(|line| serde_json::from_slice::<Head>(line).ok());
        let head =
            head.filter(|head| head.format == FORMAT).ok_or_else(|| damaged(1, "it is no state of a simulator"))?;
        if head.version != VERSION {
            let why = format!("it has version {} of the format, and this program reads {VERSION}", head.version);
            return Err(damaged(1, &why));
        }
        let body = lines.next().unwrap_or_default();
        let foot = lines.next().and_then(|line| serde_json::from_slice::<Foot>(line).ok());
        let foot = foot.ok_or_else(|| damaged(3, "the line with the checksum is not there"))?;
        if lines.next() != Some(b"") || lines.next().is_some() {
            return Err(damaged(4, "something stands after the checksum"));
        }
        if foot.sha256 != HEXLOWER.encode(digest(&SHA256, body).as_ref()) {
            return Err(damaged(2, "the checksum is not that of the line"));
        }
        let state = serde_json::from_slice(body).map_err(|error| damaged(2, &error.to_string()))?;
        Ok(Self { state, generation: head.generation, bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX) })
    }
}

impl Checkpoint<()> {
    /// Writes a checkpoint beside the one that there is, and puts it in its place: that is the one step that counts. Gives the
    /// length of the file.
    pub(super) fn write<T: Serialize>(paths: &Paths, generation: u64, state: &T) -> Result<u64, StateFileError> {
        let path = paths.unfinished();
        let failed = |error: io::Error| StateFileError::io(&path, &error);
        let file = private().create(true).truncate(true).open(&path).map_err(failed)?;
        let bytes = written(file, generation, state).map_err(failed)?;
        fs::rename(&path, paths.checkpoint()).map_err(failed)?;
        Ok(bytes)
    }
}

fn written<T: Serialize>(file: File, generation: u64, state: &T) -> io::Result<u64> {
    let mut writer = Hashing { writer: BufWriter::new(file), context: Context::new(&SHA256) };
    let head = Head { format: FORMAT.to_owned(), version: VERSION, generation };
    serde_json::to_writer(&mut writer.writer, &head)?;
    writer.writer.write_all(b"\n")?;
    serde_json::to_writer(&mut writer, state)?;
    let Hashing { mut writer, context } = writer;
    let foot = Foot { sha256: HEXLOWER.encode(context.finish().as_ref()) };
    writer.write_all(b"\n")?;
    serde_json::to_writer(&mut writer, &foot)?;
    writer.write_all(b"\n")?;
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    // Before it takes the place of the other one, so that no machine that stops leaves an empty one there.
    file.sync_all()?;
    file.metadata().map(|metadata| metadata.len())
}

/// Writes, and takes the checksum of what is written.
struct Hashing<W> {
    writer: W,
    context: Context,
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.writer.write(bytes)?;
        self.context.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
