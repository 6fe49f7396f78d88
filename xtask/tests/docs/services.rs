//! Two services whose operations have the same paths: a page is about the one that lists it.

use crate::workspace::{SPEC, Workspace, findings};

/// A second service, whose operation at the path of the first one has other parameters.
fn with_gadgets() -> Workspace {
    let workspace = Workspace::new();
    let service = workspace.read("openapi/widgets/service.toml").replace("\"widgets\"", "\"gadgets\"");
    workspace.write("openapi/gadgets/service.toml", &service);
    workspace.write("openapi/gadgets/common.yaml", &workspace.read("openapi/widgets/common.yaml"));
    workspace.write("openapi/gadgets/quirks.toml", "");
    workspace.write("openapi/gadgets/sources.toml", "");
    let spec = SPEC.replace("ListWidgets", "ListGadgets").replace("limit", "most");
    workspace.write("openapi/gadgets/resources/widgets.yaml", &spec);
    workspace
}

#[test]
fn a_page_is_compared_with_the_service_that_lists_it() {
    let workspace = with_gadgets();
    assert_eq!(findings(&workspace), [""; 0]);
    // Elsewhere, and with other bytes.
    workspace.write("elsewhere/list.md", &workspace.read("docs/list.md"));
    assert_eq!(workspace.run(&["drift", "elsewhere"]).1, 0);
    workspace.page("list.md", &[("This API lists", "This operation lists")]);
    assert_eq!(findings(&workspace), ["page-changed "]);
}

#[test]
fn a_page_that_no_service_lists_is_compared_with_the_one_that_is_named() {
    let workspace = with_gadgets();
    workspace.record(&[]);
    assert_eq!(findings(&workspace), ["page-unrecorded "]);
    let (text, _) = workspace.run(&["drift", "docs"]);
    assert!(text.contains("say with `--service` which one it is about"), "{text}");
    let of = |service: &str| workspace.run(&["drift", "docs", "--service", service]).0.matches("list.md:").count();
    assert_eq!(of("widgets"), 1);
    assert!(of("gadgets") > 1);
    let output = workspace.docs(&["drift", "docs", "--service", "cogs"]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(message.contains("there is no service `cogs`; give one of: gadgets, widgets"), "{message}");
}

#[test]
fn what_a_service_leaves_out_is_no_other_ones_business() {
    let workspace = with_gadgets();
    workspace.write("docs/create.rst", include_str!("pages/widget.rst"));
    workspace.record(&[("page", "list.md"), ("create", "create.rst")]);
    let deferred = "[[deferred]]\noperation = 'CreateWidget'\nreason = 'later'\n";
    workspace.write("openapi/gadgets/coverage.toml", deferred);
    assert_eq!(findings(&workspace), ["operation-missing "]);
    workspace.write("openapi/widgets/coverage.toml", deferred);
    assert_eq!(findings(&workspace), [""; 0]);
}
