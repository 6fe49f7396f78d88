//! A page as a browser reads it: its forms with what stands in them, its links, its text.

use html5gum::{Token, Tokenizer};
use huaweicloud_sim::Simulator;

use crate::wire::{Request, Response};

/// A page that was got, or that came of a form.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) response: Response,
    pub(crate) forms: Vec<Form>,
    /// Where its links lead, without what follows `#`.
    pub(crate) links: Vec<String>,
    /// What stands in it, without its elements, a line an element.
    pub(crate) text: String,
    /// Names of all elements and attributes.
    pub(crate) names: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    pub(crate) action: String,
    pub(crate) fields: Vec<(String, String)>,
    /// Names and values of the boxes without a tick, which a browser does not send.
    pub(crate) unticked: Vec<(String, String)>,
}

impl Page {
    pub(crate) async fn get(simulator: &Simulator, target: &str) -> Self {
        let request =
            Request::new(simulator, "GET", target).header("accept", "text/html").header("sec-fetch-site", "none");
        Self::read(request.send().await)
    }

    /// Posts a form of a page of the simulator.
    pub(crate) async fn post(simulator: &Simulator, form: &Form) -> Self {
        let request =
            form.request(simulator).header("origin", &simulator.url()).header("sec-fetch-site", "same-origin");
        Self::read(request.send().await)
    }

    /// The page that comes of a form, or that it leads to.
    pub(crate) async fn follow(simulator: &Simulator, form: &Form) -> Self {
        let page = Self::post(simulator, form).await;
        match page.response.header("location") {
            Some(location) => Self::get(simulator, location.split('#').next().unwrap()).await,
            None => page,
        }
    }

    fn read(response: Response) -> Self {
        let mut page = Self { response, forms: Vec::new(), links: Vec::new(), text: String::new(), names: Vec::new() };
        let body = page.response.body.clone();
        let mut area: Option<String> = None;
        for token in Tokenizer::new(&body) {
            match token.unwrap() {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |name: &str| {
                        let value = tag.attributes.get(name.as_bytes());
                        value.map(|value| String::from_utf8_lossy(value).into_owned())
                    };
                    page.names.push(name.clone());
                    page.names.extend(tag.attributes.keys().map(|name| String::from_utf8_lossy(name).into_owned()));
                    match name.as_str() {
                        "form" => page.forms.push(Form { action: attribute("action").unwrap(), ..Form::default() }),
                        "input" => {
                            let is_unticked =
                                attribute("type").as_deref() == Some("checkbox") && attribute("checked").is_none();
                            page.give(attribute("name"), attribute("value").unwrap_or_default(), is_unticked);
                        }
                        "textarea" => area = attribute("name"),
                        "a" => page
                            .links
                            .extend(attribute("href").map(|link| without_part(&link)).filter(|link| !link.is_empty())),
                        _ => {}
                    }
                    page.text.push('\n');
                }
                Token::EndTag(_) => area = None,
                Token::String(text) => {
                    let text = String::from_utf8_lossy(&text).into_owned();
                    if area.is_some() {
                        let text = text.strip_prefix('\n').unwrap_or(&text).replace('\n', "\r\n");
                        page.give(area.take(), text.clone(), false);
                    }
                    page.text.push_str(&text);
                }
                _ => {}
            }
        }
        page
    }

    fn give(&mut self, name: Option<String>, value: String, is_unticked: bool) {
        if let (Some(form), Some(name)) = (self.forms.last_mut(), name) {
            let fields = if is_unticked { &mut form.unticked } else { &mut form.fields };
            fields.push((name, value));
        }
    }

    /// The form that leads to a place and has a value in it.
    #[track_caller]
    pub(crate) fn form(&self, action: &str, has: &str) -> Form {
        let is_it = |form: &&Form| {
            let mut fields = form.fields.iter().chain(&form.unticked);
            form.action.starts_with(action) && fields.any(|(name, value)| name == has || value == has)
        };
        self.forms.iter().find(is_it).unwrap_or_else(|| panic!("{action} {has}: {:#?}", self.forms)).clone()
    }
}

fn without_part(link: &str) -> String {
    link.split('#').next().unwrap_or_default().to_owned()
}

impl Form {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(other, _)| other != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sets the tick of the box with a value, or takes it away.
    #[track_caller]
    pub(crate) fn click(mut self, value: &str) -> Self {
        let at = |fields: &[(String, String)]| fields.iter().position(|(_, other)| other == value);
        match at(&self.unticked) {
            Some(at) => self.fields.push(self.unticked.remove(at)),
            None => self.unticked.push(self.fields.remove(at(&self.fields).unwrap())),
        }
        self
    }

    /// As a browser sends it, but for where it comes from.
    pub(crate) fn request(&self, simulator: &Simulator) -> Request {
        let encoded = |text: &str| {
            let bytes = text.bytes().map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'*' => char::from(byte).to_string(),
                b' ' => "+".to_owned(),
                other => format!("%{other:02X}"),
            });
            bytes.collect::<String>()
        };
        let fields = self.fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        Request::new(simulator, "POST", self.action.split('#').next().unwrap())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(fields.collect::<Vec<_>>().join("&"))
    }
}
