//! How clients reach an instance.

use std::net::Ipv4Addr;

use dms_kafka::networking::{ENABLE_DNS, MODIFY_PUBLIC_ACCESS, UPDATE_CROSS_VPC_ADDRESSES, UPDATE_PORT_PROTOCOL};
use huaweicloud_sim::{Call, Refusal, Response};
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Behaviour;
use crate::codes;
use crate::state::{Effect, Entrance, FirstUser, PortName, View, Work};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: MODIFY_PUBLIC_ACCESS, handler: modify_public_access },
    Behaviour { operation: UPDATE_CROSS_VPC_ADDRESSES, handler: advertise },
    Behaviour { operation: ENABLE_DNS, handler: enable_dns },
    Behaviour { operation: UPDATE_PORT_PROTOCOL, handler: switch_port },
];

#[derive(Deserialize)]
struct PublicAccess {
    eip_address: Option<String>,
    public_boundwidth: Option<u32>,
    publicip_id: Option<String>,
}

/// An elastic address turns access on, none turns it off.
fn modify_public_access(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let asked: PublicAccess = call.json()?;
    let access = &view.running(id)?.access;
    let ids = asked.publicip_id.unwrap_or_default();
    let ip_ids: Vec<String> = ids.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
    let is_on = !ip_ids.is_empty();
    if !is_on && !access.is_public() {
        return Err(Refusal::of(codes::WRONG_PUBLIC_ACCESS).because("Access is off, and `publicip_id` is missing."));
    }
    let bandwidth = asked.public_boundwidth.filter(|_| is_on).unwrap_or(0);
    let name = if is_on { "bindInstancePublicIp" } else { "unbindInstancePublicIp" };
    // As the documented example has them, in its order.
    let address = asked.eip_address.unwrap_or_default();
    let params = json!({"public_ip_id": ids, "public_ip_address": address, "enable_public_ip": is_on});
    let effect = Effect::Entrance(Entrance::Public { ip_ids, bandwidth });
    view.start_task(id, name, params.to_string(), Work::Setting, effect)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Advertised {
    advertised_ip_contents: IndexMap<String, String>,
}

#[derive(Serialize)]
struct Results {
    success: bool,
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Outcome {
    advertised_ip: String,
    success: bool,
    ip: String,
}

/// Brokers that there are get what is asked for, whatever becomes of the others.
fn advertise(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    let Advertised { advertised_ip_contents } = call.json()?;
    if advertised_ip_contents.is_empty() {
        return Err(call.invalid_field("`advertised_ip_contents` is empty."));
    }
    view.running(id)?;
    let instance = view.instance_mut(id)?;
    let outcome = |(ip, advertised_ip): (String, String)| {
        let broker = ip.parse().ok().filter(|address: &Ipv4Addr| instance.broker_addresses.contains(address));
        let broker = broker.filter(|_| is_address(&advertised_ip));
        if let Some(broker) = broker {
            instance.access.advertised.insert(broker, advertised_ip.clone());
        }
        Outcome { advertised_ip, success: broker.is_some(), ip }
    };
    let results: Vec<Outcome> = advertised_ip_contents.into_iter().map(outcome).collect();
    Response::json(200, &Results { success: results.iter().all(|result| result.success), results })
}

/// Whether it can be an IP address or a domain name.
fn is_address(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    text.len() < 254 && (text.split('.').all(is_part) || text.parse::<std::net::Ipv6Addr>().is_ok())
}

fn enable_dns(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("instance_id")?;
    if view.running(id)?.network.has_dns {
        return Err(Refusal::of(codes::DNS_IS_ON));
    }
    view.instance_mut(id)?.network.has_dns = true;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Switch {
    protocol: PortName,
    enable: bool,
    user_name: Option<String>,
    pass_word: Option<String>,
    sasl_enabled_mechanisms: Option<Vec<String>>,
}

#[derive(Serialize)]
struct Switched {
    job_id: String,
    protocol: PortName,
    enable: bool,
}

fn switch_port(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let Switch { protocol, enable, user_name, pass_word, sasl_enabled_mechanisms } = call.json()?;
    let mechanisms = sasl_enabled_mechanisms.filter(|mechanisms| !mechanisms.is_empty());
    let mechanisms = mechanisms.unwrap_or_else(|| vec!["PLAIN".to_owned()]);
    // Nothing is kept of the password.
    let name = user_name.filter(|name| !name.is_empty()).zip(pass_word).map(|(name, _)| name);
    let first_user = name.map(|name| FirstUser { name, mechanisms });
    let job_id = view.switch_port(call.path("instance_id")?, protocol, enable, first_user)?;
    Response::json(200, &Switched { job_id, protocol, enable })
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn clients_connect_to_addresses_and_names() {
        for text in ["192.168.0.1", "broker-0.kafka.example", "2001:db8::1", "localhost"] {
            assert!(is_address(text), "{text}");
        }
        for text in ["", "a..b", "a b", "http://a", "a/b"] {
            assert!(!is_address(text), "{text}");
        }
    }
}
