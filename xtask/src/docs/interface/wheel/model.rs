//! The class of a model, or of the requests of an operation.

use std::collections::{HashMap, HashSet};

use super::docstring;
use super::python::{Fault, Statement, Token, parse};
use crate::docs::interface::file::Member;

/// A class with attributes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) name: String,
    /// Whether its requests carry bytes, which are no attribute.
    pub(super) is_stream: bool,
    pub(super) attributes: Vec<Attribute>,
}

/// What one attribute says; its name in Python, and what is sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) member: Member,
}

impl Model {
    /// Reads the source of a model.
    ///
    /// # Errors
    ///
    /// If it is not written as models are.
    pub(super) fn read(source: &str) -> Result<Self, Fault> {
        let statements = parse(source)?;
        let mut classes = statements.iter().filter_map(|one| Some((one, one.defines("class")?)));
        let (Some((class, name)), None) = (classes.next(), classes.next()) else {
            return Err(Fault::new(1, "a model is one class, and here is none, or several"));
        };
        let types = table(class, "openapi_types")?;
        let names: HashMap<_, _> = table(class, "attribute_map")?.into_iter().collect();
        let texts = Texts::of(class);
        let mut attributes = Vec::with_capacity(types.len());
        for (attribute, type_text) in types {
            let name = names.get(&attribute).cloned();
            let name = name.ok_or_else(|| {
                Fault::new(class.line, format!("`{attribute}` is in openapi_types, and not in attribute_map"))
            })?;
            let required = texts.required.contains(attribute.as_str());
            let doc = Some(texts.doc(&attribute));
            attributes.push(Attribute { member: Member { name, type_text, required, doc }, name: attribute });
        }
        if attributes.len() != names.len() {
            return Err(Fault::new(class.line, "attribute_map has attributes that openapi_types has not"));
        }
        let is_stream = class.tokens.contains(&Token::Name("SdkStreamRequest"));
        Ok(Self { name: name.to_owned(), is_stream, attributes })
    }
}

/// The texts by texts that a class gives a name: `openapi_types = {'id': 'str'}`.
fn table(class: &Statement<'_>, name: &str) -> Result<Vec<(String, String)>, Fault> {
    let given = class.body.iter().find_map(|one| match one.tokens.as_slice() {
        [Token::Name(given), Token::Mark('='), Token::Mark('{'), entries @ .., Token::Mark('}')] if *given == name => {
            Some((one.line, entries))
        }
        _ => None,
    });
    let (line, entries) = given.ok_or_else(|| Fault::new(class.line, format!("the model has no `{name} = {{…}}`")))?;
    let entry = |tokens: &[Token<'_>]| match tokens {
        [Token::Text(key), Token::Mark(':'), Token::Text(value)] => Ok((key.to_string(), value.to_string())),
        _ => Err(Fault::new(line, format!("`{name}` has more than texts"))),
    };
    let parts = entries.split(|token| *token == Token::Mark(','));
    // Behind the last comma there may be nothing.
    let entries = parts.filter(|part| !part.is_empty()).map(entry).collect::<Result<Vec<_>, _>>()?;
    let mut keys = HashSet::new();
    match entries.iter().find(|(key, _)| !keys.insert(key.as_str())) {
        Some((key, _)) => Err(Fault::new(line, format!("`{name}` has `{key}` twice"))),
        None => Ok(entries),
    }
}

/// What the methods of a class say of its attributes.
#[derive(Debug, Default)]
struct Texts<'s> {
    /// Attributes that are always set.
    required: HashSet<&'s str>,
    /// What the constructor says.
    parameters: HashMap<&'s str, String>,
    /// What properties say; the only texts of old versions.
    properties: HashMap<&'s str, String>,
}

impl<'s> Texts<'s> {
    fn of(class: &'s Statement<'s>) -> Self {
        let mut texts = Self::default();
        let mut is_property = false;
        for one in &class.body {
            match one.defines("def") {
                Some("__init__") => {
                    texts.parameters = docstring::parameters(one.docstring());
                    texts.required = one.body.iter().filter_map(always_set).collect();
                }
                Some(name) if is_property => {
                    texts.properties.insert(name, docstring::property(one.docstring()));
                }
                _ => {}
            }
            is_property = one.tokens == [Token::Mark('@'), Token::Name("property")];
        }
        texts
    }

    fn doc(&self, attribute: &str) -> String {
        self.parameters.get(attribute).or_else(|| self.properties.get(attribute)).cloned().unwrap_or_default()
    }
}

/// The attribute that a constructor sets, whatever it is given: `self.id = id`.
fn always_set<'s>(statement: &'s Statement<'_>) -> Option<&'s str> {
    match statement.tokens.as_slice() {
        [Token::Name("self"), Token::Mark('.'), Token::Name(attribute), Token::Mark('='), Token::Name(value)]
            if attribute == value =>
        {
            Some(attribute)
        }
        _ => None,
    }
}
