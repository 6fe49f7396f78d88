//! Which fault happens to which request.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use hyper::HeaderMap;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};

use super::{Effect, Fault};
use crate::refusal::Refusal;

/// The header by which a request asks for a fault of its own: an effect in JSON, which happens to it, and to it alone.
const HEADER: HeaderName = HeaderName::from_static("x-sim-fault");

/// The most faults that are kept, and the longest delay of one, so that nobody fills the memory or holds a connection for ever.
const MOST: usize = 1_000;
const LONGEST: u64 = 600_000;
/// How long a text of a fault may be, in bytes.
const LONGEST_TEXT: usize = 4 * 1024;
/// How long what takes the place of a response may be, in bytes.
const LONGEST_BODY: usize = 64 * 1024;

/// The faults of a simulator. Clones share them, so that a test can change them while it runs.
///
/// The same seed, faults and requests in the same order give the same outcome.
///
/// ```
/// use huaweicloud_sim::{Effect, Fault, Faults};
///
/// let faults = Faults::default();
/// faults.add(Fault::new(Effect::Drop {}).on("DeleteInstance").times(1))?;
/// assert_eq!(faults.all().len(), 1);
/// # Ok::<(), huaweicloud_sim::FaultError>(())
/// ```
#[derive(Clone, Default)]
pub struct Faults {
    /// Looked at first: most simulators have no faults.
    is_any: Arc<AtomicBool>,
    plan: Arc<Mutex<Plan>>,
}

#[derive(Debug, Default)]
struct Plan {
    seed: u64,
    entries: Vec<Entry>,
    /// How many faults there have been.
    added: u64,
}

/// A fault and what has become of it.
#[derive(Debug)]
struct Entry {
    /// Which one of all that there have been, so that nobody takes another one back than the one that was meant.
    id: u64,
    fault: Fault,
    /// Requests that it was for.
    seen: u64,
    /// Requests that it happened to.
    happened: u64,
    /// Of a throttle, the second and its requests.
    window: Option<(u64, u64)>,
}

/// A fault that stands, and what has become of it so far.
#[derive(Clone, Debug)]
pub(crate) struct Standing {
    pub(crate) id: u64,
    pub(crate) fault: Fault,
    /// Requests that it was for.
    pub(crate) seen: u64,
    /// Requests that it happened to.
    pub(crate) happened: u64,
}

/// A fault that cannot happen: which part of it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

impl Faults {
    /// Adds a fault. Of several for one request, all happen, in the order in which they were added; of those that leave no
    /// response the first.
    ///
    /// # Errors
    ///
    /// If a value of it is out of its range, or there are a thousand faults already.
    pub fn add(&self, fault: Fault) -> Result<(), FaultError> {
        self.add_all(vec![fault])
    }

    /// Adds the faults of a list in JSON: none, or all of them.
    ///
    /// # Errors
    ///
    /// Where the JSON is wrong, or what [`Faults::add`] says.
    pub fn add_json(&self, text: &str) -> Result<(), FaultError> {
        self.add_all(serde_json::from_str(text).map_err(|error| FaultError(error.to_string()))?)
    }

    /// Adds all of some faults, or none of them.
    pub(crate) fn add_all(&self, faults: Vec<Fault>) -> Result<(), FaultError> {
        faults.iter().try_for_each(check)?;
        let mut plan = self.locked();
        // Counted and added under one lock, so that two lists that fit only one by one do not both come in.
        if plan.entries.len() + faults.len() > MOST {
            return Err(FaultError(format!("these are more than {MOST} faults, with those that there are")));
        }
        for fault in faults {
            plan.added += 1;
            let id = plan.added;
            plan.entries.push(Entry { id, fault, seen: 0, happened: 0, window: None });
        }
        self.is_any.store(!plan.entries.is_empty(), Ordering::Release);
        Ok(())
    }

    /// All faults.
    pub fn all(&self) -> Vec<Fault> {
        self.locked().entries.iter().map(|entry| entry.fault.clone()).collect()
    }

    /// All faults, with what has become of them.
    pub(crate) fn standing(&self) -> Vec<Standing> {
        let of = |entry: &Entry| {
            let Entry { id, fault, seen, happened, window: _ } = entry;
            Standing { id: *id, fault: fault.clone(), seen: *seen, happened: *happened }
        };
        self.locked().entries.iter().map(of).collect()
    }

    /// Takes one fault back, if it still stands.
    pub(crate) fn end(&self, id: u64) {
        let mut plan = self.locked();
        plan.entries.retain(|entry| entry.id != id);
        self.is_any.store(!plan.entries.is_empty(), Ordering::Release);
    }

    /// Takes all faults back.
    pub fn clear(&self) {
        let mut plan = self.locked();
        plan.entries.clear();
        self.is_any.store(false, Ordering::Release);
    }

    /// Sets what chance follows from, and begins to count anew.
    pub fn seed(&self, seed: u64) {
        let mut plan = self.locked();
        plan.seed = seed;
        for entry in &mut plan.entries {
            (entry.seen, entry.happened, entry.window) = (0, 0, None);
        }
    }

    /// What happens to a request for an operation.
    pub(crate) fn of(&self, operation: &str, now: SystemTime) -> Vec<Effect> {
        if !self.is_any.load(Ordering::Acquire) {
            return Vec::new();
        }
        let mut plan = self.locked();
        let seed = plan.seed;
        let entries = plan.entries.iter_mut().enumerate();
        entries.filter_map(|(index, entry)| entry.happens(operation, seed, index, now)).collect()
    }

    /// What a request asks for itself.
    pub(crate) fn asked(headers: &HeaderMap) -> Result<Option<Effect>, Refusal> {
        let refuse = |why: &str| Refusal::malformed_request(&format!("{HEADER} {why}."));
        let mut values = headers.get_all(HEADER).iter();
        let Some(value) = values.next() else { return Ok(None) };
        if values.next().is_some() {
            return Err(refuse("is given twice"));
        }
        let effect: Result<Effect, _> = serde_json::from_slice(value.as_bytes());
        let effect = effect.map_err(|error| {
            refuse(&format!("is no effect: {error}; it takes one alone, as {{\"kind\": \"drop\"}}"))
        })?;
        if matches!(effect, Effect::Throttle { .. }) {
            return Err(refuse("asks for a throttle, which counts the requests of a second, and this is one"));
        }
        check_effect(&effect).map_err(|error| refuse(&format!("is no effect: {error}")))?;
        Ok(Some(effect))
    }

    fn locked(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn happens(&mut self, operation: &str, seed: u64, index: usize, now: SystemTime) -> Option<Effect> {
        if self.fault.operation.as_deref().is_some_and(|of| of != operation) {
            return None;
        }
        self.seen += 1;
        let is_due = self.seen > self.fault.skip && self.fault.times.is_none_or(|times| self.happened < times);
        if !is_due || !self.is_drawn(seed, index) || !self.is_over_limit(now) {
            return None;
        }
        self.happened += 1;
        Some(self.fault.effect.clone())
    }

    /// Whether chance has it: a number that follows from the seed, the fault, and the number of the request.
    fn is_drawn(&self, seed: u64, index: usize) -> bool {
        let index = u64::try_from(index).unwrap_or(u64::MAX);
        let drawn = scrambled(scrambled(seed ^ scrambled(index)) ^ self.seen);
        // 53 bits fit into the number exactly.
        #[allow(clippy::cast_precision_loss, reason = "the number has at most 53 bits")]
        let drawn = (drawn >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < self.fault.probability
    }

    fn is_over_limit(&mut self, now: SystemTime) -> bool {
        let Effect::Throttle { per_second } = self.fault.effect else { return true };
        let second = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
        let count = match self.window {
            Some((of, count)) if of == second => count + 1,
            _ => 1,
        };
        self.window = Some((second, count));
        count > per_second
    }
}

/// The function `SplitMix64`: each bit of the outcome depends on each of the number.
const fn scrambled(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn check(fault: &Fault) -> Result<(), FaultError> {
    let refuse = |why: String| Err(FaultError(why));
    if !(0.0..=1.0).contains(&fault.probability) {
        return refuse(format!("`probability` must be from 0 to 1, and is {}", fault.probability));
    }
    if fault.operation.as_ref().is_some_and(|operation| operation.len() > LONGEST_TEXT) {
        return refuse(format!("`operation` must have at most {LONGEST_TEXT} bytes"));
    }
    check_effect(&fault.effect)
}

fn check_effect(effect: &Effect) -> Result<(), FaultError> {
    let refuse = |why: String| Err(FaultError(why));
    match effect {
        Effect::Latency { milliseconds } | Effect::Slow { milliseconds, .. } if *milliseconds > LONGEST => {
            refuse(format!("`milliseconds` must be at most {LONGEST}, and is {milliseconds}"))
        }
        Effect::Refuse { status, .. } if !(400..=599).contains(status) => {
            refuse(format!("`status` must be from 400 to 599, and is {status}"))
        }
        Effect::Refuse { code, message, .. }
            if [code, message].into_iter().flatten().any(|text| text.len() > LONGEST_TEXT) =>
        {
            refuse(format!("`code` and `message` must have at most {LONGEST_TEXT} bytes"))
        }
        Effect::Slow { bytes: 0, .. } => refuse("`bytes` must be at least 1".to_owned()),
        Effect::Respond { status, .. } if !(200..=599).contains(status) => {
            refuse(format!("`status` must be from 200 to 599, and is {status}"))
        }
        Effect::Respond { body: text, .. } | Effect::Verbatim { text, .. } if text.len() > LONGEST_BODY => {
            refuse(format!("`body` and `text` must have at most {LONGEST_BODY} bytes"))
        }
        Effect::Respond { headers, .. } => headers.iter().try_for_each(|(name, value)| check_header(name, value)),
        _ => Ok(()),
    }
}

fn check_header(name: &str, value: &str) -> Result<(), FaultError> {
    let is_long = name.len() + value.len() > LONGEST_TEXT;
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
    let Some((name, _)) = parsed.filter(|_| !is_long) else {
        let name: String = name.chars().take(64).collect();
        return Err(FaultError(format!("`headers` has `{name}`, which HTTP cannot carry with its value")));
    };
    if [CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING].contains(&name) {
        return Err(FaultError(format!(
            "`headers` must not have `{name}`; the effect `verbatim` writes what you like"
        )));
    }
    Ok(())
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Faults").field(&self.all()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happens(faults: &Faults, operation: &str, count: usize) -> Vec<bool> {
        (0..count).map(|_| !faults.of(operation, SystemTime::UNIX_EPOCH).is_empty()).collect()
    }

    #[test]
    fn a_fault_is_for_its_operation_and_for_as_many_requests_as_it_says() {
        let faults = Faults::default();
        faults.add(Fault::new(Effect::Drop {}).on("A").after(1).times(2)).unwrap();
        assert_eq!(happens(&faults, "B", 3), [false; 3]);
        assert_eq!(happens(&faults, "A", 5), [false, true, true, false, false]);
        faults.clear();
        assert_eq!(happens(&faults, "A", 1), [false]);
    }

    #[test]
    fn one_fault_is_taken_back_and_no_other_one() {
        let faults = Faults::default();
        for operation in ["A", "B"] {
            faults.add(Fault::new(Effect::Drop {}).on(operation)).unwrap();
        }
        let standing = faults.standing();
        faults.end(standing[0].id);
        faults.end(standing[0].id);
        assert_eq!((happens(&faults, "A", 1), happens(&faults, "B", 1)), (vec![false], vec![true]));
        let [left] = faults.standing().try_into().unwrap();
        assert_eq!((left.id, left.seen, left.happened), (standing[1].id, 1, 1));
        faults.end(left.id);
        assert_eq!(happens(&faults, "B", 1), [false]);
    }

    #[test]
    fn chance_follows_from_the_seed() {
        let faults = Faults::default();
        faults.add(Fault::new(Effect::Drop {}).with_probability(0.25)).unwrap();
        let draw = |seed| {
            faults.seed(seed);
            happens(&faults, "A", 4_000)
        };
        let (first, again, other) = (draw(1), draw(1), draw(2));
        assert_eq!(first, again);
        assert_ne!(first, other);
        let count = first.iter().filter(|happened| **happened).count();
        assert!((850..1_150).contains(&count), "{count}");
    }

    #[test]
    fn a_throttle_counts_the_requests_of_a_second() {
        let faults = Faults::default();
        faults.add(Fault::new(Effect::Throttle { per_second: 2 })).unwrap();
        let at = |second| !faults.of("A", SystemTime::UNIX_EPOCH + Duration::from_secs(second)).is_empty();
        assert_eq!([at(1), at(1), at(1), at(2)], [false, false, true, false]);
    }

    #[test]
    fn what_cannot_happen_is_refused_and_nothing_of_its_list_is_kept() {
        let faults = Faults::default();
        for text in [
            "{}",
            r#"[{"effect": {"kind": "refuse", "status": 503}}, {"effect": {"kind": "refuse", "status": 200}}]"#,
            r#"[{"effect": {"kind": "burn"}}]"#,
            r#"[{"probability": 2, "effect": {"kind": "drop"}}]"#,
            r#"[{"effect": {"kind": "slow", "bytes": 0, "milliseconds": 1}}]"#,
            r#"[{"effect": {"kind": "latency", "milliseconds": 600001}}]"#,
        ] {
            assert!(faults.add_json(text).is_err(), "{text}");
        }
        for kind in ["drop", "reset", "lose-response", "reset-after", "close", "continue-for-ever", "fail-task"] {
            let effect = |more: &str| format!(r#"{{"kind": "{kind}"{more}}}"#);
            let read: Effect = serde_json::from_str(&effect("")).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), serde_json::json!({ "kind": kind }));
            assert!(faults.add_json(&format!(r#"[{{"effect": {}}}]"#, effect(", \"y\": 1"))).is_err(), "{kind}");
        }
        let refuse =
            |text: String| Effect::Refuse { status: 503, code: None, message: Some(text), retry_after_seconds: None };
        assert!(faults.add(Fault::new(refuse("a".repeat(4_097)))).is_err());
        assert!(faults.add(Fault::new(Effect::Drop {}).on("a".repeat(4_097))).is_err());
        assert!(faults.all().is_empty());
        assert!(faults.add(Fault::new(refuse("a".repeat(4_096)))).is_ok());
    }
}
