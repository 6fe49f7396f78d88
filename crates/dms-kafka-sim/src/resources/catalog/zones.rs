//! The availability zones.

use serde::Serialize;

/// Ids, codes and names; the first two are those of the documented list, the last one that of the documented instance. The
/// names are ours: the documents have one of them in Chinese.
const ZONES: [(&str, &str, &str, &str); 3] = [
    ("d539378ec1314c85b76fefa3f7071458", "cn-north-7b", "AZ2", "8003"),
    ("9f1c5806706d4c1fb0eb72f0a9b18c77", "cn-north-7c", "AZ3", "443"),
    ("38b0f7a602344246bcb0da47b5d548e7", "cn-north-7a", "AZ1", "8002"),
];

/// The codes of all zones.
pub(super) const CODES: [&str; 3] = [ZONES[0].1, ZONES[1].1, ZONES[2].1];

#[derive(Serialize)]
pub(super) struct Listing {
    region_id: &'static str,
    available_zones: Vec<Zone>,
}

#[derive(Serialize)]
struct Zone {
    #[serde(rename = "soldOut")]
    sold_out: bool,
    id: &'static str,
    code: &'static str,
    name: &'static str,
    /// A number, as a text.
    port: &'static str,
    resource_availability: &'static str,
    default_az: bool,
    remain_time: i64,
    ipv6_enable: bool,
}

pub(super) fn listing() -> Listing {
    let zone =
        |(place, (id, code, name, port)): (usize, &(&'static str, &'static str, &'static str, &'static str))| Zone {
            sold_out: false,
            id,
            code,
            name,
            port,
            resource_availability: "true",
            default_az: place == 0,
            // For ever.
            remain_time: i64::MAX,
            ipv6_enable: false,
        };
    Listing { region_id: "cn-north-7", available_zones: ZONES.iter().enumerate().map(zone).collect() }
}
