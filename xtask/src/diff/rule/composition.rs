//! Rules on schemas that are made of others: `allOf`, `oneOf`, `anyOf`, `not`, `discriminator`.

use super::example::schema;
use super::{BREAKING, COMPATIBLE, RISKY, Rule, known};
use crate::diff::finding::Rust::{Adds, Breaks, None};

const B: super::Level = BREAKING;
const R: super::Level = RISKY;
const C: super::Level = COMPATIBLE;

pub(super) const RULES: &[Rule] = &[
    known(
        "part.added",
        [B, C],
        [Breaks, Adds],
        "part.removed",
        "What is sent has to keep one schema more.",
        schema(
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {$ref: '#/components/schemas/Spring'}]}",
        ),
    ),
    known(
        "part.removed",
        [R, R],
        [Breaks, Breaks],
        "part.added",
        "What is sent in its fields is passed over at best; who reads them finds nothing.",
        schema(
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {$ref: '#/components/schemas/Spring'}]}",
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "part.removed.required",
        [R, B],
        [Breaks, Breaks],
        "part.added",
        "A reader that counts on its required fields fails.",
        schema(
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {type: object, properties: {size: {type: integer}}, required: [size]}]}",
            "{allOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "alternative.added",
        [C, B],
        [Adds, Adds],
        "alternative.removed",
        "A reader meets a value that is none of those it knows.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {$ref: '#/components/schemas/Spring'}]}",
        ),
    ),
    known(
        "alternative.removed",
        [B, C],
        [Breaks, Breaks],
        "alternative.added",
        "Values of it are refused.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {$ref: '#/components/schemas/Spring'}]}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "alternative.repeated",
        [C, C],
        [Adds, Adds],
        "alternative.removed",
        "It allows what another alternative of `anyOf` allows already.",
        schema(
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {type: object, properties: {teeth: {type: integer}}}]}",
        ),
    ),
    known(
        "alternative.any.added",
        [C, R],
        [Adds, Adds],
        "alternative.removed",
        "A reader may meet a value that is none of those it knows; of `anyOf`, it may be several.",
        schema(
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}, \
             {$ref: '#/components/schemas/Spring'}]}",
        ),
    ),
    known(
        "alternatives.added",
        [B, C],
        [Breaks, Breaks],
        "alternatives.removed",
        "What is sent has to be one of them besides.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}}",
            "{type: object, properties: {teeth: {type: integer}}, \
             oneOf: [{required: [teeth]}, {required: [turns]}]}",
        ),
    ),
    known(
        "alternatives.removed",
        [C, B],
        [Breaks, Breaks],
        "alternatives.added",
        "A reader meets what is none of them.",
        schema(
            "{type: object, properties: {teeth: {type: integer}}, \
             oneOf: [{required: [teeth]}, {required: [turns]}]}",
            "{type: object, properties: {teeth: {type: integer}}}",
        ),
    ),
    known(
        "alternatives.widened",
        [C, B],
        [Breaks, Breaks],
        "alternatives.narrowed",
        "What was the only schema is one of several now: what was sent still may be, and a reader meets others.",
        schema(
            "{$ref: '#/components/schemas/Cog'}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "alternatives.narrowed",
        [B, C],
        [Breaks, Breaks],
        "alternatives.widened",
        "What was one of several schemas is the only one now.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{$ref: '#/components/schemas/Cog'}",
        ),
    ),
    known(
        "alternatives.changed",
        [B, B],
        [Breaks, Breaks],
        "alternatives.changed",
        "What was allowed is none of what is allowed now.",
        schema("{type: string}", "{oneOf: [{type: integer}, {type: boolean}]}"),
    ),
    known(
        "alternatives.loosened",
        [C, R],
        [None, None],
        "alternatives.tightened",
        "A value may be several of `anyOf`; of `oneOf`, it is exactly one.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "alternatives.tightened",
        [R, C],
        [None, None],
        "alternatives.loosened",
        "A value that is several of them is refused.",
        schema(
            "{anyOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "not.added",
        [B, C],
        [None, None],
        "not.removed",
        "Values that it describes are refused.",
        schema("{type: string}", "{type: string, not: {enum: [none]}}"),
    ),
    known(
        "not.removed",
        [C, B],
        [None, None],
        "not.added",
        "A reader meets values that were excluded.",
        schema("{type: string, not: {enum: [none]}}", "{type: string}"),
    ),
    known(
        "not.changed",
        [R, R],
        [None, None],
        "not.changed",
        "Which values are excluded by both is not decided here.",
        schema("{type: string, not: {enum: [none]}}", "{type: string, not: {enum: [void]}}"),
    ),
    known(
        "condition.added",
        [B, C],
        [None, None],
        "condition.removed",
        "Values that do not keep it are refused.",
        schema("{type: object}", "{type: object, propertyNames: {pattern: '^[a-z]+$'}}"),
    ),
    known(
        "condition.removed",
        [C, B],
        [None, None],
        "condition.added",
        "A reader meets values that do not keep it.",
        schema("{type: object, propertyNames: {pattern: '^[a-z]+$'}}", "{type: object}"),
    ),
    known(
        "condition.changed",
        [R, R],
        [None, None],
        "condition.changed",
        "Which values keep both conditions is not decided here.",
        schema(
            "{type: object, propertyNames: {pattern: '^[a-z]+$'}}",
            "{type: object, propertyNames: {pattern: '^[A-Z]+$'}}",
        ),
    ),
    known(
        "discriminator.added",
        [C, C],
        [None, None],
        "discriminator.removed",
        "It is a hint for reading: which values are allowed is said by the alternatives.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}], \
             discriminator: {propertyName: kind}}",
        ),
    ),
    known(
        "discriminator.removed",
        [C, C],
        [None, None],
        "discriminator.added",
        "It is a hint for reading: which values are allowed is said by the alternatives.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}], \
             discriminator: {propertyName: kind}}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}, {$ref: '#/components/schemas/Axle'}]}",
        ),
    ),
    known(
        "discriminator.field.changed",
        [B, B],
        [None, None],
        "discriminator.field.changed",
        "Who looks at the old field does not find out what a value is.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind}}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: type}}",
        ),
    ),
    known(
        "discriminator.mapping.added",
        [C, C],
        [None, None],
        "discriminator.mapping.removed",
        "The field's own schema says which values it takes; the mapping is a hint.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind}}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind, \
             mapping: {cog: '#/components/schemas/Cog'}}}",
        ),
    ),
    known(
        "discriminator.mapping.removed",
        [C, C],
        [None, None],
        "discriminator.mapping.added",
        "The field's own schema says which values it takes; the mapping is a hint.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind, \
             mapping: {cog: '#/components/schemas/Cog'}}}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind}}",
        ),
    ),
    known(
        "discriminator.mapping.changed",
        [C, C],
        [None, None],
        "discriminator.mapping.changed",
        "The field's own schema says which values it takes; the mapping is a hint.",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind, \
             mapping: {cog: '#/components/schemas/Cog'}}}",
            "{oneOf: [{$ref: '#/components/schemas/Cog'}], discriminator: {propertyName: kind, \
             mapping: {cog: '#/components/schemas/Axle'}}}",
        ),
    ),
];
