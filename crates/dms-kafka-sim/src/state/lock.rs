//! Locking of what the state shares.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks, whether or not another thread panicked meanwhile: no change to the state is made in more than one step.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
