//! A background task.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::examples::{ExampleTask, USER_ID, USER_NAME};

/// Something that the service does for an instance after it has responded to a request.
///
/// The status is any text, so that a test can stage one that no document names; the documented ones are `CREATED`,
/// `EXECUTING`, `SUCCESS`, `FAILED`, `DELETED` and `CANCELLED`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BackgroundTask {
    /// Its id, 32 hexadecimal digits in all documented examples.
    pub id: String,
    /// What it does: `kafkaConfigModify` for example.
    pub name: String,
    /// Name of the user that started it.
    pub user_name: String,
    /// Id of the user that started it.
    pub user_id: String,
    /// What it was started with: JSON, as a text.
    pub params: String,
    /// How far it is.
    pub status: String,
    /// When it was started.
    pub created_at: SystemTime,
    /// When it ended, or last moved on.
    pub updated_at: SystemTime,
}

impl BackgroundTask {
    /// A task in status `EXECUTING`, without user and with the empty object as parameters.
    pub fn new(id: impl Into<String>, name: impl Into<String>, created_at: SystemTime) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            user_name: String::new(),
            user_id: String::new(),
            params: "{}".to_owned(),
            status: "EXECUTING".to_owned(),
            created_at,
            updated_at: created_at,
        }
    }

    /// Sets who started it.
    #[must_use]
    pub fn with_user(mut self, name: impl Into<String>, id: impl Into<String>) -> Self {
        self.user_name = name.into();
        self.user_id = id.into();
        self
    }

    /// Sets what it was started with.
    #[must_use]
    pub fn with_params(mut self, params: impl Into<String>) -> Self {
        self.params = params.into();
        self
    }

    /// Sets how far it is.
    #[must_use]
    pub fn with_status(mut self, status: impl Into<String>) -> Self {
        self.status = status.into();
        self
    }

    /// Sets when it ended, or last moved on.
    #[must_use]
    pub fn with_updated_at(mut self, updated_at: SystemTime) -> Self {
        self.updated_at = updated_at;
        self
    }
}

impl From<&ExampleTask> for BackgroundTask {
    fn from(example: &ExampleTask) -> Self {
        let at = |millisecond| SystemTime::UNIX_EPOCH + Duration::from_millis(millisecond);
        Self::new(example.id, example.name, at(example.created_at))
            .with_user(USER_NAME, USER_ID)
            .with_params(example.params)
            .with_status(example.status)
            .with_updated_at(at(example.updated_at))
    }
}
