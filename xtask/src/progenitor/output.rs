//! Reading what progenitor wrote: syntax, and never text. What has a form that is not known is refused by its name.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, anyhow, bail};
use syn::{Fields, GenericArgument, Ident, ImplItem, Item, ItemStruct, PathArguments, ReturnType, Type};

use super::lower::TypeNames;
use super::{Part, PartTypes, RequestTypes};
use crate::model::{ContentKind, Operation, RustType};

/// Reads the types of a part.
pub(super) fn read(file: &syn::File, names: &TypeNames<'_>, part: &Part<'_>) -> anyhow::Result<PartTypes> {
    let reader = Reader { names };
    let structs = structs(module_items(file, "types")?);
    let mut fields = BTreeMap::new();
    for named in &part.schemas {
        let count = named.schema.properties().len();
        let types = match names.plain(&named.name).and_then(|plain| structs.get(&plain)) {
            _ if count == 0 => Vec::new(),
            Some(item) => reader.fields(item, count).with_context(|| format!("in the type of `{}`", named.name))?,
            None => bail!("progenitor wrote no type for `{}`", named.name),
        };
        fields.insert(named.name.clone(), types);
    }
    let builders = module_items(file, "builder")?;
    let (structs, sends) = (self::structs(builders), sends(builders));
    let mut requests = Vec::new();
    for (index, operation) in part.operations.iter().enumerate() {
        let name = format!("Op{index}");
        let builder = structs.get(name.as_str()).zip(sends.get(name.as_str()));
        let (structure, send) =
            builder.with_context(|| format!("progenitor wrote no builder for `{}`", operation.id))?;
        let types = reader.request(structure, send, operation);
        requests.push(types.with_context(|| format!("in the builder of `{}`", operation.id))?);
    }
    Ok(PartTypes { fields, requests })
}

fn module_items<'f>(file: &'f syn::File, name: &str) -> anyhow::Result<&'f [Item]> {
    let modules = file.items.iter().filter_map(|item| if let Item::Mod(module) = item { Some(module) } else { None });
    let module = modules.clone().find(|module| module.ident == name);
    let content = module.and_then(|module| module.content.as_ref());
    content.map(|(_, items)| items.as_slice()).ok_or_else(|| anyhow!("progenitor's output has no module `{name}`"))
}

fn structs(items: &[Item]) -> HashMap<String, &ItemStruct> {
    let structs = items.iter().filter_map(|item| if let Item::Struct(item) = item { Some(item) } else { None });
    structs.map(|item| (item.ident.to_string(), item)).collect()
}

/// The `send` of each builder, by the name of the builder.
fn sends(items: &[Item]) -> HashMap<String, &syn::ImplItemFn> {
    let mut sends = HashMap::new();
    for item in items {
        let Item::Impl(implementation) = item else { continue };
        let Some(builder) = last_segment(&implementation.self_ty) else { continue };
        for item in &implementation.items {
            if let ImplItem::Fn(function) = item
                && function.sig.ident == "send"
            {
                sends.insert(builder.ident.to_string(), function);
            }
        }
    }
    sends
}

/// Reads types; plain names are those of the model's schemas.
struct Reader<'n> {
    names: &'n TypeNames<'n>,
}

impl Reader<'_> {
    /// The types of the fields `f0`, `f1`, … of a struct.
    fn fields(&self, item: &ItemStruct, count: usize) -> anyhow::Result<Vec<RustType>> {
        let Fields::Named(fields) = &item.fields else { bail!("it is no struct with fields") };
        let mut types = vec![None; count];
        for field in &fields.named {
            let index = index_of(field.ident.as_ref(), 'f')?;
            let slot = types.get_mut(index).with_context(|| format!("there is no property {index}"))?;
            *slot = Some(self.rust_type(&field.ty)?);
        }
        types
            .into_iter()
            .enumerate()
            .map(|(index, of)| of.with_context(|| format!("it lacks the field {index}")))
            .collect()
    }

    fn request(
        &self,
        item: &ItemStruct,
        send: &syn::ImplItemFn,
        operation: &Operation,
    ) -> anyhow::Result<RequestTypes> {
        let mut parameters = vec![None; operation.parameters.len()];
        let mut body = None;
        for field in &item.fields {
            let ident = field.ident.as_ref().context("a field without a name")?;
            if ident == "client" {
                continue;
            }
            let of =
                self.rust_type(&value_of(&field.ty).with_context(|| format!("`{ident}` has a type of another form"))?)?;
            if ident == "body" {
                body = Some(of);
            } else {
                let index = index_of(Some(ident), 'p')?;
                *parameters.get_mut(index).with_context(|| format!("there is no parameter {index}"))? = Some(of);
            }
        }
        let parameters = parameters.into_iter().enumerate();
        let parameters = parameters.map(|(index, of)| of.with_context(|| format!("it lacks the parameter {index}")));
        Ok(RequestTypes {
            parameters: parameters.collect::<anyhow::Result<_>>()?,
            body,
            success: self.success(send, operation)?,
        })
    }

    fn success(&self, send: &syn::ImplItemFn, operation: &Operation) -> anyhow::Result<RustType> {
        match operation.success_content().map(|content| content.kind) {
            Some(ContentKind::Text) => Ok(RustType::String),
            Some(ContentKind::Bytes) => Ok(RustType::Bytes),
            _ => self.rust_type(&success_type(&send.sig.output).context("`send` returns something of another form")?),
        }
    }

    /// A type of the model.
    fn rust_type(&self, of: &Type) -> anyhow::Result<RustType> {
        let refused = || anyhow!("the type `{}` is none that is known", quote::ToTokens::to_token_stream(of));
        if matches!(of, Type::Tuple(tuple) if tuple.elems.is_empty()) {
            return Ok(RustType::Unit);
        }
        let segment = last_segment(of).ok_or_else(refused)?;
        let arguments = arguments_of(segment);
        let name = segment.ident.to_string();
        Ok(match (name.as_str(), arguments.as_slice()) {
            ("String", []) => RustType::String,
            ("i64", []) => RustType::Integer,
            ("f64", []) => RustType::Number,
            ("bool", []) => RustType::Boolean,
            ("Value", []) => RustType::Value,
            ("Map", [_, _]) => RustType::Object,
            ("Option", [inner]) => self.rust_type(inner)?.required().optional(),
            // Which values need a box is known from the model; progenitor boxes others, too.
            ("Box", [inner]) => self.rust_type(inner)?,
            ("Vec", [inner]) => RustType::Vec(Box::new(self.rust_type(inner)?)),
            ("HashMap", [_, inner]) => RustType::Map(Box::new(self.rust_type(inner)?)),
            (plain, []) => RustType::Named(self.names.schema(plain).ok_or_else(refused)?.to_owned()),
            _ => return Err(refused()),
        })
    }
}

/// The number in a name of our making, `f12` for example.
fn index_of(ident: Option<&Ident>, letter: char) -> anyhow::Result<usize> {
    let name = ident.map(ToString::to_string).unwrap_or_default();
    let index = name.strip_prefix(letter).and_then(|number| number.parse().ok());
    index.with_context(|| format!("the field `{name}` is none that was asked for"))
}

/// The type of the value in `Result<T, String>`.
fn value_of(field: &Type) -> Option<Type> {
    argument_of(field, "Result")
}

/// The type of the value in `Result<ResponseValue<T>, Error<…>>`.
fn success_type(output: &ReturnType) -> Option<Type> {
    let ReturnType::Type(_, result) = output else { return None };
    argument_of(&argument_of(result, "Result")?, "ResponseValue")
}

/// The first type argument of the generic type `name`.
fn argument_of(generic: &Type, name: &str) -> Option<Type> {
    let segment = last_segment(generic).filter(|segment| segment.ident == name)?;
    arguments_of(segment).first().map(|argument| (*argument).clone())
}

fn arguments_of(segment: &syn::PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(argument) => Some(argument),
        _ => None,
    });
    types.collect()
}

/// The last segment of the path of a type.
fn last_segment(of: &Type) -> Option<&syn::PathSegment> {
    match of {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}
