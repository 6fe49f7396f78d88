//! `clouds.toml`: the clouds that run the service.

use std::path::{Path, PathBuf};

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
    /// The entries of the file, each with its line in the text.
    pub(in crate::spec) fn placed(self, file: &Path, text: &str) -> Vec<Cloud> {
        let ends = LineEnds::of(text);
        let entries = self.cloud.into_iter();
        let placed = |entry: toml::Spanned<Cloud>| Cloud {
            file: file.to_owned(),
            line: ends.line(entry.span().start),
            ..entry.into_inner()
        };
        entries.map(placed).collect()
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
    /// The file of its entry.
    #[serde(skip)]
    pub file: PathBuf,
    /// The line on which its entry begins, counted from 1.
    #[serde(skip)]
    pub line: u32,
}

impl Cloud {
    /// Whether two entries say the same of the cloud.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        (&self.title, &self.regions) == (&other.title, &other.regions)
    }
}
