//! How much disk space partitions take.

use std::cmp::Reverse;

use huaweicloud_sim::{Call, Query, Refusal, Response};
use serde::Serialize;

use crate::state::{Instance, View};

const KILOBYTE: u64 = 1 << 10;
const MEGABYTE: u64 = 1 << 20;
const GIGABYTE: u64 = 1 << 30;

/// What a partition takes on a disk even if nothing is in it: the smallest one of the documented example.
const EMPTY: u64 = 8 * KILOBYTE;

#[derive(Serialize)]
struct Report {
    broker_list: Vec<Disk>,
}

#[derive(Serialize)]
struct Disk {
    broker_name: String,
    data_disk_size: String,
    data_disk_use: String,
    data_disk_free: String,
    /// A whole number, as a text.
    data_disk_use_percentage: String,
    status: &'static str,
    topic_list: Vec<Usage>,
}

#[derive(Serialize)]
struct Usage {
    size: String,
    topic_name: String,
    topic_partition: String,
    percentage: f64,
}

pub(super) fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let filter = Filter::parse(call.query()).map_err(|why| call.invalid_parameter(why))?;
    let brokers = u64::try_from(instance.broker_count()).unwrap_or(u64::MAX).max(1);
    let disk = u64::from(instance.storage.gigabytes) * GIGABYTE / brokers;
    let broker_list = on_brokers(instance).into_iter().enumerate().map(|(number, replicas)| {
        let used = replicas.iter().map(|replica| replica.bytes).sum();
        broker(number, disk, used, &filter, replicas)
    });
    Response::json(200, &Report { broker_list: broker_list.collect() })
}

/// A partition on a broker.
struct Replica<'i> {
    topic: &'i str,
    partition: u16,
    bytes: u64,
}

/// What lies on each broker.
fn on_brokers(instance: &Instance) -> Vec<Vec<Replica<'_>>> {
    let mut brokers: Vec<Vec<Replica<'_>>> = (0..instance.broker_count()).map(|_| Vec::new()).collect();
    for (name, topic) in instance.topics.iter() {
        for partition in 0..topic.partition_count {
            let bytes = EMPTY + topic.log.bytes(partition);
            for number in instance.replicas(name, topic, partition) {
                if let Some(broker) = brokers.get_mut(number) {
                    broker.push(Replica { topic: name, partition, bytes });
                }
            }
        }
    }
    brokers
}

fn broker(number: usize, disk: u64, used: u64, filter: &Filter, mut replicas: Vec<Replica<'_>>) -> Disk {
    // Those that take most come first; of equals, the one that was created first.
    replicas.sort_by_key(|replica| Reverse(replica.bytes));
    let matching = replicas.into_iter().filter(|replica| filter.shows(replica.bytes, disk)).take(filter.top);
    let usage = |replica: Replica<'_>| Usage {
        size: written(replica.bytes),
        topic_name: replica.topic.to_owned(),
        topic_partition: replica.partition.to_string(),
        percentage: percentage(replica.bytes, disk),
    };
    Disk {
        broker_name: format!("broker-{number}"),
        data_disk_size: written(disk),
        data_disk_use: written(used),
        data_disk_free: written(disk.saturating_sub(used)),
        data_disk_use_percentage: (used * 100).div_ceil(disk.max(1)).to_string(),
        status: "Success get info",
        topic_list: matching.map(usage).collect(),
    }
}

/// Which partitions are shown.
struct Filter {
    min_size: u64,
    top: usize,
    percentage: f64,
}

impl Filter {
    fn parse(query: &Query) -> Result<Self, &'static str> {
        let min_size = match query.get("minSize") {
            Some("1K") => KILOBYTE,
            Some("1M") => MEGABYTE,
            _ => GIGABYTE,
        };
        let top = query.get("top").and_then(|top| top.parse().ok()).unwrap_or(usize::MAX);
        let percentage = query.get("percentage").filter(|text| !text.is_empty());
        let percentage = percentage.map_or(Ok(-1.0), |text| text.trim_end_matches('%').parse::<f64>());
        match percentage {
            Ok(percentage) if percentage.is_finite() => Ok(Self { min_size, top, percentage }),
            _ => Err("`percentage` must be a number."),
        }
    }

    fn shows(&self, bytes: u64, disk: u64) -> bool {
        bytes >= self.min_size && percentage(bytes, disk) > self.percentage
    }
}

#[allow(clippy::cast_precision_loss, reason = "a share is no exact number")]
fn percentage(bytes: u64, disk: u64) -> f64 {
    bytes as f64 / disk.max(1) as f64 * 100.0
}

/// A size with its unit, rounded up, as `du -h` writes it: `8.0K`, `12K`.
fn written(bytes: u64) -> String {
    let (unit, letter) = match bytes {
        GIGABYTE.. => (GIGABYTE, 'G'),
        MEGABYTE.. => (MEGABYTE, 'M'),
        _ => (KILOBYTE, 'K'),
    };
    let tenths = bytes.saturating_mul(10).div_ceil(unit);
    if tenths < 100 {
        format!("{}.{}{letter}", tenths / 10, tenths % 10)
    } else {
        format!("{}{letter}", bytes.div_ceil(unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_written_as_the_example_has_them() {
        for (bytes, text) in [
            (0, "0.0K"),
            (8 * KILOBYTE, "8.0K"),
            (12 * KILOBYTE, "12K"),
            (12 * KILOBYTE + 1, "13K"),
            (53 * MEGABYTE, "53M"),
            (66 * GIGABYTE, "66G"),
            (1_536 * MEGABYTE, "1.5G"),
        ] {
            assert_eq!(written(bytes), text);
        }
        assert!((percentage(12 * KILOBYTE, 66 * GIGABYTE) - 0.000_017_339_533).abs() < 1e-9);
    }
}
