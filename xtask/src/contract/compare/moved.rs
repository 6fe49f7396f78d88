//! What a page has under another name, or in another place: one change, which would be two findings otherwise.

use std::collections::BTreeMap;

use crate::docs::SchemaType;

/// Names that are as similar as this are one that was rewritten.
const SIMILAR: f64 = 0.85;

/// A parameter or a field that only one side has.
#[derive(Debug)]
pub(super) struct Single<'n> {
    pub(super) name: &'n str,
    /// The object, or the place of parameters, that it is in.
    pub(super) group: String,
    pub(super) kind: SchemaType,
    /// What stands before it there.
    pub(super) before: Option<&'n str>,
}

/// What became of what: the index of what is new, with that of what it was. Of one type, it is what has the same name
/// elsewhere, or in the same object a similar name or the same neighbour.
pub(super) fn pair(new: &[Single<'_>], gone: &[Single<'_>]) -> BTreeMap<usize, usize> {
    let mut pairs = BTreeMap::new();
    for is_it in [has_moved, is_respelt, has_neighbour] {
        for (at, single) in new.iter().enumerate() {
            if pairs.contains_key(&at) || single.kind == SchemaType::Unknown {
                continue;
            }
            let is_free = |old: usize| !pairs.values().any(|taken| *taken == old);
            let mut found = gone.iter().enumerate().filter(|(old, _)| is_free(*old));
            let found = found.find(|(_, known)| single.kind == known.kind && is_it(single, known));
            pairs.extend(found.map(|(old, _)| (at, old)));
        }
    }
    pairs
}

fn has_moved(new: &Single<'_>, gone: &Single<'_>) -> bool {
    new.name == gone.name && new.group != gone.group
}

fn is_respelt(new: &Single<'_>, gone: &Single<'_>) -> bool {
    new.group == gone.group && strsim::jaro_winkler(new.name, gone.name) > SIMILAR
}

fn has_neighbour(new: &Single<'_>, gone: &Single<'_>) -> bool {
    new.group == gone.group && new.before == gone.before
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn single<'n>(name: &'n str, group: String, before: Option<&'n str>) -> Single<'n> {
        Single { name, group, kind: SchemaType::String, before }
    }

    #[test]
    fn a_name_elsewhere_a_similar_name_and_a_neighbour_are_one_thing() {
        let at = |name, group: &str, before| single(name, group.to_owned(), before);
        let is_one = |new, gone| pair(&[new], &[gone]).len() == 1;
        assert!(is_one(at("maker", "a", Some("x")), at("maker", "b", None)));
        assert!(is_one(at("colour", "a", Some("x")), at("color", "a", None)));
        assert!(is_one(at("makers", "a", Some("x")), at("sellers", "a", Some("x"))));
        assert!(!is_one(at("makers", "a", Some("x")), at("sellers", "a", Some("y"))));
        assert!(!is_one(at("colour", "a", None), at("color", "b", None)));
        let number = Single { kind: SchemaType::Integer, ..at("maker", "a", None) };
        assert!(!is_one(at("maker", "b", None), number));
    }

    #[test]
    fn each_is_taken_once_and_the_surest_first() {
        let at = |name, before| single(name, String::new(), before);
        let new = [at("aaa", Some("x")), at("colour", Some("y"))];
        let gone = [at("color", Some("x")), at("bbb", Some("x"))];
        assert_eq!(pair(&new, &gone), BTreeMap::from([(0, 1), (1, 0)]));
        assert_eq!(pair(&new, &gone[..1]), BTreeMap::from([(1, 0)]));
    }

    #[test]
    fn what_has_no_known_type_is_not_known_again() {
        let at = |group: &str| Single { kind: SchemaType::Unknown, ..single("maker", group.to_owned(), None) };
        assert_eq!(pair(&[at("a")], &[at("b")]), BTreeMap::new());
    }
}
