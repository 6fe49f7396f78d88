//! Providers of credentials: once for all calls, before they are over, and when they fail.

use std::future::ready;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use huaweicloud_core::testing::ManualClock;
use huaweicloud_core::{
    Credentials, CredentialsChain, CredentialsFuture, CredentialsProvider, CredentialsRequest, Error, Execution,
    ProfileCredentials,
};

use crate::server::{Server, Step, refusal, success};
use crate::{CREATE, OPERATIONS, SHOW, Widgets, builder};

const MINUTE: Duration = Duration::from_secs(60);

/// Gives `TOKENVALUE-1`, `TOKENVALUE-2`, … each for a time, and fails when it is told to.
#[derive(Clone, Default)]
struct Tokens(Arc<Inner>);

#[derive(Default)]
struct Inner {
    asked: AtomicUsize,
    lifetime: Option<Duration>,
    failures: Mutex<Vec<&'static str>>,
    /// Whether its failures are that nothing is set up.
    is_absent: bool,
    /// How long it takes.
    delay: Duration,
}

impl Tokens {
    fn lasting(lifetime: Duration) -> Self {
        Self(Arc::new(Inner { lifetime: Some(lifetime), ..Inner::default() }))
    }

    fn failing(failures: impl IntoIterator<Item = &'static str>) -> Self {
        let mut failures: Vec<_> = failures.into_iter().collect();
        failures.reverse();
        Self(Arc::new(Inner { failures: failures.into(), ..Inner::default() }))
    }

    fn absent(reasons: impl IntoIterator<Item = &'static str>) -> Self {
        let mut reasons: Vec<_> = reasons.into_iter().collect();
        reasons.reverse();
        Self(Arc::new(Inner { failures: reasons.into(), is_absent: true, ..Inner::default() }))
    }

    fn asked(&self) -> usize {
        self.0.asked.load(Ordering::Relaxed)
    }
}

impl CredentialsProvider for Tokens {
    fn provide<'p>(&'p self, request: &'p CredentialsRequest) -> CredentialsFuture<'p> {
        Box::pin(async move {
            let number = self.0.asked.fetch_add(1, Ordering::Relaxed) + 1;
            if self.0.delay > Duration::ZERO {
                request.clock().sleep(self.0.delay).await;
            }
            if let Some(reason) = self.0.failures.lock().unwrap().pop() {
                let fail = if self.0.is_absent { Error::credentials_not_set_up } else { Error::credentials };
                return Err(fail(reason));
            }
            let token = Credentials::token(format!("TOKENVALUE-{number}")).with_project_id("p1");
            Ok(match self.0.lifetime {
                Some(lifetime) => token.expiring_at(request.clock().now() + lifetime),
                None => token,
            })
        })
    }
}

fn client(server: &Server, clock: &ManualClock, tokens: &Tokens) -> Widgets {
    builder(&server.endpoint(), clock).credentials_provider(tokens.clone()).build().unwrap()
}

fn expired() -> Step {
    Step::Respond(refusal("401 Unauthorized", "", "APIGW.0307"))
}

#[tokio::test]
async fn a_token_that_expires_in_mid_flight_is_renewed_once() {
    for operation in OPERATIONS {
        let (server, clock, tokens) = (Server::start([expired()]).await, ManualClock::advancing(), Tokens::default());
        let response = client(&server, &clock, &tokens).call(operation).await.unwrap();
        assert_eq!((response.attempts(), tokens.asked()), (2, 2));
        assert_eq!(server.tokens(), ["TOKENVALUE-1", "TOKENVALUE-2"]);
        assert!(clock.sleeps().is_empty());
        // One that is refused again is refused for another reason.
        let (server, tokens) = (Server::start([expired(), expired()]).await, Tokens::default());
        let error = client(&server, &clock, &tokens).call(operation).await.unwrap_err();
        assert!(error.is_unauthorized());
        assert_eq!((error.attempts(), error.execution(), tokens.asked()), (2, Execution::NotExecuted, 2));
    }
}

#[tokio::test]
async fn credentials_are_asked_for_once_and_again_before_they_are_over() {
    let (server, clock, tokens) = (Server::start([]).await, ManualClock::advancing(), Tokens::lasting(60 * MINUTE));
    let widgets = client(&server, &clock, &tokens);
    assert_eq!(tokens.asked(), 0);
    for (minutes, asked) in [(0, 1), (54, 1), (2, 2), (50, 2), (10, 3)] {
        clock.advance(minutes * MINUTE);
        widgets.call(&SHOW).await.unwrap();
        assert_eq!(tokens.asked(), asked, "{minutes}");
    }
    // What lasts shorter is renewed after half of its time.
    let (server, tokens) = (Server::start([]).await, Tokens::lasting(4 * MINUTE));
    let widgets = client(&server, &clock, &tokens);
    for asked in [1, 1, 2, 2, 3] {
        widgets.call(&SHOW).await.unwrap();
        assert_eq!(tokens.asked(), asked);
        clock.advance(MINUTE);
    }
}

#[tokio::test]
async fn all_calls_wait_for_one_answer() {
    let (server, clock) = (Server::start([]).await, ManualClock::new());
    let tokens = Tokens(Arc::new(Inner { delay: MINUTE, ..Inner::default() }));
    let widgets = client(&server, &clock, &tokens);
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let widgets = widgets.clone();
            tokio::spawn(async move { widgets.call(&SHOW).await })
        })
        .collect();
    clock.until_sleeping(1).await;
    clock.advance(MINUTE);
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((tokens.asked(), server.requests()), (1, 50));
}

#[tokio::test]
async fn a_call_that_is_given_up_while_it_asks_leaves_what_it_asked_to_another_one() {
    let (server, clock) = (Server::start([]).await, ManualClock::new());
    let tokens = Tokens(Arc::new(Inner { delay: MINUTE, ..Inner::default() }));
    let widgets = client(&server, &clock, &tokens);
    let [first, second] =
        [widgets.clone(), widgets].map(|widgets| tokio::spawn(async move { widgets.call(&SHOW).await }));
    clock.until_sleeping(1).await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    clock.advance(MINUTE);
    second.await.unwrap().unwrap();
    assert_eq!((tokens.asked(), server.tokens()), (1, vec!["TOKENVALUE-1".to_owned()]));
}

#[tokio::test]
async fn a_provider_that_fails_is_an_error_with_its_reason_and_nothing_is_sent() {
    for operation in OPERATIONS {
        let (server, clock) = (Server::start([]).await, ManualClock::advancing());
        let tokens = Tokens::failing(["the vault is locked"]);
        let widgets = client(&server, &clock, &tokens);
        let error = widgets.call(operation).await.unwrap_err();
        assert!(error.is_credentials() && error.is_unsent());
        assert_eq!((error.attempts(), error.execution()), (0, Execution::NotExecuted));
        assert_eq!(error.to_string(), format!("{}: the vault is locked", operation.id()));
        assert_eq!(server.requests(), 0);
        // It is asked again by the next call.
        widgets.call(operation).await.unwrap();
    }
}

#[tokio::test]
async fn all_calls_that_wait_share_one_failure() {
    let (server, clock) = (Server::start([]).await, ManualClock::new());
    let tokens = Tokens(Arc::new(Inner {
        delay: MINUTE,
        failures: vec!["no", "the vault is locked"].into(),
        ..Inner::default()
    }));
    let widgets = client(&server, &clock, &tokens);
    let calls: Vec<_> = (0..10)
        .map(|_| {
            let widgets = widgets.clone();
            tokio::spawn(async move { widgets.call(&CREATE).await })
        })
        .collect();
    clock.until_sleeping(1).await;
    clock.advance(MINUTE);
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap_err().to_string(), "CreateWidget: the vault is locked");
    }
    assert_eq!((tokens.asked(), server.requests()), (1, 0));
}

#[tokio::test]
async fn while_the_old_ones_work_no_call_fails_for_want_of_new_ones() {
    let (server, clock, tokens) = (Server::start([]).await, ManualClock::advancing(), Tokens::lasting(60 * MINUTE));
    let widgets = client(&server, &clock, &tokens);
    widgets.call(&SHOW).await.unwrap();
    *tokens.0.failures.lock().unwrap() = vec!["c", "b", "a"];
    clock.advance(56 * MINUTE);
    widgets.call(&SHOW).await.unwrap();
    widgets.call(&SHOW).await.unwrap();
    assert_eq!((tokens.asked(), server.tokens()), (2, vec!["TOKENVALUE-1".to_owned(); 3]));
    // Half a minute later it is asked again, and when the old ones are over the reason is an error.
    clock.advance(MINUTE);
    widgets.call(&SHOW).await.unwrap();
    assert_eq!(tokens.asked(), 3);
    clock.advance(4 * MINUTE);
    assert_eq!(widgets.call(&SHOW).await.unwrap_err().message(), "c");
}

#[tokio::test]
async fn credentials_that_cannot_be_used_are_refused() {
    struct Useless(Credentials);
    impl CredentialsProvider for Useless {
        fn provide<'p>(&'p self, _: &'p CredentialsRequest) -> CredentialsFuture<'p> {
            Box::pin(ready(Ok(self.0.clone())))
        }
    }
    let (server, clock) = (Server::start([]).await, ManualClock::advancing());
    for (credentials, reason) in [
        (Credentials::token(""), "the token of the credentials is empty; set it"),
        (Credentials::token("TOKENVALUE\n"), "a token of the credentials begins or ends in white space; remove it"),
        (
            Credentials::token("TOKENVALUE").with_project_id(""),
            "the project id of the credentials is empty; set it, or leave it out",
        ),
    ] {
        let widgets = builder(&server.endpoint(), &clock).credentials_provider(Useless(credentials)).build().unwrap();
        let error = widgets.call(&SHOW).await.unwrap_err();
        assert_eq!((error.is_credentials(), error.message()), (true, reason));
        assert!(!format!("{error:?} {error:#?}").contains("TOKENVALUE"));
    }
    assert_eq!(server.requests(), 0);
}

#[tokio::test]
async fn a_chain_takes_the_first_that_has_credentials_and_lists_the_reasons_of_all() {
    let (server, clock) = (Server::start([]).await, ManualClock::advancing());
    let chain = CredentialsChain::new()
        .or("the vault", Tokens::absent(["no vault", "no vault"]))
        .or("the safe", Tokens::absent(["no safe"]));
    assert_eq!(format!("{chain:?}"), "[\"the vault\", \"the safe\"]");
    let widgets = builder(&server.endpoint(), &clock).credentials_provider(chain).build().unwrap();
    let error = widgets.call(&SHOW).await.unwrap_err();
    assert_eq!(error.message(), "no provider has credentials: the vault: no vault; the safe: no safe");
    widgets.call(&SHOW).await.unwrap();
    // The first is asked again, and the second gives.
    assert_eq!(server.tokens(), ["TOKENVALUE-2"]);
    let none = builder(&server.endpoint(), &clock).credentials_provider(CredentialsChain::new()).build().unwrap();
    let message = "no provider has credentials: there is no provider";
    assert_eq!(none.call(&SHOW).await.unwrap_err().message(), message);
}

#[tokio::test]
async fn a_chain_ends_at_a_provider_that_is_set_up_and_fails() {
    let (server, clock) = (Server::start([]).await, ManualClock::advancing());
    let machine = Tokens::default();
    let chain = CredentialsChain::new()
        .or("the file", Tokens::absent(["no file", "no file"]))
        .or("the pod", Tokens::failing(["its agency cannot be reached"]))
        .or("the machine", machine.clone());
    let widgets = builder(&server.endpoint(), &clock).credentials_provider(chain).build().unwrap();
    let error = widgets.call(&SHOW).await.unwrap_err();
    let message = "the pod, which is set up, has no credentials: its agency cannot be reached; the file: no file; the machine: \
                   not asked";
    assert_eq!((error.is_credentials(), error.message(), machine.asked()), (true, message, 0));
    // Nobody has become somebody else meanwhile.
    widgets.call(&SHOW).await.unwrap();
    assert_eq!((server.tokens(), machine.asked()), (vec!["TOKENVALUE-2".to_owned()], 0));
}

#[tokio::test]
async fn what_has_expired_as_it_comes_is_for_the_service_to_judge() {
    // The clock of this machine may be the one that is wrong: the keys are sent, and asked for again only later.
    let (server, clock, tokens) = (Server::start([]).await, ManualClock::advancing(), Tokens::lasting(Duration::ZERO));
    let widgets = client(&server, &clock, &tokens);
    for asked in [1, 1, 2] {
        widgets.call(&SHOW).await.unwrap();
        assert_eq!(tokens.asked(), asked);
        clock.advance(Duration::from_secs(20));
    }
}

#[tokio::test]
async fn a_call_that_nobody_polls_holds_up_no_other() {
    let (server, clock) = (Server::start([]).await, ManualClock::new());
    let tokens = Tokens(Arc::new(Inner { delay: MINUTE, ..Inner::default() }));
    let widgets = client(&server, &clock, &tokens);
    let mut first = Box::pin(widgets.call(&SHOW));
    std::future::poll_fn(|context| {
        assert!(first.as_mut().poll(context).is_pending());
        std::task::Poll::Ready(())
    })
    .await;
    clock.advance(MINUTE);
    // The first asked, is kept, and is not polled again before the second has its response.
    widgets.call(&SHOW).await.unwrap();
    first.await.unwrap();
    assert_eq!(tokens.asked(), 1);
}

#[tokio::test]
async fn a_profile_that_was_rotated_is_read_again() {
    let path = std::env::temp_dir().join(format!("huaweicloud-core-profile-{}", std::process::id()));
    let write = |key: &str| std::fs::write(&path, format!("[basic]\nak = {key}\nsk = SKVALUE\n")).unwrap();
    write("AKVALUE1");
    let (server, clock) = (Server::start([Step::Respond(success()), expired()]).await, ManualClock::advancing());
    let profile = ProfileCredentials::new().file(&path);
    let widgets = builder(&server.endpoint(), &clock).credentials_provider(profile).build().unwrap();
    widgets.call(&SHOW).await.unwrap();
    write("AKVALUE2");
    let response = widgets.call(&SHOW).await.unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(
        (response.attempts(), server.access_keys()),
        (2, ["AKVALUE1", "AKVALUE1", "AKVALUE2"].map(str::to_owned).to_vec())
    );
}
