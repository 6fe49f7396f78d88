//! Rules on parameters: what is sent outside of the body.

use super::example::{document, operation, parameter};
use super::{BREAKING, COMPATIBLE, RISKY, Rule, plain};
use crate::diff::finding::Rust::{Adds, Behaviour, Breaks, None};

const B: super::Level = BREAKING;
const R: super::Level = RISKY;
const C: super::Level = COMPATIBLE;

pub(super) const RULES: &[Rule] = &[
    plain(
        "parameter.added",
        C,
        Adds,
        "parameter.removed",
        "Who does not know it leaves it out.",
        operation("{responses: {}}", "{responses: {}, parameters: [{name: a, in: query, schema: {type: string}}]}"),
    ),
    plain(
        "parameter.removed",
        B,
        Breaks,
        "parameter.added",
        "What is sent in it is refused or, worse, passed over: a filter that does not filter.",
        operation("{responses: {}, parameters: [{name: a, in: query, schema: {type: string}}]}", "{responses: {}}"),
    ),
    plain(
        "parameter.removed.announced",
        R,
        Breaks,
        "parameter.added",
        "It was deprecated before: who still sends it is refused or passed over.",
        operation(
            "{responses: {}, parameters: [{name: a, in: query, deprecated: true, schema: {type: string}}]}",
            "{responses: {}}",
        ),
    ),
    plain(
        "parameter.removed.ended",
        C,
        Breaks,
        "parameter.added",
        "Its last day was said, and has passed: nobody was promised more.",
        operation(
            "{responses: {}, parameters: [{name: a, in: query, deprecated: true, x-sunset: '2020-01-01'}]}",
            "{responses: {}}",
        ),
    ),
    plain(
        "parameter.added.required",
        B,
        Breaks,
        "parameter.removed.required",
        "A request without it is refused.",
        operation(
            "{responses: {}}",
            "{responses: {}, parameters: [{name: a, in: query, required: true, schema: {type: string}}]}",
        ),
    ),
    plain(
        "parameter.removed.required",
        B,
        Breaks,
        "parameter.added.required",
        "What is sent in it is refused or, worse, passed over.",
        operation(
            "{responses: {}, parameters: [{name: a, in: query, required: true, schema: {type: string}}]}",
            "{responses: {}}",
        ),
    ),
    plain(
        "parameter.required",
        B,
        Breaks,
        "parameter.optional",
        "A request without it is refused.",
        parameter("{schema: {type: string}}", "{schema: {type: string}, required: true}"),
    ),
    plain(
        "parameter.optional",
        C,
        Breaks,
        "parameter.required",
        "Who sends it goes on; in Rust an argument becomes a setter.",
        parameter("{schema: {type: string}, required: true}", "{schema: {type: string}}"),
    ),
    plain(
        "parameter.renamed",
        C,
        None,
        "parameter.renamed",
        "The name of a part of the path is not sent.",
        document(
            "{paths: {'/a/{id}': {get: {parameters: [{name: id, in: path, required: true}]}}}}",
            "{paths: {'/a/{key}': {get: {parameters: [{name: key, in: path, required: true}]}}}}",
        ),
    ),
    plain(
        "parameter.name.changed",
        B,
        Breaks,
        "parameter.name.changed",
        "What is sent under the old name is refused or passed over.",
        operation(
            "{responses: {}, parameters: [{name: page_size, in: query, schema: {type: integer}}]}",
            "{responses: {}, parameters: [{name: pageSize, in: query, schema: {type: integer}}]}",
        ),
    ),
    plain(
        "parameter.location.changed",
        B,
        Breaks,
        "parameter.location.changed",
        "It is looked for at another place.",
        operation(
            "{responses: {}, parameters: [{name: a, in: query, schema: {type: string}}]}",
            "{responses: {}, parameters: [{name: a, in: header, schema: {type: string}}]}",
        ),
    ),
    plain(
        "parameter.style.changed",
        B,
        Behaviour,
        "parameter.style.changed",
        "It is written in another way.",
        parameter("{schema: {type: array}, style: form}", "{schema: {type: array}, style: pipeDelimited}"),
    ),
    plain(
        "parameter.explode.changed",
        B,
        Behaviour,
        "parameter.explode.changed",
        "Lists and objects are written in another way.",
        parameter("{schema: {type: array}, explode: true}", "{schema: {type: array}, explode: false}"),
    ),
    plain(
        "parameter.content.changed",
        B,
        Breaks,
        "parameter.content.changed",
        "It is written in another format.",
        parameter("{schema: {type: object}}", "{content: {application/json: {schema: {type: object}}}}"),
    ),
    plain(
        "parameter.reserved.allowed",
        C,
        Behaviour,
        "parameter.reserved.refused",
        "Reserved characters need not be encoded.",
        parameter("{schema: {type: string}}", "{schema: {type: string}, allowReserved: true}"),
    ),
    plain(
        "parameter.reserved.refused",
        R,
        Behaviour,
        "parameter.reserved.allowed",
        "Reserved characters have to be encoded.",
        parameter("{schema: {type: string}, allowReserved: true}", "{schema: {type: string}}"),
    ),
    plain(
        "parameter.empty.allowed",
        C,
        None,
        "parameter.empty.refused",
        "It may be sent without a value.",
        parameter("{schema: {type: string}}", "{schema: {type: string}, allowEmptyValue: true}"),
    ),
    plain(
        "parameter.empty.refused",
        B,
        None,
        "parameter.empty.allowed",
        "It may no longer be sent without a value.",
        parameter("{schema: {type: string}, allowEmptyValue: true}", "{schema: {type: string}}"),
    ),
];
