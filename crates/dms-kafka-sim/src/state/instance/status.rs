//! The states of an instance.

use serde::{Deserialize, Serialize};

/// The state of an instance, under its documented name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Status {
    Creating,
    CreateFailed,
    Running,
    /// A restart or a deletion failed.
    Error,
    Restarting,
    /// It is being scaled, or Smart Connect is being switched on.
    Extending,
    /// That failed.
    ExtendedFailed,
    /// Smart Connect is being switched off.
    #[serde(rename = "CONNECTOR_DELETING")]
    ConnectorDeleting,
    Upgrading,
    Deleting,
    /// It lies in the recycle bin.
    Recycle,
}

impl Status {
    /// Its documented name.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Creating => "CREATING",
            Self::CreateFailed => "CREATEFAILED",
            Self::Running => "RUNNING",
            Self::Error => "ERROR",
            Self::Restarting => "RESTARTING",
            Self::Extending => "EXTENDING",
            Self::ExtendedFailed => "EXTENDEDFAILED",
            Self::ConnectorDeleting => "CONNECTOR_DELETING",
            Self::Upgrading => "UPGRADING",
            Self::Deleting => "DELETING",
            Self::Recycle => "RECYCLE",
        }
    }

    /// Whether it passes by itself, so that nothing else may be begun.
    pub(crate) const fn passes(self) -> bool {
        matches!(
            self,
            Self::Creating
                | Self::Restarting
                | Self::Extending
                | Self::ConnectorDeleting
                | Self::Upgrading
                | Self::Deleting
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_written_under_its_name() {
        for status in [
            Status::Creating,
            Status::CreateFailed,
            Status::Running,
            Status::Error,
            Status::Restarting,
            Status::Extending,
            Status::ExtendedFailed,
            Status::ConnectorDeleting,
            Status::Upgrading,
            Status::Deleting,
            Status::Recycle,
        ] {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
    }
}
