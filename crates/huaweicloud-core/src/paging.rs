//! Lists that come in pages.

mod course;
mod info;
mod items;
mod pages;

pub use info::{PageCursor, PageEnd, PagingInfo};
pub use items::Items;
pub use pages::Pages;

use serde_json::Value;

use crate::request::RequestBuilder;

impl RequestBuilder {
    /// The pages of the list that the operation gives, of which `info` says how they come.
    pub fn pages<P: 'static, T: 'static>(self, info: &'static PagingInfo<P, T>) -> Pages<P, T> {
        Pages::new(info, self)
    }
}

/// A list, as responses hold it.
#[doc(hidden)]
pub trait Elements<T> {
    /// How many elements there are.
    fn count(&self) -> usize;

    /// The elements.
    fn into_vec(self) -> Vec<T>;
}

impl<T> Elements<T> for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn into_vec(self) -> Vec<T> {
        self
    }
}

impl<T, E: Elements<T>> Elements<T> for Option<E> {
    fn count(&self) -> usize {
        self.as_ref().map_or(0, Elements::count)
    }

    fn into_vec(self) -> Vec<T> {
        self.map_or_else(Vec::new, Elements::into_vec)
    }
}

/// How many elements a page has that is any JSON.
#[doc(hidden)]
pub fn count_of(page: &Value, list: &str) -> usize {
    page.get(list).and_then(Value::as_array).map_or(0, Vec::len)
}

/// The elements of a page that is any JSON.
#[doc(hidden)]
pub fn elements_of(mut page: Value, list: &str) -> Vec<Value> {
    match page.get_mut(list).map(Value::take) {
        Some(Value::Array(elements)) => elements,
        _ => Vec::new(),
    }
}

/// How many elements there are on all pages, as one says that is any JSON.
#[doc(hidden)]
pub fn total_of(page: &Value, total: &str) -> Option<u64> {
    match page.get(total)? {
        Value::String(text) => text.total(),
        number => number.as_u64(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_as_many_elements_as_it_holds() {
        assert_eq!((Elements::count(&vec!["a", "b"]), Elements::count(&Vec::<u8>::new())), (2, 0));
        assert_eq!((Elements::count(&Some(vec!["a", "b"])), Elements::count(&None::<Vec<u8>>)), (2, 0));
    }

    #[test]
    fn a_total_is_a_number_or_text_of_one_and_is_not_negative() {
        assert_eq!((7_i32.total(), 7_i64.total(), " 7 ".to_owned().total()), (Some(7), Some(7), Some(7)));
        assert_eq!(((-1_i32).total(), (-1_i64).total(), "many".to_owned().total()), (None, None, None));
        assert_eq!((Some(7_i32).total(), None::<i32>.total()), (Some(7), None));
    }
}
