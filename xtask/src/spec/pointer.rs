//! JSON pointers (RFC 6901).

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::ops::Bound;

/// Escapes a key for use in a JSON pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a segment of a JSON pointer stands for.
pub fn unescape(segment: &str) -> String {
    // The other way round, `~01` would become `/`.
    segment.replace("~1", "/").replace("~0", "~")
}

/// The pointer to the member `key` of what `pointer` points to.
pub fn child(pointer: &str, key: &str) -> String {
    let mut below = String::with_capacity(pointer.len() + key.len() + 1);
    below.push_str(pointer);
    push_child(&mut below, key);
    below
}

/// Turns a pointer into that of its member `key`.
pub(super) fn push_child(pointer: &mut String, key: &str) {
    pointer.push('/');
    if key.contains(['~', '/']) { pointer.push_str(&escape(key)) } else { pointer.push_str(key) }
}

/// The pointer to the operation or to the component that holds what `pointer` points to: its first three segments.
pub(crate) fn part(pointer: &str) -> &str {
    let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
    ends.skip(1).nth(2).and_then(|end| pointer.get(..end)).unwrap_or(pointer)
}

/// What a map by pointers has at a pointer, and below it.
pub(crate) fn within<'m, K, V>(map: &'m BTreeMap<K, V>, pointer: &str) -> impl Iterator<Item = (&'m K, &'m V)>
where
    K: Borrow<str> + Ord,
{
    let below = format!("{pointer}/");
    let inner = map.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
    let inner = inner.take_while(move |(at, _)| (*at).borrow().starts_with(&below));
    map.get_key_value(pointer).into_iter().chain(inner)
}

/// The pointer to what holds what `pointer` points to; none for the document itself.
pub(crate) fn parent(pointer: &str) -> Option<&str> {
    pointer.rsplit_once('/').map(|(parent, _)| parent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_found_again(key in "[~/01a]{0,6}|\\PC*") {
            prop_assert_eq!(&unescape(&escape(&key)), &key);
            let value = serde_json::json!({ key.clone(): 1 });
            prop_assert_eq!(value.pointer(&child("", &key)), Some(&serde_json::json!(1)));
        }
    }
}
