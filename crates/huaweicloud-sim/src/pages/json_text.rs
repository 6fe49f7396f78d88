//! JSON for people: laid out, digit by digit as it was sent, and without what is secret.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

/// What stands where something secret was.
pub(super) const MASK: &str = "********";

/// Names whose values are secret, whatever a document says of them.
const SECRET_NAMES: [&str; 12] = [
    "password",
    "passwd",
    "secret",
    "secret_key",
    "secretkey",
    "secretaccesskey",
    "sk",
    "token",
    "access_token",
    "security_token",
    "securitytoken",
    "authorization",
];

/// The names of fields whose values are not shown.
#[derive(Clone, Debug, Default)]
pub(super) struct SecretNames {
    documented: BTreeSet<String>,
    /// Whether those that are known are among them.
    is_careless: bool,
}

impl SecretNames {
    /// Those that a document says are passwords, beside those that are known.
    pub(super) fn of(documented: impl IntoIterator<Item = String>) -> Self {
        let documented = documented.into_iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { documented, is_careless: false }
    }

    /// No name at all.
    pub(super) const fn none() -> Self {
        Self { documented: BTreeSet::new(), is_careless: true }
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        self.names().any(|other| other == name)
    }

    /// Whether one of the names stands anywhere in a text.
    pub(super) fn are_named_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.names().any(|name| text.contains(name))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let known = SECRET_NAMES.iter().filter(|_| !self.is_careless).copied();
        known.chain(self.documented.iter().map(String::as_str))
    }
}

/// A text of JSON, laid out.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LaidOut {
    pub(super) text: String,
    /// Whether something in it was secret.
    pub(super) is_masked: bool,
}

/// Lays a JSON document out, two spaces a level, with secret values masked. None if it is no JSON.
pub(super) fn laid_out(json: &str, secrets: &SecretNames) -> Option<LaidOut> {
    written(json, secrets, &|token| token.to_owned())
}

/// The same as an expression of Python.
pub(super) fn as_python(json: &str) -> Option<String> {
    let token = |token: &str| match token {
        "null" => "None".to_owned(),
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        // JSON has `\/`, and Python has not.
        text if text.starts_with('"') => serde_json::from_str::<String>(text)
            .ok()
            .and_then(|text| serde_json::to_string(&text).ok())
            .unwrap_or_default(),
        number => number.to_owned(),
    };
    // All that is secret was masked before.
    written(json, &SecretNames::none(), &token).map(|laid_out| laid_out.text)
}

/// Writes the tokens of a document, each as a function has it.
fn written(json: &str, secrets: &SecretNames, spelled: &dyn Fn(&str) -> String) -> Option<LaidOut> {
    serde_json::from_str::<IgnoredAny>(json).ok()?;
    let mut writer = Writer { text: String::with_capacity(json.len() * 2), depth: 0, is_masked: false };
    // The names that stand around a token, and whether a secret one is among them.
    let mut around: Vec<bool> = Vec::new();
    let mut is_secret = false;
    let mut tokens = Tokens(json).peekable();
    while let Some(token) = tokens.next() {
        match token {
            "{" | "[" => {
                around.push(is_secret);
                let end = if token == "{" { "}" } else { "]" };
                if tokens.peek() == Some(&end) {
                    tokens.next();
                    writer.push(&format!("{token}{end}"));
                    is_secret = around.pop().unwrap_or(false);
                } else {
                    writer.push(token);
                    writer.deeper(1);
                }
            }
            "}" | "]" => {
                writer.deeper(-1);
                writer.push(token);
                is_secret = around.pop().unwrap_or(false);
            }
            "," => {
                writer.push(",");
                writer.line();
                is_secret = around.last().copied().unwrap_or(false);
            }
            ":" => writer.push(": "),
            name if tokens.peek() == Some(&":") => {
                let name_of = serde_json::from_str::<String>(name).unwrap_or_default();
                is_secret = around.last().copied().unwrap_or(false) || secrets.contains(&name_of);
                writer.push(&spelled(name));
            }
            "null" | "true" | "false" | "\"\"" => writer.push(&spelled(token)),
            _ if is_secret => {
                writer.is_masked = true;
                writer.push(&format!("\"{MASK}\""));
            }
            value => writer.push(&spelled(value)),
        }
    }
    Some(LaidOut { text: writer.text, is_masked: writer.is_masked })
}

struct Writer {
    text: String,
    depth: usize,
    is_masked: bool,
}

impl Writer {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn deeper(&mut self, by: isize) {
        self.depth = self.depth.saturating_add_signed(by);
        self.line();
    }

    fn line(&mut self) {
        self.text.push('\n');
        // However deep it goes, a line stays readable.
        self.text.extend(std::iter::repeat_n("  ", self.depth.min(40)));
    }
}

/// The tokens of a text that is known to be JSON.
struct Tokens<'t>(&'t str);

impl<'t> Iterator for Tokens<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.0.trim_start_matches([' ', '\t', '\r', '\n']);
        let length = match text.as_bytes().first()? {
            b'"' => {
                let mut is_escaped = false;
                let end = text.bytes().skip(1).position(|byte| {
                    let is_end = byte == b'"' && !is_escaped;
                    is_escaped = byte == b'\\' && !is_escaped;
                    is_end
                });
                end? + 2
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => text.find([',', '}', ']', ' ', '\t', '\r', '\n']).unwrap_or(text.len()),
        };
        let (token, rest) = text.split_at_checked(length)?;
        self.0 = rest;
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn shown(json: &str) -> String {
        laid_out(json, &SecretNames::of(["pin".to_owned()])).unwrap().text
    }

    #[test]
    fn numbers_keep_their_digits_and_fields_their_order() {
        let text = shown(r#"{"b":[1.50,{}, [] ],"a":{"x":"{\"y\\":1}"}}"#.replace(r#"\\""#, r#"\\\""#).as_str());
        assert_eq!(
            text,
            "{\n  \"b\": [\n    1.50,\n    {},\n    []\n  ],\n  \"a\": {\n    \"x\": \"{\\\"y\\\\\\\":1}\"\n  }\n}"
        );
        assert_eq!(laid_out("{", &SecretNames::default()), None);
    }

    #[test]
    fn what_is_secret_is_masked_at_any_depth_and_in_anything() {
        let json = r#"{"Password":"hunter2","a":[{"pin":7,"b":1}],"secret":{"x":["hunter3",{"y":"hunter4"}]},"c":2,"token":null}"#;
        let laid_out = laid_out(json, &SecretNames::of(["pin".to_owned()])).unwrap();
        let read: Value = serde_json::from_str(&laid_out.text).unwrap();
        let expected = r#"{"Password":"********","a":[{"pin":"********","b":1}],"secret":{"x":["********",{"y":"********"}]},"c":2,"token":null}"#;
        assert_eq!(read, serde_json::from_str::<Value>(expected).unwrap());
        assert!(laid_out.is_masked && !laid_out.text.contains("hunter"));
        // A name in another spelling is the same name.
        assert!(!shown(r#"{"p\u0061ssword": "hunter2"}"#).contains("hunter"));
    }

    #[test]
    fn python_reads_the_same_values() {
        let text = as_python(r#"{"a":[true,false,null,1.50],"b":"\/é\n"}"#).unwrap();
        assert_eq!(text, "{\n  \"a\": [\n    True,\n    False,\n    None,\n    1.50\n  ],\n  \"b\": \"/é\\n\"\n}");
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            Just(Value::Null)
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("[x-z\"\\\\{,:]{0,3}", inner, 0..5)
                    .prop_map(|map| Value::Object(map.into_iter().collect()))
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_laid_out_is_the_same_document(value in values()) {
            let text = shown(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        }
    }
}
