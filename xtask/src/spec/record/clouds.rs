//! `clouds.toml`: the clouds that run the service.

use serde::Deserialize;

use crate::spec::LineEnds;

/// `clouds.toml`: the clouds that run the service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::spec) struct CloudsFile {
    #[serde(default)]
    cloud: Vec<toml::Spanned<Cloud>>,
}

impl CloudsFile {
    /// The entries, each with its line in the text.
    pub(in crate::spec) fn placed(self, text: &str) -> Vec<Cloud> {
        let ends = LineEnds::of(text);
        let entries = self.cloud.into_iter();
        entries.map(|entry| Cloud { line: ends.line(entry.span().start), ..entry.into_inner() }).collect()
    }
}

/// A cloud that runs the service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cloud {
    /// Id by which `x-availability` names it: what sources mark their texts with.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its regions, as far as they are known.
    #[serde(default)]
    pub regions: Vec<String>,
    /// What is known of it besides, or why the name is what it is.
    pub note: Option<String>,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}
