//! The pages for people, as a browser gets them.

use std::collections::BTreeSet;
use std::path::Path;

use huaweicloud_sim::{Credentials, Effect, Fault, Service, Simulator, StateCell, StateTable};
use serde_json::json;

use crate::browser::{Form, Page};
use crate::wire::{Request, builder, simulator, widgets};

const OPERATIONS: &str = "/_sim/operations";

/// The page of an operation, its form posted as it stands but for some values.
async fn sent(simulator: &Simulator, operation: &str, values: &[(&str, &str)]) -> Page {
    let page = Page::get(simulator, &format!("{OPERATIONS}/{operation}")).await;
    let form = values.iter().fold(page.forms[0].clone(), |form, (name, value)| form.with(name, value));
    Page::post(simulator, &form).await
}

/// The status of the response that a page shows, none if it shows none.
fn shown_status(page: &Page) -> Option<u16> {
    let (_, rest) = page.response.body.split_once("class=\"status\" role=\"status\"><span class=\"")?;
    rest.split_once('>')?.1.get(..3)?.parse().ok()
}

#[tokio::test]
async fn each_operation_of_each_bundle_has_a_page_whose_form_is_answered_as_it_stands() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi");
    let bundles = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let bundles = bundles.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    let mut services = vec![widgets()];
    services.extend(bundles.map(|path| Service::from_bundle(&std::fs::read_to_string(path).unwrap()).unwrap()));
    assert!(services.len() > 1);
    for service in services {
        let ids: Vec<String> = service.operations().map(str::to_owned).collect();
        let simulator = builder().start(service.sdk_name("service")).await.unwrap();
        let list = Page::get(&simulator, OPERATIONS).await;
        assert!(list.response.body.len() < 300_000, "{}", list.response.body.len());
        for id in &ids {
            assert!(list.links.contains(&format!("{OPERATIONS}/{id}")), "{id}");
            let page = sent(&simulator, id, &[]).await;
            let status = shown_status(&page);
            assert!(status.is_some_and(|status| (200..300).contains(&status)), "{id} {status:?}: {}", page.text);
            assert!(page.response.body.len() < 300_000, "{id}: {}", page.response.body.len());
            assert!(simulator.requests().last().unwrap().was_executed(), "{id}");
        }
    }
}

#[tokio::test]
async fn no_page_runs_anything_or_leads_elsewhere() {
    let simulator = simulator().await;
    let sent = sent(&simulator, "CreateWidget", &[]).await;
    let mut pages = vec![sent];
    for target in ["/_sim/", OPERATIONS, "/_sim/calls", "/_sim/operations/CreateWidget", "/_sim/operations/None"] {
        pages.push(Page::get(&simulator, target).await);
    }
    for page in pages {
        assert!(
            !page.names.iter().any(|name| name == "script" || name == "style" || name.starts_with("on")),
            "{:?}",
            page.names
        );
        assert!(page.links.iter().all(|link| link.starts_with("/_sim/")), "{:?}", page.links);
        assert!(page.forms.iter().all(|form| form.action.starts_with("/_sim/")), "{:?}", page.forms);
        let policy = page.response.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.response.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(page.response.header("cache-control"), Some("no-store"));
    }
    let style = Page::get(&simulator, "/_sim/style.css").await.response;
    assert_eq!((style.status, style.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert!(!style.body.contains("http") && !style.body.contains("@import"));
}

#[tokio::test]
async fn forms_of_other_pages_are_not_taken() {
    let simulator = simulator().await;
    let home = Page::get(&simulator, "/_sim/").await;
    let operation = Page::get(&simulator, "/_sim/operations/CreateWidget").await.forms[0].clone();
    let step = home.form("/_sim/forms/clock", "3600");
    let fault = home.form("/_sim/forms/faults", "probability").with("kind", "drop");
    let oddity = home.form("/_sim/forms/oddities", "texts").click("texts");
    for form in [operation, step, fault, oddity] {
        for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"] {
            form.request(&simulator).header("origin", origin).send().await.refusal(403, "APIGW.0302");
        }
        form.request(&simulator).header("sec-fetch-site", "cross-site").send().await.refusal(403, "APIGW.0302");
        let mut rebound = form.request(&simulator).header("origin", "http://evil.example");
        rebound.headers[0].1 = "evil.example".to_owned();
        rebound.send().await.refusal(403, "APIGW.0302");
        // Who does not say where it comes from is not taken either, and what is got changes nothing.
        assert_eq!(form.request(&simulator).send().await.status, 403);
        let got = Request::new(
            &simulator,
            "GET",
            &format!("{}?advance_seconds=60&kind=drop", form.action.split('#').next().unwrap()),
        );
        assert_ne!(got.send().await.status, 303);
    }
    assert!(simulator.requests().is_empty() && simulator.faults().all().is_empty());
    assert!(simulator.oddities().on().is_empty());
    assert_eq!(Request::new(&simulator, "GET", "/_sim/clock").send().await.json()["now"], "2024-03-09T01:02:03.000Z");
    // It is for browsers; a program is told what there is for it.
    let told = Request::new(&simulator, "GET", "/_sim/").header("accept", "application/json").send().await;
    assert!(told.refusal(404, "APIGW.0101").contains("/_sim/coverage"));
    assert_eq!(Request::new(&simulator, "GET", "/_sim").send().await.header("location"), Some("/_sim/"));
}

#[tokio::test]
async fn nothing_secret_stands_on_any_page() {
    let secrets = ["hunter-key", "hunter-token", "hunter-password", "hunter-body", "hunter-query", "hunter-answer"];
    let mut credentials = Credentials::default();
    credentials.add_user("d", "u", secrets[2]);
    let service = widgets().on("CreateWidget", |_| {
        huaweicloud_sim::Response::json(200, &json!({"id": "w", "part": {"Secret_Key": "hunter-answer"}}))
    });
    let builder = builder().credentials(credentials).access_key("AK", secrets[0]).token(secrets[1]);
    let simulator = builder.start(service).await.unwrap();
    let by_token = Request::new(&simulator, "POST", "/v1/p/widgets?password=hunter-query");
    let body = json!({"name": "hunter-body", "password": "hunter-body"});
    by_token.header("x-auth-token", secrets[1]).header("content-type", "application/json").body(body).send().await;
    Request::new(&simulator, "GET", "/v1/p/widgets?kind=a").sign_with("AK", secrets[0]).send().await;
    assert_eq!(simulator.requests().len(), 2);

    let body = Page::get(&simulator, "/_sim/operations/CreateWidget").await.forms[0].clone().fields;
    let body =
        body.iter().find(|(name, _)| name == "body").unwrap().1.replacen('{', r#"{"password": "hunter-body","#, 1);
    let sent = sent(&simulator, "CreateWidget", &[("body", &body)]).await;
    assert_eq!(shown_status(&sent), Some(200), "{}", sent.text);
    // What was sent is what was given, and what is shown is signed as it is shown.
    let last = simulator.requests().pop().unwrap();
    assert!(String::from_utf8_lossy(last.body()).contains("hunter-body"));
    assert!(
        sent.text.contains("is shown as ********") && sent.text.contains("Access=AKSIMULATORPAGE"),
        "{}",
        sent.text
    );
    let mut pages = vec![sent];
    let mut seen = BTreeSet::new();
    let mut next = vec!["/_sim/".to_owned()];
    while let Some(target) = next.pop() {
        let page = Page::get(&simulator, &target).await;
        assert_eq!(page.response.status, 200, "{target}");
        next.extend(page.links.iter().filter(|link| seen.insert((*link).clone())).cloned());
        pages.push(page);
    }
    assert!(pages.len() > 22, "all operations, and the others: {}", pages.len());
    for page in pages {
        for secret in secrets {
            assert!(!page.response.body.contains(secret), "{secret}: {}", page.text);
        }
    }
}

#[tokio::test]
async fn whatever_is_given_stays_text() {
    const HOSTILE: &str = "\"'><script>alert(1)</script><a href=\"javascript:x\">&lt;";
    let simulator = simulator().await;
    let values = [("path.project_id", HOSTILE), ("query.kind", HOSTILE), ("body", HOSTILE)];
    let mut pages =
        vec![sent(&simulator, "ListWidgets", &values).await, sent(&simulator, "CreateWidget", &values).await];
    let fault = Fault::new(Effect::Refuse {
        status: 503,
        code: Some(HOSTILE.to_owned()),
        message: None,
        retry_after_seconds: None,
    });
    simulator.faults().add(fault.on(HOSTILE)).unwrap();
    Request::new(&simulator, "GET", "/v1/<script>alert(1)</script>").send().await;
    let encoded: String = HOSTILE.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02x}"));
    for target in [
        "/_sim/",
        "/_sim/calls",
        "/_sim/operations?q=",
        "/_sim/operations/",
        "/_sim/state/",
        "/_sim/operations/ListWidgets?example=",
    ] {
        pages.push(
            Page::get(
                &simulator,
                &format!("{target}{}", if target.ends_with(['/', '=']) && target != "/_sim/" { &encoded } else { "" }),
            )
            .await,
        );
    }
    for page in &pages {
        assert!(
            !page.response.body.contains("<script>") && !page.response.body.contains("<a href=\"javascript"),
            "{page:?}"
        );
        assert!(!page.names.iter().any(|name| name == "script"));
    }
    assert!(pages[0].text.contains("alert(1)"), "{}", pages[0].text);
}

#[tokio::test]
async fn faults_are_added_shown_and_taken_back() {
    let simulator = simulator().await;
    let home = Page::get(&simulator, "/_sim/").await;
    let add =
        |kind: &str| home.form("/_sim/forms/faults", "probability").with("kind", kind).with("operation", "ListWidgets");
    let page = Page::follow(&simulator, &add("lose-response").with("times", "1")).await;
    assert!(page.text.contains("lose-response") && page.text.contains("1 times"), "{}", page.text);
    let cut = sent(&simulator, "ListWidgets", &[]).await;
    assert_eq!(shown_status(&cut), None);
    assert!(cut.text.contains("a fault took it") && cut.text.contains("lose-response"), "{}", cut.text);
    Page::follow(&simulator, &add("truncate").with("bytes", "7")).await;
    let truncated = sent(&simulator, "ListWidgets", &[]).await;
    assert_eq!(shown_status(&truncated), Some(200));
    assert!(truncated.text.contains("truncate bytes 7"), "{}", truncated.text);
    let both = Page::get(&simulator, "/_sim/").await;
    let left = Page::follow(&simulator, &both.form("/_sim/forms/faults-end", "1")).await;
    assert!(!left.text.contains("1 times") && left.text.contains("1 of 1"), "{}", left.text);
    let none = Page::follow(&simulator, &left.form("/_sim/forms/faults-end", "all")).await;
    assert!(none.text.contains("everything goes well") && simulator.faults().all().is_empty());
    let wrong = Page::post(&simulator, &add("refuse").with("status", "200")).await;
    assert_eq!(wrong.response.status, 400);
    assert!(wrong.text.contains("`status` must be from 400 to 599, and is 200"), "{}", wrong.text);
}

#[tokio::test]
async fn oddities_are_switched_on_and_off() {
    let cogs = |_: &huaweicloud_sim::Call<'_>| huaweicloud_sim::Response::json(200, &json!({"id": "w", "size": 1}));
    let service = widgets().on("CreateWidget", cogs).oddity("late", "Comes <late>.");
    let simulator = builder().start(service).await.unwrap();
    let form = |page: &Page| page.form("/_sim/forms/oddities", "texts");
    let home = Page::get(&simulator, "/_sim/").await;
    assert!(home.text.contains("None is on") && home.text.contains("Comes <late>."), "{}", home.text);
    assert_eq!(form(&home).unticked.len(), simulator.oddities().known().count());
    assert_eq!(form(&home).fields, []);

    let two = Page::follow(&simulator, &form(&home).click("texts").click("late")).await;
    assert_eq!(simulator.oddities().on(), ["late", "texts"]);
    assert_eq!(form(&two).fields.len(), 2, "{:?}", form(&two));
    let odd = sent(&simulator, "CreateWidget", &[]).await;
    assert!(odd.text.contains(r#""size": "1""#), "{}", odd.text);

    let one = Page::follow(&simulator, &form(&two).click("texts")).await;
    assert_eq!((simulator.oddities().on(), form(&one).fields.len()), (vec!["late"], 1));
    let unknown = Page::post(&simulator, &form(&one).with("oddity", "cubes")).await;
    assert_eq!(unknown.response.status, 400);
    assert!(unknown.text.contains("there is no oddity `cubes`"), "{}", unknown.text);
    Page::follow(&simulator, &form(&one).click("late")).await;
    assert!(simulator.oddities().on().is_empty());
}

#[tokio::test]
async fn the_clock_is_driven() {
    let simulator = simulator().await;
    let home = Page::get(&simulator, "/_sim/").await;
    assert!(home.text.contains("2024-03-09 01:02:03 UTC"), "{}", home.text);
    let later = Page::follow(&simulator, &home.form("/_sim/forms/clock", "86400")).await;
    assert!(later.text.contains("2024-03-10 01:02:03 UTC"), "{}", later.text);
    let faster = Page::follow(&simulator, &home.form("/_sim/forms/clock", "speed").with("speed", "60.5")).await;
    assert!(faster.text.contains("speed 60.5"), "{}", faster.text);
    for (name, value) in
        [("speed", "-1"), ("speed", "fast"), ("advance_seconds", "1.5"), ("advance_seconds", "9999999999999")]
    {
        let form = Form { action: "/_sim/forms/clock".to_owned(), ..Form::default() }.with(name, value);
        assert_eq!(Page::post(&simulator, &form).await.response.status, 400, "{name} {value}");
    }
    assert!(Page::get(&simulator, "/_sim/").await.text.contains("2024-03-10 01:02:03 UTC"));
}

#[tokio::test]
async fn calls_are_shown_newest_first_and_operations_are_found() {
    let simulator = simulator().await;
    for limit in 0..101 {
        Request::new(&simulator, "GET", &format!("/v1/p{limit}/widgets?kind=a")).sign().send().await;
    }
    Request::new(&simulator, "GET", "/v1/p/nothing").sign().send().await;
    let page = Page::get(&simulator, "/_sim/calls").await;
    let at = |text: &str| page.text.find(text).unwrap_or_else(|| panic!("{text}: {}", page.text));
    assert!(at("/v1/p/nothing") < at("/v1/p100/widgets") && at("/v1/p100/widgets") < at("/v1/p99/widgets"));
    assert!(page.text.contains("APIGW.0101") && !page.text.contains("kind=a") && !page.text.contains("/v1/p1/"));
    let older = page.links.iter().find(|link| link.contains("skip")).unwrap();
    assert!(Page::get(&simulator, older).await.text.contains("/v1/p1/widgets"));

    let found = Page::get(&simulator, "/_sim/operations?q=gadget+UP%44ATE").await;
    assert!(
        found.text.contains("1 of 20 operations") && found.links.contains(&"/_sim/operations/UpdateGadget".to_owned())
    );
}

#[tokio::test]
async fn the_state_is_shown_a_page_at_a_time_and_fills_the_forms() {
    let service =
        widgets().suggest(|_, parameter| (parameter == "name").then(|| "a-cog".to_owned())).inspect(|query| {
            let cogs = 0_u32..10_000;
            match query.path().as_slice() {
                [] => Some(vec![StateTable::new(
                    query,
                    "cogs",
                    ["name"],
                    cogs.map(|cog| [StateCell::leading_to(format!("cog {cog}"), ["cogs".to_owned(), cog.to_string()])]),
                )]),
                ["cogs", cog] => {
                    let cog: u32 = cog.parse().ok().filter(|cog| cogs.contains(cog))?;
                    Some(vec![StateTable::new(
                        query,
                        "teeth",
                        ["tooth"],
                        (0..cog).map(|tooth| [format!("tooth {tooth}")]),
                    )])
                }
                _ => None,
            }
        });
    let simulator = builder().start(service).await.unwrap();
    for target in ["/_sim/", "/_sim/state"] {
        let page = Page::get(&simulator, target).await;
        assert!(page.response.body.len() < 40_000, "{}", page.response.body.len());
        assert!(page.text.contains("10000") && page.text.contains("cog 99\n") && !page.text.contains("cog 100\n"));
        let more = page.links.iter().find(|link| link.contains("skip=100")).unwrap();
        assert!(Page::get(&simulator, more).await.text.contains("cog 100\n"));
    }
    let detail = Page::get(&simulator, "/_sim/state/cogs/3").await;
    assert!(detail.text.contains("tooth 2") && detail.links.contains(&"/_sim/state".to_owned()));
    for target in ["/_sim/state/cogs/10000", "/_sim/state/none"] {
        assert_eq!(Page::get(&simulator, target).await.response.status, 404);
    }
    let cog = sent(&simulator, "ShowCog", &[]).await;
    assert!(cog.text.contains("/cogs/a-cog"), "{}", cog.text);
}
