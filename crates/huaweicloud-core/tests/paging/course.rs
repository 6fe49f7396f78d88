//! Which pages are asked for.

use huaweicloud_core::{PageCursor, PagingInfo};
use proptest::prelude::*;

use crate::list::List;
use crate::{NUMBERED, POSITION, Page, REFUSING_OTHERWISE, SKIPPING, UNCOUNTED, request};

/// Runs what never waits for anything.
fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

fn list_for(info: &'static PagingInfo<Page, i64>, elements: i64) -> List {
    let counts = if std::ptr::eq(info, &raw const NUMBERED) { PageCursor::Pages } else { PageCursor::Elements };
    let list = List::of(elements, usize::from(std::ptr::eq(info, &raw const POSITION)), counts, info);
    list.state().is_past_end_refused = std::ptr::eq(info, &raw const SKIPPING);
    list.state().is_counted = !std::ptr::eq(info, &raw const UNCOUNTED);
    list
}

fn all(info: &'static PagingInfo<Page, i64>, list: &List) -> Vec<i64> {
    run(request(list).pages(info).items().into_vec()).unwrap()
}

#[test]
fn each_dialect_gives_all_elements_and_asks_for_no_page_too_many() {
    for (info, asked) in [
        (&SKIPPING, vec![(None, Some(50)), (Some(50), Some(50)), (Some(100), Some(50))]),
        (&POSITION, vec![(None, Some(50)), (Some(51), Some(50)), (Some(101), Some(50))]),
        (&UNCOUNTED, vec![(None, Some(50)), (Some(50), Some(50)), (Some(100), Some(50))]),
    ] {
        let list = list_for(info, 120);
        assert_eq!(all(info, &list), (0..120).collect::<Vec<_>>());
        let state = list.state();
        assert_eq!((&state.asked, state.asked_past_end), (&asked, 0));
    }
    let list = list_for(&NUMBERED, 25);
    assert_eq!(all(&NUMBERED, &list).len(), 25);
    assert_eq!(list.state().asked, [(None, None), (Some(1), None), (Some(2), None)]);
}

#[test]
fn a_list_of_whole_pages_ends_with_the_last_one_if_it_is_counted() {
    for info in [&SKIPPING, &POSITION, &NUMBERED] {
        let list = list_for(info, 100);
        assert_eq!(all(info, &list).len(), 100);
        assert_eq!(list.state().asked_past_end, 0);
    }
    // One that is not counted can only be known by a page that is empty.
    let list = list_for(&UNCOUNTED, 100);
    assert_eq!((all(&UNCOUNTED, &list).len(), list.state().asked_past_end), (100, 1));
}

#[test]
fn a_list_that_takes_no_notice_of_the_cursor_ends() {
    let list = list_for(&UNCOUNTED, 100);
    list.state().is_cursor_ignored = true;
    assert_eq!((all(&UNCOUNTED, &list).len(), list.state().asked.len()), (50, 2));
    // Nor is it another page for what else stands in the response.
    let list = list_for(&UNCOUNTED, 100);
    (list.state().is_cursor_ignored, list.state().is_numbered) = (true, true);
    assert_eq!((all(&UNCOUNTED, &list).len(), list.state().asked.len()), (50, 2));
}

#[test]
fn null_in_place_of_an_element_ends_no_list_and_moves_no_page() {
    for info in [&SKIPPING, &POSITION, &NUMBERED, &UNCOUNTED] {
        let list = list_for(info, 120);
        // One page of nothing else, too.
        list.state().nulls = [0, 7, 49].into_iter().chain(50..100).collect();
        let visible = list.visible();
        assert_eq!(all(info, &list), visible);
        assert_eq!(list.state().asked_past_end, 0);
    }
}

#[test]
fn a_request_says_where_to_begin_and_how_much_to_ask_for() {
    let list = list_for(&SKIPPING, 30);
    let mut from = request(&list);
    from.set_query("start", 12).set_query("limit", 7);
    assert_eq!(run(from.pages(&SKIPPING).items().into_vec()).unwrap(), (12..30).collect::<Vec<_>>());
    assert_eq!(list.state().asked, [(Some(12), Some(7)), (Some(19), Some(7)), (Some(26), Some(7))]);
}

#[test]
fn what_comes_at_once_is_asked_for_once() {
    let list = list_for(&NUMBERED, 35);
    let mut found = request(&list);
    found.set_query("keyword", "a");
    assert_eq!(run(found.pages(&NUMBERED).items().into_vec()).unwrap().len(), 35);
    assert_eq!(list.state().asked.len(), 1);
}

#[test]
fn a_refusal_beyond_the_end_of_a_list_that_shrank_is_its_end_and_any_other_is_an_error() {
    let list = list_for(&SKIPPING, 60);
    list.state().shrinks_by = vec![20];
    assert_eq!(all(&SKIPPING, &list), (0..50).collect::<Vec<_>>());
    assert_eq!(list.state().asked_past_end, 1);
    // On the first page it is the request that is wrong.
    let list = list_for(&SKIPPING, 3);
    let mut wrong = request(&list);
    wrong.set_query("start", 9);
    assert!(run(wrong.pages(&SKIPPING).items().into_vec()).unwrap_err().is_service());
    // One with a code that says nothing of the end may come in the middle.
    let list = list_for(&SKIPPING, 60);
    list.state().is_past_end_refused = true;
    list.state().shrinks_by = vec![20];
    assert!(run(request(&list).pages(&REFUSING_OTHERWISE).items().into_vec()).unwrap_err().is_service());
}

proptest! {
    #[test]
    fn a_list_that_shrinks_is_followed_without_loop_or_duplicate(
        elements in 0..200_i64,
        size in 1..60_usize,
        shrinks_by in prop::collection::vec(0..40_usize, 0..8),
        dialect in 0..4_usize,
        counted in any::<bool>(),
        nulls in prop::collection::btree_set(0..200_i64, 0..20),
    ) {
        let info = [&SKIPPING, &POSITION, &NUMBERED, &UNCOUNTED][dialect];
        let list = list_for(info, elements);
        let is_shrinking = shrinks_by.iter().any(|elements| *elements > 0);
        // A list that is to be counted and is not may be asked for one page too many.
        list.state().is_counted &= counted;
        let is_counted = list.state().is_counted;
        if !is_counted {
            list.state().is_past_end_refused = false;
            // More than the service gives may be asked for only where it is known how many that is.
            list.state().max_size = if dialect == 2 { 60 } else { 50 };
        }
        list.state().shrinks_by = shrinks_by;
        list.state().nulls = nulls;
        let mut from = request(&list);
        from.set_query("limit", size as u64);
        let seen = run(from.pages(info).items().into_vec()).unwrap();
        prop_assert!(seen.is_sorted_by(|one, other| one < other), "{:?}", seen);
        let visible = list.visible();
        let state = list.state();
        prop_assert!(state.asked.len() <= usize::try_from(elements).unwrap() / size.min(50) + 2);
        // What is still there was seen, and all of a list that did not shrink.
        prop_assert!(seen.starts_with(&visible));
        if !is_shrinking {
            prop_assert_eq!(seen.len(), visible.len());
            prop_assert!(!is_counted || state.asked_past_end == 0);
        }
    }
}
