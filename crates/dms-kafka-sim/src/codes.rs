//! The codes of the service for what its operations refuse. Each stands, with its status and message, in the documented list of
//! error codes, but for those that published programs have met.

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
    codes.invalid_field = INVALID_FIELD;
    codes.invalid_parameter = INVALID_PARAMETER;
    // No code is documented for just that. `DMS.10240104`, "The project ID and token do not match.", is about tokens and comes
    // with 401; of the codes that come with 403 this is the one that claims no other reason.
    codes.other_project = Code::new(403, "DMS.10240309", "Access denied. You cannot perform operations on DMS.");
    codes.internal = INTERNAL;
    codes
};

/// A field of the body is invalid.
pub(crate) const INVALID_FIELD: Code = Code::new(400, "DMS.00400085", "Invalid request body parameter.");

/// A parameter is invalid.
pub(crate) const INVALID_PARAMETER: Code = Code::new(400, "DMS.00400062", "Invalid request parameter.");

/// The project has no such instance.
pub(crate) const UNKNOWN_INSTANCE: Code = Code::new(404, "DMS.00404022", "This instance does not exist.");

/// The instance is in a state in which it takes no such request.
pub(crate) const WRONG_STATE: Code =
    Code::new(400, "DMS.00400026", "This operation is not allowed due to the instance status.");

/// Of the instances that are to be deleted, some are busy.
pub(crate) const BUSY_INSTANCES: Code = Code::new(
    400,
    "DMS.00400099",
    "The following instances in the Creating, Starting, Stopping, or Restarting state cannot be deleted.",
);

/// No instance is named.
pub(crate) const NO_INSTANCES: Code =
    Code::new(400, "DMS.00400065", "The instances parameter in the request is empty.");

/// More instances are named than one request may.
pub(crate) const TOO_MANY_INSTANCES: Code =
    Code::new(400, "DMS.00400100", "The instances array can contain a maximum of 50 instance IDs.");

/// An instance is named twice.
pub(crate) const REPEATED_INSTANCE: Code = Code::new(400, "DMS.00400082", "Instance id is repeated.");

/// A list of instances is to begin at its end, or after it. Met by a published Terraform provider; no page has the code.
pub(crate) const PAST_LAST_INSTANCE: Code = Code::new(400, "DMS.40050010", "Offset parameter is invalid.");

/// No product has the id.
pub(crate) const UNKNOWN_PRODUCT: Code = Code::new(400, "DMS.00400009", "Invalid product_id.");

/// The maintenance window is none that the service offers.
pub(crate) const WRONG_WINDOW: Code = Code::new(400, "DMS.00400106", "Invalid maintenance time window.");

/// The instance has no such background task.
///
/// No code is documented for it. The only one that names a task id, `DMS.00400070` "Invalid task ID format.", is about its form
/// and comes with 400. Of those that come with 404, all but this one and the one before are about something else, tags and
/// dumping tasks for example; and the one before would say that the instance is gone.
pub(crate) const UNKNOWN_TASK: Code = Code::new(404, "DMS.00404001", "The requested URL does not exist.");

/// The instance has no such topic. The documented remedy of this code is to check whether the topic exists.
pub(crate) const UNKNOWN_TOPIC: Code = Code::new(400, "DMS.00400975", "Failed to query topics.");

/// What is asked of Kafka itself cannot be done; the message says why. A topic whose name is taken is refused so.
pub(crate) const INVALID_FOR_KAFKA: Code =
    Code::new(400, "DMS.00400800", "Invalid request parameter. Check the request parameter.");

/// A topic is to have more replicas than there are brokers.
pub(crate) const TOO_MANY_REPLICAS: Code =
    Code::new(400, "DMS.00400861", "Replication factor larger than available brokers.");

/// A configuration parameter is unknown, or has a value that it must not have.
pub(crate) const WRONG_CONFIG: Code = Code::new(400, "DMS.00400063", "Invalid configuration parameter.");

/// The specification of the resources is that of no product.
pub(crate) const WRONG_SPEC_CODE: Code = Code::new(400, "DMS.00400125", "Invalid SPEC_CODE.");

/// The disks cannot have that size.
pub(crate) const WRONG_DISK_SPACE: Code = Code::new(400, "DMS.00400500", "Invalid disk space.");

/// The instance cannot be reached from the internet in that way.
pub(crate) const WRONG_PUBLIC_ACCESS: Code = Code::new(400, "DMS.00400128", "Invalid public access parameters.");

/// A time is none.
pub(crate) const WRONG_TIME: Code = Code::new(400, "DMS.00400142", "Timestamp is invalid.");

/// Only an instance that is RUNNING can be upgraded.
pub(crate) const NOT_RUNNING_FOR_UPGRADE: Code =
    Code::new(400, "DMS.00400052", "only the instance at running status can upgrade.");

/// The instance has the newest version.
pub(crate) const NEWEST_VERSION: Code =
    Code::new(400, "DMS.00400053", "the upgrade instance version equals to current version.");

/// A tag's key is empty or too long.
pub(crate) const TAG_KEY_LENGTH: Code = Code::new(400, "DMS.10240035", "The tag key is empty or too long.");

/// A tag's key has characters that it must not have.
pub(crate) const TAG_KEY_CHARACTERS: Code = Code::new(400, "DMS.10240036", "The tag key contains invalid characters.");

/// A tag's value is too long.
pub(crate) const TAG_VALUE_LENGTH: Code = Code::new(400, "DMS.10240038", "The tag value is too long.");

/// A tag's value has characters that it must not have.
pub(crate) const TAG_VALUE_CHARACTERS: Code =
    Code::new(400, "DMS.10240039", "The tag value contains invalid characters.");

/// There are too many tags. The documented message has a number that is not that of instances.
pub(crate) const TOO_MANY_TAGS: Code = Code::new(400, "DMS.10240044", "Too many tags.");

/// The instance has a tag of that key.
pub(crate) const DUPLICATE_TAG: Code = Code::new(400, "DMS.10240045", "The tag key has been used.");

/// The instance has no tag of that key.
pub(crate) const UNKNOWN_TAG: Code = Code::new(404, "DMS.10240426", "No tag containing this key exists.");

/// Smart Connect is off, or there is no connector of that id.
pub(crate) const UNKNOWN_CONNECTOR: Code = Code::new(404, "DMS.00404024", "Connector does not exist.");

/// There is no such task of Smart Connect.
pub(crate) const UNKNOWN_CONNECTOR_TASK: Code = Code::new(404, "DMS.00404026", "The dumping task does not exist.");

/// Smart Connect is on already. Documented with 404, though nothing is missing.
pub(crate) const DUPLICATE_CONNECTOR: Code = Code::new(404, "DMS.00404027", "Connector already exists.");

/// There may be no more tasks of Smart Connect. Documented with 404, too.
pub(crate) const TOO_MANY_CONNECTOR_TASKS: Code =
    Code::new(404, "DMS.00404029", "The dumping task quota has been reached.");

/// There cannot be so many sink tasks.
pub(crate) const WRONG_TASK_QUOTA: Code = Code::new(400, "DMS.00400133", "Sink task quota for connector invalid.");

/// The log is off already. Met by a published Terraform provider, as is the next one.
pub(crate) const LOG_IS_CLOSED: Code = Code::new(400, "DMS.00501007", "The log is closed already.");

/// A log is just being switched on or off.
pub(crate) const LOG_IS_STARTING: Code = Code::new(400, "DMS.00501008", "log task start in progress");

/// Domain names are in use already. On no page of the collection; the certainty of `EnableDns` names it.
pub(crate) const DNS_IS_ON: Code = Code::new(400, "DMS.111501035", "The instance has domain names already.");

/// A topic is to have more partitions than any may have.
pub(crate) const TOO_MANY_PARTITIONS: Code = Code::new(
    400,
    "DMS.00400102",
    "The number of partitions created for a Kafka topic must be within the range of 1-200.",
);

/// There is no such consumer group. Met by a published Terraform provider; no page has the code.
pub(crate) const UNKNOWN_GROUP: Code = Code::new(400, "DMS.111400864", "The consumer group does not exist.");

/// There is a consumer group of that name.
pub(crate) const DUPLICATE_GROUP: Code = Code::new(400, "DMS.10240018", "The consumer group already exists.");

/// The clients of an instance need not authenticate, so that it has no users. No code is documented for just that.
pub(crate) const NO_USERS: Code = Code::new(400, "DMS.00400971", "The instance ssl is off.");

/// There is no such user. Met by a published Terraform provider at other engines; no page has the code.
pub(crate) const UNKNOWN_USER: Code = Code::new(400, "DMS.00500972", "The user does not exist.");

/// A password breaks a rule.
pub(crate) const WEAK_PASSWORD: Code =
    Code::new(400, "DMS.00400019", "The password does not meet the complexity requirements.");

/// A message is larger than its topic takes. The documented message has both sizes.
pub(crate) const MESSAGE_TOO_LARGE: &str = "DMS.10540011";

/// The simulator has a mistake.
pub(crate) const INTERNAL: Code = Code::new(500, "DMS.00500000", "Internal service error.");
