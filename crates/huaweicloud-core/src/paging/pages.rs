//! A list, page by page.

use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::course::Course;
use super::{Items, PagingInfo};
use crate::error::Error;
use crate::request::{RequestBuilder, RequestParts};
use crate::response::Response;
use crate::response::json::{count_in, list_in, text_of};

/// The pages of a list, each asked for when it is wanted.
///
/// It begins where the request says, or at the beginning, and asks for as many elements a page as the request says, or
/// for as many as the service gives at most. It ends with the last page, which it knows by what the documentation says
/// of the list: it asks for no page after it. One page is kept at a time.
///
/// A list that changes meanwhile is followed. What a shrinking one moves to an earlier page is not seen; nothing comes
/// twice, unless the list grows at its beginning.
///
/// After an error it has ended; [`rest`](Self::rest) is a request for what has not come.
///
/// It is a [`Stream`](futures_core::Stream), for those who have a library for these; [`next`](Self::next) needs none.
/// Giving up `next` loses nothing: the next one goes on with the same page.
#[must_use = "nothing is asked for until a page is wanted"]
pub struct Pages<P: 'static, T: 'static> {
    info: &'static PagingInfo<P, T>,
    request: RequestBuilder,
    course: Course,
    /// A hash of the list on the last page, if it does not say how many elements there are.
    last: Option<u64>,
    /// How many elements of the last page the type has left out.
    left_out: u64,
    state: State<P>,
}

enum State<P> {
    Idle,
    Asking(Pin<Box<dyn Future<Output = Result<Response<P>, Error>> + Send>>),
    Ended,
}

impl<P: 'static, T: 'static> Pages<P, T> {
    pub(crate) fn new(info: &'static PagingInfo<P, T>, mut request: RequestBuilder) -> Self {
        let cursor = request.query_number(info.cursor).unwrap_or(info.first);
        let is_whole = info.whole_with.iter().any(|parameter| request.has_query(parameter));
        if let (Some(size), Some(most), false) = (info.size, info.max_size, is_whole)
            && !request.has_query(size)
        {
            request.set_query(size, most);
        }
        let asked = info.size.and_then(|size| request.query_number(size));
        // A page of more elements than the service gives would never be full.
        let size = asked.or(info.default_size).map(|size| info.max_size.map_or(size, |most| size.min(most)));
        let course = Course::new(info.counts, info.end, info.first, cursor, size, is_whole);
        Self { info, request, course, last: None, left_out: 0, state: State::Idle }
    }

    /// How many elements there are on all pages, as the last page said; none before the first one, and of lists that do
    /// not say.
    pub fn total(&self) -> Option<u64> {
        self.course.total
    }

    /// A request for the pages that have not come; none if there are none left. It is data, which another process can
    /// go on with: the builder of the operation takes it by `from_parts`.
    ///
    /// # Errors
    ///
    /// Those of [`RequestBuilder::parts`].
    pub fn rest(&self) -> Result<Option<RequestParts>, Error> {
        let is_left = !self.course.is_ended;
        is_left.then(|| self.request_at(self.course.cursor).into_parts()).transpose()
    }

    /// The elements of the pages, one by one.
    pub fn items(self) -> Items<P, T> {
        Items::new(self)
    }

    /// A request for what has not come, where the last page has so many elements left.
    /// Where the type has left out some, one that was taken may come again: none is lost.
    pub(super) fn rest_with(&self, left: u64) -> Result<Option<RequestParts>, Error> {
        let left_out = if left > 0 { self.left_out } else { 0 };
        match self.course.before_last(left.saturating_add(left_out)) {
            Some(cursor) => self.request_at(cursor).into_parts().map(Some),
            None => self.rest(),
        }
    }

    pub(crate) fn items_of(&self, page: P) -> Vec<T> {
        (self.info.items)(page)
    }

    /// The request for the page that begins at a cursor.
    fn request_at(&self, cursor: u64) -> RequestBuilder {
        let mut request = self.request.clone();
        if cursor != self.info.first || request.has_query(self.info.cursor) {
            request.set_query(self.info.cursor, cursor);
        }
        request
    }

    /// Whether a page has the list of the last one, of which it takes the place.
    fn is_last(&mut self, list: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        hasher.write(list.as_bytes());
        let hash = Some(hasher.finish());
        std::mem::replace(&mut self.last, hash) == hash
    }

    /// Takes note of what came.
    fn take(&mut self, outcome: Result<Response<P>, Error>) -> Option<Result<Response<P>, Error>> {
        let is_first = !self.course.is_begun;
        let page = match outcome {
            Ok(page) => page,
            Err(error) => {
                self.state = State::Ended;
                // The list has shrunk since the last page, so that this one was after the end.
                let is_past_end = error.error_code().is_some_and(|code| self.info.past_end_codes.contains(&code));
                self.course.is_ended = !is_first && is_past_end;
                return (!self.course.is_ended).then_some(Err(error));
            }
        };
        let read = u64::try_from((self.info.len)(&page)).unwrap_or(u64::MAX);
        let total = (self.info.total)(&page);
        // On a page that is full, the type has left out nothing.
        let is_full = self.course.size.is_some_and(|size| read >= size);
        let elements = if is_full && total.is_some() {
            read
        } else {
            let text = text_of(page.raw_body());
            let list = list_in(&text, self.info.list);
            if total.is_none() && self.is_last(list.unwrap_or(&text)) {
                // The service takes no notice of the cursor, and would give the same page for ever.
                (self.state, self.course.is_ended) = (State::Ended, true);
                return None;
            }
            list.map_or(read, count_in).max(read)
        };
        self.left_out = elements - read;
        self.course.advance(elements, total);
        self.state = if self.course.is_ended { State::Ended } else { State::Idle };
        (is_first || elements > 0).then_some(Ok(page))
    }
}

impl<P: DeserializeOwned + Send + 'static, T: 'static> Pages<P, T> {
    /// The next page; none after the last one. A list of none has one page, which is empty.
    ///
    /// # Errors
    ///
    /// Any that sending the request may have.
    pub async fn next(&mut self) -> Option<Result<Response<P>, Error>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

/// Nothing in it is pinned.
impl<P: 'static, T: 'static> Unpin for Pages<P, T> {}

impl<P: DeserializeOwned + Send + 'static, T: 'static> Stream for Pages<P, T> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut self.state {
                State::Ended => return Poll::Ready(None),
                State::Idle => {
                    let request = self.request_at(self.course.cursor);
                    self.state = State::Asking(Box::pin(request.send()));
                }
                State::Asking(asking) => {
                    let outcome = ready!(asking.as_mut().poll(context));
                    return Poll::Ready(self.take(outcome));
                }
            }
        }
    }
}

impl<P: 'static, T: 'static> fmt::Debug for Pages<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("request", &self.request).field("course", &self.course).finish_non_exhaustive()
    }
}
