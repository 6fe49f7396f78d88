//! Rules on operations, servers, components, and what describes them.

use super::example::{document, operation, schema};
use super::{BREAKING, COMPATIBLE, RISKY, Rule, plain};
use crate::diff::finding::Rust::{Adds, Behaviour, Breaks, None};

const B: super::Level = BREAKING;
const R: super::Level = RISKY;
const C: super::Level = COMPATIBLE;

/// What no rule knows.
pub(super) const UNKNOWN: Rule = plain(
    "unknown.keyword.changed",
    R,
    None,
    "unknown.keyword.changed",
    "No rule knows the keyword: a person decides what it means.",
    schema("{type: string, contentEncoding: base64}", "{type: string, contentEncoding: base32}"),
);

pub(super) const RULES: &[Rule] = &[
    UNKNOWN,
    plain(
        "unknown.reference.changed",
        R,
        None,
        "unknown.reference.changed",
        "A reference that leads nowhere now leads nowhere else: what it means is not known.",
        schema("{$ref: 'https://widgets.example/cog'}", "{$ref: 'https://widgets.example/axle'}"),
    ),
    plain(
        "operation.added",
        C,
        Adds,
        "operation.removed",
        "Who does not know it does not call it.",
        document("{paths: {/a: {get: {}}}}", "{paths: {/a: {get: {}, put: {}}}}"),
    ),
    plain(
        "operation.removed",
        B,
        Breaks,
        "operation.added",
        "Who calls it is refused.",
        document("{paths: {/a: {get: {}, put: {}}}}", "{paths: {/a: {get: {}}}}"),
    ),
    plain(
        "operation.removed.announced",
        R,
        Breaks,
        "operation.added",
        "It was deprecated before: who still calls it is refused.",
        document("{paths: {/a: {get: {}, put: {deprecated: true}}}}", "{paths: {/a: {get: {}}}}"),
    ),
    plain(
        "operation.removed.ended",
        C,
        Breaks,
        "operation.added",
        "Its last day was said, and has passed: nobody was promised more.",
        document(
            "{paths: {/a: {get: {}, put: {deprecated: true, x-sunset: '2020-01-01'}}}}",
            "{paths: {/a: {get: {}}}}",
        ),
    ),
    plain(
        "operation.path.changed",
        B,
        None,
        "operation.path.changed",
        "Who calls it at its old path is refused.",
        document("{paths: {/a: {get: {operationId: ListGears}}}}", "{paths: {/b: {get: {operationId: ListGears}}}}"),
    ),
    plain(
        "operation.method.changed",
        B,
        None,
        "operation.method.changed",
        "Who calls it by its old method is refused.",
        document("{paths: {/a: {put: {operationId: SetGears}}}}", "{paths: {/a: {post: {operationId: SetGears}}}}"),
    ),
    plain(
        "operation.id.changed",
        C,
        Breaks,
        "operation.id.changed",
        "The id is not sent; the method of the client is named after it.",
        operation("{responses: {}, operationId: MakeGear}", "{responses: {}, operationId: CreateGear}"),
    ),
    plain(
        "deprecated.added",
        C,
        Behaviour,
        "deprecated.removed",
        "It goes on for now; the compiler warns.",
        operation("{responses: {}}", "{responses: {}, deprecated: true}"),
    ),
    plain(
        "deprecated.removed",
        C,
        None,
        "deprecated.added",
        "It goes on.",
        operation("{responses: {}, deprecated: true}", "{responses: {}}"),
    ),
    plain(
        "sunset.added",
        C,
        None,
        "sunset.withdrawn",
        "It goes on until the day that is said.",
        operation("{responses: {}, deprecated: true}", "{responses: {}, deprecated: true, x-sunset: '2031-01-01'}"),
    ),
    plain(
        "sunset.removed",
        C,
        None,
        "sunset.added",
        "It goes on.",
        operation("{responses: {}, deprecated: true, x-sunset: '2031-01-01'}", "{responses: {}}"),
    ),
    plain(
        "sunset.withdrawn",
        R,
        None,
        "sunset.added",
        "It is out of date, and nothing says any more until when it goes on.",
        operation("{responses: {}, deprecated: true, x-sunset: '2031-01-01'}", "{responses: {}, deprecated: true}"),
    ),
    plain(
        "sunset.later",
        C,
        None,
        "sunset.earlier",
        "It goes on for longer.",
        operation(
            "{responses: {}, deprecated: true, x-sunset: '2030-01-01'}",
            "{responses: {}, deprecated: true, x-sunset: '2031-01-01'}",
        ),
    ),
    plain(
        "sunset.earlier",
        B,
        None,
        "sunset.later",
        "It ends before the day until which it was to go on.",
        operation(
            "{responses: {}, deprecated: true, x-sunset: '2031-01-01'}",
            "{responses: {}, deprecated: true, x-sunset: '2030-01-01'}",
        ),
    ),
    plain(
        "callback.added",
        C,
        None,
        "callback.removed",
        "It is sent to those who ask for it.",
        operation("{responses: {}}", "{responses: {}, callbacks: {done: {'{$request.body#/url}': {post: {}}}}}"),
    ),
    plain(
        "callback.removed",
        R,
        None,
        "callback.added",
        "Who waits for it waits in vain.",
        operation("{responses: {}, callbacks: {done: {'{$request.body#/url}': {post: {}}}}}", "{responses: {}}"),
    ),
    plain(
        "server.added",
        C,
        None,
        "server.removed",
        "There is one address more.",
        document(
            "{servers: [{url: 'https://a.example'}]}",
            "{servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]}",
        ),
    ),
    plain(
        "server.removed",
        R,
        None,
        "server.added",
        "Who calls this address may find nothing.",
        document(
            "{servers: [{url: 'https://a.example'}, {url: 'https://b.example'}]}",
            "{servers: [{url: 'https://a.example'}]}",
        ),
    ),
    plain(
        "server.changed",
        R,
        None,
        "server.changed",
        "Addresses are made in another way.",
        document(
            "{servers: [{url: 'https://{r}.example', variables: {r: {default: a}}}]}",
            "{servers: [{url: 'https://{r}.example', variables: {r: {default: b}}}]}",
        ),
    ),
    plain(
        "component.added",
        C,
        None,
        "component.removed",
        "No operation reaches it.",
        document("{components: {schemas: {}}}", "{components: {schemas: {Gear: {type: string}}}}"),
    ),
    plain(
        "component.removed",
        C,
        None,
        "component.added",
        "No operation reaches it.",
        document("{components: {schemas: {Gear: {type: string}}}}", "{components: {schemas: {}}}"),
    ),
    plain(
        "component.changed",
        C,
        None,
        "component.changed",
        "No operation reaches it.",
        document("{components: {schemas: {Gear: {type: string}}}}", "{components: {schemas: {Gear: {type: integer}}}}"),
    ),
    plain(
        "component.renamed",
        C,
        Breaks,
        "component.renamed",
        "Names of components are not sent; the type of the client is named after it.",
        document(
            "{paths: {/a: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Gear'}}}}}}}}, \
             components: {schemas: {Gear: {type: object}}}}",
            "{paths: {/a: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Cog'}}}}}}}}, \
             components: {schemas: {Cog: {type: object}}}}",
        ),
    ),
    plain(
        "component.exchanged",
        C,
        Breaks,
        "component.exchanged",
        "What is sent differs as far as other findings say; the type of the client is another one.",
        document(
            "{paths: {/a: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Gear'}}}}}}}}, \
             components: {schemas: {Gear: {type: object}, Cog: {type: object}}}}",
            "{paths: {/a: {get: {responses: {200: {content: {a/b: {schema: {$ref: '#/components/schemas/Cog'}}}}}}}}, \
             components: {schemas: {Gear: {type: object}, Cog: {type: object}}}}",
        ),
    ),
    plain(
        "rust-name.changed",
        C,
        Breaks,
        "rust-name.changed",
        "Names in Rust are not sent.",
        operation("{responses: {}, x-rust-name: make_widget}", "{responses: {}, x-rust-name: create_widget}"),
    ),
    plain(
        "client.changed",
        C,
        Behaviour,
        "client.changed",
        "The client retries, pages, waits or reads in another way; what is sent stays.",
        operation("{responses: {}, x-idempotent: false}", "{responses: {}, x-idempotent: true}"),
    ),
    plain(
        "documentation.changed",
        C,
        None,
        "documentation.changed",
        "Titles, descriptions, examples, tags and versions are for people.",
        operation("{responses: {}, summary: Make a widget}", "{responses: {}, summary: Make one widget}"),
    ),
    plain(
        "extension.changed",
        C,
        None,
        "extension.changed",
        "What extends OpenAPI is not sent.",
        operation("{responses: {}, x-cost: 1}", "{responses: {}, x-cost: 2}"),
    ),
];
