//! The products of the older kind, which are sold by bandwidth.

use serde::Serialize;

use super::zones::CODES;

/// Products: their ids by use and by the month, the specification, bandwidth, messages a second, storage in GB, partitions, and
/// the flavour of the virtual machines. The last two stand in the list of an instance that is scaled; their storage is ours.
const PRODUCTS: [[&str; 8]; 4] = [
    [
        "00300-30308-0--0",
        "00300-30309-0--0",
        "dms.instance.kafka.cluster.c3.mini",
        "100MB",
        "50000",
        "200",
        "300",
        "s6.large.2",
    ],
    [
        "00300-30310-0--0",
        "00300-30311-0--0",
        "dms.instance.kafka.cluster.c3.small.2",
        "300MB",
        "100000",
        "1200",
        "900",
        "c3.medium.2",
    ],
    [
        "00300-30312-0--0",
        "00300-30313-0--0",
        "dms.instance.kafka.cluster.c3.middle.2",
        "600MB",
        "200000",
        "2400",
        "1800",
        "c6.2xlarge.2",
    ],
    [
        "00300-30314-0--0",
        "00300-30315-0--0",
        "dms.instance.kafka.cluster.c3.high.2",
        "1200MB",
        "300000",
        "4800",
        "1800",
        "c6.2xlarge.2",
    ],
];

/// Disks: how fast, code, and type.
const DISKS: [(&str, &str, &str); 3] = [
    ("normal", "dms.physical.storage.normal", "SATA"),
    ("high", "dms.physical.storage.high", "SAS"),
    ("ultra", "dms.physical.storage.ultra", "SSD"),
];

#[derive(Serialize)]
pub(in crate::resources) struct Listing {
    hourly: [OfVersion; 2],
    monthly: [OfVersion; 2],
}

#[derive(Serialize)]
struct OfVersion {
    name: &'static str,
    version: &'static str,
    values: [OfType; 1],
}

#[derive(Serialize)]
struct OfType {
    detail: Vec<Shown>,
    name: &'static str,
    unavailable_zones: [&'static str; 0],
    available_zones: [&'static str; 3],
}

/// Numbers as texts.
#[derive(Serialize)]
struct Shown {
    tps: &'static str,
    storage: &'static str,
    partition_num: &'static str,
    product_id: &'static str,
    spec_code: &'static str,
    io: [Disk; 3],
    bandwidth: &'static str,
    unavailable_zones: [&'static str; 0],
    available_zones: [&'static str; 3],
    ecs_flavor_id: &'static str,
    arch_type: &'static str,
}

#[derive(Serialize)]
struct Disk {
    io_type: &'static str,
    storage_spec_code: &'static str,
    available_zones: [&'static str; 3],
    unavailable_zones: [&'static str; 0],
    volume_type: &'static str,
}

/// All of them, by how they are paid for.
pub(in crate::resources) fn listing() -> Listing {
    let of_versions = |is_monthly| ["1.1.0", "2.3.0"].map(|version| of_version(version, is_monthly));
    Listing { hourly: of_versions(false), monthly: of_versions(true) }
}

fn of_version(version: &'static str, is_monthly: bool) -> OfVersion {
    let detail = PRODUCTS.iter().map(|product| shown(product, is_monthly)).collect();
    let values = [OfType { detail, name: "cluster", unavailable_zones: [], available_zones: CODES }];
    OfVersion { name: "kafka", version, values }
}

fn shown(product: &[&'static str; 8], is_monthly: bool) -> Shown {
    let [by_use, by_month, spec_code, bandwidth, tps, storage, partition_num, ecs_flavor_id] = *product;
    let disk = |(io_type, storage_spec_code, volume_type)| Disk {
        io_type,
        storage_spec_code,
        available_zones: CODES,
        unavailable_zones: [],
        volume_type,
    };
    Shown {
        tps,
        storage,
        partition_num,
        product_id: if is_monthly { by_month } else { by_use },
        spec_code,
        io: DISKS.map(disk),
        bandwidth,
        unavailable_zones: [],
        available_zones: CODES,
        ecs_flavor_id,
        arch_type: "X86",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::Product;

    #[test]
    fn what_is_listed_by_use_can_be_created() {
        for [id, _, spec_code, _, _, _, partitions, _] in PRODUCTS {
            let product = Product::of_id(id).unwrap();
            assert_eq!(Product::of_spec_code(spec_code), Some(product.clone()));
            assert_eq!(product.max_partitions(3).to_string(), partitions);
        }
    }
}
