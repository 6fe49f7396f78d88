//! Who writes: a client, or a service, as mocks are and as looking at a response again needs: what clients only read, too.

use std::cell::Cell;

thread_local! {
    static IS_SERVICE: Cell<bool> = const { Cell::new(false) };
}

/// Whether what is written now is what a service sends.
pub(super) fn is_service() -> bool {
    IS_SERVICE.get()
}

/// Writes as a service does: fields that are read and never sent, too.
pub(crate) fn as_service<R>(write: impl FnOnce() -> R) -> R {
    /// Sets back what was before, also when writing panics.
    struct Before(bool);

    impl Drop for Before {
        fn drop(&mut self) {
            IS_SERVICE.set(self.0);
        }
    }

    let _before = Before(IS_SERVICE.replace(true));
    write()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_writes_only_while_it_is_asked_to() {
        assert!(!is_service());
        assert!(as_service(|| as_service(is_service) && is_service()));
        assert!(!is_service());
        std::panic::catch_unwind(|| as_service(|| panic!("{}", "it cannot be written"))).unwrap_err();
        assert!(!is_service(), "a panic changes nothing");
    }
}
