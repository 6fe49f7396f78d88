//! The generated client against the simulator, over real HTTP: each operation, and each way in which one can fail.

#![cfg(test)]

use std::time::{Duration, SystemTime};

use dms_kafka::tasks::BackgroundTaskStatus;
use dms_kafka::testing::MockService;
use dms_kafka::topics::{CreatedTopic, NewTopic};
use dms_kafka::{Client, Clock, Credentials, Error, RequestOptions};
use dms_kafka_sim::{
    BackgroundTask, EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY, Simulator, State,
};

const TASK: &str = "8abfa7b272adc5b40172b73130065ae7";

/// 2026-01-01T00:00:00Z
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)
}

/// A clock that stands still.
#[derive(Clone, Copy)]
struct Stopped(SystemTime);

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        self.0
    }
}

async fn simulator() -> Simulator {
    Simulator::builder().clock(Stopped(now())).token("a-token").start().await.unwrap()
}

fn credentials() -> Credentials {
    Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).with_project_id(EXAMPLE_PROJECT_ID)
}

fn client_of(simulator: &Simulator, credentials: Credentials, now: SystemTime) -> Client {
    Client::builder().endpoint(simulator.url()).credentials(credentials).clock(Stopped(now)).build().unwrap()
}

fn client(simulator: &Simulator) -> Client {
    client_of(simulator, credentials(), now())
}

/// Compares an error that is a response of the service with what it must say.
fn assert_refused(error: &Error, status: u16, code: &str, operation: &str) {
    assert!(error.is_service() && !error.is_unsent(), "{error:?}");
    assert_eq!((error.http_status(), error.error_code()), (Some(status), Some(code)), "{error}");
    assert_eq!(error.operation(), Some(operation));
    let request_id = error.request_id().unwrap_or_default().to_owned();
    assert_eq!(request_id.len(), 32, "{error}");
    let text = error.to_string();
    for part in [operation, code, error.message(), &format!("HTTP {status}"), &request_id] {
        assert!(text.contains(part), "{text} has no {part}");
    }
}

#[tokio::test]
async fn the_documented_tasks_are_listed_newest_first() {
    let simulator = simulator().await;
    let response = client(&simulator).list_background_tasks(EXAMPLE_INSTANCE_ID).send().await.unwrap();
    assert_eq!(response.total_count.as_deref(), Some("3"));
    let seen: Vec<_> = response.tasks.iter().map(|task| (task.name.as_deref(), task.status.clone())).collect();
    assert_eq!(
        seen,
        [
            (Some("bindInstancePublicIp"), Some(BackgroundTaskStatus::Success)),
            (Some("modifyAutoTopic"), Some(BackgroundTaskStatus::Executing)),
            (Some("changeRetentionPolicy"), Some(BackgroundTaskStatus::Success)),
        ]
    );
    assert_eq!(response.tasks[0].created_at.as_deref(), Some("2020-06-15T08:55:53.606Z"));
    assert_eq!(response.http_status(), 200);
    assert_eq!(response.request_id().map(str::len), Some(32));
}

#[tokio::test]
async fn pages_and_windows_narrow_the_list_down() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let list = || client.list_background_tasks(EXAMPLE_INSTANCE_ID);
    let page = list().start(2).limit(1).send().await.unwrap();
    assert_eq!(page.tasks.len(), 1);
    assert_eq!(page.tasks[0].name.as_deref(), Some("modifyAutoTopic"));
    assert_eq!(page.total_count.as_deref(), Some("3"), "the count is of all pages");

    let window = list().begin_time("20200515031718").end_time("20200515031951").send().await.unwrap();
    assert_eq!(window.tasks.len(), 1);
    assert_eq!(window.tasks[0].name.as_deref(), Some("modifyAutoTopic"));
    assert_eq!(window.total_count.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_task_is_shown_and_deleted_once() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let shown = client.show_background_task(EXAMPLE_INSTANCE_ID, TASK).send().await.unwrap();
    assert_eq!(shown.tasks.len(), 1);
    assert_eq!(shown.tasks[0].id.as_deref(), Some(TASK));

    let delete = || client.delete_background_task(EXAMPLE_INSTANCE_ID, TASK);
    let deleted = delete().send().await.unwrap();
    assert_eq!((deleted.http_status(), deleted.raw_body()), (204, b"".as_slice()));
    let again = delete().send().await.unwrap_err();
    assert_refused(&again, 404, "DMS.00404001", "DeleteBackgroundTask");
}

#[tokio::test]
async fn a_status_that_no_page_lists_is_kept() {
    let state = State::empty();
    let instance = state.add_instance(EXAMPLE_PROJECT_ID, "i");
    instance.add_task(BackgroundTask::new("t", "rebalance", now()).with_status("PAUSED_SINCE_2027")).unwrap();
    let simulator = Simulator::builder().clock(Stopped(now())).state(state).start().await.unwrap();
    let shown = client(&simulator).show_background_task("i", "t").send().await.unwrap();
    assert_eq!(shown.tasks[0].status, Some(BackgroundTaskStatus::from("PAUSED_SINCE_2027")));
    assert!(shown.tasks[0].status.as_ref().is_some_and(BackgroundTaskStatus::is_unknown));
}

#[tokio::test]
async fn ids_of_any_spelling_reach_the_service_as_they_are() {
    let state = State::empty();
    let instance = state.add_instance(EXAMPLE_PROJECT_ID, "实例 1+1");
    instance.add_task(BackgroundTask::new("a b%?&=c", "odd", now())).unwrap();
    let simulator = Simulator::builder().clock(Stopped(now())).state(state).start().await.unwrap();
    let request = client(&simulator);
    let shown = request.show_background_task("实例 1+1", "a b%?&=c").send().await.unwrap();
    assert_eq!(shown.tasks[0].name.as_deref(), Some("odd"));
}

#[tokio::test]
async fn what_does_not_exist_is_reported_by_its_code() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let instance = client.list_background_tasks("gone").send().await.unwrap_err();
    assert_refused(&instance, 404, "DMS.00404022", "ListBackgroundTasks");
    let task = client.show_background_task(EXAMPLE_INSTANCE_ID, "gone").send().await.unwrap_err();
    assert_refused(&task, 404, "DMS.00404001", "ShowBackgroundTask");
    let project = client.list_background_tasks(EXAMPLE_INSTANCE_ID);
    let project = project.with_options(RequestOptions::new().project_id("other")).send().await;
    assert_refused(&project.unwrap_err(), 404, "DMS.00404022", "ListBackgroundTasks");
}

#[tokio::test]
async fn documented_limits_are_the_service_s_to_enforce() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let list = || client.list_background_tasks(EXAMPLE_INSTANCE_ID);
    for request in [list().start(0), list().limit(101), list().begin_time("yesterday"), list().end_time("2020")] {
        let shown = format!("{request:?}");
        let error = request.send().await.expect_err(&shown);
        assert_refused(&error, 400, "DMS.00400062", "ListBackgroundTasks");
    }
}

#[tokio::test]
async fn wrong_keys_tokens_and_clocks_are_refused() {
    let simulator = simulator().await;
    let list = |client: Client| async move {
        client.list_background_tasks(EXAMPLE_INSTANCE_ID).send().await.map(|response| response.tasks.len())
    };
    let with = |credentials: Credentials| credentials.with_project_id(EXAMPLE_PROJECT_ID);
    let refused = [
        client_of(&simulator, with(Credentials::new(EXAMPLE_ACCESS_KEY, "wrong-secret")), now()),
        client_of(&simulator, with(Credentials::new("AKUNKNOWN", EXAMPLE_SECRET_KEY)), now()),
        client_of(&simulator, with(Credentials::token("wrong-token")), now()),
    ];
    for client in refused {
        let error = list(client).await.unwrap_err();
        assert_refused(&error, 401, "APIGW.0301", "ListBackgroundTasks");
        let shown = format!("{error} {error:?}");
        for secret in ["wrong-secret", "wrong-token", EXAMPLE_SECRET_KEY] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
    // A clock that is off is corrected by the time that the refusal names, unless nothing is sent again.
    let late = now() - Duration::from_secs(15 * 60 + 1);
    for off in [late, now() + Duration::from_secs(15 * 60 + 1)] {
        let request = || client_of(&simulator, credentials(), off).list_background_tasks(EXAMPLE_INSTANCE_ID);
        let once = request().with_options(RequestOptions::new().no_retries());
        assert_refused(&once.send().await.unwrap_err(), 401, "APIGW.0301", "ListBackgroundTasks");
        let response = request().send().await.unwrap();
        assert_eq!((response.tasks.len(), response.attempts()), (3, 2));
    }
    let accepted = [
        client_of(&simulator, with(Credentials::token("a-token")), now()),
        client_of(&simulator, with(Credentials::temporary(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, "session")), now()),
        client_of(&simulator, credentials(), now() + Duration::from_secs(15 * 60)),
    ];
    for client in accepted {
        assert_eq!(list(client).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn what_can_never_be_right_is_not_sent() {
    let simulator = simulator().await;
    let client = client(&simulator);
    let url = simulator.url();
    // Stopped: whatever were sent would fail otherwise.
    simulator.stop().await;
    let empty = client.show_background_task("", "t").send().await.unwrap_err();
    assert_eq!(empty.to_string(), "ShowBackgroundTask: the path parameter `instance_id` is empty; set it");
    let dots = client.delete_background_task("i", "..").send().await.unwrap_err();
    assert!(dots.to_string().contains("`.` or `..`"), "{dots}");
    let without_project = Credentials::new(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY);
    let client = Client::builder().endpoint(url).credentials(without_project).build().unwrap();
    let project = client.list_background_tasks("i").send().await.unwrap_err();
    assert!(project.to_string().contains("`project_id` is missing"), "{project}");
    for error in [empty, dots, project] {
        assert!(error.is_invalid_request() && error.is_unsent());
    }
}

#[tokio::test]
async fn integers_of_all_sizes_are_sent_unless_no_service_reads_them() {
    let service = MockService::new();
    service.when_create_topic().respond(CreatedTopic::new().name("orders"));
    let client = service.client();
    let consumers = ["billing", "shipping"];
    let topic = NewTopic::new("orders").partition_count(consumers.len()).set_replication_factor(Some(u64::MAX));
    let error = client.create_topic("i", topic.clone()).send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent(), "{error:?}");
    let text = "the body cannot be written: `replication` is 18446744073709551615, more than 9223372036854775807";
    assert_eq!(error.to_string(), format!("CreateInstanceTopic: {text}"));
    assert!(service.requests().is_empty());
    client.create_topic("i", topic.replication_factor(3_u64)).send().await.unwrap();
    assert_eq!(service.requests()[0].body(), r#"{"id":"orders","replication":3,"partition":2}"#);
}

#[tokio::test]
async fn a_service_that_is_not_there_is_a_connection_error() {
    let simulator = simulator().await;
    let client = client(&simulator);
    simulator.stop().await;
    let error = client.list_background_tasks("i").send().await.unwrap_err();
    assert!(error.is_connection() && error.is_unsent(), "{error:?}");
    assert_eq!((error.http_status(), error.operation()), (None, Some("ListBackgroundTasks")));
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn every_region_of_the_table_makes_a_client() {
    let regions: Vec<_> = dms_kafka::service::INFO.regions().collect();
    assert!(regions.len() >= 34 && regions.contains(&"eu-de") && regions.contains(&"cn-north-4"), "{regions:?}");
    for region in regions {
        let client = Client::builder().region(region).credentials(credentials()).build().unwrap();
        let endpoint = client.service_client().endpoint().to_string();
        assert!(endpoint.starts_with("https://dms.") && endpoint.contains(region), "{endpoint}");
    }
    let unknown = Client::builder().region("atlantis-1").credentials(credentials()).build().unwrap_err();
    assert!(unknown.is_configuration() && unknown.to_string().contains("set the endpoint"), "{unknown}");
}
