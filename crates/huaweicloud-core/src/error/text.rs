//! How an error shows itself.

use std::fmt;

use bytes::Bytes;

use super::printable::{cut, printable};
use super::{Error, Inner};

/// Longest text of an error, in bytes; what is too long in it is the message.
const DISPLAY_LIMIT: usize = 2_048;

impl Inner {
    /// What stands before the message.
    fn origin(&self) -> String {
        match (self.operation, &self.code) {
            (Some(operation), Some(code)) => format!("{operation}: {code}: "),
            (Some(operation), None) => format!("{operation}: "),
            (None, Some(code)) => format!("{code}: "),
            (None, None) => String::new(),
        }
    }

    /// What stands after the message.
    fn response(&self) -> String {
        let attempts = match self.attempts.count {
            0 | 1 => String::new(),
            several => format!("{several} attempts"),
        };
        match (self.status, &self.request_id) {
            (None, _) if attempts.is_empty() => String::new(),
            (None, _) => format!(" ({attempts})"),
            (Some(status), id) => {
                let id = id.as_ref().map_or_else(|| "no request id".to_owned(), |id| format!("request id {id}"));
                let attempts = if attempts.is_empty() { attempts } else { format!(", {attempts}") };
                format!(" (HTTP {status}, {id}{attempts})")
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (origin, response) = (self.0.origin(), self.0.response());
        let room = DISPLAY_LIMIT.saturating_sub(origin.len() + response.len());
        write!(f, "{origin}{}{response}", cut(self.0.message.clone(), room))
    }
}

/// `{:?}` is what `main` shows of an error that it returns: the text for people, and the causes below it as far as the text does
/// not name them. `{:#?}` shows the fields.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return self.fmt_fields(f);
        }
        let mut shown = self.to_string();
        f.write_str(&shown)?;
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            let text = cut(printable(cause.to_string()), DISPLAY_LIMIT);
            if !shown.contains(&text) {
                write!(f, "\n  caused by: {text}")?;
                shown.push_str(&text);
            }
            source = cause.source();
        }
        Ok(())
    }
}

impl Error {
    fn fmt_fields(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        f.debug_struct("Error")
            .field("kind", &inner.kind)
            .field("operation", &inner.operation)
            .field("http_status", &inner.status)
            .field("error_code", &inner.code)
            .field("class", &inner.class)
            .field("message", &inner.message)
            .field("request_id", &inner.request_id)
            .field("retry_after", &inner.retry_after)
            .field("is_unsent", &self.is_unsent())
            .field("execution", &self.execution())
            .field("attempts", &inner.attempts.count)
            .field("body_bytes", &inner.body.as_ref().map(Bytes::len))
            .field("source", &inner.source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as _)
    }
}
