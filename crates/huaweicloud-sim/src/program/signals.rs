//! When a program is asked to end.

use std::io;

use tokio::sync::oneshot;

/// Done when the process is asked to end. The signals are caught from the call on, not only once the future is polled.
#[cfg(unix)]
pub(super) fn signals() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Done when the process is asked to end.
#[cfg(windows)]
pub(super) fn signals() -> io::Result<impl Future<Output = ()>> {
    let mut ctrl_c = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        ctrl_c.recv().await;
    })
}

/// Done when standard input ends. A thread of its own reads it: one of the runtime's would keep the process from ending
/// after a signal, as long as it waits for input.
pub(super) fn stdin_closes() -> oneshot::Receiver<()> {
    let (closed, end_of_input) = oneshot::channel();
    std::thread::spawn(move || {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
        let _ = closed.send(());
    });
    end_of_input
}
