//! Lists in pages: what a program sees, and which pages it asks for.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod course;
mod list;
mod streams;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    BuiltClient, ClientBuilder, Credentials, Method, Operation, PageCursor, PageEnd, PagingInfo, RequestBuilder,
    Service, ServiceClient, ServiceInfo,
};

use crate::list::List;

const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/widgets").idempotent();

/// A page as services send it; the total may be text.
#[derive(Debug, Default)]
struct Page {
    widgets: Vec<i64>,
    total: Option<String>,
}

huaweicloud_core::fields! {
    Page {
        "widgets" => widgets,
        "total" => total,
    }
}

const fn info(counts: PageCursor, first: u64, end: PageEnd) -> PagingInfo<Page, i64> {
    PagingInfo::new(counts, "start", first, end, |page: &Page| page.widgets.len(), |page: Page| page.widgets)
        .in_list(&["widgets"])
        .with_total(|page| page.total.as_deref().and_then(|total| total.parse().ok()))
}

/// Elements to skip; a page after the end is refused.
static SKIPPING: PagingInfo<Page, i64> = info(PageCursor::Elements, 0, PageEnd::Total)
    .with_size("limit", Some(10), Some(50))
    .refusing_past_end_with(&["W.62"]);
/// The same list, of which no source says this code.
static REFUSING_OTHERWISE: PagingInfo<Page, i64> = info(PageCursor::Elements, 0, PageEnd::Total)
    .with_size("limit", Some(10), Some(50))
    .refusing_past_end_with(&["W.61"]);
/// The position of an element, from 1.
static POSITION: PagingInfo<Page, i64> =
    info(PageCursor::Elements, 1, PageEnd::Total).with_size("limit", None, Some(50));
/// The number of a page.
static NUMBERED: PagingInfo<Page, i64> =
    info(PageCursor::Pages, 0, PageEnd::Total).with_size("limit", Some(10), None).whole_with(&["keyword"]);
/// A list that does not say how many elements there are.
static UNCOUNTED: PagingInfo<Page, i64> =
    info(PageCursor::Elements, 0, PageEnd::ShortPage).with_size("limit", Some(10), Some(50));

struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

fn client(list: &List) -> ServiceClient {
    let builder =
        ClientBuilder::<Widgets>::new().endpoint("https://w.example").credentials(Credentials::new("AK", "SK"));
    builder.transport(list.clone()).clock(ManualClock::advancing()).build().unwrap().0
}

fn request(list: &List) -> RequestBuilder {
    client(list).request(&LIST)
}
