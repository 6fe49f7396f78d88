//! Bodies: what is sent, and in which formats.

use super::Walk;
use super::record::{At, Site};
use crate::diff::Node;
use crate::diff::rule::Slot;

/// The rules on formats that are added, removed, replaced by a general one, replaced by a special one.
const REQUEST: [&str; 4] = [
    "request.media-type.added",
    "request.media-type.removed",
    "request.media-type.widened",
    "request.media-type.narrowed",
];
const RESPONSE: [&str; 4] = [
    "response.media-type.added",
    "response.media-type.removed",
    "response.media-type.widened",
    "response.media-type.narrowed",
];

impl<'d> Walk<'d> {
    /// Compares what an operation is sent.
    pub(super) fn request_body(&mut self, at: At, old: Option<&Node<'d>>, new: Option<&Node<'d>>) {
        let at = at.part("request");
        let is_required = |body: &Node<'d>| body.flag("required");
        match (old, new) {
            (None, None) => {}
            (Some(old), None) => {
                let id = if is_required(old) { "request.body.removed.required" } else { "request.body.removed" };
                self.report(at, id, Some(old), None, "the body is gone");
            }
            (None, Some(new)) => {
                let id = if is_required(new) { "request.body.added.required" } else { "request.body.added" };
                let kind = if is_required(new) { "a required" } else { "an optional" };
                self.report(at, id, None, Some(new), format!("there is {kind} body now"));
            }
            (Some(old), Some(new)) => {
                self.look_at(old, new);
                match (is_required(old), is_required(new)) {
                    (false, true) => {
                        self.report(at, "request.body.required", Some(old), Some(new), "the body is required now");
                    }
                    (true, false) => {
                        self.report(at, "request.body.optional", Some(old), Some(new), "the body is optional now");
                    }
                    _ => {}
                }
                let slot = if at.is_callback() { Slot::CallbackRequest } else { Slot::Request };
                let (before, after) = (old.get("content"), new.get("content"));
                if let (Some(before), Some(after)) = (&before, &after) {
                    self.content(at.in_slot(slot), before, after);
                }
                self.rest(at, old, new, &["content", "required"]);
            }
        }
    }

    /// Compares what there is in each format. The slot says whether it is sent or read.
    pub(super) fn content(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let is_response = matches!(at.slot, Slot::Response | Slot::CallbackResponse | Slot::Header);
        let [added, removed, widened, narrowed] = if is_response { RESPONSE } else { REQUEST };
        let holds = |range: &str, name: &str| is_in_range(name, range) || is_response && is_kind_of(name, range);
        let (before, mut after) = (old.members(), new.members());
        let mut alone = Vec::new();
        for (name, media_type) in before {
            match after.iter().position(|(other, _)| plain(other) == plain(name)) {
                Some(position) => {
                    let (_, other) = after.remove(position);
                    self.media_type(at, &media_type, &other);
                }
                None => alone.push((name, media_type)),
            }
        }
        let contract = Self::contract(at);
        let mut related = Vec::new();
        for (name, media_type) in alone {
            let general = after.iter().filter(|(other, _)| holds(other, name)).take(1);
            let special = after.iter().filter(|(other, _)| holds(name, other));
            let (id, others): (_, Vec<_>) =
                if general.clone().count() > 0 { (widened, general.collect()) } else { (narrowed, special.collect()) };
            let Some((first, other)) = others.first() else {
                self.report(contract, removed, Some(&media_type), None, format!("`{name}` is gone"));
                continue;
            };
            self.report(contract, id, Some(&media_type), Some(other), format!("`{name}` is `{first}` now"));
            for (other, new) in others {
                self.media_type(at, &media_type, new);
                related.push(*other);
            }
        }
        for (name, media_type) in after.iter().filter(|(name, _)| !related.contains(name)) {
            self.report(contract, added, None, Some(media_type), format!("`{name}` is new"));
        }
    }

    fn media_type(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        let (old, new) = (&old.resolved(), &new.resolved());
        self.look_at(old, new);
        let (before, after) = (old.raw("schema"), new.raw("schema"));
        let body = At { site: Site::Schema("body"), ..at };
        self.schema_of(body, old, new, before.as_ref(), after.as_ref());
        if old.value().get("encoding") != new.value().get("encoding") {
            let message = "parts of the body are written in another way";
            self.report(Self::contract(at), "request.encoding.changed", Some(old), Some(new), message);
        }
        self.rest(Self::contract(at), old, new, &["encoding", "schema"]);
    }

    /// Where nothing is a schema, there is one verdict.
    const fn contract(at: At) -> At {
        at.in_slot(Slot::Request)
    }

    /// Compares two schemas of which one may not be there.
    pub(super) fn schema_of(
        &mut self,
        at: At,
        old: &Node<'d>,
        new: &Node<'d>,
        before: Option<&Node<'d>>,
        after: Option<&Node<'d>>,
    ) {
        match (before, after) {
            (Some(before), Some(after)) => {
                self.pair(at.owner, at.slot, before, after);
            }
            (Some(before), None) => {
                self.mark(before);
                self.report(at, "schema.removed", Some(before), Some(new), "any value is allowed now");
            }
            (None, Some(after)) => {
                self.mark(after);
                self.report(at, "schema.added", Some(old), Some(after), "a schema says what is allowed now");
            }
            (None, None) => {}
        }
    }
}

/// A media type without its parameters; names have no case.
fn plain(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// Whether a range, `*/*` or `text/*`, holds a media type.
fn is_in_range(media_type: &str, range: &str) -> bool {
    let (media_type, range) = (plain(media_type), plain(range));
    let kind = range.strip_suffix("/*");
    kind.is_some_and(|kind| kind == "*" || media_type.split('/').next() == Some(kind))
}

/// Whether a media type is another one with a meaning besides: `application/problem+json` is JSON.
fn is_kind_of(media_type: &str, general: &str) -> bool {
    let (media_type, general) = (plain(media_type), plain(general));
    let suffix = media_type.rsplit_once('+').map(|(_, suffix)| suffix);
    suffix.is_some_and(|suffix| general == format!("application/{suffix}") || general == format!("text/{suffix}"))
}
