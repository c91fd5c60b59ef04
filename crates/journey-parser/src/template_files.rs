//! The template files that messages name, and the files of tables: asked of whoever may read files, once each, before names
//! are resolved.

use std::collections::BTreeMap;

use journey_ir::finding::Finding;
use journey_ir::source::{NoTemplate, Sources, Templates};
use journey_ir::span::FileId;

use crate::tree::{Body, Content, File, Item, MessageClause, MessageClauseKind, Text};

/// The template files of a programme, by the `.journey` file that names them and the name that it uses.
#[derive(Debug, Default)]
pub(crate) struct TemplateFiles {
    /// Nothing: no files are read, and what names one is taken on trust.
    read: Option<BTreeMap<(FileId, String), Option<FileId>>>,
}

impl TemplateFiles {
    /// Reads what the trees name and adds it to the sources; what cannot be had is a finding.
    pub fn read(trees: &[File], sources: &mut Sources, templates: &dyn Templates, findings: &mut Vec<Finding>) -> Self {
        let mut by_path = BTreeMap::new();
        let mut read = BTreeMap::new();
        for (name, what) in trees.iter().flat_map(|tree| &tree.items).flat_map(names) {
            let key = (name.span.file, name.value.clone());
            if read.contains_key(&key) {
                continue;
            }
            let file = match templates.template(sources.path(name.span.file), &name.value) {
                Ok(template) => {
                    let known = by_path.get(&template.path).copied();
                    known.or_else(|| {
                        let file = add(&template.path, template.bytes, (name, what), sources, findings);
                        by_path.insert(template.path, file);
                        Some(file)
                    })
                }
                Err(why) => {
                    findings.push(cannot_be_had(name, what, why));
                    None
                }
            };
            read.insert(key, file.flatten());
        }
        Self { read: Some(read) }
    }

    /// The file that a name means; nothing when it is not read, or is no text.
    pub fn get(&self, name: &Text) -> Option<FileId> {
        *self.read.as_ref()?.get(&(name.span.file, name.value.clone()))?
    }
}

/// What a file is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Template,
    Table,
}

impl What {
    /// What people call it.
    fn noun(self) -> &'static str {
        match self {
            Self::Template => "template",
            Self::Table => "table",
        }
    }
}

/// The names of files in an item.
fn names(item: &Item) -> Vec<(&Text, What)> {
    let bodies: Vec<&Body> = match item {
        Item::Message(message) => {
            message.clauses.iter().flat_map(contents).filter_map(|said| said.body.as_ref()).collect()
        }
        Item::Insert(insert) => insert.bodies().collect(),
        Item::Table(table) => return vec![(&table.file, What::Table)],
        _ => Vec::new(),
    };
    bodies
        .into_iter()
        .filter_map(|body| match body {
            Body::File(name) if !name.value.trim().is_empty() => Some((name, What::Template)),
            _ => None,
        })
        .collect()
}

fn contents(clause: &MessageClause) -> Vec<&Content> {
    match &clause.kind {
        MessageClauseKind::Content(content) => vec![content],
        MessageClauseKind::Variants(variants) => variants.arms.iter().flat_map(|arm| &arm.contents).collect(),
        _ => Vec::new(),
    }
}

/// Adds a file to the sources, unless it is no text.
fn add(
    path: &str,
    bytes: Vec<u8>,
    (name, what): (&Text, What),
    sources: &mut Sources,
    findings: &mut Vec<Finding>,
) -> Option<FileId> {
    if what == What::Template && path.to_lowercase().ends_with(".pdf") {
        return None;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(sources.add_template(path, text)),
        Err(error) => {
            let valid = error.as_bytes().iter().take(error.utf8_error().valid_up_to());
            let line = 1 + valid.filter(|&&byte| byte == b'\n').count();
            let message = format!(
                "the {} `{}` is not UTF-8: the first character that cannot be read is on line {line}",
                what.noun(),
                name.value
            );
            findings.push(
                Finding::error("encoding", message).at(name.span, "").help("save it again with the encoding UTF-8"),
            );
            None
        }
    }
}

fn cannot_be_had(name: &Text, what: What, why: NoTemplate) -> Finding {
    let (written, noun) = (&name.value, what.noun());
    let rule = if what == What::Template { "template-file" } else { "table-file" };
    let at = |message: String| Finding::error(rule, message).at(name.span, "");
    match why {
        NoTemplate::Missing { near } => at(format!("there is no {noun} file `{written}`")).help(match (near, what) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, What::Template) => {
                "a template's name is relative to the `.journey` file that names it; for a text in \
                                       place write `text \"…\"`"
                    .to_owned()
            }
            (None, What::Table) => "a table's file is named relative to the `.journey` file that names it".to_owned(),
        }),
        NoTemplate::Outside => at(format!("`{written}` is outside the programme's folder"))
            .help(format!("keep {noun}s in the folder of the programme, so that it is whole wherever it is copied")),
        NoTemplate::TooBig { limit } => at(format!("the {noun} `{written}` is too big: the limit is {limit} bytes"))
            .help(match what {
                What::Template => "leave pictures out of it: name them by their address",
                What::Table => "what is different for every customer belongs into the customers' data",
            }),
        NoTemplate::Unreadable(why) => at(format!("the {noun} `{written}` cannot be read: {why}")),
    }
}
