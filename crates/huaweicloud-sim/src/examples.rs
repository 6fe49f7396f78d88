//! Whom a simulator knows unless it is told otherwise. All of it is invented, and none of it is a secret.

use crate::authentication::Credentials;

/// Access key that a simulator accepts unless it is given others. Invented; no secret.
pub const EXAMPLE_ACCESS_KEY: &str = "AKEXAMPLE00000000001";

/// Secret key of [`EXAMPLE_ACCESS_KEY`]. Invented; no secret.
pub const EXAMPLE_SECRET_KEY: &str = "SKexample0000000000000000000000000000001";

/// Project of whoever has the example's key, in every region.
pub const EXAMPLE_PROJECT_ID: &str = "0123456789abcdef0123456789abcdef";

/// Domain, user and agency that identity knows; [`EXAMPLE_PASSWORD`] is the password.
pub const EXAMPLE_DOMAIN: &str = "example-domain";
/// User of [`EXAMPLE_DOMAIN`].
pub const EXAMPLE_USER: &str = "example-user";
/// Password of [`EXAMPLE_USER`]. Invented; no secret.
pub const EXAMPLE_PASSWORD: &str = "example-password";
/// Agency of [`EXAMPLE_DOMAIN`], which machines have, too.
pub const EXAMPLE_AGENCY: &str = "example-agency";

/// Identity provider whose tokens identity takes, whatever they are.
pub const EXAMPLE_PROVIDER: &str = "example-provider";

/// The project, the user, the agency and the identity provider of the examples, without a key.
pub(crate) fn identities() -> Credentials {
    let mut credentials = Credentials::default();
    credentials.add_project(EXAMPLE_PROJECT_ID, None);
    credentials.add_user(EXAMPLE_DOMAIN, EXAMPLE_USER, EXAMPLE_PASSWORD);
    credentials.add_agency(EXAMPLE_DOMAIN, EXAMPLE_AGENCY);
    credentials.add_provider(EXAMPLE_PROVIDER);
    credentials
}
