//! The program `dms-kafka-sim`.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::time::SystemTime;

use dms_kafka_sim::{EXAMPLE_ACCESS_KEY, EXAMPLE_INSTANCE_ID, EXAMPLE_PROJECT_ID, EXAMPLE_SECRET_KEY};
use huaweicloud_core::signing::{SignableRequest, Signer};

use crate::wire;

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dms-kafka-sim"));
    command.env_remove("HUAWEICLOUD_SDK_AK").env_remove("HUAWEICLOUD_SDK_SK");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A program that listens. It ends with its standard input, so that no test leaves one behind.
pub(crate) struct Running {
    pub(crate) child: Child,
    stdin: Option<ChildStdin>,
    pub(crate) address: String,
}

impl Running {
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.arg("--until-stdin-closes").spawn().unwrap();
        let mut first_line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut first_line).unwrap();
        let address = first_line.strip_prefix("listening on http://").unwrap().strip_suffix('\n').unwrap().to_owned();
        let stdin = child.stdin.take();
        Self { child, stdin, address }
    }

    /// Waits for the end and gives the exit code and what was written to standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let mut stderr = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        (self.child.wait().unwrap().code(), stderr)
    }

    /// Status of the response to a signed list of background tasks.
    async fn list(&self, access_key: &str, secret_key: &str) -> u16 {
        let path = format!("/v2/{EXAMPLE_PROJECT_ID}/instances/{EXAMPLE_INSTANCE_ID}/tasks");
        let signature = Signer::new(access_key, &secret_key.into())
            .unwrap()
            .sign(&SignableRequest::new("GET", &self.address, &path), SystemTime::now())
            .unwrap();
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {}\r\nx-sdk-date: {}\r\nauthorization: {}\r\nconnection: close\r\n\r\n",
            self.address,
            signature.date(),
            signature.authorization()
        );
        wire::send(self.address.parse().unwrap(), request.as_bytes()).await.status
    }
}

fn failed(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
    assert!(!status.success() && stdout.is_empty());
    String::from_utf8(stderr).unwrap()
}

#[tokio::test]
async fn it_serves_the_examples_until_its_input_ends() {
    let mut running = Running::start(&mut program());
    assert!(running.address.starts_with("127.0.0.1:"));
    assert_eq!(running.list(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).await, 200);
    drop(running.stdin.take());
    let (code, stderr) = running.end();
    assert_eq!(code, Some(0));
    assert_eq!(
        stderr,
        format!(
            "accepts the example access key {EXAMPLE_ACCESS_KEY} with secret key {EXAMPLE_SECRET_KEY}\n\
             serves instance {EXAMPLE_INSTANCE_ID} of project {EXAMPLE_PROJECT_ID}\n"
        )
    );
}

#[tokio::test]
async fn own_keys_are_accepted_and_not_shown() {
    for command in [
        program().env("HUAWEICLOUD_SDK_AK", "AK-own").env("HUAWEICLOUD_SDK_SK", "hunter2"),
        program().args(["--access-key", "AK-own", "--secret-key", "hunter2"]),
    ] {
        let mut running = Running::start(command.arg("--empty"));
        assert_eq!(running.list("AK-own", "hunter2").await, 404);
        assert_eq!(running.list(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).await, 401);
        drop(running.stdin.take());
        let (code, stderr) = running.end();
        assert_eq!((code, stderr.as_str()), (Some(0), "accepts the access key that was given, with its secret key\n"));
    }
}

#[cfg(unix)]
#[test]
fn signals_end_it_in_good_order_while_its_input_is_open() {
    for signal in ["-TERM", "-INT"] {
        let running = Running::start(&mut program());
        let killed = Command::new("kill").args([signal, &running.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let Running { mut child, stdin, .. } = running;
        assert_eq!(child.wait().unwrap().code(), Some(0));
        drop(stdin);
    }
}

#[test]
fn what_it_cannot_do_it_says() {
    let open = failed(program().args(["--listen", "0.0.0.0:0"]));
    assert_eq!(open, "error: 0.0.0.0:0 is not an address of the loopback interface; listen on 127.0.0.1 or [::1]\n");
    let half = failed(program().env("HUAWEICLOUD_SDK_SK", "hunter2"));
    assert_eq!(half, "error: a secret key is given without its access key; set HUAWEICLOUD_SDK_AK\n");
    let half = failed(program().args(["--access-key", "AK"]).env("HUAWEICLOUD_SDK_SK", ""));
    assert_eq!(half, "error: an access key is given without its secret key; set HUAWEICLOUD_SDK_SK\n");
    let unusable = failed(program().args(["--access-key", "A K", "--secret-key", "hunter2"]));
    assert!(unusable.starts_with("error: an access key or a token cannot be used: ") && !unusable.contains("hunter2"));
    assert!(failed(program().args(["--listen", "localhost"])).contains("--listen"));
}

#[test]
fn help_shows_no_key_from_the_environment() {
    let help =
        program().env("HUAWEICLOUD_SDK_AK", "AK-own").env("HUAWEICLOUD_SDK_SK", "hunter2").arg("--help").output();
    let help = String::from_utf8(help.unwrap().stdout).unwrap();
    assert!(help.contains("--until-stdin-closes") && !help.contains("hunter2") && !help.contains("AK-own"));
}

#[cfg(unix)]
#[test]
fn a_client_finds_it_as_a_region_and_ends_it() {
    let script = "test -n \"$HUAWEICLOUD_SDK_REGION_KAFKA_SIMULATOR\" && test -n \"$HUAWEICLOUD_SDK_PROJECT_ID\" && \
                  echo \"$HUAWEICLOUD_SDK_AK:${HUAWEICLOUD_SDK_SECURITY_TOKEN-none}:$1\"; exit 7";
    let mut command = program();
    command.env("HUAWEICLOUD_SDK_SECURITY_TOKEN", "of-another-key").args(["--", "sh", "-c", script, "sh", "--listen"]);
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert_eq!(String::from_utf8(stdout).unwrap(), format!("{EXAMPLE_ACCESS_KEY}:none:--listen\n"));
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap()), (Some(7), String::new()));
    let killed = program().args(["--", "sh", "-c", "kill -9 $$"]).status().unwrap();
    assert_eq!(killed.code(), Some(128 + 9));
    let missing = failed(program().args(["--", "no-such-program"]));
    assert!(missing.starts_with("error: cannot run `no-such-program`: "), "{missing}");
}

#[cfg(unix)]
#[test]
fn a_client_is_told_the_first_key_of_the_file_and_its_project() {
    let keys = std::env::temp_dir().join(format!("dms-kafka-sim-client-{}.json", std::process::id()));
    let script = "echo \"$HUAWEICLOUD_SDK_AK:$HUAWEICLOUD_SDK_SK:${HUAWEICLOUD_SDK_SECURITY_TOKEN-none}:$HUAWEICLOUD_SDK_PROJECT_ID\"";
    let second = r#"{"access_key": "AK-a", "secret_key": "SK-a"}"#;
    for (text, told) in [
        (
            r#"{"projects": [{"id": "p"}], "access_keys": [{"access_key": "AK-z", "secret_key": "SK-z", "security_token": "t", "projects": ["q"]}, SECOND]}"#,
            "AK-z:SK-z:t:q\n".to_owned(),
        ),
        (r#"{"projects": [{"id": "p"}], "access_keys": [SECOND]}"#, "AK-a:SK-a:none:p\n".to_owned()),
        (r#"{"access_keys": [SECOND]}"#, format!("AK-a:SK-a:none:{EXAMPLE_PROJECT_ID}\n")),
    ] {
        std::fs::write(&keys, text.replace("SECOND", second)).unwrap();
        let output = program().arg("--keys").arg(&keys).args(["--", "sh", "-c", script]).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), told, "{text}");
    }
    std::fs::write(&keys, "{}").unwrap();
    let refused = failed(program().arg("--keys").arg(&keys).args(["--", "true"]));
    assert!(refused.starts_with("error: the keys file has no access key for the command; "), "{refused}");
    std::fs::remove_file(&keys).unwrap();
}

/// The table of the README is the one that the program prints: `target/debug/dms-kafka-sim --coverage`.
#[test]
fn the_readme_says_what_is_simulated() {
    let output = program().arg("--coverage").stdin(Stdio::null()).output().unwrap();
    let table = String::from_utf8(output.stdout).unwrap();
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("<!-- coverage -->\n").unwrap();
    let (written, _) = rest.split_once("<!-- /coverage -->").unwrap();
    assert!(output.status.success() && written == table, "put this between the marks of README.md:\n{table}");
}

#[tokio::test]
async fn a_keys_file_a_token_and_faults_are_read() {
    let folder = std::env::temp_dir().join(format!("dms-kafka-sim-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (keys, faults) = (folder.join("keys.json"), folder.join("faults.json"));
    std::fs::write(&keys, r#"{"access_keys": [{"access_key": "AK-file", "secret_key": "SK-file"}]}"#).unwrap();
    let fault = r#"[{"times": 1, "effect": {"kind": "refuse", "status": 503}}]"#;
    std::fs::write(&faults, fault).unwrap();
    let mut command = program();
    command.arg("--keys").arg(&keys).arg("--faults").arg(&faults).args(["--log", "json", "--speed", "0"]);
    let mut running = Running::start(&mut command);
    assert_eq!(running.list("AK-file", "SK-file").await, 503);
    assert_eq!(running.list("AK-file", "SK-file").await, 200);
    assert_eq!(running.list(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).await, 401);
    drop(running.stdin.take());
    let (code, stderr) = running.end();
    assert_eq!(code, Some(0));
    let logged: Vec<serde_json::Value> = stderr.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(logged.len(), 3, "{stderr}");
    assert_eq!((&logged[0]["status"], &logged[0]["operation"]), (&503.into(), &"ListBackgroundTasks".into()));
    assert!(!stderr.contains("SK-file") && !stderr.contains("Signature"));
    std::fs::write(&keys, r#"{"access_keys": [{"access_key": "AK-file", "secret_key": 1}]}"#).unwrap();
    let refused = failed(program().arg("--keys").arg(&keys));
    assert!(refused.contains("keys.json: line 1, column "), "{refused}");
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Bodies, heads and parameters of more than anybody sends, many at a time: the program stays small.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn its_memory_is_bounded_whatever_is_sent() {
    let mut running = Running::start(&mut program());
    let address: std::net::SocketAddr = running.address.parse().unwrap();
    let mut senders = tokio::task::JoinSet::new();
    for number in 0..48 {
        let body = match number % 3 {
            0 => "[".repeat(8 << 20),
            1 => format!("{{\"a\":[{}1]}}", "1,".repeat(2 << 20)),
            _ => String::new(),
        };
        let query = if number % 3 == 2 { "a=1&".repeat(100_000) } else { String::new() };
        let target = format!("/v2/{EXAMPLE_PROJECT_ID}/instances?{query}");
        let length = body.len();
        let head = format!("POST {target} HTTP/1.1\r\nhost: h\r\nx-auth-token: t\r\ncontent-length: {length}\r\n\r\n");
        senders.spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            // Whoever is refused early may not be listened to until the end.
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(body.as_bytes()).await;
            let _ = stream.shutdown().await;
            let _ = stream.read_to_end(&mut Vec::new()).await;
        });
    }
    senders.join_all().await;
    assert_eq!(running.list(EXAMPLE_ACCESS_KEY, EXAMPLE_SECRET_KEY).await, 200);
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kibibytes: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    // 256 MiB of bodies are read at a time at most.
    assert!(kibibytes < 512 << 10, "{kibibytes} KiB");
    drop(running.stdin.take());
    running.end();
}
