//! The rule for `service.toml`: endpoints that requests can be sent to, pages that browsers can open, and rules for addresses.

use crate::model::Model;
use crate::problem::Problem;
use crate::spec::problem_at;

/// What stands for the region in the pattern of endpoints.
const REGION: &str = "{region}";

pub(super) fn service(model: &Model) -> Vec<Problem> {
    let mut problems = links(model);
    problems.extend(endpoints(model));
    if model.operations.is_empty() && model.problems.is_empty() {
        let name = &model.spec.service.name;
        let remedy = format!("`cargo xtask docs draft PAGES --service {name} --write` writes those of pages");
        let message = "the service has no operation".to_owned();
        problems.push(model.spec.problem_in("service.toml", 1, "service", message, &remedy));
    }
    problems
}

/// What tools show beside the operations: names that say something, and addresses of pages.
fn links(model: &Model) -> Vec<Problem> {
    let service = &model.spec.service;
    let (contact, license, documentation) = (&service.contact, &service.license, &service.documentation);
    let links = [
        ("contact", &contact.name, &contact.url),
        ("license", &license.name, &license.url),
        ("documentation", &documentation.description, &documentation.url),
    ];
    let mut problems = Vec::new();
    for (key, name, url) in links {
        let mut refuse = |message: String, remedy: &str| {
            problems.push(model.spec.problem_in("service.toml", service.line(key), "service", message, remedy));
        };
        if name.trim().is_empty() {
            refuse(format!("`{key}` has no text"), "say for people what is behind its address");
        }
        if !is_page(url) {
            let remedy = "write `https://`, a host and a path, percent-encoded where it needs to be";
            refuse(format!("`{}` is no address of a page", url.escape_debug()), remedy);
        }
    }
    problems
}

fn endpoints(model: &Model) -> Vec<Problem> {
    let service = &model.spec.service;
    let endpoints = &service.endpoints;
    let mut problems = Vec::new();
    let mut refuse = |message: String, remedy: &str| {
        let (file, line) = model.spec.endpoints_at();
        problems.push(problem_at(file, line, "service", message, remedy));
    };
    if endpoints.pattern.matches(REGION).count() != 1 || !is_endpoint(&endpoints.pattern.replace(REGION, "r")) {
        let message = format!("`{}` is no pattern of endpoints", endpoints.pattern.escape_debug());
        refuse(message, "write `https://`, a host with `{region}` in it, and nothing after it");
    }
    if !endpoints.regions.contains(&endpoints.default) && !endpoints.others.contains_key(&endpoints.default) {
        let message = format!("the default region `{}` is none of the regions", endpoints.default.escape_debug());
        refuse(message, "write one of `regions`, or of `endpoints.others`");
    }
    for region in endpoints.regions.iter().filter(|region| endpoints.others.contains_key(*region)) {
        refuse(format!("`{region}` has two endpoints"), "keep it in `regions`, or in `endpoints.others`");
    }
    for region in endpoints.regions.iter().chain(endpoints.others.keys()).filter(|region| !is_region(region)) {
        refuse(
            format!("`{}` is no id of a region", region.escape_debug()),
            "write letters, digits and hyphens: eu-west-0",
        );
    }
    for url in endpoints.others.values().filter(|url| !is_endpoint(url)) {
        refuse(format!("`{}` is no endpoint", url.escape_debug()), "write `https://` and a host, and nothing after it");
    }
    let addresses = &service.addresses;
    let mut refuse = |message: String, remedy: &str| {
        problems.push(model.spec.problem_in("service.toml", service.line("addresses"), "service", message, remedy));
    };
    for rule in addresses.bad_rules() {
        let remedy = "write `https://`, and `{operation}` once where the official name stands";
        refuse(format!("`{}` gives no address of an operation", rule.escape_debug()), remedy);
    }
    for name in addresses.not_in_explorer.iter().filter(|name| model.operation(name).is_none()) {
        refuse(format!("`{}` is no operation", name.escape_debug()), "correct the name, or delete it");
    }
    problems
}

fn is_page(url: &str) -> bool {
    let after = url.strip_prefix("https://").unwrap_or_default();
    let host = after.split(['/', '?', '#']).next().unwrap_or_default();
    is_endpoint(&format!("https://{host}"))
        && after.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

fn is_region(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_endpoint(url: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_plain && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    url.strip_prefix("https://").is_some_and(|host| {
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        name.split('.').all(is_label) && port.is_none_or(|port| port.parse::<u16>().is_ok())
    })
}
