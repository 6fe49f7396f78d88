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

/// The texts that a specification is built from. Paths are relative to the root of the workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpecTexts {
    /// `openapi/<service>`.
    pub folder: PathBuf,
    /// All `.yaml` and `.toml` files in the folder, at any depth, with what they hold.
    pub files: BTreeMap<PathBuf, String>,
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
        if kind.is_dir() && folder != Path::new(RELEASED) && is_service(root, &folder)? {
            services.push(folder);
        }
    }
    services.sort();
    ensure!(!services.is_empty(), "openapi holds no service; a service is a folder with a service.toml");
    Ok(services)
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

/// Reads the texts of the service in `folder`, which is relative to `root`.
///
/// # Errors
///
/// An error that names the file: for a FIFO, a socket, a device, or a folder named as a file; for a symbolic link that
/// dangles, loops or leads out of `root`; for a file of more than [`MAX_FILE_BYTES`], or one that is not UTF-8; for what
/// is no `.yaml` file among the resources. An error of the file system.
pub fn read(root: &Path, folder: &Path) -> anyhow::Result<SpecTexts> {
    let mut files = BTreeMap::new();
    for entry in WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| unlisted(root, &error))?;
        let path = entry.path().strip_prefix(root).context("a file lies outside the workspace")?;
        if is_text(root, folder, path, &entry)? {
            files.insert(path.to_owned(), read_text(root, path)?);
        }
    }
    let manifest = manifest(root, files.get(&folder.join("service.toml")))?;
    Ok(SpecTexts { folder: folder.to_owned(), files, manifest })
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
mod tests {
    use super::*;

    const FOLDER: &str = "openapi/widgets";

    fn workspace() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("openapi/widgets.json", "{}"),
            ("openapi/widgets/service.toml", "crate = './widgets'\n"),
            ("openapi/widgets/common.yaml", "common\n"),
            ("openapi/widgets/README.md", "passed over"),
            ("openapi/widgets/resources/tasks.yaml", "tasks\n"),
            ("widgets/Cargo.toml", "[features]\n"),
        ] {
            write(root.path(), path, text);
        }
        root
    }

    fn write(root: &Path, path: &str, text: impl AsRef<[u8]>) {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn refused(root: &Path) -> String {
        format!("{:#}", read(root, FOLDER.as_ref()).unwrap_err())
    }

    #[test]
    fn texts_are_read_with_the_manifest_of_the_crate() {
        let root = workspace();
        assert_eq!(services(root.path()).unwrap(), [PathBuf::from(FOLDER)]);
        let texts = read(root.path(), FOLDER.as_ref()).unwrap();
        let names: Vec<_> = texts.files.keys().map(|path| path.strip_prefix(FOLDER).unwrap()).collect();
        assert_eq!(names, ["common.yaml", "resources/tasks.yaml", "service.toml"].map(Path::new));
        assert_eq!(texts.files.values().next().unwrap(), "common\n");
        assert_eq!(texts.manifest, Some(("widgets/Cargo.toml".into(), "[features]\n".to_owned())));
    }

    #[test]
    fn a_manifest_outside_the_workspace_is_not_read() {
        let root = workspace();
        let outside = workspace();
        let absolute = outside.path().join("widgets");
        for folder in ["../widgets", "widgets/../widgets", absolute.to_str().unwrap(), "absent", "widgets/Cargo.toml"] {
            write(root.path(), "openapi/widgets/service.toml", format!("crate = '{folder}'\n"));
            assert_eq!(read(root.path(), FOLDER.as_ref()).unwrap().manifest, None, "{folder}");
        }
        write(root.path(), "openapi/widgets/service.toml", "crate =");
        assert_eq!(read(root.path(), FOLDER.as_ref()).unwrap().manifest, None);
    }

    #[test]
    fn folders_that_describe_no_service_are_named() {
        let root = workspace();
        write(root.path(), "openapi/.editor/state", "");
        fs::create_dir(root.path().join("openapi/.hidden")).unwrap();
        assert_eq!(services(root.path()).unwrap(), [PathBuf::from(FOLDER)]);
        fs::create_dir(root.path().join("openapi/empty")).unwrap();
        let error = services(root.path()).unwrap_err().to_string();
        assert!(error.starts_with("openapi/empty is empty; remove it, or make a service of it"), "{error}");
        fs::remove_dir(root.path().join("openapi/empty")).unwrap();
        write(root.path(), "openapi/gadgets/common.yaml", "");
        let error = services(root.path()).unwrap_err().to_string();
        assert!(error.starts_with("openapi/gadgets has no service.toml"), "{error}");
        fs::remove_dir_all(root.path().join("openapi")).unwrap();
        fs::create_dir(root.path().join("openapi")).unwrap();
        assert!(services(root.path()).unwrap_err().to_string().starts_with("openapi holds no service"));
    }

    #[test]
    fn what_is_no_text_file_is_refused_with_its_path() {
        for (path, text, reason) in [
            ("resources/notes.txt", &b""[..], "is no resource file; keep only .yaml files there"),
            ("resources/tasks.yml", b"", "is no resource file; keep only .yaml files there"),
            ("common.yml", b"", "is not read; its name must end with `.yaml`"),
            ("resources/more/a.yaml", b"", "is no resource file; keep only .yaml files there"),
            ("resources/a.yaml/b.yaml", b"", "is a folder; only a file may have that name"),
            ("quirks.toml", b"a\nb\xff", "line 2 is not UTF-8"),
        ] {
            let root = workspace();
            write(root.path(), &format!("{FOLDER}/{path}"), text);
            let error = refused(root.path());
            let named = path.strip_suffix("/a.yaml").or(path.strip_suffix("/b.yaml")).unwrap_or(path);
            assert!(error.contains(&format!("{FOLDER}/{named}")) && error.contains(reason), "{path}: {error}");
        }
    }

    #[test]
    fn a_file_is_read_up_to_its_bound() {
        let root = workspace();
        let bound = usize::try_from(MAX_FILE_BYTES).unwrap();
        write(root.path(), "openapi/widgets/common.yaml", vec![b' '; bound]);
        assert!(read(root.path(), FOLDER.as_ref()).is_ok());
        write(root.path(), "openapi/widgets/common.yaml", vec![b' '; bound + 1]);
        assert_eq!(refused(root.path()), "cannot read openapi/widgets/common.yaml: it has more than 8 MB");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::symlink;
        use std::os::unix::net::UnixListener;
        use std::process::Command;

        use super::*;

        fn fifo(place: &Path) {
            assert!(Command::new("mkfifo").arg(place).status().unwrap().success());
        }

        #[test]
        fn a_fifo_and_a_socket_are_refused_at_any_depth() {
            for place in ["resources/tasks.fifo.yaml", "common.yaml", "service.toml", "notes/deep/er"] {
                let root = workspace();
                let path = format!("{FOLDER}/{place}");
                fs::create_dir_all(root.path().join(&path).parent().unwrap()).unwrap();
                let _ = fs::remove_file(root.path().join(&path));
                fifo(&root.path().join(&path));
                assert_eq!(refused(root.path()), format!("{path} is a FIFO, not a file"));
            }
            let root = workspace();
            let _socket = UnixListener::bind(root.path().join("openapi/widgets/s.toml")).unwrap();
            assert_eq!(refused(root.path()), "openapi/widgets/s.toml is a socket, not a file");
            fifo(&root.path().join("openapi/pipe"));
            let error = services(root.path()).unwrap_err().to_string();
            assert!(error.starts_with("openapi/pipe is a FIFO"), "{error}");
            let root = workspace();
            fs::remove_file(root.path().join("widgets/Cargo.toml")).unwrap();
            fifo(&root.path().join("widgets/Cargo.toml"));
            assert_eq!(refused(root.path()), "widgets/Cargo.toml is a FIFO, not a file");
        }

        #[test]
        fn links_are_followed_inside_the_workspace_alone() {
            for (link, to, reason) in [
                ("resources/a.yaml", "tasks.yaml", None),
                ("resources/a.yaml", "absent.yaml", Some("is a symbolic link that leads nowhere")),
                ("resources/a.yaml", "a.yaml", Some("is a symbolic link that leads nowhere")),
                ("loop", "../widgets", Some("leads back to openapi/widgets")),
                ("resources/a.yaml", "/dev/zero", Some("is a device, not a file")),
                ("resources/a.yaml", "/etc/passwd", Some("leads out of the workspace")),
            ] {
                let root = workspace();
                symlink(to, root.path().join(FOLDER).join(link)).unwrap();
                let texts = read(root.path(), FOLDER.as_ref());
                let Some(reason) = reason else {
                    let path = Path::new(FOLDER).join(link);
                    assert_eq!(texts.unwrap().files.get(&path).unwrap(), "tasks\n");
                    continue;
                };
                let error = refused(root.path());
                assert!(error.contains(&format!("{FOLDER}/{link}")) && error.contains(reason), "{to}: {error}");
            }
        }
    }
}
