//! Diagnoses of why consumer groups lag behind.

use dms_kafka::diagnostics::{
    BATCH_DELETE_DIAGNOSIS_REPORTS, CREATE_DIAGNOSIS, LIST_DIAGNOSIS_PRE_CHECKS, LIST_DIAGNOSIS_REPORTS,
    SHOW_DIAGNOSIS_REPORT,
};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::{Behaviour, written};
use crate::codes;
use crate::state::{Diagnosis, DiagnosisStatus, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_DIAGNOSIS_PRE_CHECKS, handler: check },
    Behaviour { operation: LIST_DIAGNOSIS_REPORTS, handler: list },
    Behaviour { operation: CREATE_DIAGNOSIS, handler: create },
    Behaviour { operation: BATCH_DELETE_DIAGNOSIS_REPORTS, handler: delete },
    Behaviour { operation: SHOW_DIAGNOSIS_REPORT, handler: show },
];

#[derive(Serialize)]
struct Check {
    name: &'static str,
    success: bool,
    reason: String,
}

/// Brokers are never busy here. As in the documented example, a backlog is a reason, by partition.
fn check(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance = view.running(call.path("instance_id")?)?;
    let given = |name| call.query().get(name).unwrap_or_default();
    let backlog = instance.backlog(given("group"), given("topic"))?;
    let success = backlog.is_empty();
    let reason = if success { String::new() } else { serde_json::to_string(&backlog).unwrap_or_default() };
    let cpu = Check { name: "CPU", success: true, reason: String::new() };
    Response::json(200, &[cpu, Check { name: "LAG", success, reason }])
}

#[derive(Serialize)]
struct Reports<'d> {
    report_list: Vec<Listed<'d>>,
    total_num: usize,
}

#[derive(Serialize)]
struct Listed<'d> {
    report_id: &'d str,
    status: DiagnosisStatus,
    begin_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_time: Option<String>,
    group_name: &'d str,
    topic_name: &'d str,
    accumulated_partitions: usize,
}

impl<'d> From<&'d Diagnosis> for Listed<'d> {
    fn from(diagnosis: &'d Diagnosis) -> Self {
        Self {
            report_id: &diagnosis.id,
            status: diagnosis.status,
            begin_time: written::time(diagnosis.begun_at.time()),
            end_time: diagnosis.ended_at.map(|end| written::time(end.time())),
            group_name: &diagnosis.group,
            topic_name: &diagnosis.topic,
            accumulated_partitions: diagnosis.backlog.len(),
        }
    }
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let diagnoses = &view.instance(call.path("instance_id")?)?.diagnoses;
    let total_num = diagnoses.len();
    let report_list = call.page(total_num)?.of(diagnoses.iter().rev()).map(Listed::from).collect();
    Response::json(200, &Reports { report_list, total_num })
}

#[derive(Deserialize)]
struct NewDiagnosis {
    group_name: String,
    topic_name: String,
}

#[derive(Serialize)]
struct Begun {
    report_id: String,
}

fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let NewDiagnosis { group_name, topic_name } = call.json()?;
    let report_id = view.diagnose(call.path("instance_id")?, group_name, topic_name)?;
    Response::json(200, &Begun { report_id })
}

#[derive(Deserialize)]
struct Deleted {
    report_id_list: Vec<String>,
}

#[derive(Serialize)]
struct Results {
    results: Vec<Outcome>,
}

#[derive(Serialize)]
struct Outcome {
    success: bool,
    id: String,
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let Deleted { report_id_list } = call.json()?;
    let diagnoses = &mut view.instance_mut(call.path("instance_id")?)?.diagnoses;
    let outcome = |id: String| {
        let before = diagnoses.len();
        diagnoses.retain(|diagnosis| diagnosis.id != id);
        Outcome { success: diagnoses.len() < before, id }
    };
    Response::json(200, &Results { results: report_id_list.into_iter().map(outcome).collect() })
}

#[derive(Serialize)]
struct Report<'d> {
    abnormal_item_num: usize,
    failed_item_num: usize,
    normal_item_num: usize,
    diagnosis_dimension_list: Vec<Dimension<'d>>,
}

#[derive(Serialize)]
struct Dimension<'d> {
    name: &'static str,
    abnormal_num: usize,
    failed_num: usize,
    diagnosis_item_list: Vec<Item<'d>>,
}

#[derive(Serialize)]
struct Item<'d> {
    name: &'static str,
    result: &'static str,
    cause_ids: [Sentence; 0],
    advice_ids: [Sentence; 0],
    partitions: &'d [u16],
    failed_partitions: &'d [u16],
    broker_ids: &'d [u16],
}

/// A sentence of the console, by its number. None has a documented text, so none is sent.
#[derive(Serialize)]
struct Sentence {}

/// Whether consumers come and go, and whether they keep up.
fn show(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let id = call.path("report_id")?;
    let instance = view.instance(call.path("instance_id")?)?;
    let found = instance.diagnoses.iter().find(|one| one.id == id);
    let diagnosis = found.ok_or_else(|| Refusal::of(codes::UNKNOWN_TASK))?;
    let (is_done, has_failed) = (diagnosis.ended_at.is_some(), diagnosis.status == DiagnosisStatus::Failed);
    let backlog = diagnosis.backlog.as_slice();
    let item = |name, partitions: &'_ [u16]| {
        let result = match (has_failed, partitions.is_empty()) {
            (true, _) => "failed",
            (false, true) => "normal",
            (false, false) => "abnormal",
        };
        let (cause_ids, advice_ids) = ([], []);
        Item { name, result, cause_ids, advice_ids, partitions: backlog, failed_partitions: &[], broker_ids: &[] }
    };
    let items = if is_done { vec![item("rebalance", &[]), item("consumption-rate", backlog)] } else { Vec::new() };
    let count = |result| items.iter().filter(|item| item.result == result).count();
    let (abnormal_num, failed_num) = (count("abnormal"), count("failed"));
    let normal_item_num = count("normal");
    let dimension = Dimension { name: "consumer", abnormal_num, failed_num, diagnosis_item_list: items };
    let report = Report {
        abnormal_item_num: abnormal_num,
        failed_item_num: failed_num,
        normal_item_num,
        diagnosis_dimension_list: vec![dimension],
    };
    Response::json(200, &report)
}
