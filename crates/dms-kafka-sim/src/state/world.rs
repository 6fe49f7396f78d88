//! Everything that the simulated service knows: plain data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::agenda::{Agenda, Event, Step};
use super::background_task::BackgroundTask;
use super::ids::Ids;
use super::moment::Moment;
use super::project::Project;
use super::view::View;

/// Everything that the simulated service knows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct World {
    pub(crate) projects: BTreeMap<String, Project>,
    pub(super) agenda: Agenda,
    pub(super) ids: Ids,
    /// The last moment that somebody saw it: time does not go back.
    now: Moment,
}

impl World {
    /// A view of a project.
    pub(crate) const fn view<'w>(&'w mut self, project_id: &'w str, work_fails: bool) -> View<'w> {
        let now = self.now;
        View { world: self, project_id, now, work_fails }
    }

    /// Lets happen what is due, in the order of its time, and says whether something was. A time before the last one stands for
    /// the last one.
    pub(crate) fn settle(&mut self, now: Moment) -> bool {
        let mut has_happened = false;
        while let Some((at, event)) = self.agenda.take_due(now) {
            has_happened = true;
            // Work that was started at an earlier moment than now is due there, not now.
            self.now = self.now.max(at);
            self.happen(event);
        }
        self.now = self.now.max(now);
        has_happened
    }

    /// The last moment that somebody saw it.
    pub(crate) const fn now(&self) -> Moment {
        self.now
    }

    fn happen(&mut self, Event { project_id, instance_id, step }: Event) {
        let mut view = self.view(&project_id, false);
        match step {
            Step::Begins { task_id } => view.move_on(&instance_id, &task_id, "EXECUTING"),
            Step::Ends { task_id, effect, fails } => {
                let fails = fails || !effect.can_happen(&view, &instance_id);
                if let Some(task_id) = task_id {
                    view.move_on(&instance_id, &task_id, if fails { "FAILED" } else { "SUCCESS" });
                }
                if fails { effect.fail(&mut view, &instance_id) } else { effect.happen(&mut view, &instance_id) }
            }
        }
    }
}

impl View<'_> {
    /// Moves a task on, unless somebody deleted it.
    fn move_on(&mut self, instance_id: &str, task_id: &str, status: &str) {
        let now = self.now().time();
        let task = self.instance_mut(instance_id).ok().and_then(|instance| instance.task_mut(task_id).ok());
        if let Some(BackgroundTask { status: old, updated_at, .. }) = task {
            (*old, *updated_at) = (status.to_owned(), now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::examples::{self, EXAMPLE_INSTANCE_ID};
    use crate::state::instance::{Lifecycle, Removal, Status};
    use crate::state::{Effect, Scheduled, Work};
    use proptest::prelude::*;

    const ID: &str = EXAMPLE_INSTANCE_ID;

    fn at(second: u64) -> Moment {
        Moment::of_millisecond(second * 1_000)
    }

    fn world() -> World {
        let mut world = World::default();
        world.settle(at(1));
        world.view("p", false).project_mut().instances.insert(ID.to_owned(), Box::new(examples::empty_instance(ID)));
        world
    }

    fn status(world: &mut World) -> Option<Status> {
        world.view("p", false).instance(ID).ok().map(|instance| instance.status)
    }

    fn change(world: &mut World, work_fails: bool) -> String {
        let effect = Effect::Lifecycle(Lifecycle::AutoTopic(true));
        let started = world.view("p", work_fails).start_task(ID, "change", "{}".to_owned(), Work::Setting, effect);
        started.unwrap()
    }

    fn task(world: &mut World, id: &str) -> (String, bool) {
        let view = world.view("p", false);
        let instance = view.instance(ID).unwrap();
        (instance.task(id).unwrap().status.clone(), instance.has_auto_topic)
    }

    #[test]
    fn a_task_goes_its_way_and_has_its_effect_at_the_end() {
        let mut world = world();
        let id = change(&mut world, false);
        for (second, status, has_auto_topic) in
            [(1, "CREATED", false), (2, "EXECUTING", false), (5, "EXECUTING", false), (6, "SUCCESS", true)]
        {
            world.settle(at(second));
            assert_eq!(task(&mut world, &id), (status.to_owned(), has_auto_topic), "{second}");
        }
    }

    #[test]
    fn a_task_that_fails_has_no_effect() {
        let mut world = world();
        let id = change(&mut world, true);
        assert!(world.settle(at(1_000)));
        assert_eq!(task(&mut world, &id), ("FAILED".to_owned(), false));
        assert!(!world.settle(at(1_001)));
    }

    #[test]
    fn an_instance_that_is_recycled_is_gone_when_its_days_are_over() {
        let mut world = world();
        let mut view = world.view("p", false);
        view.project_mut().recycling.days = Some(2);
        view.delete_instance(ID, Removal::ToBin).unwrap();
        assert_eq!(status(&mut world), Some(Status::Deleting));
        world.settle(at(151));
        assert_eq!(status(&mut world), Some(Status::Recycle));
        world.settle(at(151 + 2 * 24 * 60 * 60 - 1));
        assert_eq!(status(&mut world), Some(Status::Recycle));
        world.settle(at(151 + 2 * 24 * 60 * 60));
        assert_eq!(status(&mut world), None);
    }

    #[test]
    fn a_deletion_that_fails_leaves_an_instance_that_is_faulty() {
        let mut world = world();
        world.view("p", true).delete_instance(ID, Removal::ForGood).unwrap();
        world.settle(at(1_000));
        assert_eq!(status(&mut world), Some(Status::Error));
    }

    #[test]
    fn time_does_not_go_back() {
        let mut world = world();
        world.settle(at(100));
        world.settle(at(50));
        assert_eq!(world.view("p", false).now(), at(100));
    }

    proptest! {
        /// Nobody can tell how often somebody looked meanwhile.
        #[test]
        fn to_settle_twice_is_to_settle_once(
            first in 0_u64..1_000, second in 0_u64..1_000, due in 0_u64..150, fails: bool, kept in 0_u8..2,
        ) {
            let (first, second) = (first.min(second), first.max(second));
            let mut world = world();
            let mut view = world.view("p", fails);
            view.project_mut().recycling.days = Some(kept).filter(|kept| *kept > 0);
            view.schedule(ID, Scheduled::Upgrade, "{}".to_owned(), at(due)).unwrap();
            let _ = view.restart_instance(ID);
            change(&mut world, fails);
            world.settle(at(70));
            let _ = world.view("p", false).delete_instance(ID, Removal::ToBin);
            let mut other = world.clone();
            world.settle(at(first * 200));
            world.settle(at(second * 200));
            other.settle(at(second * 200));
            prop_assert_eq!(world, other);
        }
    }
}
