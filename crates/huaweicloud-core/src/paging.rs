//! Lists that come in pages.

mod course;
mod info;
mod items;
mod pages;

pub use info::{PageCursor, PageEnd, PagingInfo};
pub use items::Items;
pub use pages::Pages;

use crate::request::RequestBuilder;

impl RequestBuilder {
    /// The pages of the list that the operation gives, of which `info` says how they come.
    pub fn pages<P: 'static, T: 'static>(self, info: &'static PagingInfo<P, T>) -> Pages<P, T> {
        Pages::new(info, self)
    }
}

/// How many there are in all, as services write it.
#[doc(hidden)]
pub trait Total {
    /// The number, if it is one.
    fn total(&self) -> Option<u64>;
}

impl Total for i64 {
    fn total(&self) -> Option<u64> {
        u64::try_from(*self).ok()
    }
}

impl Total for i32 {
    fn total(&self) -> Option<u64> {
        u64::try_from(*self).ok()
    }
}

impl Total for String {
    fn total(&self) -> Option<u64> {
        self.trim().parse().ok()
    }
}

impl<T: Total> Total for Option<T> {
    fn total(&self) -> Option<u64> {
        self.as_ref().and_then(Total::total)
    }
}
