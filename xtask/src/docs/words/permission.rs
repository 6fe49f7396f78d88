//! Words for "no permission is needed".

use super::normal_form::normalise;
use super::phrase::is_none_word;

/// Whether the permission that a row names is that there is none to ask for: "None", 无需授权.
pub(crate) fn asks_for_none(text: &str) -> bool {
    const NO_PERMISSION: [&str; 12] = [
        "无需授权",
        "不需要授权",
        "无需权限",
        "不需要权限",
        "无需鉴权",
        "none required",
        "not required",
        "no permission required",
        "no permissions required",
        "no permission is required",
        "no authorization required",
        "no authorization is required",
    ];
    is_none_word(text) || NO_PERMISSION.contains(&normalise(text).as_str())
}

/// Whether a sentence says that calling an operation asks for no permission: "No permission is required for calling this API."
pub(crate) fn says_no_permission(text: &str) -> bool {
    let sentence = normalise(text);
    let sentence = sentence.trim_end_matches(['.', '。']);
    let is_one = !sentence.contains(['.', '。', ';', '；', ',', '，']);
    let english = sentence.starts_with("no ")
        && ["permission", "permissions", "authorization"].iter().any(|word| sentence.contains(word))
        && ["required", "needed"].iter().any(|word| sentence.contains(word));
    let chinese = ["无需", "不需要"].iter().any(|word| sentence.contains(word))
        && ["权限", "授权", "鉴权"].iter().any(|word| sentence.contains(word));
    is_one && sentence.len() <= 160 && (english || chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_may_say_that_no_permission_is_needed() {
        for text in [
            "No identity policy-based permission is required for calling this API.",
            "No authorization is needed.",
            "当前API调用无需身份策略权限。",
        ] {
            assert!(says_no_permission(text), "{text}");
        }
        for text in [
            "No permission is required for owners, others need wid:widget:get.",
            "Each account has the permissions required to call all APIs.",
            "No permission check fails.",
            "无需关心这一点。",
            "",
        ] {
            assert!(!says_no_permission(text), "{text}");
        }
    }
}
