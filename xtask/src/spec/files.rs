//! Reading the files of a specification: the one place that looks into `openapi/`.
//!
//! Whatever lies there, reading ends: only regular files of a bounded size are opened. What else stands in the place of
//! a file is refused with its path, and what is not read is not passed over in silence where a file was likely meant.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use walkdir::{DirEntry, WalkDir};

/// The largest file that is read, in bytes. The largest known one has a fortieth of it.
pub const MAX_FILE_BYTES: u64 = 8 << 20;
/// The folder of the bundles as they were released, which is no service.
pub const RELEASED: &str = "openapi/released";
/// The folder of what services share, beside theirs: a folder for each family of them.
pub const SHARED: &str = "openapi/shared";

/// The texts that a specification is built from. Paths are relative to the root of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecTexts {
    /// `openapi/<service>`.
    pub folder: PathBuf,
    /// All `.yaml` and `.toml` files in the folder and in that of the family, at any depth, with what they hold.
    pub files: BTreeMap<PathBuf, String>,
    /// `openapi/shared/<family>`, if the service says that it is of one.
    pub family: Option<PathBuf>,
    /// `Cargo.toml` of the service's crate, if `service.toml` names a folder inside the workspace and the crate is there.
    pub manifest: Option<(PathBuf, String)>,
}

/// The folders of the services, `openapi/<service>`, in the order of their names.
///
/// Hidden folders are none: editors leave them behind.
///
/// # Errors
///
/// If there is none, if a folder is empty or lacks `service.toml`, if something in `openapi` is neither a file nor
/// a folder; an error of the file system.
pub fn services(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let openapi = Path::new("openapi");
    let mut services = Vec::new();
    for entry in fs::read_dir(root.join(openapi)).context("cannot list openapi")? {
        let entry = entry.context("cannot list openapi")?;
        let folder = openapi.join(entry.file_name());
        let kind = entry.file_type().with_context(|| format!("cannot look at {}", folder.display()))?;
        ensure!(
            kind.is_file() || kind.is_dir(),
            "{} is {}; openapi holds files, and a folder for each service",
            folder.display(),
            kind_name(kind)
        );
        let is_ours = folder == Path::new(RELEASED) || folder == Path::new(SHARED);
        if kind.is_dir() && !is_ours && is_service(root, &folder)? {
            services.push(folder);
        }
    }
    services.sort();
    ensure!(!services.is_empty(), "openapi holds no service; a service is a folder with a service.toml");
    Ok(services)
}

/// The folders of what services share, `openapi/shared/<family>`, in the order of their names. Hidden ones are none.
///
/// # Errors
///
/// If something there is no folder; an error of the file system.
pub fn families(root: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let shared = Path::new(SHARED);
    let mut families = Vec::new();
    if root.join(shared).symlink_metadata().is_err() {
        return Ok(families);
    }
    for entry in fs::read_dir(root.join(shared)).with_context(|| format!("cannot list {SHARED}"))? {
        let entry = entry.with_context(|| format!("cannot list {SHARED}"))?;
        let folder = shared.join(entry.file_name());
        let kind = entry.file_type().with_context(|| format!("cannot look at {}", folder.display()))?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        ensure!(
            kind.is_dir() || is_hidden,
            "{} is {}; {SHARED} holds a folder for each family of services",
            folder.display(),
            if kind.is_file() { "a file" } else { kind_name(kind) }
        );
        families.extend((!is_hidden).then_some(folder));
    }
    families.sort();
    Ok(families)
}

/// The folder of the family that the service in `folder` says in `service.toml` that it is of. None if it says none, or what is
/// no name of one, which is for the reader of that file to report.
pub fn family(folder: &Path, service: &str) -> Option<PathBuf> {
    /// The part of `service.toml` that is needed here.
    #[derive(Deserialize)]
    struct Service {
        family: String,
    }
    let Service { family } = toml::from_str(service).ok()?;
    let shared = Path::new(SHARED).file_name()?;
    is_name(&family).then(|| folder.with_file_name(shared).join(family))
}

/// Whether a text is a name for the folder of a service or a family.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_service(root: &Path, folder: &Path) -> anyhow::Result<bool> {
    let is_hidden = folder.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    if root.join(folder).join("service.toml").symlink_metadata().is_ok() {
        return Ok(!is_hidden);
    }
    let mut entries = fs::read_dir(root.join(folder)).with_context(|| format!("cannot list {}", folder.display()))?;
    ensure!(
        is_hidden || entries.next().is_some(),
        "{} is empty; remove it, or make a service of it: `cargo xtask service new {}`",
        folder.display(),
        folder.file_name().unwrap_or_default().to_string_lossy()
    );
    ensure!(
        is_hidden,
        "{} has no service.toml, which makes a folder a service; write one, or move what is there out of openapi",
        folder.display()
    );
    Ok(false)
}

/// Reads the texts of the service in `folder`, which is relative to `root`, and those that it shares with others.
///
/// # Errors
///
/// An error that names the file: for a FIFO, a socket, a device, or a folder named as a file; for a symbolic link that
/// dangles, loops or leads out of `root`; for a file of more than [`MAX_FILE_BYTES`], or one that is not UTF-8; for what
/// is no `.yaml` file among the resources. An error of the file system.
pub fn read(root: &Path, folder: &Path) -> anyhow::Result<SpecTexts> {
    let mut files = texts(root, folder)?;
    let service = files.get(&folder.join("service.toml"));
    let manifest = manifest(root, service)?;
    let family = service.and_then(|text| family(folder, text));
    if let Some(family) = family.as_ref().filter(|family| root.join(family).symlink_metadata().is_ok()) {
        files.extend(texts(root, family)?);
    }
    Ok(SpecTexts { folder: folder.to_owned(), files, family, manifest })
}

/// The texts in a folder, at any depth.
fn texts(root: &Path, folder: &Path) -> anyhow::Result<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| unlisted(root, &error))?;
        let path = entry.path().strip_prefix(root).context("a file lies outside the workspace")?;
        if is_text(root, folder, path, &entry)? {
            files.insert(path.to_owned(), read_text(root, path)?);
        }
    }
    Ok(files)
}

/// Whether what was found is a file to read; it may also be something that is passed over.
fn is_text(root: &Path, folder: &Path, path: &Path, entry: &DirEntry) -> anyhow::Result<bool> {
    let kind = entry.file_type();
    ensure!(kind.is_file() || kind.is_dir(), "{} is {}, not a file", path.display(), kind_name(kind));
    if entry.path_is_symlink() {
        ensure!(is_inside(root, path)?, "{} is a symbolic link that leads out of the workspace", path.display());
    }
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    let is_text = matches!(ending, "yaml" | "toml");
    let is_resource = path.parent() == Some(&folder.join("resources"));
    if kind.is_dir() {
        ensure!(!is_text, "{} is a folder; only a file may have that name", path.display());
        ensure!(!is_resource, "{} is no resource file; keep only .yaml files there", path.display());
        return Ok(false);
    }
    ensure!(!is_resource || ending == "yaml", "{} is no resource file; keep only .yaml files there", path.display());
    let is_nearly = ending.eq_ignore_ascii_case("yaml") || ending.eq_ignore_ascii_case("yml");
    ensure!(is_text || !is_nearly, "{} is not read; its name must end with `.yaml`", path.display());
    ensure!(!is_text || path.to_str().is_some(), "{} has a name that is not UTF-8", path.display());
    Ok(is_text)
}

/// Whether a path that is there leads to something below `root`.
fn is_inside(root: &Path, path: &Path) -> anyhow::Result<bool> {
    let resolve = |path: &Path| fs::canonicalize(path).with_context(|| format!("cannot follow {}", path.display()));
    Ok(resolve(&root.join(path))?.starts_with(resolve(root)?))
}

fn unlisted(root: &Path, error: &walkdir::Error) -> anyhow::Error {
    let path = error.path().unwrap_or(root);
    let shown = path.strip_prefix(root).unwrap_or(path).display();
    let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    match (error.loop_ancestor(), error.io_error()) {
        (Some(ancestor), _) => {
            let ancestor = ancestor.strip_prefix(root).unwrap_or(ancestor);
            anyhow::anyhow!("{shown} is a symbolic link that leads back to {}; remove it", ancestor.display())
        }
        (None, Some(cause)) if is_link => {
            anyhow::anyhow!("{shown} is a symbolic link that leads nowhere ({cause}); remove it")
        }
        (None, Some(cause)) => anyhow::anyhow!("cannot read {shown}: {cause}"),
        (None, None) => anyhow::anyhow!("cannot read {shown}: {error}"),
    }
}

/// The text of a regular file.
fn read_text(root: &Path, path: &Path) -> anyhow::Result<String> {
    let shown = path.display();
    let place = root.join(path);
    // Looked at before it is opened, because opening a FIFO waits for a writer; and after, because it may be another then.
    let found = fs::metadata(&place).with_context(|| format!("cannot read {shown}"))?;
    ensure!(found.is_file(), "{shown} is {}, not a file", kind_name(found.file_type()));
    let file = File::open(&place).with_context(|| format!("cannot read {shown}"))?;
    let opened = file.metadata().with_context(|| format!("cannot read {shown}"))?;
    ensure!(opened.is_file(), "{shown} is {}, not a file", kind_name(opened.file_type()));
    let mut bytes = Vec::new();
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    let is_bounded = u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_FILE_BYTES);
    ensure!(is_bounded, "cannot read {shown}: it has more than {} MB", MAX_FILE_BYTES >> 20);
    String::from_utf8(bytes).or_else(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        bail!("cannot read {shown}: line {line} is not UTF-8")
    })
}

/// The manifest of the crate that `service.toml` names. What is wrong with that file is for its reader to report.
fn manifest(root: &Path, service: Option<&String>) -> anyhow::Result<Option<(PathBuf, String)>> {
    /// The part of `service.toml` that is needed here.
    #[derive(Deserialize)]
    struct Service {
        #[serde(rename = "crate")]
        folder: String,
    }
    let Some(Ok(Service { folder })) = service.map(|text| toml::from_str(text)) else { return Ok(None) };
    let Some(folder) = plain(&folder) else { return Ok(None) };
    let path = folder.join("Cargo.toml");
    match fs::metadata(root.join(&path)) {
        Ok(_) if !is_inside(root, &path)? => Ok(None),
        Ok(_) => Ok(Some((path.clone(), read_text(root, &path)?))),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

/// The path without `.`; none if it is absolute or has `..` in it.
fn plain(path: &str) -> Option<PathBuf> {
    let mut parts = Path::new(path).components().filter(|part| *part != Component::CurDir);
    parts.clone().all(|part| matches!(part, Component::Normal(_))).then(|| parts.by_ref().collect())
}

/// What something is that is no file.
fn kind_name(kind: fs::FileType) -> &'static str {
    if kind.is_dir() {
        return "a folder";
    }
    if kind.is_symlink() {
        return "a symbolic link";
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt as _;
        if kind.is_fifo() {
            return "a FIFO";
        }
        if kind.is_socket() {
            return "a socket";
        }
        if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    "something unknown"
}

#[cfg(test)]
mod tests;
