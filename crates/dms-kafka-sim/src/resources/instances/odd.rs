//! What instances are known to do against their documentation, while it is switched on.

use std::time::Duration;

use huaweicloud_sim::{Call, Oddity};

use crate::state::{Instance, Moment, Removal, Status};

const LATE: Oddity = Oddity {
    name: "late-instances",
    says: "For three seconds after its creation was asked for, an instance is not found.",
};
const RUNNING: Oddity = Oddity {
    name: "running-while-busy",
    says: "An instance that is being resized, restarted or deleted reads RUNNING all the while.",
};

const PAST: Oddity = Oddity {
    name: "past-the-bin",
    says: "An instance that is deleted alone is gone for good, though the recycle bin is on.",
};

/// All of them.
pub(in crate::resources) const ODDITIES: [Oddity; 3] = [LATE, RUNNING, PAST];

/// How long an instance is not found. Published programs ask every half second until it is.
const HIDDEN: Duration = Duration::from_secs(3);

/// Whether an instance cannot be seen yet.
pub(super) fn is_hidden(instance: &Instance, now: Moment, call: &Call<'_>) -> bool {
    let is_new = instance.status == Status::Creating && now < instance.created_at.after(HIDDEN);
    is_new && call.has_oddity(LATE.name)
}

/// The status that an instance says it has.
pub(super) fn status(instance: &Instance, call: &Call<'_>) -> Status {
    let is_busy = instance.status.passes() && instance.status != Status::Creating;
    if is_busy && call.has_oddity(RUNNING.name) { Status::Running } else { instance.status }
}

/// Where an instance goes that is deleted alone: to the bin, where that is on, as clients of the service have met it of deletions.
/// The official interface says for nine clouds that it goes past the bin.
pub(super) fn removal(call: &Call<'_>) -> Removal {
    if call.has_oddity(PAST.name) { Removal::ForGood } else { Removal::ToBin }
}
