//! Work that goes on after a response, as the specification says of each operation.

use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use widgets::cogs::builder::CreateCog;
use widgets::cogs::{
    Axle, Cog, CogChange, CogListEntry, CogPage, NewCog, StartedTurning, Turning, TurningPage, TurningStatus,
};
use widgets::testing::MockService;

fn turning(status: TurningStatus) -> Turning {
    Turning::new().id("t-1").status(status)
}

fn seconds(service: &MockService) -> Vec<u64> {
    service.clock().sleeps().iter().map(Duration::as_secs).collect()
}

#[tokio::test]
async fn each_step_is_waited_for_and_the_last_one_is_what_is_given() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when_create_cog().respond(StartedTurning::new().job_id("t-1"));
    service
        .when_show_turning()
        .with_turning_id("t-1")
        .respond(turning(TurningStatus::Going))
        .then_respond(turning(TurningStatus::Done));
    let with_teeth = |teeth: i64| CogPage::new().total(1).cogs([CogListEntry::new("t-1").teeth(teeth)]);
    service
        .when_list_cogs()
        .with_sizes([12])
        .with_x_depth(12)
        .with_limit(50)
        .respond(CogPage::new())
        .then_respond(with_teeth(9))
        .then_respond(with_teeth(12));
    let new = NewCog::new(12).axle(Axle::new().cog(Cog::new("inner")));
    let created = service.client().create_cog(new).and_wait().await.unwrap();
    assert_eq!(created.response.job_id.as_deref(), Some("t-1"));
    assert_eq!(created.shown, Some(CogListEntry::new("t-1").teeth(12)));
    assert_eq!(seconds(&service), [2, 5, 1, 10, 10]);
}

#[tokio::test]
async fn a_step_that_is_not_meant_is_passed_over_and_a_failure_carries_what_was_shown() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when_create_cog().respond(StartedTurning::new().job_id("t-1")).times(2);
    service.when_show_turning().respond(turning(TurningStatus::Done)).then_respond(turning(TurningStatus::Stopped));
    let client = service.client();
    let created = client.create_cog(NewCog::new(12)).and_wait().await.unwrap();
    assert_eq!(created.shown, None, "what was shown last is of another type");
    let error = client.create_cog(NewCog::new(12)).and_wait().await.unwrap_err();
    assert!(error.is_work_failed());
    assert_eq!(error.shown(), Some(turning(TurningStatus::Stopped)));
}

#[tokio::test]
async fn another_process_goes_on_with_what_has_begun() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when_create_cog().respond(StartedTurning::new().job_id("t-1"));
    let client = service.client();
    let started = client.create_cog(NewCog::new(12)).and_wait().start().await.unwrap();
    let kept = serde_json::to_string(&started.wait.token()).unwrap();
    service.when_show_turning().with_turning_id("t-1").respond(turning(TurningStatus::Done));
    CreateCog::resume(&client, serde_json::from_str(&kept).unwrap()).unwrap().finish().await.unwrap();
    assert!(seconds(&service).is_empty());
}

#[tokio::test]
async fn work_is_found_by_its_name_and_by_when_it_began() {
    let service = MockService::with_clock(ManualClock::advancing());
    service.when_change_cog().respond();
    let of = |name: &str, begun_at: &str| turning(TurningStatus::Broken).cog("round").name(name).begun_at(begun_at);
    let earlier = of("changeCog", "2025-12-31T00:00:00Z");
    let ours = of("alterCog", "2026-01-01T00:00:00Z").status(TurningStatus::Going);
    let other = of("paintCog", "2026-01-01T00:00:00Z");
    service
        .when_list_turnings()
        .respond(TurningPage::new().turnings([earlier.clone(), other.clone(), ours.clone()]))
        .then_respond(TurningPage::new().turnings([earlier, other, ours.clone().status(TurningStatus::Done)]));
    let change = CogChange::new(None);
    let changed = service.client().change_cog("round", change).and_wait().await.unwrap();
    assert_eq!(changed.shown, Some(ours.status(TurningStatus::Done)));
    assert_eq!(seconds(&service), [1, 1]);
}
