//! What a draft does not write, and why: nobody is to be sent to it for that.

use super::Comparison;
use crate::contract::{Lacks, Obstacle};
use crate::lint::misfit;

impl Comparison<'_> {
    /// Says of each difference what keeps a draft from writing it, as far as that can be told before.
    pub(super) fn obstacles(&mut self) {
        // What an example has, a draft may add to the schema first.
        let grows = |lacks: &Lacks| matches!(lacks, Lacks::Field { .. } | Lacks::Body { .. } | Lacks::Elements(_));
        let is_growing = self.differences.iter().any(|difference| {
            let is_enum = difference.member.as_deref() == Some("enum");
            is_enum || difference.lacks.as_ref().is_some_and(grows)
        });
        for at in 0..self.differences.len() {
            let Some(difference) = self.differences.get(at) else { continue };
            let obstacle = match &difference.lacks {
                Some(Lacks::Body { status: Some(status) }) => of_status(status),
                Some(Lacks::Example(value)) if !is_growing => {
                    let content = self.contract.contents().find(|content| content.pointer == difference.pointer);
                    let request = self.contract.request.as_ref().and_then(|body| body.content);
                    let is_sent = request.is_some_and(|request| request.pointer == difference.pointer);
                    content.and_then(|content| misfit(self.model, content, is_sent, value)).map(Obstacle::Misfit)
                }
                _ => None,
            };
            if let Some(difference) = self.differences.get_mut(at) {
                difference.obstacle = obstacle;
            }
        }
    }
}

/// What keeps a response with the status from being written: all failures are alike, and of successes there are those of 2xx.
fn of_status(status: &str) -> Option<Obstacle> {
    (!status.starts_with(['2', '4', '5'])).then_some(Obstacle::Status)
}
