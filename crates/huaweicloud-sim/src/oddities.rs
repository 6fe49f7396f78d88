//! Oddities: what services are known to do against their documentation, for tests of clients that must bear it.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hyper::StatusCode;
use serde::Serialize;
use serde_json::{Number, Value};

use crate::document::{Operation, Paging};
use crate::page::Page;
use crate::response::{Content, JSON, Response};

/// Something that a service is known to do against its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Oddity {
    /// Its name: `nulls`.
    pub name: &'static str,
    /// What happens, in a sentence.
    pub says: &'static str,
}

const TEXTS: &str = "texts";
const NULLS: &str = "nulls";
const OK: &str = "ok-without-content";
const SHRINKING: &str = "shrinking-lists";

/// The oddities of every service.
const OF_ALL: [Oddity; 4] = [
    Oddity { name: TEXTS, says: "Numbers, true and false come as texts." },
    Oddity { name: NULLS, says: "What is empty, a text or an object, comes as null." },
    Oddity { name: OK, says: "Where 204 is documented, 200 comes without a body." },
    Oddity {
        name: SHRINKING,
        says: "After the first page of a list, its last element is gone, and it counts one less.",
    },
];

/// Which oddities are switched on. Clones share it, so that a test can change it while the simulator runs.
#[derive(Clone, Default)]
pub struct Oddities {
    /// Looked at first: most simulators have none.
    is_any: Arc<AtomicBool>,
    on: Arc<Mutex<BTreeSet<&'static str>>>,
    /// Those of the service.
    own: Vec<Oddity>,
}

/// An oddity that there is not, and those that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOddity {
    name: String,
    known: String,
}

impl fmt::Display for UnknownOddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no oddity `{}`; there are {}", self.name, self.known)
    }
}

impl std::error::Error for UnknownOddity {}

impl Oddities {
    pub(crate) fn of(own: &[Oddity]) -> Self {
        Self { own: own.to_vec(), ..Self::default() }
    }

    /// All that there are, on or not.
    pub fn known(&self) -> impl Iterator<Item = Oddity> {
        OF_ALL.into_iter().chain(self.own.iter().copied())
    }

    /// The names of those that are on.
    pub fn on(&self) -> Vec<&'static str> {
        self.locked().iter().copied().collect()
    }

    /// Switches some on, and all others off.
    ///
    /// # Errors
    ///
    /// If there is none of a name: then nothing is switched.
    pub fn set<N: AsRef<str>>(&self, names: impl IntoIterator<Item = N>) -> Result<(), UnknownOddity> {
        let found = names.into_iter().map(|name| self.find(name.as_ref())).collect::<Result<BTreeSet<_>, _>>()?;
        let mut on = self.locked();
        self.is_any.store(!found.is_empty(), Ordering::Release);
        *on = found;
        Ok(())
    }

    /// Whether one is on.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.is_any.load(Ordering::Acquire) && self.locked().contains(name)
    }

    /// A response as it comes with those that are on. The page is that of a list, if it is one.
    pub(crate) fn changed(&self, operation: &Operation, page: Option<Page>, mut response: Response) -> Response {
        if !self.is_any.load(Ordering::Acquire) {
            return response;
        }
        if response.status == StatusCode::NO_CONTENT && self.has(OK) {
            response.status = StatusCode::OK;
        }
        let content = response.content.as_ref().filter(|content| content.media_type == JSON);
        let Some(mut body) = content.and_then(|content| serde_json::from_slice::<Value>(&content.body).ok()) else {
            return response;
        };
        if let Some((paging, page)) = operation.paging.as_ref().zip(page).filter(|_| self.has(SHRINKING)) {
            shrink(&mut body, paging, page);
        }
        if self.has(NULLS) {
            each(&mut body, &|value| {
                let is_empty = value.as_str() == Some("") || value.as_object().is_some_and(serde_json::Map::is_empty);
                is_empty.then_some(Value::Null)
            });
        }
        if self.has(TEXTS) {
            each(&mut body, &|value| {
                matches!(value, Value::Number(_) | Value::Bool(_)).then(|| Value::String(value.to_string()))
            });
        }
        response.content = Some(Content { media_type: JSON, body: body.to_string().into() });
        response
    }

    fn find(&self, name: &str) -> Result<&'static str, UnknownOddity> {
        let found = self.known().find(|oddity| oddity.name == name);
        found.map(|oddity| oddity.name).ok_or_else(|| UnknownOddity {
            name: name.to_owned(),
            known: self.known().map(|oddity| oddity.name).collect::<Vec<_>>().join(", "),
        })
    }

    fn locked(&self) -> MutexGuard<'_, BTreeSet<&'static str>> {
        self.on.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Oddities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Oddities").field(&self.on()).finish()
    }
}

/// Changes each field and each element of a value, from within, where there is another value for it.
fn each(value: &mut Value, other: &impl Fn(&Value) -> Option<Value>) {
    let change = |inner: &mut Value| {
        each(inner, other);
        if let Some(changed) = other(inner) {
            *inner = changed;
        }
    };
    match value {
        Value::Object(fields) => fields.values_mut().for_each(change),
        Value::Array(elements) => elements.iter_mut().for_each(change),
        _ => {}
    }
}

/// Takes the last element of a list away that is read for a while already.
fn shrink(body: &mut Value, paging: &Paging, page: Page) {
    let Some(total) = body.get(&paging.total).and_then(count).filter(|total| page.skipped() > 0 && *total > 0) else {
        return;
    };
    let less = match &body[&paging.total] {
        Value::String(_) => Value::String((total - 1).to_string()),
        _ => Value::Number(Number::from(total - 1)),
    };
    body[&paging.total] = less;
    if let Some(elements) = body.get_mut(&paging.items).and_then(Value::as_array_mut)
        && page.skipped() + elements.len() == total
    {
        elements.pop();
    }
}

/// A count, also where it is sent as a text.
fn count(value: &Value) -> Option<usize> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => usize::try_from(value.as_u64()?).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Request, Service};
    use serde_json::json;

    const BUNDLE: &str = r#"{"paths": {"/w": {
        "get": {"operationId": "List", "responses": {}, "x-paging":
            {"dialect": "offset", "cursor": "offset", "first": 0, "size": "limit", "items": "widgets", "total": "count"}},
        "delete": {"operationId": "Delete", "responses": {}}}}}"#;

    fn service() -> Service {
        let list = |call: &crate::Call<'_>| {
            let widgets = [json!({"size": 1, "name": "", "more": {}}), json!({"is_new": true}), json!(null)];
            let page = call.page(widgets.len())?;
            Response::json(200, &json!({"widgets": page.of(&widgets).collect::<Vec<_>>(), "count": "3"}))
        };
        Service::from_bundle(BUNDLE).unwrap().on("List", list).oddity("late", "Comes late.")
    }

    fn sent(oddities: &[&str], method: &str, target: &str) -> (u16, Value) {
        let service = service();
        let on = Oddities::of(&service.oddities);
        on.set(oddities).unwrap();
        let response = service.call_with(&Request::new(method, target), &on).unwrap();
        (response.status(), serde_json::from_slice(response.body()).unwrap_or_default())
    }

    #[test]
    fn each_changes_what_it_says() {
        let first = json!({"size": 1, "name": "", "more": {}});
        for (oddities, target, expected) in [
            (&[][..], "/w?limit=1", json!({"widgets": [first], "count": "3"})),
            (
                &["texts"],
                "/w?limit=2",
                json!({"widgets": [{"size": "1", "name": "", "more": {}}, {"is_new": "true"}], "count": "3"}),
            ),
            (&["nulls"], "/w?limit=1", json!({"widgets": [{"size": 1, "name": null, "more": null}], "count": "3"})),
            (&["shrinking-lists"], "/w?limit=1", json!({"widgets": [first], "count": "3"})),
            (&["shrinking-lists"], "/w?offset=1&limit=1", json!({"widgets": [{"is_new": true}], "count": "2"})),
            (&["shrinking-lists"], "/w?offset=1", json!({"widgets": [{"is_new": true}], "count": "2"})),
            (&["shrinking-lists"], "/w?offset=2", json!({"widgets": [], "count": "2"})),
            (
                &["nulls", "texts"],
                "/w?limit=1",
                json!({"widgets": [{"size": "1", "name": null, "more": null}], "count": "3"}),
            ),
        ] {
            assert_eq!(sent(oddities, "GET", target), (200, expected), "{oddities:?} {target}");
        }
        assert_eq!(sent(&[], "DELETE", "/w").0, 204);
        assert_eq!(sent(&["ok-without-content"], "DELETE", "/w"), (200, Value::Null));
    }

    #[test]
    fn all_are_switched_at_once_or_none() {
        let oddities = Oddities::of(&service().oddities);
        oddities.set(["late", "nulls"]).unwrap();
        let error = oddities.set(["texts", "cubes"]).unwrap_err().to_string();
        let known = "texts, nulls, ok-without-content, shrinking-lists, late";
        assert_eq!(error, format!("there is no oddity `cubes`; there are {known}"));
        assert_eq!(oddities.on(), ["late", "nulls"]);
        assert!(oddities.has("late") && !oddities.has("texts"));
        oddities.set::<&str>([]).unwrap();
        assert!(oddities.on().is_empty() && !oddities.has("late"));
    }
}
