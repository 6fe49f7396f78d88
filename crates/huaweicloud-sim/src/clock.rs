//! The clock of what is simulated, which a test drives.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// A clock: what time it is.
pub(crate) type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// The time of the simulated service: it begins as that of the machine, and can be made faster, stopped, and moved on.
///
/// Signatures are compared with the clock of the machine all the same, because clients sign by it. Clones share the time.
///
/// ```
/// use std::time::Duration;
///
/// use huaweicloud_sim::Timeline;
///
/// let time = Timeline::default();
/// time.set_speed(0.0);
/// let before = time.now();
/// time.advance(Duration::from_secs(60));
/// assert_eq!(time.now().duration_since(before).unwrap(), Duration::from_secs(60));
/// ```
#[derive(Clone)]
pub struct Timeline {
    base: Arc<Clock>,
    course: Arc<Mutex<Course>>,
}

/// From when on, on both clocks, and how many simulated seconds a second has.
#[derive(Clone, Copy, Debug)]
struct Course {
    base: SystemTime,
    simulated: SystemTime,
    speed: f64,
}

/// The fastest that a timeline goes: a day in less than a tenth of a second.
pub(crate) const FASTEST: f64 = 1e6;

impl Timeline {
    /// A timeline that goes as a clock does.
    pub fn new(base: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self::of(Arc::new(base))
    }

    pub(crate) fn of(base: Arc<Clock>) -> Self {
        let now = base();
        let course = Course { base: now, simulated: now, speed: 1.0 };
        Self { base, course: Arc::new(Mutex::new(course)) }
    }

    /// The simulated time.
    pub fn now(&self) -> SystemTime {
        self.read(Course::at)
    }

    /// How many simulated seconds a second has.
    pub fn speed(&self) -> f64 {
        self.read(|course, _| course.speed)
    }

    /// Sets how many simulated seconds a second has, from now on: 0 stops the time. Less than 0 counts as 0, more than a
    /// million as a million, and what is no number as 1.
    pub fn set_speed(&self, speed: f64) {
        let speed = if speed.is_nan() { 1.0 } else { speed.clamp(0.0, FASTEST) };
        self.change(|course| Course { speed, ..course });
    }

    /// Moves the time on, at once. A step beyond all times that the machine can tell is not taken.
    pub fn advance(&self, by: Duration) {
        self.change(|course| Course {
            simulated: course.simulated.checked_add(by).unwrap_or(course.simulated),
            ..course
        });
    }

    /// Moves the time on to another one, unless it is there already.
    pub(crate) fn not_before(&self, time: SystemTime) {
        self.change(|course| Course { simulated: course.simulated.max(time), ..course });
    }

    /// Moves the time on, unless that leads beyond the last time that can be written, and says whether it did.
    pub(crate) fn try_advance(&self, by: Duration) -> bool {
        let mut is_taken = false;
        self.change(|course| match course.simulated.checked_add(by) {
            Some(simulated) if Timestamp::try_from(simulated).is_ok() => {
                is_taken = true;
                Course { simulated, ..course }
            }
            _ => course,
        });
        is_taken
    }

    fn read<T>(&self, of: impl FnOnce(Course, SystemTime) -> T) -> T {
        let course = *self.course.lock().unwrap_or_else(PoisonError::into_inner);
        of(course, (self.base)())
    }

    /// Goes on, from now, in another way.
    fn change(&self, to: impl FnOnce(Course) -> Course) {
        let mut course = self.course.lock().unwrap_or_else(PoisonError::into_inner);
        let base = (self.base)();
        *course = to(Course { base, simulated: course.at(base), speed: course.speed });
    }
}

impl Course {
    /// A base clock that was set back stands for the simulated time.
    fn at(self, base: SystemTime) -> SystemTime {
        let elapsed = base.duration_since(self.base).unwrap_or_default();
        let simulated = Duration::try_from_secs_f64(elapsed.as_secs_f64() * self.speed).unwrap_or_default();
        // As it stands, without the rounding of a multiplication.
        let simulated = if (self.speed - 1.0).abs() < f64::EPSILON { elapsed } else { simulated };
        self.simulated.checked_add(simulated).unwrap_or(self.simulated)
    }
}

impl Default for Timeline {
    /// The time of the machine.
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

impl fmt::Debug for Timeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Timeline").field("now", &self.now()).field("speed", &self.speed()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_hand() -> (Timeline, Arc<Mutex<u64>>) {
        let seconds = Arc::new(Mutex::new(0));
        let base = Arc::clone(&seconds);
        let now = move || SystemTime::UNIX_EPOCH + Duration::from_secs(*base.lock().unwrap());
        (Timeline::new(now), seconds)
    }

    fn second(time: &Timeline) -> u64 {
        time.now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
    }

    #[test]
    fn time_goes_faster_stands_and_jumps() {
        let (time, base) = by_hand();
        *base.lock().unwrap() = 10;
        assert_eq!(second(&time), 10);
        time.set_speed(60.0);
        *base.lock().unwrap() = 11;
        assert_eq!(second(&time), 70);
        time.set_speed(0.0);
        *base.lock().unwrap() = 1_000;
        assert_eq!(second(&time), 70);
        time.advance(Duration::from_secs(5));
        assert_eq!((second(&time), time.speed()), (75, 0.0));
        *base.lock().unwrap() = 0;
        assert_eq!(second(&time), 75);
        for (not_before, expected) in [(70, 75), (80, 80)] {
            time.not_before(SystemTime::UNIX_EPOCH + Duration::from_secs(not_before));
            assert_eq!(second(&time), expected);
        }
    }

    #[test]
    fn no_speed_and_no_step_breaks_it() {
        let time = by_hand().0;
        for speed in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0] {
            time.set_speed(speed);
            let _ = time.now();
        }
        time.advance(Duration::MAX);
        let _ = time.now();
    }
}
