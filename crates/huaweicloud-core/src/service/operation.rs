//! What is known of an operation before it is called.

/// An HTTP method that services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `DELETE`
    Delete,
    /// `PATCH`
    Patch,
    /// `HEAD`
    Head,
}

impl Method {
    /// The method as it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
            Self::Patch => "PATCH",
            Self::Head => "HEAD",
        }
    }

    /// Whether a request of this method may have a body, so that one without says so, as those of the official clients do.
    pub(crate) const fn anticipates_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch | Self::Delete)
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
            Method::Patch => Self::PATCH,
            Method::Head => Self::HEAD,
        }
    }
}

/// An operation of a service, as its OpenAPI document describes it. Generated clients hold one constant for each.
///
/// ```
/// use huaweicloud_core::{Method, Operation};
///
/// const SHOW_WIDGET: Operation = Operation::new("ShowWidget", Method::Get, "/v1/{project_id}/widgets/{widget_id}");
/// assert_eq!(SHOW_WIDGET.id(), "ShowWidget");
/// assert!(!SHOW_WIDGET.is_idempotent());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    id: &'static str,
    method: Method,
    path: &'static str,
    content_type: Option<&'static str>,
    idempotent: bool,
}

impl Operation {
    /// An operation that is not known to be idempotent.
    ///
    /// - `id`: its `operationId`, the official name;
    /// - `path`: its path template, with parameters in braces.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self { id, method, path, content_type: None, idempotent: false }
    }

    /// The operation that stands for requests of a method to paths that no operation is known for
    /// ([`ServiceClient::request_to`](crate::ServiceClient::request_to)). A mock service expects them by it.
    pub const fn any(method: Method) -> &'static Self {
        const fn any(id: &'static str, method: Method) -> Operation {
            Operation::new(id, method, "/")
        }
        match method {
            Method::Get => const { &any("GET", Method::Get) },
            Method::Post => const { &any("POST", Method::Post) },
            Method::Put => const { &any("PUT", Method::Put) },
            Method::Delete => const { &any("DELETE", Method::Delete) },
            Method::Patch => const { &any("PATCH", Method::Patch) },
            Method::Head => const { &any("HEAD", Method::Head) },
        }
    }

    /// Sets the media type of the request's body where it is another than the usual one: `application/json`, or
    /// `application/x-www-form-urlencoded` for a form. It is sent exactly as it is given.
    #[must_use]
    pub const fn with_content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = Some(media_type);
        self
    }

    /// Marks the operation as one that may be carried out twice with the effect of once.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The official name, `ShowBackgroundTask` for example.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The path template, `/v2/{project_id}/instances/{instance_id}/tasks` for example.
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// The media type of the request's body, if it is not the usual one.
    pub const fn content_type(&self) -> Option<&'static str> {
        self.content_type
    }

    /// Whether carrying it out twice has the effect of once. Written in the specification for each operation
    /// (`x-idempotent`), never guessed from the method.
    pub const fn is_idempotent(&self) -> bool {
        self.idempotent
    }
}
