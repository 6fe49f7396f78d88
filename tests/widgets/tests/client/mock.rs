//! The client against a mock service, with the types of each operation.

use widgets::cogs::{CogPage, CogSetting, Oil};
use widgets::testing::MockService;

#[tokio::test]
async fn what_a_test_says_has_the_types_of_the_operation() {
    let service = MockService::new();
    service
        .when_list_cogs()
        .with_sizes([2_u8, 3])
        .with_names(["a", "b"])
        .without_colours()
        .respond(CogPage::new().total(2))
        .then_refuse(404, "W.404", "gone");
    service.when_adjust_cog().with_body(CogSetting::new().play(0.5)).respond(CogSetting::new().adjusted(3));
    service.when_oil_cog().body_where(|oil| oil.drops == Some(2)).respond();
    service.when_show_cog_manual().with_name("c").respond("First line").then_respond("Second line");
    let client = service.client();
    let list = async || client.list_cogs([3, 2], 1).names(["a", "b"]).send().await;
    assert!(
        list().await.is_err_and(|error| error.to_string().contains("query `sizes` is `3,2`")),
        "joined in their order"
    );
    let list = async || client.list_cogs([2, 3], 1).names(["a", "b"]).send().await;
    assert_eq!(list().await.unwrap().total, Some(2));
    assert_eq!(list().await.unwrap_err().error_code(), Some("W.404"));
    let adjusted = client.adjust_cog("c", CogSetting::new().play(0.5)).send().await.unwrap();
    assert_eq!(adjusted.adjusted, Some(3), "a service sends what clients only read");
    client.oil_cog("c", Oil::new("thin").drops(2)).send().await.unwrap();
    for line in ["First line", "Second line"] {
        assert_eq!(client.show_cog_manual("c").send().await.unwrap().as_str(), line);
    }
    assert_eq!(service.requests().len(), 7);
    let end = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| service.verify()));
    end.expect_err("one request was not expected");
    std::mem::forget(service);
}
