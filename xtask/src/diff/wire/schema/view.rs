//! A schema as it is meant, however it is written.
//!
//! `allOf` of one schema, and `oneOf` of a schema and null, are ways to write that schema with something besides. `oneOf` of
//! enums is a way to write one enum.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;

use crate::diff::Node;
use crate::diff::wire::keys::FOR_PEOPLE;

/// Keywords that say which values are allowed: a schema without them says nothing of its own.
const OF_VALUES: &[&str] = &[
    "additionalProperties",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "dependentRequired",
    "dependentSchemas",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "if",
    "items",
    "maximum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "minimum",
    "minItems",
    "minLength",
    "minProperties",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "required",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "x-extensible-enum",
];

/// Schemas that count as one.
#[derive(Clone, Debug)]
pub(super) struct View<'d> {
    /// The outermost first: what it says counts.
    layers: Vec<Node<'d>>,
}

impl<'d> View<'d> {
    pub(super) fn of(node: &Node<'d>) -> Self {
        let mut view = Self { layers: vec![node.clone()] };
        let mut at = node.clone();
        // Each step goes down into what is written, or along a reference: a circle is met again.
        while let Some(inner) = wrapped(&at).filter(|inner| !view.has(inner)) {
            view.layers.push(inner.clone());
            at = inner;
        }
        view
    }

    fn has(&self, node: &Node<'d>) -> bool {
        self.layers.iter().any(|layer| layer.address() == node.address())
    }

    /// With everything that its `allOf` holds.
    pub(super) fn flat(&self) -> Self {
        let mut view = self.clone();
        let mut next = 0;
        while let Some(layer) = view.layers.get(next) {
            let parts: Vec<_> = layer.list("allOf").iter().map(Node::resolved).collect();
            for part in parts {
                if !view.has(&part) {
                    view.layers.push(part);
                }
            }
            next += 1;
        }
        view
    }

    /// With some of the schemas in its `allOf`, and all that these hold.
    pub(super) fn with(&self, parts: &[Node<'d>]) -> Self {
        let mut view = self.clone();
        for part in parts {
            let flat = Self { layers: vec![part.resolved()] }.flat();
            view.layers.extend(flat.layers);
        }
        view
    }

    /// Whether it allows the same as another one, as far as it shows in what is written.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.fields(), other.fields());
        let has_alike = |(name, field): (&&str, &Node<'d>)| theirs.get(name).is_some_and(|other| alike(field, other));
        let keys: BTreeSet<&str> = [self, other]
            .into_iter()
            .flat_map(|view| view.layers.iter())
            .filter_map(Node::object)
            .flat_map(|layer| layer.keys())
            .map(String::as_str)
            .collect();
        let is_of_all = |key: &&str| matches!(*key, "allOf" | "nullable" | "properties" | "required" | "type");
        let counts = |key: &&str| !is_of_all(key) && !FOR_PEOPLE.contains(key) && !key.starts_with("x-");
        mine.len() == theirs.len()
            && mine.iter().all(has_alike)
            && self.required() == other.required()
            && self.types() == other.types()
            && self.is_nullable() == other.is_nullable()
            && keys.into_iter().filter(counts).all(|key| match (self.get(key), other.get(key)) {
                (Some(a), Some(b)) => alike(&a, &b),
                (a, b) => a.is_none() && b.is_none(),
            })
    }

    /// The schema that was written.
    pub(super) fn node(&self) -> &Node<'d> {
        // There is always one: the view was made of it.
        #[allow(clippy::indexing_slicing)]
        &self.layers[0]
    }

    pub(super) fn layers(&self) -> &[Node<'d>] {
        &self.layers
    }

    /// The layers around the innermost one, and that one.
    pub(super) fn unwrapped(&self) -> (&[Node<'d>], &Node<'d>) {
        self.layers.split_last().map_or((&[], self.node()), |(inner, outer)| (outer, inner))
    }

    /// Whether it and another view say something of a schema that is to be compared by itself: both wrap one, or the one
    /// wraps what the other is.
    pub(super) fn wraps_like(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.unwrapped(), other.unwrapped());
        match (mine.0.is_empty(), theirs.0.is_empty()) {
            (true, true) => false,
            (false, false) => true,
            _ => mine.1.pointer() == theirs.1.pointer(),
        }
    }

    /// What the outermost layer says that says something.
    pub(super) fn get(&self, key: &str) -> Option<Node<'d>> {
        self.layers.iter().find_map(|layer| layer.raw(key))
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.layers.iter().any(|layer| layer.flag(key))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.layers.iter().find_map(|layer| layer.text(key))
    }

    /// Whether it says of its own which values are allowed, besides `allOf`.
    pub(super) fn says_something(&self) -> bool {
        self.layers.iter().any(|layer| OF_VALUES.iter().any(|key| layer.value().get(key).is_some()))
    }

    /// The same, besides its alternatives.
    pub(super) fn says_something_besides(&self) -> bool {
        let mut own = OF_VALUES.iter().filter(|key| !matches!(**key, "oneOf" | "anyOf"));
        own.any(|key| self.layers.iter().any(|layer| layer.value().get(key).is_some()))
    }

    /// The schemas that all have to be kept.
    pub(super) fn parts(&self) -> Vec<Node<'d>> {
        match self.layers.as_slice() {
            [only] => only.list("allOf"),
            layers => layers.last().map(|layer| layer.list("allOf")).unwrap_or_default(),
        }
    }

    pub(super) fn fields(&self) -> BTreeMap<&'d str, Node<'d>> {
        let mut fields = BTreeMap::new();
        for layer in &self.layers {
            for (name, field) in layer.raw("properties").map(|fields| fields.members()).unwrap_or_default() {
                fields.entry(name).or_insert(field);
            }
        }
        fields
    }

    pub(super) fn required(&self) -> BTreeSet<&'d str> {
        let lists = self.layers.iter().filter_map(|layer| layer.value().get("required")?.as_array());
        lists.flatten().filter_map(Value::as_str).collect()
    }

    /// The alternatives but null, and the keyword that has them.
    pub(super) fn alternatives(&self) -> Option<(&'static str, Vec<Node<'d>>)> {
        let of =
            |key: &'static str| self.layers.iter().find(|layer| layer.raw(key).is_some()).map(|layer| layer.list(key));
        // A layer that wraps one alternative has no others.
        let of = |key: &'static str| of(key).filter(|list| self.layers.len() == 1 || proper(list).len() != 1);
        ["oneOf", "anyOf"].into_iter().find_map(|key| of(key).map(|list| (key, proper(&list))))
    }

    /// The values of alternatives that are enums and nothing else, and their types.
    pub(super) fn enums(&self) -> Option<(Vec<&'d Value>, BTreeSet<&'d str>)> {
        let (_, alternatives) = self.alternatives().filter(|(_, list)| !list.is_empty())?;
        let (mut values, mut types) = (Vec::new(), BTreeSet::new());
        for one in alternatives {
            let one = one.resolved();
            let is_enum = |key: &String| matches!(key.as_str(), "enum" | "type") || FOR_PEOPLE.contains(&key.as_str());
            if !one.object()?.keys().all(is_enum) {
                return None;
            }
            values.extend(one.value().get("enum")?.as_array()?);
            types.extend(Self::of(&one).types()?);
        }
        Some((values, types))
    }

    pub(super) fn is_nullable(&self) -> bool {
        self.flag("nullable")
            || self.layers.iter().any(|layer| {
                let has_null =
                    |list: &Value| list.as_array().is_some_and(|list| list.iter().any(|kind| kind == "null"));
                let alternatives = ["oneOf", "anyOf"].into_iter().flat_map(|key| layer.list(key));
                layer.value().get("type").is_some_and(has_null) || alternatives.into_iter().any(|one| is_null(&one))
            })
    }

    /// The types that values may have; none if all may.
    pub(super) fn types(&self) -> Option<BTreeSet<&'d str>> {
        let said = self.layers.iter().find_map(|layer| layer.value().get("type"));
        match said {
            Some(Value::String(kind)) => Some(BTreeSet::from([kind.as_str()])),
            Some(Value::Array(kinds)) => {
                Some(kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect())
            }
            _ => {
                let has = |key: &str| self.layers.iter().any(|layer| layer.value().get(key).is_some());
                if has("properties") {
                    Some(BTreeSet::from(["object"]))
                } else if has("items") {
                    Some(BTreeSet::from(["array"]))
                } else {
                    self.get("enum").and_then(|list| list.value().as_array()).map(|list| types_of(list))
                }
            }
        }
    }
}

/// The one schema that another wraps without saying more of values.
fn wrapped<'d>(node: &Node<'d>) -> Option<Node<'d>> {
    let says = |key: &str| node.value().get(key).is_some();
    let besides = |own: &str| OF_VALUES.iter().any(|key| *key != own && says(key)) || (own != "allOf" && says("allOf"));
    for key in ["allOf", "oneOf", "anyOf"] {
        let list = node.list(key);
        if let ([only], false) = (proper(&list).as_slice(), list.is_empty() || besides(key)) {
            return Some(only.resolved());
        }
    }
    None
}

/// The types that values have.
fn types_of(values: &[Value]) -> BTreeSet<&'static str> {
    let of = |value: &Value| match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) => Some(if number.is_f64() { "number" } else { "integer" }),
        Value::String(_) => Some("string"),
        Value::Array(_) => Some("array"),
        Value::Object(_) => Some("object"),
    };
    values.iter().filter_map(of).collect()
}

fn proper<'d>(list: &[Node<'d>]) -> Vec<Node<'d>> {
    list.iter().filter(|one| !is_null(one)).cloned().collect()
}

/// Whether a schema allows null alone.
fn is_null(schema: &Node<'_>) -> bool {
    let only_null =
        |value: &Value| value.as_array().is_some_and(|list| list.len() == 1 && list.first() == Some(&Value::Null));
    let value = schema.value();
    value.get("type").is_some_and(|kind| kind == "null")
        || value.get("enum").is_some_and(only_null)
        || value
            .as_object()
            .is_some_and(|object| object.len() == 1 && object.get("nullable") == Some(&Value::Bool(true)))
}

/// Whether two schemas allow the same values, as far as it shows in what is written: words for people do not count.
pub(super) fn alike(a: &Node<'_>, b: &Node<'_>) -> bool {
    Likeness::default().nodes(a, b)
}

/// The schema that a node is a way to write, if it says nothing of null besides.
fn innermost<'d>(node: &Node<'d>) -> Node<'d> {
    let view = View::of(&node.resolved());
    if view.flag("nullable") { view.node().clone() } else { view.unwrapped().1.clone() }
}

/// What is being compared, so that circles end.
#[derive(Default)]
struct Likeness(HashSet<(usize, usize)>);

impl Likeness {
    fn nodes(&mut self, a: &Node<'_>, b: &Node<'_>) -> bool {
        if a.reference_name().is_some_and(|name| b.reference_name() == Some(name)) {
            return true;
        }
        let (a, b) = (innermost(a), innermost(b));
        let is_new = self.0.insert((a.address(), b.address()));
        match (a.object(), b.object()) {
            (Some(one), Some(other)) if is_new => {
                let counts = |key: &&String| !FOR_PEOPLE.contains(&key.as_str()) && !key.starts_with("x-");
                let keys: BTreeSet<_> = one.keys().filter(counts).collect();
                keys == other.keys().filter(counts).collect()
                    && keys.into_iter().all(|key| {
                        let pair = a.raw(key).zip(b.raw(key));
                        // Names of fields are no keywords.
                        pair.is_some_and(
                            |(a, b)| if key == "properties" { self.fields(&a, &b) } else { self.nodes(&a, &b) },
                        )
                    })
            }
            (Some(_), Some(_)) => true,
            _ => {
                let (one, other) = (a.elements(), b.elements());
                if one.is_empty() && other.is_empty() {
                    return a.value() == b.value();
                }
                one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| self.nodes(a, b))
            }
        }
    }

    fn fields(&mut self, a: &Node<'_>, b: &Node<'_>) -> bool {
        let (one, other) = (a.members(), b.members());
        one.len() == other.len()
            && one.iter().all(|(name, field)| b.raw(name).is_some_and(|other| self.nodes(field, &other)))
    }
}
