//! A list in an object, as it came, for what the type that is read does not keep.

use super::access::has_next;
use super::error::JsonError;
use super::reader::Reader;

/// The text of the list that an object has under one of some names; none if it has none.
pub(crate) fn list_in<'t>(object: &'t str, names: &[&str]) -> Option<&'t str> {
    let mut found = None;
    // What was read to its end has no fault; of anything else, what was found before the fault counts.
    let _ = each_entry(object, |name, value| {
        if value.starts_with('[') && names.contains(&name) {
            found = Some(value);
        }
    });
    found
}

/// How many elements a list has, those that are `null` too.
pub(crate) fn count_in(list: &str) -> u64 {
    let mut count = 0;
    let mut reader = Reader::new(list);
    if reader.next_is(b'[') {
        let mut is_first = true;
        while matches!(has_next(&mut reader, &mut is_first, b']'), Ok(true)) && reader.skip().is_ok() {
            count += 1;
        }
    }
    count
}

fn each_entry<'t>(object: &'t str, mut see: impl FnMut(&str, &'t str)) -> Result<(), JsonError> {
    let mut reader = Reader::new(object);
    reader.peek();
    let mut is_first = true;
    if !reader.next_is(b'{') {
        return Ok(());
    }
    while has_next(&mut reader, &mut is_first, b'}')? {
        if reader.peek() != Some(b'"') {
            return Err(reader.wrong("no name of a field"));
        }
        let name = reader.text()?;
        reader.colon()?;
        reader.peek();
        let start = reader.position();
        reader.skip()?;
        see(name.as_ref(), reader.since(start));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_panics(text in "[\\[\\]{}\",:a\\\\ \\PC]{0,40}") {
            let count = list_in(&text, &["a", ""]).map_or(0, count_in);
            prop_assert!(count.max(count_in(&text)) <= text.len() as u64);
        }
    }

    #[test]
    fn a_list_is_found_by_any_of_its_names_and_counted_with_its_nulls() {
        let object = r#" {"a": [[1], "]"], "t\u0061sks" : [ null, {"x": [1, 2]}, "a\"]", null ] , "total": 4}"#;
        let tasks = list_in(object, &["jobs", "tasks"]).unwrap();
        assert_eq!(tasks, r#"[ null, {"x": [1, 2]}, "a\"]", null ]"#);
        assert_eq!(count_in(tasks), 4);
        assert_eq!((count_in("[]"), count_in("[ ]"), count_in("{}"), count_in("[1,")), (0, 0, 0, 1));
    }

    #[test]
    fn what_is_no_list_is_none() {
        for object in [r#"{"tasks": null}"#, r#"{"tasks": {}}"#, r#"{"jobs": []}"#, "[]", "", "{", r#"{"tasks" []}"#] {
            assert_eq!(list_in(object, &["tasks"]), None, "{object}");
        }
        // The last one that is a list, as for the type.
        assert_eq!(list_in(r#"{"tasks": [1], "jobs": [2], "tasks": null}"#, &["tasks", "jobs"]), Some("[2]"));
    }
}
