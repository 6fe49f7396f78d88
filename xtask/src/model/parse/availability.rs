//! `x-availability`.

use serde_json::Value;

use super::reader::{Entries, Reader};
use crate::model::keyword::Subject;
use crate::model::{Availability, Claim};
use crate::spec::{child, extension as x};

/// The rule that these faults break.
const RULE: &str = "availability";

/// What only goes with a difference.
const OF_DIFFERENCE: [&str; 4] = ["default", "minimum", "maximum", "says"];

impl<'d> Reader<'d> {
    /// What is said of the clouds of something.
    pub(super) fn availability(&mut self, holder: &Entries<'d>) -> Vec<Availability> {
        let Some((pointer, value)) = holder.get(x::AVAILABILITY) else { return Vec::new() };
        let statements = self.list(&pointer, value).into_iter();
        statements.filter_map(|(pointer, value)| self.statement(pointer, value)).collect()
    }

    fn statement(&mut self, pointer: String, value: &'d Value) -> Option<Availability> {
        let entries = self.object(Subject::Availability, pointer.clone(), value)?;
        let claims = ["only-in", "not-in", "differs-in"].map(|key| (key, self.texts(&entries, key)));
        let named: Vec<_> = claims.into_iter().filter(|(_, clouds)| !clouds.is_empty()).collect();
        let [(key, clouds)] = named.as_slice() else {
            let remedy = "name clouds under one of `only-in`, `not-in` and `differs-in`";
            self.fault(&pointer, RULE, "a statement says one thing of some clouds", remedy);
            return None;
        };
        let clouds = clouds.clone();
        let beside = OF_DIFFERENCE.into_iter().find(|key| entries.has(key));
        let claim = match (*key, beside) {
            ("differs-in", Some(_)) => self.difference(&entries, clouds),
            ("differs-in", None) => {
                let remedy = "write `default`, `minimum`, `maximum` or `says`";
                self.fault(&pointer, RULE, "nothing says what differs", remedy);
                return None;
            }
            (_, Some(key)) => {
                let message = format!("`{key}` goes with `differs-in`, which is not there");
                self.fault(&child(&pointer, key), RULE, message, "write `differs-in`, or delete it");
                return None;
            }
            ("only-in", None) => Claim::OnlyIn(clouds),
            _ => Claim::NotIn(clouds),
        };
        Some(Availability { values: self.texts(&entries, "values"), claim, pointer })
    }

    fn difference(&mut self, entries: &Entries<'d>, clouds: Vec<String>) -> Claim {
        let number = |reader: &mut Self, key: &str| {
            let (pointer, value) = entries.get(key)?;
            if !value.is_i64() {
                reader.wrong_kind(&pointer, "a whole number");
            }
            value.as_i64()
        };
        let (minimum, maximum) = (number(self, "minimum"), number(self, "maximum"));
        let default = entries.get("default").map(|(_, value)| value.clone());
        let says = entries.has("says").then(|| self.kept(entries, "says"));
        Claim::Differs { clouds, default, minimum, maximum, says }
    }
}
