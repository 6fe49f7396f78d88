//! `x-witnesses`.

use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{Contested, Contradiction, Witnesses};
use crate::spec::extension as x;

impl<'d> Reader<'d> {
    /// Which sources know something; none if nothing says it.
    pub(super) fn witnesses(&mut self, holder: &Entries<'d>) -> Option<Witnesses> {
        let (pointer, value) = holder.get(x::WITNESSES)?;
        let entries = self.object(Subject::Witnesses, pointer.clone(), value)?;
        let known_by = self.texts(&entries, "known-by");
        let mut contradictions = Vec::new();
        for about in Contested::ALL {
            let Some((pointer, value)) = entries.get(about.name()) else { continue };
            let said = self.mapping(&pointer, value);
            let says = said.into_iter().map(|(pointer, said, by)| (said.to_owned(), self.words(&pointer, by)));
            contradictions.push(Contradiction { about, says: says.collect() });
        }
        Some(Witnesses { pointer, known_by, contradictions })
    }
}
