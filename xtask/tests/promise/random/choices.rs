//! Choices that proptest draws, and that what is random here is made from.

/// Drawn numbers, taken one after the other. When they are used up, every choice is the first, which is the plainest: so a
/// shorter list of smaller numbers gives a smaller specification, and proptest shrinks without knowing anything of it.
#[derive(Debug)]
pub(crate) struct Choices<'d> {
    drawn: std::slice::Iter<'d, u16>,
}

impl<'d> Choices<'d> {
    pub(crate) fn new(drawn: &'d [u16]) -> Self {
        Self { drawn: drawn.iter() }
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::from(self.drawn.next().copied().unwrap_or_default()) % end
    }

    /// Yes, once in so many times.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    /// One of a list that is not empty.
    pub(crate) fn one<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }
}
