//! What the document says of an operation.

use std::collections::BTreeSet;

use super::super::address::Address;
use super::super::frame::{code_block, section, words_table};
use super::super::html::{Element, Html, element, link, text};
use super::super::json_text::{SecretNames, laid_out};
use super::super::prose::line;
use super::Of;
use crate::documentation::{Content, Schema, plain};
use crate::refusal::Code;

/// What is to be known of it, in a few words each.
pub(super) fn facts(of: Of<'_>) -> Element {
    let mut facts: Vec<(&str, Html)> = Vec::new();
    let by_state = of.gateway.service.behaves(&of.known.id);
    facts.push(("Answers", if by_state { "from the state" } else { "with its documented example" }.into()));
    facts.push(("Resource", link(&Address::of(["operations"]).part(&of.known.tag), &of.known.tag).into()));
    if of.described.deprecated {
        let instead = of.described.replaced_by.as_ref().map(|by| link(&Address::operation(by), by));
        facts.push(("Out of date", Html::from("take ").with(instead.unwrap_or_else(|| text("span", "no other")))));
    }
    let actions: Vec<_> = of.described.actions().collect();
    let actions = if actions.is_empty() { "unknown".to_owned() } else { actions.join(", ") };
    facts.push(("Permission", text("code", &actions).into()));
    if let Some(is_idempotent) = of.described.is_idempotent {
        facts.push(("May be repeated", if is_idempotent { "yes" } else { "no" }.into()));
    }
    let shown_by: BTreeSet<&str> = of.described.steps.iter().map(|step| step.shown_by.as_str()).collect();
    if !shown_by.is_empty() {
        let links = shown_by.into_iter().map(|by| Html::default().with(link(&Address::operation(by), by)).with(" "));
        facts.push(("Work goes on", Html::from("after the response; shown by ").with(links.collect::<Html>())));
    }
    if let Some(paging) = &of.described.paging {
        let size = paging.size.iter().map(|size| Html::from(", ").with(text("code", size)));
        facts.push(("Pages", Html::from("by ").with(text("code", &paging.cursor)).with(size.collect::<Html>())));
    }
    let facts =
        facts.into_iter().map(|(name, what)| element("div").with(text("dt", name)).with(element("dd").with(what)));
    element("dl").class("facts").all(facts)
}

/// Parameters, fields, responses and codes.
pub(super) fn parts(of: Of<'_>) -> Html {
    let mut types = Types { of, queue: Vec::new(), seen: BTreeSet::new() };
    let html = Html::default().with(parameters(&mut types)).with(body(&mut types)).with(responses(&mut types));
    html.with(types.tables()).with(codes(of))
}

fn parameters(types: &mut Types<'_>) -> Html {
    let of = types.of;
    let parameters = of.documentation.parameters(&of.known.id);
    if parameters.is_empty() {
        return Html::default();
    }
    let rows = parameters.iter().map(|parameter| {
        let name = Html::default().with(text("code", &parameter.name)).with(required(parameter.required));
        let described = types.described(&parameter.description, &parameter.schema);
        [name, parameter.place.as_str().into(), types.named(&parameter.schema), described]
    });
    let rows: Vec<_> = rows.collect();
    section("parameters", "Parameters")
        .with(words_table("Parameters", &["Name", "In", "Type", "What it is"], rows))
        .into()
}

fn required(is_required: bool) -> Option<Element> {
    is_required.then(|| text("span", " required").class("quiet"))
}

fn body(types: &mut Types<'_>) -> Html {
    let of = types.of;
    let Some((body, media_type, content)) = of.documentation.body(of.described) else { return Html::default() };
    let about = element("p").with(line(of.gateway, &body.description)).text(&format!(" {media_type}: "));
    section("body", "Body of the request").with(about.with(types.named(&content.schema))).into()
}

fn responses(types: &mut Types<'_>) -> Html {
    let of = types.of;
    let responses = of.documentation.responses(of.described).map(|(status, response, content)| {
        let about = element("p").with(text("strong", status)).text(" ").with(line(of.gateway, &response.description));
        let (about, examples) = match content {
            Some((media_type, content)) => {
                let named = types.named(&content.schema);
                (about.text(&format!(" {media_type}: ")).with(named), examples(of, status, content))
            }
            None => (about, Html::default()),
        };
        Html::default().with(about).with(examples)
    });
    let responses: Vec<_> = responses.collect();
    section("responses", "Responses").all(responses).into()
}

fn examples(of: Of<'_>, status: &str, content: &Content) -> Html {
    let examples = content.examples.iter().map(|(name, example)| {
        let shown = laid_out(example.json(), &SecretNames::none()).map_or_else(String::new, |laid_out| laid_out.text);
        let summary = element("summary").text("Example: ").with(line(of.gateway, &example.summary));
        element("details").with(summary).with(code_block(&format!("Example {name} of {status}"), &shown))
    });
    examples.collect()
}

/// The objects that an operation has, a table each.
struct Types<'g> {
    of: Of<'g>,
    /// Those that have no table yet, and all that have one or will.
    queue: Vec<&'g str>,
    seen: BTreeSet<&'g str>,
}

impl<'g> Types<'g> {
    /// The type of a schema, which leads to the table of its fields.
    fn named(&mut self, schema: &'g Schema) -> Html {
        let documentation = self.of.documentation;
        let words = documentation.type_of(schema);
        let mut innermost = documentation.resolve(schema);
        while let Some(items) = &innermost.schema.items {
            innermost = documentation.resolve(items);
        }
        match innermost.name.filter(|_| !innermost.schema.properties.is_empty()) {
            Some(name) => {
                if self.seen.insert(name) {
                    self.queue.push(name);
                }
                element("a").to(&Address::here(&id_of(name))).text(&words).into()
            }
            None => words.as_str().into(),
        }
    }

    /// What a value is: in words, its limits, and its values.
    fn described(&self, words: &str, schema: &Schema) -> Html {
        let Of { gateway, documentation, .. } = self.of;
        let mut html = Html::default().with(element("div").with(line(gateway, words)));
        let limits = documentation.limits(schema);
        if !limits.is_empty() {
            html.push(text("div", &format!("{}.", limits.join("; "))).class("quiet"));
        }
        let resolved = documentation.resolve(schema).schema;
        let element_of = resolved.items.as_ref().map_or(resolved, |items| documentation.resolve(items).schema);
        if !element_of.values.is_empty() {
            let values = element_of.values.iter().map(plain).map(|value| {
                let meaning =
                    element_of.meanings.get(&value).map(|meaning| Html::from(": ").with(line(gateway, meaning)));
                element("li").with(text("code", &value)).with(meaning)
            });
            html.push(element("ul").all(values));
        }
        html
    }

    /// The tables, and those of what stands in them.
    fn tables(mut self) -> Html {
        let mut html = Html::default();
        let mut next = 0;
        while let Some(name) = self.queue.get(next).copied() {
            next += 1;
            let Some((_, schema)) = self.of.documentation.schema(&format!("#/components/schemas/{name}")) else {
                continue;
            };
            let rows: Vec<_> = schema
                .properties
                .iter()
                .map(|(wire, field)| {
                    let is_required = schema.required.iter().any(|one| one == wire);
                    let deprecated = field.deprecated.then(|| text("span", " out of date").class("bad"));
                    let name = Html::default().with(text("code", wire)).with(required(is_required)).with(deprecated);
                    [name, self.named(field), self.described(&field.description, field)]
                })
                .collect();
            html.push(
                element("section")
                    .set("id", &id_of(name))
                    .with(text("h3", name))
                    .with(element("p").with(line(self.of.gateway, &schema.description)))
                    .with(words_table(name, &["Field", "Type", "What it is"], rows)),
            );
        }
        if next == 0 { html } else { section("types", "Fields").with(html).into() }
    }
}

fn id_of(schema: &str) -> String {
    format!("type-{schema}")
}

/// What the simulator refuses such a request with, before the operation is asked.
fn codes(of: Of<'_>) -> Element {
    let codes = &of.gateway.service.codes;
    let mut rows: Vec<(Code, &str)> = Vec::new();
    rows.push((codes.invalid_parameter, "A parameter is missing, or is none that the document allows."));
    if of.known.body.is_some() {
        rows.push((codes.missing_body, "There is no body, and one is needed."));
        rows.push((codes.malformed_body, "The body is not of the media type."));
        rows.push((codes.invalid_field, "A field is missing, or is none that the document allows."));
    }
    rows.push((codes.other_project, "X-Project-Id names another project than the path."));
    let rows = rows.into_iter().map(|(code, when)| {
        let (status, code, message) = code.parts();
        [status.to_string().as_str().into(), text("code", code).into(), message.into(), when.into()] as [Html; 4]
    });
    let gateway = [
        ("401", "APIGW.0301", "Incorrect IAM authentication information", "Nobody known has signed it."),
        ("403", "APIGW.0310", "The project is unavailable.", "The project is not one of whoever signed it."),
        ("429", "APIGW.0308", "The throttling threshold has been reached.", "A fault throttles."),
    ];
    let gateway = gateway.map(|(status, code, message, when)| {
        [status.into(), text("code", code).into(), message.into(), when.into()] as [Html; 4]
    });
    let about = text(
        "p",
        "What the simulator itself refuses requests with. What the operation refuses is said by its own codes, which its description names where they are known.",
    );
    section("codes", "Codes").with(about.class("quiet")).with(words_table(
        "Codes",
        &["Status", "Code", "Message", "When"],
        rows.chain(gateway),
    ))
}
