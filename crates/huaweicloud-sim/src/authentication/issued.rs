//! Tokens and temporary access keys that the identity service has given out.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use ring::digest::{SHA256, digest};
use ring::hmac;
use secrecy::{ExposeSecret, SecretString};

use super::credentials::{AccessKey, Projects};

/// How many of each are kept: the oldest goes first.
const KEPT: usize = 10_000;

/// What was given out, for as long as it lasts.
#[derive(Default)]
pub(crate) struct Issued(Mutex<Contents>);

#[derive(Default)]
struct Contents {
    count: u64,
    tokens: VecDeque<(SecretString, Projects, SystemTime)>,
    access_keys: VecDeque<(String, AccessKey, SystemTime)>,
}

/// A temporary access key, as it is told.
pub(crate) struct TemporaryKey {
    pub(crate) access_key: String,
    pub(crate) secret_key: SecretString,
    pub(crate) security_token: SecretString,
}

impl Issued {
    /// Makes a token.
    pub(crate) fn token(&self, projects: Projects, expires: SystemTime) -> SecretString {
        let mut contents = self.locked();
        let token = SecretString::from(contents.text("token"));
        push(&mut contents.tokens, (token.clone(), projects, expires));
        token
    }

    /// Makes a temporary access key.
    pub(crate) fn access_key(&self, projects: Projects, expires: SystemTime) -> TemporaryKey {
        let mut contents = self.locked();
        let text = contents.text("key").to_uppercase();
        let access_key = format!("HST{}", &text[..17]);
        let secret_key = SecretString::from(contents.text("secret")[..40].to_owned());
        let security_token = SecretString::from(contents.text("security-token"));
        let key = AccessKey::new(&secret_key, Some(security_token.clone()), projects);
        push(&mut contents.access_keys, (access_key.clone(), key, expires));
        TemporaryKey { access_key, secret_key, security_token }
    }

    /// Whom a token is of, unless it has expired.
    pub(super) fn projects_of(&self, token: &[u8], now: SystemTime) -> Option<Projects> {
        let contents = self.locked();
        let found = contents.tokens.iter().find(|(other, ..)| is_same(other, token));
        found.filter(|(.., expires)| *expires > now).map(|(_, projects, _)| projects.clone())
    }

    /// A temporary access key, unless it has expired.
    pub(super) fn find(&self, access_key: &str, now: SystemTime) -> Option<AccessKey> {
        let contents = self.locked();
        let found = contents.access_keys.iter().find(|(id, ..)| id == access_key);
        found.filter(|(.., expires)| *expires > now).map(|(_, key, _)| key.clone())
    }

    fn locked(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Contents {
    /// A text that nothing else has been given: counted and not drawn, so that two runs give the same. What a simulator
    /// protects needs no better one.
    fn text(&mut self, purpose: &str) -> String {
        self.count += 1;
        HEXLOWER.encode(digest(&SHA256, format!("{purpose} {}", self.count).as_bytes()).as_ref())
    }
}

fn push<T>(list: &mut VecDeque<T>, element: T) {
    if list.len() == KEPT {
        list.pop_front();
    }
    list.push_back(element);
}

/// Whether a secret is what was sent, in a time that tells nothing of it.
pub(super) fn is_same(secret: &SecretString, sent: &[u8]) -> bool {
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"compare");
    let tag = hmac::sign(&key, sent);
    hmac::verify(&key, secret.expose_secret().as_bytes(), tag.as_ref()).is_ok()
}
