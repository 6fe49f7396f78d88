//! `error_code.rs`: what the documentation says of the service's error codes.

use std::fmt::Write as _;

use quote::quote;

use super::enums::push_doc;
use super::rustdoc;
use crate::codegen::format::{formatted, inner_doc, joined};
use crate::codegen::header;
use crate::spec::{ErrorCode, Spec};

/// The file; none for a service whose codes are not documented.
pub(super) fn error_codes(spec: &Spec) -> anyhow::Result<Option<String>> {
    if spec.error_codes.is_empty() {
        return Ok(None);
    }
    let parts = [
        formatted(inner_doc("Error codes of the service."))?,
        formatted(quote!(
            use huaweicloud_core::{Error, ErrorClass, ErrorCodeInfo};
        ))?,
        code_enum(&spec.error_codes)?,
        formatted(quote! {
            impl ErrorCode {
                /// The code of an error; none if the service gave none, or did not respond.
                pub fn of(error: &Error) -> Option<Self> {
                    error.error_code().map(Self::from)
                }

                /// What the documentation says of the code; none for one that it does not know.
                pub fn info(&self) -> Option<&'static ErrorCodeInfo> {
                    super::service::INFO.error_code(self.as_str())
                }

                /// What the code means for the caller; none for one of no class, and for one that is not documented.
                pub fn class(&self) -> Option<ErrorClass> {
                    self.info().and_then(ErrorCodeInfo::class)
                }
            }
        })?,
    ];
    Ok(Some(joined(&header(&spec.folder.join("error-codes.toml")), &parts)))
}

/// The codes as an enum that keeps those which it does not know.
fn code_enum(codes: &[ErrorCode]) -> anyhow::Result<String> {
    let mut text = String::from("huaweicloud_core::open_enum! {\n");
    text.push_str("    /// A code by which the service says why it refused a request, or how it failed.\n");
    text.push_str("    pub enum ErrorCode {\n");
    for code in codes {
        let statuses: Vec<String> = code.statuses.iter().map(u16::to_string).collect();
        let class = code.class.map(|class| format!(" Class: [`{class}`](ErrorClass::{class}).")).unwrap_or_default();
        push_doc(
            &mut text,
            8,
            &format!("{} HTTP {}.{class}", rustdoc::plain_text(code.meaning.trim()), statuses.join(" or ")),
        )?;
        writeln!(text, "        {} => {:?},", code.name, code.code)?;
    }
    text.push_str("    }\n}\n");
    Ok(text)
}
