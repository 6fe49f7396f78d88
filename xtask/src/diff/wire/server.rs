//! Servers, and the security of the whole, are said once and hold for many operations.

use super::record::{At, Site};
use super::{Owner, Slot, Walk};
use crate::diff::Node;

impl<'d> Walk<'d> {
    /// Compares the servers of two objects that may have some.
    pub(super) fn servers(&mut self, owner: Owner, old: &Node<'d>, new: &Node<'d>) {
        let at = At { owner, slot: Slot::Request, site: Site::Contract("server") };
        let (before, after) = (old.list("servers"), new.list("servers"));
        let url = |server: &Node<'d>| server.text("url").unwrap_or_default().trim_end_matches('/').to_owned();
        for server in &before {
            match after.iter().find(|other| url(other) == url(server)) {
                Some(other) => self.server(at, server, other),
                None => self.report(at, "server.removed", Some(server), None, format!("`{}` is gone", url(server))),
            }
        }
        for server in after.iter().filter(|server| before.iter().all(|other| url(other) != url(server))) {
            self.report(at, "server.added", None, Some(server), format!("`{}` is new", url(server)));
        }
    }

    fn server(&mut self, at: At, old: &Node<'d>, new: &Node<'d>) {
        if old.value().get("variables") != new.value().get("variables") {
            self.report(at, "server.changed", Some(old), Some(new), "the variables of the server have changed");
        }
        self.rest(at, old, new, &["url", "variables"]);
    }
}
