//! A value that is asked for once, however many calls need it.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Poll, Waker};

use crate::error::Error;

/// A value that one call asks for while the others wait. A failure is that of all who waited; the next call asks again.
pub(super) struct AskedOnce<T> {
    value: OnceLock<T>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    is_asking: bool,
    /// How often it was asked in vain, and why the last time.
    failures: u64,
    reason: String,
    waiting: Vec<Waker>,
}

impl<T> Default for AskedOnce<T> {
    fn default() -> Self {
        Self { value: OnceLock::new(), state: Mutex::default() }
    }
}

impl<T> AskedOnce<T> {
    /// The value, for which `ask` is run if nobody has it yet.
    ///
    /// # Errors
    ///
    /// That of `ask`, or of another call that was waited for.
    pub(super) async fn get(&self, ask: impl Future<Output = Result<T, Error>>) -> Result<&T, Error> {
        let mut waited_since = None;
        let turn = std::future::poll_fn(|context| {
            if let Some(value) = self.value.get() {
                return Poll::Ready(Ok(Some(value)));
            }
            let mut state = self.lock();
            if let Some(failures) = waited_since
                && failures != state.failures
            {
                return Poll::Ready(Err(Error::credentials(state.reason.as_str())));
            }
            if !state.is_asking {
                state.is_asking = true;
                return Poll::Ready(Ok(None));
            }
            waited_since.get_or_insert(state.failures);
            state.waiting.push(context.waker().clone());
            Poll::Pending
        });
        if let Some(value) = turn.await? {
            return Ok(value);
        }
        // Whether it ends or is given up, the next one may ask.
        let _done = Done(self);
        match ask.await {
            Ok(value) => Ok(self.value.get_or_init(|| value)),
            Err(error) => {
                let mut state = self.lock();
                state.failures += 1;
                error.message().clone_into(&mut state.reason);
                Err(error)
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Done<'a, T>(&'a AskedOnce<T>);

impl<T> Drop for Done<'_, T> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_asking = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
