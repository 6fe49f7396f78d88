//! The phrases that name limits, as regular expressions, in one place.

use std::sync::LazyLock;

use regex::Regex;

/// What a phrase says about the two numbers, or the one, in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    Range,
    Minimum,
    Maximum,
    LengthRange,
    MinLength,
    MaxLength,
}

/// Phrases of limits. The first group is the lower or only number.
const LIMITS: &[(Limit, &str)] = &[
    (
        Limit::LengthRange,
        r"(-?[0-9][0-9,]*)\s*(?:-|–|~|～|至|到|to)\s*([0-9][0-9,]*)\s*(?:个|位|的)*\s*(?:unicode\s*)?(?:characters|字符)",
    ),
    (Limit::LengthRange, r"长度(?:必须)?(?:为|在|是)?[:：]?\s*\[?([0-9]+)\s*(?:-|–|~|～|至|到|,)\s*([0-9]+)"),
    (
        Limit::MaxLength,
        r"(?i)(?:not more than|up to|a maximum of|cannot exceed|must not exceed|maximum length(?: is| of)?:?)\s+([0-9][0-9,]*)\s+(?:unicode\s+)?characters",
    ),
    (Limit::MinLength, r"(?i)minimum length(?:\s+is|\s+of)?\s*[:：]?\s*([0-9][0-9,]*)"),
    (Limit::MinLength, r"最小长度(?:为|是)?\s*[:：]?\s*([0-9]+)"),
    (Limit::MaxLength, r"(?i)maximum length(?:\s+is|\s+of)?\s*[:：]?\s*([0-9][0-9,]*)"),
    (
        Limit::MaxLength,
        r"(?:最大长度|长度不超过|长度不能超过|最大长度为|长度最大为)(?:为|是)?\s*[:：]?\s*([0-9]+)\s*个?",
    ),
    (
        Limit::Range,
        r"(?i)(?:value ranges?|range)(?:\s+is)?(?:\s+from)?\s*[:：]?\s*(-?[0-9][0-9,]*)\s*(?:[A-Za-z%/]+\s*)??(?:-|–|~|to)\s*(-?[0-9][0-9,]*)",
    ),
    (
        Limit::Range,
        r"(?i)(?:value ranges?|range|取值(?:范围)?)(?:\s+is|为|是)?\s*[:：]?\s*[\[［【]\s*(-?[0-9]+)\s*(?:-|–|~|～|to|至|到|,|，)\s*(-?[0-9]+)\s*[\]］】]",
    ),
    (Limit::Range, r"(?i)rang(?:es|ing) from\s+(-?[0-9][0-9,]*)\s+(?:[A-Za-z%/]+\s+)??to\s+(-?[0-9][0-9,]*)"),
    (Limit::Range, r"约束(?:条件|限制)?\s*[:：]\s*(-?[0-9]+)\s*(?:-|–|~|～|至|到)\s*(-?[0-9]+)"),
    (Limit::LengthRange, r"在?([0-9]+)位?\s*(?:-|–|~|～|至|到)\s*([0-9]+)位之?间?"),
    (Limit::MaxLength, r"(?:不超过|不能超过)\s*([0-9]+)\s*(?:位|个?字符)"),
    (Limit::MaxLength, r"(?:不大于|最多|最大)\s*([0-9]+)\s*个?字符"),
    (
        Limit::Range,
        r"(?i)(?:within the range of|in the range from|in the range of|between)\s+(-?[0-9][0-9,]*)\s*(?:-|–|~|to|and)\s*(-?[0-9][0-9,]*)",
    ),
    (Limit::Range, r"取值(?:范围)?(?:为|是)?[:：]?\s*\[?(-?[0-9]+)\s*[A-Za-z%]*\s*(?:-|–|~|～|至|到|,)\s*(-?[0-9]+)"),
    (
        Limit::Minimum,
        r"(?i)(?:greater than or equal to|not less than|no less than|at least|minimum value(?: is|:)?)\s*(-?[0-9][0-9,]*)",
    ),
    (Limit::Minimum, r"(?:大于等于|大于或等于|不能小于|不小于|最小值为?[:：]?)\s*(-?[0-9]+)"),
    (
        Limit::Maximum,
        r"(?i)(?:less than or equal to|not greater than|no greater than|maximum value(?: is|:)?)\s*(-?[0-9][0-9,]*)",
    ),
    (Limit::Maximum, r"(?:小于等于|小于或等于|不能大于|不大于|最大值为?[:：]?)\s*(-?[0-9]+)"),
];

/// A range that is the whole text, as under the label "Range".
const BARE_RANGE: &str = r"^\[?(-?[0-9][0-9,]*)\s*(?:-|–|~|～|至|到|to)\s*(-?[0-9][0-9,]*)\]?[.。]?$";

/// An end of a range that is the whole text; of a string it limits the length.
const ENDS: &[(Limit, &str)] = &[
    (Limit::Minimum, r"^(?i:minimum)\s*[:：]\s*(-?[0-9][0-9,]*)[.。]?$"),
    (Limit::Maximum, r"^(?i:maximum)\s*[:：]\s*(-?[0-9][0-9,]*)[.。]?$"),
];

/// Phrases of units; the group is the unit.
const UNITS: &[&str] = &[
    r"(?i)\bunit(?:\s+is|\s*[:：])\s*([A-Za-z]+(?:/[A-Za-z]+)?)",
    r"单位(?:为|是)?\s*[:：]?\s*([A-Za-z]+(?:/(?:[A-Za-z]+|秒))?|毫秒|秒|分钟|小时|天|字节|月|年)",
    r",? in (ms|milliseconds?|seconds?|minutes?|hours?|days?|bytes?|KB/s|MB/s|KB|MB|GB|TB)\b",
    r"\(in (ms|milliseconds?|seconds?|minutes?|hours?|days?|bytes?|KB|MB|GB|TB)\)",
];

/// Phrases of formats; the group is the format.
const FORMATS: &[&str] = &[
    r"格式(?:为|是)?\s*[:：]?\s*([YyMmDdHhSsTtZz:/'.\-]{4,}(?: [Hhms:.S]{4,})?)",
    r"(?:(?i:regular expression)|正则表达式|正则匹配)[^\^]{0,20}(\^\S*\$)",
    r"(?i:formats?(?: is| of)?|in the format)\s*[:：]?\s*([YyMmDdHhSsTtZz:/'.\-]{4,}(?: [Hhms:.S]{4,})?)",
];

/// Phrases after which the default follows.
const DEFAULTS: &[&str] = &[
    r"(?:默认值|缺省值|默认取值)(?:为|是)?\s*[:：]?\s*[“”\x22]?",
    r"默认(?:为|是|[:：])\s*[“”\x22]?",
    r"(?i)\bdefault (?:value|interval|port|number|size)(?:\s+is|\s*:)\s*",
    r"(?i)\bdefault(?:s|ed) to\s+",
    r"(?i)\bdefault\s*[:：]\s*",
];

/// Phrases after which the values follow.
const CHOICES: &[&str] = &[
    r"(?i)\b(?:options?|possible values|enumeration values?|value|values)(?:\s+are)?\s*[:：]\s*",
    r"(?i)\b(?:the value(?: of this parameter)?|which|it|this (?:field|parameter)) can (?:only )?be\s*:?\s*",
    r"(?i)\bfixed (?:at|to|as)\s+",
    r"(?i)\bfixed value(?:\s+is|\s*:)\s*",
    r"(?:固定值|固定|参数值)(?:为|是)?\s*[:：]?\s*",
    r"取值(?:填写)?(?:范围)?(?:为|是|有)?\s*[:：]\s*",
    r"(?:枚举值|可选值|取值填写为|支持的值|操作结果|操作标识)\s*[:：]?\s*",
];

/// Phrases after which several values follow, if they are emphasised.
const SHOWN: &[&str] = &[
    r"(?i)\bcan (?:only )?be(?: either)?\s*:?\s*",
    r"(?i)\b(?:valid|possible|available|supported|allowed) (?:values|options|types|states)(?:\s+are)?\s*:?\s*",
    r"(?i)\b(?:only )?(?:valid|possible) values [^.]{0,40}\bare\s+",
    r"可(?:以|设置)?(?:设置)?为\s*",
];

/// The phrases, compiled once.
pub(super) struct Patterns {
    pub(super) limits: Vec<(Limit, Regex)>,
    pub(super) bare_range: Vec<Regex>,
    pub(super) ends: Vec<(Limit, Regex)>,
    pub(super) units: Vec<Regex>,
    pub(super) formats: Vec<Regex>,
    pub(super) defaults: Vec<Regex>,
    pub(super) choices: Vec<Regex>,
    /// As `choices`, of values that must be emphasised.
    pub(super) shown: Vec<Regex>,
}

/// A phrase that does not compile is left out; a test makes sure that there is none.
pub(super) static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    limits: compile_limits(LIMITS),
    ends: compile_limits(ENDS),
    bare_range: compile(&[BARE_RANGE]),
    units: compile(UNITS),
    formats: compile(FORMATS),
    defaults: compile(DEFAULTS),
    choices: compile(CHOICES),
    shown: compile(SHOWN),
});

fn compile_limits(phrases: &[(Limit, &str)]) -> Vec<(Limit, Regex)> {
    phrases.iter().filter_map(|(limit, phrase)| Some((*limit, Regex::new(phrase).ok()?))).collect()
}

fn compile(phrases: &[&str]) -> Vec<Regex> {
    phrases.iter().filter_map(|phrase| Regex::new(phrase).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_phrase_compiles() {
        assert_eq!(PATTERNS.limits.len(), LIMITS.len());
        assert_eq!(PATTERNS.ends.len(), ENDS.len());
        assert_eq!(PATTERNS.bare_range.len(), 1);
        assert_eq!(PATTERNS.units.len(), UNITS.len());
        assert_eq!(PATTERNS.formats.len(), FORMATS.len());
        assert_eq!(PATTERNS.defaults.len(), DEFAULTS.len());
        assert_eq!(PATTERNS.choices.len(), CHOICES.len());
        assert_eq!(PATTERNS.shown.len(), SHOWN.len());
    }
}
