//! Who requests are from: always the same, or as a provider says.

use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::Authentication;
use super::asked_once::AskedOnce;
use super::header::header_value;
use crate::credentials::{Credentials, CredentialsProvider, CredentialsRequest};
use crate::error::Error;
use crate::runtime::Clock;

/// How long before they expire credentials are renewed, if they hold for longer than twice that.
const MARGIN: Duration = Duration::from_secs(5 * 60);

/// How long a failure to renew credentials that still work is left alone.
const PAUSE: Duration = Duration::from_secs(30);

/// Proof of identity as requests carry it, and the project that they are for.
pub(crate) struct Caller {
    pub(super) authentication: Authentication,
    /// The project, as a header: text of visible ASCII.
    pub(super) project: Option<HeaderValue>,
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
    provider: Box<dyn CredentialsProvider>,
    request: CredentialsRequest,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    caller: Option<Arc<Caller>>,
    /// When the caller is to be renewed, though it may still work.
    renew_at: Option<SystemTime>,
    /// Whether somebody is asking the provider.
    is_asking: bool,
    /// Why the last time gave nothing, and how often the provider was asked.
    failure: Option<String>,
    asked: u64,
    waiting: Vec<Waker>,
}

impl Identity {
    pub(crate) fn provided_by(provider: Box<dyn CredentialsProvider>, request: CredentialsRequest) -> Self {
        Self::Provided(Box::new(Provided { provider, request, state: Mutex::default() }))
    }

    /// The caller that is always the same, if it is.
    pub(crate) fn fixed(&self) -> Option<&Caller> {
        match self {
            Self::Fixed(caller) => Some(caller),
            Self::Provided(_) => None,
        }
    }

    /// A caller that holds now.
    pub(super) async fn caller(&self, clock: &Arc<dyn Clock>) -> Result<CallerRef<'_>, Error> {
        match self {
            Self::Fixed(caller) => Ok(CallerRef::Fixed(caller)),
            Self::Provided(provided) => provided.caller(clock).await.map(CallerRef::Kept),
        }
    }

    /// Forgets a caller that the service has refused; whether there may be another one.
    pub(super) fn refuse(&self, refused: &CallerRef<'_>) -> bool {
        match (self, refused) {
            (Self::Provided(provided), CallerRef::Kept(refused)) => {
                let mut state = provided.lock();
                if state.caller.as_ref().is_some_and(|caller| Arc::ptr_eq(caller, refused)) {
                    state.caller = None;
                }
                true
            }
            _ => false,
        }
    }
}

/// What a call does about its caller.
enum Turn {
    Take(Arc<Caller>),
    /// Ask the provider; if it has nothing, the old one may still work.
    Ask {
        old: Option<Arc<Caller>>,
    },
}

impl Provided {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn caller(&self, clock: &Arc<dyn Clock>) -> Result<Arc<Caller>, Error> {
        let mut waited_for = None;
        let turn = std::future::poll_fn(|context| {
            let now = clock.now();
            let mut state = self.lock();
            let working = state.caller.clone().filter(|caller| caller.holds_at(now));
            let is_fresh = state.renew_at.is_none_or(|at| now < at);
            match working {
                Some(caller) if is_fresh || state.is_asking => return Poll::Ready(Ok(Turn::Take(caller))),
                old if !state.is_asking => {
                    // Those who have waited for somebody else to ask share what became of it.
                    if let (Some(asked), Some(failure)) = (waited_for, &state.failure)
                        && asked != state.asked
                        && old.is_none()
                    {
                        return Poll::Ready(Err(Error::credentials(failure.as_str())));
                    }
                    state.is_asking = true;
                    return Poll::Ready(Ok(Turn::Ask { old }));
                }
                _ => {}
            }
            waited_for.get_or_insert(state.asked);
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await?;
        match turn {
            Turn::Take(caller) => Ok(caller),
            Turn::Ask { old } => self.ask(old, clock).await,
        }
    }

    async fn ask(&self, old: Option<Arc<Caller>>, clock: &Arc<dyn Clock>) -> Result<Arc<Caller>, Error> {
        // Whether it ends or is given up, the next one may ask.
        let _done = Done(self);
        let given = self.provider.provide(&self.request).await;
        let given = given.and_then(|credentials| Caller::new(&credentials)).and_then(|caller| {
            let is_over = !caller.holds_at(clock.now());
            if is_over { Err(Error::credentials("the credentials that came have expired already")) } else { Ok(caller) }
        });
        let (now, mut state) = (clock.now(), self.lock());
        state.asked += 1;
        match (given, old) {
            (Ok(caller), _) => {
                let caller = Arc::new(caller);
                state.renew_at = caller.expires_at.map(|end| {
                    let left = end.duration_since(now).unwrap_or_default();
                    end.checked_sub(MARGIN.min(left / 2)).unwrap_or(now)
                });
                (state.caller, state.failure) = (Some(Arc::clone(&caller)), None);
                Ok(caller)
            }
            // The old ones still work.
            (Err(_), Some(old)) => {
                state.renew_at = now.checked_add(PAUSE);
                Ok(old)
            }
            (Err(error), None) => {
                state.failure = Some(error.message().to_owned());
                Err(Error::credentials(error.message()).with_source(error))
            }
        }
    }
}

struct Done<'p>(&'p Provided);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_asking = false;
        let waiting = std::mem::take(&mut state.waiting);
        drop(state);
        waiting.into_iter().for_each(Waker::wake);
    }
}
