//! What others can see of a call while it goes on: names as the semantic conventions of OpenTelemetry have them.

#[cfg(not(feature = "tracing"))]
mod silent;
#[cfg(feature = "tracing")]
mod spans;

#[cfg(not(feature = "tracing"))]
pub(super) use silent::Observed;
#[cfg(feature = "tracing")]
pub(super) use spans::Observed;
