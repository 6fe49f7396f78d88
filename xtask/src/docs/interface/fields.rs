//! Models as fields with paths.

use super::file::{File, Member};
use super::lines::Lines;
use super::type_text;
use crate::docs::facts::{DocType, Field, PageProblemKind, Required, SchemaType};

/// How deep models may contain each other.
const MAX_DEPTH: usize = 24;
/// How many fields a body may have; shared models multiply.
const MAX_FIELDS: usize = 10_000;

/// Line, class and reason of a problem.
pub(super) type ProblemAt = (u32, PageProblemKind, String);

/// Reads the bodies of an operation.
#[derive(Debug)]
pub(super) struct Fields<'f> {
    pub(super) file: &'f File,
    pub(super) lines: &'f Lines,
    pub(super) problems: Vec<ProblemAt>,
}

/// The body that is being read.
#[derive(Debug)]
struct Body<'f> {
    fields: Vec<Field>,
    /// Whether `required` means something.
    is_request: bool,
    /// The models around the one being read, outermost first.
    around: Vec<&'f str>,
}

impl<'f> Fields<'f> {
    /// The fields of a request body.
    pub(super) fn request(&mut self, text: &'f str, line: u32) -> Vec<Field> {
        self.body(text, line, true)
    }

    /// The fields of a response body. A model whose only member is `body` stands for a body that is no object.
    pub(super) fn response(&mut self, text: &'f str, line: u32) -> Vec<Field> {
        match self.file.models.get(text).map(Vec::as_slice) {
            Some([member]) if member.name == "body" => {
                self.body(&member.type_text, self.lines.at(&format!("/models/{text}/0")), false)
            }
            _ => self.body(text, line, false),
        }
    }

    fn body(&mut self, text: &'f str, line: u32, is_request: bool) -> Vec<Field> {
        let mut body = Body { fields: Vec::new(), is_request, around: Vec::new() };
        let doc_type = self.doc_type(text, line);
        let model = self.model_of(&doc_type);
        if doc_type.schema == SchemaType::Object && model.is_some() {
            self.model(&mut body, "", model, line);
        } else {
            let prefix = format!("${}", "[]".repeat(doc_type.schema.array_depth()));
            body.fields.push(Field {
                field: "$".to_owned(),
                doc_type,
                required: Required::Unknown,
                constraints: <_>::default(),
                description: String::new(),
                line,
            });
            self.model(&mut body, &prefix, model, line);
        }
        body.fields
    }

    fn model(&mut self, body: &mut Body<'f>, prefix: &str, model: Option<&'f str>, line: u32) {
        let members = model.and_then(|name| Some((name, self.file.models.get(name)?)));
        let Some((model, members)) = members.filter(|(name, _)| !body.around.contains(name)) else { return };
        if body.around.len() >= MAX_DEPTH {
            self.full(line);
            return;
        }
        body.around.push(model);
        for (nth, member) in members.iter().enumerate() {
            if body.fields.len() >= MAX_FIELDS {
                self.full(line);
                break;
            }
            self.member(body, prefix, member, self.lines.at(&format!("/models/{model}/{nth}")));
        }
        body.around.pop();
    }

    fn member(&mut self, body: &mut Body<'f>, prefix: &str, member: &'f Member, line: u32) {
        let doc_type = self.doc_type(&member.type_text, line);
        let path = if prefix.is_empty() { member.name.clone() } else { format!("{prefix}.{}", member.name) };
        let inner = format!("{path}{}", "[]".repeat(doc_type.schema.array_depth()));
        let model = self.model_of(&doc_type);
        body.fields.push(Field {
            field: path,
            doc_type,
            required: if body.is_request { member.required.into() } else { Required::Unknown },
            constraints: <_>::default(),
            description: member.doc.clone().unwrap_or_default(),
            line,
        });
        self.model(body, &inner, model, line);
    }

    fn doc_type(&mut self, text: &str, line: u32) -> DocType {
        self.file.doc_type(text).unwrap_or_else(|reason| {
            self.problem(line, PageProblemKind::Type, reason);
            type_text::unknown(text)
        })
    }

    /// The model of a type, by the name that the file has for it.
    fn model_of(&self, doc_type: &DocType) -> Option<&'f str> {
        let name = doc_type.object.as_deref()?;
        self.file.models.get_key_value(name).map(|(name, _)| name.as_str())
    }

    fn full(&mut self, line: u32) {
        let reason = format!("the body has more than {MAX_FIELDS} fields or {MAX_DEPTH} levels; the rest is left out");
        self.problem(line, PageProblemKind::Limit, reason);
    }

    /// Models are shared: what is wrong with one is reported once.
    fn problem(&mut self, line: u32, kind: PageProblemKind, reason: String) {
        let problem = (line, kind, reason);
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}
