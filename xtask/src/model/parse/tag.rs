//! The tag of a resource file.

use serde_json::Value;

use super::reader::Reader;
use crate::model::Resource;
use crate::model::keyword::Subject;
use crate::problem::Problem;
use crate::spec::SpecFile;

/// Where a file has its tag.
const TAG: &str = "/tag";

/// The resource of a file.
pub(super) fn resource(file: &SpecFile) -> Resource {
    let description = file.value.pointer("/tag/description").and_then(Value::as_str).unwrap_or_default();
    Resource { name: file.name.clone(), description: description.trim().to_owned() }
}

/// What is wrong with the tag of a file: all files have it under one pointer, so the file is named here.
pub(super) fn tag_problems(file: &SpecFile) -> Vec<Problem> {
    let mut reader = Reader::new(&file.value);
    let tag = file.value.pointer(TAG);
    let entries = tag.and_then(|tag| reader.object(Subject::Tag, TAG.to_owned(), tag));
    let name = entries.as_ref().and_then(|tag| {
        reader.kept(tag, "description");
        reader.text(tag, "name")
    });
    if name != Some(file.name.as_str()) {
        let remedy = format!("write `{}` as the `name` of `tag`, at the top of the file", file.name);
        reader.fault(TAG, "resource-tag", "the file has no tag of its own name", remedy);
    }
    let faults = reader.faults.into_iter();
    faults
        .map(|fault| Problem {
            file: file.path.clone(),
            line: file.line(&fault.pointer).unwrap_or(1),
            pointer: fault.pointer,
            rule: fault.rule,
            message: fault.message,
            remedy: fault.remedy,
        })
        .collect()
}
