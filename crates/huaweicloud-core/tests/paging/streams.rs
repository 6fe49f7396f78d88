//! Pages and elements as streams: totals, errors, what is left.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use huaweicloud_core::{PageCursor, RequestParts};

use crate::list::List;
use crate::{LIST, NUMBERED, SKIPPING, client, request};

fn skipping(elements: i64) -> List {
    List::of(elements, 0, PageCursor::Elements, &SKIPPING)
}

#[tokio::test]
async fn pages_are_responses_and_say_how_many_elements_there_are() {
    let list = skipping(60);
    let mut pages = request(&list).pages(&SKIPPING);
    assert_eq!(pages.total(), None);
    let first = pages.next().await.unwrap().unwrap();
    assert_eq!((first.widgets.len(), first.http_status(), pages.total()), (50, 200, Some(60)));
    assert_eq!(pages.next().await.unwrap().unwrap().widgets.len(), 10);
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!(list.state().asked.len(), 2);
}

#[tokio::test]
async fn nothing_is_asked_for_before_it_is_wanted() {
    let list = skipping(60);
    let mut items = request(&list).pages(&SKIPPING).items();
    assert!(list.state().asked.is_empty());
    for expected in 0..50 {
        assert_eq!(items.next().await.unwrap().unwrap(), expected);
        assert_eq!((list.state().asked.len(), items.total()), (1, Some(60)));
    }
    items.next().await.unwrap().unwrap();
    assert_eq!(list.state().asked.len(), 2);
    // What has been taken does not come again.
    assert_eq!(items.into_vec().await.unwrap(), (51..60).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_list_of_none_is_one_empty_page() {
    let list = skipping(0);
    let mut pages = request(&list).pages(&SKIPPING);
    assert!(pages.next().await.unwrap().unwrap().widgets.is_empty());
    assert!(pages.next().await.is_none());
    assert_eq!(pages.total(), Some(0));
    assert!(pages.rest().unwrap().is_none());
    assert!(request(&list).pages(&SKIPPING).items().next().await.is_none());
}

#[tokio::test]
async fn an_error_ends_and_the_rest_can_be_asked_for() {
    let list = skipping(120);
    list.state().fails_at = Some(2);
    let mut items = request(&list).pages(&SKIPPING).items();
    for _ in 0..50 {
        items.next().await.unwrap().unwrap();
    }
    assert!(items.next().await.unwrap().unwrap_err().is_protocol());
    assert!(items.next().await.is_none());
    let rest = items.rest().unwrap().unwrap();
    let again = client(&list).request_from_parts(&LIST, rest).unwrap().pages(&SKIPPING).items();
    assert_eq!(again.into_vec().await.unwrap(), (50..120).collect::<Vec<_>>());
}

#[tokio::test]
async fn another_process_can_go_on_at_any_element() {
    for taken in 0..=60 {
        let list = skipping(60);
        let mut items = request(&list).pages(&SKIPPING).items();
        for _ in 0..taken {
            items.next().await.unwrap().unwrap();
        }
        let Some(rest) = items.rest().unwrap() else {
            assert_eq!(taken, 60);
            continue;
        };
        // As text, as it would be kept.
        let kept: RequestParts = serde_json::from_str(&serde_json::to_string(&rest).unwrap()).unwrap();
        let again = client(&list).request_from_parts(&LIST, kept).unwrap().pages(&SKIPPING).items();
        assert_eq!(again.into_vec().await.unwrap(), (taken..60).collect::<Vec<_>>());
    }
    // Of numbered pages, the one that was begun comes again.
    let list = List::of(25, 0, PageCursor::Pages, &NUMBERED);
    let mut items = request(&list).pages(&NUMBERED).items();
    for _ in 0..13 {
        items.next().await.unwrap().unwrap();
    }
    let rest = items.rest().unwrap().unwrap();
    let again = client(&list).request_from_parts(&LIST, rest).unwrap().pages(&NUMBERED).items();
    assert_eq!(again.into_vec().await.unwrap(), (10..25).collect::<Vec<_>>());
}

#[tokio::test]
async fn where_null_is_left_out_nothing_is_lost_that_another_process_goes_on_with() {
    let list = skipping(60);
    list.state().nulls = [0, 3, 10, 11, 55].into();
    let visible = list.visible();
    for taken in 0..visible.len() {
        let mut items = request(&list).pages(&SKIPPING).items();
        for _ in 0..taken {
            items.next().await.unwrap().unwrap();
        }
        let rest = items.rest().unwrap().unwrap();
        let again = client(&list).request_from_parts(&LIST, rest).unwrap().pages(&SKIPPING).items();
        let again = again.into_vec().await.unwrap();
        assert!(again.ends_with(&visible[taken..]), "{taken}: {again:?}");
        assert!(again.len() <= visible.len() - taken + 4, "{taken}: {again:?}");
    }
}

#[test]
fn they_are_streams() {
    let list = skipping(2);
    let mut context = Context::from_waker(Waker::noop());
    let mut items = request(&list).pages(&SKIPPING).items();
    let mut seen = Vec::new();
    while let Poll::Ready(Some(item)) = Pin::new(&mut items).poll_next(&mut context) {
        seen.push(item.unwrap());
    }
    assert_eq!((seen.as_slice(), items.size_hint()), ([0, 1].as_slice(), (0, None)));
    let shown = format!("{items:?}");
    assert!(
        shown.starts_with("Items { pages: Pages { request: RequestBuilder { operation: \"ListWidgets\""),
        "{shown}"
    );
}
