//! `cargo xtask docs interface`: the interface of an official SDK, made of its wheel.

use std::fs::{self, File};
use std::io::{self, BufReader, Read as _, Write};
use std::path::Path;

use anyhow::Context as _;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::docs::{self, Agreement, Interface, MAX_PAGE_BYTES, NO_INTERFACE};
use crate::output::{Notation, Terminal};
use crate::problem::counted;
use crate::spec::{Spec, files};
use crate::verb::Outcome;

/// What is to be made, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The wheel.
    pub wheel: &'r Path,
    /// The version of the API, of several.
    pub api_version: Option<&'r str>,
    /// What it is written to.
    pub file: Option<&'r Path>,
    /// An interface that was made by other means, to be compared with it.
    pub against: Option<&'r Path>,
}

/// Writes the interface to `file`, and what it is to `out`; without a file, the interface to `out`. What an interface cannot
/// say goes to the error stream. With another interface, what differs goes to `out` instead.
///
/// # Errors
///
/// What [`docs::read_wheel`] and [`docs::agreement`] fail with, and errors of the file system. Nothing is written then.
pub fn run(root: &Path, request: Request<'_>, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let Request { wheel, api_version, file, against } = request;
    if let Some(file) = file {
        apart(file, wheel, "the wheel")?;
        against.map_or(Ok(()), |other| apart(file, other, "--against"))?;
    }
    let other = against.map(Other::read).transpose()?;
    let interface = read(wheel, api_version).with_context(|| format!("no interface in {}", shown(wheel)))?;
    // Before anything is written: with what is no interface, nothing is.
    let found = other.as_ref().map(|other| docs::agreement(&interface.json, &other.label, &other.bytes)).transpose()?;
    report_omissions(&interface);
    if let Some(file) = file {
        replace(file, &interface.json).with_context(|| format!("cannot write {}", shown(file)))?;
        let Interface { sdk, operations, models, .. } = &interface;
        writeln!(out, "written  {}: {sdk}, {operations} operations, {models} models", shown(file))?;
        writeln!(out, "sha256   {}", sha256(interface.json.as_bytes()))?;
    } else if against.is_none() {
        out.write_all(interface.json.as_bytes())?;
    }
    let both = other.zip(found);
    both.map_or(Ok(Outcome::Done), |(other, found)| tell(root, &interface, file, &other, &found, out))
}

/// Refuses to write to what is read.
fn apart(file: &Path, read: &Path, what: &str) -> anyhow::Result<()> {
    let is_one = fs::canonicalize(file).is_ok_and(|file| fs::canonicalize(read).is_ok_and(|read| file == read));
    anyhow::ensure!(!is_one, "--out and {what} are one file, {}; give --out another one", shown(read));
    Ok(())
}

/// A path on one line.
fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if text.contains(char::is_control) { text.escape_debug().to_string() } else { text }
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

/// The interface that was made by other means, as it lies there.
struct Other {
    label: String,
    bytes: Vec<u8>,
}

impl Other {
    fn read(path: &Path) -> anyhow::Result<Self> {
        let label = shown(path);
        let bytes = bytes(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow::anyhow!("{label}: there is no such file; {NO_INTERFACE}"),
            io::ErrorKind::InvalidInput => anyhow::anyhow!("{label}: it is no file; {NO_INTERFACE}"),
            _ => anyhow::anyhow!("{label}: it cannot be read: {error}; {NO_INTERFACE}"),
        })?;
        Ok(Self { label, bytes })
    }
}

/// The bytes of a file: of one that is too large, one more than it may have.
fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Opening a pipe would wait for somebody to write into it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_PAGE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Tells what another interface says otherwise, or what to record in its place.
fn tell(
    root: &Path,
    made: &Interface,
    file: Option<&Path>,
    other: &Other,
    found: &Agreement,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let Other { label, bytes } = other;
    for difference in &found.differences {
        writeln!(out, "differs  {difference}")?;
    }
    if !found.differences.is_empty() {
        let count = counted(found.differences.len(), "difference");
        writeln!(out, "{label}: {count} from {}; record the one of the wheel, and draft what it adds", made.sdk)?;
        return Ok(Outcome::Drifted);
    }
    if *bytes == made.json.as_bytes() {
        writeln!(out, "same     {label}: the bytes that are made of the wheel")?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "same     {label}: it says what {} says, and differs in form: {found}", made.sdk)?;
    let recorded = recorded(root, &sha256(bytes));
    let place = recorded.as_ref().map_or("sources.toml".to_owned(), |(place, _)| place.clone());
    let service = recorded.map_or("<service>".to_owned(), |(_, service)| service);
    let path = file.map_or(format!("target/interface/{service}.json"), |file| file.display().to_string());
    writeln!(out, "record   {place}: write in the place of its `path` and `sha256`")?;
    writeln!(out, "path = {}\nsha256 = \"{}\"", toml_text(&path), sha256(made.json.as_bytes()))?;
    Ok(Outcome::Done)
}

/// A text as TOML has it, on one line.
fn toml_text(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Where bytes are recorded: the file with the line of the entry, and the service.
fn recorded(root: &Path, sha256: &str) -> Option<(String, String)> {
    let folders = files::services(root).ok()?;
    let specs = folders.iter().filter_map(|folder| Spec::parse(&files::read(root, folder).ok()?).ok());
    let found = specs.filter_map(|spec| {
        let line = spec.sources.of_bytes(sha256)?.line;
        let service = spec.folder.file_name()?.to_string_lossy().into_owned();
        Some((format!("{}:{line}", spec.folder.join("sources.toml").display()), service))
    });
    found.into_iter().next()
}

fn read(wheel: &Path, api_version: Option<&str>) -> anyhow::Result<Interface> {
    // Opening a pipe would wait for somebody to write into it.
    anyhow::ensure!(fs::metadata(wheel)?.is_file(), "it is no file; give a wheel, *.whl");
    docs::read_wheel(BufReader::new(File::open(wheel)?), api_version)
}

fn report_omissions(interface: &Interface) {
    let mut stderr = Terminal::new(io::stderr(), Notation::Text);
    let too_large = interface.json.len() > MAX_PAGE_BYTES;
    let too_large =
        too_large.then(|| format!("note: `docs drift` reads at most {MAX_PAGE_BYTES} bytes; this has more"));
    let left_out =
        interface.omissions.iter().map(|what| format!("note: left out, because no interface says it: {what}"));
    for note in left_out.chain(too_large) {
        // If the error stream is closed there is nobody to read it.
        let _ = writeln!(stderr, "{note}");
    }
    let _ = stderr.finish();
}

/// Writes a file whole or not at all. What is no file, as `/dev/null`, is written to.
fn replace(file: &Path, text: &str) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
        return fs::write(file, text);
    }
    // Through a link, its target is replaced.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let new = file.with_file_name(name);
    fs::write(&new, text).and_then(|()| fs::rename(&new, &file)).inspect_err(|_| drop(fs::remove_file(&new)))
}
