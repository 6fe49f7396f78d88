//! The file `clouds.yaml`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{Settings, variable};
use crate::error::Error;

const FILE: &str = "OS_CLIENT_CONFIG_FILE";
const SECURE_FILE: &str = "OS_CLIENT_SECURE_FILE";

/// The settings of an entry, or of the only one.
pub(super) fn settings(name: Option<&str>, file: Option<&Path>) -> Result<Settings, Error> {
    let named = file.map(PathBuf::from).or_else(|| variable(FILE).map(PathBuf::from));
    let (path, clouds) = match named {
        Some(path) => {
            let clouds = read(&path)?.ok_or_else(|| Error::credentials(format!("there is no {}", path.display())))?;
            (path, clouds)
        }
        None => usual(name)?,
    };
    let secure = variable(SECURE_FILE).map_or_else(|| path.with_file_name("secure.yaml"), PathBuf::from);
    let secure = read(&secure)?.unwrap_or_default();
    of_entry(&clouds, &secure, name).map_err(|why| Error::credentials(format!("{}: {why}", path.display())))
}

/// The first of the usual files that is there.
fn usual(name: Option<&str>) -> Result<(PathBuf, Value), Error> {
    let home = std::env::home_dir().map(|home| home.join(".config/openstack"));
    for folder in [Some(PathBuf::from(".")), home, Some(PathBuf::from("/etc/openstack"))].into_iter().flatten() {
        let path = folder.join("clouds.yaml");
        if let Some(clouds) = read(&path)? {
            return Ok((path, clouds));
        }
    }
    Err(match name {
        Some(name) => Error::credentials(format!("`{name}` is an entry of clouds.yaml, and there is none")),
        None => Error::credentials_not_set_up("no variables OS_* are set, and there is no clouds.yaml"),
    })
}

/// A file; none if it is not there. What is wrong with it is said by its place alone: beside it may stand a password.
fn read(path: &Path) -> Result<Option<Value>, Error> {
    let refused = |why: String| Error::credentials(format!("cannot read {}: {why}", path.display()));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(error.to_string())),
    };
    serde_saphyr::from_str(&text).map(Some).map_err(|error| {
        let line = error.location().map(|location| format!(" in line {}", location.line()));
        refused(format!("it is no YAML{}", line.unwrap_or_default()))
    })
}

fn of_entry(clouds: &Value, secure: &Value, name: Option<&str>) -> Result<Settings, String> {
    let entries = clouds.get("clouds").and_then(Value::as_object).ok_or("it has no `clouds`")?;
    let known = || entries.keys().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let name = match (name, entries.keys().next()) {
        (Some(name), _) => name,
        (None, Some(only)) if entries.len() == 1 => only,
        _ => return Err(format!("name one of its clouds by OS_CLOUD: {}", known())),
    };
    let entry = entries.get(name).ok_or_else(|| format!("there is no cloud `{name}`; there are: {}", known()))?;
    let secret = secure.get("clouds").and_then(|clouds| clouds.get(name)).unwrap_or(&Value::Null);
    if let Some(key) = [secret, entry].into_iter().find_map(not_text) {
        return Err(format!(
            "`{key}` is read as a number or as true or false, and may be another text; put it in quotes"
        ));
    }
    Ok(Settings::of(|key| [secret, entry].into_iter().find_map(|entry| text(entry, key))))
}

/// The key of something in `auth` that YAML does not read as text: `0815`, `1e5` and `yes` are no longer what was written.
fn not_text(entry: &Value) -> Option<&str> {
    let auth = entry.get("auth")?.as_object()?;
    auth.iter().find(|(_, value)| value.is_number() || value.is_boolean()).map(|(key, _)| key.as_str())
}

/// The text of a key of `auth`, or of the entry itself.
fn text(entry: &Value, key: &str) -> Option<String> {
    let value = entry.get("auth").and_then(|auth| auth.get(key)).or_else(|| entry.get(key))?;
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOUDS: &str = "
clouds:
  otc:
    region_name: eu-de
    auth:
      auth_url: https://iam.eu-de.otc.t-systems.com:443/v3
      username: alice
      password: PWVALUE
      user_domain_name: OTC00000000001000000001
      project_name: eu-de_team
";

    fn value(text: &str) -> Value {
        serde_saphyr::from_str(text).unwrap()
    }

    #[test]
    fn an_only_entry_needs_no_name_and_the_secure_file_comes_first() {
        let secure = value("clouds: {otc: {auth: {password: SECRETVALUE}}}");
        for name in [None, Some("otc")] {
            let settings = of_entry(&value(CLOUDS), &secure, name).unwrap();
            assert_eq!(settings.get("password"), Some("SECRETVALUE"));
            assert_eq!(settings.get("project_name"), Some("eu-de_team"));
            assert_eq!(settings.get("user_domain_name"), Some("OTC00000000001000000001"));
        }
        for password in ["0815", "1e5", "yes", "12_34"] {
            let numbers = value(&CLOUDS.replace("PWVALUE", password));
            match of_entry(&numbers, &Value::Null, None) {
                Ok(settings) => assert_eq!(settings.get("password"), Some(password)),
                Err(why) => assert!(why.starts_with("`password` is read as ") && !why.contains(password), "{why}"),
            }
        }
        let unknown = of_entry(&value(CLOUDS), &Value::Null, Some("b")).err().unwrap();
        assert_eq!(unknown, "there is no cloud `b`; there are: `otc`");
        let several = of_entry(&value("clouds: {a: {}, b: {}}"), &Value::Null, None).err().unwrap();
        assert_eq!(several, "name one of its clouds by OS_CLOUD: `a`, `b`");
    }

    #[test]
    fn what_is_no_yaml_is_named_by_its_line_and_not_shown() {
        let path = std::env::temp_dir().join(format!("huaweicloud-core-clouds-{}.yaml", std::process::id()));
        std::fs::write(&path, "clouds:\n  otc:\n    password: [PWVALUE\n").unwrap();
        let error = settings(None, Some(&path)).err().unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(error.message().contains("it is no YAML in line "), "{error}");
        assert!(!format!("{error:?} {error:#?}").contains("PWVALUE"));
        let absent = settings(None, Some(&path)).err().unwrap();
        assert!(absent.message().starts_with("there is no /"), "{absent}");
    }
}
