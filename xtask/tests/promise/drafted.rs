//! What is drafted from pages keeps the rules, but for what only a person can say, and compiles.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use xtask::codegen;
use xtask::docs::{Found, PageFacts, PageKind, find, read_document, read_page};
use xtask::draft::{Draft, Order, draft, texts};
use xtask::lint::{PLACEHOLDERS, lint};
use xtask::model::Model;
use xtask::problem::Problem;
use xtask::spec::Spec;
use xtask::spec::files::SpecTexts;

use super::compiled;

const SERVICE: &str = "name = \"promise\"\ntitle = \"Drafts\"\nversion = \"v1\"\ncrate = \".\"\nsdk-name = \"promise\"\n\
                       description = \"Drafted.\"\n\
                       contact = { name = \"Us\", url = \"https://promise.example\" }\n\
                       license = { name = \"Apache-2.0\", url = \"https://promise.example/license\" }\n\
                       documentation = { description = \"All of it\", url = \"https://promise.example/docs\" }\n\n\
                       [endpoints]\npattern = \"https://promise.{region}.example\"\ndefault = \"a-1\"\n\
                       regions = [\"a-1\"]\n";

/// A service that has nothing yet.
fn nothing() -> SpecTexts {
    let folder = PathBuf::from("openapi/promise");
    let files =
        [("service.toml", SERVICE), ("common.yaml", "components: {}\n"), ("sources.toml", ""), ("quirks.toml", "")];
    let files = files.map(|(name, text)| (folder.join(name), text.to_owned())).into();
    SpecTexts { folder, files, family: None, manifest: None }
}

/// A page in Markdown.
#[derive(Clone, Copy, Default)]
struct Page<'p> {
    name: &'p str,
    title: &'p str,
    /// Method and path.
    request_line: &'p str,
    /// Rows of tables: name, whether it is mandatory, type and description.
    path: &'p [[&'p str; 4]],
    query: &'p [[&'p str; 4]],
    headers: &'p [[&'p str; 4]],
    body: &'p [[&'p str; 4]],
    /// The caption and the rows of another table of the request.
    object: Option<(&'p str, &'p [[&'p str; 4]])>,
    status: &'p str,
    response: &'p [[&'p str; 4]],
    example: &'p str,
    answer: &'p str,
}

fn table(text: &mut String, caption: &str, rows: &[[&str; 4]], is_request: bool) {
    if rows.is_empty() {
        return;
    }
    let head = if is_request {
        "| Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n"
    } else {
        "| Parameter | Type | Description |\n|---|---|---|\n"
    };
    let _ = write!(text, "**Table 1** {caption}\n\n{head}");
    for [name, mandatory, kind, description] in rows {
        let mandatory = if is_request { format!("{mandatory} | ") } else { String::new() };
        let _ = writeln!(text, "| {name} | {mandatory}{kind} | {description} |");
    }
    text.push('\n');
}

impl Page<'_> {
    fn text(&self) -> String {
        let anchor = if self.name.is_empty() { String::new() } else { format!("<a name=\"{}\"></a>", self.name) };
        let mut text = format!("# {}{anchor}\n\n## URI\n\n{}\n\n", self.title, self.request_line);
        table(&mut text, "Path Parameters", self.path, true);
        table(&mut text, "Query Parameters", self.query, true);
        text.push_str("## Request Parameters\n\n");
        table(&mut text, "Request header parameters", self.headers, true);
        table(&mut text, "Request body parameters", self.body, true);
        if let Some((caption, rows)) = self.object {
            table(&mut text, caption, rows, true);
        }
        let _ = write!(text, "## Response Parameters\n\n**Status code: {}**\n\n", self.status);
        table(&mut text, "Response body parameters", self.response, false);
        if !self.example.is_empty() {
            let _ = write!(text, "## Example Requests\n\n```\n{}\n```\n\n", self.example);
        }
        if !self.answer.is_empty() {
            let _ =
                write!(text, "## Example Responses\n\n**Status code: {}**\n\n```\n{}\n```\n", self.status, self.answer);
        }
        text
    }

    fn facts(&self, label: &str) -> PageFacts {
        read_page(label, self.text().as_bytes())
    }
}

const PROJECT: [&str; 4] = ["project_id", "Yes", "String", "Project ID."];
const ID: [&str; 4] = ["widget_id", "Yes", "String", "Widget ID."];

/// A page that holds what drafts went wrong on.
fn create() -> Page<'static> {
    Page {
        name: "CreateWidget",
        title: "Creating a Widget",
        request_line: "POST /v1/{project_id}/widgets",
        path: &[PROJECT, ["shelf_id", "Yes", "String", "Not in the path."]],
        query: &[
            ["send", "No", "Boolean", "Send it. The default value is **maybe**."],
            ["body", "No", "String", "A body."],
        ],
        headers: &[["X-Language", "No", "String", "Language."], ["User-Agent", "No", "String", "The client's own."]],
        body: &[
            ["request", "Yes", "request object", "An object."],
            ["fooBar", "No", "String", "Once."],
            ["foo_bar", "No", "String", "Twice."],
            ["new", "No", "String", "A setter."],
            ["type", "No", "String", "Value: **a-b**, **a_b**, **Unknown** or **self**. The default value is **c**."],
            ["model", "No", "String", "Value: **1** or **2**."],
            ["count", "No", "Integer", "Count. Value range: 9 to 1. The default value is 1.5."],
            ["password", "No", "String", "Password. The default value is **secret**."],
            ["labels", "No", "Map<String, String>", "Labels."],
            ["file", "No", "File", "A file."],
            ["anything", "No", "-", "Anything."],
        ],
        object: Some(("request", &[["entity", "Yes", "Integer", "Entity."], ["名称", "No", "String", "Name."]])),
        status: "202",
        response: &[["widget_id", "", "String", "Widget ID."]],
        example: "POST https://x.example/v1/p/widgets\n\n{\"request\": {\"entity\": 1}, \"type\": \"a-b\"}",
        answer: "{\"widget_id\": \"w\"}",
    }
}

/// Pages of four operations.
fn pages() -> Vec<PageFacts> {
    let list = Page {
        name: "",
        title: "Querying the Widget List",
        request_line: "GET /v1/{project_id}/widgets",
        path: &[PROJECT],
        query: &[["colour", "No", "String", "Colour. Value: **red** or **blue**."], ["limit", "No", "-", "No type."]],
        headers: &[["X-Language", "No", "String", "Language."]],
        status: "200",
        response: &[["widgets", "", "Array of strings", "Widgets."]],
        answer: "{\"widgets\": [\"w\"]}",
        ..Page::default()
    };
    let show = Page {
        title: "Querying a Widget",
        request_line: "GET /v1/{project_id}/widgets/{widget_id}",
        path: &[PROJECT, ID],
        query: &[],
        headers: &[],
        response: &[["Option", "", "String", "Value: **X** or **x**."], ["id", "", "String", "ID."]],
        answer: "{\"id\": 5}",
        ..list
    };
    let delete = Page {
        title: "Deleting a Widget",
        request_line: "DELETE /v1/{project_id}/widgets/{widget_id}",
        status: "204",
        response: &[],
        answer: "",
        ..show
    };
    [("create.md", create()), ("list.md", list), ("show.md", show), ("delete.md", delete)]
        .map(|(label, page)| page.facts(label))
        .into()
}

fn drafted(pages: &[PageFacts]) -> (Draft, SpecTexts) {
    let before = nothing();
    let model = Model::of(Spec::parse(&before).expect("nothing is a specification"));
    let order = Order { resource: Some("gadgets"), ..Order::default() };
    let draft = draft(&model, &before, pages, order).expect("the pages are drafted");
    let mut after = before.clone();
    after.files.extend(texts(&model.spec, &before, &draft).expect("files are written"));
    (draft, after)
}

/// What lint says of it, but for what only a person can say.
fn broken(model: &Model) -> Vec<Problem> {
    lint(model).into_iter().filter(|problem| problem.rule != PLACEHOLDERS).collect()
}

#[test]
fn drafts_keep_the_rules() {
    let (draft, after) = drafted(&pages());
    let model = Model::of(Spec::parse(&after).expect("what is drafted is a specification"));
    let problems = broken(&model);
    assert!(problems.is_empty(), "{problems:#?}");
    let open: Vec<_> = lint(&model).into_iter().map(|problem| problem.file).collect();
    let files = ["openapi/promise/common.yaml", "openapi/promise/resources/gadgets.yaml"].map(PathBuf::from);
    assert_eq!(open, files, "one problem a file");
    assert!(draft.left_out.iter().any(|text| text.contains("5 is not of type \"string\"")), "{:#?}", draft.left_out);
    assert!(!draft.is_whole());
    codegen::generate(&model, &[]).expect("it is generated");
    let names: Vec<&str> = model.operations.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(names, ["ListWidgets", "CreateWidget", "ShowWidget", "DeleteWidget"]);
    let is_proposed = |name: &str| model.operation(name).expect("it is there").is_name_proposed;
    assert!(is_proposed("ListWidgets") && !is_proposed("CreateWidget"));
    let common: Vec<&str> = model.parameters.keys().map(String::as_str).collect();
    assert_eq!(common, ["ProjectId", "WidgetId", "XLanguage"]);
}

#[test]
fn everything_that_is_left_out_is_told() {
    let (draft, _) = drafted(&pages());
    for told in ["shelf_id", "User-Agent", "default secret of `password`", "default c of `type`", "`file`"] {
        assert!(draft.left_out.iter().any(|text| text.contains(told)), "{told}: {:#?}", draft.left_out);
    }
}

#[test]
fn the_order_of_pages_and_interface_plays_no_part() {
    let interface = r#"{"operations": [{"operation": "list_widgets_of_shelf", "method": "GET",
        "path": "/v1/{project_id}/widgets", "params": [], "body": null, "response": "WidgetPage"}],
        "models": {"WidgetPage": [{"name": "total", "type": "int", "required": false, "doc": null}]}}"#;
    let mut all = pages();
    all.extend(read_document("interface.json", interface.as_bytes()));
    let first = drafted(&all);
    let list = &first.1.files[Path::new("openapi/promise/resources/gadgets.yaml")];
    assert!(list.contains("operationId: ListWidgetsOfShelf") && list.contains("total:"), "{list}");
    for turn in 1..all.len() {
        all.rotate_left(1);
        let other = drafted(&all);
        assert_eq!((&other.1, &other.0.left_out), (&first.1, &first.0.left_out), "{turn}");
    }
    all.reverse();
    assert_eq!(drafted(&all).1, first.1);
}

/// Pages that `PROMISE_PAGES` names, instead of our own.
fn given() -> Option<Vec<PageFacts>> {
    let folder = PathBuf::from(std::env::var_os("PROMISE_PAGES")?);
    let pages = find(&[folder]).iter().flat_map(Found::read).filter(|page| page.kind != PageKind::Reference).collect();
    Some(pages)
}

#[test]
#[ignore = "compiles a crate; .ci/run calls it"]
fn drafts_compile() {
    let (_, after) = drafted(&given().unwrap_or_else(pages));
    let model = Model::of(Spec::parse(&after).expect("what is drafted is a specification"));
    let problems = broken(&model);
    assert!(problems.is_empty(), "{problems:#?}");
    let root = compiled::workspace().join("target/promise/drafted");
    compiled::write(&root, &model).expect("the crate is written");
    compiled::cargo(&root, &["test", "--features", "testing"]);
}

#[test]
fn time_grows_with_the_number_of_pages() {
    let pages = |count: usize| -> Vec<PageFacts> {
        let page = |at: usize| {
            let (name, path) = (format!("CreateWidget{at}"), format!("POST /v1/{{project_id}}/widgets/{at}"));
            Page { name: &name, request_line: &path, ..create() }.facts(&format!("{at}.md"))
        };
        (0..count).map(page).collect()
    };
    let time = |pages: &[PageFacts]| {
        let once = || {
            let begun = Instant::now();
            drafted(pages);
            begun.elapsed()
        };
        (0..3).map(|_| once()).min().expect("three are some")
    };
    let (few, many) = (time(&pages(30)), time(&pages(240)));
    assert!(many < few * 24, "8 times as many pages take {many:?} instead of {few:?}");
}
