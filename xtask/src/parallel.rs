//! The same work for each of several inputs, on all cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What `work` makes of each input, in the order of the inputs.
pub(crate) fn map<I: Sync, O: Send>(inputs: &[I], work: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let next = AtomicUsize::new(0);
    // Each worker takes the next input that nobody has taken, so that one long piece of work holds up nothing else.
    let worker = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { return done };
            done.push((at, work(input)));
        }
    };
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(inputs.len());
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, output)| output).collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn the_order_is_that_of_the_inputs() {
        let inputs: Vec<usize> = (0..1000).collect();
        assert_eq!(map(&inputs, |input| input * 2), (0..1000).map(|input| input * 2).collect::<Vec<_>>());
        assert!(map(&[], |input: &usize| *input).is_empty());
    }

    #[test]
    #[should_panic(expected = "the hundredth")]
    fn a_panic_goes_on_to_the_caller() {
        let inputs: Vec<usize> = (0..1000).collect();
        map(&inputs, |input| assert_ne!(*input, 100, "the hundredth"));
    }
}
