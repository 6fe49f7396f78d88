//! Notes spans, what is recorded in them, and events, as text.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<String>>);

impl Seen {
    pub(crate) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn note(&self, begin: &str, record: impl FnOnce(&mut Line)) {
        let mut line = Line(begin.to_owned());
        record(&mut line);
        writeln!(self.0.lock().unwrap(), "{}", line.0).unwrap();
    }
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        write!(self.0, " {}={value}", field.name()).unwrap();
    }
}

impl Subscriber for Seen {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("huaweicloud_core")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        self.note(&format!("span {}", attributes.metadata().name()), |line| attributes.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("record", |line| values.record(line));
    }

    fn event(&self, event: &Event<'_>) {
        self.note(event.metadata().level().as_str(), |line| event.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
