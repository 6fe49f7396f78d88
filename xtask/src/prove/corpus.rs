//! User code of a generated crate: everything that it offers is used once, each use in an item of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::visit_mut::VisitMut;
use syn::{
    FnArg, GenericArgument, ImplItem, Item, PathArguments, ReceiverKind, ReturnType, Type, TypeParamBound, Visibility,
};

/// One use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The item that it uses, by the name that [`rust::changes`](crate::diff::rust::changes) has for it.
    pub item: String,
    /// The code.
    pub code: String,
}

/// Code that uses a crate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corpus {
    /// What comes before the uses.
    pub head: String,
    /// The uses.
    pub uses: Vec<Use>,
}

impl Corpus {
    /// The text without some of the uses; and of each line, the index of its use.
    pub fn text(&self, without: &std::collections::BTreeSet<usize>) -> (String, Vec<Option<usize>>) {
        let mut text = self.head.clone();
        let mut lines = vec![None; text.lines().count()];
        for (index, it) in self.uses.iter().enumerate().filter(|(index, _)| !without.contains(index)) {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", it.code);
            lines.extend(vec![Some(index); it.code.lines().count()]);
        }
        (text, lines)
    }
}

/// The code that uses the crate `name`, whose generated files these are: what is public without a feature for tests.
///
/// # Errors
///
/// A message if a file is no Rust.
pub fn corpus(name: &str, files: &BTreeMap<PathBuf, String>) -> Result<Corpus, String> {
    let mut corpus = Corpus::default();
    let mut imports = String::new();
    for (path, text) in files {
        let Some(module) = module(path) else { continue };
        let file = syn::parse_file(text).map_err(|error| format!("{}: {error}", path.display()))?;
        if !module.is_empty() {
            let _ = writeln!(imports, "use {name}::{module}::*;");
        }
        let mut builder = Builder { name, uses: &mut corpus.uses };
        file.items.iter().for_each(|item| builder.item(item));
    }
    corpus.head = format!(
        "#![allow(warnings)]\nextern crate {name};\n{imports}use huaweicloud_core::*;\nuse {name}::Client;\nfn value<T>() -> T {{ loop {{}} }}\n"
    );
    Ok(corpus)
}

/// The public module that a file is: `widgets`, `widgets::builder`; none for other files.
fn module(path: &Path) -> Option<String> {
    let text = path.to_string_lossy().replace('\\', "/");
    let (_, inside) = text.rsplit_once("src/generated/")?;
    let module = inside.strip_suffix(".rs")?.replace('/', "::");
    let is_left_out = module == "mod" || module == "registry" || module == "service" || module.ends_with("::mock");
    (!is_left_out).then_some(module)
}

struct Builder<'c> {
    name: &'c str,
    uses: &'c mut Vec<Use>,
}

impl Builder<'_> {
    fn add(&mut self, item: String, code: &str) {
        let number = self.uses.len();
        self.uses.push(Use { item, code: code.replace("fn u(", &format!("fn u{number}(")) });
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(it) if is_public(&it.vis) => {
                let owner = it.ident.to_string();
                self.add(owner.clone(), &format!("fn u(_: &{owner}) {{}}"));
                for field in it.fields.iter().filter(|field| is_public(&field.vis)) {
                    let Some(field_name) = &field.ident else { continue };
                    let kind = self.shown(&field.ty, &owner);
                    let item = format!("{owner}::{field_name}");
                    self.add(item.clone(), &format!("fn u(it: &{owner}) -> &{kind} {{ &it.{field_name} }}"));
                    self.add(item, &format!("fn u(it: &mut {owner}) {{ it.{field_name} = value::<{kind}>(); }}"));
                }
            }
            Item::Impl(it) if it.trait_.is_none() => {
                let owner = last(&it.self_ty);
                for method in &it.items {
                    if let ImplItem::Fn(method) = method
                        && is_public(&method.vis)
                    {
                        self.method(&owner, method);
                    }
                }
            }
            Item::Const(it) if is_public(&it.vis) => {
                let kind = self.shown(&it.ty, "");
                self.add(it.ident.to_string(), &format!("fn u() -> {kind} {{ {} }}", it.ident));
            }
            Item::Macro(it) if it.mac.path.segments.last().is_some_and(|name| name.ident == "open_enum") => {
                self.open_enum(it.mac.tokens.clone());
            }
            _ => {}
        }
    }

    fn method(&mut self, owner: &str, method: &syn::ImplItemFn) {
        let signature = &method.sig;
        let mut receiver = None;
        let (mut arguments, mut others) = (Vec::new(), Vec::new());
        for argument in &signature.inputs {
            match argument {
                FnArg::Receiver(it) => {
                    let by = match it.kind {
                        ReceiverKind::Reference(_, _, Some(_)) => "&mut ",
                        ReceiverKind::Reference(..) => "&",
                        _ => "",
                    };
                    receiver = Some(format!("it: {by}{owner}"));
                }
                FnArg::Typed(it) => {
                    let usual = format!("value::<{}>()", self.shown(&it.ty, owner));
                    let other = other(&it.ty).map(|kind| format!("value::<{}>()", self.shown(&kind, owner)));
                    others.push(other.unwrap_or_else(|| usual.clone()));
                    arguments.push(usual);
                }
            }
        }
        let kind = match &signature.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, kind) if kind.to_token_stream().to_string().contains("impl ") => "_".to_owned(),
            ReturnType::Type(_, kind) => self.shown(kind, owner),
        };
        let on = if receiver.is_some() { "it." } else { &format!("{owner}::") };
        let (asynchronous, wait) = if signature.asyncness.is_some() { ("async ", ".await") } else { ("", "") };
        let receiver = receiver.unwrap_or_default();
        let item = format!("{owner}::{}()", signature.ident);
        let is_other = arguments != others;
        for arguments in [Some(arguments), is_other.then_some(others)].into_iter().flatten() {
            let call = format!("{on}{}({}){wait}", signature.ident, arguments.join(", "));
            self.add(item.clone(), &format!("{asynchronous}fn u({receiver}) {{ let _: {kind} = {call}; }}"));
        }
    }

    /// `open_enum! { pub enum WidgetState { Making => "making", … } … }`
    fn open_enum(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            if !matches!(&token, TokenTree::Ident(word) if word == "enum") {
                continue;
            }
            let (Some(TokenTree::Ident(owner)), Some(TokenTree::Group(body))) = (tokens.next(), tokens.next()) else {
                return;
            };
            let owner = owner.to_string();
            self.add(owner.clone(), &format!("fn u(_: &{owner}) {{}}"));
            let inner: Vec<TokenTree> = body.stream().into_iter().collect();
            for pair in inner.windows(2) {
                if let [TokenTree::Ident(variant), TokenTree::Punct(arrow)] = pair
                    && arrow.as_char() == '='
                {
                    let code = format!("fn u(it: &{owner}) -> bool {{ matches!(it, {owner}::{variant}) }}");
                    self.add(format!("{owner}::{variant}"), &code);
                }
            }
            return;
        }
    }

    /// A type as users write it; one that is any of several becomes one of them.
    fn shown(&self, kind: &Type, owner: &str) -> String {
        let mut kind = concrete(kind);
        Outside { name: self.name, owner }.visit_type_mut(&mut kind);
        kind.to_token_stream().to_string()
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The name of a type, without the modules around it.
fn last(kind: &Type) -> String {
    let Type::Path(it) = kind else { return String::new() };
    it.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// Another type that an argument may have: a letter is taken for text, also in a list, and not for any JSON, as a literal is; and
/// what an option holds for the option. None where the usual one means one thing alone.
fn other(kind: &Type) -> Option<Type> {
    let Type::ImplTrait(it) = kind else { return None };
    let Some(TypeParamBound::Trait(bound)) = it.bounds.first() else { return None };
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else { return None };
    if let Some(GenericArgument::AssocType(item)) = arguments.args.first() {
        return other(&item.ty).map(|inner| syn::parse_quote!(std::iter::Once<#inner>));
    }
    let Some(GenericArgument::Type(inner)) = arguments.args.first() else { return None };
    if last(inner) == "String" {
        return Some(syn::parse_quote!(char));
    }
    let Type::Path(path) = inner else { return None };
    let option = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &option.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner.clone()),
        _ => None,
    }
}

/// `impl Into<T>` is T, `impl IntoIterator<Item = T>` an iterator of one T.
fn concrete(kind: &Type) -> Type {
    let mut kind = kind.clone();
    Concrete.visit_type_mut(&mut kind);
    kind
}

struct Concrete;

impl VisitMut for Concrete {
    fn visit_type_mut(&mut self, kind: &mut Type) {
        syn::visit_mut::visit_type_mut(self, kind);
        let Type::ImplTrait(it) = kind else { return };
        let Some(TypeParamBound::Trait(bound)) = it.bounds.first() else { return };
        let Some(segment) = bound.path.segments.last() else { return };
        let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
            // `impl IntoInteger`: an integer of any size.
            *kind = syn::parse_quote!(i64);
            return;
        };
        let new = match arguments.args.first() {
            // Most texts in code are literals.
            Some(GenericArgument::Type(inner)) if last(inner) == "String" => syn::parse_quote!(&'static str),
            Some(GenericArgument::Type(inner)) => inner.clone(),
            Some(GenericArgument::AssocType(item)) => {
                let inner = &item.ty;
                // Not an array, which is taken for any JSON, too.
                syn::parse_quote!(std::iter::Once<#inner>)
            }
            _ => return,
        };
        *kind = new;
    }
}

/// Paths as they are outside of the crate.
struct Outside<'o> {
    name: &'o str,
    owner: &'o str,
}

impl VisitMut for Outside<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        syn::visit_mut::visit_path_mut(self, path);
        let span = proc_macro2::Span::call_site();
        let first = path.segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
        match first.as_str() {
            "crate" => {
                if let Some(segment) = path.segments.first_mut() {
                    segment.ident = syn::Ident::new(self.name, span);
                }
            }
            "Self" if !self.owner.is_empty() => {
                if let Some(segment) = path.segments.first_mut() {
                    segment.ident = syn::Ident::new(self.owner, span);
                }
            }
            "builder" | "super" => path.segments = path.segments.iter().skip(1).cloned().collect(),
            _ => {}
        }
    }
}
