//! Entries in manifests. Lines are put in, so that everything else stays as a person wrote it; what comes out is parsed, and
//! refused if it does not say what it should.

use toml::{Table, Value};

/// The manifest of the workspace.
pub const MANIFEST: &str = "Cargo.toml";
/// The manifest of the tests that every service has.
pub const TESTS_MANIFEST: &str = "tests/Cargo.toml";

/// The manifest of the workspace with a crate as a member and as a dependency.
pub(super) fn with_crate(manifest: &str, name: &str) -> Result<String, String> {
    let table = parsed(MANIFEST, manifest)?;
    let dependencies = |table: &Table| at(table, &["workspace", "dependencies"]).and_then(Value::as_table).cloned();
    let taken = dependencies(&table).unwrap_or_default().into_iter().map(|(other, _)| other);
    if let Some(other) = taken.into_iter().find(|other| is_same(other, name)) {
        return Err(format!("{MANIFEST} has a dependency `{other}` already; call the service something else"));
    }
    let version = at(&table, &["workspace", "package", "version"]).and_then(Value::as_str);
    let version = version.ok_or_else(|| format!("{MANIFEST} has no version under [workspace.package]"))?;
    let member = format!("    \"crates/{name}\",");
    let dependency = format!("{name} = {{ path = \"crates/{name}\", version = \"{version}\" }}");
    let mut lines: Vec<&str> = manifest.lines().collect();
    let of_members = last(&lines, "[workspace]", |line| line.starts_with("\"crates/"));
    let of_dependencies = last(&lines, "[workspace.dependencies]", |line| line.contains("{ path = \"crates/"));
    let (Some(of_members), Some(of_dependencies)) = (of_members, of_dependencies) else {
        return Err(format!(
            "{MANIFEST} lists no crate in a line of its own, under `members` and [workspace.dependencies]"
        ));
    };
    lines.insert(of_members.max(of_dependencies) + 1, if of_members > of_dependencies { &member } else { &dependency });
    lines.insert(of_members.min(of_dependencies) + 1, if of_members > of_dependencies { &dependency } else { &member });
    let text = joined(&lines);
    let after = parsed(MANIFEST, &text)?;
    let members = at(&after, &["workspace", "members"]).and_then(Value::as_array);
    let is_member = members.is_some_and(|all| all.iter().any(|one| one.as_str() == Some(&format!("crates/{name}"))));
    let is_there = dependencies(&after).is_some_and(|all| all.contains_key(name));
    if is_member && is_there { Ok(text) } else { Err(format!("{MANIFEST} has no place for `crates/{name}`")) }
}

/// Whether two names are the same to cargo, or the same in Rust.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.replace('_', "-") == other.replace('_', "-")
}

/// The folders of the members of a workspace.
///
/// # Errors
///
/// A message if the manifest is no TOML.
pub fn members(manifest: &str) -> Result<Vec<String>, String> {
    let table = parsed(MANIFEST, manifest)?;
    let members = at(&table, &["workspace", "members"]).and_then(Value::as_array).into_iter().flatten();
    Ok(members.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The manifest of the tests with a crate as a dependency.
pub(super) fn with_test(manifest: &str, name: &str) -> Result<String, String> {
    let entry = format!("{name} = {{ workspace = true, features = [\"full\", \"schemars\", \"testing\"] }}");
    let mut lines: Vec<&str> = manifest.lines().collect();
    let place = last(&lines, "[dev-dependencies]", |line| line.contains("\"schemars\""));
    let place = place.or_else(|| lines.iter().position(|line| line.trim() == "[dev-dependencies]"));
    let place = place.ok_or_else(|| format!("{TESTS_MANIFEST} has no [dev-dependencies]"))?;
    lines.insert(place + 1, &entry);
    let text = joined(&lines);
    parsed(TESTS_MANIFEST, &text)?;
    Ok(text)
}

/// The manifest of a crate in which each of these resources has a feature, and `full` has it, too.
///
/// # Errors
///
/// A message if the manifest has no form in which lines can be put in.
pub fn with_features<'r>(manifest: &str, resources: impl IntoIterator<Item = &'r str>) -> Result<String, String> {
    resources.into_iter().try_fold(manifest.to_owned(), |text, resource| with_feature(&text, resource))
}

fn with_feature(manifest: &str, resource: &str) -> Result<String, String> {
    let table = parsed("the manifest of the crate", manifest)?;
    let is_there = |table: &Table| at(table, &["features", resource]).is_some();
    let is_in_full = |table: &Table| {
        let full = at(table, &["features", "full"]).map(|full| full.as_array().cloned().unwrap_or_default());
        full.is_none_or(|full| full.iter().any(|one| one.as_str() == Some(resource)))
    };
    let refused = || format!("write `{resource} = []` under [features] of the crate, and add it to `full`");
    let (feature, element) = (format!("{resource} = []"), format!("  \"{resource}\","));
    let mut lines: Vec<&str> = manifest.lines().collect();
    if !is_there(&table) {
        // Behind the last feature of a resource, or at the end.
        let begin = lines.iter().position(|line| line.trim() == "[features]").ok_or_else(refused)?;
        let end = lines.iter().skip(begin + 1).position(|line| line.trim().is_empty() || line.starts_with('['));
        let end = end.map_or(lines.len(), |end| begin + 1 + end);
        let of_resource = last(&lines, "[features]", |line| line.ends_with(" = []") && !line.starts_with("full "));
        lines.insert(of_resource.map_or(end, |at| at + 1), &feature);
    }
    if !is_in_full(&table) {
        let begin = lines.iter().position(|line| line.trim() == "full = [").ok_or_else(refused)?;
        let end = lines.iter().skip(begin).position(|line| line.trim() == "]").ok_or_else(refused)?;
        lines.insert(begin + end, &element);
    }
    let text = joined(&lines);
    let after = parsed("the manifest of the crate", &text)?;
    if is_there(&after) && is_in_full(&after) { Ok(text) } else { Err(refused()) }
}

fn parsed(what: &str, text: &str) -> Result<Table, String> {
    text.parse().map_err(|error: toml::de::Error| format!("{what} is no TOML: {}", error.message()))
}

fn at<'t>(table: &'t Table, path: &[&str]) -> Option<&'t Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(table.get(*first)?, |value, key| value.get(*key))
}

/// The last line in a section that is one of those.
fn last(lines: &[&str], section: &str, is_one: impl Fn(&str) -> bool) -> Option<usize> {
    let begin = lines.iter().position(|line| line.trim() == section)?;
    let inside = lines.iter().enumerate().skip(begin + 1).take_while(|(_, line)| !line.starts_with('['));
    inside.filter(|(_, line)| is_one(line.trim())).map(|(at, _)| at).last()
}

fn joined(lines: &[&str]) -> String {
    lines.join("\n") + "\n"
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::service) const WORKSPACE: &str = "[workspace]\nmembers = [\n    \"crates/cogs\",\n    \"tests\",\n]\n\n\
        [workspace.package]\nversion = \"0.2.0\"\n\n[workspace.dependencies]\n\
        cogs = { path = \"crates/cogs\" }\ntests = { path = \"tests\" }\n";
    pub(in crate::service) const TESTS: &str =
        "[dev-dependencies]\n# Services.\ncogs = { workspace = true, features = [\"schemars\"] }\n\nserde = \"1\"\n";

    #[test]
    fn a_crate_is_a_member_and_a_dependency() {
        let text = with_crate(WORKSPACE, "widgets").unwrap();
        let cogs = "    \"crates/cogs\",\n    \"crates/widgets\",\n    \"tests\",\n";
        assert!(text.contains(cogs), "{text}");
        let dependency =
            "cogs = { path = \"crates/cogs\" }\nwidgets = { path = \"crates/widgets\", version = \"0.2.0\" }\ntests";
        assert!(text.contains(dependency), "{text}");
        assert!(with_crate(&text, "widgets").unwrap_err().contains("has a dependency `widgets` already"));
        let spelt = WORKSPACE.replace("tests = { path", "steel_cogs = \"1\"\ntests = { path");
        let told = with_crate(&spelt, "steel-cogs").unwrap_err();
        assert!(told.contains("has a dependency `steel_cogs` already"), "{told}");
        let tested = with_test(TESTS, "widgets").unwrap();
        assert!(tested.contains("\"schemars\"] }\nwidgets = { workspace = true, features"), "{tested}");
    }

    #[test]
    fn a_manifest_without_a_place_is_refused() {
        for (from, to) in
            [("    \"crates/cogs\",\n", ""), ("version = \"0.2.0\"", ""), ("{ path = \"crates/cogs\" }", "\"1\"")]
        {
            assert!(with_crate(&WORKSPACE.replace(from, to), "widgets").is_err(), "{from}");
        }
        assert!(with_crate("[", "widgets").is_err() && with_test("", "widgets").is_err());
    }

    #[test]
    fn resources_become_features_once() {
        let bare = "[features]\ndefault = [\"full\"]\nfull = [\n]\n# One feature a resource.\n\n[dependencies]\n";
        let both = with_features(bare, ["widgets", "cogs"]).unwrap();
        let expected = "[features]\ndefault = [\"full\"]\nfull = [\n  \"widgets\",\n  \"cogs\",\n]\n\
                        # One feature a resource.\nwidgets = []\ncogs = []\n\n[dependencies]\n";
        assert_eq!(both, expected);
        assert_eq!(with_features(&both, ["cogs"]).unwrap(), both);
        let without_full = "[features]\nwidgets = []\n";
        assert_eq!(with_features(without_full, ["cogs"]).unwrap(), "[features]\nwidgets = []\ncogs = []\n");
        assert!(with_features("[package]\n", ["cogs"]).unwrap_err().starts_with("write `cogs = []` under [features]"));
        assert!(with_features("[features]\nfull = [\"a\"]\na = []\n", ["cogs"]).is_err());
    }
}
