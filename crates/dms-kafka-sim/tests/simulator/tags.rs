//! Tags of instances.

use serde_json::{Value, json};

use crate::wire::{get, instance_path, post, simulator};

const PROJECT: &str = "/v2/0123456789abcdef0123456789abcdef/kafka";
const TAGS: &str = "/v2/0123456789abcdef0123456789abcdef/kafka/3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30/tags";

fn tags(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(key, value)| json!({"key": key, "value": value})).collect()
}

#[tokio::test]
async fn tags_are_added_and_taken_away() {
    let simulator = simulator().await;
    let action = format!("{TAGS}/action");
    let act = async |action_of: &str, pairs: &[(&str, &str)]| {
        post(&simulator, &action, &json!({"action": action_of, "tags": tags(pairs)})).await
    };
    let all = [("team", "shop"), ("stage", "test")];
    assert_eq!(act("create", &all).await.status, 204);
    assert_eq!(get(&simulator, TAGS).await.json()["tags"], tags(&all));
    assert_eq!(get(&simulator, &instance_path("")).await.json()["tags"], tags(&all));
    let of_project = get(&simulator, &format!("{PROJECT}/tags")).await.json();
    assert_eq!(
        of_project,
        json!({"tags": [{"key": "team", "values": ["shop"]}, {"key": "stage", "values": ["test"]}]})
    );
    act("create", &[("team", "store")]).await.refusal(400, "DMS.10240045");
    act("create", &[("_sys_team", "shop")]).await.refusal(400, "DMS.10240036");
    act("create", &[("new", "a/b")]).await.refusal(400, "DMS.10240039");
    act("create", &[("new", "a"), ("new", "b")]).await.refusal(400, "DMS.00400085");
    act("delete", &[("team", "store")]).await.refusal(404, "DMS.10240426");
    assert_eq!(act("delete", &[("team", "shop")]).await.status, 204);
    assert_eq!(get(&simulator, TAGS).await.json()["tags"], tags(&all[1..]));
    let many: Vec<String> = (0..20).map(|number| format!("key-{number}")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|key| (key.as_str(), "")).collect();
    act("create", &many).await.refusal(400, "DMS.10240044");
    assert_eq!(act("create", &many[..19]).await.status, 204);
}
