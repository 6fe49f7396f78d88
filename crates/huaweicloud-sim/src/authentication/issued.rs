//! Tokens and temporary access keys that the identity service has given out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use data_encoding::HEXLOWER;
use ring::rand::{SecureRandom as _, SystemRandom};
use secrecy::{ExposeSecret, SecretString};

use super::credentials::{AccessKey, Projects};
use super::fingerprint::Fingerprint;
use crate::refusal::{Codes, Refusal};

/// How many of each are kept: the oldest goes first.
const KEPT: usize = 10_000;

/// What was given out, for as long as it lasts.
#[derive(Default)]
pub(crate) struct Issued {
    tokens: Mutex<Kept<Fingerprint, Projects>>,
    access_keys: Mutex<Kept<String, Arc<AccessKey>>>,
}

/// What is found by a key, until it expires, or so many younger ones have come.
struct Kept<K, V> {
    by_key: BTreeMap<K, (V, SystemTime)>,
    /// The keys, oldest first.
    ages: VecDeque<K>,
}

/// A temporary access key, as it is told.
pub(crate) struct TemporaryKey {
    pub(crate) access_key: String,
    pub(crate) secret_key: SecretString,
    pub(crate) security_token: SecretString,
}

impl Issued {
    /// Makes a token.
    pub(crate) fn token(&self, projects: Projects, expires: SystemTime) -> Result<SecretString, Refusal> {
        let token = SecretString::from(drawn()?);
        locked(&self.tokens).keep(Fingerprint::of(token.expose_secret().as_bytes()), projects, expires);
        Ok(token)
    }

    /// Makes a temporary access key.
    pub(crate) fn access_key(&self, projects: Projects, expires: SystemTime) -> Result<TemporaryKey, Refusal> {
        let access_key = format!("HST{}", &drawn()?.to_uppercase()[..17]);
        let secret_key = SecretString::from(drawn()?[..40].to_owned());
        let security_token = SecretString::from(drawn()?);
        let key = Arc::new(AccessKey::new(&secret_key, Some(&security_token), projects));
        locked(&self.access_keys).keep(access_key.clone(), key, expires);
        Ok(TemporaryKey { access_key, secret_key, security_token })
    }

    /// Whom a token is of, unless it has expired.
    pub(super) fn projects_of(&self, token: Fingerprint, now: SystemTime) -> Option<Projects> {
        locked(&self.tokens).find(&token, now)
    }

    /// A temporary access key, unless it has expired.
    pub(super) fn find(&self, access_key: &str, now: SystemTime) -> Option<Arc<AccessKey>> {
        locked(&self.access_keys).find(access_key, now)
    }
}

impl<K: Ord + Clone, V: Clone> Kept<K, V> {
    fn keep(&mut self, key: K, value: V, expires: SystemTime) {
        if self.ages.len() == KEPT
            && let Some(oldest) = self.ages.pop_front()
        {
            self.by_key.remove(&oldest);
        }
        self.ages.push_back(key.clone());
        self.by_key.insert(key, (value, expires));
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q, now: SystemTime) -> Option<V>
    where
        K: std::borrow::Borrow<Q>,
    {
        self.by_key.get(key).filter(|(_, expires)| *expires > now).map(|(value, _)| value.clone())
    }
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self { by_key: BTreeMap::new(), ages: VecDeque::new() }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// 64 hexadecimal digits that nobody can guess.
fn drawn() -> Result<String, Refusal> {
    let mut bytes = [0; 32];
    let filled = SystemRandom::new().fill(&mut bytes);
    filled.map_err(|_| Refusal::of(Codes::GATEWAY.internal).because("The machine gives no random numbers."))?;
    Ok(HEXLOWER.encode(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(second: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(second)
    }

    #[test]
    fn what_is_given_out_is_drawn_and_not_counted() {
        let (first, second) = (Issued::default(), Issued::default());
        let token = |issued: &Issued| issued.token(Projects::Any, at(1)).unwrap().expose_secret().to_owned();
        assert_ne!(token(&first), token(&second), "two simulators give other tokens");
        let key = |issued: &Issued| issued.access_key(Projects::Any, at(1)).unwrap();
        let (one, other) = (key(&first), key(&second));
        assert_ne!(one.access_key, other.access_key);
        assert_ne!(one.secret_key.expose_secret(), other.secret_key.expose_secret());
        assert_ne!(one.security_token.expose_secret(), other.security_token.expose_secret());
    }

    #[test]
    fn it_lasts_until_it_expires_or_enough_younger_ones_have_come() {
        let mut kept = Kept::default();
        for number in 0..=KEPT {
            kept.keep(number, number, at(10));
        }
        assert_eq!((kept.find(&0, at(1)), kept.find(&1, at(9)), kept.find(&KEPT, at(9))), (None, Some(1), Some(KEPT)));
        assert_eq!(kept.find(&1, at(10)), None);
        assert_eq!((kept.by_key.len(), kept.ages.len()), (KEPT, KEPT));
    }
}
