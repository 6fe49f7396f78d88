//! A clock that a test moves.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use crate::runtime::{Clock, Sleep};

/// 2026-01-01, midnight UTC.
const START: Duration = Duration::from_secs(1_767_225_600);

/// 9999-12-31, one second before midnight UTC: no later date can be written into a signature.
const LAST: Duration = Duration::from_secs(253_402_300_799);

/// A clock that moves only when a test [advances](Self::advance) it. Clones are the same clock.
///
/// What sleeps by it wakes when the clock has come that far. An [advancing](Self::advancing) clock moves by itself: each sleep
/// ends at once, and the time is then later by it.
///
/// ```
/// use huaweicloud_core::Clock;
/// use huaweicloud_core::testing::ManualClock;
/// use std::time::Duration;
///
/// let clock = ManualClock::new();
/// let before = clock.now();
/// clock.advance(Duration::from_secs(5));
/// assert_eq!(clock.now().duration_since(before).unwrap(), Duration::from_secs(5));
/// ```
#[derive(Clone, Debug)]
pub struct ManualClock {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    start: SystemTime,
    elapsed: Duration,
    is_advancing: bool,
    /// What is drawn by chance: all of these, one after another, the last one again and again.
    randoms: VecDeque<u64>,
    /// How long each sleep was to be, in the order in which they began.
    sleeps: Vec<Duration>,
    /// Who sleeps: number of the sleep, and whom to wake.
    sleepers: Vec<(usize, Waker)>,
    /// Who waits for somebody to sleep.
    watchers: Vec<Waker>,
}

impl ManualClock {
    /// A clock that stands at the beginning of 2026, UTC.
    pub fn new() -> Self {
        Self::starting_at(SystemTime::UNIX_EPOCH + START)
    }

    /// A clock that stands at a time.
    pub fn starting_at(start: SystemTime) -> Self {
        let state = State {
            start,
            elapsed: Duration::ZERO,
            is_advancing: false,
            randoms: VecDeque::new(),
            sleeps: Vec::new(),
            sleepers: Vec::new(),
            watchers: Vec::new(),
        };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// A clock by which every sleep ends at once, and makes the time later by it.
    pub fn advancing() -> Self {
        let clock = Self::new();
        clock.lock().is_advancing = true;
        clock
    }

    /// Makes the time later, and wakes those who slept until then. However far, no date is after the year 9999.
    pub fn advance(&self, duration: Duration) {
        let woken = {
            let mut state = self.lock();
            state.elapsed = state.elapsed.saturating_add(duration);
            std::mem::take(&mut state.sleepers)
        };
        // Those for whom it is too early sleep on.
        for (_, waker) in woken {
            waker.wake();
        }
    }

    /// Sets what is drawn by chance from now on: these numbers one after another, and then the last one again and again. Unless it
    /// is set, the largest number is drawn, so that a delay which is shortened by chance has its full length.
    pub fn draw(&self, numbers: impl IntoIterator<Item = u64>) {
        self.lock().randoms = numbers.into_iter().collect();
    }

    /// How long each sleep was to be, in the order in which they began: the delays between attempts, for example.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.lock().sleeps.clone()
    }

    /// Waits until so many sleep by this clock at once. Before a test advances the clock, it waits for what is to be woken.
    pub async fn until_sleeping(&self, sleepers: usize) {
        std::future::poll_fn(|context| {
            let mut state = self.lock();
            if state.sleepers.len() >= sleepers {
                return Poll::Ready(());
            }
            state.watchers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn now(&self) -> SystemTime {
        let state = self.lock();
        let last = SystemTime::UNIX_EPOCH + LAST;
        state.start.checked_add(state.elapsed).map_or(last, |now| now.min(last)).max(state.start)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(Sleeping { clock: self.clone(), duration, begun: None })
    }

    fn random(&self) -> u64 {
        let randoms = &mut self.lock().randoms;
        let drawn = if randoms.len() > 1 { randoms.pop_front() } else { randoms.front().copied() };
        drawn.unwrap_or(u64::MAX)
    }
}

impl State {
    /// The number of a new sleep, and when it ends.
    fn begin(&mut self, duration: Duration) -> (usize, Duration) {
        let until = self.elapsed.saturating_add(duration);
        self.sleeps.push(duration);
        if self.is_advancing {
            self.elapsed = until;
        }
        (self.sleeps.len(), until)
    }
}

/// A sleep, which begins when it is polled for the first time.
struct Sleeping {
    clock: ManualClock,
    duration: Duration,
    /// Number of the sleep, and when it ends.
    begun: Option<(usize, Duration)>,
}

impl Future for Sleeping {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let clock = self.clock.clone();
        let mut state = clock.lock();
        let (number, until) = match self.begun {
            Some(begun) => begun,
            None => state.begin(self.duration),
        };
        self.begun = Some((number, until));
        state.sleepers.retain(|(sleeper, _)| *sleeper != number);
        if state.elapsed >= until {
            return Poll::Ready(());
        }
        state.sleepers.push((number, context.waker().clone()));
        let watchers = std::mem::take(&mut state.watchers);
        drop(state);
        watchers.into_iter().for_each(Waker::wake);
        Poll::Pending
    }
}

impl Drop for Sleeping {
    fn drop(&mut self) {
        if let Some((number, _)) = self.begun {
            self.clock.lock().sleepers.retain(|(sleeper, _)| *sleeper != number);
        }
    }
}
