//! Running progenitor, and reading what it wrote.
//!
//! The version is pinned exactly: this is the only place that knows the shape of its output, and it refuses, by name,
//! whatever it does not know.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context as _, anyhow, bail};
use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use syn::visit::Visit;
use syn::{Attribute, Expr, GenericArgument, Ident, Item, ItemStruct, Lit, PathArguments, ReturnType, Type};

/// What progenitor wrote for one document.
pub(super) struct ProgenitorOutput {
    /// Items of its module `types`.
    pub(super) types: Vec<Item>,
    /// Its request builders.
    pub(super) builders: Vec<RequestBuilder>,
}

/// A request builder.
pub(super) struct RequestBuilder {
    /// Its name.
    pub(super) name: Ident,
    /// HTTP method and path template of its operation.
    pub(super) method_and_path: (String, String),
    /// Its parameters and its body, in progenitor's order.
    pub(super) fields: Vec<BuilderField>,
    /// What a success holds; `()` for nothing.
    pub(super) success: Type,
}

/// A field of a request builder.
pub(super) struct BuilderField {
    pub(super) name: Ident,
    pub(super) value: Type,
    pub(super) role: Role,
}

/// What becomes of a field of a request builder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The path parameter of this wire name.
    Path(String),
    /// The query parameter of this wire name.
    Query(String),
    /// The body.
    Body,
}

/// Runs progenitor; `replacements` are schemas that another module defines, with the path of the type.
pub(super) fn run(document: &OpenAPI, replacements: &[(String, String)]) -> anyhow::Result<ProgenitorOutput> {
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Builder).with_tag(TagStyle::Merged);
    for (schema, path) in replacements {
        settings.with_replacement(schema, path, std::iter::empty());
    }
    // It asserts what it does not support. The lint refuses what is known to make it panic; this is for the rest.
    let tokens = catch_unwind(AssertUnwindSafe(|| Generator::new(&settings).generate_tokens(document)))
        .map_err(|_| anyhow!("progenitor panicked (see above); a lint rule should have refused this"))?
        .context("progenitor refused the document")?;
    let file: syn::File = syn::parse2(tokens).context("progenitor's output is no Rust")?;
    let types = module_items(&file, "types")?.to_vec();
    let builders = read_builders(module_items(&file, "builder")?)?;
    Ok(ProgenitorOutput { types, builders })
}

fn module_items<'f>(file: &'f syn::File, name: &str) -> anyhow::Result<&'f [Item]> {
    let modules = file.items.iter().filter_map(|item| if let Item::Mod(module) = item { Some(module) } else { None });
    let module = modules.clone().find(|module| module.ident == name);
    let content = module.and_then(|module| module.content.as_ref());
    content.map(|(_, items)| items.as_slice()).ok_or_else(|| anyhow!("progenitor's output has no module `{name}`"))
}

fn read_builders(items: &[Item]) -> anyhow::Result<Vec<RequestBuilder>> {
    let sends: HashMap<&Ident, &syn::ImplItemFn> = items.iter().filter_map(send_of).collect();
    let mut builders = Vec::new();
    for item in items {
        if let Item::Struct(structure) = item {
            let send = sends
                .get(&structure.ident)
                .ok_or_else(|| anyhow!("progenitor's builder `{}` has no `send`", structure.ident))?;
            builders
                .push(read_builder(structure, send).with_context(|| format!("in progenitor's `{}`", structure.ident))?);
        }
    }
    Ok(builders)
}

/// The `send` in an item, and the name of the builder whose it is.
fn send_of(item: &Item) -> Option<(&Ident, &syn::ImplItemFn)> {
    let Item::Impl(implementation) = item else { return None };
    let builder = &last_segment(&implementation.self_ty)?.ident;
    implementation.items.iter().find_map(|item| match item {
        syn::ImplItem::Fn(function) if function.sig.ident == "send" => Some((builder, function)),
        _ => None,
    })
}

fn read_builder(structure: &ItemStruct, send: &syn::ImplItemFn) -> anyhow::Result<RequestBuilder> {
    let method_and_path = method_and_path(&send.attrs).context("`send` does not say what it requests")?;
    let mut usage = Usage::default();
    usage.visit_block(&send.block);
    let placeholders =
        method_and_path.1.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let in_path: Vec<(Ident, &str)> = usage.path.into_iter().zip(placeholders).collect();
    let mut fields = Vec::new();
    for field in &structure.fields {
        let name = field.ident.clone().context("a field without a name")?;
        if name == "client" {
            continue;
        }
        let value = value_of(&field.ty).with_context(|| format!("the field `{name}` has a type of another form"))?;
        let role = if let Some((_, wire)) = in_path.iter().find(|(ident, _)| *ident == name) {
            Role::Path((*wire).to_owned())
        } else if let Some((_, wire)) = usage.query.iter().find(|(ident, _)| *ident == name) {
            Role::Query(wire.clone())
        } else if name == "body" {
            Role::Body
        } else {
            bail!("the field `{name}` is neither in the path, nor in the query, nor the body");
        };
        fields.push(BuilderField { name, value, role });
    }
    let success = success_type(&send.sig.output).context("`send` returns something of another form")?;
    Ok(RequestBuilder { name: structure.ident.clone(), method_and_path, fields, success })
}

/// Where `send` puts the fields.
#[derive(Default)]
struct Usage {
    /// Arguments of `encode_path(&name.to_string())`, in the order of the path.
    path: Vec<Ident>,
    /// Arguments of `QueryParam::new("wire", &name)`.
    query: Vec<(Ident, String)>,
}

impl<'ast> Visit<'ast> for Usage {
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(function) = &*call.func {
            let segments: Vec<String> =
                function.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let arguments: Vec<&Expr> = call.args.iter().collect();
            match (segments.last().map(String::as_str), arguments.as_slice()) {
                (Some("encode_path"), [argument]) => self.path.extend(innermost(argument)),
                (Some("new"), [Expr::Lit(wire), argument]) if segments.iter().any(|s| s == "QueryParam") => {
                    if let (Lit::Str(wire), Some(name)) = (&wire.lit, innermost(argument)) {
                        self.query.push((name, wire.value()));
                    }
                }
                _ => {}
            }
        }
        syn::visit::visit_expr_call(self, call);
    }

    /// Arguments of macros are tokens; those of `format!` hold the path parameters.
    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        let arguments = syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated;
        if let Ok(arguments) = invocation.parse_body_with(arguments) {
            arguments.iter().for_each(|argument| self.visit_expr_in_macro(argument));
        }
    }
}

impl Usage {
    fn visit_expr_in_macro(&mut self, argument: &Expr) {
        if let Expr::Call(call) = argument
            && let Expr::Path(function) = &*call.func
            && function.path.is_ident("encode_path")
        {
            self.path.extend(call.args.first().and_then(innermost));
        }
    }
}

/// The variable under references and method calls.
fn innermost(expression: &Expr) -> Option<Ident> {
    match expression {
        Expr::Reference(reference) => innermost(&reference.expr),
        Expr::MethodCall(call) => innermost(&call.receiver),
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    }
}

/// Method and path in "Sends a `GET` request to `/v2/…`".
fn method_and_path(attributes: &[Attribute]) -> Option<(String, String)> {
    let text = doc_text(attributes);
    let mut quoted = text.split('`').skip(1).step_by(2);
    Some((quoted.next()?.to_lowercase(), quoted.next()?.to_owned()))
}

/// The text of the documentation of an item.
pub(super) fn doc_text(attributes: &[Attribute]) -> String {
    let lines =
        attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| match &attribute
            .meta
            .require_name_value()
            .ok()?
            .value
        {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The type of the value in `Result<Option<T>, String>` or `Result<T, String>`; that of a body, which is one of
/// progenitor's type builders, is the type that it builds.
fn value_of(field: &Type) -> Option<Type> {
    let inner = argument_of(field, "Result")?;
    let inner = argument_of(&inner, "Option").unwrap_or(inner);
    let mut value = inner;
    if let Type::Path(path) = &mut value {
        let segments = std::mem::take(&mut path.path.segments);
        path.path.segments = segments.into_iter().filter(|segment| segment.ident != "builder").collect();
    }
    Some(value)
}

/// The type of the value in `Result<ResponseValue<T>, Error<…>>`.
fn success_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, result) = output else { return None };
    argument_of(&argument_of(result, "Result")?, "ResponseValue")
}

/// The first type argument of the generic type `name`.
pub(super) fn argument_of(generic: &Type, name: &str) -> Option<Type> {
    let segment = last_segment(generic).filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument.clone()),
        _ => None,
    })
}

/// The last segment of the path of a type.
pub(super) fn last_segment(of: &Type) -> Option<&syn::PathSegment> {
    match of {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The text in `#[serde(rename = "…")]`: the wire name of a field or of a value whose name in Rust differs from it.
pub(super) fn serde_rename(attributes: &[Attribute]) -> Option<String> {
    let mut wire = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // Arguments other than `rename` are not ours to read: they are replaced.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let value: Expr = value.parse()?;
                if let (true, Expr::Lit(literal)) = (meta.path.is_ident("rename"), value)
                    && let Lit::Str(text) = literal.lit
                {
                    wire = Some(text.value());
                }
            }
            Ok(())
        });
    }
    wire
}
