//! `x-certainty`.

use serde_json::Value;

use super::reader::{Entries, Reader};
use crate::model::keyword::{Subject, most_similar};
use crate::model::{Aspect, Certainty, Degree};
use crate::spec::{child, extension as x};

/// The rule that these faults break.
const RULE: &str = "certainty";

impl<'d> Reader<'d> {
    /// How certain is what is said of something.
    pub(super) fn certainty(&mut self, holder: &Entries<'d>) -> Vec<Certainty> {
        let Some((pointer, value)) = holder.get(x::CERTAINTY) else { return Vec::new() };
        let mut found: Vec<Certainty> = Vec::new();
        for (pointer, value) in self.list(&pointer, value) {
            let Some(entry) = self.certain(pointer, value) else { continue };
            if let Some(part) = found.iter().find_map(|other| entry.repeats(other)) {
                let of = if part.is_empty() { String::new() } else { format!(" of `{}`", part.escape_debug()) };
                let message = format!("two entries are about `{}`{of}", entry.about.name());
                self.fault(&entry.pointer, RULE, message, "make one of them");
                continue;
            }
            found.push(entry);
        }
        found
    }

    fn certain(&mut self, pointer: String, value: &'d Value) -> Option<Certainty> {
        let entries = self.object(Subject::Certainty, pointer.clone(), value)?;
        let about = self.one_of(&entries, "about", &Aspect::ALL, |aspect| aspect.name())?;
        let degree = self.one_of(&entries, "is", &Degree::ALL, |degree| degree.name())?;
        let why = entries.has("why").then(|| self.kept(&entries, "why"));
        if why.is_none() && degree != Degree::Documented {
            let message = format!("nothing says why it is {}", degree.name());
            self.fault(
                &pointer,
                RULE,
                message,
                "write `why`: what it follows from, or what was against the other choice",
            );
        }
        let (of, by) = (self.texts(&entries, "of"), self.sources_of(&entries));
        Some(Certainty { pointer, about, of, degree, by, why })
    }

    /// The sources that an entry is from, each once.
    fn sources_of(&mut self, entries: &Entries<'d>) -> Vec<String> {
        let Some((pointer, value)) = entries.get("by") else { return Vec::new() };
        let listed = value.as_array().map_or(&[][..], Vec::as_slice);
        if value.is_array() && listed.is_empty() {
            let remedy = "name one, or delete it; of a service that has none, where each has its own, write `null`";
            self.fault(&pointer, RULE, "`by` names no source", remedy);
        }
        if let Some(index) = listed.iter().position(Value::is_object) {
            let message = "a mapping stands in the list of sources";
            let remedy = "list ids of sources; where services share the component, and each has its own, `by` itself is the \
                          mapping from each service to its list";
            self.fault(&format!("{pointer}/{index}"), RULE, message, remedy);
            return Vec::new();
        }
        let named = self.words(&pointer, value);
        for (index, source) in
            named.iter().enumerate().filter(|(index, source)| named.iter().take(*index).any(|one| one == *source))
        {
            let message = format!("`{}` is listed twice", source.escape_debug());
            self.fault(&format!("{pointer}/{index}"), RULE, message, "list it once");
        }
        named
    }

    /// The one of several things whose name stands under a key.
    fn one_of<T: Copy>(
        &mut self,
        entries: &Entries<'d>,
        key: &str,
        known: &[T],
        name: impl Fn(&T) -> &'static str,
    ) -> Option<T> {
        self.ask(entries, key);
        let text = self.text(entries, key)?;
        let found = known.iter().copied().find(|one| name(one) == text);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(&name).collect();
            let remedy = most_similar(text, names.iter().copied()).map_or_else(
                || format!("write one of {}", names.join(", ")),
                |known| format!("did you mean `{known}`?"),
            );
            let message = format!("`{}` is no `{key}` of an entry", text.escape_debug());
            self.fault(&child(&entries.pointer, key), RULE, message, remedy);
        }
        found
    }
}
