//! Ways of connecting, switched on and off.

use serde::{Deserialize, Serialize};

use super::{Access, Ports};
use crate::state::durations::Work;
use crate::state::effect::Effect;
use crate::state::error::StateError;
use crate::state::view::View;

/// The name of a way of connecting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(clippy::enum_variant_names, reason = "the names of the service")]
pub(crate) enum PortName {
    PrivatePlainEnable,
    PrivateSaslSslEnable,
    PrivateSaslPlaintextEnable,
    PublicPlainEnable,
    PublicSaslSslEnable,
    PublicSaslPlaintextEnable,
}

/// How clients can connect from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Entrance {
    Port {
        port: PortName,
        is_on: bool,
        first_user: Option<FirstUser>,
    },
    /// From the internet, by these elastic addresses; by none, that is over. The bandwidth is in Mbit/s.
    Public {
        ip_ids: Vec<String>,
        bandwidth: u32,
    },
}

/// The user of an instance that had none, and how it authenticates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FirstUser {
    pub(crate) name: String,
    pub(crate) mechanisms: Vec<String>,
}

impl Ports {
    const fn place(&mut self, name: PortName) -> &mut bool {
        match name {
            PortName::PrivatePlainEnable => &mut self.private_plain_enable,
            PortName::PrivateSaslSslEnable => &mut self.private_sasl_ssl_enable,
            PortName::PrivateSaslPlaintextEnable => &mut self.private_sasl_plaintext_enable,
            PortName::PublicPlainEnable => &mut self.public_plain_enable,
            PortName::PublicSaslSslEnable => &mut self.public_sasl_ssl_enable,
            PortName::PublicSaslPlaintextEnable => &mut self.public_sasl_plaintext_enable,
        }
    }

    /// Whether clients in the VPC can connect.
    pub(crate) const fn is_private(self) -> bool {
        self.private_plain_enable || self.private_sasl_ssl_enable || self.private_sasl_plaintext_enable
    }

    const fn has_sasl_ssl(self) -> bool {
        self.private_sasl_ssl_enable || self.public_sasl_ssl_enable
    }

    /// Whether clients must authenticate somewhere.
    pub(crate) const fn has_sasl(self) -> bool {
        self.has_sasl_ssl() || self.private_sasl_plaintext_enable || self.public_sasl_plaintext_enable
    }

    /// To clients on the internet the same as to those in the VPC, or nothing.
    const fn open_public(&mut self, is_public: bool) {
        self.public_plain_enable = is_public && self.private_plain_enable;
        self.public_sasl_ssl_enable = is_public && self.private_sasl_ssl_enable;
        self.public_sasl_plaintext_enable = is_public && self.private_sasl_plaintext_enable;
    }
}

impl PortName {
    const fn is_public(self) -> bool {
        matches!(self, Self::PublicPlainEnable | Self::PublicSaslSslEnable | Self::PublicSaslPlaintextEnable)
    }

    /// Whether clients must authenticate there.
    pub(crate) const fn has_sasl(self) -> bool {
        !matches!(self, Self::PrivatePlainEnable | Self::PublicPlainEnable)
    }
}

impl Access {
    /// What follows from the ways that are open.
    pub(crate) fn follow_ports(&mut self) {
        let ports = self.ports;
        self.has_sasl = ports.has_sasl();
        self.is_plain_in_vpc = self.has_sasl && ports.private_plain_enable;
        let protocol = match (ports.has_sasl_ssl(), self.has_sasl) {
            (true, _) => "SASL_SSL",
            (false, true) => "SASL_PLAINTEXT",
            (false, false) => "PLAINTEXT",
        };
        protocol.clone_into(&mut self.protocol);
    }
}

impl Entrance {
    pub(in crate::state) fn happen(self, view: &mut View<'_>, id: &str) {
        let Ok(instance) = view.instance_mut(id) else { return };
        let access = &mut instance.access;
        match self {
            Self::Port { port, is_on, first_user } => {
                *access.ports.place(port) = is_on;
                if let Some(FirstUser { name, mechanisms }) = first_user {
                    (access.user, access.mechanisms) = (Some(name), mechanisms);
                }
                access.follow_ports();
            }
            Self::Public { ip_ids, bandwidth } => {
                access.ports.open_public(!ip_ids.is_empty());
                (access.public_ip_ids, access.public_bandwidth) = (ip_ids, bandwidth);
            }
        }
    }
}

impl View<'_> {
    /// Begins to switch a way of connecting, and gives the id of the task. The first user is needed, and counts, if there is none.
    pub(crate) fn switch_port(
        &mut self,
        id: &str,
        port: PortName,
        is_on: bool,
        first_user: Option<FirstUser>,
    ) -> Result<String, StateError> {
        let access = &self.running(id)?.access;
        let mut ports = access.ports;
        *ports.place(port) = is_on;
        if !ports.is_private() {
            return Err(StateError::LastPort);
        }
        if is_on && port.is_public() && !access.is_public() {
            return Err(StateError::NoPublicAccess);
        }
        let is_first = is_on && port.has_sasl() && access.user.is_none();
        if is_first && first_user.is_none() {
            return Err(StateError::NoFirstUser);
        }
        let first_user = first_user.filter(|_| is_first);
        let effect = Effect::Entrance(Entrance::Port { port, is_on, first_user });
        // Without the password.
        let params = serde_json::json!({"protocol": port, "enable": is_on}).to_string();
        self.start_task(id, "kafkaPlainSslSwitch", params, Work::Config, effect)
    }
}
