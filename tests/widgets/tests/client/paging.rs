//! Lists that come in pages, as the specification says of each.

use widgets::cogs::{CogListEntry, CogPage, Turning, TurningPage};
use widgets::testing::MockService;

#[tokio::test]
async fn elements_are_skipped_up_to_the_total() {
    let service = MockService::new();
    let page = |teeth: std::ops::Range<i32>| {
        CogPage::new().total(60).cogs(teeth.map(|teeth| CogListEntry::new(teeth.to_string())))
    };
    service.when_list_cogs().with_limit(50).without_offset().respond(page(0..50));
    service.when_list_cogs().with_limit(50).with_offset(50).respond(page(50..60));
    let mut cogs = service.client().list_cogs([2], 1).items();
    for expected in 0..60 {
        assert_eq!(cogs.next().await.unwrap().unwrap().id, expected.to_string());
    }
    assert!(cogs.next().await.is_none() && cogs.rest().unwrap().is_none());
}

#[tokio::test]
async fn a_list_that_is_null_or_absent_has_no_elements() {
    let mut null = CogPage::new().total(0);
    null.cogs = Some(None);
    for page in [null, CogPage::new().total(0)] {
        let service = MockService::new();
        service.when_list_cogs().respond(page);
        assert!(service.client().list_cogs([2], 1).items().next().await.is_none());
    }
}

#[tokio::test]
async fn all_come_at_once_beside_a_parameter_that_says_so() {
    let service = MockService::new();
    service.when_list_cogs().without_limit().respond(CogPage::new().total(9).cogs([CogListEntry::new("a")]));
    let cogs = service.client().list_cogs([2], 1).names(["a"]).items().into_vec().await.unwrap();
    assert_eq!(cogs.len(), 1);
}

#[tokio::test]
async fn pages_are_numbered_up_to_one_that_is_not_full() {
    let service = MockService::new();
    let page = |turnings: usize| TurningPage::new().turnings(vec![Turning::new(); turnings]);
    service.when_list_turnings().with_per_page(20).without_page().respond(page(20));
    service.when_list_turnings().with_per_page(20).with_page(2).respond(page(7));
    let mut pages = service.client().list_turnings().pages();
    assert_eq!(pages.next().await.unwrap().unwrap().turnings.len(), 20);
    assert_eq!(pages.next().await.unwrap().unwrap().turnings.len(), 7);
    assert!(pages.next().await.is_none() && pages.total().is_none());
}
