//! Why a simulator cannot start.

use std::net::SocketAddr;
use std::{fmt, io};

use crate::authentication::CredentialsError;
use crate::document::DocumentError;
use crate::oddities::UnknownOddity;

/// A simulator that cannot start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The address is not on the loopback interface. The simulator speaks plain HTTP and accepts keys that everybody
    /// knows: it must not be reached from another machine, unless it is told to.
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
        source: CredentialsError,
    },
    /// The OpenAPI document of the service cannot be read.
    Document {
        /// What is wrong with it.
        source: DocumentError,
    },
    /// There is no oddity of a name.
    Oddity {
        /// Which one, and what there is.
        source: UnknownOddity,
    },
    /// What the service keeps in a file cannot be brought back.
    State {
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLoopback { address } => {
                write!(f, "{address} is not an address of the loopback interface; listen on 127.0.0.1 or [::1]")
            }
            Self::Bind { address, .. } => write!(f, "{address} cannot be listened on"),
            Self::AccessKey { .. } => f.write_str("an access key or a token cannot be used"),
            Self::Document { .. } => f.write_str("the simulator has no service"),
            Self::Oddity { .. } => f.write_str("an oddity cannot be switched on"),
            Self::State { .. } => f.write_str("the state cannot be brought back"),
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
            Self::Oddity { source } => Some(source),
            Self::State { source } => Some(source.as_ref()),
        }
    }
}

impl From<DocumentError> for StartError {
    fn from(source: DocumentError) -> Self {
        Self::Document { source }
    }
}

impl From<UnknownOddity> for StartError {
    fn from(source: UnknownOddity) -> Self {
        Self::Oddity { source }
    }
}

impl From<CredentialsError> for StartError {
    fn from(source: CredentialsError) -> Self {
        Self::AccessKey { source }
    }
}
