//! How clients reach an instance.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;

use serde::{Deserialize, Serialize};

use super::{Instance, Status};

/// How clients reach an instance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Access {
    /// Whether clients must authenticate.
    pub(crate) has_sasl: bool,
    pub(crate) user: Option<String>,
    pub(crate) protocol: String,
    pub(crate) mechanisms: Vec<String>,
    /// Whether clients in the VPC may do without authentication all the same.
    pub(crate) is_plain_in_vpc: bool,
    pub(crate) ports: Ports,
    /// The elastic addresses of the brokers; none while public access is off.
    pub(crate) public_ip_ids: Vec<String>,
    /// In Mbit/s.
    pub(crate) public_bandwidth: u32,
    pub(crate) manager_user: Option<String>,
    /// What brokers tell clients in other VPCs to connect to, where it is not their own address.
    pub(crate) advertised: BTreeMap<Ipv4Addr, String>,
}

/// Which ways of connecting are open, under the names of the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[allow(clippy::struct_excessive_bools, reason = "each is switched by itself")]
pub(crate) struct Ports {
    pub(crate) private_plain_enable: bool,
    pub(crate) private_sasl_ssl_enable: bool,
    pub(crate) private_sasl_plaintext_enable: bool,
    pub(crate) public_plain_enable: bool,
    pub(crate) public_sasl_ssl_enable: bool,
    pub(crate) public_sasl_plaintext_enable: bool,
}

impl Ports {
    pub(crate) const PRIVATE_PLAIN: u16 = 9092;
    pub(crate) const PRIVATE_SASL: u16 = 9093;
    pub(crate) const PUBLIC_PLAIN: u16 = 9094;
    pub(crate) const PUBLIC_SASL: u16 = 9095;

    /// What is open to clients of a protocol, which all clients have: `SASL_SSL` for example.
    pub(crate) fn of_protocol(protocol: &str, is_plain_in_vpc: bool, is_public: bool) -> Self {
        let is = |name| protocol == name;
        Self {
            private_plain_enable: is("PLAINTEXT") || is_plain_in_vpc,
            private_sasl_ssl_enable: is("SASL_SSL"),
            private_sasl_plaintext_enable: is("SASL_PLAINTEXT"),
            public_plain_enable: is_public && is("PLAINTEXT"),
            public_sasl_ssl_enable: is_public && is("SASL_SSL"),
            public_sasl_plaintext_enable: is_public && is("SASL_PLAINTEXT"),
        }
    }

    /// The port that clients in the VPC take.
    pub(crate) const fn of_private_clients(self) -> u16 {
        let has_sasl = self.private_sasl_ssl_enable || self.private_sasl_plaintext_enable;
        if has_sasl { Self::PRIVATE_SASL } else { Self::PRIVATE_PLAIN }
    }

    /// The port that clients on the internet take.
    pub(crate) const fn of_public_clients(self) -> u16 {
        let has_sasl = self.public_sasl_ssl_enable || self.public_sasl_plaintext_enable;
        if has_sasl { Self::PUBLIC_SASL } else { Self::PUBLIC_PLAIN }
    }
}

impl Access {
    /// Whether the instance can be reached from the internet.
    pub(crate) const fn is_public(&self) -> bool {
        !self.public_ip_ids.is_empty()
    }
}

impl Instance {
    /// The brokers that there are to connect to: none while they are being created.
    pub(crate) fn reachable_brokers(&self) -> &[Ipv4Addr] {
        match self.status {
            Status::Creating | Status::CreateFailed => &[],
            _ => &self.broker_addresses,
        }
    }

    /// The addresses of the brokers on the internet, which are of a range for documentation.
    pub(crate) fn public_addresses(&self) -> impl Iterator<Item = Ipv4Addr> {
        let hosts = self.reachable_brokers().iter().filter(|_| self.access.is_public());
        hosts.map(|host| Ipv4Addr::new(203, 0, 113, host.octets()[3]))
    }
}
