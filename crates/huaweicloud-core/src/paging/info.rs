//! What is known of a list before it is asked for.

/// How the parameter counts that says where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageCursor {
    /// In elements: those to skip, or the position of the first one.
    Elements,
    /// In pages.
    Pages,
}

/// What shows that a page is the last one. One without elements always is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PageEnd {
    /// As many elements have come as the response says that there are.
    Total,
    /// It has fewer elements than were asked for.
    ShortPage,
}

/// How an operation gives a list in pages, as its documentation says. Generated clients hold one constant for each.
///
/// `P` is the response, and `T` an element of the list in it.
///
/// ```
/// use huaweicloud_core::{PageCursor, PageEnd, PagingInfo};
///
/// struct WidgetList {
///     widgets: Vec<String>,
///     total: Option<i64>,
/// }
///
/// const WIDGETS: PagingInfo<WidgetList, String> =
///     PagingInfo::new(PageCursor::Elements, "offset", 0, PageEnd::Total, |page: &WidgetList| page.widgets.len(), |page: WidgetList| page.widgets)
///         .in_list(&["widgets"])
///         .with_size("limit", None, Some(50))
///         .with_total(|page| page.total.and_then(|total| u64::try_from(total).ok()));
/// # let _ = WIDGETS;
/// ```
#[derive(Debug)]
pub struct PagingInfo<P, T> {
    pub(super) counts: PageCursor,
    pub(super) cursor: &'static str,
    pub(super) first: u64,
    pub(super) end: PageEnd,
    pub(super) len: fn(&P) -> usize,
    pub(super) items: fn(P) -> Vec<T>,
    /// The names under which a page has the list.
    pub(super) list: &'static [&'static str],
    pub(super) size: Option<&'static str>,
    pub(super) default_size: Option<u64>,
    pub(super) max_size: Option<u64>,
    pub(super) total: fn(&P) -> Option<u64>,
    /// The codes with which the service refuses a page after the last one.
    pub(super) past_end_codes: &'static [&'static str],
    pub(super) whole_with: &'static [&'static str],
}

impl<P, T> PagingInfo<P, T> {
    /// A list whose pages have the size that the service chooses.
    ///
    /// - `counts`: how the cursor counts;
    /// - `cursor`: the query parameter that says where a page begins;
    /// - `first`: its value for the first page;
    /// - `end`: what shows that a page is the last one;
    /// - `len` and `items`: how many elements are on a page, and which.
    pub const fn new(
        counts: PageCursor,
        cursor: &'static str,
        first: u64,
        end: PageEnd,
        len: fn(&P) -> usize,
        items: fn(P) -> Vec<T>,
    ) -> Self {
        Self {
            counts,
            cursor,
            first,
            end,
            len,
            items,
            list: &[],
            size: None,
            default_size: None,
            max_size: None,
            total: |_| None,
            past_end_codes: &[],
            whole_with: &[],
        }
    }

    /// Sets the names under which a page has the list, of which one is there. By it, elements that are `null` and that the type
    /// leaves out count as the service counts them, and a page that comes again is known though other things in it have changed.
    #[must_use]
    pub const fn in_list(mut self, names: &'static [&'static str]) -> Self {
        self.list = names;
        self
    }

    /// Sets the query parameter for how many elements are on a page, how many there are if nobody asks for a number,
    /// and how many there may be, as far as that is known.
    #[must_use]
    pub const fn with_size(mut self, parameter: &'static str, default: Option<u64>, most: Option<u64>) -> Self {
        self.size = Some(parameter);
        self.default_size = default;
        self.max_size = most;
        self
    }

    /// Sets where a response says how many elements there are on all pages.
    #[must_use]
    pub const fn with_total(mut self, total: fn(&P) -> Option<u64>) -> Self {
        self.total = total;
        self
    }

    /// Sets the codes with which the service refuses a page after the last one: they end a list that has become shorter meanwhile.
    #[must_use]
    pub const fn refusing_past_end_with(mut self, codes: &'static [&'static str]) -> Self {
        self.past_end_codes = codes;
        self
    }

    /// Sets the query parameters beside which the cursor has no effect: all elements come at once.
    #[must_use]
    pub const fn whole_with(mut self, parameters: &'static [&'static str]) -> Self {
        self.whole_with = parameters;
        self
    }
}
