//! Request builders: setters that convert plainly, and a `send` that leaves the work to the runtime.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::rustdoc;
use crate::codegen::format::{doc, formatted};
use crate::model::{Content, ContentKind, Model, Operation, Parameter, ParameterIn, RustType, names};
use crate::progenitor::RequestTypes;

/// What a builder is written from.
pub(super) struct Builder<'b> {
    pub(super) model: &'b Model,
    pub(super) operation: &'b Operation,
    pub(super) types: &'b RequestTypes,
    /// The path of the type of a schema.
    pub(super) path: &'b dyn Fn(&str) -> String,
}

/// A field of a builder: its name, the type of its value, and what its setter says.
struct Field<'b> {
    name: Ident,
    value: &'b RustType,
    documentation: String,
    deprecated: bool,
}

impl Builder<'_> {
    /// The text of a builder: the struct, then its methods.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        let fields = self.fields();
        let structure = formatted(self.structure(&fields))?;
        let methods = formatted(self.methods(&fields))?;
        Ok(format!("{structure}\n{methods}"))
    }

    fn fields(&self) -> Vec<Field<'_>> {
        let parameters = self.operation.parameters.iter().zip(&self.types.parameters).map(|(parameter, value)| Field {
            name: format_ident!("{}", parameter.rust_name),
            value,
            documentation: rustdoc::parameter_setter(self.model, parameter),
            deprecated: parameter.deprecated,
        });
        let body = self.operation.request.as_ref().zip(self.types.body.as_ref()).map(|(body, value)| Field {
            name: format_ident!("body"),
            value,
            documentation: rustdoc::body_setter(body),
            deprecated: false,
        });
        parameters.chain(body).collect()
    }

    fn tokens(&self, of: &RustType) -> TokenStream {
        of.tokens(&self.path)
    }

    fn structure(&self, fields: &[Field<'_>]) -> TokenStream {
        let name = format_ident!("{}", self.operation.rust_name);
        let documentation = doc(&rustdoc::builder(self.operation));
        let fields = fields.iter().map(|field| {
            let (name, value) = (&field.name, self.tokens(field.value));
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

    fn methods(&self, fields: &[Field<'_>]) -> TokenStream {
        let name = format_ident!("{}", self.operation.rust_name);
        let empty = fields.iter().map(|field| {
            let name = &field.name;
            quote!(#name: None,)
        });
        let setters = fields.iter().map(|field| self.setter(field));
        let send = self.send();
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

    fn setter(&self, field: &Field<'_>) -> TokenStream {
        let (name, value) = (&field.name, self.tokens(field.value));
        let documentation = doc(&field.documentation);
        let deprecated = field.deprecated.then(|| quote!(#[deprecated = "the documentation calls it out of date"]));
        // Plain numbers and booleans are taken as they are: a literal would not know which conversion is meant.
        let is_copied = matches!(field.value, RustType::Integer | RustType::Number | RustType::Boolean);
        let (argument, conversion) =
            if is_copied { (quote!(#value), quote!(value)) } else { (quote!(impl Into<#value>), quote!(value.into())) };
        quote! {
            #(#documentation)*
            #deprecated
            pub fn #name(mut self, value: #argument) -> Self {
                self.#name = Some(#conversion);
                self
            }
        }
    }

    fn send(&self) -> TokenStream {
        let constant = format_ident!("{}", names::constant(&self.operation.rust_name));
        let documentation = doc(&rustdoc::send(self.operation));
        let parameters = self.operation.parameters.iter().map(parameter_call);
        let body = self.operation.request.as_ref().and_then(|body| Some((body, body.content.as_ref()?))).map(
            |(body, content)| {
                let call = match (content.kind, body.required) {
                    (ContentKind::Form, true) => quote!(required_form_body),
                    (ContentKind::Form, false) => quote!(form_body),
                    (_, true) => quote!(required_body),
                    (_, false) => quote!(body),
                };
                quote!(.#call(self.body.as_ref()))
            },
        );
        let success = self.tokens(&self.types.success);
        let end = self.end(self.operation.success_content());
        quote! {
            #(#documentation)*
            pub async fn send(self) -> Result<Response<#success>, Error> {
                self.client.service_client().request(&#constant) #(#parameters)* #body #end .await
            }
        }
    }

    /// How the response is read.
    fn end(&self, content: Option<&Content>) -> TokenStream {
        match (&self.types.success, content.map(|content| content.kind)) {
            (_, Some(ContentKind::Text)) => quote!(.send_plain_text()),
            (_, Some(ContentKind::Bytes)) => quote!(.send_bytes()),
            (RustType::Unit, _) => quote!(.send_without_value()),
            (RustType::String, _) => quote!(.send_text()),
            (RustType::Vec(_), _) => quote!(.send_list()),
            _ => quote!(.send()),
        }
    }
}

/// How a parameter is handed to the runtime.
fn parameter_call(parameter: &Parameter) -> TokenStream {
    let (wire, name) = (&parameter.name, format_ident!("{}", parameter.rust_name));
    let call = match (parameter.place, parameter.required, parameter.explode) {
        (ParameterIn::Path, ..) => quote!(path),
        (ParameterIn::Query, true, true) => quote!(required_query),
        (ParameterIn::Query, false, true) => quote!(query),
        (ParameterIn::Query, true, false) => quote!(required_joined_query),
        (ParameterIn::Query, false, false) => quote!(joined_query),
        (ParameterIn::Header, true, _) => quote!(required_header),
        (ParameterIn::Header, false, _) => quote!(header),
    };
    quote!(.#call(#wire, self.#name))
}
