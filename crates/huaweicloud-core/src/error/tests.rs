use super::*;
use http::{HeaderName, HeaderValue};
use proptest::prelude::*;

fn refusal(message: &str) -> Error {
    Error::service(message.to_owned(), Some("W.1"), None, &Redaction::default()).of("ShowWidget")
}

#[test]
fn debug_reads_as_well_as_display() {
    let io = std::io::Error::other("connection refused\n(os error 111)");
    let error = Error::connection("could not connect to https://h").of("ShowWidget").with_source(io);
    assert_eq!(
        format!("{error:?}"),
        "ShowWidget: could not connect to https://h\n  caused by: connection refused\\n(os error 111)"
    );
    let named = Error::connection("could not connect: refused").with_source(std::io::Error::other("refused"));
    assert_eq!(format!("{named:?}"), "could not connect: refused");
    assert!(format!("{error:#?}").contains("kind: Connection,"));
}

#[test]
fn all_that_a_service_says_is_bounded_and_the_end_of_the_text_is_kept() {
    let id = HeaderValue::from_str(&"r".repeat(9_000)).unwrap();
    let headers = HeaderMap::from_iter([(HeaderName::from_static("x-request-id"), id)]);
    let head = ResponseHead::new(400, &headers);
    let code = "é".repeat(5_000);
    let error =
        Error::service("é".repeat(5_000), Some(&code), None, &Redaction::default()).with_response(&head, headers);
    assert!(error.message().len() <= MESSAGE_LIMIT && error.message().ends_with("é…"));
    assert_eq!((error.error_code().unwrap().len(), error.request_id().unwrap().len()), (127, 128));
    let shown = error.to_string();
    assert!((2_040..=2_048).contains(&shown.len()), "{}", shown.len());
    assert!(shown.ends_with("r…)"), "{shown}");
}

#[test]
fn a_status_holds_for_one_class_at_most() {
    let classes = |status| {
        let error = crate::ErrorBuilder::service(status).build();
        [error.is_unauthorized(), error.is_not_found(), error.is_conflict(), error.is_throttled()]
    };
    assert_eq!(classes(403), [true, false, false, false]);
    assert_eq!(classes(404), [false, true, false, false]);
    assert_eq!(classes(409), [false, false, true, false]);
    assert_eq!(classes(429), [false, false, false, true]);
    assert_eq!(classes(400), [false; 4]);
    assert_eq!(classes(503), [false; 4]);
}

#[test]
fn exactly_one_kind_holds() {
    let none = Redaction::default();
    for error in [
        Error::configuration("m"),
        Error::credentials("m"),
        Error::invalid_request("m"),
        Error::connection("m"),
        Error::timeout("m"),
        Error::protocol("m"),
        refusal("m"),
        Error::decoding("m", &none),
        Error::foreign_response("m"),
        Error::body_too_large(&BodyTooLong(1)),
        Error::partial_failure("m".to_owned(), &none),
        Error::work_failed("m".to_owned()),
        Error::overdue("m".to_owned()),
    ] {
        let kinds = [
            error.is_configuration(),
            error.is_credentials(),
            error.is_invalid_request(),
            error.is_connection(),
            error.is_timeout(),
            error.is_protocol(),
            error.is_service(),
            error.is_decoding(),
            error.is_body_too_large(),
            error.is_partial_failure(),
            error.is_work_failed(),
        ];
        assert_eq!(kinds.iter().filter(|holds| **holds).count(), 1, "{error:#?}");
    }
}

proptest! {
    #[test]
    fn the_text_is_one_line_within_the_limit(message in "\\PC{0,400}|[\\x00-\\xff]{0,3000}") {
        let shown = refusal(&message).to_string();
        prop_assert!(shown.len() <= 2_048 && !shown.contains(char::is_control));
        prop_assert!(shown.starts_with("ShowWidget: W.1: "));
    }
}
