//! A list of a thousand pages by `items`, against the loop that a program would write.
//!
//! The transport is in memory, so that what is measured is this crate alone: over a network both sides wait for the same pages, and
//! the ratio is nearer to one. It is the median of the ratios within rounds. With `--check` the program fails below a limit.

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on has nothing to report")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

use huaweicloud_core::{
    BuiltClient, Bytes, ClientBuilder, Credentials, Method, Operation, PageCursor, PageEnd, PagingInfo, Service,
    ServiceClient, ServiceInfo, Transport, TransportFuture, TransportRequest, TransportResponse,
};

/// The least part of the speed of the loop.
const LIMIT: f64 = 0.95;
const ROUNDS: usize = 15;
const PAGES: u64 = 1_000;
const PAGE_SIZE: u64 = 50;
const ELEMENTS: u64 = PAGES * PAGE_SIZE;
const LIST: Operation = Operation::new("ListWidgets", Method::Get, "/v1/widgets").idempotent();

#[derive(Debug, Default)]
struct Widget {
    id: i64,
    name: Option<String>,
}

huaweicloud_core::fields! {
    Widget requires ["id"] {
        "id" => id,
        "name" => name,
    }
}

#[derive(Debug, Default)]
struct Page {
    widgets: Vec<Widget>,
    total: i64,
}

huaweicloud_core::fields! {
    Page requires ["widgets"] {
        "widgets" => widgets,
        "total" => total,
    }
}

static PAGING: PagingInfo<Page, Widget> = PagingInfo::new(
    PageCursor::Elements,
    "offset",
    0,
    PageEnd::Total,
    |page: &Page| page.widgets.len(),
    |page: Page| page.widgets,
)
.with_size("limit", Some(PAGE_SIZE), Some(PAGE_SIZE))
.with_total(|page| Some(page.total.unsigned_abs()));

/// A service whose every page is the same.
struct Same(Bytes);

impl Transport for Same {
    fn send(&self, _: TransportRequest) -> TransportFuture<'_> {
        Box::pin(std::future::ready(Ok(TransportResponse::new(self.0.clone()))))
    }
}

struct Widgets(ServiceClient);

impl Service for Widgets {
    const INFO: ServiceInfo = ServiceInfo::new("widgets", "widgets", &[]);
    const USER_AGENT: &'static str = "widgets/1.0";

    fn from_built(client: BuiltClient<Self>) -> Self {
        Self(client.into_service_client())
    }
}

fn client() -> ServiceClient {
    let mut page = String::from("{\"widgets\":[");
    for id in 0..PAGE_SIZE {
        let comma = if id == 0 { "" } else { "," };
        write!(page, "{comma}{{\"id\":{id},\"name\":\"widget number {id}\"}}").unwrap();
    }
    write!(page, "],\"total\":{ELEMENTS}}}").unwrap();
    let credentials = Credentials::new("AKEXAMPLE00000000001", "SKexample0000000000000000000000000000001");
    let builder = ClientBuilder::<Widgets>::new().endpoint("https://w.example").credentials(credentials);
    builder.transport(Same(page.into())).build().unwrap().0
}

fn length(widget: Widget) -> usize {
    black_box(widget.id);
    black_box(widget.name).map_or(0, |name| name.len())
}

async fn by_items(client: &ServiceClient) -> usize {
    let mut items = client.request(&LIST).pages(&PAGING).items();
    let mut sum = 0;
    while let Some(widget) = items.next().await {
        sum += length(widget.unwrap());
    }
    sum
}

async fn by_hand(client: &ServiceClient) -> usize {
    let (mut offset, mut sum) = (0_u64, 0);
    loop {
        let mut request = client.request(&LIST);
        request.set_query("offset", offset).set_query("limit", PAGE_SIZE);
        let page = request.send::<Page>().await.unwrap().into_inner();
        if page.widgets.is_empty() {
            return sum;
        }
        offset += page.widgets.len() as u64;
        for widget in page.widgets {
            sum += length(widget);
        }
        if offset >= page.total.unsigned_abs() {
            return sum;
        }
    }
}

/// Calls per second of a round.
fn speed(run: impl FnOnce() -> usize) -> f64 {
    let start = Instant::now();
    black_box(run());
    1.0 / start.elapsed().as_secs_f64()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| arguments.iter().any(|argument| argument == name);
    // `cargo test --benches` runs this too, and wants to know only that it works.
    let rounds = if given("--bench") && !given("--short") { ROUNDS } else { 1 };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = client();
    assert_eq!(runtime.block_on(by_items(&client)), runtime.block_on(by_hand(&client)));
    let mut ratios: Vec<f64> = (0..rounds)
        .map(|_| {
            let by_hand = speed(|| runtime.block_on(by_hand(&client)));
            speed(|| runtime.block_on(by_items(&client))) / by_hand
        })
        .collect();
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or(f64::NAN);
    println!("{PAGES} pages of {PAGE_SIZE} elements: items against the loop, ratio {ratio:.3} (at least {LIMIT})");
    let limit = if given("--short") { LIMIT / 2.0 } else { LIMIT };
    if given("--check") && ratio < limit { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
