//! The rule for what services share: nothing is said twice, what a service says otherwise has a reason, and several take what is
//! shared.

mod provenance;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::text::fault;
use crate::model::Model;
use crate::problem::Problem;
use crate::spec::{
    COMMON, Cloud, ENDPOINTS, Endpoints, ErrorCode, Family, Spec, SpecFile, components, problem_at, targets,
    without_provenance,
};

/// The id of the rule.
pub(super) const RULE: &str = "family";

/// What a file says of something, and where.
struct Said<'s> {
    file: PathBuf,
    line: u32,
    says: Says<'s>,
}

#[derive(Clone, Copy)]
enum Says<'s> {
    Code(&'s ErrorCode),
    Cloud(&'s Cloud),
    Component(&'s SpecFile, &'s Value),
    Endpoints(&'s Endpoints),
}

/// What is said, by the key that it has under `[differs]`: the code, the id of the cloud, the pointer of the component, or
/// `endpoints`.
type Sayings<'s> = BTreeMap<String, Said<'s>>;

impl<'s> Said<'s> {
    fn of_code(code: &'s ErrorCode) -> (String, Self) {
        (code.code.clone(), Self { file: code.file.clone(), line: code.line, says: Says::Code(code) })
    }

    fn of_cloud(cloud: &'s Cloud) -> (String, Self) {
        (cloud.id.clone(), Self { file: cloud.file.clone(), line: cloud.line, says: Says::Cloud(cloud) })
    }

    fn of_endpoints((file, line): (PathBuf, u32), endpoints: &'s Endpoints) -> (String, Self) {
        ("endpoints".to_owned(), Self { file, line, says: Says::Endpoints(endpoints) })
    }

    fn of_components(files: &'s [SpecFile]) -> impl Iterator<Item = (String, Self)> {
        components(files).map(|(pointer, file, value)| {
            let line = file.line(&pointer).unwrap_or(0);
            (pointer, Self { file: file.path.clone(), line, says: Says::Component(file, value) })
        })
    }

    /// Whether both are one thing for a client, wherever services have it from.
    fn is_same(&self, other: &Self) -> bool {
        match (self.says, other.says) {
            (Says::Code(one), Says::Code(other)) => one.says_the_same(other),
            (Says::Cloud(one), Says::Cloud(other)) => one.says_the_same(other),
            (Says::Component(_, one), Says::Component(_, other)) => {
                without_provenance(one) == without_provenance(other)
            }
            (Says::Endpoints(one), Says::Endpoints(other)) => one == other,
            _ => false,
        }
    }

    /// The file of a family that holds what several say: that which is called as theirs, or what modules share if these are
    /// called otherwise. The types of the common file are found in each module that needs them.
    fn home(&self, other: &Self, folder: &Path) -> PathBuf {
        match (self.says, other.says) {
            (Says::Endpoints(_), _) => PathBuf::from(ENDPOINTS),
            (Says::Component(file, _), Says::Component(in_file, _)) if file.name != in_file.name => {
                PathBuf::from(format!("{COMMON}.yaml"))
            }
            _ => self.file.strip_prefix(folder).unwrap_or(&self.file).to_owned(),
        }
    }

    /// Whether the family has this where the service can take it from in place of `own`: in the module of that, or for all.
    fn stands_for(&self, own: &Self) -> bool {
        let name = |said: &Self| match said.says {
            Says::Component(file, _) => Some(file.name.clone()),
            _ => None,
        };
        self.is_same(own) && (name(self) == name(own) || name(self).as_deref() == Some(COMMON))
    }

    /// What to do beside moving what two say: of what they say each for itself.
    fn by_service(&self, other: &Self) -> &'static str {
        match (self.says, other.says) {
            (Says::Component(_, one), Says::Component(_, other)) if one != other => {
                "; what each has as `x-official-name`, `x-source` or `by` of `x-certainty` stands there by service"
            }
            _ => "",
        }
    }

    fn place(&self) -> String {
        format!("{}:{}", self.file.display(), self.line)
    }

    fn problem(&self, key: &str, message: String, remedy: &str) -> Problem {
        let pointer = if key.starts_with('/') { key.to_owned() } else { String::new() };
        Problem { pointer, ..problem_at(self.file.clone(), self.line, RULE, message, remedy) }
    }
}

/// What a service says itself of what can be shared.
fn own(spec: &Spec) -> Sayings<'_> {
    let is_own = |file: &Path| file.starts_with(&spec.folder);
    let codes = spec.error_codes.iter().filter(|code| is_own(&code.file)).map(Said::of_code);
    let clouds = spec.clouds.iter().filter(|cloud| is_own(&cloud.file)).map(Said::of_cloud);
    let place = Some(spec.endpoints_at()).filter(|(file, _)| is_own(file));
    let endpoints = place.map(|place| Said::of_endpoints(place, &spec.service.endpoints));
    codes.chain(clouds).chain(endpoints).chain(Said::of_components(&spec.files)).collect()
}

/// What the family of a service says.
fn shared<'s>(spec: &'s Spec, family: &'s Family) -> Sayings<'s> {
    let codes = family.error_codes.iter().map(|shared| Said::of_code(&shared.code));
    let clouds = family.clouds.iter().map(Said::of_cloud);
    let place = (family.folder.join(ENDPOINTS), 1);
    let endpoints = family.endpoints.iter().map(|endpoints| Said::of_endpoints(place.clone(), endpoints));
    codes.chain(clouds).chain(endpoints).chain(Said::of_components(&spec.shared)).collect()
}

/// The rule for one service: it does not say again what its family says, and has reasons for what it says otherwise.
pub(super) fn said_once(model: &Model) -> Vec<Problem> {
    let spec = &model.spec;
    let (own, shared) = (own(spec), spec.family.as_ref().map(|family| shared(spec, family)).unwrap_or_default());
    let mut problems = Vec::new();
    for (key, said) in &own {
        let Some(other) = shared.get(key) else { continue };
        let (name, place) = (name(key), other.place());
        if other.stands_for(said) {
            let sources = match said.says {
                Says::Code(_) => format!(", and name its sources there, as `sources.{}`", spec.service.name),
                _ => said.by_service(other).to_owned(),
            };
            let remedy = format!("delete it here{sources}");
            problems.push(said.problem(key, format!("{name} is at {place} already, for all of the family"), &remedy));
        } else if !spec.service.differs.contains_key(key) {
            let remedy =
                "delete it here; if it is another thing in this service, say why under `[differs]` in service.toml";
            problems.push(said.problem(key, format!("{name} is not what {place} says for all of the family"), remedy));
        } else if names_sources(spec, key) {
            let remedy = format!("delete `sources.{}` there", spec.service.name);
            problems.push(said.problem(key, format!("{name} is said here, and taken from {place}"), &remedy));
        }
    }
    problems.extend(reasons(spec, &own, &shared));
    problems.extend(leading_out(spec, &shared));
    problems
}

/// Whether the family says where the service has a code from.
fn names_sources(spec: &Spec, key: &str) -> bool {
    let codes = spec.family.iter().flat_map(|family| &family.error_codes);
    codes.filter(|shared| shared.code.code == *key).any(|shared| shared.sources.contains_key(&spec.service.name))
}

/// Reasons of a service for what it does not say otherwise, and those that are no text.
fn reasons(spec: &Spec, own: &Sayings<'_>, shared: &Sayings<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, reason) in &spec.service.differs {
        let mut refuse = |message: String, remedy: &str| {
            let line = spec.service.line(&format!("differs.{key}"));
            problems.push(spec.problem_in("service.toml", line, RULE, message, remedy));
        };
        let is_both = own.contains_key(key) && shared.contains_key(key);
        if !is_both {
            let message = format!("{} is not said by the service and by its family", name(key));
            refuse(
                message,
                "delete the reason, or correct what it is about: a code, a cloud, `/components/…` or `endpoints`",
            );
        }
        if let Some((message, remedy)) = fault(reason.get_ref()) {
            refuse(format!("the reason why {} differs {message}", name(key)), remedy);
        }
    }
    problems
}

/// What is shared refers to what is shared alone.
fn leading_out(spec: &Spec, shared: &Sayings<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, said) in shared {
        for target in referred_to(said).into_iter().filter(|target| !shared.contains_key(target)) {
            let message = format!("{} refers to {}, which the family does not have", name(key), name(&target));
            let remedy = "move that into the files of the family as well, or this one into those of the services";
            let line = spec.shared.iter().find(|file| file.path == said.file).and_then(|file| file.line(key));
            problems.push(Problem { line: line.unwrap_or(0), ..said.problem(key, message, remedy) });
        }
    }
    problems
}

fn referred_to(said: &Said<'_>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if let Says::Component(_, value) = said.says {
        targets(value, &mut found);
    }
    found
}

/// A key as messages show it: of components the name alone, which the pointer says again.
fn name(key: &str) -> String {
    let name = key.strip_prefix("/components/").and_then(|inside| inside.split_once('/')).map_or(key, |(_, name)| name);
    format!("`{}`", name.escape_debug())
}

/// The rule for all services together: `folders` are those of the families.
pub fn families(models: &[Model], folders: &[PathBuf]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for folder in folders {
        let is_of_family = |spec: &&Spec| spec.family.as_ref().is_some_and(|family| family.folder == *folder);
        let members: Vec<&Spec> = models.iter().map(|model| &model.spec).filter(is_of_family).collect();
        let Some((first, family)) = members.first().and_then(|first| Some((first, first.family.as_ref()?))) else {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            let remedy =
                format!("write `family = \"{name}\"` into service.toml of those that are, or remove the folder");
            problems.push(problem_at(folder.clone(), 0, RULE, "no service is of this family".to_owned(), &remedy));
            continue;
        };
        let shared = shared(first, family);
        let own: Vec<Sayings<'_>> = members.iter().map(|spec| own(spec)).collect();
        problems.extend(strangers(family, &members));
        problems.extend(untaken(&shared, &members, &own));
        problems.extend(provenance::by_services(&shared, &members, &own));
        problems.extend(copies(&shared, &members, &own));
    }
    problems
}

/// Services that codes name sources of, and that are not of the family.
fn strangers(family: &Family, members: &[&Spec]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for shared in &family.error_codes {
        let is_member = |name: &str| members.iter().any(|spec| spec.service.name == name);
        for stranger in shared.sources.keys().filter(|name| !is_member(name)) {
            let (key, said) = Said::of_code(&shared.code);
            let message =
                format!("{} names sources of {}, which is no service of the family", name(&key), name(stranger));
            problems.push(said.problem(&key, message, "correct the name, or delete it"));
        }
    }
    problems
}

/// What is shared, and taken by one service or by none.
fn untaken(shared: &Sayings<'_>, members: &[&Spec], own: &[Sayings<'_>]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (key, said) in shared {
        let has = |spec: &Spec| match said.says {
            Says::Code(_) => spec.error_codes.iter().any(|code| code.code == *key),
            Says::Component(..) => spec.document.pointer(key).is_some(),
            Says::Cloud(_) | Says::Endpoints(_) => true,
        };
        // One that says it again has a problem already, unless it has a reason.
        let says_otherwise = |spec: &Spec| spec.service.differs.contains_key(key);
        let pairs = members.iter().zip(own);
        let takers: Vec<&str> = pairs
            .filter(|(spec, own)| !(own.contains_key(key) && says_otherwise(spec)) && has(spec))
            .map(|(spec, _)| spec.service.name.as_str())
            .collect();
        match takers.as_slice() {
            [] => {
                let message = format!("no service of the family takes {}", name(key));
                problems.push(said.problem(key, message, "delete it, or let services take it"));
            }
            [only] if members.len() > 1 => {
                let message = format!("of the family, `{only}` alone takes {}", name(key));
                problems.push(said.problem(key, message, "move it into the files of that service"));
            }
            _ => {}
        }
    }
    problems
}

/// What services say alike, each for itself, though the family could say it for them.
fn copies(shared: &Sayings<'_>, members: &[&Spec], own: &[Sayings<'_>]) -> Vec<Problem> {
    let mut found: BTreeMap<&str, (&Spec, &Said<'_>, &Said<'_>)> = BTreeMap::new();
    let pairs: Vec<(&Spec, &Sayings<'_>)> = members.iter().copied().zip(own).collect();
    for (at, (spec, sayings)) in pairs.iter().enumerate() {
        for (key, said) in sayings.iter().filter(|(key, _)| !shared.contains_key(*key)) {
            let before = pairs.iter().take(at).filter_map(|(_, others)| others.get(key));
            if let Some(first) = before.into_iter().find(|other| said.is_same(other)) {
                found.entry(key).or_insert((spec, said, first));
            }
        }
    }
    // What refers to something that is not alike cannot be shared either.
    loop {
        let known: BTreeSet<String> = found.keys().map(|key| (*key).to_owned()).collect();
        let stays = |target: &String| known.contains(target) || shared.contains_key(target);
        found.retain(|_, (_, said, _)| referred_to(said).iter().all(stays));
        if found.len() == known.len() {
            break;
        }
    }
    let copies = found.into_iter().map(|(key, (spec, said, first))| {
        let home = said.home(first, &spec.folder);
        let home = spec.family.as_ref().map(|family| family.folder.join(home)).unwrap_or_default();
        let message = format!("{} is at {}, too, in another service of the family", name(key), first.place());
        let (home, by_service) = (home.display(), said.by_service(first));
        said.problem(key, message, &format!("move it into {home}, and delete it in both{by_service}"))
    });
    copies.collect()
}
