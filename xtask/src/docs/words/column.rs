//! Header cells of tables, and the words of the "mandatory" column.

use super::normal_form::normalise;
use super::phrase::status_label;
use crate::docs::facts::{ParameterIn, Required};

/// What a column of a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// The name of a parameter or field.
    Name,
    /// Whether it must be given.
    Required,
    /// Its type.
    Type,
    /// What it means.
    Description,
    /// The values it may take, or what else limits them.
    Range,
    /// What is used if it is left out.
    Default,
    /// An HTTP status code.
    StatusCode,
    /// An error code of the service.
    ErrorCode,
    /// The message of an error.
    ErrorMessage,
    /// A permission action.
    Action,
    /// An access level.
    AccessLevel,
    /// A resource type a permission applies to.
    ResourceType,
    /// Condition keys of a permission.
    ConditionKey,
    /// Another name of a permission.
    Alias,
    /// What a permission depends on.
    Dependencies,
    /// Where a value goes. A cell that says so in one word counts, as far as the URI does not say otherwise.
    In,
    /// A column that is known but carries no fact of its own.
    Remark,
}

impl Column {
    /// Whether a table with such a column is of codes or permissions, and not of fields.
    pub(crate) const fn is_of_codes(self) -> bool {
        matches!(self, Self::StatusCode | Self::ErrorCode | Self::ErrorMessage | Self::Action)
    }
}

const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Name,
        &[
            "parameter",
            "parameters",
            "parameter name",
            "response item",
            "header",
            "header name",
            "request header",
            "response header",
            "消息头",
            "消息头名称",
            "name",
            "field",
            "field name",
            "element",
            "attribute",
            "subparameter",
            "sub-parameter",
            "sub parameter",
            "参数",
            "子参数",
            "参数名",
            "参数名称",
            "名称",
            "字段",
            "字段名",
            "字段名称",
            "参数名字",
            "名字",
            "元素",
            "元素名称",
            "属性名称",
            "要素",
            "属性",
        ],
    ),
    (
        Column::Required,
        &[
            "mandatory",
            "required",
            "mandatory or not",
            "mandatory/not",
            "是否为必选",
            "是否必须项",
            "mandatory/optional",
            "required or not",
            "required?",
            "optional/mandatory",
            "mandatory (yes/no)",
            "是否必需",
            "是否必选",
            "必选",
            "是否必填",
            "必填",
            "是否必须",
            "必选/可选",
            "必选项/可选项",
            "m/o",
            "o/m",
        ],
    ),
    (
        Column::Type,
        &[
            "type",
            "parameter type",
            "data type",
            "value type",
            "field type",
            "参数类型",
            "类型",
            "数据类型",
            "字段类型",
        ],
    ),
    (
        Column::Description,
        &[
            "description",
            "remarks",
            "meaning",
            "parameter description",
            "描述",
            "说明",
            "参数说明",
            "含义",
            "备注",
            "取值说明",
        ],
    ),
    (
        Column::Range,
        &[
            "value range",
            "range",
            "constraint",
            "constraints",
            "取值范围",
            "取值",
            "约束",
            "约束条件",
            "约束限制",
            "限制",
        ],
    ),
    (Column::Default, &["default value", "default", "默认值", "缺省值", "默认取值"]),
    (
        Column::StatusCode,
        &[
            "status code",
            "http status code",
            "http status",
            "http code",
            "returned value",
            "returned values",
            "return code",
            "return value",
            "状态码",
            "http状态码",
            "返回值",
            "返回码",
        ],
    ),
    (Column::ErrorCode, &["error code", "error codes", "error code id", "错误码", "错误代码"]),
    (
        Column::ErrorMessage,
        &[
            "error message",
            "error messages",
            "message",
            "error information",
            "error description",
            "错误信息",
            "错误消息",
            "错误描述",
        ],
    ),
    (Column::Action, &["action", "actions", "授权项", "操作项"]),
    (Column::AccessLevel, &["access level", "访问级别", "访问等级"]),
    (
        Column::ResourceType,
        &[
            "resource type (*: required)",
            "resource type",
            "resource types",
            "资源类型(*为必须)",
            "资源类型(*为必选)",
            "资源类型",
        ],
    ),
    (Column::ConditionKey, &["condition key", "condition keys", "条件键"]),
    (Column::Alias, &["alias", "aliases", "别名"]),
    (
        Column::Dependencies,
        &[
            "dependencies",
            "dependency",
            "dependency item",
            "dependency items",
            "dependent action",
            "dependent actions",
            "dependent permission",
            "dependent permissions",
            "依赖的授权项",
            "依赖授权项",
            "依赖的权限",
            "依赖权限",
            "依赖项",
        ],
    ),
    (Column::In, &["in", "location", "参数位置", "位置"]),
    (
        Column::Remark,
        &[
            "example",
            "example value",
            "示例",
            "样例",
            "solution",
            "handling suggestion",
            "handling measure",
            "处理措施",
            "编码",
        ],
    ),
];

/// What a column holds, by its header cell.
pub(crate) fn column_of(header: &str) -> Option<Column> {
    if header.len() > 64 || status_label(header).is_some() {
        return None;
    }
    let wanted = normalise(header);
    let of = |wanted: &str| COLUMNS.iter().find(|(_, titles)| titles.contains(&wanted)).map(|(column, _)| *column);
    let of_required = || of(&without_letters(&wanted)?).filter(|column| *column == Column::Required);
    of(&wanted).or_else(of_required).or_else(|| {
        in_two_languages(&wanted).and_then(|(one, other)| of(one).filter(|column| of(other) == Some(*column)))
    })
}

/// The two names of a header that has one of them in brackets: "授权项 (Action)".
fn in_two_languages(header: &str) -> Option<(&str, &str)> {
    let (one, other) = header.strip_suffix(')')?.split_once('(')?;
    Some((one.trim(), other.trim()))
}

/// A header without the letters that it explains: "Mandatory (M)/Optional (O)".
fn without_letters(header: &str) -> Option<String> {
    let rest = header.replace("(m)", "").replace("(o)", "");
    (rest.len() < header.len()).then(|| rest.split('/').map(str::trim).collect::<Vec<_>>().join("/"))
}

/// Where the cell of a column of places says that a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ValuePlace {
    /// Outside of the body.
    Parameter(ParameterIn),
    /// In the body.
    Body,
}

/// What the cell of a column of places says, if it says only that.
pub(crate) fn place_of(cell: &str) -> Option<ValuePlace> {
    if cell.len() > 16 {
        return None;
    }
    match normalise(cell).as_str() {
        "header" => Some(ValuePlace::Parameter(ParameterIn::Header)),
        "path" | "uri" | "url" => Some(ValuePlace::Parameter(ParameterIn::Path)),
        "query" => Some(ValuePlace::Parameter(ParameterIn::Query)),
        "cookie" => Some(ValuePlace::Parameter(ParameterIn::Cookie)),
        "form" | "formdata" => Some(ValuePlace::Parameter(ParameterIn::Form)),
        "body" => Some(ValuePlace::Body),
        _ => None,
    }
}

const YES: &[&str] = &["yes", "true", "mandatory", "required", "y", "是", "必选", "必填", "必须", "√", "✓", "✔"];
const NO: &[&str] = &["no", "false", "optional", "n", "否", "可选", "选填", "非必选", "非必填", "×", "✗", "✘"];

/// Letters that stand for them, where the head of the column says what it is.
const YES_LETTER: &str = "m";
const NO_LETTER: &str = "o";

/// What a cell of the "mandatory" column says, whatever its head is; none if it says something else.
pub(crate) fn required_of(cell: &str) -> Option<Required> {
    if cell.len() > 64 {
        return None;
    }
    let wanted = normalise(cell);
    if YES.contains(&wanted.as_str()) {
        Some(Required::Yes)
    } else if NO.contains(&wanted.as_str()) {
        Some(Required::No)
    } else {
        None
    }
}

/// What a cell says in a column whose head says that it is the "mandatory" one: yes, no, or "one of the two", which is a
/// condition, so that the field alone may be left out. None if it is a word that is not known.
pub(crate) fn required_in_column(cell: &str) -> Option<Required> {
    let known = required_of(cell).or_else(|| match normalise(cell).as_str() {
        YES_LETTER => Some(Required::Yes),
        NO_LETTER => Some(Required::No),
        _ => None,
    });
    known.or_else(|| is_condition(cell).then_some(Required::No))
}

/// Words for a condition that is told elsewhere.
const CONDITIONS: &[&str] = &["depends", "conditional", "conditionally", "条件必选", "条件可选"];
/// How many letters of Chinese a condition has at least, which is written without spaces.
const MIN_CONDITION: usize = 5;

/// Whether a cell says when something must be given, in several words.
fn is_condition(cell: &str) -> bool {
    let chinese = cell.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    chinese >= MIN_CONDITION || cell.split_whitespace().count() > 1 || CONDITIONS.contains(&normalise(cell).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_what_must_be_given() {
        for head in ["必选项（M）/可选项（O）", "Mandatory (M)/Optional (O)", "M/O", "Mandatory/Optional", "是否必选"]
        {
            assert_eq!(column_of(head), Some(Column::Required), "{head}");
        }
        assert_eq!(column_of("授权项（Action）"), Some(Column::Action));
        assert_eq!(column_of("Name (Type)"), None);
        for head in ["Name (M)", "M", "Mode (M)/Order (O)"] {
            assert_ne!(column_of(head), Some(Column::Required), "{head}");
        }
    }

    #[test]
    fn a_word_that_is_not_known_is_no_no() {
        for (cell, expected) in [
            ("M", Some(Required::Yes)),
            ("o", Some(Required::No)),
            ("Yes", Some(Required::Yes)),
            ("Conditional", Some(Required::No)),
            ("Depends", Some(Required::No)),
            ("二者必选其一", Some(Required::No)),
            ("Yes for lids", Some(Required::No)),
            ("Q", None),
            ("Perhaps", None),
            ("待定", None),
        ] {
            assert_eq!(required_in_column(cell), expected, "{cell}");
        }
        assert_eq!(required_of("M"), None);
    }
}
