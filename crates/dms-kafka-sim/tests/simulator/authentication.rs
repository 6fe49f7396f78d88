//! Signatures and tokens.

use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, Simulator};

use crate::wire::{Request, Response, Stopped, get, instance_path, now, seconds, simulator};

const PREFIX: &str = "Incorrect IAM authentication information: ";

/// Checks that the gateway did not know who asks, and why. No response may hold the secret key.
#[track_caller]
fn refused(response: &Response, why: &str) {
    let message = response.refusal(401, "APIGW.0301");
    let reason = message.strip_prefix(PREFIX).unwrap();
    assert!(reason.starts_with(why), "{reason}");
    assert!(!message.contains(EXAMPLE_SECRET_KEY));
}

const MISMATCH: &str = "verify aksk signature fail, canonicalRequest:";

#[tokio::test]
async fn a_signed_request_gets_a_response() {
    let simulator = simulator().await;
    assert_eq!(get(&simulator, &instance_path("/tasks")).await.status, 200);
    assert_eq!(get(&simulator, &instance_path("/tasks?limit=2&start=1")).await.status, 200);
    let full = Request::new(&simulator, "GET", &instance_path("/tasks"))
        .header("content-type", "application/json")
        .header("user-agent", "  spaces around ")
        .header("x-project-id", "0123456789abcdef0123456789abcdef")
        .sign()
        .header("accept", "*/*");
    assert_eq!(full.send().await.status, 200);
}

#[tokio::test]
async fn who_is_unknown_is_refused_before_anything_is_looked_up() {
    let simulator = simulator().await;
    for target in [instance_path("/tasks"), "/no/such/path".to_owned(), "/".to_owned()] {
        let response = Request::new(&simulator, "GET", &target).send().await;
        refused(&response, "neither Authorization nor X-Auth-Token is given");
    }
}

#[tokio::test]
async fn wrong_keys_are_refused_and_never_shown() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
    let wrong_secret = request.clone().sign_with(EXAMPLE_ACCESS_KEY, "another", now()).send().await;
    refused(&wrong_secret, MISMATCH);
    // Keys that were mixed up: what stands in the place of the access key is a secret.
    let mixed_up = request.sign_with(EXAMPLE_SECRET_KEY, EXAMPLE_ACCESS_KEY, now()).send().await;
    refused(&mixed_up, "Get secretKey failed,ak:******,err:ak not exist");
}

#[tokio::test]
async fn what_was_changed_after_signing_is_refused() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "DELETE", &instance_path("/tasks/none?a=1&b=2"))
        .header("content-type", "application/json")
        .body("{}")
        .sign();
    signed.send().await.refusal(404, "DMS.00404001");
    let changes: [fn(&mut Request); 8] = [
        |r| r.method = "PUT".to_owned(),
        |r| r.path += "x",
        |r| r.query = "a=1&b=3".to_owned(),
        |r| r.query = "a=1".to_owned(),
        |r| r.query += "&c=3",
        |r| r.body = b"{ }".to_vec(),
        |r| r.body = Vec::new(),
        |r| *r = r.clone().with("content-type", "application/json; charset=utf-8"),
    ];
    for (index, change) in changes.iter().enumerate() {
        let mut request = signed.clone();
        change(&mut request);
        println!("change {index}");
        refused(&request.send().await, MISMATCH);
    }
}

#[tokio::test]
async fn a_body_posted_to_nowhere_is_still_checked() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "POST", "/v2/nowhere").body(r#"{"a":1}"#).sign();
    signed.send().await.refusal(404, "APIGW.0101");
    refused(&signed.body(r#"{"a":2}"#).send().await, MISMATCH);
}

#[tokio::test]
async fn the_order_of_the_query_does_not_matter_but_its_content_does() {
    let simulator = simulator().await;
    let mut signed = Request::new(&simulator, "GET", &instance_path("/tasks?limit=2&start=1")).sign();
    signed.query = "start=1&limit=2".to_owned();
    assert_eq!(signed.send().await.status, 200);
    signed.query = "start=%31&limit=2".to_owned();
    assert_eq!(signed.send().await.status, 200);
    signed.query = "start=2&limit=1".to_owned();
    refused(&signed.send().await, MISMATCH);
}

#[tokio::test]
async fn fifteen_minutes_either_way_are_tolerated() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
    for at in [now() - seconds(900), now() + seconds(900)] {
        let signed = request.clone().sign_with(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, at);
        assert_eq!(signed.send().await.status, 200);
    }
    let slow = request.clone().sign_with(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, now() - seconds(901));
    let fast = request.sign_with(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY, now() + seconds(901));
    refused(
        &slow.send().await,
        "x-sdk-date is 20240309T004702Z, more than 15 minutes away from the time of the gateway, ",
    );
    refused(&fast.send().await, "x-sdk-date is 20240309T011704Z, more than 15 minutes");
}

#[tokio::test]
async fn a_fraction_of_a_second_is_not_held_against_a_client() {
    let clock = Stopped(now() + seconds(900) + std::time::Duration::from_millis(999));
    let simulator = Simulator::builder().clock(clock).start().await.unwrap();
    assert_eq!(get(&simulator, &instance_path("/tasks")).await.status, 200);
}

#[tokio::test]
async fn a_date_that_is_none_is_refused() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/tasks")).sign();
    for date in ["", "now", "20240309T010203", "20240230T000000Z"] {
        let changed = signed.clone().with("x-sdk-date", date);
        refused(&changed.send().await, "x-sdk-date is not a time in the form YYYYMMDDTHHMMSSZ");
    }
}

#[tokio::test]
async fn signed_headers_must_be_there_once() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/tasks")).header("x-more", "1").sign();
    assert_eq!(signed.send().await.status, 200);
    refused(&signed.clone().without("x-more").send().await, "the header `x-more` is signed but missing");
    refused(&signed.clone().header("x-more", "2").send().await, "the header `x-more` is given twice");
    refused(&signed.clone().without("x-sdk-date").send().await, "the header `x-sdk-date` is signed but missing");
    refused(&signed.clone().with("x-more", "2").send().await, MISMATCH);
    let authorization = signed.authorization();
    refused(&signed.header("authorization", &authorization).send().await, "the header `authorization` is given twice");
}

#[tokio::test]
async fn a_signature_covers_the_headers_that_it_lists_and_no_others() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/tasks")).sign();
    for names in ["x-sdk-date", "host"] {
        let authorization = signed.authorization().replace("host;x-sdk-date", names);
        refused(&signed.clone().with("authorization", &authorization).send().await, MISMATCH);
    }
    // As the Go SDK and Terraform sign: without the host. It is an own signature, made by hand.
    let path = instance_path("/tasks");
    let date = "20240309T010203Z";
    let canonical = format!(
        "GET\n{path}/\n\nuser-agent:terraform\nx-sdk-date:{date}\n\nuser-agent;x-sdk-date\n\
         e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let hash = hex(ring::digest::digest(&ring::digest::SHA256, canonical.as_bytes()).as_ref());
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, EXAMPLE_SECRET_KEY.as_bytes());
    let signature = ring::hmac::sign(&key, format!("SDK-HMAC-SHA256\n{date}\n{hash}").as_bytes());
    let authorization = format!(
        "SDK-HMAC-SHA256 Access={EXAMPLE_ACCESS_KEY}, SignedHeaders=user-agent;x-sdk-date, Signature={}",
        hex(signature.as_ref())
    );
    let request = Request::new(&simulator, "GET", &path).header("user-agent", "terraform").header("x-sdk-date", date);
    let request = request.header("authorization", &authorization);
    assert_eq!(request.clone().send().await.status, 200);
    assert_eq!(request.clone().with("host", "elsewhere.example").send().await.status, 200);
    refused(&request.with("user-agent", "another").send().await, MISMATCH);
}

#[tokio::test]
async fn paths_are_verified_as_they_came() {
    let simulator = simulator().await;
    let known = "8abfa7b372160bfd0172165864064079";
    // The same path in two spellings has the same signature.
    assert_eq!(get(&simulator, &instance_path(&format!("/tasks/%38{}", &known[1..]))).await.status, 200);
    for task in ["a%2Fb", "%E4%BB%BB%E5%8A%A1", "a%20b", "%25", "a+b~", "a:b@c"] {
        get(&simulator, &instance_path(&format!("/tasks/{task}"))).await.refusal(404, "DMS.00404001");
    }
    // What a client library would take out of a path leads nowhere.
    let mut dots = Request::new(&simulator, "GET", &instance_path("/tasks/x")).sign();
    dots.path = instance_path("/tasks/../tasks");
    dots.send().await.refusal(400, "DMS.10540014");
}

#[tokio::test]
async fn the_hash_that_a_header_names_must_be_that_of_the_body() {
    let simulator = simulator().await;
    let target = instance_path("/tasks/none");
    let hash_of_empty_object = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let request = Request::new(&simulator, "DELETE", &target).header("x-sdk-content-sha256", hash_of_empty_object);
    let signed = request.body("{}").sign();
    signed.send().await.refusal(404, "DMS.00404001");
    refused(&signed.body("[]").send().await, "x-sdk-content-sha256 is not the hash of the body");
}

#[tokio::test]
async fn bodies_of_other_types_are_not_signed() {
    let simulator = simulator().await;
    let request =
        Request::new(&simulator, "DELETE", &instance_path("/tasks/none")).header("content-type", "text/plain");
    request.body("text").sign().send().await.refusal(404, "DMS.00404001");
}

#[tokio::test]
async fn temporary_keys_send_a_security_token_that_is_never_shown() {
    let simulator = simulator().await;
    let signed = Request::new(&simulator, "GET", &instance_path("/tasks")).header("x-security-token", "hunter2").sign();
    assert_eq!(signed.send().await.status, 200);
    let mut changed = signed;
    changed.path += "x";
    let response = changed.send().await;
    refused(&response, MISMATCH);
    assert!(!response.body.contains("hunter2") && response.body.contains("x-security-token:******|"));
}

#[tokio::test]
async fn a_mismatch_shows_what_was_hashed() {
    let simulator = simulator().await;
    let request = Request::new(&simulator, "GET", "/v2/p?b=1&a=2").sign_with(EXAMPLE_ACCESS_KEY, "another", now());
    let message = request.send().await.refusal(401, "APIGW.0301");
    let host = simulator.addr();
    assert_eq!(
        message,
        format!(
            "{PREFIX}{MISMATCH}GET|/v2/p/|a=2&b=1|host:{host}|x-sdk-date:20240309T010203Z||host;x-sdk-date|\
             e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    );
}

#[tokio::test]
async fn tokens_are_accepted_beside_signatures() {
    let simulator = Simulator::builder().token("one").token("two").clock(Stopped(now())).start().await.unwrap();
    let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
    for token in ["one", "two"] {
        assert_eq!(request.clone().header("x-auth-token", token).send().await.status, 200);
    }
    for token in ["three", "on", "onetwo", ""] {
        refused(&request.clone().header("x-auth-token", token).send().await, "decrypt token fail");
    }
    assert_eq!(request.clone().sign().send().await.status, 200);
    let wrong_signature = request.header("x-auth-token", "one").sign_with(EXAMPLE_ACCESS_KEY, "another", now());
    refused(&wrong_signature.send().await, MISMATCH);
}

#[tokio::test]
async fn own_keys_replace_the_examples() {
    let builder = Simulator::builder().access_key("AK1", "SK1").access_key("AK2", "SK2").clock(Stopped(now()));
    let simulator = builder.start().await.unwrap();
    let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
    for (access_key, secret_key) in [("AK1", "SK1"), ("AK2", "SK2")] {
        assert_eq!(request.clone().sign_with(access_key, secret_key, now()).send().await.status, 200);
    }
    refused(&request.clone().sign_with("AK1", "SK2", now()).send().await, MISMATCH);
    refused(&request.sign().send().await, "Get secretKey failed");
}

#[tokio::test]
async fn garbage_is_refused_and_not_more() {
    let simulator = simulator().await;
    let long = "a".repeat(20_000);
    let garbage = [
        "",
        "Basic dXNlcjpwYXNz",
        "SDK-HMAC-SHA256",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=, Signature=",
        "SDK-HMAC-SHA256 Access=a, SignedHeaders=host;x-sdk-date, Signature=0",
        "V11-HMAC-SHA256 Credential=a/20240309/eu-de/dms, SignedHeaders=host;x-sdk-date, Signature=0",
        ",,,;;;===",
        "ünïcödé",
        &long,
    ];
    for header in garbage {
        let request = Request::new(&simulator, "GET", &instance_path("/tasks"));
        let response = request.header("x-sdk-date", "20240309T010203Z").header("authorization", header).send().await;
        refused(&response, "");
    }
    assert_eq!(get(&simulator, &instance_path("/tasks")).await.status, 200);
}
