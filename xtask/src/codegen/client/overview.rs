//! What there is to call, by resource: in the documentation of each module, and in that of the client.

use std::fmt::Write as _;

use super::reference::Scope;
use super::{Client, rustdoc};
use crate::model::{Model, Operation, names};

/// The file that the documentation of the client takes in: all operations by resource, a line each.
pub(super) fn operations(client: &Client<'_>) -> String {
    let mut text = format!(
        "<!-- Generated from {}; do not edit. -->\n",
        client.model.spec.folder.iter().collect::<std::path::PathBuf>().display()
    );
    for module in client.modules.iter().filter(|module| !module.operations.is_empty()) {
        let (name, feature) = (&module.name, module.name.replace('_', "-"));
        let about = rustdoc::text(Scope::alone(client.model), &module.description);
        let _ = write!(
            text,
            "\n## [`{name}`](crate::{name})\n\n{about} Feature `{feature}`.\n\n{}",
            table(client.model, &module.operations, "Self")
        );
    }
    text
}

/// The operations of a module, for its own documentation.
pub(super) fn section(model: &Model, operations: &[&Operation]) -> String {
    if operations.is_empty() {
        return String::new();
    }
    format!("\n\n# Operations\n\n{}", table(model, operations, "crate::Client"))
}

/// A line for each operation, which links to its method.
fn table(model: &Model, operations: &[&Operation], client: &str) -> String {
    let mut text = String::from("| method | what it does |\n|---|---|\n");
    for operation in operations {
        let method = names::method(&operation.rust_name);
        let deprecated = if operation.deprecated.is_some() { " Out of date." } else { "" };
        let summary = rustdoc::text(Scope::alone(model), &operation.summary).replace('|', "\\|");
        let _ = writeln!(text, "| [`{method}`]({client}::{method}) | {summary}{deprecated} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_has_a_line_in_the_table_of_its_resource() {
        let mut model = crate::codegen::client::fixture::widgets();
        model.operations[0].summary = "Lists a | b.".to_owned();
        let (method, count) = (names::method(&model.operations[0].rust_name), model.operations.len());
        let text = operations(&Client::of(&model));
        assert_eq!(text.matches("](Self::").count(), count);
        assert!(text.contains(&format!("| [`{method}`](Self::{method}) | Lists a \\| b. |")), "{text}");
        assert_eq!(
            text.matches(" Out of date. |").count(),
            model.operations.iter().filter(|one| one.deprecated.is_some()).count()
        );
        assert!(text.contains("## [`widgets`](crate::widgets)\n") && text.contains("Feature `widgets`."), "{text}");
        assert_eq!(section(&model, &[]), "");
    }
}
