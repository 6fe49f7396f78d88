//! Annotations of GitHub: a workflow command for each finding that somebody should look at.

use std::fmt::Write as _;

use super::Report;
use crate::diff::Level;

/// A workflow command for each finding that is not about words, in the file of the new side if it is there.
pub fn github(report: &Report) -> String {
    let mut text = String::new();
    for finding in report.findings.iter().filter(|finding| !finding.is_of_words()) {
        let command = match finding.wire.old_client_new_server {
            _ if finding.allowed.is_some() => "notice",
            Level::Breaking => "error",
            Level::Risky => "warning",
            Level::Compatible => "notice",
        };
        let mut properties = format!("title={}", property(&finding.id));
        if let Some(place) = finding.place() {
            let _ = write!(properties, ",file={}", property(&place.file.replace('\\', "/")));
            if place.line > 0 {
                let _ = write!(properties, ",line={}", place.line);
            }
        }
        let message = data(&format!("{}: {}", finding.subject(), finding.message));
        let _ = writeln!(text, "::{command} {properties}::{message}");
    }
    text
}

/// Escapes the message of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
