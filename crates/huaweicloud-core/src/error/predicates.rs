//! What can be asked of an error.

use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;

use super::{Error, ErrorClass, Execution, Kind, Prospect};
use crate::data::WaitToken;
use crate::wire::date;

impl Error {
    /// Whether the client is not set up: no credentials, an unknown region, an endpoint that is none.
    ///
    /// # Troubleshooting
    ///
    /// The message names the setting and its remedy. Nothing was sent.
    pub fn is_configuration(&self) -> bool {
        self.0.kind == Kind::Configuration
    }

    /// Whether a provider has no credentials.
    ///
    /// # Troubleshooting
    ///
    /// The message has its reason. Nothing was sent.
    pub fn is_credentials(&self) -> bool {
        self.0.kind == Kind::Credentials
    }

    /// Whether the request can never be right: a required field is missing, a path parameter is empty.
    ///
    /// # Troubleshooting
    ///
    /// The message names the field. Nothing was sent.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == Kind::InvalidRequest
    }

    /// Whether the service could not be reached, or the connection broke before the response was complete.
    ///
    /// # Troubleshooting
    ///
    /// Check name resolution, proxy and firewall for the endpoint; [`source`](std::error::Error::source) has the cause.
    /// [`execution`](Self::execution) says whether the service may have carried the request out.
    pub fn is_connection(&self) -> bool {
        self.0.kind == Kind::Connection
    }

    /// Whether there was no whole response in time, or work that was waited for is not over in time.
    ///
    /// # Troubleshooting
    ///
    /// Raise [`timeout`](crate::ClientBuilder::timeout) or [`connect_timeout`](crate::ClientBuilder::connect_timeout).
    /// [`execution`](Self::execution) says whether the service may have carried the request out.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout | Kind::Overdue)
    }

    /// Whether the request succeeded, and some of the things that it acts on failed:
    /// [`Response::ensure_all_succeeded`](crate::Response::ensure_all_succeeded) says so.
    ///
    /// # Troubleshooting
    ///
    /// The message names what failed. Do not simply repeat a request that creates: the rest succeeded.
    pub fn is_partial_failure(&self) -> bool {
        self.0.kind == Kind::Partial
    }

    /// Whether the request succeeded, and the work that it began in the background failed.
    ///
    /// # Troubleshooting
    ///
    /// [`shown`](Self::shown) is what the service says of the work; the text has its state.
    pub fn is_work_failed(&self) -> bool {
        self.0.kind == Kind::Work
    }

    /// What was shown of work that failed, in the type of what shows it: a background task, for example. None if
    /// nothing was, or if it is of another type.
    pub fn shown<T: DeserializeOwned>(&self) -> Option<T> {
        let body = self.0.body.as_ref().filter(|_| self.is_work_failed())?;
        serde_json::from_slice(body).ok()
    }

    /// What another [`Wait`](crate::Wait) can go on with, if this one is of waiting for work: the request that began the work
    /// succeeded, and to send it again would begin more.
    ///
    /// ```no_run
    /// # use huaweicloud_core::Error;
    /// # fn report(error: &Error) -> serde_json::Result<()> {
    /// if let Some(token) = error.wait_token() {
    ///     eprintln!("the work goes on; go on waiting with {}", serde_json::to_string(token)?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_token(&self) -> Option<&WaitToken> {
        self.0.wait_token.as_deref()
    }

    /// Whether what came back is no HTTP, or breaks its rules. The same request will hardly fare better: something else
    /// than the service listens at the endpoint, or stands before it.
    ///
    /// # Troubleshooting
    ///
    /// Check scheme and port of the endpoint, and the proxy. The service may have carried the request out.
    pub fn is_protocol(&self) -> bool {
        self.0.kind == Kind::Protocol
    }

    /// Whether the service responded with a status other than 2xx, or with one of 2xx and a body that is a refusal: an
    /// object with a code and a message of an error (`error_code` and `error_msg`) and no field of the type that was to
    /// be read.
    ///
    /// # Troubleshooting
    ///
    /// [`error_code`](Self::error_code) is the service's own code, which its documentation explains;
    /// [`request_id`](Self::request_id) is what its support asks for.
    pub fn is_service(&self) -> bool {
        self.0.kind == Kind::Service
    }

    /// Whether the response has a status of 2xx, but cannot be read. The service has carried the request out, unless
    /// the response is that of something before it: a page of HTML, for example, which the message then says.
    ///
    /// # Troubleshooting
    ///
    /// Do not simply repeat a write: it has probably succeeded. The message has the path to the value that cannot be
    /// read (`messages[0].value`), and [`raw_body`](Self::raw_body) the response as it came.
    pub fn is_decoding(&self) -> bool {
        matches!(self.0.kind, Kind::Decoding | Kind::Foreign)
    }

    /// Whether the service carried the request out, with a status of 2xx, but its response has more bytes than the
    /// client takes. A refusal that is too long is still a refusal: [`is_service`](Self::is_service).
    ///
    /// # Troubleshooting
    ///
    /// Ask for less at a time, or raise [`body_limit`](crate::ClientBuilder::body_limit). Do not simply repeat a write:
    /// it succeeded.
    pub fn is_body_too_large(&self) -> bool {
        self.0.kind == Kind::BodyTooLarge
    }

    /// Whether the request certainly never reached the service, in none of its attempts. What the service refused did
    /// reach it: whether a request can be repeated without doing anything twice, [`execution`](Self::execution) says.
    pub fn is_unsent(&self) -> bool {
        !self.0.sent && !self.0.attempts.is_sent_earlier()
    }

    /// Whether the service has carried the request out, in any of its attempts.
    ///
    /// After [`NotExecuted`](Execution::NotExecuted) any request can be sent again. After
    /// [`Unknown`](Execution::Unknown) only what may be carried out twice can; for all else, look first what has become
    /// of it.
    pub fn execution(&self) -> Execution {
        // What failed is a later question; the request that began the work succeeded.
        if self.0.wait_token.is_some() {
            return Execution::Executed;
        }
        self.0.attempts.execution(self.last_execution())
    }

    /// Whether the service has carried out the request of the last attempt.
    pub(crate) fn last_execution(&self) -> Execution {
        match self.0.kind {
            _ if !self.0.sent => Execution::NotExecuted,
            Kind::Configuration | Kind::Credentials | Kind::InvalidRequest => Execution::NotExecuted,
            Kind::Decoding | Kind::BodyTooLarge | Kind::Partial | Kind::Work | Kind::Overdue => Execution::Executed,
            Kind::Foreign => Execution::Unknown,
            Kind::Service => Execution::of_refusal(self.0.class, self.0.status, self.0.is_code_documented),
            Kind::Connection | Kind::Timeout | Kind::Protocol => Execution::of_broken_response(self.0.status),
        }
    }

    /// How often it was tried to send the request: 0 if it was not, for it, or the client, is not right.
    pub fn attempts(&self) -> u32 {
        self.0.attempts.count
    }

    /// A name for what it is, of which there are few: the status of a refusal, or the kind.
    #[cfg(feature = "tracing")]
    pub(crate) fn type_name(&self) -> std::borrow::Cow<'static, str> {
        match (self.0.kind, self.0.status) {
            (Kind::Service, Some(status)) => status.to_string().into(),
            (Kind::Service, None) => "refusal".into(),
            (Kind::Configuration, _) => "configuration".into(),
            (Kind::Credentials, _) => "credentials".into(),
            (Kind::InvalidRequest, _) => "invalid_request".into(),
            (Kind::Connection, _) => "connection".into(),
            (Kind::Timeout | Kind::Overdue, _) => "timeout".into(),
            (Kind::Protocol, _) => "protocol".into(),
            (Kind::Decoding | Kind::Foreign, _) => "decoding".into(),
            (Kind::BodyTooLarge, _) => "body_too_large".into(),
            (Kind::Partial, _) => "partial".into(),
            (Kind::Work, _) => "work".into(),
        }
    }

    /// Whether time alone changes nothing about it: a certificate that is not trusted, for example.
    pub(crate) fn is_lasting(&self) -> bool {
        self.0.prospect == Prospect::Lasting
    }

    /// Whether the service, or the gateway, documents the code.
    pub(crate) fn is_code_documented(&self) -> bool {
        self.0.is_code_documented
    }

    /// What the refusal of the service means for the caller: what its code is documented to mean, or, for a code that
    /// is not documented, what the HTTP status suggests. None for what is neither, and for failures of another kind.
    pub fn class(&self) -> Option<ErrorClass> {
        self.0.class
    }

    /// Whether the service does not know what the request names.
    pub fn is_not_found(&self) -> bool {
        self.0.class == Some(ErrorClass::NotFound)
    }

    /// Whether something is not ready yet, or busy with something else: the same request may succeed later.
    pub fn is_busy(&self) -> bool {
        self.0.class == Some(ErrorClass::Retry)
    }

    /// Whether what the request would make is there already, or something stands in its way.
    pub fn is_conflict(&self) -> bool {
        self.0.class == Some(ErrorClass::Conflict)
    }

    /// Whether there were too many requests.
    ///
    /// # Troubleshooting
    ///
    /// Wait for [`retry_after`](Self::retry_after) if the service says how long, and send fewer requests at a time.
    pub fn is_throttled(&self) -> bool {
        self.0.class == Some(ErrorClass::Throttled)
    }

    /// Whether the service does not know the caller, or does not allow this to them.
    ///
    /// # Troubleshooting
    ///
    /// Check the credentials, the project, and the permission that the documentation of the operation names.
    pub fn is_unauthorized(&self) -> bool {
        self.0.class == Some(ErrorClass::Unauthorized)
    }

    /// The operation, by its official name; none if the client could not be built.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP status of the response, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// The service's code, `DMS.00404022` for example.
    pub fn error_code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What went wrong: the service's own words if it responded, ours otherwise; at most 4 KiB, without control
    /// characters, and without the client's keys and tokens.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The id under which the service logged the request.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How long the service asks to wait before the next try: `Retry-After`, in seconds or as a date, and at most an
    /// hour.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The time of the service when it responded, if it said so.
    pub(crate) fn date(&self) -> Option<SystemTime> {
        date(&self.0.headers)
    }

    /// A header of the response, if it is there and is text; the first of several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The headers of the response that are text: name, in lower case, and value.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// The body of the response as it came: not shortened, and with whatever the service repeats of the request.
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
    }
}
