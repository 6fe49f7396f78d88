//! `cargo xtask docs draft`: parts of the specification from pages.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail, ensure};
use serde::Deserialize;

use super::find;
use crate::contract::Listed;
use crate::docs::{Found, PageFacts, PageKind, Sdk, is_of_our_form};
use crate::draft::{Draft, Order, draft, features, text, texts};
use crate::model::Model;
use crate::output::{Changes, Reading, Writing};
use crate::problem::counted;
use crate::spec::files::{self, SpecTexts};
use crate::spec::{PLACEHOLDER, Source, SourceKind, Spec};
use crate::verb::Outcome;

/// What is to be drafted, and where it goes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Request<'r> {
    /// Files and folders.
    pub pages: &'r [PathBuf],
    /// The resource of new operations, `tasks` or `<service>/tasks`.
    pub resource: Option<&'r str>,
    /// The name of the one operation that is new.
    pub operation: Option<&'r str>,
    /// The service, if no page is listed by one and there are several.
    pub service: Option<&'r str>,
    /// Whether it is merged into the files.
    pub write: bool,
}

/// Writes what pages add to the specification; with `write` it merges it into the resource files, the common file,
/// `sources.toml` and `error-codes.toml`.
///
/// It fails if something of the pages is left out, which it reports as comments: what cannot be read, what contradicts the
/// specification, and what lint would refuse.
///
/// # Errors
///
/// If no page documents an operation, or a new operation has no `resource` to be written into; an error of the file
/// system. Nothing is written then.
pub fn run(root: &Path, request: Request<'_>, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let (of_resource, resource) = split(request.resource)?;
    let (pages, references) = read(request.pages)?;
    // Held to the end: what is merged is what was read.
    let writing = if request.write { Some(Writing::begin(root)?) } else { None };
    let _reading = if request.write { None } else { Some(Reading::begin(root)?) };
    let Chosen { before, begun, model, .. } = choose(root, request.service.or(of_resource), &pages)?;
    let by_path = resource.is_none() && request.service.is_some();
    let order = Order {
        resource,
        by_path,
        operation: request.operation,
        without: None,
        references: &references,
        root: Some(root),
    };
    let mut draft = draft(&model, &before, &pages, order).map_err(anyhow::Error::msg)?;
    name_interfaces(&mut draft.sources, &pages);
    let service = model.spec.folder.file_name().unwrap_or_default().to_string_lossy();
    draft.to_check.extend(of_another_form(&draft.sources, &pages, &service));
    tell(&draft, out)?;
    if draft.additions.is_empty() && draft.codes.is_empty() {
        writeln!(out, "# nothing to add")?;
    } else if let Some(writing) = writing {
        let unplaced = model.spec.folder.join("resources").join("new.yaml");
        let is_unplaced = draft.additions.iter().any(|addition| addition.file == unplaced);
        ensure!(
            !is_unplaced,
            "a new operation needs a file; say which with `--resource <resource>`, or find one for each by its path with `--service <service>`"
        );
        let mut write = begun;
        write.extend(texts(&model.spec, &before, &draft).map_err(anyhow::Error::msg)?);
        write.extend(features(&model.spec, &before, &draft.additions).map_err(anyhow::Error::msg)?);
        let changes = Changes { write, ..Changes::default() };
        writing.write(&changes)?;
        for path in changes.write.keys() {
            writeln!(out, "written  {}", path.display())?;
        }
    } else {
        write!(out, "{}", text(&model.spec, &draft).map_err(anyhow::Error::msg)?)?;
    }
    if draft.is_whole() {
        return Ok(Outcome::Done);
    }
    let left = draft.left_out.len()
        + draft.to_check.len()
        + draft.problems.iter().filter(|problem| draft.is_loss(problem)).count();
    writeln!(out, "# {} left to a person, which is why the exit code is 1", counted(left, "thing"))?;
    Ok(Outcome::Failed)
}

/// Tells what is said of the pages, and what is not drafted.
fn tell(draft: &Draft, out: &mut dyn Write) -> io::Result<()> {
    for note in &draft.superseded {
        writeln!(out, "# {note}")?;
    }
    for problem in &draft.problems {
        writeln!(out, "# problem: {problem}")?;
    }
    for left_out in &draft.left_out {
        writeln!(out, "# not drafted: {}", left_out.replace('\n', "\n# "))?;
    }
    for to_check in &draft.to_check {
        writeln!(out, "# to check: {to_check}")?;
    }
    if let [first, ..] = draft.codes.as_slice() {
        let codes = counted(draft.codes.len(), "error code");
        writeln!(
            out,
            "# names: {codes}, `{}` first, named by letters and digits; say in error-codes.toml what went wrong",
            first.code
        )?;
    }
    if let [first, ..] = draft.proposed.as_slice() {
        let names = counted(draft.proposed.len(), "operation");
        writeln!(out, "# names: no source names {names}, `{first}` first; better them before anybody calls them so")?;
    }
    Ok(())
}

/// Says of interfaces that become sources of which version of which SDK they are, as far as they say it themselves.
fn name_interfaces(sources: &mut [Source], pages: &[PageFacts]) {
    let is_interface = |source: &&mut Source| source.kind == SourceKind::Interface;
    for source in sources.iter_mut().filter(is_interface) {
        let page = pages.iter().find(|page| page.sha256.as_ref() == Some(&source.sha256));
        let text = page.and_then(|page| fs::read_to_string(&page.page).ok());
        source.title = Some(title_of_interface(text.as_deref().unwrap_or_default()));
    }
}

/// The interfaces that become sources and are not what our command makes of their wheel: `.ci/interface` would refuse them.
fn of_another_form(sources: &[Source], pages: &[PageFacts], service: &str) -> Vec<String> {
    let interfaces = sources.iter().filter(|source| source.kind == SourceKind::Interface);
    let told = interfaces.filter_map(|source| {
        let page = pages.iter().find(|page| page.sha256.as_ref() == Some(&source.sha256))?;
        let text = fs::read_to_string(&page.page).ok().filter(|text| !is_of_our_form(text))?;
        // Without SDK and version it is of no wheel that is known, as the placeholder in its title says.
        if title_of_interface(&text).contains(PLACEHOLDER) {
            return None;
        }
        let refused = "was not made by `cargo xtask docs interface` as it is now, so that `.ci/interface` will refuse its SHA-256";
        let remedy = commands(&source_of_interface(&text), &page.page, service).map_or_else(
            || "its `source` or its path has what no command takes; make it of its wheel".to_owned(),
            |commands| format!("run {commands}, which says what differs, and what to write into sources.toml"),
        );
        let shown = if page.page.contains(char::is_control) { page.page.escape_debug().to_string() } else { page.page.clone() };
        Some(format!("{shown}: it {refused}; {remedy}"))
    });
    told.collect()
}

/// The commands that compare an interface with what its wheel gives; none if what it says of itself is not to be run.
fn commands(source: &str, page: &str, service: &str) -> Option<String> {
    let Sdk { name, version, api_version, .. } = Sdk::of_source(source)?;
    let against = shell_word(page)?;
    let mut made = format!("target/interface/{service}.json");
    // What is compared is not written to.
    let is_one = fs::canonicalize(&made).is_ok_and(|made| fs::canonicalize(page).is_ok_and(|page| made == page));
    if is_one {
        made = format!("target/interface/{service}-of-wheel.json");
    }
    let made = shell_word(&made)?;
    let api_version = api_version.map_or_else(String::new, |version| format!(" --api-version {version}"));
    // Names of files have no other marks between the letters of a package.
    let file = name.replace(['-', '.'], "_");
    Some(format!(
        "`python3 -m pip download --no-deps --dest target/interface {name}=={version}` and `cargo xtask docs interface \
         target/interface/{file}-{version}-*.whl{api_version} --out {made} --against {against}`"
    ))
}

/// A path as a shell reads it; none if it does not stand on one line.
fn shell_word(path: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/' | '+' | ',' | ':' | '@');
    // What begins with a dash would be an option.
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let quoted = || format!("'{}'", path.replace('\'', "'\\''"));
    (!path.contains(char::is_control)).then(|| if path.chars().all(is_plain) { path.clone() } else { quoted() })
}

/// What an interface says that it is.
fn source_of_interface(text: &str) -> String {
    /// The part that is needed.
    #[derive(Default, Deserialize)]
    struct Interface {
        #[serde(default)]
        source: String,
    }
    serde_json::from_str::<Interface>(text).unwrap_or_default().source
}

/// The title of an interface: SDK and version, which its `source` has.
fn title_of_interface(text: &str) -> String {
    let source = source_of_interface(text);
    let words: Vec<&str> = source.split_whitespace().collect();
    let found = words.windows(2).find_map(|pair| match pair {
        [sdk, version] if sdk.starts_with("huaweicloudsdk") && version.starts_with(|c: char| c.is_ascii_digit()) => {
            Some(format!("{sdk} {version}"))
        }
        _ => None,
    });
    let found = found.unwrap_or_else(|| format!("{PLACEHOLDER} huaweicloudsdk<service> <version>"));
    format!("Interface of the official Python SDK, {found}")
}

/// The pages of operations, and those beside them.
fn read(paths: &[PathBuf]) -> anyhow::Result<(Vec<PageFacts>, Vec<PageFacts>)> {
    let found = find(paths)?;
    let (references, pages): (Vec<_>, Vec<_>) =
        found.iter().flat_map(Found::read).partition(|page| page.kind == PageKind::Reference);
    ensure!(!pages.is_empty(), "no page documents an operation; give pages that have method and path");
    Ok((pages, references))
}

/// `service/resource`, or only the resource.
pub(in crate::verb) fn split(resource: Option<&str>) -> anyhow::Result<(Option<&str>, Option<&str>)> {
    let (service, resource) = match resource.map(|text| text.split_once('/').ok_or(text)) {
        None => (None, None),
        Some(Ok((service, resource))) => (Some(service), Some(resource)),
        Some(Err(resource)) => (None, Some(resource)),
    };
    let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_name_letter);
    if let Some(name) = resource.filter(|name| !is_name(name)) {
        bail!(
            "`{name}` is no name for a resource; write small letters, digits and `-`, `background-tasks` for example"
        );
    }
    Ok((service, resource))
}

const fn is_name_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

/// The service that pages are drafted for.
pub(in crate::verb) struct Chosen {
    pub(in crate::verb) before: SpecTexts,
    /// Files that it lacks, as they begin.
    pub(in crate::verb) begun: BTreeMap<PathBuf, String>,
    pub(in crate::verb) model: Model,
    /// The other services.
    pub(in crate::verb) others: Vec<Spec>,
}

/// The service that pages are drafted for: the one that was named, the only one, or the one that lists them. A service that
/// begins has nothing but a `service.toml`.
pub(in crate::verb) fn choose(root: &Path, service: Option<&str>, pages: &[PageFacts]) -> anyhow::Result<Chosen> {
    let folders = files::services(root)?;
    let name = |folder: &PathBuf| folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let names: Vec<String> = folders.iter().map(name).collect();
    let mut found = Vec::new();
    for folder in &folders {
        let mut texts = files::read(root, folder)?;
        let needed = [("common.yaml", "components: {}\n"), ("sources.toml", ""), ("quirks.toml", "")];
        let needed = needed.map(|(file, text)| (folder.join(file), text.to_owned()));
        let begun: BTreeMap<_, _> = needed.into_iter().filter(|(file, _)| !texts.files.contains_key(file)).collect();
        texts.files.extend(begun.clone());
        let spec = Spec::parse(&texts)?;
        found.push((texts, begun, spec));
    }
    let mut others = Vec::new();
    let mut keep = |found: &mut Vec<(SpecTexts, BTreeMap<_, _>, Spec)>, is_kept: &dyn Fn(&Spec) -> bool| {
        let (kept, left) = std::mem::take(found).into_iter().partition(|(_, _, spec)| is_kept(spec));
        *found = kept;
        let left: Vec<(SpecTexts, BTreeMap<_, _>, Spec)> = left;
        others.extend(left.into_iter().map(|(_, _, spec)| spec));
    };
    keep(&mut found, &|spec| service.is_none_or(|service| name(&spec.folder) == service));
    if found.len() > 1 {
        let lists = |spec: &Spec| pages.iter().any(|page| Listed::of(spec, page).is_some());
        keep(&mut found, &lists);
    }
    let ask = || anyhow!("which service? write `--service <service>` with one of: {}", names.join(", "));
    let (before, begun, spec) = found.pop().filter(|_| found.is_empty()).ok_or_else(ask)?;
    Ok(Chosen { before, begun, model: Model::of(spec), others })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_is_meant() {
        for (path, word) in [
            ("a/b-1.json", "a/b-1.json"),
            ("-a.json", "./-a.json"),
            ("a b", "'a b'"),
            ("$(a)'`b`", "'$(a)'\\''`b`'"),
            ("ü", "'ü'"),
            ("a;*?~", "'a;*?~'"),
        ] {
            assert_eq!(shell_word(path).as_deref(), Some(word));
            assert_eq!(
                shlex::split(word).unwrap(),
                [path.strip_prefix('-').map_or(path.to_owned(), |_| format!("./{path}"))]
            );
        }
        assert_eq!(shell_word("a\nb"), None);
    }

    #[test]
    fn a_command_takes_nothing_but_what_a_package_is_called() {
        let said = commands("of huaweicloudsdkwidgets 3.1.2 (v2); types", "my pages/it.json", "widgets").unwrap();
        let run = "`python3 -m pip download --no-deps --dest target/interface huaweicloudsdkwidgets==3.1.2` and `cargo xtask docs \
                   interface target/interface/huaweicloudsdkwidgets-3.1.2-*.whl --api-version v2 --out target/interface/widgets.json \
                   --against 'my pages/it.json'`";
        assert_eq!(said, run);
        for source in
            ["", "huaweicloudsdkwidgets;rm 3.1.2", "huaweicloudsdkwidgets 3.1.2`rm`", "huaweicloudsdkwidgets 3.1.2;"]
        {
            assert_eq!(commands(source, "it.json", "widgets"), None, "{source}");
        }
        assert_eq!(commands("huaweicloudsdkwidgets 3.1.2", "a\nb", "widgets"), None);
    }

    #[test]
    fn an_interface_is_called_by_its_sdk_and_version() {
        let text = r#"{"source": "interface of the official Python SDK huaweicloudsdkwidgets 3.1.2 (v2); types", "models": {}}"#;
        assert_eq!(title_of_interface(text), "Interface of the official Python SDK, huaweicloudsdkwidgets 3.1.2");
        for text in ["", "{}", r#"{"source": "huaweicloudsdkwidgets"}"#] {
            let title = title_of_interface(text);
            assert_eq!(title, "Interface of the official Python SDK, TODO huaweicloudsdk<service> <version>");
        }
    }
}
