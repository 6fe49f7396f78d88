//! The codes of the service for what its operations refuse. Each stands, with its status and message, in the documented list of
//! error codes.

use huaweicloud_sim::{Code, Codes};

/// What is wrong with a request before any operation is asked.
pub(crate) const OF_REQUESTS: Codes = {
    let mut codes = Codes::GATEWAY;
    codes.wrong_method = Code::new(405, "DMS.00405001", "This request method is not allowed.");
    codes.malformed_url = Code::new(400, "DMS.10540014", "The URL contains invalid parameters.");
    codes.broken_body = Code::new(400, "DMS.10540010", "The request format is incorrect");
    codes.missing_body = Code::new(400, "DMS.00400004", "The request body is empty.");
    codes.malformed_body =
        Code::new(400, "DMS.00400005", "The message body is not in JSON format or contains invalid characters.");
    codes.invalid_field = Code::new(400, "DMS.00400085", "Invalid request body parameter.");
    codes.invalid_parameter = Code::new(400, "DMS.00400062", "Invalid request parameter.");
    // No code is documented for just that. `DMS.10240104`, "The project ID and token do not match.", is about tokens and comes
    // with 401; of the codes that come with 403 this is the one that claims no other reason.
    codes.other_project = Code::new(403, "DMS.10240309", "Access denied. You cannot perform operations on DMS.");
    codes.internal = INTERNAL;
    codes
};

/// The project has no such instance.
pub(crate) const UNKNOWN_INSTANCE: Code = Code::new(404, "DMS.00404022", "This instance does not exist.");

/// The instance has no such background task.
///
/// No code is documented for it. The only one that names a task id, `DMS.00400070` "Invalid task ID format.", is about its form
/// and comes with 400. Of those that come with 404, all but this one and the one before are about something else, tags and
/// dumping tasks for example; and the one before would say that the instance is gone.
pub(crate) const UNKNOWN_TASK: Code = Code::new(404, "DMS.00404001", "The requested URL does not exist.");

/// The simulator has a mistake.
pub(crate) const INTERNAL: Code = Code::new(500, "DMS.00500000", "Internal service error.");
