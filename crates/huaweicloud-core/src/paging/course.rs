//! Where in a list a program is, and whether there is more.

use super::{PageCursor, PageEnd};

/// How far a list has been read.
#[derive(Clone, Debug)]
pub(super) struct Course {
    counts: PageCursor,
    end: PageEnd,
    first: u64,
    /// Where the first of these pages began.
    begin: u64,
    /// Where the next page begins.
    pub(super) cursor: u64,
    /// How many elements are asked for, if that is known.
    pub(super) size: Option<u64>,
    /// Whether all elements come at once.
    is_whole: bool,
    /// How many elements there are, as the last page said.
    pub(super) total: Option<u64>,
    /// How many elements the pages so far had.
    seen: u64,
    /// Whether a page has come.
    pub(super) is_begun: bool,
    /// Whether the last page has.
    pub(super) is_ended: bool,
}

impl Course {
    pub(super) fn new(
        counts: PageCursor,
        end: PageEnd,
        first: u64,
        cursor: u64,
        size: Option<u64>,
        is_whole: bool,
    ) -> Self {
        Self {
            counts,
            end,
            first,
            begin: cursor,
            cursor,
            size,
            is_whole,
            total: None,
            seen: 0,
            is_begun: false,
            is_ended: false,
        }
    }

    /// Takes note of a page with so many elements.
    pub(super) fn advance(&mut self, elements: u64, total: Option<u64>) {
        self.is_ended = self.ends_with(elements, total);
    }

    /// Moves on to the next page; whether there is none.
    fn ends_with(&mut self, elements: u64, total: Option<u64>) -> bool {
        self.is_begun = true;
        self.total = total.or(self.total);
        self.seen = self.seen.saturating_add(elements);
        if elements == 0 || self.is_whole {
            return true;
        }
        let step = match self.counts {
            PageCursor::Elements => elements,
            PageCursor::Pages => 1,
        };
        // A cursor that cannot grow any more would ask for the same page for ever.
        let Some(cursor) = self.cursor.checked_add(step) else { return true };
        self.cursor = cursor;
        match (self.end, self.total) {
            (PageEnd::Total, Some(total)) => self.passed() >= total,
            // What is to say how many there are does not: then a page that is not full is the best sign.
            (PageEnd::Total, None) | (PageEnd::ShortPage, _) => self.size.is_some_and(|size| elements < size),
        }
    }

    /// Where a page begins that holds the last so many elements before the cursor; none if there are none.
    pub(super) fn before_last(&self, elements: u64) -> Option<u64> {
        let back = match self.counts {
            PageCursor::Elements => elements,
            PageCursor::Pages => elements.min(1),
        };
        (back > 0).then(|| self.cursor.saturating_sub(back))
    }

    /// How many elements are before the cursor, as far as that can be known.
    fn passed(&self) -> u64 {
        match self.counts {
            PageCursor::Elements => self.cursor.saturating_sub(self.first),
            PageCursor::Pages => {
                let before = self.begin.saturating_sub(self.first);
                before.saturating_mul(self.size.unwrap_or_default()).saturating_add(self.seen)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORE: bool = false;
    const LAST: bool = true;

    fn course(counts: PageCursor, end: PageEnd, first: u64, size: Option<u64>) -> Course {
        Course::new(counts, end, first, first, size, false)
    }

    /// Whether a page with so many elements is the last one, and where the next one begins.
    fn after(course: &mut Course, elements: u64, total: Option<u64>) -> (bool, u64) {
        course.advance(elements, total);
        (course.is_ended, course.cursor)
    }

    #[test]
    fn elements_are_counted_from_where_the_list_begins() {
        for first in [0, 1] {
            let mut course = course(PageCursor::Elements, PageEnd::Total, first, Some(10));
            assert_eq!(after(&mut course, 10, Some(13)), (MORE, 10 + first));
            assert_eq!(after(&mut course, 3, Some(13)), (LAST, 13 + first));
        }
    }

    #[test]
    fn pages_are_counted_by_their_number() {
        let mut sized = course(PageCursor::Pages, PageEnd::Total, 1, Some(10));
        assert_eq!(after(&mut sized, 10, Some(20)), (MORE, 2));
        assert_eq!(after(&mut sized, 10, Some(20)), (LAST, 3));
        let mut of_any_size = course(PageCursor::Pages, PageEnd::Total, 0, None);
        assert_eq!(after(&mut of_any_size, 7, Some(9)), (MORE, 1));
        assert_eq!(after(&mut of_any_size, 2, Some(9)), (LAST, 2));
        // From the middle of a list, of which the first pages are not seen.
        let mut later = Course::new(PageCursor::Pages, PageEnd::Total, 0, 3, Some(10), false);
        assert_eq!(after(&mut later, 10, Some(40)), (LAST, 4));
    }

    #[test]
    fn a_page_without_elements_is_the_last_one_whatever_is_said() {
        let mut course = course(PageCursor::Elements, PageEnd::Total, 0, Some(10));
        assert_eq!(after(&mut course, 0, Some(40)), (LAST, 0));
    }

    #[test]
    fn a_service_with_smaller_pages_than_asked_for_is_followed() {
        let mut course = course(PageCursor::Elements, PageEnd::Total, 0, Some(200));
        assert_eq!(after(&mut course, 50, Some(60)), (MORE, 50));
        assert_eq!(after(&mut course, 10, Some(60)), (LAST, 60));
    }

    #[test]
    fn without_a_total_a_page_that_is_not_full_is_the_last_one() {
        for end in [PageEnd::Total, PageEnd::ShortPage] {
            let mut course = course(PageCursor::Elements, end, 0, Some(10));
            assert_eq!(after(&mut course, 10, None), (MORE, 10));
            assert_eq!(after(&mut course, 9, None), (LAST, 19));
        }
        let mut unknown = course(PageCursor::Elements, PageEnd::ShortPage, 0, None);
        assert_eq!(after(&mut unknown, 3, None), (MORE, 3));
        assert_eq!(after(&mut unknown, 0, None), (LAST, 3));
    }

    #[test]
    fn what_comes_at_once_and_what_cannot_be_counted_ends() {
        let mut whole = Course::new(PageCursor::Pages, PageEnd::Total, 0, 0, Some(10), true);
        assert_eq!(after(&mut whole, 500, Some(900)), (LAST, 0));
        let mut far = Course::new(PageCursor::Elements, PageEnd::ShortPage, 0, u64::MAX, None, false);
        assert_eq!(after(&mut far, 1, None), (LAST, u64::MAX));
    }
}
