//! Two services that share components: what is shared is read, compared and written where it stands.

use std::process::Command;

use xtask::spec::{Spec, canonical_yaml, files, parse_yaml};

use crate::workspace::Workspace;

const SHARED: &str = "openapi/shared/hardware/resources/widgets.yaml";
const ENDPOINTS: &str =
    "\n[endpoints]\npattern = \"https://widgets.{region}.example\"\ndefault = \"a-1\"\nregions = [\"a-1\"]\n";

/// Two services that share all but their operations.
fn family() -> Workspace {
    let workspace = Workspace::new();
    let alone = workspace.read("openapi/widgets/service.toml");
    assert!(alone.contains(ENDPOINTS));
    let mut own = parse_yaml(&workspace.read("openapi/widgets/resources/widgets.yaml")).unwrap();
    let components = own.as_object_mut().unwrap().shift_remove("components").unwrap();
    let own = canonical_yaml(&own).unwrap();
    for (name, operation) in [("widgets", "ListWidgets"), ("gadgets", "ListGadgets")] {
        let place = |file: &str| format!("openapi/{name}/{file}");
        let service =
            alone.replace("\"widgets\"", &format!("\"{name}\"")).replace(ENDPOINTS, "family = \"hardware\"\n");
        workspace.write(&place("service.toml"), &service);
        workspace.write(&place("quirks.toml"), "");
        workspace.write(&place("resources/widgets.yaml"), &own.replace("ListWidgets", operation));
    }
    workspace.write(
        "openapi/gadgets/sources.toml",
        "[[source]]\nid = 'page'\nkind = 'page'\npath = 'g.md'\ndated-by = 'none'\nsha256 = ''\n",
    );
    let common = workspace.read("openapi/widgets/common.yaml");
    workspace.write("openapi/shared/hardware/common.yaml", &common);
    workspace.write("openapi/widgets/common.yaml", "components: {}\n");
    workspace.write("openapi/gadgets/common.yaml", "components: {}\n");
    workspace
        .write("openapi/shared/hardware/endpoints.toml", ENDPOINTS.trim_start().strip_prefix("[endpoints]\n").unwrap());
    let components = serde_json::json!({ "components": components });
    workspace.write(SHARED, &canonical_yaml(&components).unwrap());
    workspace
}

/// Runs a command: what it wrote, and the exit code.
fn xtask(workspace: &Workspace, arguments: &[&str]) -> (String, i32) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(arguments).current_dir(workspace.root()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    (String::from_utf8(output.stdout).unwrap() + &error, output.status.code().unwrap())
}

fn git(workspace: &Workspace, arguments: &[&str]) {
    let identity = ["-c", "user.name=w", "-c", "user.email=w@w.example"];
    let status = Command::new("git").args(identity).args(arguments).current_dir(workspace.root()).status().unwrap();
    assert!(status.success());
}

#[test]
fn what_a_page_says_otherwise_of_what_is_shared_is_written_there() {
    let workspace = family();
    let (text, code) = xtask(&workspace, &["sync", "docs", "--check"]);
    assert_eq!(code, 0, "{text}");
    workspace.page("list.md", &[("| Size. |", "| Size. Value range: 1-9 |")]);
    let own = workspace.read("openapi/widgets/resources/widgets.yaml");
    let (text, _) = xtask(&workspace, &["docs", "drift", "docs"]);
    let line = workspace.read(SHARED).lines().position(|line| line.trim() == "size:").unwrap() + 1;
    assert!(text.contains(&format!("{SHARED}:{line}#/components/schemas/Widget/properties/size")), "{text}");
    let (text, _) = xtask(&workspace, &["sync", "docs"]);
    assert!(text.contains(&format!("written  {SHARED}")), "{text}");
    let shared = workspace.read(SHARED);
    assert!(shared.contains("minimum: 1\n") && shared.contains("maximum: 9\n"), "{shared}");
    assert_eq!(workspace.read("openapi/widgets/resources/widgets.yaml"), own);
    // A new field goes beside those that are there.
    workspace.page("list.md", &[("| state | String", "| weight | Integer | Weight. |\n| state | String")]);
    let (text, _) = xtask(&workspace, &["docs", "draft", "docs", "--write"]);
    assert!(text.contains(&format!("written  {SHARED}")), "{text}");
    let shared = workspace.read(SHARED);
    assert!(shared.contains("weight:\n") && shared.contains("WidgetState:\n"), "{shared}");
}

#[test]
fn a_change_of_what_is_shared_is_one_of_each_service() {
    let workspace = family();
    git(&workspace, &["init", "--quiet"]);
    git(&workspace, &["add", "."]);
    git(&workspace, &["commit", "--quiet", "--message", "Begin"]);
    let (text, code) = xtask(&workspace, &["diff", "HEAD:"]);
    assert_eq!(code, 0, "{text}");
    let shared =
        workspace.read(SHARED).replace("type: integer", "type: number").replace("format: int64", "format: double");
    // Comments and order of keys are not of the canonical form.
    workspace.write(SHARED, &shared.replace("    WidgetList:", "    WidgetList: "));
    let (text, _) = xtask(&workspace, &["fmt"]);
    assert_eq!(text, format!("rewritten  {SHARED}\n"));
    let line = shared.lines().position(|line| line.trim() == "size:").unwrap() + 1;
    let (text, _) = xtask(&workspace, &["diff", "HEAD:"]);
    assert!(text.starts_with("breaking: Widget.size: the type is number instead of integer"), "{text}");
    assert!(text.contains(&format!("at {SHARED}:{line} ")), "{text}");
    assert!(text.contains("reaches ListGadgets") && text.contains("reaches ListWidgets"), "{text}");
    for service in ["widgets", "gadgets"] {
        let texts = files::read(workspace.root(), format!("openapi/{service}").as_ref()).unwrap();
        let bundle = Spec::parse(&texts).unwrap().document;
        assert_eq!(bundle["components"]["schemas"]["Widget"]["properties"]["size"]["format"], "double");
        assert_eq!(bundle["servers"][0]["url"], "https://widgets.{region}.example");
    }
}
