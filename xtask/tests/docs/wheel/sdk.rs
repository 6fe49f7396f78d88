//! Wheels of an invented SDK, as its generator and the package index would make them.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const CLIENT: &str = "huaweicloudsdkwidgets/v1/widgets_client.py";
pub(super) const DIST_INFO: &str = "huaweicloudsdkwidgets-3.1.0.dist-info";
pub(super) const OLD_CLIENT: &str = include_str!("../fixtures/wheel/old_client.py");

/// An attribute: name in Python, name as sent, type, whether it is required, text.
type Attribute = (&'static str, &'static str, &'static str, bool, &'static str);

/// The models, with their base classes.
const MODELS: &[(&str, &str, &[Attribute])] = &[
    (
        "ListWidgetsRequest",
        "",
        &[
            ("limit", "limit", "int", false, "How many. At most \\&quot;9\\&quot;."),
            ("colours", "colour", "list[str]", false, "Colours."),
            ("x_language", "X-Language", "str", true, "Language. "),
        ],
    ),
    (
        "ListWidgetsResponse",
        "(SdkResponse)",
        &[
            ("widgets", "widgets", "list[Widget]", false, "All of them."),
            ("x_request_id", "X-Request-Id", "str", false, ""),
        ],
    ),
    (
        "Widget",
        "",
        &[
            ("_from", "from", "datetime", true, "Since when.\n\n        A day."),
            ("teeth", "teeth.count", "dict(str, int)", false, "Teeth."),
        ],
    ),
    (
        "UploadDrawingRequest",
        "",
        &[
            ("yard", "yard", "str", true, "Yard."),
            ("shape", "shape", "str", true, "Shape."),
            ("widget_id", "widget_id", "str", true, "Id."),
            ("body", "body", "UploadDrawingRequestBody", false, "Body of the UploadDrawingRequest"),
        ],
    ),
    ("UploadDrawingRequestBody", "", &[("drawing", "drawing", "file", true, "The drawing.")]),
    ("UploadDrawingResponse", "(SdkResponse)", &[]),
    ("ReplaceWidgetsRequest", "", &[("body", "body", "list[Widget]", false, "")]),
    ("PutBlobRequest", "(SdkStreamRequest)", &[]),
    ("PutBlobResponse", "(SdkResponse)", &[]),
];

/// The members of a wheel.
#[derive(Clone)]
pub(super) struct Sdk(pub(super) BTreeMap<String, Vec<u8>>);

impl Sdk {
    pub(super) fn new() -> Self {
        let mut sdk = Self(BTreeMap::new());
        sdk.add(
            &format!("{DIST_INFO}/METADATA"),
            "Metadata-Version: 2.1\nName: huaweicloudsdkwidgets\nVersion: 3.1.0\n\nVersion: none\n",
        );
        sdk.add("huaweicloudsdkwidgets/__init__.py", "");
        sdk.add(
            "huaweicloudsdkwidgets/v1/__init__.py",
            "from huaweicloudsdkwidgets.v1.widgets_client import WidgetsClient\n",
        );
        sdk.add("huaweicloudsdkwidgets/v1/region/widgets_region.py", "this is not (read");
        sdk.add("huaweicloudsdkwidgets/v1/widgets_async_client.py", "this is not (read");
        sdk.add("huaweicloudsdkwidgets/v1/model/__init__.py", "this is not (read");
        sdk.add(CLIENT, include_str!("../fixtures/wheel/widgets_client.py"));
        for (name, base, attributes) in MODELS {
            sdk.add(&model_member(name), &model(name, base, attributes));
        }
        sdk
    }

    pub(super) fn add(&mut self, member: &str, text: &str) {
        self.0.insert(member.to_owned(), text.as_bytes().to_vec());
    }

    /// Changes the text of a member.
    pub(super) fn change(mut self, member: &str, old: &str, new: &str) -> Self {
        let text = String::from_utf8(self.0[member].clone()).unwrap();
        self.add(member, &crate::workspace::changed(&text, &[(old, new)]));
        self
    }

    pub(super) fn without(mut self, member: &str) -> Self {
        self.0.remove(member).unwrap();
        self
    }

    /// The bytes of the wheel.
    pub(super) fn wheel(&self) -> Vec<u8> {
        self.packed(CompressionMethod::Deflated)
    }

    /// The bytes of the wheel with a record of its members.
    pub(super) fn packed(&self, method: CompressionMethod) -> Vec<u8> {
        let digest = |bytes: &[u8]| BASE64URL_NOPAD.encode(&Sha256::digest(bytes));
        let line =
            |(member, bytes): (&String, &Vec<u8>)| format!("{member},sha256={},{}\n", digest(bytes), bytes.len());
        let record = self.0.iter().map(line).chain([format!("{DIST_INFO}/RECORD,,\n")]).collect();
        self.recorded(method, record)
    }

    /// The bytes of the wheel with that record.
    pub(super) fn recorded(&self, method: CompressionMethod, record: String) -> Vec<u8> {
        let record = (format!("{DIST_INFO}/RECORD"), record.into_bytes());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (member, bytes) in self.0.iter().chain([(&record.0, &record.1)]) {
            zip.start_file(member, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

pub(super) fn model_member(name: &str) -> String {
    let mut file = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !file.is_empty() {
            file.push('_');
        }
        file.extend(c.to_lowercase());
    }
    format!("huaweicloudsdkwidgets/v1/model/{file}.py")
}

const MODEL: &str = r#"# coding: utf-8


class CLASS:

    """
    Attributes:
      openapi_types (dict): The key is attribute name
    """
    sensitive_list = []

    openapi_types = {
        TYPES
    }

    attribute_map = {
        NAMES
    }

    def __init__(self):
        r"""A model

TEXTS
        """

        self.discriminator = None

SET

    def to_str(self):
        import simplejson as json
        return json.dumps(self, ensure_ascii=False)
"#;

/// The source of a model.
fn model(name: &str, base: &str, attributes: &[Attribute]) -> String {
    let table =
        |entry: &dyn Fn(&Attribute) -> String| attributes.iter().map(entry).collect::<Vec<_>>().join(",\n        ");
    let types = table(&|(attribute, _, type_text, ..)| format!("'{attribute}': '{type_text}'"));
    let names = table(&|(attribute, name, ..)| format!("'{attribute}': '{name}'"));
    let texts = attributes.iter().map(|(attribute, _, type_text, _, text)| {
        format!("        :param {attribute}: {text}\n        :type {attribute}: {type_text}")
    });
    let set = attributes.iter().map(|(attribute, _, _, required, _)| match required {
        true => format!("        self.{attribute} = {attribute}"),
        false => format!("        if {attribute} is not None:\n            self.{attribute} = {attribute}"),
    });
    let (texts, set): (Vec<_>, Vec<_>) = (texts.collect(), set.collect());
    MODEL
        .replace("CLASS", &format!("{name}{base}"))
        .replace("TYPES", &types)
        .replace("NAMES", &names)
        .replace("TEXTS", &texts.join("\n"))
        .replace("SET", &set.join("\n"))
}
