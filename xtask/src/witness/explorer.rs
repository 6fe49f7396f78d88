//! The index of the vendor's explorer: a JSON document that lists operations of all products.
//!
//! ```json
//! {"apis": [{"n": "ListWidgets", "m": "get", "p": "Widget"}]}
//! ```

use std::fmt;

use serde::Deserialize;

/// The index: operations with their methods, by product.
#[derive(Clone, Debug, Deserialize)]
pub struct Explorer {
    apis: Vec<Entry>,
}

/// An operation.
#[derive(Clone, Debug, Deserialize)]
struct Entry {
    #[serde(rename = "n")]
    name: String,
    #[serde(rename = "m")]
    method: String,
    #[serde(rename = "p")]
    product: String,
}

/// Why a text is no index.
#[derive(Debug)]
pub struct ExplorerError(serde_json::Error);

impl fmt::Display for ExplorerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no index of an explorer, `{{\"apis\": [{{\"n\", \"m\", \"p\"}}]}}`: {}", self.0)
    }
}

impl std::error::Error for ExplorerError {}

impl Explorer {
    /// Parses an index.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn parse(text: &str) -> Result<Self, ExplorerError> {
        serde_json::from_str(text).map_err(ExplorerError)
    }

    /// The operations of a product, by their official names, with their methods.
    pub(super) fn operations_of<'e>(&'e self, product: &'e str) -> impl Iterator<Item = (&'e str, &'e str)> {
        let of_product = self.apis.iter().filter(|entry| entry.product.eq_ignore_ascii_case(product));
        of_product.map(|entry| (entry.name.as_str(), entry.method.as_str()))
    }
}
