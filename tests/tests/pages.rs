//! Every example of every page goes through the generated types and loses nothing. The pages are no part of this
//! repository: `.ci/run` runs this where they lie beside it. What the specification took over of them, and what it made up
//! where they have nothing, goes through `tests/tests/examples.rs` everywhere.

#![cfg(test)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use workspace_tests::bundle::{Bodies, bodies, bundle, generated_type, shape, without_aliases};
use workspace_tests::loss::lost;
use xtask::docs::{Example, PageFacts, collect};
use xtask::spec::{Spec, load};

/// What the examples of pages have and no type keeps: the end of a page's path, the JSON pointer (empty: the example as a
/// whole), and why. Operations of v1.0 are read as the ones that supersede them.
const LEFT_BEHIND: &[(&str, &str, &str)] = &[
    ("/创建实例的转储节点.md", "/node_cnt", "an empty text is no number of nodes"),
    ("/批量重启或删除实例.md", "/allFailure", "the table calls the field `all_failure`"),
    ("/批量重启-删除实例.md", "/allFailure", "v1.0: another spelling of a field that is sent"),
    (
        "/restarting_or_deleting_instances_in_batches.rst",
        "/allFailure",
        "v1.0: another spelling of a field that is sent",
    ),
    ("/V1接口Kafka实例创建Topic.md", "/id", "v1.0: the name of the topic once more"),
    ("/creating_a_topic_in_a_kafka_instance.rst", "/id", "v1.0: the name of the topic once more"),
    ("/V1接口Kafka实例查询Topic.md", "/topics/0/id", "v1.0: the name of the topic once more"),
    ("/querying_a_topic_in_a_kafka_instance.rst", "/topics/0/id", "v1.0: the name of the topic once more"),
    ("/V1接口Kafka实例查询Topic.md", "/count", "v1.0: `total` in v2"),
    ("/querying_a_topic_in_a_kafka_instance.rst", "/count", "v1.0: `total` in v2"),
    ("/V1接口查询指定实例.md", "/connect_dn", "a key that was cut off"),
    ("/V1接口查询分区指定偏移量的消息.md", "", "v1.0: one message, of which v2 makes a list"),
    ("/创建Kafka实例.md", "", "v1.0: an instance by bandwidth, without the number of brokers that v2 requires"),
    ("/api_v1/apis_for_managing_instances/creating_an_instance.rst", "", "v1.0: as in the page before"),
];

#[test]
#[ignore = "needs the pages of the documentation in ../shared/docs; .ci/run runs it where they are"]
fn every_example_of_every_page_survives() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let spec = load(&root, Path::new("openapi/dms-kafka")).unwrap();
    let bundle = bundle();
    let bodies = bodies(&bundle);
    let pages = collect(&[root.join("../shared/docs")]).pages;
    let mut failures = Vec::new();
    let mut used = BTreeSet::new();
    let mut count = 0;
    for page in &pages {
        let Some(operation) = operation_of(page, &spec, &bodies) else { continue };
        let requests = page.examples.request.iter().map(|example| (example, &operation.request));
        let successes = page.examples.response.iter().map(|example| (example, &operation.success));
        for (example, body) in requests.chain(successes).filter(|(example, _)| is_success(example)) {
            let Some((schema, values)) = example.body.json().and_then(|value| body.values(value)) else { continue };
            let reference = serde_json::json!({ "$ref": format!("#/components/schemas/{schema}") });
            for value in values {
                count += 1;
                let value = without_aliases(&bundle, &reference, value);
                let gone = match generated_type(schema).round_trip(value.clone()) {
                    Ok(written) => lost(&value, &written),
                    Err(_) => vec![String::new()],
                };
                for pointer in gone {
                    let entry = LEFT_BEHIND.iter().find(|(end, at, _)| page.page.ends_with(end) && *at == pointer);
                    match entry {
                        Some(entry) => drop(used.insert(entry)),
                        None => failures.push(format!("{}:{}: {schema} {pointer}", page.page, example.line)),
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 180, "only {count} examples were found");
    assert_eq!(used.len(), LEFT_BEHIND.len(), "only these are left behind: {used:#?}");
}

/// The operation of a page, or the one that supersedes it.
fn operation_of<'b>(page: &PageFacts, spec: &Spec, bodies: &'b BTreeMap<String, Bodies>) -> Option<&'b Bodies> {
    let (method, path) = page.method.as_ref().zip(page.path.as_ref())?;
    let here = bodies.get(&shape(method.value.name(), &path.value));
    here.or_else(|| {
        let superseded = spec.superseded.iter().find(|entry| entry.is(method.value.name(), &path.value));
        let recorded = spec.sources.iter().find(|source| page.sha256.as_ref() == Some(&source.sha256));
        let name = superseded.map(|entry| entry.by.as_str()).or_else(|| recorded?.operation.as_deref())?;
        bodies.values().find(|bodies| bodies.operation == name)
    })
}

fn is_success(example: &Example) -> bool {
    example.status.as_ref().is_none_or(|status| status.starts_with('2'))
}
