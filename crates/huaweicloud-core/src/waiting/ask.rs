//! Asking how far work is.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::time;
use super::watch::is_sought;
use super::work::WorkStep;
use crate::channel::Channel;
use crate::data::Watch;
use crate::error::Error;
use crate::paging::elements_of;
use crate::request::{PROJECT_ID, RequestBuilder};

/// Waits, and asks what is shown then; none if nothing is.
pub(super) async fn ask(
    channel: Arc<Channel>,
    step: &'static WorkStep,
    watch: Watch,
    delay: Duration,
) -> Result<Option<Value>, Error> {
    if delay > Duration::ZERO {
        channel.clock.sleep(delay).await;
    }
    let request = request(channel, step, &watch);
    let shown = match (step.list, step.paging) {
        (None, _) => request.send::<Value>().await.map(|response| Some(response.into_inner())),
        (Some(list), None) => {
            request.send::<Value>().await.map(|response| sought(step, &watch, elements_of(response.into_inner(), list)))
        }
        (Some(_), Some(paging)) => {
            // Every page until it is there: work that has just begun is mostly on the first one.
            let mut pages = request.pages(paging);
            loop {
                match pages.next().await {
                    None => break Ok(None),
                    Some(Err(error)) => break Err(error),
                    Some(Ok(page)) => {
                        let elements = pages.items_of(page.into_inner());
                        if let Some(found) = sought(step, &watch, elements) {
                            break Ok(Some(found));
                        }
                    }
                }
            }
        }
    };
    match shown {
        // One that says nothing may be anybody's on the way to the service.
        Err(error) if error.is_not_found() && error.raw_body().is_some_and(|body| !body.is_empty()) => Ok(None),
        shown => shown.map(|shown| shown.filter(|value| !value.is_null())),
    }
}

fn request(channel: Arc<Channel>, step: &WorkStep, watch: &Watch) -> RequestBuilder {
    let mut request = RequestBuilder::new(channel, step.operation);
    if let Some(project) = watch.path.get(PROJECT_ID) {
        request.set_path(PROJECT_ID, project.clone());
    }
    for (name, _) in step.path {
        request.set_path(*name, watch.path.get(*name).cloned());
    }
    for (name, _) in step.query {
        request.set_query(*name, watch.query.get(*name).cloned());
    }
    for (name, _) in step.headers {
        request.set_header(*name, watch.headers.get(*name).cloned());
    }
    request
}

/// The element that is looked for: the first one, or the newest of those that began with the request.
fn sought(step: &WorkStep, watch: &Watch, elements: Vec<Value>) -> Option<Value> {
    let mut found = elements.into_iter().filter(|element| is_sought(watch, element));
    let (Some(field), Some(sent_at)) = (step.since, watch.sent_at()) else { return found.next() };
    let began = |element: &Value| element.get(field).and_then(time::read);
    found.filter(|element| began(element).is_some_and(|began| began >= sent_at)).max_by_key(began)
}
