//! The facts of the documented examples, and invented names for what the documents leave open. Data only.

/// Instance that the documented background tasks are put in. Invented: the documents write `{instance_id}`.
pub const EXAMPLE_INSTANCE_ID: &str = "3e7f9a52-1c4b-4d06-8a2e-5b9c0d1e2f30";

/// The background tasks of the examples on the pages of `ListBackgroundTasks` and `ShowBackgroundTask`, newest first.
pub(crate) const TASKS: [ExampleTask; 3] = [
    ExampleTask {
        id: "8abfa7b272adc5b40172b73130065ae7",
        name: "bindInstancePublicIp",
        params: r#"{"public_ip_id":"1aea7aed-e7d8-40ea-b3de-6f3ee9d5db9f","public_ip_address":"100.93.2.18","enable_public_ip":true}"#,
        status: "SUCCESS",
        created_at: 1_592_211_353_606,
        updated_at: 1_592_211_356_600,
    },
    ExampleTask {
        id: "8abfa7b372160bfd0172165864064079",
        name: "modifyAutoTopic",
        params: r#"{"old_auto_status":true,"new_auto_status":false}"#,
        status: "EXECUTING",
        created_at: 1_589_512_791_046,
        updated_at: 1_589_512_791_065,
    },
    ExampleTask {
        id: "8abfa7b372160bfd017216560af83e6e",
        name: "changeRetentionPolicy",
        params: r#"{"new_retention_policy":"produce_reject","origin_retention_policy":"time_base"}"#,
        status: "SUCCESS",
        created_at: 1_589_512_637_176,
        updated_at: 1_589_512_642_162,
    },
];
/// Who started all of them.
pub(crate) const USER_NAME: &str = "paas_dms";
/// The id of that user.
pub(crate) const USER_ID: &str = "3df5acbc24a54fadb62a043c9000a307";

/// A documented background task.
pub(crate) struct ExampleTask {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    pub(crate) params: &'static str,
    pub(crate) status: &'static str,
    /// Milliseconds since 1970, as is the next one.
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}
