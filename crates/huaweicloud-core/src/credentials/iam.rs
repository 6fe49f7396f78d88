//! Where the identity service (IAM) and its security token service (STS) are.

use super::CredentialsRequest;
use crate::error::Error;
use crate::service::{Endpoint, Region};

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

/// What all names of Huawei Cloud end with, whose regions have one identity service if they have none of their own.
const HUAWEI_CLOUD: &str = ".myhuaweicloud.com";

/// Whether a region is one of Open Telekom Cloud.
pub(super) fn is_open_telekom_cloud(region: &Region) -> bool {
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
    request: &CredentialsRequest,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Endpoint, Error> {
    chosen(set, IAM_VARIABLE, variable, || {
        let own = request.region().and_then(|region| iam_of(region.id()));
        own.or_else(|| is_huawei_cloud(request).then(|| format!("https://iam{HUAWEI_CLOUD}")))
    })
}

/// Where STS is: what is set, else what the environment says, else what is known of the region.
///
/// # Errors
///
/// [`Error::is_configuration`] as for [`iam_endpoint`], and for regions of clouds whose STS is not known.
pub(super) fn sts_endpoint(
    set: Option<&str>,
    request: &CredentialsRequest,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Endpoint, Error> {
    let id = request.region().map_or("", Region::id);
    chosen(set, STS_VARIABLE, variable, || {
        let own = OWN_STS.iter().find(|own| **own == id);
        let of_all = || (OWN_IAM.contains(&id) || is_huawei_cloud(request)).then_some(&"cn-north-4");
        own.or_else(of_all).map(|own| format!("https://sts.{own}{HUAWEI_CLOUD}"))
    })
}

fn iam_of(region: &str) -> Option<String> {
    if let Some((_, endpoint)) = OPEN_TELEKOM_CLOUD.iter().find(|(id, _)| *id == region) {
        return Some((*endpoint).to_owned());
    }
    match region {
        EUROPEAN_CLOUD => Some("https://iam.eu-west-101.myhuaweicloud.eu".to_owned()),
        own if OWN_IAM.contains(&own) => Some(format!("https://iam.{own}{HUAWEI_CLOUD}")),
        _ => None,
    }
}

/// Whether the service that credentials are for is one of Huawei Cloud. A region that is not known is no sign of that: it may be one
/// of another cloud, and a password would go to a stranger.
fn is_huawei_cloud(request: &CredentialsRequest) -> bool {
    request.service_host().is_some_and(|host| host.ends_with(HUAWEI_CLOUD))
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
                Error::configuration(format!(
                    "it is not known where the identity service is; set {name}, or a region of the client that is known"
                ))
            };
            known().ok_or_else(unknown)?.parse()
        }
    }
}

#[cfg(test)]
#[cfg(feature = "testing")]
mod tests {
    use super::*;
    use crate::testing::ManualClock;

    fn request(region: &str) -> CredentialsRequest {
        CredentialsRequest::new(std::sync::Arc::new(ManualClock::new())).with_region(region)
    }

    fn iam(region: &str) -> String {
        iam_endpoint(None, &request(region), |_| None).unwrap().to_string()
    }

    #[test]
    fn each_cloud_has_its_own() {
        assert_eq!(iam("cn-north-4"), "https://iam.cn-north-4.myhuaweicloud.com");
        assert_eq!(iam("eu-de"), "https://iam.eu-de.otc.t-systems.com");
        assert_eq!(iam("eu-ch2"), "https://iam-pub.eu-ch2.sc.otc.t-systems.com");
        assert_eq!(iam("eu-west-101"), "https://iam.eu-west-101.myhuaweicloud.eu");
        let sts = |region: &str| sts_endpoint(None, &request(region), |_| None).unwrap().to_string();
        assert_eq!(sts("la-south-2"), "https://sts.la-south-2.myhuaweicloud.com");
        assert_eq!(sts("cn-east-2"), "https://sts.cn-north-4.myhuaweicloud.com");
        for region in ["eu-de", "eu-west-101"] {
            let error = sts_endpoint(None, &request(region), |_| None).unwrap_err().to_string();
            assert!(error.contains("HUAWEICLOUD_SDK_STS_ENDPOINT"), "{error}");
        }
    }

    #[test]
    fn a_region_that_is_not_known_has_the_one_of_its_cloud_or_none() {
        let at = |host: &str| {
            let endpoint: Endpoint = format!("https://{host}").parse().unwrap();
            request("xx-new-1").for_service_at(&endpoint)
        };
        let new = at("dms.xx-new-1.myhuaweicloud.com");
        assert_eq!(iam_endpoint(None, &new, |_| None).unwrap().to_string(), "https://iam.myhuaweicloud.com");
        assert_eq!(sts_endpoint(None, &new, |_| None).unwrap().to_string(), "https://sts.cn-north-4.myhuaweicloud.com");
        for other in ["dms.xx-new-1.otc.t-systems.com", "dms.cloud.example", "notmyhuaweicloud.com"].map(at) {
            let error = iam_endpoint(None, &other, |_| None).unwrap_err().to_string();
            assert!(error.contains("HUAWEICLOUD_SDK_IAM_ENDPOINT"), "{error}");
            assert!(sts_endpoint(None, &other, |_| None).is_err());
        }
    }

    #[test]
    fn what_is_set_comes_before_the_environment_and_that_before_the_region() {
        let variable = |name: &str| (name == IAM_VARIABLE).then(|| " https://iam.example ".to_owned());
        let request = request("eu-de");
        let endpoint = |set| iam_endpoint(set, &request, variable).unwrap().to_string();
        assert_eq!(endpoint(Some("https://own.example")), "https://own.example");
        assert_eq!(endpoint(None), "https://iam.example");
        let error = iam_endpoint(None, &request, |_| Some("ftp://h".to_owned())).unwrap_err();
        assert!(error.to_string().starts_with("in the environment variable HUAWEICLOUD_SDK_IAM_ENDPOINT, "), "{error}");
    }
}
