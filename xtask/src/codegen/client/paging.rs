//! Lists that come in pages: the methods of their builders that give all pages, and all elements.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::builders::Builder;
use crate::model::{Dialect, Model, NamedSchema, Operation, Paging, PagingEnd, RustType};

/// The type of the response of an operation whose list comes in pages.
pub(super) fn page<'m>(model: &'m Model, operation: &'m Operation) -> Option<&'m NamedSchema> {
    operation.paging.as_ref()?;
    model.named(&operation.success_content()?.schema)
}

/// `pages` and `items`, if the list of the operation comes in pages.
pub(super) fn methods(builder: &Builder<'_>) -> Option<TokenStream> {
    let paging = builder.operation.paging.as_ref()?;
    let page = page(builder.model, builder.operation)?;
    let element = element(builder, page, paging)?.tokens(&builder.path);
    let success = builder.types.success.tokens(&builder.path);
    let info = info(paging, &Reading::typed(paging, page, &success));
    Some(quote! {
        /// The pages of the list, each asked for when it is wanted: from where the request begins to the last one.
        #[inline]
        pub fn pages(self) -> huaweicloud_core::Pages<#success, #element> {
            static INFO: huaweicloud_core::PagingInfo<#success, #element> = #info;
            self.request.pages(&INFO)
        }

        /// The elements of the list, one by one, from all [`pages`](Self::pages).
        #[inline]
        pub fn items(self) -> huaweicloud_core::Items<#success, #element> {
            self.pages().items()
        }
    })
}

/// The type of the elements.
fn element(builder: &Builder<'_>, page: &NamedSchema, paging: &Paging) -> Option<RustType> {
    let index = page.schema.properties().iter().position(|property| property.name == paging.items)?;
    let mut list = builder.fields.get(&page.name)?.get(index)?.clone();
    // A list that may be absent or null is one of no elements then.
    while let RustType::Option(inner) = list {
        list = *inner;
    }
    match list {
        RustType::Vec(element) => Some(*element),
        _ => None,
    }
}

/// How a page is read: functions of it.
pub(super) struct Reading {
    /// How many elements it has.
    pub(super) count: TokenStream,
    /// The elements.
    pub(super) elements: TokenStream,
    /// How many there are on all pages, if it says so.
    pub(super) total: Option<TokenStream>,
    /// The names under which it has the list.
    pub(super) names: Vec<String>,
}

impl Reading {
    /// That of a page with a type of its own.
    fn typed(paging: &Paging, page: &NamedSchema, of: &TokenStream) -> Self {
        let field = |name: &str| page.schema.property(name).map(|property| format_ident!("{}", property.rust_name));
        let items = field(&paging.items);
        let total = paging.total.as_deref().and_then(field);
        let list = page.schema.property(&paging.items);
        Self {
            names: list.map(|list| list.wire_names().map(str::to_owned).collect()).unwrap_or_default(),
            count: quote!(|page: &#of| huaweicloud_core::__private::Elements::count(&page.#items)),
            elements: quote!(|page: #of| huaweicloud_core::__private::Elements::into_vec(page.#items)),
            total: total.map(|total| quote!(|page: &#of| huaweicloud_core::__private::Total::total(&page.#total))),
        }
    }
}

/// What the runtime must know of a list.
pub(super) fn info(paging: &Paging, reading: &Reading) -> TokenStream {
    let Reading { count, elements, total, names } = reading;
    let counts = match paging.dialect {
        Dialect::Offset | Dialect::Position => quote!(Elements),
        Dialect::Page => quote!(Pages),
    };
    let end = match paging.end {
        PagingEnd::Total => quote!(Total),
        PagingEnd::ShortPage => quote!(ShortPage),
    };
    let (cursor, first) = (&paging.cursor, paging.first);
    let size = paging.size.as_ref().map(|size| {
        let (default, most) = (number(paging.default_size), number(paging.max_size));
        quote!(.with_size(#size, #default, #most))
    });
    let total = total.as_ref().map(|total| quote!(.with_total(#total)));
    let codes = &paging.past_end_codes;
    let refusing = (!codes.is_empty()).then(|| quote!(.refusing_past_end_with(&[#(#codes),*])));
    let beside = &paging.whole_with;
    let whole = (!beside.is_empty()).then(|| quote!(.whole_with(&[#(#beside),*])));
    quote! {
        huaweicloud_core::PagingInfo::new(
            huaweicloud_core::PageCursor::#counts,
            #cursor,
            #first,
            huaweicloud_core::PageEnd::#end,
            #count,
            #elements,
        )
        .in_list(&[#(#names),*])
        #size
        #total
        #refusing
        #whole
    }
}

fn number(value: Option<u64>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}
