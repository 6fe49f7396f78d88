//! What few operations need: recursion, any JSON, null, forms, headers, text, bytes.

use serde_json::{Value, json};
use widgets::cogs::{Axle, Cog, CogChange, CogSetting, NewCog, Oil};

use crate::service::{body, header, offline, request_line, sent};

#[tokio::test]
async fn objects_that_hold_themselves_are_read_and_written() {
    let whole =
        r#"{"id":"a","next":{"id":"b"},"axle":{"cog":{"id":"c"}},"parts":[{"id":"d"}],"by_place":{"left":{"id":"e"}}}"#;
    let (request, cog) = sent(whole, async |client| client.show_cog("x/y").name_query("n&n").send().await).await;
    assert_eq!(request_line(&request), "GET /v1/p/cogs/x%2Fy?name=n%26n HTTP/1.1");
    let cog = cog.unwrap().into_inner();
    assert_eq!(cog.next.as_ref().unwrap().id, "b");
    assert_eq!(cog.axle.as_ref().unwrap().cog.as_ref().unwrap().id, "c");
    let (parts, around) = (cog.parts.as_ref().unwrap(), cog.by_place.as_ref().unwrap());
    assert_eq!((parts[0].id.as_str(), around["left"].id.as_str()), ("d", "e"));
    assert!(parts[0].next.is_none() && cog.anything.is_none());
    assert_eq!(serde_json::to_string(&cog).unwrap(), whole);
}

#[tokio::test]
async fn any_json_is_kept_as_it_came() {
    for any in [json!(1), json!("a"), json!([1, null]), json!({"a": {"b": null}}), json!(false)] {
        let text = json!({"id": "a", "anything": any, "whatever": [any, null]}).to_string();
        let cog: Cog = serde_json::from_str(&text).unwrap();
        assert_eq!(cog.anything.as_ref(), Some(&any));
        assert_eq!(cog.whatever.unwrap(), [any, Value::Null]);
    }
    for none in [r#"{"id":"a"}"#, r#"{"id":"a","anything":null}"#] {
        assert_eq!(serde_json::from_str::<Cog>(none).unwrap().anything, None);
    }
}

#[tokio::test]
async fn null_is_sent_where_it_says_something() {
    let change = async |change: CogChange| {
        let (request, response) = sent("", async |client| client.change_cog("c", change).send().await).await;
        response.unwrap();
        body(&request).to_owned()
    };
    assert_eq!(change(CogChange::new(None)).await, r#"{"name":null}"#);
    let taken_away = CogChange::new(None).set_note(Some(None)).set_sizes(Some(None));
    assert_eq!(change(taken_away).await, r#"{"name":null,"note":null,"sizes":null}"#);
    let given = CogChange::new("n".to_owned()).note("m").sizes([1]);
    assert_eq!(change(given).await, r#"{"name":"n","note":"m","sizes":[1]}"#);
    let read: CogChange = serde_json::from_str(r#"{"name":null,"note":null}"#).unwrap();
    assert_eq!((read.name, read.note, read.sizes), (None, Some(None), None));
}

#[tokio::test]
async fn null_is_read_where_it_says_something() {
    for (text, makers) in [
        (
            r#"{"cogs":[{"id":"a"},{"id":"b","maker":null},{"id":"c","maker":"m"}]}"#,
            vec![None, Some(None), Some(Some("m"))],
        ),
        (r#"{"cogs":[]}"#, vec![]),
    ] {
        let (_, page) = sent(text, async |client| client.list_cogs([2], 1).send().await).await;
        let page = page.unwrap().into_inner();
        assert_eq!(serde_json::to_string(&page).unwrap(), text);
        let cogs = page.cogs.unwrap().unwrap();
        let read: Vec<Option<Option<&str>>> = cogs.iter().map(|cog| cog.maker.as_ref().map(Option::as_deref)).collect();
        assert_eq!(read, makers);
    }
    for (text, cogs) in [(r#"{"cogs":null}"#, Some(None)), ("{}", None)] {
        let (_, page) = sent(text, async |client| client.list_cogs([2], 1).send().await).await;
        let page = page.unwrap().into_inner();
        assert_eq!((serde_json::to_string(&page).unwrap().as_str(), page.cogs), (text, cogs));
    }
}

#[tokio::test]
async fn what_only_responses_have_is_read_and_not_sent() {
    let (request, setting) = sent(r#"{"adjusted":3,"play":0.5}"#, async |client| {
        let setting = CogSetting::new().adjusted(2).play(0.5).code("1234");
        client.adjust_cog("c", setting).send().await
    })
    .await;
    assert_eq!(body(&request), r#"{"play":0.5,"code":"1234"}"#);
    assert_eq!(setting.unwrap().adjusted, Some(3));
}

#[tokio::test]
async fn a_form_is_sent_as_one() {
    let (request, oiled) = sent("", async |client| client.oil_cog("c", Oil::new("a b&c").drops(2)).send().await).await;
    oiled.unwrap();
    assert_eq!(header(&request, "content-type"), Some("application/x-www-form-urlencoded"));
    let mut pairs: Vec<&str> = body(&request).split('&').collect();
    pairs.sort_unstable();
    assert!(pairs == ["drops=2", "kind=a+b%26c"] || pairs == ["drops=2", "kind=a%20b%26c"], "{pairs:?}");
}

#[tokio::test]
async fn a_body_is_sent_with_its_documented_media_type() {
    let (request, started) =
        sent(r#"{"job_id":"j"}"#, async |client| client.create_cog(NewCog::new(12).axle(Axle::new())).send().await)
            .await;
    assert_eq!(started.unwrap().job_id.as_deref(), Some("j"));
    assert_eq!(header(&request, "content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(body(&request), r#"{"teeth":12,"axle":{}}"#);
}

#[tokio::test]
#[expect(deprecated, reason = "a parameter that is out of date can still be sent")]
async fn headers_lists_and_taken_names_are_sent_under_their_wire_names() {
    let (request, page) = sent(r#"{"cogs":[],"total":0}"#, async |client| {
        let list = client.list_cogs([3_u64, 1], 2).x_language("en").names(["a", "b"]);
        let list = list.colours(["RED", "dark-blue"]).new_(true);
        list.client_("me").send_("now").order("teeth").offset(10).send().await
    })
    .await;
    assert_eq!(page.unwrap().total, Some(0));
    assert_eq!((header(&request, "x-language"), header(&request, "x-depth")), (Some("en"), Some("2")));
    let signed = header(&request, "authorization").unwrap();
    assert!(signed.contains("x-depth;x-language"), "{signed}");
    assert_eq!(
        request_line(&request),
        "GET /v1/p/cogs?client=me&colours=RED&colours=dark-blue&names=a%2Cb&new=true&offset=10&ordr=teeth&send=now\
         &sizes=3%2C1 HTTP/1.1"
    );
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_by_its_name() {
    let error = offline().list_cogs([1], u64::MAX).send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.is_unsent() && error.to_string().contains("`X-Depth`"), "{error}");
    let error = offline().list_cogs([0_i64; 0], 1).send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("`sizes`"), "{error}");
    let error = offline().list_cogs([1], 1).set_offset(Some(usize::MAX)).send().await.unwrap_err();
    assert!(error.is_invalid_request() && error.to_string().contains("`offset`"), "{error}");
}

#[tokio::test]
async fn a_body_with_an_integer_that_no_service_reads_is_refused_until_it_has_another_one() {
    let more = "18446744073709551615, more than 9223372036854775807";
    let refused = offline().create_cog(NewCog::new(u64::MAX).weight(u64::MAX)).send().await.unwrap_err();
    assert!(refused.is_invalid_request() && refused.is_unsent(), "{refused:?}");
    let expected = format!("CreateCog: the body cannot be written: `teeth` is {more}; `weight` is {more}");
    assert_eq!(refused.to_string(), expected);
    // Also in a list, and where null is a value.
    let whole = CogChange::new(None).sizes([1, u64::MAX]);
    assert!(format!("{whole:?}").contains("more than"), "{whole:?}");
    let refused = offline().change_cog("c", whole.clone()).send().await.unwrap_err();
    assert!(refused.is_invalid_request() && refused.to_string().ends_with(&format!("`sizes` is {more}")), "{refused}");
    let mut new = NewCog::new(12_usize).set_weight(Some(u64::MAX)).set_weight(Some(7_usize)).set_weight(None::<u8>);
    new.teeth = 24;
    for (change, sizes) in [(whole.clone().sizes([1_usize]), "[1]"), (whole.set_sizes(Some(None)), "null")] {
        assert!(!format!("{change:?}").contains("refused"), "{change:?}");
        let (request, response) = sent("", async |client| client.change_cog("c", change).send().await).await;
        response.unwrap();
        assert_eq!(body(&request), format!(r#"{{"name":null,"sizes":{sizes}}}"#));
    }
    assert_eq!(new, NewCog::new(24));
}

#[tokio::test]
async fn a_request_can_be_kept_and_sent_again() {
    let kept = offline().change_cog("c", CogChange::new("n".to_owned())).parts().unwrap();
    let kept: huaweicloud_core::RequestParts = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
    let (request, response) = sent("", async |client| {
        let request = widgets::cogs::builder::ChangeCog::from_parts(&client, kept)?;
        tokio::spawn(request.clone().send()).await.unwrap()
    })
    .await;
    response.unwrap();
    assert_eq!((request_line(&request), body(&request)), ("PUT /v1/p/cogs/c HTTP/1.1", r#"{"name":"n"}"#));
}

#[tokio::test]
#[expect(deprecated, reason = "an operation that is out of date can still be called")]
async fn text_bytes_and_named_lists_are_responses() {
    let (_, text) = sent("\"turn\"", async |client| client.show_cog_manual("c").send().await).await;
    assert_eq!(text.unwrap().as_str(), "\"turn\"", "text is no JSON");
    let (_, bytes) = sent("\u{0}{", async |client| client.show_cog_drawing("c").send().await).await;
    assert_eq!(bytes.unwrap().as_ref(), b"\0{");
    let (_, words) = sent(r#"["cog"]"#, async |client| client.delete_cog("c").send().await).await;
    assert_eq!(words.unwrap().into_inner(), ["cog"]);
}
