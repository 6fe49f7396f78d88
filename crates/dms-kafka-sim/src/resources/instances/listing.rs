//! The list of instances, and what narrows it down.

use huaweicloud_sim::{Call, Query, Refusal, Response};
use serde::Serialize;

use super::{Shown, odd};
use crate::codes;
use crate::state::{Instance, Status, View};

pub(super) fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let filter = Filter::of(call.query());
    // Counted first, so that no more than a page of them is written.
    let now = view.now();
    let is_listed = |instance: &&Instance| filter.shows(instance) && !odd::is_hidden(instance, now, call);
    let total = view.instances().filter(is_listed).count();
    let page = call.page_or(total, codes::PAST_LAST_INSTANCE)?;
    let instances = page.of(view.instances().filter(is_listed)).map(|instance| Shown::of(instance, call)).collect();
    Response::json(200, &Instances { instances, instance_num: total })
}

#[derive(Serialize)]
struct Instances<'i> {
    instances: Vec<Shown<'i>>,
    /// Number of all that match, on this page or not.
    instance_num: usize,
}

/// Which instances a list has. An empty text narrows nothing down.
struct Filter<'q> {
    name: Option<&'q str>,
    has_exact_name: bool,
    id: Option<&'q str>,
    status: Option<&'q str>,
    has_failures: bool,
    enterprise_project_id: Option<&'q str>,
}

impl<'q> Filter<'q> {
    fn of(query: &'q Query) -> Self {
        let text = |name| query.get(name).filter(|text| !text.is_empty());
        // Any other value counts as false.
        let is_true = |name| text(name).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        Self {
            name: text("name"),
            has_exact_name: is_true("exact_match_name"),
            id: text("instance_id"),
            status: text("status"),
            has_failures: is_true("include_failure"),
            enterprise_project_id: text("enterprise_project_id"),
        }
    }

    fn shows(&self, instance: &Instance) -> bool {
        let has_status = match (self.status, instance.status) {
            (Some(status), own) => status == own.as_str(),
            // What failed is counted if that is asked for; what lies in the recycle bin is listed there.
            (None, Status::CreateFailed) => self.has_failures,
            (None, Status::Recycle) => false,
            (None, _) => true,
        };
        let has_name = self
            .name
            .is_none_or(|name| if self.has_exact_name { instance.name == name } else { instance.name.contains(name) });
        let has_project = self.enterprise_project_id.is_none_or(|id| instance.enterprise_project_id == id);
        has_status && has_name && has_project && self.id.is_none_or(|id| instance.id == id)
    }
}
