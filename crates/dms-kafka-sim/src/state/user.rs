//! The users of an instance, who connect to it with SASL.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::error::StateError;
use super::instance::Instance;
use super::moment::Moment;

/// The users of an instance by their names, in the order in which they were created, without the one that it was created with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Users(IndexMap<Box<str>, User>);

/// A user. The password is not kept: nothing asks for it again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) description: Box<str>,
    pub(crate) created_at: Moment,
}

impl Users {
    pub(crate) fn insert(&mut self, name: &str, user: User) {
        self.0.insert(name.into(), user);
    }
}

impl Instance {
    /// The user that the instance was created with.
    fn initial_user(&self) -> Option<(&str, User)> {
        let name = self.access.user.as_deref()?;
        Some((name, User { description: Box::default(), created_at: self.created_at }))
    }

    /// The users with their names, first the one that the instance was created with.
    pub(crate) fn users(&self) -> Result<impl Iterator<Item = (&str, User)>, StateError> {
        self.check_has_users()?;
        let others = self.users.0.iter().map(|(name, user)| (name.as_ref(), user.clone()));
        Ok(self.initial_user().into_iter().chain(others))
    }

    /// Whether the instance has users.
    fn check_has_users(&self) -> Result<(), StateError> {
        if self.access.has_sasl { Ok(()) } else { Err(StateError::NoUsers) }
    }

    /// Whether the instance has a user of a name.
    pub(crate) fn check_user(&self, name: &str) -> Result<(), StateError> {
        self.check_has_users()?;
        let is_there = self.access.user.as_deref() == Some(name) || self.users.0.contains_key(name);
        if is_there { Ok(()) } else { Err(StateError::UnknownUser) }
    }

    /// Creates a user.
    pub(crate) fn create_user(&mut self, name: &str, user: User) -> Result<(), StateError> {
        match self.check_user(name) {
            Ok(()) => Err(StateError::DuplicateUser),
            Err(StateError::UnknownUser) => {
                self.users.insert(name, user);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Gives a user another description. That of the user that the instance was created with stays empty.
    pub(crate) fn describe_user(&mut self, name: &str, description: Box<str>) -> Result<(), StateError> {
        self.check_user(name)?;
        if let Some(user) = self.users.0.get_mut(name) {
            user.description = description;
        }
        Ok(())
    }

    /// Deletes users, all or none, and what they may do with topics.
    pub(crate) fn delete_users(&mut self, names: &[String]) -> Result<(), StateError> {
        for name in names {
            self.check_user(name)?;
            if self.access.user.as_ref() == Some(name) {
                return Err(StateError::InitialUser);
            }
        }
        for name in names {
            self.users.0.shift_remove(name.as_str());
        }
        for (_, topic) in self.topics.iter_mut() {
            topic.policies.retain(|policy| !names.contains(&policy.user_name));
        }
        Ok(())
    }
}
