//! A message that is sent.

use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::super::topics;
use super::partition;
use crate::codes;
use crate::state::{Message, Settings, Topic, View, partition_of};

#[derive(Deserialize, Serialize)]
struct NewMessage {
    topic: String,
    body: String,
    #[serde(default)]
    property_list: Vec<Property>,
}

#[derive(Deserialize, Serialize)]
struct Property {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
}

impl NewMessage {
    fn property(&self, name: &str) -> Option<&str> {
        let property = self.property_list.iter().find(|property| property.name.as_deref() == Some(name))?;
        property.value.as_deref().filter(|value| !value.is_empty())
    }
}

/// Sends a message to the partition that it names, to that of its key, or to one after another.
pub(super) fn send(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let new: NewMessage = call.json()?;
    let instance = view.running(instance_id)?;
    let created = match instance.topics.get(&new.topic) {
        Err(_) if instance.has_auto_topic => Some(topics::created_by_itself(view, instance, &new.topic)?),
        _ => None,
    };
    let topic = created.as_ref().map_or_else(|| instance.topics.get(&new.topic), Ok)?;
    let message = Message { key: new.property("KEY").map(Into::into), value: new.body.as_str().into(), at: view.now() };
    check_size(&message, topic)?;
    let partition = match (new.property("PARTITION"), &message.key) {
        (Some(text), _) => partition(topic, text)?,
        (None, Some(key)) => partition_of(key, topic.partition_count),
        (None, None) => in_turn(topic),
    };
    let instance = view.instance_mut(instance_id)?;
    if let Some(topic) = created {
        instance.create_topic(&new.topic, topic)?;
    }
    instance.topics.get_mut(&new.topic)?.log.append(partition, message);
    Response::json(200, &new)
}

fn check_size(message: &Message, topic: &Topic) -> Result<(), Refusal> {
    let (size, most) = (message.size(), topic.settings.max_message_bytes.unwrap_or(Settings::MOST_MESSAGE_BYTES));
    if size <= u64::from(most) {
        return Ok(());
    }
    let why = format!("The message size is {size}, larger than the size limit {most}.");
    Err(Refusal::new(400, codes::MESSAGE_TOO_LARGE, why))
}

fn in_turn(topic: &Topic) -> u16 {
    u16::try_from(topic.log.sent() % u64::from(topic.partition_count.max(1))).unwrap_or(0)
}
