//! Background tasks: the documented examples and the documented semantics.

use dms_kafka_sim::{BackgroundTask, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, Simulator, State, StateError};
use serde_json::json;

use crate::wire::{Request, Stopped, get, instance_path, now, seconds, simulator};

const BIND: &str = "8abfa7b272adc5b40172b73130065ae7";
const MODIFY: &str = "8abfa7b372160bfd0172165864064079";
const CHANGE: &str = "8abfa7b372160bfd017216560af83e6e";

/// A simulator whose example instance has the tasks `1` to `count`, started one second after another.
async fn with_tasks(count: u64) -> Simulator {
    let state = State::empty();
    let instance = state.add_instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID);
    for number in 1..=count {
        let task = BackgroundTask::new(number.to_string(), "kafkaConfigModify", now() + seconds(number));
        instance.add_task(task).unwrap();
    }
    Simulator::builder().state(state).clock(Stopped(now())).start().await.unwrap()
}

/// Ids of the listed tasks, joined, and their count.
async fn listed(simulator: &Simulator, query: &str) -> (String, String) {
    let (ids, count) = get(simulator, &instance_path(&format!("/tasks{query}"))).await.task_ids();
    (ids.join(" "), count)
}

fn expected(ids: &str, count: &str) -> (String, String) {
    (ids.to_owned(), count.to_owned())
}

#[tokio::test]
async fn the_documented_examples_are_served() {
    let simulator = simulator().await;
    let bind = json!({
        "id": BIND,
        "name": "bindInstancePublicIp",
        "user_name": "paas_dms",
        "user_id": "3df5acbc24a54fadb62a043c9000a307",
        "params": "{\"public_ip_id\":\"1aea7aed-e7d8-40ea-b3de-6f3ee9d5db9f\",\"public_ip_address\":\"100.93.2.18\",\"enable_public_ip\":true}",
        "status": "SUCCESS",
        "created_at": "2020-06-15T08:55:53.606Z",
        "updated_at": "2020-06-15T08:55:56.600Z",
    });
    let modify = json!({
        "id": MODIFY,
        "name": "modifyAutoTopic",
        "user_name": "paas_dms",
        "user_id": "3df5acbc24a54fadb62a043c9000a307",
        "params": "{\"old_auto_status\":true,\"new_auto_status\":false}",
        "status": "EXECUTING",
        "created_at": "2020-05-15T03:19:51.046Z",
        "updated_at": "2020-05-15T03:19:51.065Z",
    });
    let change = json!({
        "id": CHANGE,
        "name": "changeRetentionPolicy",
        "user_name": "paas_dms",
        "user_id": "3df5acbc24a54fadb62a043c9000a307",
        "params": "{\"new_retention_policy\":\"produce_reject\",\"origin_retention_policy\":\"time_base\"}",
        "status": "SUCCESS",
        "created_at": "2020-05-15T03:17:17.176Z",
        "updated_at": "2020-05-15T03:17:22.162Z",
    });
    let shown = get(&simulator, &instance_path(&format!("/tasks/{BIND}"))).await;
    assert_eq!((shown.status, shown.json()), (200, json!({ "task_count": "1", "tasks": [bind] })));
    let listed = get(&simulator, &instance_path("/tasks")).await;
    assert_eq!((listed.status, listed.json()), (200, json!({ "task_count": "3", "tasks": [bind, modify, change] })));
}

#[tokio::test]
async fn pages_are_numbered_from_one() {
    let simulator = with_tasks(5).await;
    for (query, ids) in [
        ("?start=1&limit=2", "5 4"),
        ("?start=2&limit=2", "4 3"),
        ("?start=5&limit=2", "1"),
        ("?start=6&limit=2", ""),
        ("?start=9223372036854775807", ""),
        ("?limit=1", "5"),
        ("?limit=100", "5 4 3 2 1"),
        ("?start=4", "2 1"),
    ] {
        assert_eq!(listed(&simulator, query).await, expected(ids, "5"), "{query}");
    }
}

#[tokio::test]
async fn a_list_has_ten_tasks_unless_asked_for_more() {
    let simulator = with_tasks(101).await;
    let (ids, count) = listed(&simulator, "").await;
    assert_eq!((ids.as_str(), count.as_str()), ("101 100 99 98 97 96 95 94 93 92", "101"));
    assert_eq!(listed(&simulator, "?limit=100").await.0.split(' ').count(), 100);
    assert_eq!(listed(&simulator, "?limit=100&start=101").await, expected("1", "101"));
}

#[tokio::test]
async fn both_ends_of_the_time_window_belong_to_it() {
    // Tasks 1 to 5 were started at 01:02:04 to 01:02:08.
    let simulator = with_tasks(5).await;
    for (query, ids, count) in [
        ("?begin_time=20240309010205&end_time=20240309010207", "4 3 2", "3"),
        ("?begin_time=20240309010205&end_time=20240309010207&start=2&limit=1", "3", "3"),
        ("?begin_time=20240309010208", "5", "1"),
        ("?begin_time=20240309010209", "", "0"),
        ("?end_time=20240309010204", "1", "1"),
        ("?end_time=20240309010203", "", "0"),
        ("?begin_time=20240309010206&end_time=20240309010206", "3", "1"),
    ] {
        assert_eq!(listed(&simulator, query).await, expected(ids, count), "{query}");
    }
}

#[tokio::test]
async fn the_second_counts_and_not_its_fraction() {
    // The documented task was started at 03:19:51.046.
    let simulator = simulator().await;
    let query = "?begin_time=20200515031951&end_time=20200515031951";
    assert_eq!(listed(&simulator, query).await, expected(MODIFY, "1"));
}

#[tokio::test]
async fn of_two_tasks_started_together_the_one_added_last_is_newer() {
    let simulator = with_tasks(1).await;
    let instance = simulator.state().instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).unwrap();
    for id in ["a", "b"] {
        instance.add_task(BackgroundTask::new(id, "kafkaConfigModify", now() + seconds(1))).unwrap();
    }
    assert_eq!(listed(&simulator, "").await, expected("b a 1", "3"));
}

#[tokio::test]
async fn parameters_out_of_range_are_refused_by_name() {
    let simulator = simulator().await;
    for (query, why) in [
        ("start=0", "`start` must be at least 1."),
        ("start=-1", "`start` must be at least 1."),
        ("start=", "`start` must be an integer."),
        ("start=1&start=2", "`start` is given more than once."),
        ("limit=0", "`limit` must be at least 1."),
        ("limit=101", "`limit` must be at most 100."),
        ("limit=ten", "`limit` must be an integer."),
        ("begin_time=20240309", "`begin_time` must match `^[0-9]{14}$`."),
        ("end_time=20240230000000", "`end_time` must be a time in the form YYYYMMDDHHmmss."),
        ("end_time=2024-03-09T00:00:00Z", "`end_time` must match `^[0-9]{14}$`."),
        ("begin_time=20240309010204&end_time=20240309010203", "`begin_time` must not be after `end_time`."),
    ] {
        // Signed in the spelling in which it is sent.
        let query = query.replace(':', "%3A");
        let response = get(&simulator, &instance_path(&format!("/tasks?{query}"))).await;
        assert_eq!(response.refusal(400, "DMS.00400062"), format!("Invalid request parameter. {why}"));
    }
}

#[tokio::test]
async fn parameters_that_no_document_names_are_ignored() {
    let simulator = simulator().await;
    assert_eq!(get(&simulator, &instance_path("/tasks?offset=7")).await.status, 200);
}

#[tokio::test]
async fn a_deleted_task_is_gone() {
    let simulator = simulator().await;
    let path = instance_path(&format!("/tasks/{MODIFY}"));
    let delete = Request::new(&simulator, "DELETE", &path).sign();
    let response = delete.send().await;
    assert_eq!((response.status, response.body.as_str(), response.header("content-type")), (204, "", None));
    assert!(response.header("x-request-id").is_some());
    assert_eq!(delete.send().await.refusal(404, "DMS.00404001"), "The requested URL does not exist.");
    get(&simulator, &path).await.refusal(404, "DMS.00404001");
    let (ids, count) = listed(&simulator, "").await;
    assert_eq!((ids, count), (format!("{BIND} {CHANGE}"), "2".to_owned()));
}

#[tokio::test]
async fn what_is_unknown_is_told_apart() {
    let simulator = simulator().await;
    for target in [
        format!("/v2/{EXAMPLE_PROJECT_ID}/instances/none/tasks"),
        format!("/v2/{EXAMPLE_PROJECT_ID}/instances/none/tasks?start=1"),
        format!("/v2/{EXAMPLE_PROJECT_ID}/instances/none/tasks/{BIND}"),
        format!("/v2/another/instances/{EXAMPLE_INSTANCE_ID}/tasks"),
    ] {
        let message = get(&simulator, &target).await.refusal(404, "DMS.00404022");
        assert_eq!(message, "This instance does not exist.");
    }
    get(&simulator, &instance_path("/tasks/none")).await.refusal(404, "DMS.00404001");
}

#[tokio::test]
async fn a_request_for_one_project_must_not_name_another() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
    assert_eq!(request.clone().header("x-project-id", EXAMPLE_PROJECT_ID).sign().send().await.status, 200);
    for project in ["another", ""] {
        let response = request.clone().header("x-project-id", project).sign().send().await;
        response.refusal(403, "DMS.10240309");
    }
}

#[tokio::test]
async fn a_test_moves_a_task_on_under_the_eyes_of_a_client() {
    let simulator = simulator().await;
    let status = async || get(&simulator, &instance_path(&format!("/tasks/{MODIFY}"))).await.json()["tasks"][0].clone();
    assert_eq!(status().await["status"], "EXECUTING");
    let instance = simulator.state().instance(EXAMPLE_PROJECT_ID, EXAMPLE_INSTANCE_ID).unwrap();
    instance.set_task_status(MODIFY, "A_STATUS_OF_TOMORROW", now()).unwrap();
    let task = status().await;
    assert_eq!(
        (&task["status"], &task["updated_at"]),
        (&json!("A_STATUS_OF_TOMORROW"), &json!("2024-03-09T01:02:03.000Z"))
    );
    instance.remove_task(MODIFY).unwrap();
    assert_eq!(instance.task(MODIFY), Err(StateError::UnknownTask));
    get(&simulator, &instance_path(&format!("/tasks/{MODIFY}"))).await.refusal(404, "DMS.00404001");
}
