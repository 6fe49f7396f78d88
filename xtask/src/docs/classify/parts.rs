//! A page of several whole operations, one below the other.

use std::borrow::Cow;

use super::outline::Outline;
use super::uri;
use crate::docs::block::{Block, BlockKind, Document};
use crate::docs::words::{section_by_words, section_of};

/// How many operations that follow each other are read; the rest is told.
const MAX_PARTS: usize = 16;

/// The parts of a page that have an operation each; the whole page if there is one, or none.
pub(super) fn of(document: &Document) -> Vec<Cow<'_, Document>> {
    let mut parts: Vec<Cow<'_, Document>> = vec![Cow::Borrowed(document)];
    while parts.len() < MAX_PARTS {
        let Some((whole, rest)) = parts.last().and_then(|last| split(last)) else {
            break;
        };
        parts.pop();
        parts.extend([Cow::Owned(whole), Cow::Owned(rest)]);
    }
    parts
}

/// The first operation, and what follows, if that has method and path of its own.
fn split(document: &Document) -> Option<(Document, Document)> {
    let line = Outline::of(document).second?;
    let at = document.blocks.iter().position(|block| block.line >= line)?;
    let at = beginning(&document.blocks, at);
    let (first, rest) = document.blocks.split_at_checked(at)?;
    let start = rest.first()?.line;
    let (faults, below) = document.faults.iter().cloned().partition(|fault| fault.line < start);
    let whole = Document { blocks: first.to_vec(), faults };
    let rest = Document { blocks: rest.to_vec(), faults: below };
    (!uri::find(&Outline::of(&rest)).is_empty()).then_some((whole, rest))
}

/// Where what leads to a section begins: at the title above it, if there is one with no more than text below.
fn beginning(blocks: &[Block], section: usize) -> usize {
    let before = blocks.get(..section).unwrap_or_default();
    let is_text =
        |block: &Block| matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Item(_) | BlockKind::Note(_));
    let is_anchor = |block: &Block| matches!(block.kind, BlockKind::Anchor(_) | BlockKind::Meta { .. });
    let mut at = section;
    for (index, block) in before.iter().enumerate().rev() {
        match &block.kind {
            BlockKind::Heading(title)
                if section_of(&title.plain).or_else(|| section_by_words(&title.plain)).is_none() =>
            {
                at = index;
                break;
            }
            _ if is_text(block) || is_anchor(block) => {}
            _ => return section,
        }
    }
    // The anchors of a title stand before it.
    let anchors = blocks.get(..at).unwrap_or_default().iter().rev().take_while(|block| is_anchor(block)).count();
    at - anchors
}
