//! The words the readers look for, in Chinese and English: the one place to extend.
//!
//! Everything here is data, and the few functions that compare a page's words with it.

mod caption;
mod column;
mod fault;
mod normal_form;
mod permission;
mod phrase;
mod section;
mod type_name;

pub(crate) use caption::{Role, SubjectNames, introduces_fields, role_of_caption, subject_names};
pub(crate) use column::{Column, ValuePlace, column_of, place_of, required_in_column, required_of};
pub(crate) use fault::{fault_status, is_code_of_failure, is_failure};
pub(crate) use permission::{asks_for_none, says_no_permission};
pub(crate) use phrase::{
    date_of, deprecated_title, deprecation, is_name_label, is_none_word, is_status, leading_status, page_meta,
    says_list, split_caption, status_in_brackets, status_label, table_number, tables_mentioned, without_table_number,
};
pub(crate) use section::{
    Section, is_of_elements, is_of_example, is_of_parameters, is_of_shown_address, is_refusal, section_by_words,
    section_of,
};
pub(crate) use type_name::{
    is_list_of_elements, is_structure, is_type, is_word_of_list, labelled_type, parse_type, says_object,
};
