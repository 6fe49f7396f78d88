//! `x-partial-failure`.

use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{FailureVerdict, PartialFailure};
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    pub(super) fn partial_failure(&mut self, operation: &Entries<'d>) -> Option<PartialFailure> {
        let (pointer, value) = operation.get(x::PARTIAL_FAILURE)?;
        let entries = self.object(Subject::PartialFailure, pointer.clone(), value)?;
        for key in ["list", "thing"] {
            self.ask(&entries, key);
        }
        let verdict = self.failure_verdict(&entries)?;
        Some(PartialFailure {
            list: self.kept(&entries, "list"),
            thing: self.kept(&entries, "thing"),
            verdict,
            code: self.text(&entries, "code").map(str::to_owned),
            message: self.text(&entries, "message").map(str::to_owned),
            all: self.text(&entries, "all").map(str::to_owned),
            pointer,
        })
    }

    /// Which elements are failures: all, unless one of two keys narrows them down.
    fn failure_verdict(&mut self, entries: &Entries<'d>) -> Option<FailureVerdict> {
        let sent = self.text(entries, "failed-if-sent").map(str::to_owned);
        let unless = entries.get("failed-unless");
        let Some((pointer, value)) = unless else {
            return Some(sent.map_or(FailureVerdict::Listed, |field| FailureVerdict::Sent { field }));
        };
        let fields = self.mapping(&pointer, value);
        let [(at, field, values)] = fields.as_slice() else {
            let remedy = "write the one field that says it, and a list of the values that are no failure";
            self.fault(&pointer, "partial-failure", "one field says whether an element is a failure", remedy);
            return None;
        };
        if sent.is_some() {
            let message = "`failed-unless` and `failed-if-sent` contradict each other";
            self.fault(&entries.pointer, "partial-failure", message, "keep one of them");
        }
        let values = self.list(at, values).into_iter().map(|(_, value)| value.clone()).collect();
        Some(FailureVerdict::Unless { field: (*field).to_owned(), values })
    }
}
