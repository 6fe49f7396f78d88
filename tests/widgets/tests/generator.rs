//! The committed client of the invented service is what the generator makes of its specification.

#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use xtask::codegen::generate;
use xtask::lint::lint;
use xtask::output::Targets;
use xtask::verb;

fn generated() -> Targets {
    let model = verb::models(root()).unwrap().remove(0);
    assert_eq!(lint(&model), [], "the specification keeps all rules");
    generate(&model, &[]).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_is_committed_is_fresh() {
    let differences = generated().differences(root()).unwrap();
    assert_eq!(differences, BTreeMap::new(), "run `cargo xtask generate` in tests/widgets");
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(generated().files, generated().files);
}

/// The text of a generated file.
fn text(file: &str) -> String {
    generated().files.remove(&Path::new("src/generated").join(file)).unwrap()
}

#[track_caller]
fn assert_has(file: &str, lines: &[&str]) {
    let text = text(file);
    for line in lines {
        assert!(text.contains(line), "{file} lacks {line:?}");
    }
}

#[test]
fn code_that_refers_to_something_is_a_link_under_the_name_of_rust() {
    let operations = "[`create_widget`](crate::Client::create_widget) makes more, and \
                      [`create_gadget`](crate::Client::create_gadget) makes what they are used with.";
    let parameters = "[`part_names`](crate::widgets::builder::ListWidgets::part_names) and `kind` for example, in \
                      [`widgets`](crate::widgets::WidgetList#structfield.widgets), some \
                      [`is_new`](crate::widgets::Widget#structfield.is_new).";
    let bodies = "Out of [`parts`](crate::widgets::NewWidget#structfield.parts), in as many pieces as \
                  [`count`](crate::widgets::NewWidget#structfield.count) says. The \
                  [`public_bandwidth`](crate::widgets::Widget#structfield.public_bandwidth) comes by itself.";
    let field =
        "Not its [`weight`](Self#structfield.weight), nor what [`list_widgets`](crate::Client::list_widgets) asks";
    let value = "/// It is being made by [`create_widget`](crate::Client::create_widget).";
    assert_has("widgets.rs", &[operations, parameters, bodies, field, value]);
    assert_has("widgets/builder.rs", &["Request of [`list_widgets`](crate::Client::list_widgets): lists widgets."]);
    let paging = "Comes in pages: [`offset`](crate::cogs::builder::ListCogs::offset) is the number";
    let task = "[`show_turning`](crate::Client::show_turning), with `turning_id` from \
                [`job_id`](crate::cogs::StartedTurning#structfield.job_id), shows it.";
    assert_has("cogs.rs", &[paging, task]);
}

#[test]
fn the_documentation_says_how_an_operation_behaves() {
    let sizes = "how many to get, 10 by default and at most 50; [`total`](crate::cogs::CogPage#structfield.total) says how \
                 many there are in all, and a page after the last one is an error (`W.0003`); all come at once with";
    let short =
        "how many to get, at most 20; a page with fewer is the last one, and a page after the last one is empty.";
    let ends = "It is done when [`status`](crate::cogs::Turning#structfield.status) is `DONE`; over without that when \
                [`status`](crate::cogs::Turning#structfield.status) is `BROKEN` or `STOPPED`. Ask first after 2 s, then \
                every 5 s.";
    let condition = "- After the response, if [`kind`](crate::cogs::Oil#structfield.kind) is `fine` or `finest` and \
                     [`drops`](crate::cogs::Oil#structfield.drops) is not `0`, work goes on: ";
    let named = "where [`cog`](crate::cogs::Turning#structfield.cog) is `name` of the path and \
                 [`name`](crate::cogs::Turning#structfield.name) is `changeCog` or `alterCog`, the one that began with the \
                 request.";
    let gone =
        "is `SCRAPPED` or it is not found any more, once [`notes`](crate::cogs::Cog#structfield.notes) is not empty.";
    let each = "- After the response, if there is [`turning_id`](crate::cogs::ScrappedCog#structfield.turning_id), work \
                goes on for each of [`results`](crate::cogs::ScrappedCogs#structfield.results): ";
    let failures = "- A success may hold failures: those of [`results`](crate::cogs::ScrappedCogs#structfield.results), by \
                    [`name`](crate::cogs::ScrappedCog#structfield.name), whose \
                    [`result`](crate::cogs::ScrappedCog#structfield.result) is not `ok`.";
    assert_has("cogs.rs", &[sizes, short, ends, condition, named, gone, each, failures]);
}

#[test]
fn links_to_methods_of_other_resources_may_lead_nowhere_without_their_features() {
    assert_has("widgets.rs", &["not(feature = \"gadgets\"),\n    allow(\n        rustdoc::broken_intra_doc_links,"]);
    assert!(!text("cogs.rs").contains("broken_intra_doc_links"), "it has links to its own methods alone");
}

#[test]
fn what_is_out_of_date_says_what_to_take() {
    let operation = "    /// Out of date: take [`update_gadget`](crate::Client::update_gadget) instead.\n";
    assert_has("gadgets.rs", &[operation, "    #[deprecated = \"take `update_gadget` instead\"]\n"]);
    let reason = "    /// Out of date, and not replaced: A list of words said nothing that \
                  [`list_cogs`](crate::Client::list_cogs) does not.\n";
    let warning =
        "#[deprecated = \"out of date, and not replaced: A list of words said nothing that `ListCogs` does not.\"]";
    let field = "    /// Out of date: take [`notes`](Self#structfield.notes) instead.\n";
    assert_has("cogs.rs", &[reason, warning, field]);
    let parameter = "    /// Out of date: take [`send_`](crate::cogs::builder::ListCogs::send_) instead.\n";
    assert_has("cogs/builder.rs", &[parameter, "    #[deprecated = \"take `send_` instead\"]\n    pub fn client_("]);
}

#[test]
fn official_names_and_those_that_are_sent_are_found_by_search() {
    assert_has("gadgets.rs", &["    #[doc(alias = \"CreateGagdet\")]\n    #[deprecated"]);
    let alias = "    #[doc(alias = \"public-boundwidth\")]\n";
    let (field, setter) = (format!("{alias}    #[cfg_attr"), format!("{alias}    #[must_use]"));
    assert_has("widgets.rs", &[&field, &setter]);
    assert_has("cogs.rs", &["#[doc(alias = \"ListCogsResponse\")]\n#[derive"]);
    assert_has("cogs/builder.rs", &["    #[doc(alias = \"ordr\")]\n    pub fn order("]);
    assert!(!text("widgets.rs").contains("alias = \"ListWidgets\""), "the search finds it anyway");
}

#[test]
fn the_documentation_says_under_which_conditions() {
    let of_operation = "/// - Permission: `widget:cog:list` (access level `List`; resource type `cog`, which a policy must name; \
                        condition keys `g:EnterpriseProjectId`; also called `widget:cogs:get`; with `axle:axle:get`; \
                        given in projects and enterprise projects).";
    let sub_action = "/// - Permission if [`names`](crate::cogs::CogsToScrap#structfield.names) is sent: `widget:cog:list` \
                      (access level `List`).";
    let of_parameters = "/// - If [`colours`](crate::cogs::builder::ListCogs::colours) is sent, \
                         [`names`](crate::cogs::builder::ListCogs::names) must be sent; the service refuses anything else.";
    let unknown = "/// - Permission: no source that was read names it.";
    let order = "/// - The order is inferred, not documented: The example is in the order of teeth.";
    assert_has("cogs.rs", &[of_operation, sub_action, of_parameters, unknown, order, "/// - Only in High Cloud."]);
    let of_type = "/// - If [`kind`](Self#structfield.kind) is `STONE`, [`teeth`](Self#structfield.teeth) may only be `12` \
                   or `24`, and [`alloy`](Self#structfield.alloy) may only be `none`.";
    let needed = "/// Needed if [`kind`](Self#structfield.kind) is `METAL`.";
    let only = "/// Has an effect only if [`kind`](Self#structfield.kind) is not `METAL`.";
    let nested = "/// Only if `kind` of [`NewCog`](crate::cogs::NewCog) is `STONE`.";
    let value = "/// `STONE`: only in High Cloud.";
    let unit = "/// The unit is our choice, not documented: Both sources are silent.";
    assert_has(
        "cogs.rs",
        &[of_type, needed, only, nested, value, unit, "/// Inferred: at least 1.", "/// Not in Low Cloud."],
    );
    let permission =
        "/// - The permission `widget:cog:list` is inferred, not documented: The page has it for the console alone.";
    let of_values = "        /// Of stone.\n        ///\n        /// The value `STONE` is inferred, not documented: An example alone has \
                     it.\n        ///\n        /// The meaning of `STONE` is our choice, not documented: One page \
                     says marble.\n        Stone => ";
    assert_has("cogs.rs", &[permission, of_values, "        /// Of metal.\n        Metal => "]);
    let differs = "/// In Low Cloud: 1 to 20, default `5`, Fewer on rainy days.";
    assert_has("cogs/builder.rs", &["/// Ours: at most 50, a multiple of 10.", differs]);
}

#[test]
fn operations_lead_to_where_the_vendor_documents_them() {
    let pages = "Documented by: page, 2026-02-01; [page, 2025-02-01](https://widgets.example/ListCogs.html); Nobody's";
    let explorer = "/// - [API Explorer](https://widgets.example/explorer#ListCogs).";
    assert_has("cogs.rs", &[pages, explorer]);
    assert!(!text("cogs.rs").contains("explorer#ScrapCogs"), "the explorer does not have it");
}

#[test]
fn other_spellings_of_a_value_are_read_as_it() {
    let value = "        Done => \"DONE\" | \"Done\" | \"finished\",\n";
    assert_has("cogs.rs", &[value, "        /// `Done` or `finished` is read as `DONE`, too.\n"]);
}
