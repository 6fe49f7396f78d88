//! The names of all extensions (`x-…`) that a specification of ours may hold. They stand here and nowhere else.

/// Other names under which a field is known to be sent: a list of text.
pub const ALIASES: &str = "x-aliases";
/// In which clouds an operation, a parameter, a field or a value is there, and where it differs: a list.
pub const AVAILABILITY: &str = "x-availability";
/// How certain is what is said: a list of what is not plainly documented.
pub const CERTAINTY: &str = "x-certainty";
/// The media type of what a text holds, where that is a document of its own.
pub const CONTENT_MEDIA_TYPE: &str = "x-content-media-type";
/// Other spellings in which the values of an enum are known to be sent: a mapping from the values to lists of text.
pub const ENUM_ALIASES: &str = "x-enum-aliases";
/// What each value of an enum means: a mapping from the values to text.
pub const ENUM_DESCRIPTIONS: &str = "x-enum-descriptions";
/// Names of the variants of an enum whose values read badly: a list as long as `enum`.
pub const ENUM_VARNAMES: &str = "x-enum-varnames";
/// Where the examples of an operation come from, if no source has one: `constructed`.
pub const EXAMPLE: &str = "x-example";
/// Whether doing an operation twice has the effect of once.
pub const IDEMPOTENT: &str = "x-idempotent";
/// What goes on after the response: a list of steps, each with the operation that shows it.
pub const LONG_RUNNING: &str = "x-long-running";
/// Says of a text that looks like a secret that it is none.
pub const NO_SECRET: &str = "x-no-secret";
/// Why nothing takes the place of an operation, a parameter or a field that is out of date: text.
pub const NOT_REPLACED: &str = "x-not-replaced";
/// The name that official SDKs give a schema.
pub const OFFICIAL_NAME: &str = "x-official-name";
/// How the elements of a list come in pages.
pub const PAGING: &str = "x-paging";
/// How the response of an operation that acts on several things says which of them failed.
pub const PARTIAL_FAILURE: &str = "x-partial-failure";
/// What the caller must be allowed to do: a list of actions, or `unknown`.
pub const PERMISSION: &str = "x-permission";
/// Says that the name of an operation is ours, because no source has one: `true` once a person has taken it.
pub const PROPOSED_NAME: &str = "x-proposed-name";
/// What takes the place of what is out of date: the official name of an operation, or the name of another parameter of the
/// operation, or of another field of the object.
pub const REPLACED_BY: &str = "x-replaced-by";
/// What fields of an object, or parameters and fields of a request, ask of each other: a list. Of an operation that stands for
/// several, `none` says that nothing is asked.
pub const REQUIRES: &str = "x-requires";
/// The name in Rust of an operation, a parameter or a field whose own is misspelt, unclear or taken.
pub const RUST_NAME: &str = "x-rust-name";
/// The one source that a fact was taken from, where that is not the newest page of the operation.
pub const SOURCE: &str = "x-source";
/// Ids of the sources of an operation, newest first.
pub const SOURCES: &str = "x-sources";
/// Which values of an enum of states are `terminal`, which mean `success`, and which are a `failure`.
pub const STATES: &str = "x-states";
/// Names of the other operations that the documentation has at the method and path of one, and OpenAPI cannot tell apart.
pub const VARIANTS: &str = "x-variants";
/// Which sources know something, and what they contradict each other in. `witnesses.toml` records it, and the bundle has it
/// where it belongs.
pub const WITNESSES: &str = "x-witnesses";
