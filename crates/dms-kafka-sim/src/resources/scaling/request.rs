//! What a request asks to scale to, and whether that can be.

use std::net::Ipv4Addr;

use huaweicloud_sim::{Call, Refusal};
use serde::Deserialize;

use crate::codes;
use crate::resources::catalog::products;
use crate::resources::instances::addresses;
use crate::state::{Instance, Product, Scaling, View};

/// How many brokers any instance may have.
const MOST_BROKERS: usize = 50;
/// Disks of brokers are so many GB, or a multiple of it.
const STEP: u32 = 100;

#[derive(Deserialize)]
pub(super) struct Resize {
    oper_type: Option<Kind>,
    new_storage_space: Option<u32>,
    new_broker_num: Option<usize>,
    new_product_id: Option<String>,
    publicip_id: Option<String>,
    tenant_ips: Option<Vec<Ipv4Addr>>,
    new_spec_code: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Storage,
    Horizontal,
    Vertical,
}

impl Resize {
    pub(super) fn scaling(self, view: &mut View<'_>, call: &Call<'_>, id: &str) -> Result<Scaling, Refusal> {
        let instance = view.running(id)?;
        match self.oper_type {
            Some(Kind::Storage) => self.storage(instance, call),
            Some(Kind::Vertical) => self.product(instance, call),
            Some(Kind::Horizontal) => self.brokers(view, call, id),
            None => self.bandwidth(instance, call),
        }
    }

    fn storage(self, instance: &Instance, call: &Call<'_>) -> Result<Scaling, Refusal> {
        let gigabytes = self.new_storage_space.ok_or_else(|| missing(call, "new_storage_space", "storage"))?;
        let now = instance.storage.gigabytes;
        // Documented is so much for each broker; a published Terraform provider gets less for all, and its tests hold it.
        let least = now.saturating_add(STEP);
        if !gigabytes.is_multiple_of(STEP) || gigabytes < least {
            let why = format!("It has {now} GB. From {least} GB on, each multiple of {STEP} GB is allowed.");
            return Err(Refusal::of(codes::WRONG_DISK_SPACE).because(&why));
        }
        Ok(Scaling::Storage(gigabytes))
    }

    fn product(self, instance: &Instance, call: &Call<'_>) -> Result<Scaling, Refusal> {
        if self.new_storage_space.is_some() {
            return Err(call.invalid_field("`new_storage_space` must not be sent, because of `oper_type`."));
        }
        let id = self.new_product_id.ok_or_else(|| missing(call, "new_product_id", "vertical"))?;
        let product = Product::of_id(&id).filter(|product| *product != instance.product);
        // What is sold by bandwidth stays so, and has its own way to other products.
        let product = product.filter(|product| product.is_by_bandwidth() == instance.product.is_by_bandwidth());
        let product = product.ok_or_else(|| Refusal::of(codes::UNKNOWN_PRODUCT))?;
        Ok(Scaling::Product { product, gigabytes: instance.storage.gigabytes })
    }

    fn brokers(self, view: &mut View<'_>, call: &Call<'_>, id: &str) -> Result<Scaling, Refusal> {
        let count = self.new_broker_num.ok_or_else(|| missing(call, "new_broker_num", "horizontal"))?;
        let instance = view.running(id)?;
        let (now, storage) = (instance.broker_count(), instance.storage.gigabytes);
        let most = products::most_brokers(&instance.product.id).unwrap_or(MOST_BROKERS);
        if count <= now || count > most {
            return Err(call.invalid_field(&format!("`new_broker_num` must be more than {now}, and at most {most}.")));
        }
        // Each broker has as much as those that are there.
        let by_itself = u64::from(storage) * u64::try_from(count).unwrap_or(0) / u64::try_from(now.max(1)).unwrap_or(1);
        let gigabytes = self.new_storage_space.unwrap_or_else(|| u32::try_from(by_itself).unwrap_or(u32::MAX));
        if gigabytes <= storage {
            return Err(Refusal::of(codes::WRONG_DISK_SPACE).because(&format!("It has {storage} GB.")));
        }
        if self.new_storage_space.is_some()
            && !usize::try_from(gigabytes).is_ok_and(|space| space.is_multiple_of(count))
        {
            return Err(
                call.invalid_field(&format!("`new_storage_space` must be a multiple of `new_broker_num`, {count}."))
            );
        }
        let asked = self.tenant_ips.unwrap_or_default();
        if asked.len() > count - now || asked.iter().any(|address| instance.broker_addresses.contains(address)) {
            return Err(call.invalid_field("`tenant_ips` must be free, and no more than there are new brokers."));
        }
        let public_ip_ids: Vec<String> = self
            .publicip_id
            .iter()
            .flat_map(|ids| ids.split(','))
            .filter(|id| !id.is_empty())
            .map(Into::into)
            .collect();
        if instance.access.is_public() && public_ip_ids.len() != count - now {
            return Err(Refusal::of(codes::WRONG_PUBLIC_ACCESS).because("Each new broker needs an elastic address."));
        }
        let taken = instance.broker_addresses.clone();
        let is_public = instance.access.is_public();
        let new = addresses(view, asked, &taken, count - now);
        let public_ip_ids = public_ip_ids.into_iter().filter(|_| is_public).collect();
        Ok(Scaling::Brokers { new, public_ip_ids, gigabytes })
    }

    /// What is sold by bandwidth: another bandwidth, larger disks, or both.
    fn bandwidth(self, instance: &Instance, call: &Call<'_>) -> Result<Scaling, Refusal> {
        let code =
            self.new_spec_code.ok_or_else(|| call.invalid_field("`oper_type` or `new_spec_code` is missing."))?;
        let product = Product::of_spec_code(&code).ok_or_else(|| Refusal::of(codes::WRONG_SPEC_CODE))?;
        let now = instance.storage.gigabytes;
        let gigabytes = self.new_storage_space.unwrap_or(now);
        if gigabytes < now || (product == instance.product && gigabytes == now) {
            return Err(Refusal::of(codes::WRONG_DISK_SPACE).because(&format!("It has {now} GB.")));
        }
        Ok(Scaling::Product { product, gigabytes })
    }
}

fn missing(call: &Call<'_>, field: &str, kind: &str) -> Refusal {
    call.invalid_field(&format!("`{field}` is missing, which `{kind}` needs."))
}
