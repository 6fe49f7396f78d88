//! Regions, and where a service answers in each.

use std::fmt;

use crate::{Endpoint, Error};

/// A region, named by its id: `cn-north-4`, `eu-de`.
///
/// A region is a text and not an enum, so that a region opened tomorrow needs no new release: give its
/// [endpoint](crate::ClientBuilder::endpoint) until the table knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region(String);

impl Region {
    /// A region by its id.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Region {
    fn from(id: &str) -> Self {
        Self::new(id)
    }
}

impl From<String> for Region {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a client knows of its service as a whole. Generated clients hold one constant.
#[derive(Clone, Copy, Debug)]
pub struct ServiceInfo {
    name: &'static str,
    endpoints: &'static [(&'static str, &'static str)],
}

impl ServiceInfo {
    /// A service.
    ///
    /// - `name`: its name for people and for the `User-Agent`;
    /// - `endpoints`: pairs of region id and endpoint, sorted by region id.
    pub const fn new(name: &'static str, endpoints: &'static [(&'static str, &'static str)]) -> Self {
        Self { name, endpoints }
    }

    /// Name of the service.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Ids of the regions whose endpoint is known, sorted.
    pub fn regions(&self) -> impl Iterator<Item = &'static str> {
        self.endpoints.iter().map(|(region, _)| *region)
    }

    /// Where the service answers in `region`.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if the table does not know the region; the message lists the ones it knows.
    pub fn endpoint(&self, region: &Region) -> Result<Endpoint, Error> {
        match self.endpoints.iter().find(|(id, _)| *id == region.id()) {
            Some((_, endpoint)) => endpoint.parse(),
            None => Err(Error::configuration(format!(
                "no endpoint is known for {} in region `{region}`; set the endpoint, or use one of: {}",
                self.name,
                self.regions().collect::<Vec<_>>().join(", ")
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: ServiceInfo =
        ServiceInfo::new("widgets", &[("a-1", "https://w.a-1.example"), ("b-2", "https://w.b-2.example")]);

    #[test]
    fn the_table_gives_the_endpoint() {
        assert_eq!(SERVICE.endpoint(&"b-2".into()).unwrap().to_string(), "https://w.b-2.example");
    }

    #[test]
    fn an_unknown_region_names_the_known_ones_and_the_way_out() {
        let error = SERVICE.endpoint(&Region::new("c-3")).unwrap_err();
        assert!(error.is_configuration());
        assert_eq!(
            error.to_string(),
            "no endpoint is known for widgets in region `c-3`; set the endpoint, or use one of: a-1, b-2"
        );
    }
}
