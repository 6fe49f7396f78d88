//! Operations that begin work in the background: the methods of their builders that wait for it.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::Value;

use super::builders::Builder;
use super::paging::{Reading, info};
use crate::model::{
    Absent, Condition, LongRunning, Model, Operation, Paging, Parameter, ParameterIn, Part, RustType, Schema, Step,
    Test, ValueAt, Wanted, module_name, names,
};

/// `and_wait` and `resume`, if the operation begins work in the background. They are compiled with the features of what
/// shows it.
pub(super) fn methods(builder: &Builder<'_>, send: &TokenStream) -> Option<TokenStream> {
    let (model, operation) = (builder.model, builder.operation);
    let work = operation.long_running.as_ref()?;
    let gate = gate(model, operation, work);
    let response = builder.types.success.tokens(&builder.path);
    let shown = shown(builder, work);
    let steps = work.steps.iter().map(|step| self::step(model, operation, step));
    let constant = format_ident!("{}", names::constant(&operation.rust_name));
    Some(quote! {
        /// Sends the request, and waits until the work that it begins is over: `.and_wait().await`.
        #gate
        #[inline]
        pub fn and_wait(self) -> huaweicloud_core::AndWait<#response, #shown> {
            huaweicloud_core::AndWait::new(Self::work(), self.request, |request| Box::pin(request #send))
        }

        /// Goes on waiting for work that [`and_wait`](Self::and_wait) has begun, in this process or in another one.
        ///
        /// # Errors
        ///
        /// If the token is that of another operation.
        #gate
        #[inline]
        pub fn resume(
            client: &crate::Client,
            token: huaweicloud_core::WaitToken,
        ) -> Result<huaweicloud_core::Wait<#shown>, Error> {
            client.service_client().resume_wait(&#constant, Self::work(), token)
        }

        #gate
        #[inline]
        fn work() -> &'static huaweicloud_core::LongRunning {
            static STEPS: &[huaweicloud_core::WorkStep] = &[#(#steps),*];
            static WORK: huaweicloud_core::LongRunning = huaweicloud_core::LongRunning::new(STEPS);
            &WORK
        }
    })
}

/// The features of other resources that show the work.
fn gate(model: &Model, operation: &Operation, work: &LongRunning) -> Option<TokenStream> {
    let shown_by = work.steps.iter().filter_map(|step| model.operation(&step.shown_by));
    let others: BTreeSet<&str> =
        shown_by.map(|other| other.resource.as_str()).filter(|resource| *resource != operation.resource).collect();
    match others.iter().collect::<Vec<_>>().as_slice() {
        [] => None,
        [only] => Some(quote!(#[cfg(feature = #only)])),
        all => Some(quote!(#[cfg(all(#(feature = #all),*))])),
    }
}

/// The type of what is shown last.
fn shown(builder: &Builder<'_>, work: &LongRunning) -> TokenStream {
    let last = work.steps.last().and_then(|step| step.shown(builder.model));
    let named = last
        .and_then(|schema| builder.model.schemas.values().find(|named| std::ptr::eq(&raw const named.schema, schema)));
    let of = named.map_or(RustType::Value, |named| RustType::Named(named.name.clone()));
    of.tokens(&builder.path)
}

fn step(model: &Model, watched: &Operation, step: &Step) -> TokenStream {
    let shown_by = model.operation(&step.shown_by);
    let constant = shown_by.map(|shown_by| constant(watched, shown_by));
    let (first, interval) = (step.first_delay_seconds, step.interval_seconds);
    let when: Vec<TokenStream> = step.when.iter().map(|condition| self::condition(model, watched, condition)).collect();
    let when = call("when", &when);
    let each = step.each.as_ref().map(|list| {
        let list = list.to_string();
        quote!(.each(#list))
    });
    let parameters = shown_by.map(|shown_by| parameters(model, watched, step, shown_by));
    let sought = step.sought.as_ref().map(|sought| {
        let by = sought.by.iter().map(|(field, wanted)| match wanted {
            Wanted::Value(at) => {
                let at = at.to_string();
                quote!((#field, huaweicloud_core::Match::Value(#at)))
            }
            Wanted::OneOf(texts) => quote!((#field, huaweicloud_core::Match::OneOf(&[#(#texts),*]))),
        });
        let (list, since) = (&sought.list, sought.since.as_ref().map(|field| quote!(.since(#field))));
        let paging = shown_by.and_then(|shown_by| shown_by.paging.as_ref()).map(paging);
        quote!(.element(#list, &[#(#by),*]) #since #paging)
    });
    let ends = step.ends(model);
    let state = step.state.as_ref().map(|state| {
        let (success, failure) = (&ends.success, &ends.failure);
        quote!(.state(#state, &[#(#success),*], &[#(#failure),*]))
    });
    let absence = match step.absent {
        Absent::Pending => None,
        Absent::Success => Some(quote!(.absence(huaweicloud_core::Absence::Success))),
        Absent::Failure => Some(quote!(.absence(huaweicloud_core::Absence::Failure))),
    };
    let goals: Vec<TokenStream> = step
        .goals
        .iter()
        .map(|goal| {
            let (field, equals) = (&goal.field, goal.equals.as_ref().map(ToString::to_string));
            let equals = equals.map_or_else(|| quote!(None), |at| quote!(Some(#at)));
            quote!((#field, #equals))
        })
        .collect();
    let goals = call("goals", &goals);
    quote! {
        huaweicloud_core::WorkStep::new(&#constant, #first, #interval)
            #when #each #parameters #sought #state #absence #goals
    }
}

/// A call with a list, unless that is empty.
fn call(method: &str, elements: &[TokenStream]) -> Option<TokenStream> {
    let method = format_ident!("{method}");
    (!elements.is_empty()).then(|| quote!(.#method(&[#(#elements),*])))
}

/// The constant of an operation, seen from the builders of another one.
fn constant(watched: &Operation, shown_by: &Operation) -> TokenStream {
    let constant = format_ident!("{}", names::constant(&shown_by.rust_name));
    if watched.resource == shown_by.resource {
        return quote!(#constant);
    }
    let module = format_ident!("{}", module_name(&shown_by.resource));
    quote!(crate::#module::#constant)
}

/// The arguments of what shows the work: those that the step lists, those of the same name in the path of the watched
/// operation, and those that have only one value.
fn parameters(model: &Model, watched: &Operation, step: &Step, shown_by: &Operation) -> TokenStream {
    let argument = |parameter: &Parameter| {
        let listed = step.arguments.iter().find(|(name, _)| *name == parameter.name).map(|(_, at)| at.to_string());
        let is_same = parameter.place == ParameterIn::Path
            && watched.parameters_in(ParameterIn::Path).any(|other| other.name == parameter.name);
        let same = || is_same.then(|| format!("$request.path.{}", parameter.name));
        let value = listed.or_else(same).or_else(|| parameter.only_value(model).map(str::to_owned))?;
        let name = &parameter.name;
        Some(quote!((#name, #value)))
    };
    let all = |place| -> Vec<TokenStream> {
        shown_by.parameters_in(place).filter(|parameter| !parameter.is_project()).filter_map(argument).collect()
    };
    let (path, query, headers) = (all(ParameterIn::Path), all(ParameterIn::Query), all(ParameterIn::Header));
    let calls = [call("path", &path), call("query", &query), call("headers", &headers)];
    let calls = calls.into_iter().flatten();
    quote!(#(#calls)*)
}

fn condition(model: &Model, watched: &Operation, condition: &Condition) -> TokenStream {
    let at = condition.value.to_string();
    let default = default(model, watched, &condition.value).map_or_else(|| quote!(None), |text| quote!(Some(#text)));
    let test = match &condition.test {
        Test::Sent => quote!(Sent),
        Test::NotSent => quote!(NotSent),
        Test::OneOf(values) => {
            let texts = values.iter().map(text);
            quote!(OneOf { texts: &[#(#texts),*], default: #default })
        }
        Test::NoneOf(values) => {
            let texts = values.iter().map(text);
            quote!(NoneOf { texts: &[#(#texts),*], default: #default })
        }
    };
    quote!((#at, huaweicloud_core::Test::#test))
}

/// What a value of the request is if it is not sent.
fn default(model: &Model, watched: &Operation, at: &ValueAt) -> Option<String> {
    let parameter = |place| {
        let found = watched.parameters_in(place).find(|parameter| parameter.name == at.name());
        found.map(|parameter| &parameter.schema)
    };
    let schema: &Schema = match at.part {
        Part::RequestQuery => parameter(ParameterIn::Query)?,
        Part::RequestHeader => parameter(ParameterIn::Header)?,
        Part::RequestBody => {
            let body = &watched.request.as_ref()?.content.as_ref()?.schema;
            let mut names = at.path.iter();
            let first = &model.resolve(body).property(names.next()?)?.schema;
            names.try_fold(first, |schema, name| Some(&model.resolve(schema).property(name)?.schema))?
        }
        Part::RequestPath | Part::ResponseBody | Part::Element | Part::Object | Part::Shown => return None,
    };
    schema.default.as_ref().or(model.resolve(schema).default.as_ref()).map(text)
}

/// A scalar as text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// How the list comes in pages, of which only the elements are known.
fn paging(paging: &Paging) -> TokenStream {
    let items = &paging.items;
    let any = quote!(serde_json::Value);
    let reading = Reading {
        names: vec![items.clone()],
        count: quote!(|page| huaweicloud_core::__private::count_of(page, #items)),
        elements: quote!(|page| huaweicloud_core::__private::elements_of(page, #items)),
        total: paging.total.as_ref().map(|total| quote!(|page| huaweicloud_core::__private::total_of(page, #total))),
    };
    let info = info(paging, &reading);
    quote! {
        .paging({
            static PAGING: huaweicloud_core::PagingInfo<#any, #any> = #info;
            &PAGING
        })
    }
}
