//! A page of a list, as a request asks for it.

use crate::call::Call;
use crate::document::{Counts, Paging};
use crate::refusal::{Code, Refusal};

/// Which elements of a list a page has.
///
/// ```
/// use huaweicloud_sim::{Request, Response, Service};
///
/// const BUNDLE: &str = r#"{"info": {"title": "Widgets", "version": "v1"}, "paths": {"/v1/widgets": {"get": {
///     "operationId": "ListWidgets", "responses": {"200": {"description": "Some."}},
///     "x-paging": {"dialect": "offset", "cursor": "offset", "first": 0, "size": "limit"}}}}}"#;
/// const WIDGETS: [&str; 3] = ["bolt", "nut", "washer"];
///
/// let service = Service::from_bundle(BUNDLE)?.on("ListWidgets", |call| {
///     let page = call.page(WIDGETS.len())?;
///     Response::json(200, &page.of(WIDGETS.iter()).collect::<Vec<_>>())
/// });
/// let response = service.call(&Request::new("GET", "/v1/widgets?offset=1&limit=1"))?;
/// assert_eq!(response.body(), br#"["nut"]"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    skipped: usize,
    size: usize,
}

impl Page {
    /// How many elements of the list come before it.
    pub const fn skipped(&self) -> usize {
        self.skipped
    }

    /// How many elements it has at most.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The elements of a list that it has.
    pub fn of<I: IntoIterator>(&self, list: I) -> impl Iterator<Item = I::Item> + use<I> {
        list.into_iter().skip(self.skipped).take(self.size)
    }
}

impl Call<'_> {
    /// The page that the request asks for, of a list with so many elements, as the specification says of the operation
    /// (`x-paging`). An operation that has no pages has one, with everything.
    ///
    /// # Errors
    ///
    /// The refusal of an invalid parameter, if a number is none, or the page begins past the end and the specification says
    /// that it is refused then.
    pub fn page(&self, total: usize) -> Result<Page, Refusal> {
        self.page_or(total, self.codes.invalid_parameter)
    }

    /// As [`page`](Self::page), with a code of its own for a page that begins past the end.
    ///
    /// # Errors
    ///
    /// The refusal of an invalid parameter, or that code.
    pub fn page_or(&self, total: usize, past_end: Code) -> Result<Page, Refusal> {
        let Some(paging) = &self.operation.paging else { return Ok(Page { skipped: 0, size: usize::MAX }) };
        let page = asked(self, paging)?;
        self.page.set(Some(page));
        // The first page of an empty list is empty.
        if paging.refuses_past_end && page.skipped > 0 && page.skipped >= total {
            let why = format!("`{}` must be less than {total}, the number of elements.", paging.cursor);
            return Err(Refusal::of(past_end).because(&why));
        }
        Ok(page)
    }
}

fn asked(call: &Call<'_>, paging: &Paging) -> Result<Page, Refusal> {
    let cursor = number(call, &paging.cursor)?.unwrap_or(paging.first);
    let size = number(call, &paging.size)?.unwrap_or(paging.default_size);
    // A cursor before the first page is one that clients are known to send for the first.
    let skipped = match paging.counts {
        Counts::Elements => cursor.saturating_sub(paging.first),
        Counts::Pages => cursor.saturating_sub(paging.first).saturating_mul(size),
    };
    Ok(Page { skipped, size })
}

/// A number in digits: the specification lets `1.0` be an integer.
fn number(call: &Call<'_>, name: &str) -> Result<Option<usize>, Refusal> {
    let Some(text) = call.query().get(name) else { return Ok(None) };
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if is_plain => Ok(Some(number)),
        _ => Err(call.invalid_parameter(&format!("`{name}` must be a number, in digits."))),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Request, Response, Service};

    fn page(paging: &str, query: &str, total: usize) -> Result<(usize, usize), String> {
        let bundle = format!(
            r#"{{"paths": {{"/w": {{"get": {{"operationId": "List", "responses": {{}}, {paging}
                "parameters": [{{"name": "limit", "in": "query", "schema": {{"type": "string", "default": "7"}}}}]}}}}}}}}"#
        );
        let service = Service::from_bundle(&bundle).unwrap().on("List", move |call| {
            let page = call.page(total)?;
            Response::json(200, &(page.skipped(), page.size()))
        });
        let response = service.call(&Request::new("GET", &format!("/w?{query}")));
        response
            .map(|response| serde_json::from_slice(response.body()).unwrap())
            .map_err(|refusal| refusal.message().to_owned())
    }

    const OFFSET: &str = r#""x-paging": {"dialect": "offset", "cursor": "offset", "first": 0, "size": "limit"},"#;
    const POSITION: &str =
        r#""x-paging": {"dialect": "position", "cursor": "start", "first": 1, "size": "limit", "default-size": 9},"#;
    const PAGE: &str = r#""x-paging": {"dialect": "page", "cursor": "page", "first": 1, "size": "limit"},"#;
    const REFUSED: &str =
        r#""x-paging": {"dialect": "offset", "cursor": "offset", "first": 0, "size": "limit", "past-end": "refused"},"#;

    #[test]
    fn a_page_is_asked_for_in_each_dialect() {
        for (paging, query, expected) in [
            (OFFSET, "a=b", (0, 7)),
            (OFFSET, "offset=3&limit=2", (3, 2)),
            (OFFSET, "offset=18446744073709551615", (usize::MAX, 7)),
            (POSITION, "a=b", (0, 9)),
            (POSITION, "start=4&limit=2", (3, 2)),
            (PAGE, "page=3&limit=2", (4, 2)),
            (PAGE, "page=0", (0, 7)),
            (PAGE, "page=18446744073709551615&limit=2", (usize::MAX, 2)),
            ("", "offset=3", (0, usize::MAX)),
        ] {
            assert_eq!(page(paging, query, 5), Ok(expected), "{query}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for query in ["offset=-1", "offset=+1", "offset=", "offset=one", "limit=1.0", "offset=99999999999999999999999"]
        {
            assert!(page(OFFSET, query, 5).unwrap_err().ends_with("must be a number, in digits."), "{query}");
        }
    }

    #[test]
    fn a_page_past_the_end_is_refused_where_the_specification_says_so() {
        assert_eq!(page(REFUSED, "offset=4", 5), Ok((4, 7)));
        assert_eq!(page(OFFSET, "offset=5", 5), Ok((5, 7)));
        assert!(page(REFUSED, "offset=5", 5).unwrap_err().contains("`offset` must be less than 5"));
        assert!(page(REFUSED, "offset=1", 0).is_err());
        assert_eq!(page(REFUSED, "offset=0", 0), Ok((0, 7)));
    }
}
