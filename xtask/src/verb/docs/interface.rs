//! `cargo xtask docs interface`: the interface of an official SDK, made of its wheel.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::Path;

use anyhow::Context as _;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use crate::docs::{self, Interface, MAX_PAGE_BYTES};
use crate::output::{Notation, Terminal};
use crate::verb::Outcome;

/// Writes the interface to `file`, and what it is to `out`; without a file, the interface to `out`. What an interface cannot
/// say goes to the error stream.
///
/// # Errors
///
/// What [`docs::read_wheel`] fails with, and errors of the file system.
pub fn run(
    wheel: &Path,
    api_version: Option<&str>,
    file: Option<&Path>,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let interface = read(wheel, api_version).with_context(|| format!("no interface in {}", wheel.display()))?;
    report_omissions(&interface);
    let Some(file) = file else {
        out.write_all(interface.json.as_bytes())?;
        return Ok(Outcome::Done);
    };
    replace(file, &interface.json).with_context(|| format!("cannot write {}", file.display()))?;
    let sha256 = HEXLOWER.encode(&Sha256::digest(&interface.json));
    let Interface { sdk, operations, models, .. } = interface;
    writeln!(out, "written  {}: {sdk}, {operations} operations, {models} models", file.display())?;
    writeln!(out, "sha256   {sha256}")?;
    Ok(Outcome::Done)
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
