//! Which sources know what: the record, and what a resource file says itself.

use serde_json::json;

use super::{LIST, SIZE, at, messages, problems, put, reported, texts};

const LIMIT: &str = "/paths/~1v1~1{project_id}~1widgets/get/parameters/1";

/// What is found with a record.
fn with(record: &str) -> Vec<String> {
    let found = messages(|texts| put(texts, "witnesses.toml", record)).into_iter();
    found
        .map(|(rule, message)| {
            assert_eq!(rule, "witnesses", "{message}");
            message
        })
        .collect()
}

fn statement(at: &str, says: &str) -> String {
    format!("[[statement]]\nat = '{at}'\n{says}\n")
}

#[test]
fn statements_are_about_what_is_there() {
    let good = [
        statement(SIZE, "known-by = ['page']"),
        statement(LIMIT, "name = 'limit'\ntype = { integer = ['page'], string = ['interface'] }"),
        statement(LIST, "address = { 'GET /a' = ['page'], 'GET /b' = ['interface'] }"),
    ];
    assert_eq!(with(&good.concat()), Vec::<String>::new());
    let fault = |entry: String, message: &str| assert_eq!(with(&entry), [message], "{entry}");
    let gone = "/components/schemas/Widget/properties/gone";
    let nothing = "neither an operation, nor a parameter or a field of that name is there";
    fault(statement(gone, "known-by = ['page']"), &format!("{nothing}: {gone}"));
    fault(statement(SIZE, "name = 'size'\nknown-by = ['page']"), &format!("{nothing}: {SIZE}"));
    fault(
        statement(LIMIT, "name = 'most'\nknown-by = ['page']"),
        &format!("`limit` stands where `most` stood: {LIMIT}"),
    );
    fault(
        statement(LIMIT, "known-by = ['page']"),
        &format!("nothing says that it is about the parameter `limit`: {LIMIT}"),
    );
    fault(statement(SIZE, ""), &format!("the statement says nothing: {SIZE}"));
    let one = "`known-by` is for a parameter or a field that one source alone knows";
    fault(statement(SIZE, "known-by = ['page', 'interface']"), &format!("{one}: {SIZE}"));
    fault(statement(LIST, "known-by = ['page']"), &format!("{one}: {LIST}"));
    let none = "is no contradiction of several sources";
    fault(statement(SIZE, "required = { required = ['page'] }"), &format!("`required` {none}: {SIZE}"));
    let kinds = "type = { a = ['page'], b = ['interface'] }";
    let apart = "an operation has an `address`, and a parameter or a field has a `type`, and is `required`";
    fault(statement(LIST, kinds), &format!("{apart}: {LIST}"));
    fault(statement(SIZE, "known-by = ['dream']"), "`dream` is not in sources.toml");
    fault(statement(SIZE, "known-by = ['explorer']"), "`explorer` is not in sources.toml");
    let twice = statement(SIZE, "known-by = ['page']").repeat(2);
    fault(twice, &format!("two statements are about {SIZE}"));
}

#[test]
fn the_explorer_lists_what_is_there() {
    let explorer = |operations: &str| format!("[explorer]\nsha256 = ''\noperations = {operations}\n");
    assert_eq!(with(&explorer("['ListWidgets']")), Vec::<String>::new());
    let unknown = "the explorer lists `ListWidget`, which is no operation of the service";
    assert_eq!(with(&explorer("['ListWidget']")), [unknown]);
    let addressed = |record: &str, not_in_explorer: &str| {
        let mut texts = texts(|_| {});
        let rules = format!(
            "\n[addresses]\nexplorer = 'https://w.example/{{operation}}'\nnot-in-explorer = {not_in_explorer}\n"
        );
        let service = format!("{}{rules}", include_str!("../fixtures/service.toml"));
        put(&mut texts, "service.toml", &service);
        put(&mut texts, "witnesses.toml", record);
        problems(&texts).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    let both = "['ListWidgets', 'CreateWidget']";
    assert_eq!(addressed(&explorer(both), "[]"), Vec::<String>::new());
    let contradicted = "the explorer lists `ListWidgets`, and service.toml says that it does not";
    assert_eq!(addressed(&explorer(both), "['ListWidgets']"), [contradicted]);
    let missing = "documentation links `CreateWidget` in the explorer, which does not list it";
    assert_eq!(addressed(&explorer("['ListWidgets']"), "[]"), [missing]);
}

#[test]
fn what_a_file_says_itself_names_known_sources() {
    let problems = reported(|document| at(document, SIZE)["x-witnesses"] = json!({"known-by": ["pages"]}));
    let shown: Vec<_> =
        problems.iter().map(|(rule, _, message, remedy)| (*rule, message.as_str(), remedy.as_str())).collect();
    assert_eq!(shown, [("witnesses", "`pages` is not in sources.toml", "did you mean `page`?")]);
    let problems = reported(|document| at(document, SIZE)["x-witnesses"] = json!({"knowm-by": ["page"]}));
    assert_eq!(problems.first().map(|problem| problem.3.as_str()), Some("did you mean `known-by`?"));
}
