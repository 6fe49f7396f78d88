//! One change, from a page to its verdict: an invented page, of which one row changes.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::docs::read_page;
use crate::draft::{Order, draft, texts};
use crate::model::Model;
use crate::output::diff::unified;
use crate::spec::Spec;
use crate::spec::files::SpecTexts;
use crate::sync;

/// The page as it was.
const PAGE: &str = include_str!("page.md");
/// Its row that changes, before and after.
const ROW: [&str; 2] = [
    "| limit | No | Integer | Number of widgets. Value range: 1-50 |",
    "| limit | Yes | Integer | Number of widgets. Value range: 1-20 |",
];
const SERVICE: &str = "name = \"widgets\"\ntitle = \"Widgets\"\nversion = \"v1\"\ncrate = \"target/none\"\nsdk-name = \"widgets\"\n\
                       description = \"Invented.\"\ncontact = { name = \"Us\", url = \"https://widgets.example\" }\n\
                       license = { name = \"Apache-2.0\", url = \"https://widgets.example\" }\n\
                       documentation = { description = \"All\", url = \"https://widgets.example\" }\n\n[endpoints]\n\
                       pattern = \"https://{region}.widgets.example\"\ndefault = \"a-1\"\nregions = [\"a-1\"]\n";

/// Shows the row, what is found, and what becomes of the specification.
///
/// # Errors
///
/// If the page is not read as it is meant; an error of writing.
pub(super) fn show(out: &mut dyn Write) -> anyhow::Result<()> {
    let before = drafted().map_err(anyhow::Error::msg)?;
    let [old, new] = ROW;
    let page = read_page("list_widgets.md", PAGE.replace(old, new).as_bytes());
    let found = sync::sync(&before, &[page], sync::Order::default()).map_err(anyhow::Error::msg)?;
    writeln!(out, "a page changes:\n-{old}\n+{new}\n\nwhat it means:")?;
    for item in found.items.iter().filter(|item| item.fate == sync::Fate::Written) {
        writeln!(out, "{}", item.finding)?;
    }
    let path = Path::new("openapi/widgets/resources/widgets.yaml");
    let old = before.files.get(path).context("the page was not drafted")?;
    let new = found.write.get(path).context("the change was not written")?;
    writeln!(out, "\nwhat becomes of the specification:\n{}", unified(old, new))?;
    Ok(())
}

/// The specification as the page was.
fn drafted() -> Result<SpecTexts, String> {
    let folder = PathBuf::from("openapi/widgets");
    let files =
        [("service.toml", SERVICE), ("common.yaml", "components: {}\n"), ("sources.toml", ""), ("quirks.toml", "")];
    let files = files.map(|(name, text)| (folder.join(name), text.to_owned())).into();
    let mut before = SpecTexts { folder, files, family: None, manifest: None };
    let model = Model::of(Spec::parse(&before).map_err(|problems| problems.to_string())?);
    let page = read_page("list_widgets.md", PAGE.as_bytes());
    let order = Order { resource: Some("widgets"), ..Order::default() };
    let draft = draft(&model, &before, &[page], order)?;
    let texts = texts(&model.spec, &before, &draft)?;
    before.files.extend(texts);
    Ok(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_change_is_found_judged_and_written() {
        let mut out = Vec::new();
        show(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("breaks source (parameter.required)"), "{text}");
        assert!(text.contains("parameter.limit.tightened"), "{text}");
        assert!(text.contains("-            maximum: 50\n+            maximum: 20\n"), "{text}");
    }
}
