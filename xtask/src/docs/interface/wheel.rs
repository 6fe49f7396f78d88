//! The interface of an official SDK, made of the wheel that the package index has: a zip file with sources in Python.
//!
//! All SDKs of the vendor are written by one generator. `<package>/<version>/<service>_client.py` says of each operation
//! what is sent, and `<package>/<version>/model/` has a class for each model. Nothing is run, and what is not written as
//! that generator writes is an error that names the member and its line.

mod archive;
mod assemble;
mod client;
mod docstring;
mod model;
mod python;

use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Seek};

use anyhow::{Context as _, bail, ensure};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

use archive::{AGAIN, Archive, Limits};
use assemble::Sources;
use python::Fault;

pub(super) use assemble::written;

/// An interface, and what it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Interface {
    /// The document. Of one wheel it is always the same, byte by byte.
    pub json: String,
    /// The SDK, its version and that of the API: `huaweicloudsdkwidgets 3.1.0 (v1)`.
    pub sdk: String,
    /// How many operations it has.
    pub operations: usize,
    /// How many models it has.
    pub models: usize,
    /// What an interface cannot say, and this one leaves out.
    pub omissions: Vec<String>,
}

/// Makes the interface of a wheel: of the API's version that is given, or of the only one.
///
/// Members are read one by one, so that memory holds what they say and the text of one.
///
/// # Errors
///
/// If it is no wheel, is damaged or unreasonably large, has not the one client that is asked for, or sources that are not
/// written as the generator of the SDKs writes them.
pub fn read_wheel(file: impl Read + Seek, api_version: Option<&str>) -> anyhow::Result<Interface> {
    read(file, api_version, Limits::WHEEL)
}

fn read(file: impl Read + Seek, api_version: Option<&str>, limits: Limits) -> anyhow::Result<Interface> {
    let mut archive = Archive::open(file, limits)?;
    let client = Client::choose(clients(&archive), api_version)?;
    let package = metadata(&mut archive)?;
    verify(&mut archive)?;
    let text = archive.text(&client.member)?;
    let calls = client::read(&text).map_err(|fault| at(&client.member, &fault))?;
    let mut sources = Sources::default();
    let mut members: Vec<String> = archive.names().filter(|name| client.is_model(name)).map(str::to_owned).collect();
    members.sort_unstable();
    for member in members {
        let model = model::Model::read(&archive.text(&member)?).map_err(|fault| at(&member, &fault))?;
        if let Some(other) = sources.models.insert(model.name.clone(), model) {
            bail!("{member}: another member has the class `{}`, too", other.name);
        }
    }
    let sdk = format!("{package} ({})", client.version);
    sources.interface(&sdk, &calls).map_err(|fault| at(&client.member, &fault))
}

fn at(member: &str, fault: &Fault) -> anyhow::Error {
    anyhow::anyhow!("{member}:{fault}")
}

/// A client of a wheel.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Client {
    /// The version of the API, `v2`.
    version: String,
    /// Its source.
    member: String,
}

/// All clients of a wheel.
fn clients<R: Read + Seek>(archive: &Archive<R>) -> Vec<Client> {
    let client = |member: &str| {
        let (_, version, file) = parts(member)?;
        // The asynchronous client has the same operations.
        let is_client = file.ends_with("_client.py") && !file.ends_with("_async_client.py");
        is_client.then(|| Client { version: version.to_owned(), member: member.to_owned() })
    };
    let mut clients: Vec<_> = archive.names().filter_map(client).collect();
    clients.sort_unstable_by(|one, other| one.member.cmp(&other.member));
    clients
}

/// Package, version of the API and file of a member, `huaweicloudsdkwidgets/v1/widgets_client.py`.
fn parts(member: &str) -> Option<(&str, &str, &str)> {
    let (package, rest) = member.split_once('/')?;
    let (version, file) = rest.split_once('/')?;
    let is_version = version.strip_prefix('v').is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    is_version.then_some((package, version, file))
}

impl Client {
    /// The client that is meant.
    fn choose(clients: Vec<Self>, api_version: Option<&str>) -> anyhow::Result<Self> {
        let mut versions: BTreeMap<String, Vec<Self>> = BTreeMap::new();
        for client in clients {
            versions.entry(client.version.clone()).or_default().push(client);
        }
        let all = versions.keys().cloned().collect::<Vec<_>>().join(", ");
        ensure!(
            !versions.is_empty(),
            "there is no client in it, <package>/v…/<service>_client.py; give the wheel of a service, as \
             pip download --no-deps huaweicloudsdk<service> gets it"
        );
        let of_version = match api_version {
            Some(version) => versions.remove(version).with_context(|| {
                format!("it has no client for {version}; give --api-version one of what is there: {all}")
            })?,
            None if versions.len() > 1 => {
                bail!("it has clients for several versions of the API; choose one with --api-version: {all}")
            }
            None => versions.into_values().flatten().collect(),
        };
        match <[Self; 1]>::try_from(of_version) {
            Ok([client]) => Ok(client),
            Err(several) => {
                let members: Vec<_> = several.into_iter().map(|client| client.member).collect();
                bail!("it has several clients for one version of the API, as no SDK has: {}", members.join(", "))
            }
        }
    }

    /// Whether a member is a model of this client.
    fn is_model(&self, member: &str) -> bool {
        let folder = self.member.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = member.strip_prefix(folder).and_then(|rest| rest.strip_prefix("/model/"));
        let module = file.and_then(|file| file.strip_suffix(".py"));
        module.is_some_and(|module| !module.contains('/') && module != "__init__")
    }
}

/// Name and version of the package.
fn metadata<R: Read + Seek>(archive: &mut Archive<R>) -> anyhow::Result<String> {
    let (member, text) = dist_info(archive, "METADATA")?;
    let header = |name: &str| {
        let mut lines = text.lines().take_while(|line| !line.is_empty());
        let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.map(str::trim).with_context(|| format!("{member}: the line `{name}: …` is missing"))
    };
    Ok(format!("{} {}", header("Name")?, header("Version")?))
}

/// Finds out whether all members are there that the wheel says it has, with the bytes that it says: a name that is damaged
/// would be a model less.
fn verify<R: Read + Seek>(archive: &mut Archive<R>) -> anyhow::Result<()> {
    let (record, text) = dist_info(archive, "RECORD")?;
    let names: HashSet<String> = archive.names().map(str::to_owned).collect();
    for line in text.lines() {
        // Path, digest and length; the path alone may have commas, and is quoted then.
        let mut parts = line.rsplitn(3, ',').skip(1);
        let (Some(digest), Some(path)) = (parts.next(), parts.next()) else { continue };
        let path = path.trim_matches('"');
        ensure!(names.contains(path), "{path} is not in it, although {record} says so; {AGAIN}");
        // The record itself has none.
        let Some(expected) = digest.strip_prefix("sha256=") else { continue };
        let found = BASE64URL_NOPAD.encode(&Sha256::digest(archive.bytes(path)?));
        ensure!(found == expected, "{path} has another SHA-256 than {record} says; {AGAIN}");
    }
    Ok(())
}

/// A member of the folder that wheels have beside their package, and its text.
fn dist_info<R: Read + Seek>(archive: &mut Archive<R>, file: &str) -> anyhow::Result<(String, String)> {
    let is_it =
        |name: &&str| name.split_once('/').is_some_and(|(folder, rest)| folder.ends_with(".dist-info") && rest == file);
    let member = archive.names().find(is_it).map(str::to_owned);
    let member = member
        .with_context(|| format!("it has no *.dist-info/{file}, as wheels have; a zip file of sources is no wheel"))?;
    let text = archive.text(&member)?;
    Ok((member, text))
}
