//! One invented operation documented in every layout: the facts are the same, apart from what a layout lacks.

use serde_json::{Value, json};
use xtask::docs::{read_page, report};

const MARKDOWN: &str = r#"# 查询小工具<a name="ShowGadget"></a>

## URI

GET /v1/\{project\_id\}/gadgets/\{gadget\_id\}

**表 1**  路径参数

<table><thead><tr><th><p>参数</p></th><th><p>是否必选</p></th><th><p>参数类型</p></th><th><p>描述</p></th></tr></thead>
<tbody><tr><td><p>project_id</p></td><td><p>是</p></td><td><p>String</p></td><td><p>项目。</p></td></tr>
<tr><td><p>gadget_id</p></td><td><p>是</p></td><td><p>String</p></td><td><p>小工具。</p></td></tr></tbody></table>

## 请求参数

无

## 响应参数

**状态码： 200**

**表 2**  响应Body参数

<table><thead><tr><th><p>参数</p></th><th><p>参数类型</p></th><th><p>描述</p></th></tr></thead>
<tbody><tr><td><p>count</p></td><td><p>Integer</p></td><td><p>个数。</p></td></tr>
<tr><td><p>gadgets</p></td><td><p>Array&lt;Object&gt;</p></td><td><p>列表。</p></td></tr></tbody></table>

**表 3**  gadgets

<table><thead><tr><th><p>参数</p></th><th><p>参数类型</p></th><th><p>描述</p></th></tr></thead>
<tbody><tr><td><p>name</p></td><td><p>String</p></td><td><p>名字。</p></td></tr></tbody></table>

## 响应示例

**状态码： 200**

```
{"count":1,"gadgets":[{"name":"gear"}]}
```
"#;

const RESTRUCTURED_TEXT: &str = r#":original_name: ShowGadget.html

.. _ShowGadget:

Showing a Gadget
================

URI
---

GET /v1/{project_id}/gadgets/{gadget_id}

.. table:: **Table 1** Path Parameters

   ========== ========= ====== ===========
   Parameter  Mandatory Type   Description
   ========== ========= ====== ===========
   project_id Yes       String The project.
   gadget_id  Yes       String The gadget.
   ========== ========= ====== ===========

Request Parameters
------------------

None

Response Parameters
-------------------

**Status code: 200**

.. table:: **Table 2** Response body parameters

   +-----------+-----------------------------------------------------+-------------+
   | Parameter | Type                                                | Description |
   +===========+=====================================================+=============+
   | count     | Integer                                             | How many.   |
   +-----------+-----------------------------------------------------+-------------+
   | gadgets   | Array of :ref:`gadgets <showgadget__gadgets>` objects | The list.   |
   +-----------+-----------------------------------------------------+-------------+

.. _showgadget__gadgets:

.. table:: **Table 3** gadgets

   ========= ====== ===========
   Parameter Type   Description
   ========= ====== ===========
   name      String The name.
   ========= ====== ===========

Example Responses
-----------------

**Status code: 200**

.. code-block::

   {"count":1,"gadgets":[{"name":"gear"}]}
"#;

const HTML: &str = r##"<html><body><a name="ShowGadget"></a><h1>Showing a Gadget</h1>
<h4 class="sectiontitle">URI</h4><p>GET /v1/{project_id}/gadgets/{gadget_id}</p>
<table><caption><b>Table 1 </b>Path Parameters</caption>
<thead><tr><th>Parameter</th><th>Mandatory</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>project_id</td><td>Yes</td><td>String</td><td>The project.</td></tr>
<tr><td>gadget_id</td><td>Yes</td><td>String</td><td>The gadget.</td></tr></tbody></table>
<h4 class="sectiontitle">Request Parameters</h4><p>None</p>
<h4 class="sectiontitle">Response Parameters</h4><p><b>Status code: 200</b></p>
<table><caption><b>Table 2 </b>Response body parameters</caption>
<thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>count</td><td>Integer</td><td>How many.</td></tr>
<tr><td>gadgets</td><td>Array of <a href="#gadgets">gadgets</a> objects</td><td>The list.</td></tr></tbody></table>
<a name="gadgets"></a><table><caption><b>Table 3 </b>gadgets</caption>
<thead><tr><th>Parameter</th><th>Type</th><th>Description</th></tr></thead>
<tbody><tr><td>name</td><td>String</td><td>The name.</td></tr></tbody></table>
<h4 class="sectiontitle">Example Responses</h4><p><b>Status code: 200</b></p>
<pre>{"count":1,"gadgets":[{"name":"gear"}]}</pre></body></html>
"##;

/// A web page as text: every cell is a paragraph of its own. `required` is left out where the layout loses it.
fn web_text(words: &[&str; 14], required: &[&str]) -> String {
    let [
        date,
        title,
        uri,
        path_table,
        parameter,
        mandatory,
        kind,
        description,
        request,
        none,
        response,
        status,
        body,
        example,
    ] = words;
    let sample = "{\n  \"count\" : 1,\n  \"gadgets\" : [ {\n    \"name\" : \"gear\"\n  } ]\n}";
    let mut paragraphs = vec![*date, title, uri, "GET /v1/{project_id}/gadgets/{gadget_id}", path_table];
    paragraphs.extend([*parameter, mandatory, kind, description, "project_id"].iter().chain(required));
    paragraphs.extend(["String", "Of the project.", "gadget_id"].iter().chain(required));
    paragraphs.extend(["String", "Of the gadget.", request]);
    paragraphs.extend([*none].iter().filter(|none| !none.is_empty()));
    paragraphs.extend([*response, status, body, parameter, kind, description]);
    paragraphs.extend(["count", "Integer", "How many.", "gadgets", "Array of gadgets objects", "The list."]);
    let gadgets = if title.is_ascii() { "Table 3 gadgets" } else { "表3 gadgets" };
    paragraphs.extend([gadgets, *parameter, kind, description, "name", "String", "The name."]);
    paragraphs.extend([*example, status, sample]);
    // The name of the operation stands in the samples of code alone.
    paragraphs.push(if title.is_ascii() { "SDK Sample Code" } else { "SDK代码示例" });
    paragraphs.push("public class Sample {\n    ShowGadgetRequest request = new ShowGadgetRequest();\n}");
    paragraphs.join("\n\n")
}

fn english() -> String {
    let words = [
        "Updated on 2031-01-01 GMT+08:00",
        "Showing a Gadget",
        "URI",
        "Table 1 Path Parameters",
        "Parameter",
        "Mandatory",
        "Type",
        "Description",
        "Request Parameters",
        "None",
        "Response Parameters",
        "Status code: 200",
        "Table 2 Response body parameters",
        "Example Responses",
    ];
    web_text(&words, &["Yes"])
}

fn chinese() -> String {
    let words = [
        "更新时间:2031-01-01 GMT+08:00",
        "查询小工具",
        "URI",
        "表1 路径参数",
        "参数",
        "是否必选",
        "参数类型",
        "描述",
        "请求参数",
        "",
        "响应参数",
        "状态码: 200",
        "表2 响应Body参数",
        "响应示例",
    ];
    web_text(&words, &[])
}

/// What must be the same: no lines, no sentences.
fn facts(page: &str, text: &str) -> Value {
    let read = read_page(page, text.as_bytes());
    assert_eq!(read.counts.rows, read.counts.rows_as_facts, "{page}: {:?}", read.problems);
    assert!(read.problems.is_empty(), "{page}: {:?}", read.problems);
    let all: Value = serde_json::from_str(&report::json(&[read]).unwrap()).unwrap();
    let page = &all[0];
    let parts = |list: &Value, keys: &[&str]| -> Value {
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| keys.iter().map(|key| row[*key].clone()).collect::<Vec<_>>()).collect::<Vec<_>>().into()
    };
    json!({
        "operation": page["operation"],
        "method": page["method"],
        "path": page["path"],
        "parameters": parts(&page["parameters"], &["name", "in", "type", "required"]),
        "request": parts(&page["request"], &["field", "schema"]),
        "200": parts(&page["responses"]["200"], &["field", "schema"]),
        "example": page["examples"]["response"][0]["body"]["value"],
    })
}

#[test]
fn every_layout_gives_the_same_facts() {
    let expected = json!({
        "operation": "ShowGadget",
        "method": "GET",
        "path": "/v1/{project_id}/gadgets/{gadget_id}",
        "parameters": [["project_id", "path", "String", "yes"], ["gadget_id", "path", "String", "yes"]],
        "request": [],
        "200": [
            ["count", {"type": "integer"}],
            ["gadgets", {"type": "array", "items": {"type": "object"}}],
            ["gadgets[].name", {"type": "string"}],
        ],
        "example": {"count": 1, "gadgets": [{"name": "gear"}]},
    });
    for (page, text) in [
        ("markdown", MARKDOWN),
        ("restructured text", RESTRUCTURED_TEXT),
        ("HTML", HTML),
        ("English web text", &english()),
        // It has lost every paragraph of one character, but what is in the path is required whatever the page says.
        ("Chinese web text", &chinese()),
    ] {
        assert_eq!(facts(page, text), expected, "{page}");
    }
}
