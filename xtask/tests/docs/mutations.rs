//! Pages as other writers would have written them: the facts are the same, or a problem says that they are not.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::subsequence;
use xtask::docs::{PageFacts, read_document};

/// What a page says of each field, without lines and descriptions.
type Fields = BTreeSet<(String, String)>;

fn read(name: &str, page: &str) -> (Fields, usize) {
    let all = read_document(name, page.as_bytes());
    let problems = all.iter().map(|facts| facts.problems.len()).sum();
    (all.iter().flat_map(fields).collect(), problems)
}

fn fields(facts: &PageFacts) -> Fields {
    let operation = facts.path.as_ref().map(|path| path.value.clone()).unwrap_or_default();
    let parameters = facts.parameters.iter().map(|p| (format!("{operation} {:?}", p.location), p.name.clone()));
    let request = facts.request.iter().map(|f| (format!("{operation} request"), f.field.clone()));
    let responses = facts.responses.iter().flat_map(|(status, fields)| {
        let place = format!("{operation} {}", status.get(..1).unwrap_or_default());
        fields.iter().map(move |f| (place.clone(), f.field.clone()))
    });
    parameters.chain(request).chain(responses).collect()
}

/// The pages of kinds that are read whole, which may be written otherwise.
fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/docs/pages/kinds");
    let mut pages: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap()))
        .collect();
    pages.sort();
    pages
}

fn is_markdown(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "md")
}

/// One way and another of writing the same in titles. The words are those of pages, and some that none has.
const TITLES: &[(&str, &[&str])] = &[
    ("## URI", &["## URL", "## URI格式", "## URI format", "## Request URI"]),
    ("## Response\n", &["## Responses\n", "## Normal Response\n", "## Response Message\n", "## Returned Parameters\n"]),
    ("## 正常响应", &["## 响应参数", "## 返回消息", "## 正常响应要素说明", "## 响应消息"]),
    ("## 异常响应", &["## 错误响应", "## 失败响应", "## 异常返回"]),
    ("## Request\n", &["## Requests\n", "## Request Message\n", "## Request Body\n", "## Request Description\n"]),
    ("## Example Responses", &["## Example Response", "## Response Example", "## Sample of a response"]),
    ("Response parameters", &["Response Parameters", "Response message parameters", "Parameters of the response"]),
    ("Request parameters", &["Request Parameters", "Request message parameters", "Parameters of the request"]),
    ("Request body parameters", &["Parameters in the request body", "Request Body Parameter"]),
    ("Response body parameters", &["Parameters in the response body", "Response Body Parameter"]),
    ("Parameter description", &["Parameters", "Parameters description", "Description"]),
    ("参数说明", &["要素说明", "参数描述", "参数"]),
    ("字段数据结构说明", &["参数说明", "对象", "结构说明", "字段说明"]),
    ("Mandatory", &["Required", "Mandatory/Optional", "Is it needed?"]),
    ("是否必选", &["必选", "是否必填", "要不要"]),
    ("参数类型", &["类型", "数据类型", "是什么类型"]),
    ("Status code", &["HTTP status code", "status code"]),
    ("状态码为 400 时", &["状态码： 400", "当状态码为 400 时", "Status code: 400"]),
];

/// A page with other words in its titles, as far as it has them.
fn retitled(page: &str, choices: &[(usize, usize)]) -> String {
    choices.iter().fold(page.to_owned(), |page, (title, way)| {
        let (old, new) = TITLES[*title];
        // The borders of tables must stay where they are.
        if page.contains(&format!("| {old}")) || page.contains(&format!(" {old} ")) {
            return page;
        }
        page.replace(old, new[way % new.len()])
    })
}

/// Captions without numbers, or with other ones.
fn renumbered(page: &str, way: usize) -> String {
    let mut page = page.to_owned();
    for number in 1..=9 {
        for (old, new) in [
            (
                format!("**Table {number}** "),
                [String::new(), format!("**Table {number}-1** "), format!("**TABLE {number}** ")],
            ),
            (
                format!("<b>Table {number} </b>"),
                [String::new(), format!("Table {number}: "), format!("<b>Table {number}</b>. ")],
            ),
        ] {
            page = page.replace(&old, &new[way % 3]);
        }
    }
    page
}

/// Headings of another depth.
fn deeper(page: &str) -> String {
    let page = page.replace("\n## ", "\n#### ").replace("h4", "h3");
    let is_underline = |line: &str| line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    let lines = page.lines().map(|line| if is_underline(line) { line.replace('-', "~") } else { line.to_owned() });
    lines.map(|line| line + "\n").collect()
}

/// What became of a page written otherwise, if that is not told.
fn lost(name: &str, page: &str, other: &str) -> Option<String> {
    let (before, told_before) = read(name, page);
    let (after, told_after) = read(name, other);
    let is_kept = after == before || told_after > told_before;
    (!is_kept).then(|| format!("{name}: {:#?} of\n{other}", before.symmetric_difference(&after).collect::<Vec<_>>()))
}

/// The other ways to write a title, each with its place in the list.
fn ways() -> impl Iterator<Item = (usize, usize)> {
    TITLES.iter().enumerate().flat_map(|(title, (_, ways))| (0..ways.len()).map(move |way| (title, way)))
}

#[test]
fn other_words_leave_the_facts_or_are_told() {
    let pages = pages();
    let faults: Vec<String> = pages
        .iter()
        .flat_map(|(name, page)| ways().filter_map(move |way| lost(name, page, &retitled(page, &[way]))))
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn several_other_words_numbers_and_depths_leave_the_facts_or_are_told() {
    let pages = pages();
    let choices = proptest::collection::vec((0..TITLES.len(), 0..4_usize), 0..6);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(300));
    runner
        .run(&(0..pages.len(), choices, 0..4_usize, any::<bool>()), |(page, choices, numbers, depth)| {
            let (name, page) = &pages[page];
            let mut other = retitled(page, &choices);
            // Captions of Markdown are known by their numbers alone.
            if numbers > 0 && !is_markdown(name) {
                other = renumbered(&other, numbers);
            }
            if depth {
                other = deeper(&other);
            }
            let fault = lost(name, page, &other);
            prop_assert!(fault.is_none(), "{}", fault.unwrap_or_default());
            Ok(())
        })
        .unwrap();
}

#[test]
fn tables_of_objects_may_stand_in_any_order() {
    let (head, tail) = ("# W\n\n## URI\n\nGET /v1/w\n\n## Response\n\n**Table 1**  Response body parameters\n\n", "");
    let table = |rows: &str| format!("| Parameter | Type | Description |\n|---|---|---|\n{rows}\n");
    let root = table("| axle | Axle object | A. |\n| cogs | Array of Cog objects | C. |\n| cap | Object | C. |\n");
    let objects = [
        format!("**Table 2**  Axle\n\n{}", table("| length | Integer | L. |\n| pin | Pin object | P. |\n")),
        format!("**Table 3**  Cog\n\n{}", table("| teeth | Integer | T. |\n")),
        format!("**Table 4**  Pin\n\n{}", table("| size | Integer | S. |\n")),
        format!("**Table 5**  Data structure of the **cap** field\n\n{}", table("| colour | String | C. |\n")),
    ];
    let (expected, _) = read("w.md", &format!("{head}{root}{}{tail}", objects.concat()));
    assert_eq!(expected.len(), 8, "{expected:#?}");
    let order = subsequence((0..4_usize).collect::<Vec<_>>(), 4).prop_shuffle();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(48));
    runner
        .run(&order, |order| {
            let page: String = order.iter().map(|&nth| objects[nth].as_str()).collect();
            prop_assert_eq!(&read("w.md", &format!("{head}{root}{page}{tail}")).0, &expected);
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_response_under_the_title_of_the_request_is_told() {
    for (name, page) in pages().iter().filter(|(name, _)| is_markdown(name)) {
        let (before, told_before) = read(name, page);
        for title in ["\n## Response\n", "\n## 正常响应\n", "\n## Response Parameters\n"] {
            let Some(at) =
                page.find(title).filter(|at| page[..*at].contains("\n## 请求") || page[..*at].contains("\n## Request"))
            else {
                continue;
            };
            let cut = format!("{}\n{}", &page[..at], &page[at + title.len()..]);
            let (after, told_after) = read(name, &cut);
            assert!(after == before || told_after > told_before, "{name}: {after:#?}");
        }
    }
}

#[test]
fn a_caption_that_no_table_follows_is_told() {
    let (name, page) = pages().into_iter().find(|(name, _)| name == "names_like_types.txt").unwrap();
    for other in ["Things\n\nMandatory", "Mandatory"] {
        let other = page.replacen("Parameter\n\nMandatory", other, 1);
        let (after, told) = read(&name, &other);
        assert!(!after.iter().any(|(_, field)| field == "limit"), "the table is read after all");
        assert_eq!(told, read(&name, &page).1 + 1);
    }
}

#[test]
fn a_table_that_is_left_out_is_told() {
    for (name, page) in pages().iter().filter(|(name, _)| is_markdown(name)) {
        let (before, told_before) = read(name, page);
        for (at, _) in page.match_indices("\n**Table ").chain(page.match_indices("\n**表 ")).skip(1) {
            let ends = ["\n**", "\n## "].iter().filter_map(|mark| page[at + 1..].find(mark));
            let end = ends.min().map_or(page.len(), |end| at + 1 + end);
            let cut = format!("{}{}", &page[..at], &page[end..]);
            let (after, told_after) = read(name, &cut);
            // A body with one table less is another body; one that has its other tables lacks nothing else.
            let added: Vec<_> = after.difference(&before).collect();
            assert!(added.is_empty() || told_after > told_before, "{name}: {added:#?} of\n{cut}");
        }
    }
}
