//! How much a client may ask of the simulator.

use std::time::Duration;

/// How much a client may ask of the simulator before it is cut off. All have defaults that no client in good order meets.
///
/// ```
/// use huaweicloud_sim::Limits;
///
/// let mut limits = Limits::default();
/// limits.connections = 16;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Connections at a time, 1,024; more wait.
    pub connections: usize,
    /// Bytes of the request line and the headers, 64 KiB; never less than 8 KiB.
    pub head_bytes: usize,
    /// How long a connection may wait for a head, its first or its next one, 30 seconds.
    pub head_time: Duration,
    /// Bytes of a body, 12 MiB: what the documents allow for signed requests.
    pub body_bytes: usize,
    /// Bytes of all bodies that are being read at a time, 256 MiB; what is beyond is refused with 429.
    pub all_body_bytes: usize,
    /// How long a body may take to come, 30 seconds.
    pub body_time: Duration,
    /// How long a client may take nothing of a response, 30 seconds.
    pub write_time: Duration,
}

impl Limits {
    /// These limits, or the least that can be served with.
    pub(crate) fn usable(mut self) -> Self {
        self.connections = self.connections.clamp(1, 1 << 20);
        self.head_bytes = self.head_bytes.max(8 * 1024);
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        let patience = Duration::from_secs(30);
        Self {
            connections: 1_024,
            head_bytes: 64 * 1024,
            head_time: patience,
            body_bytes: 12 * 1024 * 1024,
            all_body_bytes: 256 * 1024 * 1024,
            body_time: patience,
            write_time: patience,
        }
    }
}
