//! The macro that makes a struct lenient.

/// Makes a struct one that serde reads leniently and writes exactly; see [`lenient`](crate::lenient), with an example.
///
/// The fields of the struct must be [`Lenient`](crate::lenient::Lenient). Each is given with the name under which it is sent,
/// and after `|` others under which it is read, too. `requires` lists the names of those that must be there.
/// Unknown names are passed over; of a field that comes twice, the last value counts that is one: `null` takes none away.
///
/// What may be `null`, what may be missing until it is sent, and what is never sent, says so:
///
/// | entry | field | meaning |
/// |---|---|---|
/// | `"note" => note,` | `Option<Option<T>>` | left out, `null` or a value |
/// | `"note" => note or null,` | `Option<T>` | `null` or a value, never left out; `null` satisfies `requires` |
/// | `"size" => size or missing,` | `Option<T>` | required, and built bit by bit: writing `None` is an error that names all that is missing |
/// | `"id" => id not sent,` | any | read, and never written |
///
/// ```
/// #[derive(Debug, Default)]
/// struct Change {
///     id: Option<String>,
///     name: Option<String>,
///     note: Option<Option<String>>,
/// }
///
/// huaweicloud_core::fields! {
///     Change requires ["name"] {
///         "id" => id not sent,
///         "name" => name or null,
///         "note" => note,
///     }
/// }
///
/// let change: Change = serde_json::from_str(r#"{"id":"c","name":null,"note":null}"#)?;
/// assert_eq!((change.id.as_deref(), &change.name, &change.note), (Some("c"), &None, &Some(None)));
/// assert_eq!(serde_json::to_string(&change)?, r#"{"name":null,"note":null}"#);
/// assert_eq!(serde_json::to_string(&Change::default())?, r#"{"name":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// `refusing` names a field of the type [`Refused`](crate::lenient::Refused), which is neither read nor sent: what setters were
/// given and cannot be sent. While anything is in it, writing is an error. The macro then makes `Debug`, too, which shows that
/// field only if there is anything to see.
#[macro_export]
macro_rules! fields {
    ($type:ident $(requires $required:tt)? refusing $refused:ident {
        $($name:literal $(| $alias:literal)* => $field:ident $(or $empty:ident)? $(not $sent:ident)?,)*
    }) => {
        impl ::std::fmt::Debug for $type {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let fields: &[(&str, &dyn ::std::fmt::Debug)] = &[$((::std::stringify!($field), &self.$field)),*];
                $crate::__private::show_structure(f, ::std::stringify!($type), fields, &self.$refused)
            }
        }

        $crate::fields! {
            $type $(requires $required)? checking $refused {
                $($name $(| $alias)* => $field $(or $empty)? $(not $sent)?,)*
            }
        }
    };
    ($type:ident $(requires [$($required:literal),* $(,)?])? $(checking $refused:ident)? {
        $($name:literal $(| $alias:literal)* => $field:ident $(or $empty:ident)? $(not $sent:ident)?,)*
    }) => {
        impl $crate::lenient::Structure for $type {
            const NAME: &'static str = ::std::stringify!($type);
            const REQUIRED: &'static [&'static str] = &[$($($required),*)?];

            fn read_field<'de, A: $crate::__private::serde::de::MapAccess<'de>>(
                &mut self,
                name: &str,
                #[allow(unused_variables)] map: &mut A,
            ) -> ::std::result::Result<$crate::lenient::Found, A::Error> {
                match name {
                    $($name $(| $alias)* => $crate::__private::read_into(
                        &mut self.$field,
                        $name,
                        0 $(| $crate::__private::words::$empty)? $(| $crate::__private::words::$sent)?,
                        map,
                    ),)*
                    _ => ::std::result::Result::Ok($crate::lenient::Found::NoField),
                }
            }

            fn write_fields<M: $crate::__private::serde::ser::SerializeMap>(
                &self,
                #[allow(unused_variables)] fields: &mut $crate::__private::FieldWriter<M>,
            ) {
                // All fields of the struct: one that is not listed does not compile.
                let Self { $($field,)* $($refused)? } = self;
                $(fields.refuse($refused);)?
                $(fields.write(
                    $name,
                    0 $(| $crate::__private::words::$empty)? $(| $crate::__private::words::$sent)?,
                    $field,
                );)*
            }

            #[inline]
            fn blank_fields() -> Self {
                Self {
                    $($field: $crate::lenient::Lenient::blank(),)*
                    $($refused: ::std::default::Default::default(),)?
                }
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $type {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::structure(deserializer)
            }
        }

        impl $crate::__private::serde::Serialize for $type {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::__private::write_structure(self, serializer)
            }
        }
    };
}

#[cfg(test)]
mod tests;
