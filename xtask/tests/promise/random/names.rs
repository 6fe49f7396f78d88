//! Names and texts that do harm where somebody takes them as they are.

use super::Choices;

/// Names that any JSON or query may have.
const WIRE_NAMES: &[&str] = &[
    "id", "name", "new", "client", "send", "body", "value", "self", "Self", "clone", "Clone", "options", "Builder", "Into",
    "Option", "String", "Box", "Vec", "ServiceClient", "Error", "Result", "crate", "super", "async", "r#type", "type",
    "gen", "try", "dyn", "abstract", "yield", "match", "fn", "u8", "str", "f", "f0", "p1", "T0", "Op0", "deserializer",
    "deserialize", "serialize", "found", "structure", "read", "map", "serde", "std", "core", "None", "Some", "Ok", "Err",
    "0", "1st", "99", "", " ", "_", "__", "-", ".", "a b", " padded ", "a-b", "a_b", "aB", "AB", "a.b", "a/b", "a~1b", "~0", "%2F",
    "a%20b", "a+b", "a&b=c", "a=b", "#", "a#b", "?", "$ref", "$", "@type", "x-y", "name[]", "[x]", "<b>", "*/", "//",
    "\"#", "\"", "\\", "\\n", "{}", "{name}", "}", "{", "'", "a'b", "名前", "Größe", "ß", "İ", "ǅ", "🦀", "e\u{301}", "ﬁ", "null",
    "true", "~", "default", "Default", "into", "from", "drop", "fmt", "eq", "query", "path", "header", "request", "response",
    "project_id", "secret_token", "password", "constructor", "__proto__",
    "very_long_name_that_goes_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on_and_on",
];

/// What nobody should see in a name.
const INVISIBLE_NAMES: &[&str] =
    &["a\nb", "a`b", "\u{202e}cod", "\0", "\u{1b}[31m", "\u{feff}x", "a\r\nb", "\t", "\u{85}", "\u{2028}", "\u{61c}", "\u{200b}"];

const HEADERS: &[&str] = &[
    "X-Language", "x-lower", "X_Under", "new", "client", "send", "body", "self", "type", "X-1", "1", "a.b", "!", "#", "$&'*+", "^x",
    "|", "~", "async", "X-Sdk", "ETag", "If-Match", "Accept-Language", "value", "clone", "%41", "X--Y",
];

const HEADERS_REFUSED: &[&str] =
    &["Host", "authorization", "Content-Type", "x-auth-token", "X-Project-Id", "", "a b", "a:b", "é", "a\r\nb", "Accept", "Date", "Range"];

const PLACEHOLDERS: &[&str] = &[
    "name", "id", "new", "send", "client", "self", "Self", "type", "body", "a-b", "a.b", "1", "_", "0x", "x_1", "clone", "crate",
    "async", "-", "NAME", "project-id",
];

const PLACEHOLDERS_REFUSED: &[&str] = &["", "{", "}", "a b", "é", "a/b", "?", "*", "..", "a%20b"];

/// Names of schemas. Each is given a number where it is taken.
const TYPES: &[&str] = &[
    "Cog", "Builder", "Serialize", "Deserialize", "Lenient", "Hash", "Path", "Query", "Arc", "Rc", "Cow", "Str", "I64", "F64",
    "Bool", "Usize", "Any", "T", "E", "D", "S", "A", "V", "K", "R", "JsonSchema", "GeneratedType", "ErrorCodeInfo", "Infallible",
    "Pin", "Unknown", "Fields", "OpenEnum", "Crate", "Super", "Dyn", "Async", "Type", "Ipv6CIDR", "XMLHTTPThing", "A1B2", "T0",
    "Op0", "BTreeMap", "Cell", "Ordering", "Duration", "Utf8", "Char", "Debugger", "Serializer", "Deserializer", "Found", "Structure",
    "Formatter", "Write", "Read", "Request2", "Tests", "Schema", "SchemaGenerator", "PhantomData", "Visitor", "Number",
];

const TYPES_REFUSED: &[&str] = &[
    "Self", "Clone", "Into", "Option", "String", "Box", "Vec", "ServiceClient", "Error", "Result", "Response", "Secret", "Client",
    "cog", "1Cog", "Cog-2", "Größe", "", "CogRequest", "Cog/x", "r#Type", "Default", "Copy", "Value", "Map", "Operation", "Method",
    "IntoIterator", "u8", "Cog\u{202e}", "Cog`", "Cog\"",
];

const OPERATIONS: &[&str] = &[
    "ListCogs", "NewCog", "Body", "Query", "Request", "Async", "Type", "Match", "Crate", "Super", "Loop", "Use", "Move",
    "Await", "Gen", "Try", "Ref", "Mut", "Static", "Yield", "Abstract", "Iter", "Len", "Deref", "Service", "Service2Client",
    "Credentials2", "ShowV2", "ShowIPv6CIDR", "Run", "Execute", "Call", "OnceLock", "ShowA1b2", "XMLOf", "Path", "Header", "Union", "Auto",
    "Finish", "Read", "Write", "Borrowed", "Self2", "Main", "Test", "Info", "Example",
];

const OPERATIONS_REFUSED: &[&str] = &[
    "New", "Clone", "Builder", "Into", "ServiceClient", "From", "Drop", "Option", "String", "Error", "Self", "listCogs", "list_cogs",
    "", "List Cogs", "Größe", "1List", "List\"", "Default", "ToString", "TypeId", "Eq", "Options", "Fmt", "Send", "*/",
];

/// Names of fields that are chosen.
pub(super) const FIELDS: [&str; 12] =
    ["type_", "self_", "new", "send", "clone", "value", "deserializer", "map", "r", "found", "serde_json", "u8"];

/// Values of enums; those that give one variant are told apart by chosen names.
const VALUES: &[&str] = &[
    "RED", "red", "dark-blue", "dark_blue", "", " ", "1", "-1", "1.0", "true", "null", "self", "Self", "Unknown", "unknown", "None",
    "Ok", "Default", "a\"b", "\\", "\"#", "*/", "{}", "{", "名", "🦀", "[x]", "<b>", "é", "e\u{301}", "as", "VALUES", "r#x", "'", "a b", "A B",
    "from", "Clone", "String", "_", "-", "%", "&", "#",
];

/// Names of variants that are chosen.
const VARIANTS: &[&str] =
    &["None", "Some", "Ok", "Err", "Default", "Clone", "String", "Vec", "Option", "Result", "Box", "Debug", "Hash", "Error", "From", "VALUES", "T", "A"];

/// Texts that a page may have, and that rustdoc reads as something else.
const TEXTS: &[&str] = &[
    "A cog.", "See [this] and [that](x).", "Uses <b>bold</b> and <none>.", "# Panics", "A | B\n--- | ---\n1 | 2", "- one\n- two\n  more",
    "`code [x] <y>`", "1. First\n2. Second", "A \\[x] and \\<b>.", "``a ` [b]`` and [c] <d>", "> quoted [x]", "Ends with \\",
    "*/ and /* and \"# and \\\" and {}", "See https://example.com/a?b=c#d.", "Mail a@example.com.", "<!-- hidden", "&lt;b&gt; &amp;", "名 🦀 e\u{301}",
    "First.\n\nSecond [x].", "A\n===", "A\n---", "[a]: https://example.com", "[^1]: note", "*a* _b_ **c** __d__ ~~e~~", "<https://example.com>",
    "![x](y)", "[`Cog`]", "[crate::Client]", "- [ ] task", "\"quoted\" 'single' “curly”", "`\\`", "{{x}} {% y %} #{z}", "//! /// //", "<script>alert(1)</script>",
    "A `b` c `d`.", "a  \nb", "Cog", "=> , ; ()", "#![deny(x)]", "//host/path", "\\\\", "http://[::1]/", "[x][y]", "</div>", "<a href=\"x\">", "$x$", "[[x]]", "+++\nx\n+++",
    "Very long text that goes on and on and on and on and on and on and on and on and on and on and on and on and on and on and on and on.",
];

const TEXTS_REFUSED: &[&str] = &[
    "", " ", " A", "A\n", "```\nlet x: () = 1;\n```", "~~~\nx\n~~~", "A\n\n    let x: () = 1;", "A `b", "A ``b`", "A\rB", "A\r\nB", "A\u{202e}B", "\u{1b}[31mA", "A\0",
    "A\tB", "\tcode", "-     code", "A `b.\n\nC` d.", "> ```\n> x\n> ```", "A\u{2028}B", "\u{feff}A", "1)     code", "- a\n\n      code", "`a\n\nb`",
];

/// Texts to send: each is kept as it is.
const SAMPLES: &[&str] = &[
    "a b&c", "", "1", "true", "null", "é名🦀", "a+b%20c", "/../", "\"quoted\" \\ \n\t\u{1}", "{\"a\": [1]}", "=?#&;,", "\u{202e}x", " padded ", "'*()!~", "<x>", "%", "a,b",
];

/// The names of one place: those that can be honoured, and those that cannot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Names {
    good: &'static [&'static str],
    refused: &'static [&'static str],
}

impl Names {
    pub(crate) const WIRE: Self = Self { good: WIRE_NAMES, refused: INVISIBLE_NAMES };
    pub(crate) const HEADER: Self = Self { good: HEADERS, refused: HEADERS_REFUSED };
    pub(crate) const PLACEHOLDER: Self = Self { good: PLACEHOLDERS, refused: PLACEHOLDERS_REFUSED };
    pub(crate) const TYPE: Self = Self { good: TYPES, refused: TYPES_REFUSED };
    pub(crate) const OPERATION: Self = Self { good: OPERATIONS, refused: OPERATIONS_REFUSED };
    pub(crate) const VALUE: Self = Self { good: VALUES, refused: INVISIBLE_NAMES };
    pub(crate) const VARIANT: Self = Self { good: VARIANTS, refused: INVISIBLE_NAMES };
    pub(crate) const TEXT: Self = Self { good: TEXTS, refused: TEXTS_REFUSED };
    pub(crate) const SAMPLE: Self = Self { good: SAMPLES, refused: SAMPLES };

    /// A name that can be honoured.
    pub(crate) fn good(self, choices: &mut Choices<'_>) -> &'static str {
        self.good[choices.below(self.good.len())]
    }

    /// One that cannot, for most places.
    pub(crate) fn refused(self, choices: &mut Choices<'_>) -> &'static str {
        self.refused[choices.below(self.refused.len())]
    }

    /// Whether a text is one of those here, and none of the plain ones that begin each list.
    pub(crate) fn is_hostile(text: &str) -> bool {
        let all = [Self::WIRE, Self::HEADER, Self::PLACEHOLDER, Self::TYPE, Self::OPERATION, Self::VALUE, Self::VARIANT, Self::TEXT];
        let is_plain = |names: &Self| names.good.first() == Some(&text) || ["name", "type", "path", "query", "header", "default"].contains(&text);
        all.iter().any(|names| names.good.contains(&text) && !is_plain(names))
    }

    /// All that can be honoured, beginning anywhere.
    pub(crate) fn from_anywhere(self, choices: &mut Choices<'_>) -> impl Iterator<Item = &'static str> + use<> {
        let start = choices.below(self.good.len());
        self.good.iter().cycle().skip(start).take(self.good.len()).copied()
    }
}
