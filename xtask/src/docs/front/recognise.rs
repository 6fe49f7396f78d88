//! Which layout a text has, judged by its content alone.

use crate::docs::facts::Layout;
use crate::docs::words::{column_of, section_of, split_caption};

/// What was seen of each layout.
#[derive(Debug, Default)]
struct Traces {
    markdown: u32,
    rst: u32,
    html: u32,
    tables: u32,
    headings: u32,
    /// Lines that only reStructuredText has.
    targets: u32,
    /// Whether there is a Markdown caption or heading that is a section's title.
    captioned: bool,
}

/// The layout of a text. A text without any trace of markup is a web page's text.
#[must_use]
pub fn recognise(text: &str) -> Layout {
    let traces = trace(text);
    // The text of a web page has its section titles and header words bare; its sample code may
    // look like anything.
    if traces.headings >= 6 && traces.tables + traces.html + traces.targets == 0 && !traces.captioned {
        text_layout(text)
    } else if traces.rst > 0 && traces.rst >= traces.markdown {
        Layout::Rst
    } else if traces.html > 0 && traces.markdown == 0 {
        Layout::Html
    } else if traces.markdown > 0 || traces.tables > 0 {
        if traces.markdown == 0 && traces.headings >= 2 {
            return text_layout(text);
        }
        Layout::Markdown
    } else {
        text_layout(text)
    }
}

fn trace(text: &str) -> Traces {
    let mut traces = Traces::default();
    let mut previous = "";
    let mut fenced = false;
    for line in text.lines().take(20_000) {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") {
            fenced = !fenced;
            traces.markdown += 1;
        } else if !fenced {
            note_line(&mut traces, line, trimmed, previous);
        }
        previous = line;
    }
    traces
}

fn note_line(traces: &mut Traces, line: &str, trimmed: &str, previous: &str) {
    if is_atx_heading(line) || is_pipe_delimiter(trimmed) {
        traces.markdown += 2;
        let title = line.trim_start_matches('#').split('<').next().unwrap_or_default();
        traces.captioned |= section_of(title).is_some();
    }
    if line.starts_with("**") && split_caption(line.trim_start_matches('*')).is_some() {
        traces.markdown += 1;
        traces.captioned = true;
    }
    traces.targets +=
        u32::from(line.starts_with(".. _") || line.starts_with(".. table::") || line.starts_with(":original_name:"));
    if line.starts_with(".. ") || line.starts_with(":original_name:") || is_rst_title(line, previous) {
        traces.rst += 2;
    }
    if trimmed.starts_with('<') {
        if starts_with_tag(trimmed, &["!doctype", "html", "body", "head", "h1", "h2", "h3", "h4", "div", "section"]) {
            traces.html += 1;
        } else if starts_with_tag(trimmed, &["table", "td", "tr"]) {
            traces.tables += 1;
        }
    }
    let bare = line.trim();
    if section_of(bare).is_some() || column_of(bare).is_some() {
        traces.headings += 1;
    }
}

fn is_atx_heading(line: &str) -> bool {
    let title = line.trim_start_matches('#');
    let level = line.len() - title.len();
    (1..=6).contains(&level) && title.starts_with(' ')
}

fn is_pipe_delimiter(trimmed: &str) -> bool {
    trimmed.starts_with('|')
        && trimmed.contains("---")
        && trimmed.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

fn is_rst_title(line: &str, previous: &str) -> bool {
    let mut bytes = line.bytes();
    let first = bytes.next().unwrap_or_default();
    matches!(first, b'=' | b'-' | b'~' | b'^')
        && line.len() >= 3
        && bytes.all(|byte| byte == first)
        && !previous.trim().is_empty()
        && !previous.starts_with([' ', '|'])
        && line.len() >= previous.trim_end().chars().count()
}

fn starts_with_tag(trimmed: &str, names: &[&str]) -> bool {
    let Some(rest) = trimmed.strip_prefix('<') else {
        return false;
    };
    names.iter().any(|name| {
        rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && rest.get(name.len()..).is_some_and(|tail| tail.is_empty() || tail.starts_with([' ', '>', '\n', '\t']))
    })
}

/// Chinese or English: whichever the section titles are written in, or else the most letters.
fn text_layout(text: &str) -> Layout {
    let mut chinese = 0_u32;
    let mut english = 0_u32;
    let mut titles = (0_u32, 0_u32);
    for line in text.lines().take(20_000) {
        let line = line.trim();
        let is_chinese = line.chars().any(is_cjk);
        if section_of(line).is_some() && !line.eq_ignore_ascii_case("uri") {
            if is_chinese { titles.0 += 1 } else { titles.1 += 1 }
        }
        if is_chinese {
            chinese += 1;
        } else if line.contains(' ') {
            english += 1;
        }
    }
    let is_chinese = if titles.0 == titles.1 { chinese > english } else { titles.0 > titles.1 };
    if is_chinese { Layout::TextZh } else { Layout::TextEn }
}

fn is_cjk(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}
