//! What the generator makes links of: code in descriptions that refers to operations and to fields.

use xtask::model::{Model, Property, names};

/// A description as the client shows it, but for the links: operations under the names of their methods, and the fields
/// beside it under those of Rust.
pub(crate) fn in_rust(model: &Model, fields: &[Property], description: &str) -> String {
    let mut text = String::with_capacity(description.len());
    let mut rest = description;
    while let Some(at) = rest.find('`') {
        let (before, code) = rest.split_at(at);
        text.push_str(before);
        let length = code.len() - code.trim_start_matches('`').len();
        let (fence, code) = code.split_at(length);
        let (name, after) = code.split_once(fence).unwrap_or((code, ""));
        let field = || fields.iter().find(|field| field.name == name).map(|field| field.rust_name.clone());
        let operation = || model.operation(name).map(|operation| names::method(&operation.rust_name));
        let shown = operation().or_else(field).unwrap_or_else(|| name.to_owned());
        text.extend([fence, &shown, fence]);
        rest = after;
    }
    text + rest
}

/// A documentation without the targets of such links.
pub(crate) fn without_links(documentation: &str) -> String {
    let mut text = String::with_capacity(documentation.len());
    let mut rest = documentation;
    while let Some((before, link)) = rest.split_once("[`") {
        text.push_str(before);
        // The code ends at the next backtick, and is a link if its target follows.
        let code = link.find('`').filter(|code| link.get(*code..).is_some_and(|rest| rest.starts_with("`](")));
        let end = code.and_then(|code| Some((code, code + link.get(code..)?.find(')')?)));
        let is_link = |target: &str| target.starts_with("crate::") || target.starts_with("Self#");
        if let Some((code, end)) = end.filter(|(code, _)| link.get(code + 3..).is_some_and(is_link)) {
            text.extend(["`", link.get(..code).unwrap_or_default(), "`"]);
            rest = link.get(end + 1..).unwrap_or_default();
        } else {
            text.push_str("[`");
            rest = link;
        }
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{properties, widgets};

    #[test]
    fn links_are_code_without_their_targets() {
        let linked = "See [`list_x`](crate::Client::list_x), [`a`](Self#structfield.a) and [`b`](https://b).";
        assert_eq!(without_links(linked), "See `list_x`, `a` and [`b`](https://b).");
        assert_eq!(without_links("[`a` and [`b`](crate::b)."), "[`a` and `b`.");
        assert_eq!(without_links("\\[`a`\\]"), "\\[`a`\\]");
    }

    #[test]
    fn operations_and_fields_have_the_names_of_rust() {
        let mut service = widgets();
        let fields = properties(&mut service, "Widget").clone();
        let text = "As `CreateGagdet` does, with `public-boundwidth` and `RED`; CreateWidget.";
        let shown = "As `create_gadget` does, with `public_bandwidth` and `RED`; CreateWidget.";
        assert_eq!(in_rust(&service.model, &fields, "Any of `` `~`` but `state`."), "Any of `` `~`` but `state`.");
        assert_eq!(in_rust(&service.model, &fields, text), shown);
    }
}
