//! What the client of the invented service sends and reads, byte by byte, over the loopback interface.

#![cfg(test)]

mod cogs;
#[cfg(feature = "testing")]
mod mock;
mod paging;
mod partial;
mod service;
mod waiting;
mod widgets;
