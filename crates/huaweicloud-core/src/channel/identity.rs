//! Who requests are from: always the same, or as a provider says.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::asked_once::AskedOnce;
use super::header::header_value;
use super::observed::Observed;
use super::shared::{Shared, Work};
use super::{Authentication, CommonHeaders};
use crate::credentials::{Credentials, CredentialsProvider, CredentialsRequest};
use crate::error::Error;

/// How long before they expire credentials are renewed, if they hold for longer than twice that.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// How long a failure to renew credentials that still work is left alone.
const PAUSE: Duration = Duration::from_secs(30);

/// Proof of identity as requests carry it, and the project that they are for.
pub(crate) struct Caller {
    pub(super) authentication: Authentication,
    /// The project, as a header: text of visible ASCII.
    pub(super) project: Option<HeaderValue>,
    /// The headers that all requests of the caller have, once there was one.
    pub(super) headers: OnceLock<CommonHeaders>,
    /// The project, if it is known by its name.
    pub(super) project_name: Option<String>,
    /// The project as the identity service knows it, once somebody has asked.
    pub(super) project_found: AskedOnce<String>,
    expires_at: Option<SystemTime>,
}

impl Caller {
    /// # Errors
    ///
    /// [`Error::is_configuration`] for credentials that are empty, or that no header can hold.
    pub(crate) fn new(credentials: &Credentials) -> Result<Self, Error> {
        Ok(Self {
            authentication: Authentication::new(&credentials.kind)?,
            project: credentials.project_id.as_deref().map(project_header).transpose()?,
            headers: OnceLock::new(),
            project_name: credentials.project_name.clone(),
            project_found: AskedOnce::default(),
            expires_at: credentials.expires_at,
        })
    }

    /// The project that requests are for, unless they name another one.
    pub(crate) fn project_id(&self) -> Option<&str> {
        self.project.as_ref().and_then(|project| project.to_str().ok())
    }

    fn holds_at(&self, now: SystemTime) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// The caller as it comes now, and when to renew it; never if it does not expire.
    ///
    /// What has expired as it comes may have done so by the clock of this machine alone: it is for the service to say, which tells
    /// the time if it refuses it.
    fn coming_at(self, now: SystemTime) -> (Self, Option<SystemTime>) {
        let Some(end) = self.expires_at else { return (self, None) };
        match end.duration_since(now) {
            Ok(left) if !left.is_zero() => (self, Some(end.checked_sub(MARGIN.min(left / 2)).unwrap_or(now))),
            _ => (Self { expires_at: None, ..self }, now.checked_add(PAUSE)),
        }
    }
}

fn project_header(id: &str) -> Result<HeaderValue, Error> {
    if id.is_empty() {
        return Err(Error::configuration("the project id of the credentials is empty; set it, or leave it out"));
    }
    let header = header_value(id);
    header.ok_or_else(|| Error::configuration("the project id of the credentials is not visible ASCII; correct it"))
}

/// Where callers come from.
pub(crate) enum Identity {
    Fixed(Box<Caller>),
    Provided(Box<Provided>),
}

/// A caller, borrowed from what is fixed or shared with what is kept.
pub(crate) enum CallerRef<'c> {
    Fixed(&'c Caller),
    Kept(Arc<Caller>),
}

impl Deref for CallerRef<'_> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        match self {
            Self::Fixed(caller) => caller,
            Self::Kept(caller) => caller,
        }
    }
}

/// A provider, and what it gave last.
pub(crate) struct Provided {
    known: Arc<Known>,
    asking: Shared<Result<Arc<Caller>, Arc<Error>>>,
}

struct Known {
    provider: Box<dyn CredentialsProvider>,
    request: CredentialsRequest,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    caller: Option<Arc<Caller>>,
    /// When the caller is to be renewed, though it may still work.
    renew_at: Option<SystemTime>,
}

impl Identity {
    pub(crate) fn provided_by(provider: Box<dyn CredentialsProvider>, request: CredentialsRequest) -> Self {
        let known = Known { provider, request, state: Mutex::default() };
        Self::Provided(Box::new(Provided { known: Arc::new(known), asking: Shared::default() }))
    }

    /// The caller that is always the same, if it is.
    pub(crate) fn fixed(&self) -> Option<&Caller> {
        match self {
            Self::Fixed(caller) => Some(caller),
            Self::Provided(_) => None,
        }
    }

    /// A caller that holds now.
    pub(super) async fn caller(&self) -> Result<CallerRef<'_>, Error> {
        match self {
            Self::Fixed(caller) => Ok(CallerRef::Fixed(caller)),
            Self::Provided(provided) => provided.caller().await.map(CallerRef::Kept),
        }
    }

    /// Forgets a caller that the service has refused; whether there may be another one.
    pub(super) fn refuse(&self, refused: &CallerRef<'_>) -> bool {
        match (self, refused) {
            (Self::Provided(provided), CallerRef::Kept(refused)) => {
                let mut state = provided.known.lock();
                if state.caller.as_ref().is_some_and(|caller| Arc::ptr_eq(caller, refused)) {
                    state.caller = None;
                }
                true
            }
            _ => false,
        }
    }
}

impl Provided {
    async fn caller(&self) -> Result<Arc<Caller>, Error> {
        let (working, is_fresh) = self.known.working();
        if let Some(caller) = &working
            && (is_fresh || self.asking.is_running())
        {
            return Ok(Arc::clone(caller));
        }
        let asking = || -> Work<_> {
            let known = Arc::clone(&self.known);
            Box::pin(async move { known.ask().await.map_err(Arc::new) })
        };
        match (self.asking.run(asking).await, working) {
            (Ok(caller), _) => Ok(caller),
            // The old ones still work.
            (Err(_), Some(old)) => Ok(old),
            (Err(error), None) => Err(Error::credentials(error.message()).with_source(error)),
        }
    }
}

impl Known {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The caller that works now, if one does, and whether it need not be renewed yet.
    fn working(&self) -> (Option<Arc<Caller>>, bool) {
        let now = self.request.clock().now();
        let state = self.lock();
        let working = state.caller.clone().filter(|caller| caller.holds_at(now));
        (working, state.renew_at.is_none_or(|at| now < at))
    }

    async fn ask(&self) -> Result<Arc<Caller>, Error> {
        let given = self.provider.provide(&self.request).await;
        let given = given.and_then(|credentials| Caller::new(&credentials));
        let now = self.request.clock().now();
        let mut state = self.lock();
        match given {
            Ok(caller) => {
                let (caller, renew_at) = caller.coming_at(now);
                state.renew_at = renew_at;
                let caller = Arc::new(caller);
                state.caller = Some(Arc::clone(&caller));
                Ok(caller)
            }
            Err(error) => {
                state.renew_at = now.checked_add(PAUSE);
                drop(state);
                Observed::renewal_failed(&error);
                Err(error)
            }
        }
    }
}
