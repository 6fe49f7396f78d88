//! Wheels of an SDK, and the interfaces that are made of them.

mod against;
mod sdk;

use std::fs;
use std::io::Cursor;

use proptest::prelude::*;
use serde_json::Value;
use xtask::docs::{Interface, PageFacts, read_document, read_wheel};
use zip::CompressionMethod;

use crate::workspace::Workspace;
use sdk::{CLIENT, DIST_INFO, OLD_CLIENT, Sdk, model_member};

const INTERFACE: &str = include_str!("fixtures/wheel/interface.json");

fn read(sdk: &Sdk) -> Interface {
    read_wheel(Cursor::new(sdk.wheel()), None).unwrap()
}

fn refused(sdk: &Sdk, api_version: Option<&str>) -> String {
    format!("{:#}", read_wheel(Cursor::new(sdk.wheel()), api_version).unwrap_err())
}

#[test]
fn an_interface_says_what_the_sources_say() {
    let interface = read(&Sdk::new());
    assert_eq!(interface.json, INTERFACE.trim_end());
    assert_eq!(interface.sdk, "huaweicloudsdkwidgets 3.1.0 (v1)");
    assert_eq!((interface.operations, interface.models), (4, 5));
    assert_eq!(interface.omissions, ["upload_drawing: `yard`, a part of the host"]);
}

#[test]
fn the_reader_of_interfaces_has_no_problem_with_it() {
    let facts = read_document("interface.json", INTERFACE.as_bytes());
    assert_eq!(facts.iter().flat_map(|one| &one.problems).count(), 0);
    let fields: Vec<_> = facts.iter().flat_map(|one| &one.request).map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["$", "$", "$[].from", "$[].teeth.count", "drawing"]);
}

#[test]
fn an_interface_of_before_it_had_texts_of_operations_gives_the_same_facts() {
    let older = INTERFACE.lines().filter(|line| !line.starts_with("   \"doc\": \"")).collect::<Vec<_>>().join("\n");
    assert_eq!(INTERFACE.lines().count() - older.lines().count(), 2);
    let said = |text: &str| {
        let facts = read_document("interface.json", text.as_bytes());
        let said = |one: &PageFacts| {
            let (fields, parameters) = (&one.request, &one.parameters);
            let fields: Vec<_> = fields.iter().map(|field| (&field.field, &field.description)).collect();
            let parameters: Vec<_> = parameters.iter().map(|one| (&one.name, &one.description)).collect();
            format!(
                "{:?} {fields:?} {parameters:?} {}",
                one.operation.as_ref().map(|name| &name.value),
                one.problems.len()
            )
        };
        facts.iter().map(said).collect::<Vec<_>>()
    };
    assert_eq!(said(&older), said(INTERFACE));
}

#[test]
fn old_sources_say_the_same() {
    let mut sdk = Sdk::new();
    sdk.add(CLIENT, OLD_CLIENT);
    let member = model_member("ListWidgetsRequest");
    let property = "    @property\n    def limit(self):\n        \"\"\"Gets the limit of this ListWidgetsRequest.\n\n        \
                    How many.\n\n        :return: The limit.\n        \"\"\"\n\n    def to_str";
    let sdk =
        sdk.change(&member, "        :param limit: How", "        How").change(&member, "    def to_str", property);
    let json: Value = serde_json::from_str(&read(&sdk).json).unwrap();
    let expected = serde_json::json!([{
        "operation": "list_widgets", "method": "GET", "path": "/v1/{project_id}/widgets", "summary": "List widgets",
        "doc": "The widgets of a project.",
        "params": [
            {"name": "project_id", "in": "path", "type": "str", "required": true, "doc": null},
            {"name": "limit", "in": "query", "type": "int", "required": false, "doc": "How many."}
        ],
        "body": null, "response": "ListWidgetsResponse"
    }]);
    assert_eq!(json["operations"], expected);
}

#[test]
fn the_class_of_requests_is_a_model_if_something_else_is_one() {
    let sdk = Sdk::new().change(&model_member("Widget"), "'dict(str, int)'", "'list[PutBlobRequest]'");
    let json: Value = serde_json::from_str(&read(&sdk).json).unwrap();
    let models: Vec<_> = json["models"].as_object().unwrap().keys().collect();
    assert!(models.contains(&&"PutBlobRequest".to_owned()) && !models.contains(&&"ListWidgetsRequest".to_owned()));
}

#[test]
fn one_version_of_the_api_is_chosen() {
    let mut sdk = Sdk::new();
    let v1: Vec<_> = sdk.0.clone().into_iter().filter(|(member, _)| member.contains("/v1/")).collect();
    for (member, bytes) in v1 {
        sdk.0.insert(member.replace("/v1/", "/v2/"), bytes);
    }
    let sdk = sdk.change("huaweicloudsdkwidgets/v2/widgets_client.py", "List widgets", "List them");
    assert!(refused(&sdk, None).contains("choose one with --api-version: v1, v2"));
    assert!(refused(&sdk, Some("v3")).contains("no client for v3; give --api-version one of what is there: v1, v2"));
    let v2 = read_wheel(Cursor::new(sdk.wheel()), Some("v2")).unwrap();
    assert_eq!(v2.sdk, "huaweicloudsdkwidgets 3.1.0 (v2)");
    assert_eq!(v2.json, INTERFACE.trim_end().replace("(v1)", "(v2)").replace("List widgets", "List them"));
    assert_eq!(read_wheel(Cursor::new(sdk.wheel()), Some("v1")).unwrap().json, INTERFACE.trim_end());
}

#[test]
fn what_is_no_wheel_of_a_service_is_refused() {
    let metadata = &format!("{DIST_INFO}/METADATA");
    let mut two = Sdk::new();
    two.add("huaweicloudsdkwidgets/v1/gears_client.py", "");
    for (sdk, reason) in [
        (Sdk::new().without(CLIENT), "there is no client in it, <package>/v…/<service>_client.py; give the wheel"),
        (
            two,
            "several clients for one version of the API, as no SDK has: huaweicloudsdkwidgets/v1/gears_client.py, hua",
        ),
        (Sdk::new().without(metadata), "it has no *.dist-info/METADATA"),
        (Sdk::new().change(metadata, "Version: 3.1.0\n", ""), "METADATA: the line `Version: …` is missing"),
    ] {
        let message = refused(&sdk, None);
        assert!(message.contains(reason), "{message}");
    }
    let message = read_wheel(Cursor::new(b"PK is no zip".to_vec()), None).unwrap_err();
    assert!(format!("{message:#}").starts_with("it is no zip file, as wheels are; download it again: pip download"));
}

#[test]
fn sources_that_are_not_as_expected_are_refused_where_they_are() {
    let list = "huaweicloudsdkwidgets/v1/model/list_widgets_request.py";
    let client = |old, new| Sdk::new().change(CLIENT, old, new);
    let model = |old, new| Sdk::new().change(list, old, new);
    for (sdk, place, reason) in [
        (client("class WidgetsClient", "class A:\n    b = 1\n\nclass C"), "client.py:1:", "here are 2"),
        (client("_http_info(cls", "_http_inf(cls"), "client.py:22:", "no method says what `upload_drawing` sends"),
        (client("            \"method\": \"GET\",\n", ""), "client.py:93:", "`list_widgets` has no method"),
        (
            client("\"resource_path\": \"/v1/blob\"", "\"path\": \"\""),
            "client.py:151:",
            "`put_blob` has no resource_path",
        ),
        (
            client("query_params.append(('limit'", "query_params.extend(('limit'"),
            "client.py:105:",
            "what this sends of `limit`",
        ),
        (client("sdkwidgets.v1.ListWidgetsRequest`", "sdkwidgets.v1.Gear`"), "client.py:93:", "needs the model `Gear`"),
        (client("_type\": \"ListWidgetsResponse\"", "_type\": \"Gear\""), "client.py:93:", "needs the model `Gear`"),
        (client("if 'limit' in", "if 'size' in"), "client.py:93:", "sends `size` that its class of requests has not"),
        (client("/{shape}/", "/"), "client.py:39:", "sends `shape` in the path, which has no such place"),
        (client("        header_params = {}\n", "      header_params = {}\n"), "client.py:110:", "indented as no line"),
        (client("\"X-Request-Id\"", "\"X-Request-Id"), "client.py:114:", "a text is never closed"),
        (model("openapi_types = {", "openapi_type = {"), "request.py:4:", "the model has no `openapi_types = {…}`"),
        (model("'limit': 'int'", "'limit': int"), "request.py:12:", "`openapi_types` has more than texts"),
        (
            model("'limit': 'limit'", "'size': 'limit'"),
            "request.py:4:",
            "`limit` is in openapi_types, and not in attribute_map",
        ),
        (model("'limit': 'int',", ""), "request.py:4:", "attribute_map has attributes that openapi_types has not"),
        (
            model("class List", "def f():\n    pass\n\nclassy = 1\n\ndef List"),
            "request.py:1:",
            "here is none, or several",
        ),
        (model("ListWidgetsRequest:", "Widget:"), "widget.py:", "another member has the class `Widget`, too"),
    ] {
        let message = refused(&sdk, None);
        assert!(message.contains(place) && message.contains(reason), "{place} {reason}\n{message}");
    }
    let mut latin = Sdk::new();
    latin.0.insert(list.to_owned(), b"# \xe9\n".to_vec());
    assert!(refused(&latin, None).contains("list_widgets_request.py is no UTF-8"));
}

#[test]
fn what_stands_twice_in_a_source_is_refused() {
    let list = "huaweicloudsdkwidgets/v1/model/list_widgets_request.py";
    let text = String::from_utf8(Sdk::new().0[CLIENT].clone()).unwrap();
    let end = text.find("    def call_api").unwrap();
    let method = |from: &str, to: &str| {
        let method = &text[text.find(from).unwrap()..text.find(to).unwrap()];
        let mut sdk = Sdk::new();
        sdk.add(CLIENT, &format!("{}{method}{}", &text[..end], &text[end..]));
        (sdk, method.to_owned())
    };
    let (called, _) = method("    def list_widgets(", "    def list_widgets_invoker");
    let (says, source) = method("    def _list_widgets_http_info", "    def replace_widgets(");
    let mut both = Sdk::new();
    let old = source.replace("_list_widgets_http_info", "list_widgets_with_http_info");
    both.add(CLIENT, &format!("{}{old}{}", &text[..end], &text[end..]));
    let types = Sdk::new().change(list, "'limit': 'int',", "'limit': 'int', 'limit': 'str',");
    let names = Sdk::new().change(list, "'limit': 'limit',", "'limit': 'limit', 'limit': 'size',");
    for (sdk, reason) in [
        (called, "client.py:161: line 76 has the method `list_widgets`, too"),
        (says, "client.py:161: line 93 has the method `_list_widgets_http_info`, too"),
        (both, "client.py:161: another method says what `list_widgets` sends, too"),
        (types, "request.py:12: `openapi_types` has `limit` twice"),
        (names, "request.py:18: `attribute_map` has `limit` twice"),
    ] {
        let message = refused(&sdk, None);
        assert!(message.ends_with(reason), "{reason}\n{message}");
    }
}

#[test]
fn members_are_what_the_record_says() {
    let sdk = Sdk::new();
    let record = |member: &str, digest: &str| format!("{member},{digest},1\n\"a,b\",,\n");
    let read = |record: String| {
        let mut sdk = sdk.clone();
        sdk.add("a,b", "");
        let wheel = sdk.recorded(CompressionMethod::Stored, record);
        read_wheel(Cursor::new(wheel), None).map_err(|error| format!("{error:#}"))
    };
    // What is not read has to be right, too: the wheel is not the one that was published.
    let other = "huaweicloudsdkwidgets/v1/widgets_async_client.py";
    for member in [CLIENT, other] {
        let message = read(record(member, "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")).unwrap_err();
        assert!(
            message.starts_with(&format!("{member} has another SHA-256 than {DIST_INFO}/RECORD says; download")),
            "{message}"
        );
    }
    // The digest of nothing, of what is empty; others are not known.
    read(record("huaweicloudsdkwidgets/__init__.py", "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")).unwrap();
    read(record(CLIENT, "sha512=unknown")).unwrap();
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let mut sdk = Sdk::new();
    sdk.0.insert(model_member("Widget"), vec![b' '; (16 << 20) + 1]);
    let wheel = sdk.wheel();
    assert!(wheel.len() < 100_000);
    assert!(refused(&sdk, None).contains("widget.py has more than 16777216 bytes unpacked"));
}

#[test]
fn damage_is_found() {
    let sdk = Sdk::new();
    let (wheel, interface) = (sdk.packed(CompressionMethod::Stored), read(&sdk));
    // Behind the members is the list of them, the part that no checksum protects.
    let list = wheel.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    let places = (0..list).step_by(53).chain((list..wheel.len()).step_by(3));
    for at in places {
        let mut damaged = wheel.clone();
        damaged[at] ^= 1;
        // A flag or a date says nothing of what is in it.
        if let Ok(read) = read_wheel(Cursor::new(damaged), None) {
            assert_eq!(read, interface, "byte {at}");
        }
    }
    for length in (0..wheel.len()).step_by(997) {
        assert!(read_wheel(Cursor::new(wheel[..length].to_vec()), None).is_err());
    }
}

#[test]
fn the_command_writes_it_whole_or_not_at_all() {
    let workspace = Workspace::new();
    fs::write(workspace.root().join("widgets.whl"), Sdk::new().wheel()).unwrap();
    let (text, code) = workspace.run(&["interface", "widgets.whl"]);
    assert_eq!((text.as_str(), code), (INTERFACE.trim_end(), 0));

    let (text, code) = workspace.run(&["interface", "widgets.whl", "--out", "widgets.json"]);
    let said = "written  widgets.json: huaweicloudsdkwidgets 3.1.0 (v1), 4 operations, 5 models\nsha256   ";
    assert!(text.starts_with(said) && code == 0, "{text}");
    assert_eq!(workspace.read("widgets.json"), INTERFACE.trim_end());

    workspace.write("widgets.whl", "PK is no zip");
    let output = workspace.docs(&["interface", "widgets.whl", "--out", "widgets.json"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(error.starts_with("error: no interface in widgets.whl: it is no zip file"), "{error}");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    assert_eq!(workspace.read("widgets.json"), INTERFACE.trim_end());
    let error = String::from_utf8(workspace.docs(&["interface", "docs"]).stderr).unwrap();
    assert!(error.contains("it is no file; give a wheel"), "{error}");
    let left: Vec<_> = fs::read_dir(workspace.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_source_makes_it_panic(at in 0_usize..5000, cut in 0_usize..40, put in "[ \n\t'\"{}():,a\\\\]{0,6}") {
        let mut sdk = Sdk::new();
        let text = sdk.0.get_mut(CLIENT).unwrap();
        let at = at.min(text.len());
        let end = (at + cut).min(text.len());
        text.splice(at..end, put.bytes());
        let _ = read_wheel(Cursor::new(sdk.wheel()), None);
    }
}
