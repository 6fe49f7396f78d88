//! Which operation a request is for, and what is said if there is none.

use huaweicloud_sim::{Response, Simulator};

use crate::wire::{Request, builder, simulator, widgets};

async fn get(simulator: &Simulator, path: &str) -> crate::wire::Response {
    Request::new(simulator, "GET", path).sign().send().await
}

#[tokio::test]
async fn operations_of_any_service_answer_with_their_examples() {
    let simulator = simulator().await;
    let response = get(&simulator, "/v1/p/widgets?kind=a").await;
    let bundle: serde_json::Value = serde_json::from_str(crate::wire::BUNDLE).unwrap();
    let examples =
        bundle.pointer("/paths/~1v1~1{project_id}~1widgets/get/responses/200/content/application~1json/examples");
    let example = &examples.unwrap().as_object().unwrap().values().next().unwrap()["value"];
    assert_eq!((response.status, &response.json()), (200, example));
    assert_eq!(response.header("content-type"), Some("application/json"));
    let manual = get(&simulator, "/v1/p/cogs/c/manual").await;
    assert_eq!((manual.status, manual.header("content-type")), (200, None), "it has no example");
}

#[tokio::test]
async fn a_request_may_prefer_another_example() {
    const TWO: &str = r#"{"paths": {"/w": {"get": {"operationId": "List", "responses": {"200": {"content": {"application/json": {
        "examples": {"a": {"value": [1]}, "b": {"value": [2.50]}}}}}, "202": {"description": "Later."}}}}}}"#;
    let simulator = builder().start(huaweicloud_sim::Service::from_bundle(TWO).unwrap()).await.unwrap();
    let preferred = async |prefer: &str| {
        let response = Request::new(&simulator, "GET", "/w").header("prefer", prefer).sign().send().await;
        (response.status, response.body)
    };
    assert_eq!(preferred("example=b").await, (200, "[2.50]".to_owned()));
    assert_eq!(preferred("code=202").await, (202, String::new()));
    for other in ["code=200", "respond-async", "example=c", "code=200, example=a"] {
        assert_eq!(preferred(other).await, (200, "[1]".to_owned()), "{other}");
    }
}

#[tokio::test]
async fn behaviour_takes_the_place_of_the_example() {
    let service = widgets().on("ListWidgets", |call| {
        let weight = call.query().get("weight").unwrap_or("none");
        Response::json(200, &[call.path("project_id")?, call.operation(), weight])
    });
    let simulator = builder().start(service).await.unwrap();
    assert_eq!(get(&simulator, "/v1/p/widgets?kind=a&weight=2").await.body, r#"["p","ListWidgets","2"]"#);
    assert_eq!((simulator.coverage().by_state, simulator.coverage().operations.len()), (1, 20));
}

#[tokio::test]
async fn what_there_is_not_is_told_from_what_is_not_simulated_and_from_other_methods() {
    let service = widgets().not_simulated("GET", "/v0/widgets", "ListWidgets of v0");
    let simulator = builder().start(service).await.unwrap();
    get(&simulator, "/v1/p/nothing").await.refusal(404, "APIGW.0101");
    let message = get(&simulator, "/v0/widgets").await.refusal(404, "APIGW.0103");
    assert!(message.contains("ListWidgets of v0"), "{message}");
    let other = Request::new(&simulator, "DELETE", "/v1/p/widgets").sign().send().await;
    other.refusal(405, "APIGW.0101");
    assert_eq!(other.header("allow"), Some("GET, POST"));
}

#[tokio::test]
async fn what_does_not_keep_the_specification_is_refused() {
    let simulator = simulator().await;
    let message = get(&simulator, "/v1/p/widgets?kind=a&weight=zero").await.refusal(400, "APIGW.0602");
    assert!(message.contains("`weight` must be a number"), "{message}");
    let empty = Request::new(&simulator, "POST", "/v1/p/widgets").sign().send().await;
    empty.refusal(400, "APIGW.0602");
}

#[tokio::test]
async fn requests_are_kept_without_their_secrets() {
    let simulator = simulator().await;
    get(&simulator, "/v1/p/widgets?kind=a&weight=2").await;
    get(&simulator, "/v1/p/nothing").await;
    let [first, second] = &simulator.requests()[..] else { panic!("{:?}", simulator.requests()) };
    assert_eq!((first.operation(), first.status(), first.was_executed()), (Some("ListWidgets"), Some(200), true));
    assert_eq!((first.method(), first.path(), first.query()), ("GET", "/v1/p/widgets", "kind=a&weight=2"));
    assert_eq!((first.header("Authorization"), first.header("x-sdk-date")), (Some("******"), Some("20240309T010203Z")));
    assert!(!format!("{first:?}").contains("Signature="));
    assert_eq!((second.operation(), second.error_code()), (None, Some("APIGW.0101")));
    assert_eq!(second.request_id(), "00000000000000000000000000000002");
}
