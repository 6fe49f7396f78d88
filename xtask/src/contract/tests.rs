//! Operations of invented specifications in the form that pages have.

use super::slot::schema_type;
use super::*;
use crate::docs::{PageFacts, ParameterIn, SchemaType, read_page};
use crate::model::Model;
use crate::model::fixture::of as parsed;
use crate::spec::FindingKind;

/// The model of a service with one operation, `POST /v1/things`, whose body is a `Body` of these components.
fn model(components: &str) -> Model {
    let resource = format!(
        "paths:\n  /v1/things:\n    post:\n      operationId: CreateThing\n      requestBody:\n        content:\n          \
         application/json:\n            schema:\n              $ref: '#/components/schemas/Body'\n      responses:\n        \
         '204': {{description: Done.}}\ncomponents:\n  schemas:\n{components}"
    );
    parsed(&[("sources.toml", ""), ("resources/things.yaml", &resource)])
}

fn contract(model: &Model) -> Contract<'_> {
    Contract::of(model, model.operation("CreateThing").unwrap())
}

#[test]
fn a_page_is_about_what_is_at_its_address_then_about_what_has_its_name_or_was_recorded() {
    let resource = |operations: &[(&str, &str)]| {
        let paths = operations.iter().map(|(path, name)| {
            format!("  {path}:\n    post:\n      operationId: {name}\n      responses:\n        '204': {{description: Done.}}\n")
        });
        format!("paths:\n{}", paths.collect::<String>())
    };
    let text = |path: &str, name: &str| {
        format!(
            "# Doing it<a name=\"{name}\"></a>\n\n## Function\n\nThis API does it.\n\n## URI\n\nPOST {path}\n\n## Request \
             Parameters\n\nNone\n"
        )
    };
    let recorded = text("/v3/moved", "MovedThing");
    let digest = read_page("docs/x.md", recorded.as_bytes()).sha256.unwrap();
    let source = format!(
        "[[source]]\nid = 'x'\nkind = 'page'\npath = 'docs/x.md'\ndated-by = 'none'\noperation = 'StopThing'\nsha256 = '{digest}'\n"
    );
    let model = parsed(&[
        ("sources.toml", &source),
        ("coverage.toml", "[[superseded]]\nmethod = 'POST'\npath = '/v0/things'\nby = 'StartThing'\n"),
        ("resources/things.yaml", &resource(&[("/v1/things", "StartThing"), ("/v1/things/{id}", "StopThing")])),
    ]);
    let of = |path: &str, name: &str| {
        let page = read_page("docs/other.md", text(path, name).as_bytes());
        operation_of(&model, &page).map(|operation| operation.id.clone())
    };
    // The name is that of the first, the address that of the second.
    assert_eq!(of("/v1/things/{thing_id}", "StartThing").as_deref(), Some("StopThing"));
    assert_eq!(of("/v2/things", "StartThing").as_deref(), Some("StartThing"));
    assert_eq!(of("/v0/things", "StartThing"), None);
    assert_eq!(of("/v3/moved", "OtherThing"), None);
    assert_eq!(operation_of(&model, &read_page("docs/x.md", recorded.as_bytes())).unwrap().id, "StopThing");
    let named = text("/v2/things", "StartThing");
    assert_eq!(operation_of(&model, &read_page("docs/x.md", named.as_bytes())).unwrap().id, "StartThing");
}

/// The paths of the fields of the body.
fn fields(model: &Model) -> Vec<String> {
    contract(model).request.unwrap().slots.into_iter().map(|slot| slot.name).collect()
}

/// A page of the operation whose request has one field.
fn page(kind: &str, description: &str) -> PageFacts {
    let text = format!(
        "# Creating a Thing\n\n## Function\n\nThis API creates things.\n\n## URI\n\nPOST /v1/things\n\n## Request \
         Parameters\n\n**Table 1** Request body parameters\n\n| Parameter | Mandatory | Type | Description |\n\
         |---|---|---|---|\n| size | No | {kind} | {description} |\n"
    );
    read_page("docs/create.md", text.as_bytes())
}

/// The findings of a page, with what the specification lacks.
fn differences(model: &Model, page: &PageFacts) -> Vec<(FindingKind, String, bool)> {
    let contract = contract(model);
    assert!(operation_of(model, page).is_some_and(|found| std::ptr::eq(found, contract.operation)));
    let found = compare(page, model, &contract, Expected::default());
    found.into_iter().map(|found| (found.kind, found.pointer, found.lacks.is_some())).collect()
}

#[test]
fn fields_have_the_paths_that_pages_write() {
    let model = model(
        "    Body:\n      type: object\n      properties:\n        id: {type: string}\n        parts: {type: array, items: \
         {$ref: '#/components/schemas/Part'}}\n        by_name: {type: object, additionalProperties: {$ref: \
         '#/components/schemas/Part'}}\n    Part:\n      type: object\n      properties:\n        size: {type: integer}\n",
    );
    assert_eq!(fields(&model), ["id", "parts", "parts[].size", "by_name", "by_name.size"]);
    let contract = contract(&model);
    let body = contract.request.as_ref().unwrap();
    assert_eq!(body.objects[""], "/components/schemas/Body");
    assert_eq!(body.objects["parts[]"], "/components/schemas/Part");
    // Pages may write lists and maps in another way.
    for path in ["by_name", "by_name.*", "parts"] {
        assert_eq!(body.object(path), Some("/components/schemas/Part"), "{path}");
    }
    assert_eq!(body.object("by_name.other"), None);
    let size = body.slots.iter().find(|slot| slot.name == "parts[].size").unwrap();
    assert_eq!(size.holder, "/components/schemas/Part");
    assert_eq!(size.schema.pointer, "/components/schemas/Part/properties/size");
}

#[test]
fn an_object_is_not_followed_into_itself_and_its_namesakes_are() {
    let model = model(
        "    Body:\n      type: object\n      properties:\n        part: {$ref: '#/components/schemas/Part'}\n        \
         parts: {$ref: '#/components/schemas/Part'}\n    Part:\n      type: object\n      properties:\n        inner: \
         {type: array, items: {$ref: '#/components/schemas/Part'}}\n",
    );
    assert_eq!(fields(&model), ["part", "part.inner", "parts", "parts.inner"]);
}

#[test]
fn a_body_is_not_followed_into_itself() {
    let model = model(
        "    Body:\n      type: object\n      properties:\n        id: {type: string}\n        inner: {$ref: \
         '#/components/schemas/Body'}\n",
    );
    assert_eq!(fields(&model), ["id", "inner"]);
}

#[test]
fn schemas_that_are_made_of_themselves_come_to_an_end() {
    for shape in ["type: array, items: ", "type: object, additionalProperties: "] {
        let model = model(&format!("    Body: {{{shape}{{$ref: '#/components/schemas/Body'}}}}\n"));
        assert!(!model.problems.is_empty(), "{shape}");
        assert_eq!(fields(&model), [""; 0]);
        let kind = schema_type(&model, &model.schemas["Body"].schema);
        assert!(matches!(kind, SchemaType::Array { .. } | SchemaType::Map { .. }), "{kind:?}");
        assert!(
            differences(&model, &page("Integer", "Size."))
                .iter()
                .any(|(kind, ..)| matches!(kind, FindingKind::MissingInSpec | FindingKind::Type))
        );
    }
}

#[test]
fn a_place_has_a_source_and_a_default_beside_its_reference() {
    let body = "    Body:\n      type: object\n      properties:\n        size:\n          description: Its size.\n          \
                allOf: [{$ref: '#/components/schemas/Size'}]\n";
    let size = "    Size: {type: integer, default: 1, x-source: other}\n";
    let five = page("Integer", "Size. The default value is 5.");
    let of_component = model(&format!("{body}{size}"));
    let pointer = "/components/schemas/Size/default".to_owned();
    assert_eq!(differences(&of_component, &five), [(FindingKind::Default, pointer, false)]);
    assert_eq!(contract(&of_component).request.unwrap().slots[0].origin(), Some("other"));
    let own = model(&format!("{body}          default: 5\n          x-source: own\n{size}"));
    assert!(own.problems.iter().all(|problem| problem.rule != "keyword"), "{:?}", own.problems);
    assert_eq!(differences(&own, &five), []);
    assert_eq!(contract(&own).request.unwrap().slots[0].origin(), Some("own"));
    let one = page("Integer", "Size. The default value is 1.");
    let pointer = "/components/schemas/Body/properties/size/default".to_owned();
    assert_eq!(differences(&own, &one), [(FindingKind::Default, pointer, false)]);
}

#[test]
fn a_limit_is_drafted_only_where_it_says_something() {
    let body = |kind: &str| {
        model(&format!("    Body:\n      type: object\n      properties:\n        size: {{type: {kind}}}\n"))
    };
    let pointer = "/components/schemas/Body/properties/size".to_owned();
    for (documented, kind, drafted) in [("Integer", "integer", true), ("String", "string", false)] {
        let found = differences(&body(kind), &page(documented, "Size. Value range: 1 to 9"));
        assert_eq!(found, [(FindingKind::MissingInSpec, pointer.clone(), drafted)], "{kind}");
    }
}

#[test]
fn findings_name_the_line_of_the_specification() {
    let model = model("    Body:\n      type: object\n      properties:\n        size: {type: string}\n");
    let contract = contract(&model);
    let page = page("Integer", "Size.");
    let found = compare(&page, &model, &contract, Expected::default()).remove(0);
    let finding = found.finding(&model.spec, &page.page, None, contract.operation);
    let place = "\n    at: openapi/widgets/resources/things.yaml:17#/components/schemas/Body/properties/size\n";
    assert_eq!(finding.spec_line, 17);
    assert!(finding.to_string().contains(place), "{finding}");
    let of_page = Finding::of_page(FindingKind::PageUnreadable, "a.md", "Why.".to_owned());
    assert_eq!(of_page.to_string(), "a.md:0: [page-unreadable] Why.\n    remedy: ");
}

/// What a page with this example, and this status, is told to do about what the specification of `size` lacks.
fn remedies(schema: &str, rows: &str, example: &str, status: &str) -> Vec<String> {
    let model = model(&format!("    Body:\n      type: object\n      properties:\n        size: {schema}\n"));
    let contract = contract(&model);
    let text = format!(
        "# Making a Thing\n\n## URI\n\nPOST /v1/things\n\n## Request Parameters\n\n**Table 1** Request body parameters\n\n\
         | Parameter | Mandatory | Type | Description |\n|---|---|---|---|\n| size | No | Integer | Size. |\n{rows}\n\
         ## Example Requests\n\n```\n{example}\n```\n\n## Status Codes\n\n| Status Code | Description |\n|---|---|\n\
         | {status} | Done. |\n"
    );
    let page = read_page("docs/make.md", text.as_bytes());
    let found = compare(&page, &model, &contract, Expected::default());
    let lacking = found.into_iter().filter(|found| found.kind == FindingKind::MissingInSpec);
    lacking.map(|found| found.finding(&model.spec, &page.page, None, contract.operation).to_string()).collect()
}

#[test]
fn nobody_is_sent_to_a_draft_for_an_example_that_it_leaves_out() {
    let of = |rows: &str, example: &str| remedies("{type: integer}", rows, example, "204");
    let found = of("", "{\"size\": \"big\", \"colour\": 1}").join("\n");
    assert!(
        found.contains("the page has an example (`size`, `colour`) that the specification does not have"),
        "{found}"
    );
    assert!(!found.contains("run `cargo xtask docs draft`"), "{found}");
    for part in [
        "remedy: mend the schema, if it is wrong, or record a quirk that silences `missing-in-spec examples: ",
        "`: a draft leaves the example out, because its fields are not those of the page's tables: the example ",
        " (at /",
        ", and 1 more",
    ] {
        assert!(found.contains(part), "{part}: {found}");
    }
    // One that fits is drafted, and so may be one whose field is drafted first.
    for (rows, example) in
        [("", "{\"size\": 1}"), ("| colour | No | Integer | Colour. |\n", "{\"size\": 1, \"colour\": 1}")]
    {
        let found = of(rows, example).join("\n");
        assert!(found.contains("an example") && found.contains("remedy: run `cargo xtask docs draft`"), "{found}");
        assert!(!found.contains("leaves the example out"), "{found}");
    }
}

#[test]
fn a_success_that_cannot_be_written_is_for_a_quirk() {
    let found = |status: &str| remedies("{type: integer}", "", "{}", status).join("\n");
    let multiple = found("300");
    let remedy = "remedy: record a quirk that silences `missing-in-spec 300`: only a success of 2xx can be written";
    assert!(multiple.contains(remedy), "{multiple}");
    assert!(!found("202").contains("only a success of 2xx"));
}

#[test]
fn objects_are_followed_sixteen_deep() {
    let nested =
        (0..20).fold("{type: integer}".to_owned(), |inner, _| format!("{{type: object, properties: {{in: {inner}}}}}"));
    let found = fields(&model(&format!("    Body: {nested}\n")));
    assert_eq!(found.len(), 16);
    assert_eq!(found[2], "in.in.in");
}

#[test]
fn a_field_is_known_by_its_other_name_in_its_own_object_alone() {
    let model = model(
        "    Body:\n      type: object\n      properties:\n        part: {type: object, properties: {size: {type: integer, \
         x-aliases: [extent]}, colour: {type: string}}}\n        other: {type: object, properties: {name: {type: string}}}\n",
    );
    let contract = contract(&model);
    let body = contract.request.as_ref().unwrap();
    let known = |path: &str| body.known_as(path).map(|slot| slot.name.as_str());
    assert_eq!(known("part.extent"), Some("part.size"));
    assert_eq!(known("part[].extent"), Some("part.size"));
    assert_eq!(known("part.colour"), Some("part.colour"));
    assert_eq!([known("other.extent"), known("part.weight"), known("extent")], [None; 3]);
}

#[test]
fn a_parameter_is_known_by_its_place_and_its_name() {
    let parameter =
        |name: &str, place: &str| format!("        - {{name: {name}, in: {place}, schema: {{type: string}}}}\n");
    let parameters =
        [("size", "query"), ("size", "header"), ("colour", "query")].map(|(name, place)| parameter(name, place));
    let resource = format!(
        "paths:\n  /v1/things:\n    post:\n      operationId: CreateThing\n      parameters:\n{}      responses:\n        \
         '204': {{description: Done.}}\n",
        parameters.concat()
    );
    let model = parsed(&[("sources.toml", ""), ("resources/things.yaml", &resource)]);
    let contract = contract(&model);
    let at = |place, name| contract.parameter(place, name).map(|slot| slot.holder.rsplit('/').next().unwrap());
    assert_eq!(at(ParameterIn::Query, "size"), Some("0"));
    assert_eq!(at(ParameterIn::Header, "size"), Some("1"));
    assert_eq!(at(ParameterIn::Query, "colour"), Some("2"));
    assert_eq!(at(ParameterIn::Header, "colour"), None);
}

#[test]
fn a_page_is_listed_by_its_bytes_or_else_by_its_place() {
    let first = page("Integer", "Size.");
    let digest = first.sha256.clone().unwrap();
    let source =
        format!("[[source]]\nid = 'x'\nkind = 'page'\npath = 'create.md'\ndated-by = 'none'\nsha256 = '{digest}'\n");
    let model = parsed(&[("sources.toml", &source)]);
    let of =
        |page: &PageFacts, place: &str| Listed::of(&model.spec, &PageFacts { page: place.to_owned(), ..page.clone() });
    let other = page("String", "Size.");
    assert_eq!(of(&first, "docs/elsewhere.md"), Some(Listed::Bytes));
    assert_eq!(of(&other, "docs/create.md"), Some(Listed::Place));
    assert_eq!(of(&other, "docs/elsewhere.md"), None);
}
