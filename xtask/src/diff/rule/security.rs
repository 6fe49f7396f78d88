//! Rules on who may call, and how they say who they are.

use super::example::{document, operation};
use super::{BREAKING, COMPATIBLE, RISKY, Rule, plain};
use crate::diff::finding::Rust::None;

const B: super::Level = BREAKING;
const R: super::Level = RISKY;
const C: super::Level = COMPATIBLE;

pub(super) const RULES: &[Rule] = &[
    plain(
        "security.added",
        B,
        None,
        "security.removed",
        "Who calls without credentials is refused.",
        operation("{responses: {}}", "{responses: {}, security: [{token: []}]}"),
    ),
    plain(
        "security.removed",
        C,
        None,
        "security.added",
        "Credentials that nobody asks for are passed over.",
        operation("{responses: {}, security: [{token: []}]}", "{responses: {}}"),
    ),
    plain(
        "security.alternative.added",
        C,
        None,
        "security.alternative.removed",
        "There is one way more to say who calls.",
        operation("{responses: {}, security: [{token: []}]}", "{responses: {}, security: [{token: []}, {key: []}]}"),
    ),
    plain(
        "security.alternative.removed",
        B,
        None,
        "security.alternative.added",
        "Who calls in this way is refused.",
        operation("{responses: {}, security: [{token: []}, {key: []}]}", "{responses: {}, security: [{token: []}]}"),
    ),
    plain(
        "security.scheme.required",
        B,
        None,
        "security.scheme.dropped",
        "Who calls without it is refused.",
        operation("{responses: {}, security: [{token: []}]}", "{responses: {}, security: [{token: [], key: []}]}"),
    ),
    plain(
        "security.scheme.dropped",
        C,
        None,
        "security.scheme.required",
        "There is less to show.",
        operation("{responses: {}, security: [{token: [], key: []}]}", "{responses: {}, security: [{token: []}]}"),
    ),
    plain(
        "security.scope.added",
        B,
        None,
        "security.scope.removed",
        "A token without the scope is refused.",
        operation("{responses: {}, security: [{token: []}]}", "{responses: {}, security: [{token: [write]}]}"),
    ),
    plain(
        "security.scope.removed",
        C,
        None,
        "security.scope.added",
        "A token with the scope still is enough.",
        operation("{responses: {}, security: [{token: [write]}]}", "{responses: {}, security: [{token: []}]}"),
    ),
    plain(
        "security.scheme.changed",
        B,
        None,
        "security.scheme.changed",
        "Credentials are shown in another way, or got at another place.",
        document(
            "{security: [{key: []}], components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}}",
            "{security: [{key: []}], components: {securitySchemes: {key: {type: apiKey, in: query, name: X-Key}}}}",
        ),
    ),
    plain(
        "security.flow.added",
        C,
        None,
        "security.flow.removed",
        "There is one way more to get a token.",
        document(
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: {}}}}}",
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {}}}}}}}",
        ),
    ),
    plain(
        "security.flow.removed",
        B,
        None,
        "security.flow.added",
        "Who gets a token in this way gets none.",
        document(
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {}}}}}}}",
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: {}}}}}",
        ),
    ),
    plain(
        "security.offered-scope.added",
        C,
        None,
        "security.offered-scope.removed",
        "There is one scope more to ask for.",
        document(
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {}}}}}}}",
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {read: Read}}}}}}}",
        ),
    ),
    plain(
        "security.offered-scope.removed",
        R,
        None,
        "security.offered-scope.added",
        "Who asks for the scope may be refused; where it is needed is said by each operation.",
        document(
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {read: Read}}}}}}}",
            "{security: [{o: []}], components: {securitySchemes: {o: {type: oauth2, flows: \
             {password: {tokenUrl: 'https://w.example', scopes: {}}}}}}}",
        ),
    ),
];
