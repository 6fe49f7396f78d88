//! Where the identity service (IAM) and its security token service (STS) are.

use super::{Endpoint, Region};
use crate::error::Error;

/// Overrides the endpoint of IAM, whatever the region, as in the official SDKs.
pub(crate) const IAM_VARIABLE: &str = "HUAWEICLOUD_SDK_IAM_ENDPOINT";
/// Overrides the endpoint of STS.
pub(crate) const STS_VARIABLE: &str = "HUAWEICLOUD_SDK_STS_ENDPOINT";

/// Regions with an IAM of their own, as the official SDKs list them; the others have that of all.
const OWN_IAM: [&str; 27] = [
    "ae-ad-1",
    "af-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "cn-east-2",
    "cn-east-3",
    "cn-east-4",
    "cn-east-5",
    "cn-north-1",
    "cn-north-12",
    "cn-north-2",
    "cn-north-4",
    "cn-north-9",
    "cn-south-1",
    "cn-south-2",
    "cn-southwest-2",
    "eu-west-0",
    "la-north-2",
    "la-south-2",
    "me-east-1",
    "my-kualalumpur-1",
    "na-mexico-1",
    "ru-moscow-1",
    "sa-brazil-1",
    "tr-west-1",
];

/// Regions with an STS of their own.
const OWN_STS: [&str; 12] = [
    "af-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "cn-east-3",
    "cn-north-4",
    "cn-south-1",
    "cn-southwest-2",
    "la-south-2",
    "sa-brazil-1",
    "tr-west-1",
];

/// The regions of Open Telekom Cloud, each with its IAM.
const OPEN_TELEKOM_CLOUD: [(&str, &str); 3] = [
    ("eu-ch2", "https://iam-pub.eu-ch2.sc.otc.t-systems.com"),
    ("eu-de", "https://iam.eu-de.otc.t-systems.com"),
    ("eu-nl", "https://iam.eu-nl.otc.t-systems.com"),
];

/// The region of a cloud of its own, with accounts of its own.
const EUROPEAN_CLOUD: &str = "eu-west-101";

/// Whether a region is one of Open Telekom Cloud.
pub(crate) fn is_open_telekom_cloud(region: &Region) -> bool {
    OPEN_TELEKOM_CLOUD.iter().any(|(id, _)| *id == region.id())
}

/// Where IAM is: what is set, else what the environment says, else what is known of the region.
///
/// # Errors
///
/// [`Error::is_configuration`] for what is set and is no endpoint; if there is nothing to know it by: what is sent there are
/// passwords and tokens, which are not for another cloud.
pub(crate) fn iam_endpoint(
    set: Option<&str>,
    region: Option<&Region>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Endpoint, Error> {
    chosen(set, IAM_VARIABLE, variable, || region.map(|region| iam_of(region.id())))
}

/// Where STS is: what is set, else what the environment says, else what is known of the region.
///
/// # Errors
///
/// [`Error::is_configuration`] as for [`iam_endpoint`], and for regions of clouds whose STS is not known.
pub(crate) fn sts_endpoint(
    set: Option<&str>,
    region: Option<&Region>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Endpoint, Error> {
    let of_region = |region: &Region| {
        let own = OWN_STS.iter().find(|id| **id == region.id()).unwrap_or(&"cn-north-4");
        format!("https://sts.{own}.myhuaweicloud.com")
    };
    let is_known = |region: &&Region| !is_open_telekom_cloud(region) && region.id() != EUROPEAN_CLOUD;
    chosen(set, STS_VARIABLE, variable, || region.filter(is_known).map(of_region))
}

fn iam_of(region: &str) -> String {
    if let Some((_, endpoint)) = OPEN_TELEKOM_CLOUD.iter().find(|(id, _)| *id == region) {
        return (*endpoint).to_owned();
    }
    match region {
        EUROPEAN_CLOUD => "https://iam.eu-west-101.myhuaweicloud.eu".to_owned(),
        own if OWN_IAM.contains(&own) => format!("https://iam.{own}.myhuaweicloud.com"),
        _ => "https://iam.myhuaweicloud.com".to_owned(),
    }
}

fn chosen(
    set: Option<&str>,
    name: &str,
    variable: impl Fn(&str) -> Option<String>,
    known: impl FnOnce() -> Option<String>,
) -> Result<Endpoint, Error> {
    let of_environment = || variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    match (set, of_environment()) {
        (Some(set), _) => set.parse(),
        (None, Some(value)) => Endpoint::parse(&value)
            .map_err(|why| Error::configuration(format!("in the environment variable {name}, {why}"))),
        (None, None) => {
            let unknown = || {
                Error::configuration(format!("it is not known where to ask; set the region of the client, or {name}"))
            };
            known().ok_or_else(unknown)?.parse()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iam(region: &str) -> String {
        iam_endpoint(None, Some(&Region::new(region)), |_| None).unwrap().to_string()
    }

    #[test]
    fn each_cloud_has_its_own() {
        assert_eq!(iam("cn-north-4"), "https://iam.cn-north-4.myhuaweicloud.com");
        assert_eq!(iam("eu-de"), "https://iam.eu-de.otc.t-systems.com");
        assert_eq!(iam("eu-ch2"), "https://iam-pub.eu-ch2.sc.otc.t-systems.com");
        assert_eq!(iam("eu-west-101"), "https://iam.eu-west-101.myhuaweicloud.eu");
        assert_eq!(iam("cn-south-4"), "https://iam.myhuaweicloud.com");
        let sts = |region: &str| sts_endpoint(None, Some(&Region::new(region)), |_| None).unwrap().to_string();
        assert_eq!(sts("la-south-2"), "https://sts.la-south-2.myhuaweicloud.com");
        assert_eq!(sts("cn-east-2"), "https://sts.cn-north-4.myhuaweicloud.com");
        for region in ["eu-de", "eu-west-101"] {
            let error = sts_endpoint(None, Some(&Region::new(region)), |_| None).unwrap_err().to_string();
            assert!(error.contains("HUAWEICLOUD_SDK_STS_ENDPOINT"), "{error}");
        }
        assert!(iam_endpoint(None, None, |_| None).is_err() && sts_endpoint(None, None, |_| None).is_err());
    }

    #[test]
    fn what_is_set_comes_before_the_environment_and_that_before_the_region() {
        let variable = |name: &str| (name == IAM_VARIABLE).then(|| " https://iam.example ".to_owned());
        let region = Region::new("eu-de");
        let endpoint = |set| iam_endpoint(set, Some(&region), variable).unwrap().to_string();
        assert_eq!(endpoint(Some("https://own.example")), "https://own.example");
        assert_eq!(endpoint(None), "https://iam.example");
        let error = iam_endpoint(None, None, |_| Some("ftp://h".to_owned())).unwrap_err();
        assert!(error.to_string().starts_with("in the environment variable HUAWEICLOUD_SDK_IAM_ENDPOINT, "), "{error}");
    }
}
