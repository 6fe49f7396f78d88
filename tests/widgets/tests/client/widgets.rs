//! What clients do alike for all operations, shown by widgets and gadgets.

use widgets::Client;
use widgets::common::{Colour, Part};
use widgets::error_code::ErrorCode;
use widgets::widgets::{NewWidget, WidgetState};

use crate::service::{body, offline, request_line, sent, with_status};

#[tokio::test]
async fn every_kind_of_query_parameter_is_sent_under_its_wire_name() {
    let (taken, response) = sent(r#"{"widgets":[]}"#, async |client| {
        let names = vec!["b".to_owned(), "a c".to_owned()];
        let list = client.list_widgets("k&k").colour("dark-blue").part_names(names);
        list.round(true).weight(1.5).send().await
    })
    .await;
    response.unwrap();
    let query = "colour=dark-blue&kind=k%26k&part-names=a%20c&part-names=b&round=true&weight=1.5";
    assert_eq!(request_line(&taken), format!("GET /v1/p/widgets?{query} HTTP/1.1"));
}

#[tokio::test]
async fn every_kind_of_field_is_read_and_odd_spellings_too() {
    let odd = r#"{"widgets":[{"id":7,"type":"round","public_bandwidth":"5","weight":"1.5","is_new":"true",
        "sizes":["1",2],"tags":null,"labels":{"k":1},"spares":{"left":{"name":"screw","colour":"MAUVE"}},
        "parts":[null,{"name":"nut"}],"extra":null,"unheard":{},"state":"3-broken"}]}"#;
    let (_, response) = sent(odd, async |client| client.list_widgets("k").send().await).await;
    let widget = response.unwrap().into_inner().widgets.remove(0);
    assert_eq!((widget.id.as_str(), widget.type_.as_deref()), ("7", Some("round")));
    assert_eq!((widget.public_bandwidth, widget.weight, widget.is_new), (Some(5), Some(1.5), Some(true)));
    assert_eq!((widget.sizes, widget.tags.len(), widget.labels["k"].as_str()), (vec![1, 2], 0, "1"));
    assert_eq!(widget.spares["left"].colour, Some(Colour::from("MAUVE")));
    assert_eq!(widget.parts, [Part::new("nut")]);
    assert!(widget.extra.is_empty());
    let state = widget.state.unwrap();
    assert!(state == WidgetState::Broken && state.is_terminal() && state.is_failure());
    assert!(!WidgetState::Making.is_terminal() && !WidgetState::Made.is_failure());
}

#[tokio::test]
async fn a_body_is_sent_exactly() {
    let (taken, response) = sent(r#"{"id":"w-2"}"#, async |client| {
        let new = NewWidget::new("wheel", "hunter2", Colour::Red, [] as [&str; 0]);
        client.create_widget(new.count(12).parts([Part::new("spoke").colour("GREEN")])).send().await
    })
    .await;
    assert_eq!(response.unwrap().id, "w-2");
    assert_eq!(request_line(&taken), "POST /v1/p/widgets HTTP/1.1");
    assert_eq!(
        body(&taken),
        r#"{"name":"wheel","pass_word":"hunter2","colour":"RED","tags":[],"count":12,"parts":[{"name":"spoke","colour":"GREEN"}]}"#
    );
}

#[tokio::test]
async fn a_secret_is_sent_and_not_shown() {
    let new = NewWidget::new("wheel", "hunter2", "RED", ["t"]);
    assert!(!format!("{new:?}").contains("hunter2"));
    let request = offline().create_widget(new);
    assert!(!format!("{request:?}").contains("hunter2"));
    let (_, response) =
        sent(r#"{"widgets":[{"id":"w","password":"hunter2"}]}"#, async |client| client.list_widgets("k").send().await)
            .await;
    let response = response.unwrap();
    assert!(!format!("{response:?}").contains("hunter2"));
    assert_eq!(response.widgets[0].password.as_ref().map(widgets_secret), Some("hunter2"));
}

fn widgets_secret(secret: &huaweicloud_core::Secret) -> &str {
    secret.expose()
}

#[tokio::test]
#[expect(deprecated, reason = "an operation that is out of date can still be called")]
async fn bare_lists_and_bare_words_are_responses() {
    let (_, list) = sent(r#"[{"name":"gear"},null]"#, async |client| client.list_gadgets().send().await).await;
    assert_eq!(list.unwrap().into_inner(), [Part::new("gear")]);
    for (response, word) in [("success", "success"), ("\"success\"", "success"), ("", "")] {
        let (taken, created) = sent(response, async |client| client.create_gadget().send().await).await;
        assert_eq!((request_line(&taken), created.unwrap().as_str()), ("POST /v1/p/gadgets HTTP/1.1", word));
    }
}

#[tokio::test]
async fn a_body_that_is_not_required_may_be_left_out() {
    let (taken, response) = sent("", async |client| client.update_gadget("g/1").send().await).await;
    assert_eq!(response.unwrap().http_status(), 200, "any 2xx is a success");
    assert_eq!((request_line(&taken), body(&taken)), ("PUT /v1/p/gadgets/g%2F1 HTTP/1.1", ""));
}

#[tokio::test]
async fn what_is_given_and_means_another_resource_is_refused_before_sending() {
    let path = offline().update_gadget("").send().await.unwrap_err();
    assert_eq!(path.to_string(), "UpdateGadget: the path parameter `gadget-id` is empty; set it");
    assert!(path.is_invalid_request() && path.is_unsent());
}

#[test]
fn a_value_that_gets_a_variant_is_still_compared_as_text() {
    let unknown = WidgetState::from("4-lost");
    assert!(unknown.is_unknown() && unknown == "4-lost" && unknown.as_str() == "4-lost");
    assert_eq!("2-made".parse::<WidgetState>(), Ok(WidgetState::Made));
}

#[tokio::test]
async fn a_refusal_means_what_its_code_is_documented_to_mean() {
    let refused = async |status, body| {
        let call = async |client: Client| client.list_widgets("k").send().await;
        with_status(status, body, call).await.1.unwrap_err()
    };
    let gone = refused("400 Bad Request", r#"{"error_code":"W.0001","error_msg":"m"}"#).await;
    assert_eq!(ErrorCode::of(&gone), Some(ErrorCode::WidgetNotFound));
    assert!(gone.is_not_found());
    let wide = refused("404 Not Found", r#"{"error_code":"W.0002","error_msg":"m"}"#).await;
    assert!(wide.is_service() && !wide.is_not_found(), "the code is documented, and of no class");
    let info = ErrorCode::of(&wide).unwrap().info().unwrap();
    assert_eq!((info.statuses(), info.meaning()), (&[400][..], "The widget does not fit through the door."));
    let new = refused("404 Not Found", r#"{"error_code":"W.9999","error_msg":"m"}"#).await;
    assert_eq!(ErrorCode::of(&new).unwrap().as_str(), "W.9999");
    assert!(new.is_not_found() && ErrorCode::of(&new).unwrap().info().is_none());
}
