//! A name for an operation that no source names: proposed from the title of its page and from its path.

use crate::docs::PageFacts;
use crate::draft::component::{first_free, singular};
use crate::model::{Method, names};

/// What titles call doing something, and the verb in the form of official names. In other words the method says it.
const VERBS: [(&str, &str); 50] = [
    ("querying", "List"),
    ("obtaining", "List"),
    ("listing", "List"),
    ("viewing", "List"),
    ("getting", "List"),
    ("showing", "List"),
    ("creating", "Create"),
    ("making", "Create"),
    ("adding", "Add"),
    ("deleting", "Delete"),
    ("removing", "Remove"),
    ("modifying", "Update"),
    ("updating", "Update"),
    ("changing", "Update"),
    ("editing", "Update"),
    ("setting", "Set"),
    ("resetting", "Reset"),
    ("configuring", "Configure"),
    ("enabling", "Enable"),
    ("disabling", "Disable"),
    ("starting", "Start"),
    ("stopping", "Stop"),
    ("restarting", "Restart"),
    ("restoring", "Restore"),
    ("resizing", "Resize"),
    ("expanding", "Expand"),
    ("upgrading", "Upgrade"),
    ("attaching", "Attach"),
    ("detaching", "Detach"),
    ("binding", "Bind"),
    ("unbinding", "Unbind"),
    ("sending", "Send"),
    ("exporting", "Export"),
    ("importing", "Import"),
    ("canceling", "Cancel"),
    ("cancelling", "Cancel"),
    ("reserving", "Reserve"),
    ("copying", "Copy"),
    ("accepting", "Accept"),
    ("verifying", "Verify"),
    ("查询", "List"),
    ("获取", "List"),
    ("创建", "Create"),
    ("删除", "Delete"),
    ("修改", "Update"),
    ("更新", "Update"),
    ("添加", "Add"),
    ("设置", "Set"),
    ("重启", "Restart"),
    ("恢复", "Restore"),
];

/// Words of titles that distinguish nothing.
const FILLERS: [&str; 16] = [
    "a",
    "about",
    "all",
    "an",
    "details",
    "each",
    "info",
    "information",
    "one",
    "piece",
    "single",
    "specified",
    "the",
    "this",
    "list",
    "batches",
];

/// Words with which a title begins to say more than what is acted on.
const PREPOSITIONS: [&str; 16] = [
    "as", "at", "by", "during", "for", "from", "in", "into", "of", "on", "or", "through", "to", "under", "using",
    "with",
];

/// A name in the form of official names that nothing has yet.
pub(super) fn propose(page: &PageFacts, method: Method, path: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    let title = title.split(['(', '（']).next().unwrap_or_default();
    let places = places(path);
    let of_title = noun(title);
    let verb = verb(title, method);
    let named = |noun: &str| names::pascal(&verb_for(verb, noun, title, path));
    let plain = named(&of_title.clone().unwrap_or_else(|| of_path(&places, 1)));
    // The version, and more and more of the path, say what distinguishes it.
    let version = path.split('/').find(|segment| is_version(segment)).unwrap_or_default();
    let with_version = format!("{plain}{}", names::pascal(version));
    let longer = (1..=places.len()).map(|count| match &of_title {
        Some(noun) => {
            let is_said = |place: &&str| noun.to_ascii_lowercase().contains(&place.to_ascii_lowercase());
            let others: Vec<&str> = places.iter().copied().filter(|place| !is_said(place)).collect();
            named(&format!("{} {noun}", of_path(&others, count)))
        }
        None => named(&of_path(&places, count + 1)),
    });
    let is_good = |name: &String| names::is_upper_camel(name) && !names::is_taken_operation(name) && !is_taken(name);
    let wished = [plain.clone(), with_version];
    let found = wished.into_iter().chain(longer).find(is_good);
    found.unwrap_or_else(|| first_free(&plain, "", |name| is_good(&name.to_owned())))
}

/// A name for one operation that stands for several: by its path alone, because each title says another thing.
pub(super) fn propose_for_several(method: Method, path: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let places = places(path);
    let acts_on = places.iter().rev().nth(1).filter(|_| places.last().is_some_and(|last| *last == "action"));
    let plain = match acts_on {
        Some(thing) => names::pascal(&format!("act on {}", singular(thing))),
        None => names::pascal(&verb_for(verb("", method), &of_path(&places, 1), "", path)),
    };
    let version = path.split('/').find(|segment| is_version(segment)).unwrap_or_default();
    let is_good = |name: &str| names::is_upper_camel(name) && !names::is_taken_operation(name) && !is_taken(name);
    let with_version = format!("{plain}{}", names::pascal(version));
    let wished = [plain.clone(), with_version];
    wished.into_iter().find(|name| is_good(name)).unwrap_or_else(|| first_free(&plain, "", is_good))
}

/// Verb and noun; what gives one thing shows it.
fn verb_for(verb: &str, noun: &str, title: &str, path: &str) -> String {
    if verb != "List" {
        return format!("{verb} {noun}");
    }
    let lower = title.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let says_list = words.contains(&"list") || words.contains(&"all") || title.contains("列表");
    let ends_in_one = path.trim_end_matches('/').ends_with('}');
    let is_plural = singular(noun) != noun;
    match () {
        () if says_list && !is_plural && !noun.is_empty() => format!("List {noun}s"),
        () if says_list || (is_plural && !ends_in_one) => format!("List {noun}"),
        () => format!("Show {}", singular(noun)),
    }
}

fn verb(title: &str, method: Method) -> &'static str {
    let lower = title.to_ascii_lowercase();
    let is_batch = lower.split_whitespace().any(|word| matches!(word, "batch" | "batches")) || title.contains("批量");
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let of_title = VERBS.iter().find(|(word, _)| {
        if word.is_ascii() { words().take(2).any(|other| other == *word) } else { title.contains(word) }
    });
    match (of_title.map(|(_, verb)| *verb), method) {
        (Some("Delete" | "Remove"), _) if is_batch => "BatchDelete",
        (Some("Create" | "Add"), _) if is_batch => "BatchCreate",
        (Some("Update"), _) if is_batch => "BatchUpdate",
        (Some(verb), _) => verb,
        (None, Method::Get | Method::Head) => "List",
        (None, Method::Post) => "Create",
        (None, Method::Put | Method::Patch) => "Update",
        (None, Method::Delete) => "Delete",
        (None, _) => "Call",
    }
}

/// What an English title says is acted on.
fn noun(title: &str) -> Option<String> {
    if !title.is_ascii() {
        return None;
    }
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut kept: Vec<&str> = Vec::new();
    for word in words {
        let lower = word.to_ascii_lowercase();
        let is_verb = kept.is_empty() && (lower == "batch" || VERBS.iter().any(|(verb, _)| *verb == lower));
        let is_other_verb = kept.is_empty() && lower.len() > 5 && lower.ends_with("ing");
        if is_verb || is_other_verb || FILLERS.contains(&lower.as_str()) {
            continue;
        }
        if PREPOSITIONS.contains(&lower.as_str()) {
            if kept.is_empty() {
                continue;
            }
            break;
        }
        kept.push(word);
    }
    let words: Vec<String> = kept.into_iter().map(word_of).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A word of a name: `API` as `Api`, `APIs` as `Apis`.
fn word_of(word: &str) -> String {
    let stem = word.strip_suffix('s').unwrap_or(word);
    let is_acronym = stem.len() > 1 && stem.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_acronym { word.to_ascii_lowercase() } else { word.to_owned() }
}

/// The segments of a path that are no placeholders and no version.
fn places(path: &str) -> Vec<&str> {
    path.split('/').filter(|segment| !segment.is_empty() && !segment.contains('{') && !is_version(segment)).collect()
}

/// Whether a segment of a path is a version: `v2`, `v1.0`.
pub(super) fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// The last segments, as words.
fn of_path(places: &[&str], count: usize) -> String {
    places.iter().skip(places.len().saturating_sub(count)).copied().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docs::{Layout, Located, PageKind};

    fn proposed(title: &str, method: Method, path: &str, taken: &[&str]) -> String {
        let mut page = PageFacts::new("a.md", Layout::Markdown, PageKind::Operation);
        page.title = Some(Located { value: title.to_owned(), line: 1 });
        propose(&page, method, path, |name| taken.contains(&name))
    }

    #[test]
    fn titles_and_paths_give_names() {
        use Method::{Delete, Get, Post, Put};
        for (title, method, path, name) in [
            ("Querying the Widget List", Get, "/v1/{project_id}/widgets", "ListWidgets"),
            ("Querying Details About a Widget", Get, "/v1/{project_id}/widgets/{widget_id}", "ShowWidget"),
            ("Querying Widgets", Get, "/v1/{project_id}/widgets", "ListWidgets"),
            ("Creating a Widget (Deprecated)", Post, "/v1/{project_id}/widgets", "CreateWidget"),
            ("Batch Deleting Widgets of a Shelf", Post, "/v1/{project_id}/widgets/delete", "BatchDeleteWidgets"),
            ("Modifying the Colour of a Widget", Put, "/v1/{project_id}/widgets/{id}/colour", "UpdateColour"),
            ("查询部件列表", Get, "/v1/{project_id}/widgets", "ListWidgets"),
            ("查询部件", Get, "/v1/{project_id}/widgets/{id}", "ShowWidget"),
            ("删除部件", Delete, "/v1/{project_id}/widgets/{id}", "DeleteWidgets"),
            ("", Post, "/v1/{project_id}/widgets/{id}/spin-up", "CreateSpinUp"),
            ("Querying Extension APIs", Get, "/v1/extensions", "ListExtensionApis"),
            ("Polishing a Widget", Post, "/v1/widgets/{id}/polish", "CreateWidget"),
            ("", Get, "/", "Show"),
        ] {
            assert_eq!(proposed(title, method, path, &[]), name, "{title} {path}");
        }
    }

    #[test]
    fn what_stands_for_several_is_named_by_its_path() {
        let name = |path: &str, taken: &[&str]| propose_for_several(Method::Post, path, |name| taken.contains(&name));
        assert_eq!(name("/v2/{project_id}/widgets/{id}/action", &[]), "ActOnWidget");
        assert_eq!(name("/v3/{project_id}/widgets/{id}/action", &["ActOnWidget"]), "ActOnWidgetV3");
        assert_eq!(name("/v3/action", &[]), "CreateAction");
        assert_eq!(name("/v3/widgets", &[]), "CreateWidgets");
    }

    #[test]
    fn a_name_that_is_taken_says_more_of_the_path() {
        let name = |taken: &[&str]| proposed("Querying Tags", Method::Get, "/v2/{project_id}/widgets/{id}/tags", taken);
        assert_eq!(name(&[]), "ListTags");
        assert_eq!(name(&["ListTags"]), "ListTagsV2");
        assert_eq!(name(&["ListTags", "ListTagsV2"]), "ListWidgetsTags");
        assert_eq!(name(&["ListTags", "ListTagsV2", "ListWidgetsTags"]), "ListTags2");
    }
}
