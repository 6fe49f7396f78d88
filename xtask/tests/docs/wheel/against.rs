//! The interface of a wheel compared with one that was made by other means.

use std::fs;

use serde_json::{Value, json};
use xtask::docs::read_document;

use super::sdk::{CLIENT, Sdk};
use super::{INTERFACE, read};
use crate::workspace::Workspace;

/// A workspace with the wheel.
fn workspace() -> Workspace {
    let workspace = Workspace::new();
    fs::write(workspace.root().join("widgets.whl"), Sdk::new().wheel()).unwrap();
    workspace
}

/// What the command says, and its exit code.
fn compared(workspace: &Workspace, other: &[u8]) -> (String, i32) {
    fs::write(workspace.root().join("other.json"), other).unwrap();
    workspace.run(&["interface", "widgets.whl", "--against", "other.json"])
}

/// What it says of a file that it refuses.
fn refused(workspace: &Workspace, arguments: &[&str]) -> String {
    let output = workspace.docs(&[&["interface", "widgets.whl"], arguments].concat());
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    String::from_utf8(output.stderr).unwrap()
}

/// The interface after a change.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut other = serde_json::from_str(INTERFACE).unwrap();
    change(&mut other);
    other.to_string().into_bytes()
}

/// Says an entry of a list twice, the second time with another value: the one that readers would take.
fn twice(other: &mut Value, list: &str, at: usize, key: &str) {
    let list = other.pointer_mut(list).unwrap().as_array_mut().unwrap();
    let right = list[at].clone();
    list[at][key] = json!("bool");
    list.insert(at + 1, right);
}

/// The interface as others write it: without indents, and with the operations in another order.
fn by_other_means(change: (&str, &str)) -> String {
    let mut other: Value = serde_json::from_str(&INTERFACE.replace(change.0, change.1)).unwrap();
    other["operations"].as_array_mut().unwrap().reverse();
    other.to_string()
}

#[test]
fn an_interface_that_was_made_by_other_means_is_told_and_compared() {
    let workspace = Workspace::new();
    fs::write(workspace.root().join("widgets.whl"), Sdk::new().wheel()).unwrap();
    workspace.write("others/interface.json", &by_other_means(("", "")));
    let (told, _) = workspace.run(&["draft", "others", "--write", "--resource", "cogs"]);
    let line = "# to check: others/interface.json: it was not made by `cargo xtask docs interface` as it is now, so that `.ci/interface` will \
                refuse its SHA-256; run `python3 -m pip download --no-deps --dest target/interface \
                huaweicloudsdkwidgets==3.1.0` and `cargo xtask docs interface target/interface/huaweicloudsdkwidgets-3.1.0-*.whl \
                --api-version v1 --out target/interface/widgets.json --against others/interface.json`";
    assert!(told.contains(line), "{told}");
    let (told, code) = workspace.run(&["interface", "widgets.whl", "--against", "others/interface.json"]);
    let said = "same     others/interface.json: it says what huaweicloudsdkwidgets 3.1.0 (v1) says, and differs in form: the order of \
                operations\nrecord   openapi/widgets/sources.toml:";
    assert!(told.starts_with(said) && code == 0, "{told}");
    // What is recorded then is what the wheel gives, byte by byte.
    let made = read_document("interface.json", INTERFACE.trim_end().as_bytes())[0].sha256.clone().unwrap();
    let entry = format!("path = \"target/interface/widgets.json\"\nsha256 = \"{made}\"\n");
    assert!(told.ends_with(&entry), "{told}");
    workspace.write("others/interface.json", INTERFACE.trim_end());
    let (told, code) = workspace.run(&["interface", "widgets.whl", "--against", "others/interface.json"]);
    assert!(told.starts_with("same     ") && told.lines().count() == 1 && code == 0, "{told}");
    workspace.write("others/interface.json", &by_other_means(("\"int\"", "\"str\"")));
    let (told, code) = workspace.run(&["interface", "widgets.whl", "--against", "others/interface.json"]);
    assert!(told.starts_with("differs  ") && !told.contains("sha256 =") && code == 4, "{told}");
}

#[test]
fn nothing_is_told_of_an_interface_of_our_form() {
    let workspace = Workspace::new();
    workspace.write("ours/interface.json", INTERFACE.trim_end());
    let (told, _) = workspace.run(&["draft", "ours", "--resource", "cogs"]);
    assert!(told.contains("list_widgets") || told.contains("ListWidgets"), "{told}");
    assert!(!told.contains("by other means") && !told.contains("it was not made by"), "{told}");
}

#[test]
fn what_is_compared_is_not_written_to() {
    let workspace = workspace();
    let other = by_other_means(("\"int\"", "\"str\""));
    workspace.write("other.json", &other);
    for (out, what) in
        [("other.json", "--against"), ("./docs/../other.json", "--against"), ("widgets.whl", "the wheel")]
    {
        let error = refused(&workspace, &["--out", out, "--against", "other.json"]);
        assert!(error.contains(&format!("--out and {what} are one file, ")), "{error}");
        assert_eq!(workspace.read("other.json"), other);
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("other.json", workspace.root().join("link.json")).unwrap();
        assert!(refused(&workspace, &["--out", "link.json", "--against", "other.json"]).contains("are one file"));
        assert_eq!(workspace.read("other.json"), other);
    }
    let (told, code) = workspace.run(&["interface", "widgets.whl", "--out", "new.json", "--against", "other.json"]);
    assert!(told.starts_with("written  new.json: ") && told.contains("\ndiffers  ") && code == 4, "{told}");
}

#[test]
fn nothing_is_written_with_what_is_no_interface() {
    let workspace = workspace();
    fs::write(
        workspace.root().join("utf16.json"),
        INTERFACE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
    )
    .unwrap();
    workspace.write("body.json", &INTERFACE.replacen("\"header\"", "\"body\"", 1));
    workspace.write("large.json", &" ".repeat(3 << 20));
    let line = INTERFACE.lines().position(|line| line.contains("\"header\"")).unwrap() - 1;
    let body = format!("body.json:{line}: `in` of the parameter is none of `path`, `query`, `header`, `cookie`; ");
    for (other, reason) in [
        ("none.json", "none.json: there is no such file; "),
        ("docs", "docs: it is no file; "),
        ("widgets.whl", "widgets.whl: it is a zip file, as wheels are, and no interface; "),
        ("utf16.json", "utf16.json: it is UTF-16 or no text at all, and an interface is UTF-8; "),
        ("large.json", "large.json: it has more than 2097152 bytes, "),
        ("Cargo.toml", "Cargo.toml: it is empty; "),
        ("body.json", body.as_str()),
    ] {
        let error = refused(&workspace, &["--out", "new.json", "--against", other]);
        assert!(error.starts_with(&format!("error: {reason}")), "{error}");
        let remedy = "give the JSON that `cargo xtask docs interface` writes, or one of the same form\n";
        assert!(error.ends_with(remedy) && error.lines().count() == 1, "{error}");
        assert!(!workspace.root().join("new.json").exists());
    }
}

#[test]
fn what_stands_twice_is_a_difference() {
    let workspace = workspace();
    let widget = "\"Widget\":[";
    let model = String::from_utf8(changed(|_| {})).unwrap().replace(widget, "\"Widget\":[],\"Widget\":[");
    for (other, reason) in [
        (
            changed(|other| twice(other, "/operations", 1, "body")),
            "operation list_widgets: it stands 1 time in the wheel, and not 2",
        ),
        (
            changed(|other| twice(other, "/operations/1/params", 1, "type")),
            "parameter of operation list_widgets limit (`query`): it stands 1 time in the wheel, and not 2",
        ),
        (
            changed(|other| twice(other, "/models/Widget", 0, "type")),
            "field of model Widget from: it stands 1 time in the wheel, and not 2",
        ),
        (model.into_bytes(), "model Widget: it stands there 2 times"),
    ] {
        let (told, code) = compared(&workspace, &other);
        assert!(told.contains(&format!("differs  {reason}\n")) && code == 4, "{reason}\n{told}");
    }
}

#[test]
fn form_is_told_by_what_it_is() {
    let workspace = workspace();
    let reverse = |list: &mut Value| list.as_array_mut().unwrap().reverse();
    let unused = json!({
        "Axle": [{"name": "id", "type": "list[Hub]", "required": false, "doc": null}],
        "Hub": [{"name": "axle", "type": "Axle", "required": false, "doc": null}],
    });
    let none = |other: &mut Value| {
        other["operations"].as_array_mut().unwrap().iter_mut().for_each(|one| one["doc"] = json!(""));
    };
    for (other, form) in [
        (changed(|other| reverse(&mut other["operations"][1]["params"])), "the order of parameters and fields"),
        (changed(|other| reverse(&mut other["models"]["Widget"])), "the order of parameters and fields"),
        (changed(|other| other["models"]["Widget"][0]["example"] = json!(1)), "1 key that no interface has"),
        (changed(none), "2 texts of operations that it lacks"),
        (
            changed(|other| other["models"].as_object_mut().unwrap().extend(unused.as_object().unwrap().clone())),
            "2 models that nothing refers to",
        ),
        (changed(|other| other["source"] = json!("by hand")), "the words of `source`"),
        (format!("\u{feff}{}", INTERFACE.trim_end()).into_bytes(), "a byte order mark"),
        (format!("{}\n", INTERFACE.trim_end()).into_bytes(), "how it is written down"),
    ] {
        let (told, code) = compared(&workspace, &other);
        assert!(told.contains(&format!("says, and differs in form: {form}\n")) && code == 0, "{form}\n{told}");
    }
}

#[test]
fn an_interface_of_another_sdk_differs() {
    let workspace = workspace();
    for (old, new) in [("sdkwidgets", "sdkcogs"), ("3.1.0", "3.1.1"), ("(v1)", "(v2)")] {
        let (told, code) = compared(&workspace, INTERFACE.replacen(old, new, 1).as_bytes());
        let other = "huaweicloudsdkwidgets 3.1.0 (v1)".replace(old, new);
        let line =
            format!("differs  source: the wheel is that of `huaweicloudsdkwidgets 3.1.0 (v1)`, and not of `{other}`\n");
        assert!(told.starts_with(&line) && code == 4, "{told}");
    }
    let (told, code) = compared(&workspace, INTERFACE.replacen(" (v1)", "", 1).as_bytes());
    assert!(told.starts_with("same") && code == 0, "{told}");
}

#[test]
fn a_difference_is_one_line() {
    let workspace = workspace();
    let other = changed(|other| {
        other["operations"][0]["path"] = json!("/v1\nsame     all");
        other["operations"][1]["operation"] = json!("list\nsame     all");
        other["operations"][1]["params"][0]["name"] = json!("a\nb");
        other["models"]["Widget\nsame"] = json!([]);
        other["operations"][1]["response"] = json!("list[Widget\nsame]");
    });
    let (told, code) = compared(&workspace, &other);
    let lines: Vec<_> = told.lines().collect();
    let (last, differences) = lines.split_last().unwrap();
    assert!(differences.iter().all(|line| line.starts_with("differs  ")) && last.starts_with("other.json: "), "{told}");
    assert!(
        told.contains("`/v1\\nsame     all`") && told.contains("operation list\\nsame     all: ") && code == 4,
        "{told}"
    );
}

#[cfg(unix)]
#[test]
fn what_is_to_be_recorded_is_toml() {
    let workspace = workspace();
    workspace.write("other.json", &by_other_means(("", "")));
    for name in ["e\u{301} \"\\'.json", "new\nline.json"] {
        let (told, code) = workspace.run(&["interface", "widgets.whl", "--out", name, "--against", "other.json"]);
        let (said, entry) = told.split_once("`path` and `sha256`\n").unwrap();
        let entry: toml::Table = entry.parse().unwrap();
        assert_eq!((entry["path"].as_str(), code), (Some(name), 0));
        assert!(
            said.lines().all(|line| ["written  ", "sha256   ", "same     ", "record   "]
                .iter()
                .any(|word| line.starts_with(word))),
            "{said}"
        );
    }
}

#[test]
fn an_sdk_that_says_a_line_of_each_operation_has_our_form() {
    let sdk = Sdk::new();
    let text = |sdk: &Sdk| String::from_utf8(sdk.0[CLIENT].clone()).unwrap();
    let texts = [
        "\n        The widgets of a project.\n",
        "\n        [The drawing of a widget, as [ListWidgets](ListWidgets.xml) gives it.](tag:a,b)\n",
    ];
    let sdk = texts.iter().fold(sdk, |mut sdk, lines| {
        let text = crate::workspace::changed(&text(&sdk), &[(lines, "")]);
        sdk.add(CLIENT, &text);
        sdk
    });
    let made = read(&sdk).json;
    assert!(
        !made.contains("   \"doc\": \"The widgets")
            && made.contains("; no operation has more text than its summary\","),
        "{made}"
    );
    let workspace = Workspace::new();
    workspace.write("ours/interface.json", &made);
    let (told, _) = workspace.run(&["draft", "ours", "--resource", "cogs"]);
    assert!(told.contains("ours/interface.json") && !told.contains("it was not made by"), "{told}");
    // The same without that statement is of before there were texts.
    workspace.write("ours/interface.json", &made.replace("; no operation has more text than its summary", ""));
    let (told, _) = workspace.run(&["draft", "ours", "--resource", "cogs"]);
    assert!(told.contains("it was not made by"), "{told}");
}

#[test]
fn no_command_is_told_that_does_more_than_it_says() {
    let workspace = Workspace::new();
    let told = |path: &str, source: (&str, &str)| {
        workspace.write(path, &by_other_means(source));
        let (told, _) = workspace.run(&["draft", path, "--resource", "cogs"]);
        told.lines().find(|line| line.contains("it was not made by")).unwrap().to_owned()
    };
    let quoted = told("my pages/it's.json", ("", ""));
    assert!(quoted.contains("--against 'my pages/it'\\''s.json'`"), "{quoted}");
    let (old, new) = ("sdkwidgets 3.1.0", "sdkwidgets$(touch${IFS}x) 3.1.0");
    let without = told("other.json", (old, new));
    assert!(!without.contains("pip") && without.ends_with("make it of its wheel"), "{without}");
    // What is compared is not written to.
    let apart = told("target/interface/widgets.json", ("", ""));
    assert!(
        apart.contains("--out target/interface/widgets-of-wheel.json --against target/interface/widgets.json`"),
        "{apart}"
    );
}
