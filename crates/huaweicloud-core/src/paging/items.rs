//! A list, element by element.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use serde::de::DeserializeOwned;

use super::Pages;
use crate::error::Error;
use crate::request::RequestParts;

/// The elements of a list that comes in [`Pages`], one by one. One page is kept at a time.
///
/// It is a [`Stream`](futures_core::Stream), for those who have a library for these; [`next`](Self::next) needs none.
#[must_use = "nothing is asked for until an element is wanted"]
pub struct Items<P: 'static, T: 'static> {
    pages: Pages<P, T>,
    /// What has not been taken of the last page.
    page: vec::IntoIter<T>,
}

impl<P: 'static, T: 'static> Items<P, T> {
    pub(super) fn new(pages: Pages<P, T>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// How many elements there are, as the last page said; none before the first one, and of lists that do not say.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// A request for the elements that have not come; none if there are none left. It is data, which another process
    /// can go on with: the builder of the operation takes it by `from_parts`.
    ///
    /// Where pages are asked for by their number, it begins with the page of the next element, so that those before it
    /// on the same page come again; where a page had `null` in place of elements, some of those before it may.
    ///
    /// # Errors
    ///
    /// Those of [`RequestBuilder::parts`](crate::RequestBuilder::parts).
    pub fn rest(&self) -> Result<Option<RequestParts>, Error> {
        self.pages.rest_with(u64::try_from(self.page.len()).unwrap_or(u64::MAX))
    }
}

impl<P: DeserializeOwned + Send + 'static, T: 'static> Items<P, T> {
    /// The next element; none after the last one.
    ///
    /// # Errors
    ///
    /// Any that sending a request may have.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        // Most elements are there already: for those nobody needs to be polled.
        if let Some(item) = self.page.next() {
            return Some(Ok(item));
        }
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// All elements, of all pages, in memory.
    ///
    /// # Errors
    ///
    /// The first one that there is. What came before it is lost.
    pub async fn into_vec(mut self) -> Result<Vec<T>, Error> {
        let mut all: Vec<T> = self.page.by_ref().collect();
        while let Some(page) = self.pages.next().await {
            let page = self.pages.items_of(page?.into_inner());
            if all.is_empty() {
                all = page;
            } else {
                all.extend(page);
            }
        }
        Ok(all)
    }
}

/// Nothing in it is pinned.
impl<P: 'static, T: 'static> Unpin for Items<P, T> {}

impl<P: DeserializeOwned + Send + 'static, T: 'static> Stream for Items<P, T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = self.pages.items_of(page.into_inner()).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.page.len(), None)
    }
}

impl<P: 'static, T: 'static> fmt::Debug for Items<P, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("left_on_page", &self.page.len()).finish()
    }
}
