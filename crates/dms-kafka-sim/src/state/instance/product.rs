//! The products that instances are of, and what follows from them.

use serde::{Deserialize, Serialize};

/// Products by bandwidth: id, bandwidth, specification of the resources, and partitions of an instance.
const BY_BANDWIDTH: [(&str, &str, &str, u32); 4] = [
    ("00300-30308-0--0", "100MB", "dms.instance.kafka.cluster.c3.mini", 300),
    ("00300-30310-0--0", "300MB", "dms.instance.kafka.cluster.c3.small.2", 900),
    ("00300-30312-0--0", "600MB", "dms.instance.kafka.cluster.c3.middle.2", 1_800),
    ("00300-30314-0--0", "1200MB", "dms.instance.kafka.cluster.c3.high.2", 1_800),
];

/// Sizes of brokers: as they stand in the id of a product, and partitions of a broker.
const BY_SIZE: [(&str, u32); 5] =
    [("2u4g", 250), ("4u8g", 500), ("8u16g", 1_000), ("12u24g", 1_500), ("16u32g", 2_000)];

/// What an instance is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Product {
    pub(crate) id: String,
}

impl Product {
    /// The product of an id, if there is one.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        let product = Self { id: id.to_owned() };
        (product.bandwidth().is_some() || product.size().is_some()).then_some(product)
    }

    /// The product by bandwidth that has a specification of the resources.
    pub(crate) fn of_spec_code(code: &str) -> Option<Self> {
        let (id, ..) = BY_BANDWIDTH.iter().find(|(_, _, spec_code, _)| *spec_code == code)?;
        Some(Self { id: (*id).to_owned() })
    }

    /// What the service calls the specification: a bandwidth, or the product with the size of its brokers.
    pub(crate) fn specification(&self, broker_count: usize) -> String {
        match (self.bandwidth(), self.size()) {
            (Some((_, bandwidth, ..)), _) => (*bandwidth).to_owned(),
            (None, Some((size, _))) => {
                let kind = if self.is_single() { "single" } else { "cluster" };
                format!("kafka.{size}.{kind} * {broker_count} broker")
            }
            (None, None) => String::new(),
        }
    }

    /// The specification of the resources. None is documented for what is not sold by bandwidth.
    pub(crate) fn resource_spec_code(&self) -> Option<&'static str> {
        self.bandwidth().map(|(_, _, code, _)| *code)
    }

    /// Whether it is sold by bandwidth, and not by brokers.
    pub(crate) fn is_by_bandwidth(&self) -> bool {
        self.bandwidth().is_some()
    }

    /// Whether an instance of it is a single node.
    pub(crate) fn is_single(&self) -> bool {
        self.id.split('.').any(|part| part == "single")
    }

    /// How many partitions an instance may have.
    pub(crate) fn max_partitions(&self, broker_count: usize) -> u32 {
        let brokers = u32::try_from(broker_count).unwrap_or(u32::MAX);
        let of_brokers = self.size().map_or(0, |(_, of_broker)| of_broker.saturating_mul(brokers));
        self.bandwidth().map_or(of_brokers, |(.., partitions)| *partitions)
    }

    fn bandwidth(&self) -> Option<&'static (&'static str, &'static str, &'static str, u32)> {
        BY_BANDWIDTH.iter().find(|(id, ..)| *id == self.id)
    }

    /// The size of the brokers: `c6.2u4g.cluster` has it between two dots.
    fn size(&self) -> Option<&'static (&'static str, u32)> {
        BY_SIZE.iter().find(|(size, _)| self.id.split('.').any(|part| part == *size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_says_how_many_partitions_there_may_be() {
        let product = Product::of_id("00300-30310-0--0").unwrap();
        assert_eq!((product.specification(3), product.max_partitions(3)), ("300MB".to_owned(), 900));
        let product = Product::of_id("c6.4u8g.cluster").unwrap();
        let specification = "kafka.4u8g.cluster * 5 broker".to_owned();
        assert_eq!((product.specification(5), product.max_partitions(5)), (specification, 2_500));
        assert_eq!(Product::of_id("s6.4u8g.cluster.small").unwrap().max_partitions(1), 500);
        let single = Product::of_id("s6.2u4g.single.small").unwrap();
        assert!(single.is_single() && !product.is_single());
        assert_eq!(single.specification(1), "kafka.2u4g.single * 1 broker");
        for id in ["", "c6.3u8g.cluster", "00300-30309-0--0", "2u4g2"] {
            assert_eq!(Product::of_id(id), None, "{id}");
        }
    }
}
