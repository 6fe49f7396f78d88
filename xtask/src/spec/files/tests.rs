//! What is read of a workspace, and what is refused.

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
fn what_a_family_shares_is_read_with_each_service_of_it() {
    let root = workspace();
    let root = root.path();
    assert_eq!(families(root).unwrap(), Vec::<PathBuf>::new());
    for path in ["hardware/common.yaml", "hardware/resources/tasks.yaml", "other/clouds.toml", ".editor/state"] {
        write(root, &format!("openapi/shared/{path}"), "shared\n");
    }
    assert_eq!(families(root).unwrap(), ["openapi/shared/hardware", "openapi/shared/other"].map(PathBuf::from));
    assert_eq!(services(root).unwrap(), [PathBuf::from(FOLDER)]);
    assert_eq!(read(root, FOLDER.as_ref()).unwrap().family, None);
    write(root, "openapi/widgets/service.toml", "crate = './widgets'\nfamily = 'hardware'\n");
    let texts = read(root, FOLDER.as_ref()).unwrap();
    assert_eq!(texts.family, Some("openapi/shared/hardware".into()));
    let shared: Vec<_> = texts.files.keys().filter_map(|path| path.strip_prefix("openapi/shared").ok()).collect();
    assert_eq!(shared, ["hardware/common.yaml", "hardware/resources/tasks.yaml"].map(Path::new));
    // One that is not there has no texts, and one that leads elsewhere is none.
    for (family, folder) in [("absent", Some("openapi/shared/absent")), ("../widgets", None), ("a/b", None)] {
        write(root, "openapi/widgets/service.toml", format!("family = '{family}'\n"));
        let texts = read(root, FOLDER.as_ref()).unwrap();
        assert_eq!((texts.family, texts.files.len()), (folder.map(PathBuf::from), 3), "{family}");
    }
    write(root, "openapi/shared/notes.yaml", "");
    let error = families(root).unwrap_err().to_string();
    assert!(error.starts_with("openapi/shared/notes.yaml is a file; openapi/shared holds a folder for"), "{error}");
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
