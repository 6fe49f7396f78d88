//! JSON pointers (RFC 6901).

/// Escapes a key for use in a JSON pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The pointer to the member `key` of what `pointer` points to.
pub fn child(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", escape(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_key_is_found_again(key: String) {
            let value = serde_json::json!({ key.clone(): 1 });
            prop_assert_eq!(value.pointer(&child("", &key)), Some(&serde_json::json!(1)));
        }
    }
}
