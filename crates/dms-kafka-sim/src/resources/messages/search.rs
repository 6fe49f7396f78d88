//! The search for messages: by time, by offset, by words.

use huaweicloud_sim::{Call, Query, Refusal, Response};
use serde::Serialize;

use super::{Placed, number, partition, placed};
use crate::state::{Topic, View};

/// How many words a search may ask for, those that must be there and those that must not.
const MOST_WORDS: usize = 20;

/// How many messages a search by key gives.
const MOST_BY_KEY: usize = 10;

#[derive(Serialize)]
struct Found<'t> {
    messages: Vec<Shown<'t>>,
    /// How many were found, on this page or not.
    total: usize,
    /// How many are on the page.
    size: usize,
}

#[derive(Serialize)]
struct Shown<'t> {
    topic: &'t str,
    partition: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'t str>,
    size: u64,
    timestamp: u64,
    huge_message: bool,
    /// Under this name, unless a word was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<u64>,
    message_id: &'static str,
    app_id: &'static str,
    tag: &'static str,
}

pub(super) fn search(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let query = call.query();
    let name = query.get("topic").unwrap_or_default();
    let topic = view.running(call.path("instance_id")?)?.topics.get(name)?;
    let window = number(call, "start_time")?.zip(number(call, "end_time")?);
    let words = Words::of(query).map_err(|why| call.invalid_parameter(&why))?;
    let mut found = match window {
        Some((begin, end)) => {
            let in_window = |placed: &Placed<'_>| (begin..=end).contains(&placed.message.at.millisecond());
            placed(topic, one(call, topic)?).filter(in_window).collect()
        }
        None => by_offset(call, topic)?,
    };
    found.retain(|placed| words.fit(placed));
    if query.get("asc") == Some("true") {
        found.sort_by_key(|placed| placed.message.at);
    }
    if !words.key.is_empty() {
        found.truncate(MOST_BY_KEY);
    }
    let total = found.len();
    let is_whole = !words.keyword.is_empty();
    let page: Vec<Placed<'_>> = if is_whole { found } else { call.page(total)?.of(found).collect() };
    // A window of time finds where messages are, and not what is in them.
    let has_value = window.is_none() || is_whole;
    let messages: Vec<_> = page.iter().map(|placed| shown(name, placed, has_value, is_whole)).collect();
    Response::json(200, &Found { size: messages.len(), messages, total })
}

/// The partition that is asked for.
fn one(call: &Call<'_>, topic: &Topic) -> Result<Option<u16>, Refusal> {
    let of_query = call.query().get("partition").filter(|text| !text.is_empty());
    Ok(of_query.map(|text| partition(topic, text)).transpose()?)
}

/// The message at an offset of a partition, or all messages if none is asked for.
fn by_offset<'t>(call: &Call<'_>, topic: &'t Topic) -> Result<Vec<Placed<'t>>, Refusal> {
    let Some(partition) = one(call, topic)? else { return Ok(placed(topic, None).collect()) };
    let missing = || call.invalid_parameter("`message_offset` is needed, because of `partition`.");
    let offset = number(call, "message_offset")?.ok_or_else(missing)?;
    let message = topic.log.message(partition, offset);
    Ok(message.map(|message| Placed { partition, offset, message }).into_iter().collect())
}

fn shown<'t>(topic: &'t str, placed: &Placed<'t>, has_value: bool, is_by_word: bool) -> Shown<'t> {
    let message = placed.message;
    Shown {
        topic,
        partition: placed.partition,
        key: message.key.as_deref(),
        value: has_value.then_some(&*message.value),
        size: message.size(),
        timestamp: message.at.millisecond(),
        huge_message: false,
        message_offset: (!is_by_word).then_some(placed.offset),
        offset: is_by_word.then_some(placed.offset),
        message_id: "",
        app_id: "",
        tag: "",
    }
}

/// What the messages must have, and must not have.
struct Words<'q> {
    keyword: &'q str,
    key: &'q str,
    include: Vec<&'q str>,
    exclude: Vec<&'q str>,
}

impl<'q> Words<'q> {
    fn of(query: &'q Query) -> Result<Self, String> {
        let text = |name| query.get(name).unwrap_or_default();
        let words = |name| text(name).split(',').filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let (include, exclude) = (words("include"), words("exclude"));
        if include.len() + exclude.len() > MOST_WORDS {
            return Err(format!("`include` and `exclude` may have {MOST_WORDS} words together."));
        }
        Ok(Self { keyword: text("keyword"), key: text("key"), include, exclude })
    }

    fn fit(&self, placed: &Placed<'_>) -> bool {
        let (key, value) = (placed.message.key.as_deref().unwrap_or_default(), &placed.message.value);
        (key.contains(self.keyword) || value.contains(self.keyword))
            && key.contains(self.key)
            && self.include.iter().all(|word| value.contains(word))
            && !self.exclude.iter().any(|word| value.contains(word))
    }
}
