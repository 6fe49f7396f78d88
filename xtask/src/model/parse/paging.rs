//! `x-paging`.

use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{Dialect, Paging, PagingEnd, PastEnd};
use crate::spec::{child, extension as x};

/// The rule that these faults break.
const RULE: &str = "paging";

impl<'d> Reader<'d> {
    pub(super) fn paging(&mut self, operation: &Entries<'d>) -> Option<Paging> {
        let (pointer, value) = operation.get(x::PAGING)?;
        let entries = self.object(Subject::Paging, pointer.clone(), value)?;
        let text = self.text(&entries, "dialect").unwrap_or_default();
        let Some(dialect) = Dialect::from_name(text) else {
            let remedy = "write `offset` (elements to skip), `page` (number of a page) or `position` (of an element)";
            self.fault(&pointer, RULE, "the dialect is none that is known", remedy);
            return None;
        };
        let Some(first) = entries.get("first").and_then(|(_, first)| first.as_u64()) else {
            let message = "nothing says where the first page begins";
            self.fault(&pointer, RULE, message, "write `first: 0`, or `first: 1`");
            return None;
        };
        let end = self.text(&entries, "end").unwrap_or_default();
        let Some(end) = PagingEnd::from_name(end) else {
            let message = "nothing says what shows that a page is the last one";
            let remedy =
                "write `end: total` (as many elements as there are in all) or `end: short-page` (fewer than asked for)";
            self.fault(&pointer, RULE, message, remedy);
            return None;
        };
        let past_end = self.text(&entries, "past-end").map(str::to_owned);
        let known = past_end.as_deref().and_then(PastEnd::from_name);
        if let (Some(text), None) = (&past_end, known) {
            let message = format!("`{}` is no response to a page after the last one", text.escape_debug());
            self.fault(&child(&pointer, "past-end"), RULE, message, "write `empty` or `refused`, or delete it");
        }
        Some(Paging {
            dialect,
            cursor: self.kept(&entries, "cursor"),
            first,
            size: self.text(&entries, "size").map(str::to_owned),
            default_size: self.count(&entries, "default-size", RULE),
            max_size: self.count(&entries, "max-size", RULE),
            items: self.kept(&entries, "items"),
            total: self.text(&entries, "total").map(str::to_owned),
            end,
            past_end: known,
            // Of a response that is none, which is told, nothing more is asked.
            past_end_codes: if past_end.is_some() && known.is_none() {
                Vec::new()
            } else {
                self.texts(&entries, "past-end-codes")
            },
            whole_with: self.texts(&entries, "whole-with"),
            pointer,
        })
    }

    /// The number under a key, which counts something: 1 or more.
    pub(super) fn count(&mut self, entries: &Entries<'d>, key: &str, rule: &'static str) -> Option<u64> {
        let (pointer, value) = entries.get(key)?;
        let count = value.as_u64().filter(|count| *count > 0);
        if count.is_none() {
            self.fault(&pointer, rule, format!("`{key}` is no number of 1 or more"), "write one, or delete it");
        }
        count
    }
}
