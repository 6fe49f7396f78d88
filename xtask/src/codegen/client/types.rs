//! Structs: fields with the types that progenitor found, read as leniently as services write.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, parse_quote};

use super::alias::{alias, aliases};
use super::module::Module;
use super::{Client, argument, construct, rustdoc, uses};
use crate::codegen::format::{doc, formatted};
use crate::model::{NamedSchema, Property, RustType, Usage};

/// The texts of a struct: itself, and the invocation of `huaweicloud_core::fields!` by which it is read and written. Its
/// fields keep the order of the specification, which is the one in which the pages name them.
pub(super) fn structure(
    client: &Client<'_>,
    module: &Module<'_>,
    named: &NamedSchema,
    types: &[RustType],
) -> anyhow::Result<Vec<String>> {
    let path = |schema: &str| client.type_path(schema, &module.name);
    let name = format_ident!("{}", named.name);
    let described = rustdoc::described(client.model, named);
    let uses = uses::documentation(client, &named.name, &module.name);
    let documentation = doc(&format!("{described}\n\n{uses}"));
    // Its uses are of Rust, and no part of a JSON Schema.
    let description = (!uses.is_empty()).then(|| quote!(, schemars(description = #described)));
    let official = named.schema.official_name.as_ref().and_then(|official| alias(official, &named.name));
    let fields = fields(client, named, types);
    let derives_default = construct::has_default(&fields) && fields.iter().all(|field| field.preset.is_none());
    let default = derives_default.then(|| quote!(Default,));
    let members = fields.iter().map(|field| {
        let name = format_ident!("{}", field.property.rust_name);
        let documentation = doc(&rustdoc::field(client.model, named, field.property));
        let wire = aliases(field.property, &field.property.rust_name);
        let json_schema = field.json_schema(&path);
        let of = field.of.tokens(&path);
        quote! {
            #(#documentation)*
            #(#wire)*
            #json_schema
            pub #name: #of,
        }
    });
    let refused = refused(&fields);
    let (debug, refusals) = match &refused {
        // Made by `fields!`, so that what is empty is not shown.
        Some(refused) => (None, Some(refusals(refused))),
        None => (Some(quote!(Debug,)), None),
    };
    let item = formatted(quote! {
        #(#documentation)*
        #official
        #[derive(Clone, #debug #default PartialEq)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema) #description)]
        #[non_exhaustive]
        pub struct #name { #(#members)* #refusals }
    })?;
    let methods = construct::methods(client, named, &fields, refused.as_ref(), &path)?;
    Ok(vec![item, methods, reading(&named.name, &fields, refused.as_ref())])
}

/// What a struct keeps the integers in that its setters were given and that cannot be sent, by its name, which no field has;
/// none if there are no such setters.
fn refused(fields: &[Field<'_>]) -> Option<Ident> {
    let mut name = "refused".to_owned();
    while fields.iter().any(|field| field.property.rust_name == name) {
        name.push('_');
    }
    fields.iter().any(Field::is_checked).then(|| format_ident!("{name}"))
}

/// The member of this name, which no user sees.
fn refusals(refused: &Ident) -> TokenStream {
    quote! {
        #[cfg_attr(feature = "schemars", schemars(skip))]
        #refused: huaweicloud_core::lenient::Refused,
    }
}

/// The fields of a struct, with their types. Of many that are required, each is asked for before it is sent.
fn fields<'m>(client: &Client<'m>, named: &'m NamedSchema, types: &[RustType]) -> Vec<Field<'m>> {
    let usage = client.usage.usage(&named.name);
    let arguments = construct::arguments(client, named);
    let fields = named.schema.properties().iter().zip(types).map(|(property, of)| {
        let boxed = client.model.holds_itself(named, &property.schema);
        let is_nullable = client.model.is_nullable(&property.schema);
        let of = field_type(property, of, usage, boxed, is_nullable);
        let preset = construct::preset(client, property).filter(|_| usage.in_requests);
        let mut field = Field { property, of, usage, is_nullable, preset, or_missing: false };
        // Required, and not asked for: there are too many.
        if field.is_argument() && !arguments.iter().any(|argument| std::ptr::eq(*argument, property)) {
            field.of = field.of.optional();
            field.or_missing = true;
        }
        field
    });
    fields.collect()
}

/// The invocation of `huaweicloud_core::fields!`.
fn reading(name: &str, fields: &[Field<'_>], refused: Option<&Ident>) -> String {
    let required: Vec<&str> =
        fields.iter().filter(|field| field.is_required()).map(|field| field.property.name.as_str()).collect();
    let needed = if required.is_empty() { String::new() } else { format!(" requires {required:?}") };
    let entries: Vec<String> = fields.iter().map(Field::entry).collect();
    let body = if entries.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n    }}", entries.join("\n")) };
    let refusing = refused.map(|refused| format!(" refusing {refused}")).unwrap_or_default();
    format!("huaweicloud_core::fields! {{\n    {name}{needed}{refusing} {body}\n}}\n")
}

/// A field of a struct.
pub(super) struct Field<'p> {
    pub(super) property: &'p Property,
    pub(super) of: RustType,
    pub(super) usage: Usage,
    /// Whether null is a value of it.
    is_nullable: bool,
    /// What it is unless something else is set, though it is required: the documented default.
    pub(super) preset: Option<TokenStream>,
    /// Whether it is required, and still absent when its object is made.
    pub(super) or_missing: bool,
}

impl Field<'_> {
    /// Its name.
    pub(super) fn ident(&self) -> Ident {
        format_ident!("{}", self.property.rust_name)
    }

    /// Whether its object cannot be made without it.
    pub(super) fn is_argument(&self) -> bool {
        self.is_required() && self.preset.is_none() && !self.or_missing
    }

    /// Whether it can be left out, null, or a value.
    pub(super) fn is_three_state(&self) -> bool {
        matches!(&self.of, RustType::Option(inner) if inner.is_optional())
    }

    /// The type of the values that it is set to.
    pub(super) fn value_type(&self) -> RustType {
        let value = self.of.clone().required();
        if self.is_three_state() { value.required() } else { value }
    }

    /// Whether it is set to integers of all sizes, of which some cannot be sent. An argument that may be null takes those of its
    /// own type.
    pub(super) fn is_checked(&self) -> bool {
        let is_set = self.usage.in_requests && !is_unsent(self.property, self.usage);
        is_set
            && !(self.is_argument() && self.of.is_optional())
            && argument::held_integers(&self.value_type()).is_some()
    }

    /// Whether the field must be there when the struct is read.
    fn is_required(&self) -> bool {
        self.property.required && !is_unsent(self.property, self.usage)
    }

    /// The line of the field in `fields!`.
    fn entry(&self) -> String {
        let names: Vec<String> = self.property.wire_names().map(|name| format!("{name:?}")).collect();
        let or_null = if self.is_required() && self.is_nullable { " or null" } else { "" };
        let or_missing = if self.or_missing { " or missing" } else { "" };
        let not_sent = if is_unsent(self.property, self.usage) { " not sent" } else { "" };
        format!("        {} => {}{or_null}{or_missing}{not_sent},", names.join(" | "), self.property.rust_name)
    }

    /// What JSON Schema must say of the field, and no attribute of serde does.
    fn json_schema(&self, path: &impl Fn(&str) -> String) -> Option<Attribute> {
        let wire = &self.property.name;
        let rename = (self.property.rust_name != *wire).then(|| quote!(rename = #wire));
        let is_absent = !self.is_required() && !self.of.is_optional();
        let default = is_absent.then(|| quote!(default));
        let is_nullable = self.is_required() && self.of.is_optional() && !self.or_missing;
        let nullable = is_nullable.then(|| {
            let of = format!("huaweicloud_core::schema::Nullable<{}>", self.of.clone().required().spelled(path));
            quote!(with = #of)
        });
        let required = self.or_missing.then(|| {
            let of = self.of.clone().required().spelled(path);
            quote!(with = #of)
        });
        let parts: Vec<_> = rename.into_iter().chain(default).chain(nullable).chain(required).collect();
        (!parts.is_empty()).then(|| parse_quote!(#[cfg_attr(feature = "schemars", schemars(#(#parts),*))]))
    }
}

/// Whether a field is read and never sent: `readOnly`, in a type that requests hold too.
pub(super) const fn is_unsent(property: &Property, usage: Usage) -> bool {
    property.schema.read_only && usage.in_requests
}

/// The type of a field: what progenitor found, and what it cannot know. `boxed` says that the value holds the object that
/// the field is of.
fn field_type(property: &Property, found: &RustType, usage: Usage, boxed: bool, is_nullable: bool) -> RustType {
    let schema = &property.schema;
    let value = found.clone().required().map_innermost(&mut |inner| match inner {
        RustType::String if schema.is_secret() => RustType::Secret,
        other => other,
    });
    let value = if boxed { RustType::Boxed(Box::new(value)) } else { value };
    // What is not sent need not be given, and what is read of it may be absent.
    let is_required = property.required && !is_unsent(property, usage);
    match (is_required, is_nullable) {
        (true, true) => value.optional(),
        // Absent and null are two things where null is a value: to say, and to read and hand on.
        (false, true) => value.optional().optional(),
        // None and an empty list are two things to say, too.
        (false, _) if usage.in_requests || !value.is_collection() => value.optional(),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Schema, Shape, StringFormat};

    fn property(name: &str, required: bool, schema: Schema) -> Property {
        Property { name: name.to_owned(), rust_name: crate::model::names::snake(name), required, schema }
    }

    fn text() -> Schema {
        Schema { shape: Shape::String(StringFormat::Plain), ..Schema::default() }
    }

    const REQUEST: Usage = Usage { in_requests: true, in_responses: false };
    const RESPONSE: Usage = Usage { in_requests: false, in_responses: true };
    const BOTH: Usage = Usage { in_requests: true, in_responses: true };

    /// The type of a text field, and its line in `fields!`.
    fn field(required: bool, usage: Usage, change: impl FnOnce(&mut Schema)) -> (String, String) {
        let mut schema = text();
        change(&mut schema);
        let property = property("id", required, schema);
        let found = if required { RustType::String } else { RustType::String.optional() };
        let is_nullable = property.schema.nullable;
        let of = field_type(&property, &found, usage, false, is_nullable);
        let spelled = of.spelled(&|name| name.to_owned());
        (
            spelled,
            Field { property: &property, of, usage, is_nullable, preset: None, or_missing: false }
                .entry()
                .trim()
                .to_owned(),
        )
    }

    fn pair(of: &str, entry: &str) -> (String, String) {
        (of.to_owned(), entry.to_owned())
    }

    #[test]
    fn null_is_kept_where_it_is_a_value() {
        let nullable = |schema: &mut Schema| schema.nullable = true;
        assert_eq!(field(true, REQUEST, nullable), pair("Option<String>", "\"id\" => id or null,"));
        assert_eq!(field(false, REQUEST, nullable), pair("Option<Option<String>>", "\"id\" => id,"));
        assert_eq!(field(true, RESPONSE, nullable), pair("Option<String>", "\"id\" => id or null,"));
        assert_eq!(field(false, RESPONSE, nullable), pair("Option<Option<String>>", "\"id\" => id,"));
        let list = RustType::Vec(Box::new(RustType::Integer));
        let of = field_type(&property("sizes", false, text()), &list, RESPONSE, false, true);
        assert_eq!(
            of.spelled(&str::to_owned),
            "Option<Option<Vec<i64>>>",
            "none, null and an empty list are three things"
        );
    }

    #[test]
    fn what_only_responses_have_is_never_sent() {
        let read_only = |schema: &mut Schema| schema.read_only = true;
        assert_eq!(field(false, BOTH, read_only), pair("Option<String>", "\"id\" => id not sent,"));
        assert_eq!(field(true, RESPONSE, read_only), pair("String", "\"id\" => id,"));
    }

    #[test]
    fn secrets_and_other_names_are_honoured() {
        let secret = |schema: &mut Schema| schema.shape = Shape::String(StringFormat::Password);
        assert_eq!(field(false, RESPONSE, secret), pair("Option<Secret>", "\"id\" => id,"));
        let alias = |schema: &mut Schema| schema.aliases = vec!["ID\"".to_owned()];
        assert_eq!(field(true, RESPONSE, alias), pair("String", "\"id\" | \"ID\\\"\" => id,"));
    }

    #[test]
    fn a_list_of_a_request_may_be_left_out() {
        let list = RustType::Vec(Box::new(RustType::Integer));
        let of = |required, usage| {
            field_type(&property("sizes", required, text()), &list, usage, false, false).spelled(&str::to_owned)
        };
        assert_eq!(of(false, REQUEST), "Option<Vec<i64>>");
        assert_eq!(of(true, REQUEST), "Vec<i64>");
        assert_eq!(of(false, RESPONSE), "Vec<i64>");
    }

    /// A field of a type, and what keeps its refused integers.
    fn refuses(name: &str, of: RustType, usage: Usage, schema: Schema) -> Option<String> {
        let property = property(name, false, schema);
        let field = Field { property: &property, of, usage, is_nullable: false, preset: None, or_missing: false };
        refused(&[field]).map(|name| name.to_string())
    }

    #[test]
    fn integers_that_are_sent_may_be_refused() {
        let list = || RustType::Vec(Box::new(RustType::Integer));
        for of in [RustType::Integer, RustType::Integer.optional().optional(), list().optional()] {
            assert_eq!(refuses("size", of.clone(), REQUEST, text()).as_deref(), Some("refused"));
            assert_eq!(refuses("size", of.clone(), BOTH, text()).as_deref(), Some("refused"));
            assert_eq!(refuses("refused", of.clone(), BOTH, text()).as_deref(), Some("refused_"), "the name is taken");
            assert_eq!(refuses("size", of, RESPONSE, text()), None, "a service says what fits");
        }
        for of in [RustType::String, RustType::Number.optional(), RustType::Vec(Box::new(list()))] {
            assert_eq!(refuses("size", of, REQUEST, text()), None);
        }
        let read_only = Schema { read_only: true, ..text() };
        assert_eq!(refuses("size", RustType::Integer.optional(), BOTH, read_only), None, "it is never sent");
    }

    #[test]
    fn json_schema_knows_names_and_what_may_be_absent() {
        let shown = |name: &str, required, of: RustType| {
            let property = property(name, required, text());
            let field =
                Field { property: &property, of, usage: RESPONSE, is_nullable: false, preset: None, or_missing: false };
            field.json_schema(&str::to_owned).map(|attribute| quote!(#attribute).to_string().replace(' ', ""))
        };
        assert_eq!(shown("id", true, RustType::String), None);
        assert_eq!(
            shown("public-id", false, RustType::Vec(Box::new(RustType::String))).unwrap(),
            "#[cfg_attr(feature=\"schemars\",schemars(rename=\"public-id\",default))]"
        );
        assert_eq!(
            shown("id", true, RustType::String.optional()).unwrap(),
            "#[cfg_attr(feature=\"schemars\",schemars(with=\"huaweicloud_core::schema::Nullable<String>\"))]"
        );
    }
}
