//! What goes into every message (language reference 9.7).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Condition;
use crate::program::Body;
use crate::span::Span;
use crate::table::{ChannelId, InsertId};
use crate::template::Template;

/// Something that goes into messages: [`crate::program::Content::inserts`] says into which.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Insert {
    /// Its name.
    pub name: String,
    /// For whom; asked when a message is filled in.
    pub applies: Option<Condition>,
    /// What it says.
    pub texts: Vec<InsertText>,
    /// Where it is declared.
    pub span: Span,
}

/// What an insert says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct InsertText {
    /// On which channel; nothing: on all.
    pub channel: Option<ChannelId>,
    /// The words.
    pub body: Body,
}

/// One text of an insert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct InsertOf {
    /// Which insert.
    pub insert: InsertId,
    /// Which of its texts.
    pub text: u16,
}

impl Insert {
    /// The words of one of its texts; nothing when no files were read.
    #[must_use]
    pub fn template(&self, text: u16) -> Option<&Template> {
        self.texts.get(usize::from(text))?.body.template.as_ref()
    }
}
