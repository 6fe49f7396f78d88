//! Request builders: progenitor's fields and types, with setters that convert plainly and a `send` that leaves the work
//! to the runtime.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::facts::OperationFacts;
use super::format::{doc, formatted, spelled};
use super::progenitor_output::{BuilderField, RequestBuilder, Role};
use super::rustdoc;

/// Name of the path parameter that the client fills in.
const PROJECT_ID: &str = "project_id";

/// The text of a builder: the struct, then its methods.
pub(super) fn builder(builder: &RequestBuilder, facts: &OperationFacts) -> anyhow::Result<String> {
    let structure = formatted(structure(builder, facts))?;
    let methods = formatted(methods(builder, facts))?;
    Ok(format!("{structure}\n{methods}"))
}

fn structure(builder: &RequestBuilder, facts: &OperationFacts) -> TokenStream {
    let name = &builder.name;
    let documentation = doc(&rustdoc::builder(facts));
    let fields = builder.fields.iter().map(|field| {
        let (name, value) = (&field.name, &field.value);
        quote!(#name: Option<#value>,)
    });
    quote! {
        #(#documentation)*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct #name<'c> {
            client: &'c crate::Client,
            #(#fields)*
        }
    }
}

fn methods(builder: &RequestBuilder, facts: &OperationFacts) -> TokenStream {
    let name = &builder.name;
    let empty = builder.fields.iter().map(|field| {
        let name = &field.name;
        quote!(#name: None,)
    });
    let setters = builder.fields.iter().map(|field| setter(field, facts));
    let send = send(builder, facts);
    quote! {
        impl<'c> #name<'c> {
            pub(super) fn new(client: &'c crate::Client) -> Self {
                Self { client, #(#empty)* }
            }
            #(#setters)*
            #send
        }
    }
}

fn setter(field: &BuilderField, facts: &OperationFacts) -> TokenStream {
    let (name, value) = (&field.name, &field.value);
    let documentation = doc(&rustdoc::setter(field, facts));
    // Plain numbers and booleans are taken as they are: a literal would not know which conversion is meant.
    let is_copied = matches!(spelled(value).as_str(), "i64" | "f64" | "bool");
    let (argument, conversion) =
        if is_copied { (quote!(#value), quote!(value)) } else { (quote!(impl Into<#value>), quote!(value.into())) };
    quote! {
        #(#documentation)*
        pub fn #name(mut self, value: #argument) -> Self {
            self.#name = Some(#conversion);
            self
        }
    }
}

fn send(builder: &RequestBuilder, facts: &OperationFacts) -> TokenStream {
    let constant = format_ident!("{}", constant_name(&facts.rust_id));
    let documentation = doc(&rustdoc::send(facts));
    let parts = builder.fields.iter().map(|field| {
        let name = &field.name;
        let is_required =
            |wire: &str| facts.parameters.iter().any(|parameter| parameter.name == wire && parameter.required);
        match &field.role {
            Role::Path(wire) => quote!(.path(#wire, self.#name)),
            Role::Query(wire) if is_required(wire) => quote!(.required_query(#wire, self.#name)),
            Role::Query(wire) => quote!(.query(#wire, self.#name)),
            Role::Body if facts.body_required => quote!(.required_body(self.#name.as_ref())),
            Role::Body => quote!(.body(self.#name.as_ref())),
        }
    });
    let success = &builder.success;
    let end = match spelled(success).as_str() {
        "()" => quote!(.send_without_value()),
        "::std::string::String" => quote!(.send_text()),
        list if list.starts_with("::std::vec::Vec<") => quote!(.send_list()),
        _ => quote!(.send()),
    };
    quote! {
        #(#documentation)*
        pub async fn send(self) -> Result<Response<#success>, Error> {
            self.client.service_client().request(&#constant) #(#parts)* #end .await
        }
    }
}

/// `LIST_BACKGROUND_TASKS` for `ListBackgroundTasks`.
pub(super) fn constant_name(operation_id: &str) -> String {
    let mut name = String::new();
    let mut previous_is_lower = false;
    for character in operation_id.chars() {
        if character.is_ascii_uppercase() && previous_is_lower {
            name.push('_');
        }
        previous_is_lower = !character.is_ascii_uppercase();
        name.push(character.to_ascii_uppercase());
    }
    name
}

/// Whether the client fills the parameter in by itself.
pub(super) fn is_project(field: &BuilderField) -> bool {
    field.role == Role::Path(PROJECT_ID.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_in_upper_case_with_underscores() {
        assert_eq!(constant_name("ListBackgroundTasks"), "LIST_BACKGROUND_TASKS");
        assert_eq!(constant_name("ShowCesHierarchyV2"), "SHOW_CES_HIERARCHY_V2");
    }
}
