//! Names in Rust: what things are called unless the specification chooses, and which names are taken.

use heck::{ToPascalCase as _, ToSnakeCase as _};

/// The variant that every open enum has for values that are not documented.
pub const UNKNOWN: &str = "Unknown";

/// Types and traits that generated code names, or that every program sees: no schema can be called like them.
const TAKEN_TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Bytes",
    "Client",
    "ClientBuilder",
    "Clock",
    "Clone",
    "Copy",
    "Credentials",
    "Debug",
    "Default",
    "Display",
    "DoubleEndedIterator",
    "Drop",
    "Endpoint",
    "Eq",
    "Err",
    "Error",
    "ErrorClass",
    "ErrorCode",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "HashMap",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "Map",
    "Method",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Region",
    "RequestBuilder",
    "RequestOptions",
    "RequestParts",
    "Response",
    "Result",
    "Secret",
    "Self",
    "Send",
    "ServiceClient",
    "ServiceInfo",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Value",
    "Vec",
];

/// Methods that a client has before any operation: those of its own, and those of traits that it implements.
const TAKEN_METHODS: &[&str] = &[
    "as_any",
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "drop",
    "eq",
    "fmt",
    "from",
    "hash",
    "into",
    "ne",
    "new",
    "options",
    "service_client",
    "to_owned",
    "to_string",
    "try_from",
    "try_into",
    "type_id",
];

/// Methods and fields that a request builder has before any parameter.
const TAKEN_SETTERS: &[&str] = &[
    "and_wait",
    "client",
    "from_parts",
    "into_parts",
    "items",
    "new",
    "options",
    "pages",
    "parts",
    "request",
    "resume",
    "send",
    "with_options",
    "work",
];

/// Methods that a struct has before any field, or that users call on every value.
const TAKEN_FIELD_SETTERS: &[&str] =
    &["as_ref", "borrow", "clone", "default", "eq", "fmt", "from", "into", "new", "to_owned"];

/// Files of the generated folders that are those of no resource.
const TAKEN_MODULES: &[&str] = &[
    "builder",
    "client",
    "error_code",
    "generated",
    "exchange",
    "loopback",
    "registry",
    "full",
    "reqwest",
    "testing",
    "tracing",
    "service",
    "std",
    "core",
    "alloc",
    "huaweicloud_core",
    "schemars",
    "serde_json",
];

/// Words that Rust keeps for itself, now or later.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether no schema can have the name.
pub fn is_taken_type(name: &str) -> bool {
    TAKEN_TYPES.contains(&name)
}

/// Whether no operation can have the name, which is in the form of official names.
pub fn is_taken_operation(name: &str) -> bool {
    TAKEN_METHODS.contains(&method(name).as_str()) || is_taken_type(name)
}

/// Whether no parameter can have the name: `set_limit` is what sets or leaves out `limit`.
pub fn is_taken_setter(name: &str) -> bool {
    TAKEN_SETTERS.contains(&name) || name.starts_with("set_")
}

/// The name of the setter of a field: that of the field, unless every value has a method of that name.
pub fn setter_of_field(field: &str) -> String {
    if TAKEN_FIELD_SETTERS.contains(&field) { format!("{field}_") } else { field.to_owned() }
}

/// The names of both setters of a field: the one that takes a value, and the one that takes an `Option`.
pub fn setters_of_field(field: &str) -> [String; 2] {
    [setter_of_field(field), option_setter(field)]
}

/// The name of the setter of a field or a parameter that takes an `Option`.
pub fn option_setter(name: &str) -> String {
    format!("set_{}", matcher(name))
}

/// Whether no resource can have a module of the name.
pub fn is_taken_module(name: &str) -> bool {
    TAKEN_MODULES.contains(&name)
}

/// Whether a name is in the form of official names and of types: `ShowBackgroundTask`.
pub fn is_upper_camel(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && is_identifier(name)
}

/// Whether a name is in `snake_case`, and no keyword.
pub fn is_snake(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && is_identifier(name)
}

/// Whether a file of that name gives a module in `snake_case`, and a feature in `kebab-case`.
pub fn is_resource(name: &str) -> bool {
    let module = name.replace('-', "_");
    !name.contains('_') && is_snake(&module) && !is_taken_module(&module)
}

/// Whether Rust takes a name of ASCII letters, digits and `_`, in any edition.
fn is_identifier(name: &str) -> bool {
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    begins && name != "_" && !KEYWORDS.contains(&name)
}

/// The name of a field, a parameter or a method for a name on the wire: `public-ip` as `public_ip`, `type` as `type_`.
pub fn snake(wire: &str) -> String {
    identifier(&words(wire).to_snake_case(), "x")
}

/// The name of a variant for a value on the wire: `kafka.cluster` as `KafkaCluster`, `1g` as `X1g`.
pub fn pascal(wire: &str) -> String {
    identifier(&words(wire).to_pascal_case(), "X")
}

/// The method of a client for an operation: `list_background_tasks`; `type_` where Rust has a keyword.
pub fn method(operation: &str) -> String {
    identifier(&operation.to_snake_case(), "x")
}

/// The method of a mock service that begins to expect requests for an operation: `when_list_background_tasks`.
pub fn expectation(operation: &str) -> String {
    format!("when_{}", operation.to_snake_case())
}

/// The name of a parameter after `with_` and `set_`, where no keyword is in the way: `type` for `type_`.
pub fn matcher(parameter: &str) -> &str {
    parameter.trim_end_matches('_')
}

/// The constant of an operation: `LIST_BACKGROUND_TASKS`.
pub fn constant(operation: &str) -> String {
    operation.to_snake_case().to_ascii_uppercase()
}

/// Text whose other characters separate words. Only ASCII: names are written by people who type them.
fn words(wire: &str) -> String {
    wire.replace('\'', "").replace(|c: char| !c.is_ascii_alphanumeric(), "-")
}

fn identifier(name: &str, prefix: &str) -> String {
    let name = match name.chars().next() {
        None => prefix.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name.to_owned(),
    };
    if is_identifier(&name) { name } else { format!("{name}_") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_read_as_people_write_them() {
        assert_eq!(snake("public-ip.Address"), "public_ip_address");
        assert_eq!(snake("type"), "type_");
        assert_eq!(snake("self"), "self_");
        assert_eq!(snake("2fa"), "x2fa");
        assert_eq!(snake("名"), "x");
        assert_eq!(pascal("kafka.cluster"), "KafkaCluster");
        assert_eq!(pascal("1g"), "X1g");
        assert_eq!(pascal("Self"), "Self_");
        assert_eq!(method("ListBackgroundTasks"), "list_background_tasks");
        assert_eq!(method("Type"), "type_");
        assert_eq!(constant("Type"), "TYPE");
        assert_eq!(expectation("Type"), "when_type");
        assert_eq!(matcher("type_"), "type");
        assert_eq!(constant("ListBackgroundTasks"), "LIST_BACKGROUND_TASKS");
        assert_eq!(constant("ShowCesHierarchyV2"), "SHOW_CES_HIERARCHY_V2");
    }

    #[test]
    fn taken_names_are_known() {
        assert!(is_taken_setter("send") && is_taken_setter("set_limit") && !is_taken_setter("limit"));
        assert!(is_taken_operation("Clone") && is_taken_operation("ServiceClient") && is_taken_operation("Builder"));
        assert!(!is_taken_operation("ListTopics"));
        assert!(!is_resource("2d") && !is_resource("match") && !is_resource("spare_parts") && !is_resource("registry"));
        assert!(is_resource("consumer-groups"));
    }

    proptest! {
        #[test]
        fn every_name_is_one_that_rust_takes(wire in prop_oneof![any::<String>(), "[a-zA-Z0-9_.-]{0,12}"]) {
            for name in [snake(&wire), pascal(&wire)] {
                prop_assert!(is_identifier(&name) && syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
            }
        }
    }
}
