//! Work that several calls wait for.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError, Weak};
use std::task::{Context, Poll, Wake, Waker};

/// Something that is done once for all who wait for it.
pub(super) type Work<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Work that is done once for all calls that need what comes of it while it is done.
///
/// Whichever of the calls is polled moves it on: one that nobody polls, or that is given up, holds up no other. When all are given
/// up, so is the work.
pub(super) struct Shared<T> {
    run: Mutex<Weak<Run<T>>>,
}

struct Run<T> {
    work: Mutex<Option<Work<T>>>,
    outcome: OnceLock<T>,
    /// Whether it panicked, so that nothing comes of it.
    is_lost: AtomicBool,
    waiting: Arc<Waiting>,
    /// Whether somebody came while another moved the work on.
    is_contended: AtomicBool,
}

/// All who wait; whatever wakes the work wakes each of them, for the one that moved it on last may not be polled again.
#[derive(Default)]
struct Waiting(Mutex<Vec<Waker>>);

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { run: Mutex::new(Weak::new()) }
    }
}

impl<T: Clone> Shared<T> {
    /// What comes of the work: of that which is being done, or of that which `begin` gives.
    pub(super) async fn run(&self, mut begin: impl FnMut() -> Work<T>) -> T {
        loop {
            let run = self.join(&mut begin);
            // None if somebody panicked.
            if let Some(outcome) = std::future::poll_fn(|context| run.poll(context)).await {
                return outcome;
            }
        }
    }

    /// Whether it is being done.
    pub(super) fn is_running(&self) -> bool {
        lock(&self.run).upgrade().is_some_and(|run| run.is_open())
    }

    fn join(&self, begin: impl FnOnce() -> Work<T>) -> Arc<Run<T>> {
        let mut last = lock(&self.run);
        if let Some(run) = last.upgrade().filter(|run| run.is_open()) {
            return run;
        }
        let run = Arc::new(Run {
            work: Mutex::new(Some(begin())),
            outcome: OnceLock::new(),
            is_lost: AtomicBool::new(false),
            waiting: Arc::default(),
            is_contended: AtomicBool::new(false),
        });
        *last = Arc::downgrade(&run);
        run
    }
}

impl<T> Run<T> {
    /// The work, if nobody moves it on now.
    fn try_lock(&self) -> Option<MutexGuard<'_, Option<Work<T>>>> {
        match self.work.try_lock() {
            Ok(work) => Some(work),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Whether something may still come of it.
    fn is_open(&self) -> bool {
        self.outcome.get().is_none() && !self.is_lost.load(Ordering::SeqCst)
    }
}

impl<T: Clone> Run<T> {
    fn poll(&self, context: &Context<'_>) -> Poll<Option<T>> {
        self.waiting.add(context.waker());
        let place = self.try_lock().or_else(|| {
            // Whoever moves it on looks at this when he is done, so that nothing that woke the work meanwhile is lost.
            self.is_contended.store(true, Ordering::SeqCst);
            self.try_lock()
        });
        if let Some(outcome) = self.outcome.get() {
            return Poll::Ready(Some(outcome.clone()));
        }
        match place {
            Some(place) => self.move_on(place),
            None => Poll::Pending,
        }
    }

    fn move_on<'r>(&'r self, place: MutexGuard<'r, Option<Work<T>>>) -> Poll<Option<T>> {
        let mut turn = Turn { run: self, place: Some(place), is_over: true };
        // Taken out, so that nobody polls again what has panicked.
        let Some(mut work) = turn.place.as_mut().and_then(|place| place.take()) else { return Poll::Ready(None) };
        let waker = Waker::from(Arc::clone(&self.waiting));
        match work.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => {
                turn.is_over = false;
                if let Some(place) = &mut turn.place {
                    **place = Some(work);
                }
                Poll::Pending
            }
            Poll::Ready(outcome) => Poll::Ready(Some(self.outcome.get_or_init(|| outcome).clone())),
        }
    }
}

/// One moving on of the work, which ends with leaving its place to the next one.
struct Turn<'r, T> {
    run: &'r Run<T>,
    place: Option<MutexGuard<'r, Option<Work<T>>>>,
    is_over: bool,
}

impl<T> Drop for Turn<'_, T> {
    fn drop(&mut self) {
        if self.is_over && self.run.outcome.get().is_none() {
            self.run.is_lost.store(true, Ordering::SeqCst);
        }
        drop(self.place.take());
        if self.run.is_contended.swap(false, Ordering::SeqCst) || self.is_over {
            self.run.waiting.wake_all();
        }
    }
}

impl Waiting {
    fn add(&self, waker: &Waker) {
        let mut waiting = lock(&self.0);
        if !waiting.iter().any(|other| other.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }

    fn wake_all(&self) {
        let waiting = std::mem::take(&mut *lock(&self.0));
        waiting.into_iter().for_each(Waker::wake);
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// Work that is ready when it is told to be; and how often it was begun.
    #[derive(Default)]
    struct Told {
        begun: AtomicUsize,
        state: Mutex<(bool, Option<Waker>)>,
    }

    impl Told {
        fn begin(self: &Arc<Self>) -> Work<usize> {
            let number = self.begun.fetch_add(1, Ordering::SeqCst) + 1;
            let told = Arc::clone(self);
            Box::pin(std::future::poll_fn(move |context| {
                let mut state = lock(&told.state);
                state.1 = Some(context.waker().clone());
                if state.0 { Poll::Ready(number) } else { Poll::Pending }
            }))
        }

        fn tell(&self) {
            let mut state = lock(&self.state);
            state.0 = true;
            let waker = state.1.take();
            drop(state);
            waker.into_iter().for_each(Waker::wake);
        }
    }

    /// How often it was woken.
    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    fn waker() -> (Arc<Woken>, Waker) {
        let woken = Arc::<Woken>::default();
        (Arc::clone(&woken), Waker::from(woken))
    }

    #[test]
    fn a_call_that_nobody_polls_holds_up_no_other() {
        let (told, shared) = (Arc::<Told>::default(), Shared::default());
        let (first_woken, first_waker) = waker();
        let (second_woken, second_waker) = waker();
        let mut first = Box::pin(shared.run(|| told.begin()));
        let mut second = Box::pin(shared.run(|| told.begin()));
        assert!(first.as_mut().poll(&mut Context::from_waker(&first_waker)).is_pending());
        assert!(second.as_mut().poll(&mut Context::from_waker(&second_waker)).is_pending() && shared.is_running());
        told.tell();
        // Both are woken, and one of them is polled.
        assert_eq!((first_woken.0.load(Ordering::SeqCst), second_woken.0.load(Ordering::SeqCst)), (1, 1));
        assert_eq!(second.as_mut().poll(&mut Context::from_waker(&second_waker)), Poll::Ready(1));
        assert_eq!(first.as_mut().poll(&mut Context::from_waker(&first_waker)), Poll::Ready(1));
        assert!(!shared.is_running());
    }

    #[test]
    fn work_that_all_have_given_up_is_begun_anew() {
        let (told, shared) = (Arc::<Told>::default(), Shared::default());
        let (_, waker) = waker();
        let context = &mut Context::from_waker(&waker);
        let mut one = Box::pin(shared.run(|| told.begin()));
        let mut other = Box::pin(shared.run(|| told.begin()));
        assert!(one.as_mut().poll(context).is_pending() && other.as_mut().poll(context).is_pending());
        drop(one);
        told.tell();
        assert_eq!(other.as_mut().poll(context), Poll::Ready(1));
        drop(other);
        let mut given_up = Box::pin(shared.run(|| Box::pin(std::future::pending())));
        assert!(given_up.as_mut().poll(context).is_pending());
        drop(given_up);
        assert!(!shared.is_running());
        assert_eq!(Box::pin(shared.run(|| told.begin())).as_mut().poll(context), Poll::Ready(2));
    }

    #[test]
    fn work_that_panics_is_begun_anew_by_those_who_wait() {
        let (told, shared) = (Arc::<Told>::default(), Shared::default());
        let (woken, waker) = waker();
        let context = &mut Context::from_waker(&waker);
        let mut is_first = true;
        let mut panics = Box::pin(shared.run(|| {
            Box::pin(std::future::poll_fn(move |_| {
                assert!(std::mem::take(&mut is_first), "the provider is broken");
                Poll::Pending
            }))
        }));
        let mut waits = Box::pin(shared.run(|| told.begin()));
        assert!(panics.as_mut().poll(context).is_pending());
        // It joins what is under way.
        let joined = shared.join(|| unreachable!("there is one"));
        let caught = std::panic::AssertUnwindSafe(|| panics.as_mut().poll(context).is_ready());
        std::panic::catch_unwind(caught).unwrap_err();
        assert!(woken.0.load(Ordering::SeqCst) > 0 && !joined.is_open());
        assert_eq!(joined.poll(context), Poll::Ready(None));
        told.tell();
        assert_eq!(waits.as_mut().poll(context), Poll::Ready(1));
    }

    #[test]
    fn many_threads_share_it() {
        let shared = Arc::new(Shared::default());
        let begun = Arc::new(AtomicUsize::new(0));
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let (shared, begun) = (Arc::clone(&shared), Arc::clone(&begun));
                std::thread::spawn(move || {
                    let work = || -> Work<usize> {
                        begun.fetch_add(1, Ordering::SeqCst);
                        let mut left = 100;
                        Box::pin(std::future::poll_fn(move |context| {
                            left -= 1;
                            context.waker().wake_by_ref();
                            if left == 0 { Poll::Ready(1) } else { Poll::Pending }
                        }))
                    };
                    block_on(shared.run(work))
                })
            })
            .collect();
        let seen: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(seen, 8);
        assert!(begun.load(Ordering::SeqCst) <= 8);
    }

    /// Runs a future on this thread, which sleeps until it is woken.
    fn block_on<T>(future: impl Future<Output = T>) -> T {
        struct Thread(std::thread::Thread);
        impl Wake for Thread {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Thread(std::thread::current())));
        let mut future = std::pin::pin!(future);
        loop {
            if let Poll::Ready(outcome) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return outcome;
            }
            std::thread::park();
        }
    }
}
