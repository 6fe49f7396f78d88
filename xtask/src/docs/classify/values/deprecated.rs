//! That a parameter or a field is out of date.

use std::sync::LazyLock;

use regex::Regex;

use super::sentence::is_conditional;
use crate::docs::block::Text;
use crate::docs::facts::OutOfDate;

/// Sentences that say it of the value that is described.
const SENTENCES: &[&str] = &[
    r"(?i)\b(?:this|the) (?:field|parameter|attribute|property) (?:(?:is|has been|was|will be) )?(?:no longer (?:used|supported|in use|valid)|deprecated|discarded|obsolete|abandoned|out of date)\b",
    r"(?:该|此|本|当前)(?:参数|字段|属性)(?:现)?(?:已经?|即将|将)?(?:被)?(?:废弃|弃用|作废|停用|不再使用|不再支持)",
];

/// Remarks before the description.
const REMARKS: &[&str] = &[
    r"^[\[(]?(?:[Dd]eprecated|[Dd]iscarded|[Oo]bsolete)(?:[\])]|[.:,]|$)",
    r"^[\[(【（]?(?:已|待|即将)?(?:废弃|弃用)(?:[\])】）]|[。，：:,]|$)",
];

/// What stands before the name of what is to be taken instead.
const REPLACEMENTS: &str = r"(?i)(?:\buse|\breplaced (?:by|with)|\bsuperseded by|(?:请|建议)(?:您)?使用|(?:由|被|改用|使用)) *(?:the )?[“”\x22]?([A-Za-z_][A-Za-z0-9_.:-]*)";

/// The phrases, compiled once.
struct Phrases {
    sentences: Vec<Regex>,
    remarks: Vec<Regex>,
    replacements: Vec<Regex>,
}

static COMPILED: LazyLock<Phrases> = LazyLock::new(|| {
    let compile = |phrases: &[&str]| phrases.iter().filter_map(|phrase| Regex::new(phrase).ok()).collect();
    Phrases { sentences: compile(SENTENCES), remarks: compile(REMARKS), replacements: compile(&[REPLACEMENTS]) }
});

/// Reads it out of a part of a description; what is so only under a condition is not. A remark stands before all else.
pub(super) fn read(text: &Text, is_first: bool) -> Option<OutOfDate> {
    let plain = text.plain.as_str();
    let phrases = COMPILED.sentences.iter().chain(COMPILED.remarks.iter().filter(|_| is_first));
    let found = phrases.filter_map(|phrase| phrase.find(plain)).find(|found| !is_conditional(plain, found.start()))?;
    let rest = plain.get(found.end()..).unwrap_or_default();
    let named = COMPILED.replacements.iter().find_map(|phrase| phrase.captures(rest)?.get(1));
    // A plain word is the name of something only where the page emphasises it, or no word is written so.
    let is_name = |name: &str| name.contains('_') || text.emphasised().any(|strong| strong.trim() == name);
    let name = named.map(|name| name.as_str().trim_end_matches(['.', ':', '-'])).filter(|name| is_name(name));
    Some(OutOfDate { replacement: name.map(str::to_owned) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read: the name of what is to be taken instead, empty where there is none.
    fn of(plain: &str, emphasised: &str) -> Option<String> {
        let at = plain.find(emphasised).filter(|_| !emphasised.is_empty());
        let strong = at.map(|at| at..at + emphasised.len()).into_iter().collect();
        let text = Text { plain: plain.to_owned(), strong, ..Text::default() };
        read(&text, true).map(|found| found.replacement.unwrap_or_default())
    }

    #[test]
    fn every_phrase_compiles() {
        assert_eq!(COMPILED.sentences.len(), SENTENCES.len());
        assert_eq!(COMPILED.remarks.len(), REMARKS.len());
        assert_eq!(COMPILED.replacements.len(), 1);
    }

    #[test]
    fn only_what_is_said_of_the_value_itself_makes_it_out_of_date() {
        let named = |name: &str| Some(name.to_owned());
        for (plain, emphasised, expected) in [
            ("How wide it is. This field is no longer used. Use span.", "span", named("span")),
            ("This parameter has been deprecated and is replaced by outer_size.", "", named("outer_size")),
            ("This field is no longer used. Use others.", "", named("")),
            ("The parameter is deprecated.", "", named("")),
            ("Deprecated. How wide it is.", "", named("")),
            ("(Deprecated) How wide it is.", "", named("")),
            ("该参数已废弃，请使用“outer_size”。", "", named("outer_size")),
            ("【已废弃】宽度。", "", named("")),
            ("Whether the widget is deprecated.", "", None),
            ("If size is given, this parameter is no longer used.", "", None),
            ("The value can be: deprecated, current.", "deprecated", None),
            ("Deprecated widgets are listed, too.", "", None),
            ("DEPRECATED: a version for which there is no support.", "DEPRECATED", None),
            ("该部件已废弃。", "", None),
            ("", "", None),
        ] {
            assert_eq!(of(plain, emphasised), expected, "{plain}");
        }
    }
}
