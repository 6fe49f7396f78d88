//! The readers of documentation pages, on pages invented for this project.

mod hostile;
mod layouts;
mod properties;
