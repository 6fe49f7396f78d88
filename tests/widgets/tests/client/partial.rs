//! Failures of single things inside a success, as the specification says of each operation.

use widgets::cogs::{CogsToScrap, ScrappedCog, ScrappedCogs};
use widgets::testing::MockService;

#[tokio::test]
async fn what_failed_is_named_with_its_code_and_its_reason() {
    let service = MockService::new();
    let cog = |name: &str, result: &str| ScrappedCog::new().name(name).result(result);
    let failed = cog("right", "no").code("W.9").why("it turns");
    service
        .when_scrap_cogs()
        .respond(ScrappedCogs::new().all(false).results([cog("left", "ok"), failed]))
        .then_respond(ScrappedCogs::new().all(true).results([cog("left", "ok")]));
    let client = service.client();
    let scrap = async || client.scrap_cogs(CogsToScrap::new(["left"])).send().await.unwrap();
    let response = scrap().await;
    assert_eq!(response.failures()[0].thing(), "right");
    let error = response.ensure_all_succeeded().unwrap_err();
    assert!(error.is_partial_failure());
    assert_eq!(error.message(), "1 of 2 failed: right (W.9: it turns)");
    assert!(scrap().await.ensure_all_succeeded().is_ok());
}
