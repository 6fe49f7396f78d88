//! `cargo xtask service`: a service that begins, and whether one has what it needs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};

use super::Outcome;
use crate::model::Model;
use crate::output::{Changes, Writing};
use crate::problem::Problem;
use crate::service::{MANIFEST, NewService, TESTS_MANIFEST, members};
use crate::spec::files;

/// Makes everything that a service needs: its folder in `openapi`, its crate, its entries in the workspace, its file in the
/// tests and its folder of snapshots.
///
/// # Errors
///
/// If the name is none, or something of that name is there; an error of the file system. Nothing is written then.
pub fn new(root: &Path, service: NewService<'_>, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    if let Some(fault) = service.fault() {
        bail!(fault);
    }
    let writing = Writing::begin(root)?;
    for place in service.places() {
        ensure!(
            is_free(&root.join(&place)),
            "{} is there already; call the service something else, or move that away",
            place.display()
        );
    }
    let read = |file: &str| fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"));
    let manifest = read(MANIFEST)?;
    let packages = packages(root, &manifest)?;
    let shared = service.family.map(|family| shared(root, family)).transpose()?.unwrap_or_default();
    let files = service.files(&manifest, &read(TESTS_MANIFEST)?, &packages, &shared).map_err(anyhow::Error::msg)?;
    let changes = Changes { write: files, ..Changes::default() };
    writing.write(&changes)?;
    for path in changes.write.keys() {
        writeln!(out, "written  {}", path.display())?;
    }
    for (link, to) in service.links() {
        let (shown, of) = (link.display(), to.display());
        match make_link(to, &root.join(&link)) {
            Ok(()) => writeln!(out, "linked   {shown}")?,
            Err(error) => writeln!(out, "not linked: {shown} to {of} ({error}); link it before a release")?,
        }
    }
    let name = service.name;
    writeln!(out, "\nnext: cargo xtask docs draft PAGES --service {name} --write")?;
    Ok(Outcome::Done)
}

/// The names of the files that a family has.
fn shared(root: &Path, family: &str) -> anyhow::Result<Vec<String>> {
    let families = files::families(root)?;
    let is_it = |folder: &&PathBuf| folder.file_name().is_some_and(|name| name == family);
    let Some(folder) = families.iter().find(is_it) else {
        let known: Vec<String> = families.iter().map(|folder| folder.display().to_string()).collect();
        let known =
            if known.is_empty() { "there is none".to_owned() } else { format!("there is {}", known.join(", ")) };
        bail!("`{}` is no family of services: {known}; a family is a folder in openapi/shared", family.escape_debug());
    };
    let entries = fs::read_dir(root.join(folder)).with_context(|| format!("cannot list {}", folder.display()))?;
    Ok(entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect())
}

/// The names of the packages of the workspace whose manifest this is, as far as their own can be read.
fn packages(root: &Path, manifest: &str) -> anyhow::Result<Vec<String>> {
    let name = |folder: &String| {
        let text = fs::read_to_string(root.join(folder).join(MANIFEST)).ok()?;
        let package = text.parse::<toml::Table>().ok()?;
        package.get("package")?.get("name")?.as_str().map(str::to_owned)
    };
    let folders = members(manifest).map_err(anyhow::Error::msg)?;
    Ok(folders.iter().filter_map(name).collect())
}

/// Whether nothing is at a place, or an empty folder.
fn is_free(place: &Path) -> bool {
    let is_empty = || fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    place.symlink_metadata().is_err() || is_empty()
}

#[cfg(unix)]
fn make_link(to: &Path, link: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(to, link)
}

/// As git does where there are no links.
#[cfg(not(unix))]
fn make_link(to: &Path, link: &Path) -> std::io::Result<()> {
    fs::write(link, to.to_string_lossy().as_bytes())
}

/// What a service lacks around what is generated: files without which nothing compiles it, or nothing tests it.
pub(super) fn incomplete(root: &Path, model: &Model) -> Vec<Problem> {
    let folder = model.spec.crate_folder();
    let within = ["Cargo.toml", "src/lib.rs", "tests/calls/main.rs", "tests/mocks/main.rs"];
    let mut needed: Vec<PathBuf> = within.iter().map(|file| folder.join(file)).collect();
    // The tests that every service has, where there are such.
    if root.join(TESTS_MANIFEST).is_file() {
        let name = model.spec.service.name.replace('-', "_");
        needed.push(Path::new("tests").join("tests").join(format!("{name}.rs")));
    }
    let missing = needed.into_iter().filter(|path| !root.join(path).is_file());
    let problem = |file: PathBuf| Problem {
        file,
        line: 0,
        pointer: String::new(),
        rule: "crate",
        message: format!(
            "the file is missing, without which nothing takes up what is generated for `{}`",
            model.spec.service.name
        ),
        remedy: "write it as another service has it; `cargo xtask service new` makes it for services that begin"
            .to_owned(),
    };
    missing.map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verb::{docs, generate, lint};

    const WORKSPACE: &str = "[workspace]\nmembers = [\n    \"crates/cogs\",\n    \"tests\",\n]\n\n\
        [workspace.package]\nversion = \"0.2.0\"\n\n[workspace.dependencies]\ncogs = { path = \"crates/cogs\" }\n";
    const PAGE: &str = "# Creating a Widget<a name=\"CreateWidget\"></a>\n\n## URI\n\nPOST /v1/{project_id}/widgets\n\n\
        ## Request Parameters\n\n**Table 1** Request body parameters\n\n| Parameter | Mandatory | Type | Description |\n\
        |---|---|---|---|\n| name | Yes | String | Name. |\n\n## Response Parameters\n\n**Status code: 200**\n\n\
        **Table 2** Response body parameters\n\n| Parameter | Type | Description |\n|---|---|---|\n\
        | id | String | ID. |\n";

    fn workspace() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in [
            ("Cargo.toml", WORKSPACE),
            (
                "tests/Cargo.toml",
                "[package]\nname = \"all-tests\"\n\n[dev-dependencies]\ncogs = { workspace = true, features = [\"schemars\"] }\n",
            ),
            ("docs/making/create.md", PAGE),
            (
                "docs/keeping/list.md",
                &PAGE
                    .replace("Creat", "Stor")
                    .replace("| name", "| shelf")
                    .replace("POST /v1/{project_id}/widgets", "POST /v1/shelves"),
            ),
        ] {
            let place = root.path().join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, text).unwrap();
        }
        fs::create_dir(root.path().join("openapi")).unwrap();
        root
    }

    fn begin(root: &Path, name: &str) -> Result<String, String> {
        let mut out = Vec::new();
        let service = NewService { name, title: None, sdk_name: None, family: None };
        new(root, service, &mut out).map_err(|error| format!("{error:#}"))?;
        Ok(String::from_utf8(out).unwrap())
    }

    /// All files below a folder, but those of the commands, with their texts.
    fn files_of(root: &Path) -> Vec<(PathBuf, String)> {
        let all = walkdir::WalkDir::new(root).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = all.filter(|entry| entry.file_type().is_file() && !entry.path().starts_with(root.join(".xtask")));
        files.map(|entry| (entry.path().to_owned(), fs::read_to_string(entry.path()).unwrap())).collect()
    }

    #[test]
    fn a_service_begins_by_its_name_and_lacks_only_what_people_say() {
        let root = workspace();
        let root = root.path();
        let text = begin(root, "dms-widgets").unwrap();
        assert!(text.contains("written  crates/dms-widgets/Cargo.toml\n"), "{text}");
        assert_eq!(files::services(root).unwrap(), [PathBuf::from("openapi/dms-widgets")]);
        // Nothing is generated of nothing.
        let error = generate::run(root, &mut Vec::new()).unwrap_err().to_string();
        assert!(
            error.contains("openapi/dms-widgets/service.toml:1: [service] the service has no operation"),
            "{error}"
        );
        assert!(!root.join("crates/dms-widgets/src/generated").exists());
        let pages = [root.join("docs")];
        let request =
            docs::draft::Request { pages: &pages, service: Some("dms-widgets"), write: true, ..Default::default() };
        docs::draft::run(root, request, &mut Vec::new()).unwrap();
        let manifest = fs::read_to_string(root.join("crates/dms-widgets/Cargo.toml")).unwrap();
        assert!(manifest.contains("full = [\n  \"shelves\",\n  \"widgets\",\n]\n"), "{manifest}");
        generate::run(root, &mut Vec::new()).unwrap();
        let mut said = Vec::new();
        lint::run(root, true, &mut said).unwrap();
        let said: serde_json::Value = serde_json::from_slice(&said).unwrap();
        let problems = said["problems"].as_array().unwrap();
        assert!(problems.iter().all(|problem| problem["rule"] == "placeholder"), "{said}");
        let lib = fs::read_to_string(root.join("crates/dms-widgets/src/generated/widgets.rs")).unwrap();
        assert!(lib.contains("pub struct NewWidget"), "{lib}");
    }

    #[test]
    fn a_service_of_a_family_takes_what_is_shared() {
        let root = workspace();
        let root = root.path();
        let begin = |name| {
            let service = NewService { name, title: None, sdk_name: None, family: Some("hardware") };
            new(root, service, &mut Vec::new()).map_err(|error| format!("{error:#}"))
        };
        let message = "`hardware` is no family of services: there is none; a family is a folder in openapi/shared";
        assert_eq!(begin("dms-widgets").unwrap_err(), message);
        let shared = include_str!("../lint/fixtures/common.yaml");
        let folder = root.join("openapi/shared/hardware");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("common.yaml"), shared).unwrap();
        let endpoints = "pattern = \"https://w.{region}.example\"\ndefault = \"a-1\"\nregions = [\"a-1\"]\n";
        fs::write(folder.join("endpoints.toml"), endpoints).unwrap();
        begin("dms-widgets").unwrap();
        let pages = [root.join("docs")];
        let request =
            docs::draft::Request { pages: &pages, service: Some("dms-widgets"), write: true, ..Default::default() };
        docs::draft::run(root, request, &mut Vec::new()).unwrap();
        assert_eq!(fs::read_to_string(root.join("openapi/dms-widgets/common.yaml")).unwrap(), "components: {}\n");
        generate::run(root, &mut Vec::new()).unwrap();
        let mut said = Vec::new();
        lint::run(root, false, &mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        assert!(said.contains("[placeholder]") && !said.contains("[family]"), "{said}");
        let bundle = fs::read_to_string(root.join("openapi/dms-widgets.json")).unwrap();
        assert!(bundle.contains("\"Refused.\"") && bundle.contains("https://w.{region}.example"), "{bundle}");
    }

    #[test]
    fn what_is_there_is_never_written_over() {
        for place in ["openapi/widgets/notes", "crates/widgets/notes", "tests/tests/widgets.rs", "openapi/widgets.json"]
        {
            let root = workspace();
            let file = root.path().join(place);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "mine").unwrap();
            let before = files_of(root.path());
            let error = begin(root.path(), "widgets").unwrap_err();
            assert!(error.contains("is there already; call the service something else"), "{error}");
            assert_eq!(files_of(root.path()), before);
        }
        let root = workspace();
        fs::create_dir(root.path().join("openapi/widgets")).unwrap();
        begin(root.path(), "widgets").unwrap();
        assert!(begin(root.path(), "widgets").unwrap_err().starts_with("openapi/widgets is there already"));
    }

    #[test]
    fn nothing_is_half_written() {
        for (name, make) in [
            ("Widgets", None),
            ("cogs", None),
            ("all-tests", None),
            ("widgets", Some("crates")),
            ("widgets", Some("tests/tests")),
            ("widgets", Some("tests/snapshots")),
        ] {
            let root = workspace();
            if let Some(file) = make {
                fs::write(root.path().join(file), "a file").unwrap();
            }
            let before = files_of(root.path());
            let error = begin(root.path(), name).unwrap_err();
            assert!(!error.is_empty());
            assert_eq!(files_of(root.path()), before, "{name} {make:?}: {error}");
        }
    }
}
