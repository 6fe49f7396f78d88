//! The type that requests for one operation are expected by, from its parameters.

/// Writes the type that requests for one operation are expected by, with a matcher for each of its parameters. Generated
/// code calls it, once an operation.
///
/// The value of the success is `json(…)` of a type, `text`, `bytes` or `nothing`. A parameter has its place, its name as it is
/// sent, and the names of its matchers; between brackets is what is given for it: `plain`, `into` or `list` of a type,
/// `integer` or `integers`, and `joined` before a list that is sent as one value. A body is `json` of what is given for it,
/// or `form` with the names of its fields that are lists; `optional` comes before one that may be left out.
///
/// ```
/// use huaweicloud_core::testing::MockService;
/// use huaweicloud_core::{Method, Operation, mock_operation};
///
/// const CREATE_PARTS: Operation = Operation::new("CreateParts", Method::Post, "/v1/widgets/{widget_id}/parts");
///
/// mock_operation! {
///     /// Requests for `CreateParts`.
///     CreateParts of CREATE_PARTS responds 201 json(Vec<String>) takes {
///         path "widget_id": with_widget_id(into String);
///         query "dry_run": with_dry_run(plain bool), without_dry_run;
///     } body json(list String)
/// }
///
/// let service = MockService::new();
/// let create = CreateParts::new(&service).with_widget_id("w-1").without_dry_run();
/// create.with_body(["nut", "bolt"]).respond(["p-1".to_owned(), "p-2".to_owned()]).times(0);
/// ```
#[macro_export]
macro_rules! mock_operation {
    (
        $(#[$about:meta])*
        $name:ident of $operation:ident responds $status:literal $kind:ident $(($value:ty))? takes {
            $($place:ident $wire:literal : $with:ident ($($given:tt)+) $(, $without:ident)? ;)*
        } $($body:tt)*
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        #[must_use = "nothing is expected until there is a response"]
        pub struct $name {
            when: $crate::testing::TypedWhen<$crate::__mock_value!($kind $(($value))?)>,
        }

        impl $name {
            fn new(service: &$crate::testing::MockService) -> Self {
                Self { when: $crate::testing::TypedWhen::new(service, &$operation, $status) }
            }

            $(
                $crate::__mock_parameter! { $place $wire $with $($given)+ }
                $(
                    #[doc = concat!("Leaves the requests without the ", stringify!($place), " parameter `", $wire, "`.")]
                    pub fn $without(mut self) -> Self {
                        self.when.$place($wire, None::<bool>);
                        self
                    }
                )?
            )*

            $crate::__mock_body! { $($body)* }

            /// Leaves the requests of which `predicate` holds.
            #[track_caller]
            pub fn request_where(
                mut self,
                predicate: impl Fn(&$crate::testing::RecordedRequest) -> bool + Send + Sync + 'static,
            ) -> Self {
                self.when.request_where(predicate);
                self
            }

            $crate::__mock_respond! { $kind $(($value))? }

            /// Responds with what is no documented success, or needs more than a value.
            pub fn respond_with(
                self,
                response: $crate::testing::MockResponse,
            ) -> $crate::testing::TypedSequence<$crate::__mock_value!($kind $(($value))?)> {
                self.when.respond_with(response)
            }

            /// Refuses once, with a status, and the service's code and message.
            ///
            /// # Panics
            ///
            /// For a status that is none.
            #[track_caller]
            pub fn refuse(
                self,
                status: u16,
                code: &str,
                message: &str,
            ) -> $crate::testing::TypedSequence<$crate::__mock_value!($kind $(($value))?)> {
                self.respond_with($crate::testing::MockResponse::refusal(status, code, message))
            }

            /// Fails once, without a response.
            pub fn fail(
                self,
                failure: $crate::testing::MockFailure,
            ) -> $crate::testing::TypedSequence<$crate::__mock_value!($kind $(($value))?)> {
                self.respond_with($crate::testing::MockResponse::failure(failure))
            }
        }
    };
}

/// The kind of the value of a success.
#[doc(hidden)]
#[macro_export]
macro_rules! __mock_value {
    (json($value:ty)) => { $crate::testing::Json<$value> };
    (text) => { $crate::testing::PlainText };
    (bytes) => { $crate::testing::Binary };
    (nothing) => { $crate::testing::NoValue };
}

/// The method that responds with the value of a success.
#[doc(hidden)]
#[macro_export]
macro_rules! __mock_respond {
    (json($value:ty)) => { $crate::__mock_respond! { json($value) => $value } };
    (text) => { $crate::__mock_respond! { text => String } };
    (bytes) => { $crate::__mock_respond! { bytes => $crate::Bytes } };
    (nothing) => {
        /// Responds once, without a body and with the documented status.
        pub fn respond(self) -> $crate::testing::TypedSequence<$crate::testing::NoValue> {
            self.when.respond()
        }
    };
    ($kind:ident $(($parameter:ty))? => $value:ty) => {
        /// Responds once, with a value and the documented status.
        ///
        /// # Panics
        ///
        /// For a value that does not let itself be written.
        #[track_caller]
        pub fn respond(
            self,
            value: impl Into<$value>,
        ) -> $crate::testing::TypedSequence<$crate::__mock_value!($kind $(($parameter))?)> {
            self.when.respond(value.into())
        }
    };
}

/// The matcher of a parameter.
#[doc(hidden)]
#[macro_export]
macro_rules! __mock_parameter {
    ($place:ident $wire:literal $with:ident plain $of:ty) => {
        $crate::__mock_parameter! { $place $wire $with ($of) => |value| value }
    };
    ($place:ident $wire:literal $with:ident into $of:ty) => {
        $crate::__mock_parameter! { $place $wire $with (impl Into<$of>) => |value| Into::<$of>::into(value) }
    };
    ($place:ident $wire:literal $with:ident integer) => {
        $crate::__mock_parameter! { $place $wire $with (impl $crate::IntoInteger) => |value| value }
    };
    (query $wire:literal $with:ident joined $($given:tt)+) => {
        $crate::__mock_parameter! { joined_query $wire $with $($given)+ }
    };
    ($place:ident $wire:literal $with:ident integers) => {
        $crate::__mock_parameter! {
            $place $wire $with (impl IntoIterator<Item = impl $crate::IntoInteger>)
                => |value| value.into_iter().collect::<Vec<_>>()
        }
    };
    ($place:ident $wire:literal $with:ident list $of:ty) => {
        $crate::__mock_parameter! {
            $place $wire $with (impl IntoIterator<Item = impl Into<$of>>)
                => |value| value.into_iter().map(Into::into).collect::<Vec<$of>>()
        }
    };
    ($place:ident $wire:literal $with:ident ($given:ty) => |$value:ident| $sent:expr) => {
        #[doc = concat!("Leaves the requests whose parameter `", $wire, "` is this.")]
        #[track_caller]
        pub fn $with(mut self, $value: $given) -> Self {
            self.when.$place($wire, $sent);
            self
        }
    };
}

/// The matchers of a body.
#[doc(hidden)]
#[macro_export]
macro_rules! __mock_body {
    () => {};
    (optional $($body:tt)+) => {
        $crate::__mock_body! { $($body)+ }

        /// Leaves the requests without a body.
        pub fn without_body(mut self) -> Self {
            self.when.no_body();
            self
        }
    };
    (body $how:ident(plain $of:ty $(, $list:literal)*)) => {
        $crate::__mock_body! { $how $of, ($of) => |value| value; $($list)* }
    };
    (body $how:ident(into $of:ty $(, $list:literal)*)) => {
        $crate::__mock_body! { $how $of, (impl Into<$of>) => |value| value.into(); $($list)* }
    };
    (body $how:ident(list $of:ty)) => {
        $crate::__mock_body! {
            $how Vec<$of>, (impl IntoIterator<Item = impl Into<$of>>) => |value| value.into_iter().map(Into::into).collect();
        }
    };
    (body $how:ident(map $of:ty)) => {
        $crate::__mock_body! {
            $how ::std::collections::HashMap<String, $of>,
            (impl IntoIterator<Item = (impl Into<String>, impl Into<$of>)>)
                => |value| value.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        }
    };
    (json $of:ty, ($given:ty) => |$value:ident| $sent:expr;) => {
        /// Leaves the requests whose body is this.
        ///
        /// # Panics
        ///
        /// For a body that does not let itself be sent.
        #[track_caller]
        pub fn with_body(mut self, $value: $given) -> Self {
            let body: $of = $sent;
            self.when.body(&body);
            self
        }

        /// Leaves the requests of whose body `predicate` holds.
        #[track_caller]
        pub fn body_where(mut self, predicate: impl Fn(&$of) -> bool + Send + Sync + 'static) -> Self {
            self.when.body_where(predicate);
            self
        }
    };
    (form $of:ty, ($given:ty) => |$value:ident| $sent:expr; $($list:literal)*) => {
        /// Leaves the requests whose body is this.
        ///
        /// # Panics
        ///
        /// For a body that does not let itself be sent.
        #[track_caller]
        pub fn with_body(mut self, $value: $given) -> Self {
            let body: $of = $sent;
            self.when.form_body(&body);
            self
        }

        /// Leaves the requests of whose body `predicate` holds.
        #[track_caller]
        pub fn body_where(mut self, predicate: impl Fn(&$of) -> bool + Send + Sync + 'static) -> Self {
            self.when.form_body_where(&[$($list),*], predicate);
            self
        }
    };
}
