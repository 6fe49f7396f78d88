//! Set phrases: captions, labels, dates, notes about age.

use super::normal_form::normalise;
use crate::docs::block::Text;

/// Words for "there is none".
const NONE: &[&str] = &["none", "n/a", "无", "null", "不涉及", "-", "na", "not involved"];

/// Whether a text only says that there is no value, no default and the like.
pub(crate) fn is_none_word(text: &str) -> bool {
    // The normal form lacks numbers at the end; `-1` is a value.
    text.len() <= 24 && !text.bytes().any(|byte| byte.is_ascii_digit()) && NONE.contains(&normalise(text).as_str())
}

/// Whether a description calls what it is of a list: "Widget list.", 部件列表。
pub(crate) fn says_list(description: &str) -> bool {
    let sentence = description.split(['.', '。', '\n']).next().unwrap_or_default().to_lowercase();
    let mut words = sentence.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| ["list", "lists", "array"].contains(&word))
        || ["列表", "数组"].iter().any(|word| sentence.contains(word))
}

/// The number of a caption: the 3 of "Table 3 Widgets".
pub(crate) fn table_number(text: &str) -> Option<&str> {
    split_caption(text)?;
    number_in(text.trim_start_matches(|c: char| !c.is_ascii_digit()))
}

/// The numbers of the tables that a text refers to.
pub(crate) fn tables_mentioned(text: &str) -> impl Iterator<Item = &str> {
    ["Table", "table", "表"].into_iter().flat_map(move |word| {
        let rest = text.match_indices(word).filter_map(move |(at, _)| text.get(at + word.len()..));
        rest.filter_map(|rest| number_in(rest.trim_start_matches([' ', '\u{a0}'])))
    })
}

fn number_in(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(text.len());
    text.get(..end).map(|number| number.trim_end_matches('-')).filter(|number| !number.is_empty())
}

/// The title of a caption: what follows "Table 3" or "表 3".
pub(crate) fn split_caption(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let rest = ["Table", "TABLE", "表"].iter().find_map(|word| text.strip_prefix(word))?;
    let rest = rest.trim_start_matches([' ', '\u{a0}']);
    let title = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '.');
    if title.len() == rest.len() || text.len() > 200 {
        return None;
    }
    let sentence = title.contains('。') || title.ends_with('.');
    let separated = title.is_empty() || title.starts_with([' ', ':', '：', '\u{a0}']);
    (separated && !sentence).then(|| title.trim_matches([' ', ':', '：', '\u{a0}']))
}

/// The text of a caption without "Table 3"; none if the text is no caption.
pub(crate) fn without_table_number(text: &Text) -> Option<Text> {
    let title = split_caption(&text.plain)?;
    let start = text.plain.find(title)?;
    Some(text.part(start..start + title.len()))
}

/// Words around the code of a status label that say nothing else.
const STATUS_FILLERS: &[&str] = &[
    "when",
    "if",
    "the",
    "is",
    "http",
    "returned",
    "response",
    "for",
    "of",
    "with",
    "a",
    "ok",
    "created",
    "accepted",
    "bad",
    "request",
    "unauthorized",
    "forbidden",
    "not",
    "found",
    "conflict",
    "internal",
    "server",
    "error",
    "none",
    "当",
    "为",
    "时",
    "响应",
    "返回",
    "的",
    "http",
];

/// What stands in the place of a status for all that are not named.
const ANY_STATUS: &str = "default";

/// The code of a label such as "Status code: 200", "状态码为 400 时", "When the HTTP status code is 400" or "Status code: default".
pub(crate) fn status_label(text: &str) -> Option<&str> {
    if text.len() > 60 {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let word = ["status code", "response code", "状态码", "返回码"].into_iter().find(|word| lower.contains(word))?;
    // A code has its word anywhere; "default" is no other word only after it.
    let behind = lower.find(word)?;
    let mut code = None;
    let mut start = 0;
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let rest = lower.replacen(word, &" ".repeat(word.len()), 1);
    for part in rest.split_inclusive(|c: char| !is_part(c)) {
        let bare = part.trim_end_matches(|c: char| !is_part(c));
        if is_status(bare) || (bare == ANY_STATUS && start > behind) {
            // Two codes are no label.
            if code.replace(start..start + bare.len()).is_some() {
                return None;
            }
        } else if !bare.is_empty() && !STATUS_FILLERS.contains(&bare) {
            return None;
        }
        start += part.len();
    }
    let chinese: String = rest.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).collect();
    let left = STATUS_FILLERS.iter().fold(chinese, |left, filler| left.replace(filler, ""));
    let code = text.get(code?).filter(|_| left.is_empty())?;
    Some(if code.eq_ignore_ascii_case(ANY_STATUS) { ANY_STATUS } else { code })
}

/// The status in a label such as "Done (200 OK)".
pub(crate) fn status_in_brackets(label: &str) -> Option<&str> {
    let (_, inside) = label.split_once(['(', '（'])?;
    inside.split_once([')', '）']).and_then(|(inside, _)| leading_status(inside))
}

/// The status that a text begins with, `400 Bad Request`, if it says no more than its name; in lower case no class is one.
pub(crate) fn leading_status(text: &str) -> Option<&str> {
    let text = text.trim();
    let code = text.get(..3).filter(|code| is_status(code))?;
    let rest = text.get(3..)?;
    let is_name = |c: char| c.is_alphabetic() || c.is_whitespace() || "-'’()（）:：，,/".contains(c);
    let is_apart = rest.chars().next().is_none_or(|c| !c.is_ascii_alphanumeric());
    (rest.len() <= 60 && is_apart && rest.chars().all(is_name) && !rest.ends_with('.')).then_some(code)
}

/// Whether a label announces the name of the operation.
pub(crate) fn is_name_label(text: &str) -> bool {
    text.len() <= 40 && matches!(normalise(text).as_str(), "接口名称" | "接口名" | "api name" | "interface name")
}

/// Whether a text is a status, `404`, or a class of them, `4XX`.
pub(crate) fn is_status(code: &str) -> bool {
    code.len() == 3
        && code.starts_with(|c: char| ('1'..='5').contains(&c))
        && code.chars().all(|c| c.is_ascii_digit() || c == 'X' || c == 'x')
}

const DATE_LABELS: &[&str] = &["updated on", "更新时间", "last updated", "最近更新"];

/// The date of a line such as "Updated on 2025-11-19 GMT+08:00".
pub(crate) fn date_of(text: &str) -> Option<String> {
    if text.len() > 80 {
        return None;
    }
    let lower = text.to_lowercase();
    DATE_LABELS.iter().find(|label| lower.starts_with(**label))?;
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let day = text.get(start..)?.get(..10)?.replace(['/', '.'], "-");
    // Only what is a day can be recorded.
    day.parse::<toml::value::Datetime>().is_ok_and(|read| read.date.is_some()).then_some(day)
}

const DEPRECATIONS: &[&str] = &[
    "out-of-date",
    "out of date",
    "deprecated",
    "historical api",
    "may not be maintained",
    "will be taken offline",
    "历史版本api",
    "停止维护",
    "已废弃",
    "已弃用",
    "即将下线",
    "不再维护",
    "待下线",
    "即将废弃",
    "即将弃用",
    "待废弃",
    "即将停用",
    "no longer maintained",
    "will be discontinued",
];
/// What may be said of a single field as well: an operation is out of date only if the sentence is about it.
const KEPT_FOR_OTHERS: &[&str] = &[
    "for compatibility only",
    "for compatibility reasons only",
    "only for compatibility",
    "for backward compatibility only",
    "only for backward compatibility",
    "仅为兼容",
    "仅用于兼容",
];
/// What an operation is called in such a sentence, at its beginning.
const OPERATIONS: &[&str] =
    &["this api ", "the api ", "this interface ", "该接口", "本接口", "此接口", "该api", "本api"];

/// Whether a note says that the operation is out of date.
pub(crate) fn deprecation(note: &str) -> bool {
    let lower = note.to_lowercase();
    let mut sentences = lower.split(['.', '。', ';', '；', '\n']).map(str::trim_start);
    DEPRECATIONS.iter().any(|word| lower.contains(word))
        || sentences.any(|sentence| {
            OPERATIONS.iter().any(|operation| sentence.starts_with(operation))
                && KEPT_FOR_OTHERS.iter().any(|word| sentence.contains(word))
        })
}

/// Remarks in brackets by which a title says that the operation is out of date.
const DEPRECATED_TITLES: &[&str] = &[
    "deprecated",
    "to be deprecated",
    "discarded",
    "to be discarded",
    "obsolete",
    "out of date",
    "out-of-date",
    "废弃",
    "已废弃",
    "待废弃",
    "即将废弃",
    "弃用",
    "已弃用",
    "下线",
    "已下线",
    "待下线",
    "即将下线",
    "停止维护",
    "不再维护",
];

/// Whether a title says that the operation is out of date: a whole remark in brackets. One that says more may be about what
/// the operation is used on.
pub(crate) fn deprecated_title(title: &str) -> bool {
    let mut remarks = title.split(['(', '（', '[', '【']).skip(1);
    remarks.any(|rest| {
        let remark = rest.split_once([')', '）', ']', '】']).map(|(remark, _)| remark.trim().to_lowercase());
        remark.is_some_and(|remark| DEPRECATED_TITLES.contains(&remark.as_str()))
    })
}

/// Names of page-level values that carry a fact.
pub(crate) fn page_meta(name: &str) -> bool {
    matches!(name, "original_name")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_label_has_one_status() {
        for (label, expected) in [
            ("Status code: 200", Some("200")),
            ("Status code: default", Some("default")),
            ("状态码： Default", Some("default")),
            ("Default status code", None),
            ("Http Response Code: 204", Some("204")),
            ("The status code is 200.", Some("200")),
            ("Response code of a widget: 204", None),
            ("Status code: 200 (default)", None),
            ("None (STATUS CODE 204)", Some("204")),
            ("Default: 200", None),
        ] {
            assert_eq!(status_label(label), expected, "{label}");
        }
    }

    #[test]
    fn a_title_is_out_of_date_by_a_whole_remark() {
        for (title, expected) in [
            ("Painting a Widget (Deprecated)", true),
            ("Painting a Widget(deprecated)", true),
            ("Painting a Widget (v2) ( To Be Discarded )", true),
            ("[Deprecated] Painting a Widget", true),
            ("部件上色（已废弃）", true),
            ("部件上色（废弃）", true),
            ("部件上色(即将下线)", true),
            ("【已弃用】部件上色", true),
            ("Painting a Widget", false),
            ("Painting Deprecated Widgets", false),
            ("Listing Widgets (Deprecated Ones Included)", false),
            ("Painting a Widget (Deprecated", false),
            ("Deprecated) Painting a Widget", false),
            ("部件上色（推荐）", false),
        ] {
            assert_eq!(deprecated_title(title), expected, "{title}");
        }
    }

    #[test]
    fn what_is_kept_for_compatibility_is_out_of_date_if_it_is_the_operation() {
        for (note, expected) in [
            ("This API call exists for compatibility reasons only and nobody should use it.", true),
            ("Paint dries. This API is kept for compatibility only.", true),
            ("该接口仅用于兼容旧版部件。", true),
            ("当前页面API即将废弃，建议您使用部件上色。", true),
            ("This API is no longer maintained.", true),
            ("The field lid is kept for compatibility only.", false),
            ("This API paints widgets. The field lid exists for compatibility reasons only.", false),
            ("This API checks widgets for compatibility.", false),
        ] {
            assert_eq!(deprecation(note), expected, "{note}");
        }
    }

    #[test]
    fn a_date_is_a_day_that_there_is() {
        for (text, expected) in [
            ("Updated on 2025-11-19 GMT+08:00", Some("2025-11-19")),
            ("更新时间：2024/02/29", Some("2024-02-29")),
            ("Last updated: 2025.01.31", Some("2025-01-31")),
            ("Updated on 2025-99-45", None),
            ("Updated on 2025-02-29", None),
            ("Updated on 0000-00-00", None),
            ("Updated on 20250101xx", None),
            ("Updated on 2025-1-1 at noon", None),
        ] {
            assert_eq!(date_of(text).as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(updated on |表 ?|Table ?|status code|default|[0-9./-]{1,4}|\\PC){0,12}") {
            if let Some(day) = date_of(&text) {
                prop_assert!(day.parse::<toml::value::Datetime>().is_ok(), "{day}");
            }
            let _ = (is_none_word(&text), deprecation(&text), deprecated_title(&text));
            if let Some(title) = split_caption(&text) {
                prop_assert!(text.contains(title));
            }
            if let Some(code) = status_label(&text) {
                prop_assert!(code == ANY_STATUS || (code.len() == 3 && text.contains(code)));
            }
        }
    }
}
