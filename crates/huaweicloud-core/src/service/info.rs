//! A service as a whole: its regions, and where it is in each.

use super::{Endpoint, ErrorCodeInfo, Region};
use crate::error::Error;

/// What a client knows of its service as a whole. Generated clients hold one constant.
#[derive(Clone, Copy, Debug)]
pub struct ServiceInfo {
    name: &'static str,
    sdk_name: &'static str,
    endpoints: &'static [(&'static str, &'static str)],
    error_codes: &'static [ErrorCodeInfo],
}

impl ServiceInfo {
    /// A service.
    ///
    /// - `name`: its name for people;
    /// - `sdk_name`: what the official SDKs call it in the names of environment variables;
    /// - `endpoints`: pairs of region id and endpoint, sorted by region id.
    pub const fn new(
        name: &'static str,
        sdk_name: &'static str,
        endpoints: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self { name, sdk_name, endpoints, error_codes: &[] }
    }

    /// Adds the documented error codes, sorted by code.
    #[must_use]
    pub const fn with_error_codes(mut self, error_codes: &'static [ErrorCodeInfo]) -> Self {
        self.error_codes = error_codes;
        self
    }

    /// Name of the service.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The documented error codes, sorted by code.
    pub const fn error_codes(&self) -> &'static [ErrorCodeInfo] {
        self.error_codes
    }

    /// What the documentation says of an error code; none of one that it does not know.
    pub fn error_code(&self, code: &str) -> Option<&'static ErrorCodeInfo> {
        let at = self.error_codes.binary_search_by(|info| info.code().cmp(code)).ok()?;
        self.error_codes.get(at)
    }

    /// Ids of the regions whose endpoint is known, sorted.
    pub fn regions(&self) -> impl Iterator<Item = &'static str> {
        self.endpoints.iter().map(|(region, _)| *region)
    }

    /// The environment variable that overrides the endpoint of a region, or gives that of a new one:
    /// `HUAWEICLOUD_SDK_REGION_KAFKA_EU_DE` for Kafka in `eu-de`, as in the official SDKs.
    pub fn endpoint_variable(&self, region: &Region) -> String {
        format!("HUAWEICLOUD_SDK_REGION_{}_{}", self.sdk_name, region.id()).to_uppercase().replace('-', "_")
    }

    /// Where requests go in `region`: what its environment variable says, else what the table says.
    ///
    /// Of several endpoints in the variable, with commas between them, the first is taken.
    ///
    /// # Errors
    ///
    /// [`Error::is_configuration`] if the variable holds no endpoint, by its name, and if neither knows the region; the
    /// message then names the nearest region of the table, the variable, and all regions.
    pub fn endpoint(&self, region: &Region) -> Result<Endpoint, Error> {
        self.endpoint_or(region, |name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// The endpoint that the region's variable holds, else the one of the table.
    fn endpoint_or(&self, region: &Region, variable: impl Fn(&str) -> Option<String>) -> Result<Endpoint, Error> {
        let name = self.endpoint_variable(region);
        let value = variable(&name).unwrap_or_default();
        let first = value.split(',').next().unwrap_or_default().trim();
        if !first.is_empty() {
            return Endpoint::parse(first)
                .map_err(|why| Error::configuration(format!("in the environment variable {name}, {why}")));
        }
        match self.endpoints.iter().find(|(id, _)| *id == region.id()) {
            Some((_, endpoint)) => endpoint.parse(),
            None => Err(self.unknown_region(region, &name)),
        }
    }

    fn unknown_region(&self, region: &Region, variable: &str) -> Error {
        let nearest = region.nearest_of(self.regions());
        let nearest = nearest.map(|id| format!(" (did you mean `{id}`?)")).unwrap_or_default();
        Error::configuration(format!(
            "no endpoint is known for {} in region `{region}`{nearest}; set the endpoint, by {variable} for example, or use one \
             of: {}",
            self.name,
            self.regions().collect::<Vec<_>>().join(", ")
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: ServiceInfo =
        ServiceInfo::new("widgets", "widget", &[("a-1", "https://w.a-1.example"), ("b-2", "https://w.b-2.example")]);

    #[test]
    fn the_table_gives_the_endpoint() {
        assert_eq!(SERVICE.endpoint(&"b-2".into()).unwrap().to_string(), "https://w.b-2.example");
    }

    fn overridden(region: &str, value: &str) -> Result<Endpoint, Error> {
        let name = SERVICE.endpoint_variable(&region.into());
        SERVICE.endpoint_or(&region.into(), |asked| (asked == name).then(|| value.to_owned()))
    }

    #[test]
    fn the_environment_comes_before_the_table() {
        assert_eq!(SERVICE.endpoint_variable(&"a-1".into()), "HUAWEICLOUD_SDK_REGION_WIDGET_A_1");
        for (region, value, endpoint) in [
            ("a-1", "http://127.0.0.1:1", "http://127.0.0.1:1"),
            ("c-3", "w.c-3.example", "https://w.c-3.example"),
            ("a-1", " https://one.example , https://two.example", "https://one.example"),
            ("a-1", "", "https://w.a-1.example"),
        ] {
            assert_eq!(overridden(region, value).unwrap().to_string(), endpoint, "{value}");
        }
    }

    #[test]
    fn a_variable_that_holds_no_endpoint_is_named() {
        for (value, why) in [
            ("ftp://h", "the endpoint `ftp://h` is neither http nor https"),
            ("https://u:hunter2@h", "the endpoint `https://h` holds user information, which requests do not carry"),
            (
                "https://h/base",
                "the endpoint `https://h` has a path, a query or a fragment, which requests do not carry",
            ),
        ] {
            let error = overridden("a-1", value).unwrap_err();
            assert!(error.is_configuration());
            assert_eq!(
                error.to_string(),
                format!(
                    "in the environment variable HUAWEICLOUD_SDK_REGION_WIDGET_A_1, {why}; give it as `https://host` or \
                     `https://host:port`"
                )
            );
        }
    }

    #[test]
    fn an_unknown_region_names_the_known_ones_and_the_way_out() {
        let error = SERVICE.endpoint(&Region::new("c-3")).unwrap_err();
        assert!(error.is_configuration());
        assert_eq!(
            error.to_string(),
            "no endpoint is known for widgets in region `c-3`; set the endpoint, by HUAWEICLOUD_SDK_REGION_WIDGET_C_3 for \
             example, or use one of: a-1, b-2"
        );
    }
}
