//! Request builders: what an operation cannot do without is asked for when one is made, everything else has setters. The
//! parts of the request, and the work, are the runtime's.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::alias::alias;
use super::argument::{self, Argument, argument};
use super::{paging, rustdoc, waiting};
use crate::codegen::format::{doc, formatted};
use crate::model::{Content, ContentKind, Model, Operation, Parameter, ParameterIn, RustType, names};
use crate::progenitor::RequestTypes;

/// What a builder is written from.
pub(super) struct Builder<'b> {
    pub(super) model: &'b Model,
    pub(super) operation: &'b Operation,
    pub(super) types: &'b RequestTypes,
    /// The types of the fields of the responses that come in pages.
    pub(super) fields: &'b BTreeMap<String, Vec<RustType>>,
    /// The path of the type of a schema.
    pub(super) path: &'b dyn Fn(&str) -> String,
}

/// A parameter with the type of its values.
struct Typed<'b> {
    parameter: &'b Parameter,
    of: RustType,
}

impl Builder<'_> {
    /// The text of a builder: the struct, then its methods.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        let structure = formatted(self.structure())?;
        let methods = formatted(self.methods())?;
        Ok(format!("{structure}\n{methods}"))
    }

    fn name(&self) -> Ident {
        format_ident!("{}", self.operation.rust_name)
    }

    fn typed(&self) -> impl Iterator<Item = Typed<'_>> {
        let parameters = self.operation.parameters.iter().zip(&self.types.parameters);
        parameters.map(|(parameter, of)| Typed { parameter, of: parameter_type(self.operation, parameter, of) })
    }

    /// The parameters that are arguments, in the order of their places.
    fn arguments(&self) -> Vec<Typed<'_>> {
        let mut arguments: Vec<_> = self.typed().filter(|typed| typed.parameter.is_argument(self.model)).collect();
        arguments.sort_by_key(|typed| typed.parameter.place);
        arguments
    }

    fn structure(&self) -> TokenStream {
        let name = self.name();
        let documentation = doc(&format!("{}\n\n{}", rustdoc::builder(self.model, self.operation), self.needs()));
        quote! {
            #(#documentation)*
            #[derive(Clone, Debug)]
            #[must_use = "a request does nothing until it is sent"]
            pub struct #name {
                request: RequestBuilder,
            }
        }
    }

    /// What is asked for when a request is begun, and what may be set.
    fn needs(&self) -> String {
        let listed = |names: Vec<String>| names.join(", ");
        let needed = self.given_names().iter().map(|name| format!("`{name}`")).collect();
        let optional =
            self.typed().map(|typed| typed.parameter).filter(|one| !one.is_project() && !one.is_argument(self.model));
        let optional = optional.map(|one| format!("[`{0}`](Self::{0})", one.rust_name));
        let body = self.optional_body().map(|_| "[`body`](Self::body)".to_owned());
        let begun = match listed(needed) {
            none if none.is_empty() => "Nothing is required.".to_owned(),
            some => format!("Required, and given when it is begun: {some}."),
        };
        match listed(optional.chain(body).collect()) {
            none if none.is_empty() => begun,
            some => format!("{begun} Optional: {some}."),
        }
    }

    fn methods(&self) -> TokenStream {
        let name = self.name();
        let constructor = self.constructor();
        let setters = self
            .typed()
            .filter(|typed| !typed.parameter.is_project() && !typed.parameter.is_argument(self.model))
            .map(|typed| self.setters(&typed));
        let body = self.optional_body();
        let send = self.send();
        let parts = self.parts();
        let pages = paging::methods(self);
        let waiting = waiting::methods(self, &self.end(self.operation.success_content()));
        quote! {
            impl #name {
                #constructor
                #(#setters)*
                #body
                #parts
                #send
                #pages
                #waiting
            }
        }
    }

    fn constructor(&self) -> TokenStream {
        let constant = self.constant();
        let arguments = self.arguments();
        let given = self.given();
        let sets = arguments.iter().map(|typed| {
            let (call, wire) = (call(typed.parameter, true), &typed.parameter.name);
            let value = argument::parameter(&typed.of, &ident(typed.parameter), &self.path).value;
            quote!(request.#call(#wire, #value);)
        });
        let only = self.operation.parameters.iter().filter_map(|parameter| {
            let value = parameter.only_value(self.model)?;
            let (call, wire) = (call(parameter, false), &parameter.name);
            Some(quote!(request.#call(#wire, #value);))
        });
        let body_set = self.required_body().map(|(of, content)| {
            let (call, value) = (body_call(content), argument(of, &format_ident!("body"), &self.path).value);
            let of = of.tokens(&self.path);
            quote! {
                let body: #of = #value;
                request.#call(&body);
            }
        });
        let sets: Vec<TokenStream> = sets.chain(only).chain(body_set).collect();
        let many = (given.len() > 6).then(
            || quote!(#[allow(clippy::too_many_arguments, reason = "the operation cannot do without any of them")]),
        );
        let inline = argument::inline(&given);
        let mutable = (!sets.is_empty()).then(|| quote!(mut));
        quote! {
            #many
            #inline
            pub(super) fn new(client: &crate::Client, #(#given),*) -> Self {
                let #mutable request = client.service_client().request(&#constant);
                #(#sets)*
                Self { request }
            }
        }
    }

    /// What the operation cannot do without, as arguments.
    pub(super) fn given(&self) -> Vec<TokenStream> {
        let parameters = self.arguments().into_iter().map(|typed| {
            let name = ident(typed.parameter);
            let of = argument::parameter(&typed.of, &name, &self.path).of;
            quote!(#name: #of)
        });
        let body = self.required_body().map(|(of, _)| {
            let of = argument(of, &format_ident!("body"), &self.path).of;
            quote!(body: #of)
        });
        parameters.chain(body).collect()
    }

    /// The names of these arguments.
    pub(super) fn given_names(&self) -> Vec<Ident> {
        let parameters = self.arguments().into_iter().map(|typed| ident(typed.parameter));
        parameters.chain(self.required_body().map(|_| format_ident!("body"))).collect()
    }

    fn constant(&self) -> Ident {
        format_ident!("{}", names::constant(&self.operation.rust_name))
    }

    /// The type of a body that must be given, and what it is in the request.
    fn required_body(&self) -> Option<(&RustType, &Content)> {
        let body = self.operation.request.as_ref().filter(|body| body.required)?;
        self.types.body.as_ref().zip(body.content.as_ref())
    }

    /// The setters of a parameter that may be left out, or that has a value already.
    fn setters(&self, typed: &Typed<'_>) -> TokenStream {
        let parameter = typed.parameter;
        let (name, wire) = (ident(parameter), &parameter.name);
        let documentation = doc(&rustdoc::parameter_setter(self.model, self.operation, parameter));
        let deprecated = self.deprecated(parameter);
        let alias = alias(wire, &parameter.rust_name);
        let call = call(parameter, false);
        let Argument { of, value } = argument::parameter(&typed.of, &format_ident!("value"), &self.path);
        let inline = argument::inline(std::slice::from_ref(&of));
        let option = parameter.only_value(self.model).is_none().then(|| {
            let set = format_ident!("{}", names::option_setter(&parameter.rust_name));
            let about = doc(&format!("Sets [`{0}`](Self::{0}), or leaves it out.", parameter.rust_name));
            let value = argument::optional_parameter(&typed.of, &self.path);
            quote! {
                #(#about)*
                #deprecated
                #inline
                pub fn #set(mut self, value: Option<#of>) -> Self {
                    self.request.#call(#wire, #value);
                    self
                }
            }
        });
        quote! {
            #(#documentation)*
            #alias
            #deprecated
            #inline
            pub fn #name(mut self, value: #of) -> Self {
                self.request.#call(#wire, #value);
                self
            }
            #option
        }
    }

    /// The warning of a parameter that is out of date.
    fn deprecated(&self, parameter: &Parameter) -> Option<TokenStream> {
        let deprecation = parameter.deprecated.as_ref()?;
        let others = &self.operation.parameters;
        let instead = deprecation.replacement().and_then(|name| others.iter().find(|other| other.name == name));
        Some(rustdoc::deprecated(deprecation, instead.map(|other| other.rust_name.as_str())))
    }

    /// The setter of a body that may be left out.
    fn optional_body(&self) -> Option<TokenStream> {
        let body = self.operation.request.as_ref().filter(|body| !body.required)?;
        let of = self.types.body.as_ref()?.tokens(&self.path);
        let call = body_call(body.content.as_ref()?);
        let documentation = doc(&rustdoc::body_setter(self.model, self.operation, body));
        Some(quote! {
            #(#documentation)*
            pub fn body(mut self, value: impl Into<#of>) -> Self {
                self.request.#call(&value.into());
                self
            }
            /// Sets [`body`](Self::body), or leaves it out.
            pub fn set_body(mut self, value: Option<impl Into<#of>>) -> Self {
                match value {
                    Some(value) => self.request.#call(&value.into()),
                    None => self.request.clear_body(),
                };
                self
            }
        })
    }

    /// What all builders have: options, and the request as data.
    fn parts(&self) -> TokenStream {
        let constant = self.constant();
        quote! {
            /// Sets what holds for this request alone: other headers, another project, another time limit,
            /// another policy for failures.
            #[inline]
            pub fn with_options(mut self, options: RequestOptions) -> Self {
                self.request.with_options(options);
                self
            }

            /// The request as data, to keep it and to send it again.
            ///
            /// # Errors
            ///
            /// If something is wrong with the request, which sending would say.
            #[inline]
            pub fn parts(&self) -> Result<RequestParts, Error> {
                self.request.parts()
            }

            /// The request underneath: to read the response as JSON (`send::<serde_json::Value>`), or as a type of your own,
            /// or to set what the documentation does not know.
            #[inline]
            pub fn into_request(self) -> RequestBuilder {
                self.request
            }

            /// The request that was kept as data.
            ///
            /// # Errors
            ///
            /// If the parts are those of another operation.
            #[inline]
            pub fn from_parts(client: &crate::Client, parts: RequestParts) -> Result<Self, Error> {
                let request = client.service_client().request_from_parts(&#constant, parts)?;
                Ok(Self { request })
            }
        }
    }

    fn send(&self) -> TokenStream {
        let documentation = doc(&rustdoc::send(self.operation));
        let success = self.types.success.tokens(&self.path);
        let end = self.end(self.operation.success_content());
        quote! {
            #(#documentation)*
            #[inline]
            pub async fn send(self) -> Result<Response<#success>, Error> {
                self.request #end .await
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
            (RustType::Map(_), _) => quote!(.send_map()),
            _ => quote!(.send()),
        }
    }
}

/// The type of a parameter's values: integers for what pages are asked for by.
pub(super) fn parameter_type(operation: &Operation, parameter: &Parameter, found: &RustType) -> RustType {
    if operation.pages_by(parameter) { RustType::Integer } else { found.clone() }
}

/// The name of a parameter in Rust.
fn ident(parameter: &Parameter) -> Ident {
    format_ident!("{}", parameter.rust_name)
}

/// The method of the runtime that takes a parameter. `required` says that a list of none is a fault.
fn call(parameter: &Parameter, required: bool) -> Ident {
    format_ident!(
        "{}",
        match (parameter.place, parameter.explode, required) {
            (ParameterIn::Path, ..) => "set_path",
            (ParameterIn::Query, true, true) => "set_required_query",
            (ParameterIn::Query, true, false) => "set_query",
            (ParameterIn::Query, false, true) => "set_required_joined_query",
            (ParameterIn::Query, false, false) => "set_joined_query",
            (ParameterIn::Header, ..) => "set_header",
        }
    )
}

/// The method of the runtime that takes a body.
fn body_call(content: &Content) -> Ident {
    format_ident!("{}", if content.kind == ContentKind::Form { "set_form_body" } else { "set_body" })
}
