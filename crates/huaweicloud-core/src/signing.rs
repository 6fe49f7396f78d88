//! SDK-HMAC-SHA256 request signing.
//!
//! The gateway of Huawei Cloud and Open Telekom Cloud accepts a request if its `Authorization` header holds an
//! HMAC-SHA256, keyed with the secret key, over a *canonical request*: method, path, query, headers and body hash in
//! one agreed spelling. [`Signer`] computes that header; [`SignableRequest`] is what it needs to know of a request.
//!
//! ```
//! use huaweicloud_core::signing::{SignableRequest, Signer};
//! use std::time::{Duration, SystemTime};
//!
//! let signer = Signer::new("AKEXAMPLE", &"SKexample".into())?;
//! let request = SignableRequest::new("GET", "dms.eu-de.otc.t-systems.com", "/v2/p/instances");
//! let signature = signer.sign(&request, SystemTime::UNIX_EPOCH + Duration::from_secs(1_709_946_123))?;
//! assert_eq!(signature.date(), "20240309T010203Z");
//! assert!(signature.authorization().starts_with("SDK-HMAC-SHA256 Access=AKEXAMPLE, SignedHeaders=host;x-sdk-date, "));
//! # Ok::<(), huaweicloud_core::signing::SigningError>(())
//! ```

mod canonical;
mod date;
mod encoding;
mod error;
mod headers;
mod signer;

pub use canonical::{SignableRequest, canonical_query};
pub(crate) use canonical::{check_path, is_dot_segment};
pub use date::{SdkDate, format_date, parse_date};
pub use encoding::{encode, encode_into};
pub use error::SigningError;
pub(crate) use headers::CanonicalHeaders;
pub use signer::{ALGORITHM, Signature, Signer};
