//! Why a simulator cannot start.

use std::net::SocketAddr;
use std::{fmt, io};

use huaweicloud_core::signing::SigningError;

/// A simulator that cannot start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not on the loopback interface. The simulator speaks plain HTTP and accepts keys that everybody
    /// knows: it must not be reached from another machine.
    NotLoopback {
        /// The address as it was given.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    Bind {
        /// The address as it was given.
        address: SocketAddr,
        /// What the operating system says.
        source: io::Error,
    },
    /// An access key or its secret key cannot sign.
    AccessKey {
        /// What is wrong with them.
        source: SigningError,
    },
    /// The OpenAPI document that the simulator was built with cannot be read.
    Document {
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback { address } => {
                write!(f, "{address} is not an address of the loopback interface; listen on 127.0.0.1 or [::1]")
            }
            Self::Bind { address, .. } => write!(f, "{address} cannot be listened on"),
            Self::AccessKey { .. } => f.write_str("an access key cannot be used"),
            Self::Document { .. } => f.write_str("the OpenAPI document of the service cannot be read"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotLoopback { .. } => None,
            Self::Bind { source, .. } => Some(source),
            Self::AccessKey { source } => Some(source),
            Self::Document { source } => Some(source),
        }
    }
}
