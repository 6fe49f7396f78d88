//! The products that are sold by brokers.

use serde::Serialize;

use super::zones::CODES;

/// A product, as the documented lists have it.
struct Product {
    id: &'static str,
    /// The flavours of the virtual machines: for a new instance, and for one that is scaled.
    flavors: [&'static str; 2],
    cores: usize,
    /// In GB, as are the next ones: most of a broker, and least of a broker of a new instance.
    most_storage: u32,
    least_storage: u32,
    partitions: u32,
    messages_per_second: u32,
    alias: &'static str,
}

const PRODUCTS: [Product; 5] = [
    Product {
        id: "c6.2u4g.cluster",
        flavors: ["c6.large.2", "c3.large.2"],
        cores: 2,
        most_storage: 10_000,
        least_storage: 200,
        partitions: 250,
        messages_per_second: 30_000,
        alias: "kafka.2u4g.cluster",
    },
    Product {
        id: "c6.4u8g.cluster",
        flavors: ["c6.xlarge.2", "c3.xlarge.2"],
        cores: 4,
        most_storage: 20_000,
        least_storage: 400,
        partitions: 500,
        messages_per_second: 100_000,
        alias: "kafka.4u8g.cluster",
    },
    Product {
        id: "c6.8u16g.cluster",
        flavors: ["c6.2xlarge.2", "c3.2xlarge.2"],
        cores: 8,
        most_storage: 30_000,
        least_storage: 800,
        partitions: 1_000,
        messages_per_second: 150_000,
        alias: "kafka.8u16g.cluster",
    },
    Product {
        id: "c6.12u24g.cluster",
        flavors: ["c6.3xlarge.2", "c3.3xlarge.2"],
        cores: 12,
        most_storage: 30_000,
        least_storage: 1_200,
        partitions: 1_500,
        messages_per_second: 200_000,
        alias: "kafka.12u24g.cluster",
    },
    Product {
        id: "c6.16u32g.cluster",
        flavors: ["c6.4xlarge.2", "c3.4xlarge.2"],
        cores: 16,
        most_storage: 30_000,
        least_storage: 1_600,
        partitions: 2_000,
        messages_per_second: 250_000,
        alias: "kafka.16u32g.cluster",
    },
];

/// The same for all of them, in the documented lists.
const MOST_BROKERS: usize = 30;
const LEAST_BROKERS: usize = 3;
const LEAST_STORAGE_WHEN_SCALED: u32 = 100;
const VERSIONS: [&str; 4] = ["1.1.0", "2.3.0", "2.7", "3.x"];
const DISKS: [&str; 2] = ["dms.physical.storage.high.v2", "dms.physical.storage.ultra.v2"];

/// How many brokers an instance of a product may have; nothing of a product that is not listed.
pub(crate) fn most_brokers(id: &str) -> Option<usize> {
    PRODUCTS.iter().any(|product| product.id == id).then_some(MOST_BROKERS)
}

/// How many cores a broker of a product has: the number before the `u` in its id.
pub(super) fn cores(id: &str) -> Option<usize> {
    let listed = PRODUCTS.iter().find(|product| product.id == id).map(|product| product.cores);
    let size = || id.split('.').find_map(|part| part.split_once('u')?.0.parse().ok());
    listed.or_else(size)
}

#[derive(Serialize)]
pub(in crate::resources) struct Listing {
    engine: &'static str,
    versions: [&'static str; 4],
    products: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    r#type: &'static str,
    product_id: &'static str,
    ecs_flavor_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_code: Option<&'static str>,
    arch_types: [&'static str; 1],
    charging_mode: [&'static str; 2],
    ios: [Disk; 2],
    support_features: [Feature; 1],
    properties: Properties,
    /// Only of a product that an instance is scaled to.
    #[serde(flatten)]
    zones: Option<Zones>,
}

/// Where there are some left, and where not.
#[derive(Serialize)]
struct Zones {
    available_zones: [&'static str; 3],
    unavailable_zones: [&'static str; 0],
}

#[derive(Serialize)]
struct Disk {
    io_spec: &'static str,
    r#type: &'static str,
    available_zones: [&'static str; 3],
    unavailable_zones: [&'static str; 0],
}

#[derive(Serialize)]
struct Feature {
    name: &'static str,
    properties: Limits,
}

/// Numbers as texts, here and below.
#[derive(Serialize)]
struct Limits {
    max_task: &'static str,
    max_node: &'static str,
    min_task: &'static str,
    min_node: &'static str,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names, reason = "the names of the service")]
struct Properties {
    max_partition_per_broker: String,
    max_broker: String,
    max_storage_per_node: String,
    max_consumer_per_broker: &'static str,
    min_broker: String,
    max_bandwidth_per_broker: &'static str,
    min_storage_per_node: String,
    max_tps_per_broker: String,
    product_alias: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    engine_versions: Option<String>,
}

/// The products that new instances can be of, or the one of an id.
pub(super) fn for_creation(id: Option<&str>) -> Listing {
    let products = PRODUCTS.iter().filter(|product| id.is_none_or(|id| product.id == id));
    let products = products.map(|product| shown(product, true)).collect();
    Listing { engine: "kafka", versions: VERSIONS, products }
}

/// The products that an instance can be scaled to.
pub(in crate::resources) fn for_scaling() -> Listing {
    let products = PRODUCTS.iter().map(|product| shown(product, false)).collect();
    Listing { engine: "kafka", versions: VERSIONS, products }
}

fn shown(product: &Product, is_new: bool) -> Shown {
    let least_storage = if is_new { product.least_storage } else { LEAST_STORAGE_WHEN_SCALED };
    let disk = |io_spec| Disk { io_spec, r#type: "evs", available_zones: CODES, unavailable_zones: [] };
    let [for_new, for_scaled] = product.flavors;
    let limits = Limits { max_task: "10", max_node: "10", min_task: "1", min_node: "2" };
    Shown {
        r#type: "cluster",
        product_id: product.id,
        ecs_flavor_id: if is_new { for_new } else { for_scaled },
        billing_code: is_new.then_some("dms.platinum.c6"),
        arch_types: ["X86"],
        charging_mode: ["monthly", "hourly"],
        ios: DISKS.map(disk),
        support_features: [Feature { name: "connector_obs", properties: limits }],
        properties: Properties {
            max_partition_per_broker: product.partitions.to_string(),
            max_broker: MOST_BROKERS.to_string(),
            max_storage_per_node: product.most_storage.to_string(),
            max_consumer_per_broker: "4000",
            min_broker: LEAST_BROKERS.to_string(),
            max_bandwidth_per_broker: "100",
            min_storage_per_node: least_storage.to_string(),
            max_tps_per_broker: product.messages_per_second.to_string(),
            product_alias: product.alias,
            engine_versions: is_new.then(|| VERSIONS.join(",")),
        },
        zones: (!is_new).then_some(Zones { available_zones: CODES, unavailable_zones: [] }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_can_be_created_with_as_many_partitions() {
        for product in &PRODUCTS {
            let known = crate::state::Product::of_id(product.id).unwrap();
            assert_eq!(known.max_partitions(3), product.partitions * 3, "{}", product.id);
            assert_eq!(cores(product.id), Some(product.cores));
        }
        assert_eq!((cores("s6.2u4g.cluster.small"), cores("nothing")), (Some(2), None));
    }
}
