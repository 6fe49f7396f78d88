//! Users of an instance.

use dms_kafka::users::{BATCH_DELETE_USERS, CREATE_USER, LIST_USERS, RESET_USER_PASSWORD, UPDATE_USER};
use huaweicloud_sim::{Call, Refusal, Response};
use serde::{Deserialize, Serialize};

use super::Behaviour;
use crate::codes;
use crate::state::{User, View};

pub(super) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour { operation: LIST_USERS, handler: list },
    Behaviour { operation: CREATE_USER, handler: create },
    Behaviour { operation: BATCH_DELETE_USERS, handler: delete },
    Behaviour { operation: RESET_USER_PASSWORD, handler: update },
    Behaviour { operation: UPDATE_USER, handler: update },
];

#[derive(Serialize)]
struct Users<'u> {
    users: Vec<Listed<'u>>,
}

#[derive(Serialize)]
struct Listed<'u> {
    user_name: &'u str,
    user_desc: Box<str>,
    role: &'static str,
    default_app: bool,
    created_time: u64,
}

impl<'u> From<(&'u str, User)> for Listed<'u> {
    fn from((user_name, user): (&'u str, User)) -> Self {
        let created_time = user.created_at.millisecond();
        Self { user_name, user_desc: user.description, role: "guest", default_app: false, created_time }
    }
}

fn list(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let users = view.running(call.path("instance_id")?)?.users()?;
    Response::json(200, &Users { users: users.map(Listed::from).collect() })
}

#[derive(Deserialize)]
struct NewUser {
    #[serde(rename = "user_name")]
    name: String,
    #[serde(rename = "user_desc")]
    description: Option<Box<str>>,
    #[serde(rename = "user_passwd")]
    password: String,
}

fn create(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let new: NewUser = call.json()?;
    view.running(instance_id)?;
    check_password(&new.password, &new.name)?;
    let user = User { description: new.description.unwrap_or_default(), created_at: view.now() };
    view.instance_mut(instance_id)?.create_user(&new.name, user)?;
    Ok(Response::no_content())
}

#[derive(Deserialize)]
struct Deletion {
    users: Vec<String>,
}

fn delete(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let instance_id = call.path("instance_id")?;
    let Deletion { users } = call.json()?;
    view.running(instance_id)?;
    view.instance_mut(instance_id)?.delete_users(&users)?;
    Ok(Response::no_content())
}

/// What to change of a user. The name in the path counts, whatever stands in the body.
#[derive(Deserialize)]
struct Update {
    new_password: Option<String>,
    user_desc: Option<Box<str>>,
}

fn update(view: &mut View<'_>, call: &Call<'_>) -> Result<Response, Refusal> {
    let (instance_id, name) = (call.path("instance_id")?, call.path("user_name")?);
    let Update { new_password, user_desc } = call.json()?;
    view.running(instance_id)?.check_user(name)?;
    if let Some(password) = new_password {
        check_password(&password, name)?;
    }
    if let Some(description) = user_desc {
        view.instance_mut(instance_id)?.describe_user(name, description)?;
    }
    Ok(Response::no_content())
}

/// Refuses a password that breaks a documented rule besides its length, which is in the specification.
pub(super) fn check_password(password: &str, user_name: &str) -> Result<(), Refusal> {
    let is_special = |character: char| r#" `~!@#$%^&*()-_=+\|[{}]:'",<.>/?"#.contains(character);
    let kinds: [&dyn Fn(char) -> bool; 4] = [
        &|character| character.is_ascii_lowercase(),
        &|character| character.is_ascii_uppercase(),
        &|character| character.is_ascii_digit(),
        &is_special,
    ];
    let backwards: String = user_name.chars().rev().collect();
    let why = if kinds.iter().filter(|kind| password.chars().any(kind)).count() < 3 {
        "It needs three of lower-case letters, upper-case letters, digits and special characters."
    } else if !password.chars().all(|character| kinds.iter().any(|kind| kind(character))) {
        "It has a character that it must not have."
    } else if password.starts_with('-') {
        "It must not begin with `-`."
    } else if password == user_name || password == backwards {
        "It must not be the name of the user, forwards or backwards."
    } else {
        return Ok(());
    };
    Err(Refusal::of(codes::WEAK_PASSWORD).because(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_keeps_the_documented_rules() {
        for password in ["Cloud@123", "cloud@123", "CLOUD-123", "Cloudy 123", "Clou1234"] {
            assert!(check_password(password, "test").is_ok(), "{password}");
        }
        for password in ["cloud123", "CLOUDY@@", "12345678", "-Cloud123", "Wïdget@123", "Test_User1", "1resU_tseT"] {
            let refusal = check_password(password, "Test_User1").unwrap_err();
            assert!(!refusal.message().contains(password), "{refusal}");
        }
    }
}
