//! A service that holds a list.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard};

use huaweicloud_core::http::StatusCode;
use huaweicloud_core::{
    Bytes, PageCursor, PagingInfo, Transport, TransportError, TransportErrorKind, TransportFuture, TransportRequest,
    TransportResponse,
};
use serde_json::json;

/// The list, and how it is given.
#[derive(Clone)]
pub(crate) struct List(Arc<Mutex<State>>);

#[allow(clippy::struct_excessive_bools, reason = "each is a fault of its own, and any of them may be there")]
pub(crate) struct State {
    pub(crate) elements: Vec<i64>,
    /// Whether a response says how many there are.
    pub(crate) is_counted: bool,
    /// Where the cursor of the first page is, and what it counts.
    first: usize,
    counts: PageCursor,
    pub(crate) default_size: usize,
    pub(crate) max_size: usize,
    pub(crate) is_past_end_refused: bool,
    /// Whether the first page comes whatever is asked for.
    pub(crate) is_cursor_ignored: bool,
    /// The elements in whose place there is `null`.
    pub(crate) nulls: BTreeSet<i64>,
    /// Whether each response says which one it is.
    pub(crate) is_numbered: bool,
    /// How many elements are removed from the end after each response.
    pub(crate) shrinks_by: Vec<usize>,
    /// Cursor and size of each request.
    pub(crate) asked: Vec<(Option<usize>, Option<usize>)>,
    /// The request, counted from 1, that fails without a response.
    pub(crate) fails_at: Option<usize>,
    pub(crate) asked_past_end: usize,
}

impl List {
    pub(crate) fn of<P, T>(elements: i64, first: usize, counts: PageCursor, _: &PagingInfo<P, T>) -> Self {
        Self(Arc::new(Mutex::new(State {
            elements: (0..elements).collect(),
            is_counted: true,
            first,
            counts,
            default_size: 10,
            max_size: 50,
            is_past_end_refused: false,
            is_cursor_ignored: false,
            nulls: BTreeSet::new(),
            is_numbered: false,
            shrinks_by: Vec::new(),
            asked: Vec::new(),
            fails_at: None,
            asked_past_end: 0,
        })))
    }

    /// What a program sees of what is in the list.
    pub(crate) fn visible(&self) -> Vec<i64> {
        let state = self.state();
        state.elements.iter().copied().filter(|element| !state.nulls.contains(element)).collect()
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn respond(&self, request: &TransportRequest) -> Result<TransportResponse, TransportError> {
        let mut state = self.state();
        let query = request.uri().query().unwrap_or_default();
        let number = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.filter(|(n, _)| *n == name).find_map(|(_, value)| value.parse::<usize>().ok())
        };
        let (cursor, limit) = (number("start"), number("limit"));
        state.asked.push((cursor, limit));
        if state.fails_at == Some(state.asked.len()) {
            return Err(TransportError::new(TransportErrorKind::Protocol));
        }
        let size = limit.unwrap_or(state.default_size).min(state.max_size);
        let begin = if state.is_cursor_ignored { 0 } else { cursor.unwrap_or(state.first) - state.first };
        let begin = if state.counts == PageCursor::Pages { begin * size } else { begin };
        let total = state.elements.len();
        if begin >= total && begin > 0 {
            state.asked_past_end += 1;
            if state.is_past_end_refused {
                let mut refusal =
                    TransportResponse::new(Bytes::from(r#"{"error_code":"W.62","error_msg":"invalid offset"}"#));
                *refusal.status_mut() = StatusCode::BAD_REQUEST;
                return Ok(refusal);
            }
        }
        let is_whole = query.contains("keyword=");
        let (begin, size) = if is_whole { (0, total) } else { (begin.min(total), size) };
        let page = &state.elements[begin..(begin + size).min(total)];
        let page: Vec<Option<i64>> =
            page.iter().map(|element| Some(*element).filter(|element| !state.nulls.contains(element))).collect();
        let mut body = if state.is_counted {
            json!({"widgets": page, "total": total.to_string()})
        } else {
            json!({ "widgets": page })
        };
        if state.is_numbered {
            body["request_id"] = state.asked.len().into();
        }
        if !state.shrinks_by.is_empty() {
            let left = total.saturating_sub(state.shrinks_by.remove(0));
            state.elements.truncate(left);
        }
        Ok(TransportResponse::new(body.to_string().into()))
    }
}

impl Transport for List {
    fn send(&self, request: TransportRequest) -> TransportFuture<'_> {
        Box::pin(std::future::ready(self.respond(&request)))
    }
}
