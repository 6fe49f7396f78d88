//! The `source` of an interface: what it says of itself, for people, and which SDK that is.

/// How ours begins, before SDK and versions.
const BEGINNING: &str = "interface of the official Python SDK ";
/// What stands behind them.
const TYPES: &str = "; types: str int(64-bit) float bool object list[T] dict(K, V) or a model name; \"required\" holds for \
                     requests, every response field is optional";
/// What tells an interface of an SDK that says a line of each operation from one that was made before there were more lines.
const ONE_LINE: &str = "; no operation has more text than its summary";

/// What our command writes. `has_texts` is whether an operation has more than a summary.
pub(super) fn written(sdk: &str, has_texts: bool) -> String {
    format!("{BEGINNING}{sdk}{TYPES}{}", if has_texts { "" } else { ONE_LINE })
}

/// Whether our command writes it so.
pub(super) fn is_ours(source: &str, has_texts: bool) -> bool {
    let sdk = source.strip_prefix(BEGINNING).and_then(|rest| rest.split_once(TYPES)).map(|(sdk, _)| sdk);
    sdk.is_some_and(|sdk| source == written(sdk, has_texts))
}

/// The SDK that an interface is of. All of it has the form that package indexes take, and nothing that a shell reads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sdk {
    /// `huaweicloudsdkwidgets`.
    pub name: String,
    /// `3.1.0`.
    pub version: String,
    /// The version of the API, `v2`, where it is said.
    pub api_version: Option<String>,
}

impl Sdk {
    /// The SDK that a `source` names.
    #[must_use]
    pub fn of_source(source: &str) -> Option<Self> {
        let words: Vec<&str> = source.split_whitespace().collect();
        let at =
            words.windows(2).position(|pair| matches!(pair, [name, version] if is_name(name) && is_version(version)));
        let [name, version, rest @ ..] = words.get(at?..)? else { return None };
        let api_version = rest.first().and_then(|word| word.strip_prefix('(')?.split_once(')'));
        let api_version = api_version.map(|(version, _)| version).filter(|version| is_api_version(version));
        let api_version = api_version.map(str::to_owned);
        Some(Self { name: (*name).to_owned(), version: (*version).to_owned(), api_version })
    }

    /// Whether both can be of one SDK: what one of them does not say is no difference.
    pub(super) fn is(&self, other: &Self) -> bool {
        let versions = self.api_version.as_ref().zip(other.api_version.as_ref());
        self.name == other.name && self.version == other.version && versions.is_none_or(|(one, other)| one == other)
    }
}

impl std::fmt::Display for Sdk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.name, self.version)?;
        self.api_version.as_ref().map_or(Ok(()), |version| write!(f, " ({version})"))
    }
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// Whether it is the name of an SDK, as PEP 508 has names, in small letters.
fn is_name(text: &str) -> bool {
    let is_of_name = |c: char| is_plain(c) || matches!(c, '.' | '_' | '-');
    text.starts_with("huaweicloudsdk") && text.chars().all(is_of_name) && text.ends_with(is_plain)
}

/// Whether it is the version of a package.
fn is_version(text: &str) -> bool {
    let mut parts = text.split('.');
    text.starts_with(|c: char| c.is_ascii_digit()) && parts.all(|part| !part.is_empty() && part.chars().all(is_plain))
}

/// Whether it is the version of an API.
fn is_api_version(text: &str) -> bool {
    let rest = text.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    rest.is_some_and(|rest| rest.chars().all(|c| is_plain(c) || matches!(c, '.' | '_')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sdk_is_named_in_the_form_of_a_package() {
        let said = |source: &str| Sdk::of_source(source).map(|sdk| sdk.to_string());
        for sdk in
            ["huaweicloudsdkwidgets 3.1.0 (v1)", "huaweicloudsdk-cogs_x 3.0.1rc1 (v1.1)", "huaweicloudsdkwidgets 3"]
        {
            assert_eq!(said(&written(sdk, true)).as_deref(), (!sdk.ends_with('3')).then_some(sdk));
            assert_eq!(said(&format!("it is of {sdk} all")).as_deref(), Some(sdk));
        }
        assert_eq!(said("huaweicloudsdkwidgets 3.1.0 ($(v1))").as_deref(), Some("huaweicloudsdkwidgets 3.1.0"));
        for source in [
            "",
            "huaweicloudsdkwidgets",
            "huaweicloudsdkwidgets v3",
            "huaweicloudsdkwidgets; 3.1.0",
            "huaweicloudsdkwidgets$(rm) 3.1.0",
            "huaweicloudsdkwidgets 3.1.0;rm",
            "huaweicloudsdkwidgets 3..1",
            "huaweicloudsdkwidgets- 3.1",
            "cogs 3.1.0",
        ] {
            assert_eq!(said(source), None, "{source}");
        }
    }

    #[test]
    fn ours_says_whether_operations_have_texts() {
        for has_texts in [true, false] {
            let source = written("huaweicloudsdkwidgets 3.1.0 (v1)", has_texts);
            assert!(is_ours(&source, has_texts) && !is_ours(&source, !has_texts));
            assert!(!is_ours(&format!("{source}."), has_texts) && !is_ours(&format!("An {source}"), has_texts));
        }
    }
}
