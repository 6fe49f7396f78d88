//! Rules on the fields of objects.

use super::example::{schema, sent};
use super::{BREAKING, COMPATIBLE, RISKY, Rule, known};
use crate::diff::finding::Rust::{Adds, Breaks, None};

const B: super::Level = BREAKING;
const R: super::Level = RISKY;
const C: super::Level = COMPATIBLE;

pub(super) const RULES: &[Rule] = &[
    known(
        "field.added",
        [C, C],
        [Adds, Adds],
        "field.removed",
        "Who does not know it leaves it out, or passes it over.",
        schema("{type: object, properties: {}}", "{type: object, properties: {teeth: {type: integer}}}"),
    ),
    known(
        "field.removed",
        [R, R],
        [Breaks, Breaks],
        "field.added",
        "What is sent in it is passed over at best; who reads it finds nothing.",
        schema("{type: object, properties: {teeth: {type: integer}}}", "{type: object, properties: {}}"),
    ),
    known(
        "field.added.required",
        [B, C],
        [Breaks, Adds],
        "field.removed.required",
        "A request without it is refused.",
        schema(
            "{type: object, properties: {}}",
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
        ),
    ),
    known(
        "field.removed.required",
        [R, B],
        [Breaks, Breaks],
        "field.added.required",
        "A reader that counts on it fails.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
            "{type: object, properties: {}}",
        ),
    ),
    known(
        "field.added.default",
        [C, C],
        [Breaks, Adds],
        "field.removed.default",
        "A request without it gets the default.",
        schema(
            "{type: object, properties: {}}",
            "{type: object, properties: {teeth: {type: integer, default: 8}}, required: [teeth]}",
        ),
    ),
    known(
        "field.removed.default",
        [R, B],
        [Breaks, Breaks],
        "field.added.default",
        "A reader that counts on it fails.",
        schema(
            "{type: object, properties: {teeth: {type: integer, default: 8}}, required: [teeth]}",
            "{type: object, properties: {}}",
        ),
    ),
    known(
        "field.removed.refused",
        [B, R],
        [Breaks, Breaks],
        "field.added",
        "The object takes no fields that it does not name: what is sent in it is refused.",
        sent(
            "{type: object, properties: {teeth: {type: integer}}, additionalProperties: false}",
            "{type: object, properties: {}, additionalProperties: false}",
        ),
    ),
    known(
        "field.required",
        [B, C],
        [Breaks, Breaks],
        "field.optional",
        "A request without it is refused.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}}",
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
        ),
    ),
    known(
        "field.optional",
        [C, B],
        [Breaks, Breaks],
        "field.required",
        "A reader that counts on it fails.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer}}}",
        ),
    ),
    known(
        "field.required.default",
        [C, C],
        [Breaks, Breaks],
        "field.optional.default",
        "A request without it gets the default.",
        schema(
            "{type: object, properties: {teeth: {type: integer, default: 8}}}",
            "{type: object, properties: {teeth: {type: integer, default: 8}}, required: [teeth]}",
        ),
    ),
    known(
        "field.optional.default",
        [C, B],
        [Breaks, Breaks],
        "field.required.default",
        "A reader that counts on it fails.",
        schema(
            "{type: object, properties: {teeth: {type: integer, default: 8}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer, default: 8}}}",
        ),
    ),
    known(
        "field.renamed",
        [R, R],
        [Breaks, Breaks],
        "field.renamed",
        "What is sent under the old name is passed over at best; who reads it finds nothing.",
        schema(
            "{type: object, properties: {tooth_count: {type: integer, minimum: 3}}}",
            "{type: object, properties: {toothCount: {type: integer, minimum: 3}}}",
        ),
    ),
    known(
        "field.renamed.required",
        [B, B],
        [Breaks, Breaks],
        "field.renamed.required",
        "A request under the old name lacks the new one; a reader that counts on the old one fails.",
        schema(
            "{type: object, properties: {tooth_count: {type: integer, minimum: 3}}, required: [tooth_count]}",
            "{type: object, properties: {toothCount: {type: integer, minimum: 3}}, required: [toothCount]}",
        ),
    ),
    known(
        "read-only.added",
        [B, C],
        [Breaks, None],
        "read-only.removed",
        "The field must not be sent any more.",
        schema("{type: string}", "{type: string, readOnly: true}"),
    ),
    known(
        "read-only.removed",
        [C, C],
        [Adds, None],
        "read-only.added",
        "The field may be sent now.",
        schema("{type: string, readOnly: true}", "{type: string}"),
    ),
    known(
        "read-only.added.required",
        [B, C],
        [Breaks, None],
        "read-only.removed.required",
        "The field must not be sent any more.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer, readOnly: true}}, required: [teeth]}",
        ),
    ),
    known(
        "read-only.removed.required",
        [B, C],
        [Breaks, None],
        "read-only.added.required",
        "The field is required, and of requests, too, now.",
        schema(
            "{type: object, properties: {teeth: {type: integer, readOnly: true}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
        ),
    ),
    known(
        "write-only.added",
        [C, B],
        [None, Breaks],
        "write-only.removed",
        "The field is not sent back any more.",
        schema("{type: string}", "{type: string, writeOnly: true}"),
    ),
    known(
        "write-only.removed",
        [C, C],
        [None, Adds],
        "write-only.added",
        "The field may be sent back now.",
        schema("{type: string, writeOnly: true}", "{type: string}"),
    ),
    known(
        "write-only.added.required",
        [C, B],
        [None, Breaks],
        "write-only.removed.required",
        "The field is not sent back any more.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer, writeOnly: true}}, required: [teeth]}",
        ),
    ),
    known(
        "write-only.removed.required",
        [C, R],
        [None, Adds],
        "write-only.added.required",
        "What was only written is shown to everybody who reads now.",
        schema(
            "{type: object, properties: {teeth: {type: integer, writeOnly: true}}, required: [teeth]}",
            "{type: object, properties: {teeth: {type: integer}}, required: [teeth]}",
        ),
    ),
    known(
        "additional.closed",
        [B, C],
        [None, None],
        "additional.opened",
        "Fields that the object does not name are refused.",
        schema("{type: object}", "{type: object, additionalProperties: false}"),
    ),
    known(
        "additional.opened",
        [C, R],
        [None, None],
        "additional.closed",
        "A reader meets fields that the object does not name.",
        schema("{type: object, additionalProperties: false}", "{type: object}"),
    ),
];
