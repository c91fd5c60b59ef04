//! The row of words as blocks and statements, each comment with what it belongs to.

use crate::syntax::{Kind, Shape, Token};
use std::vec::IntoIter;

/// Statements in braces, or a whole file.
#[derive(Debug, Default)]
pub(crate) struct Block<'t> {
    /// The comment behind the `{`.
    pub opening: Option<String>,
    /// The statements, in source order.
    pub statements: Vec<Statement<'t>>,
    /// The comments behind the last statement, on lines of their own.
    pub closing: Vec<Comment>,
    /// Whether the author wrote it on one line; then there is no comment in it.
    pub one_line: bool,
    /// Whether a column begins with it.
    pub column: bool,
}

/// A comment on a line of its own.
#[derive(Debug)]
pub(crate) struct Comment {
    /// With its `#`.
    pub text: String,
    /// Whether a blank line stands before it.
    pub gap: bool,
}

/// An item, clause, step, declaration, …
#[derive(Debug)]
pub(crate) struct Statement<'t> {
    /// With what it is aligned.
    pub kind: Kind,
    /// The comments above it.
    pub comments: Vec<Comment>,
    /// Whether a blank line stands before it (behind its comments).
    pub gap: bool,
    /// Its words and blocks.
    pub parts: Vec<Part<'t>>,
    /// The comment at its end.
    pub trailing: Option<String>,
    /// Whether the author wrote it on one line.
    pub one_line: bool,
}

/// A part of a statement.
#[derive(Debug)]
pub(crate) enum Part<'t> {
    /// A word or sign.
    Word(Word<'t>),
    /// Statements in braces.
    Block(Block<'t>),
}

/// A word, and the comments before it.
#[derive(Debug)]
pub(crate) struct Word<'t> {
    /// The word.
    pub token: Token<'t>,
    /// Comments between it and the word before.
    pub remarks: Vec<Remark>,
}

/// A comment in the middle of a statement.
#[derive(Debug)]
pub(crate) struct Remark {
    /// With its `#`.
    pub text: String,
    /// Whether it has a line of its own; otherwise it stands at the end of one.
    pub own_line: bool,
}

impl Statement<'_> {
    /// Whether a blank line stands between it, with its comments, and what comes before.
    pub fn is_apart(&self) -> bool {
        self.gap || self.comments.iter().any(|comment| comment.gap)
    }

    /// Whether it holds statements of its own.
    pub fn has_block(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Block(_)))
    }
}

impl Part<'_> {
    /// Whether a column begins with it.
    pub fn column(&self) -> bool {
        match self {
            Self::Word(word) => word.token.column,
            Self::Block(block) => block.column,
        }
    }
}

/// Puts the words of a file in order. Blocks are nested no deeper than the parser's limit.
pub(crate) fn outline(tokens: Vec<Token<'_>>) -> Block<'_> {
    Reader { tokens: tokens.into_iter(), breaks: 0 }.block(false, Vec::new())
}

struct Reader<'t> {
    tokens: IntoIter<Token<'t>>,
    /// Line breaks and comments up to here.
    breaks: usize,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Option<Token<'t>> {
        let token = self.tokens.next()?;
        self.breaks += token.lines_before + usize::from(token.shape == Shape::Comment);
        Some(token)
    }

    /// The statements up to the `}`, which is taken. `before` are comments between the head and the `{`.
    fn block(&mut self, in_braces: bool, before: Vec<Remark>) -> Block<'t> {
        let mut block = Block { one_line: before.is_empty(), ..Block::default() };
        let mut comments = Vec::new();
        for remark in before {
            block.remark(remark, in_braces, &mut comments);
        }
        let breaks = self.breaks;
        while let Some(token) = self.next() {
            match token.shape {
                Shape::Close => break,
                Shape::Comment if token.lines_before == 0 => {
                    let remark = Remark { text: token.text.into_owned(), own_line: false };
                    block.remark(remark, in_braces, &mut comments);
                }
                Shape::Comment => comments.push(comment(token)),
                _ => block.statements.push(self.statement(token, std::mem::take(&mut comments))),
            }
        }
        block.one_line &= self.breaks == breaks;
        block.closing = comments;
        block
    }

    fn statement(&mut self, first: Token<'t>, comments: Vec<Comment>) -> Statement<'t> {
        let breaks = self.breaks;
        let mut statement = Statement {
            kind: first.begins.unwrap_or(Kind::Other),
            comments,
            gap: first.lines_before > 1,
            parts: vec![Part::Word(Word { token: first, remarks: Vec::new() })],
            trailing: None,
            one_line: true,
        };
        while self.statement_goes_on() {
            let mut remarks = Vec::new();
            while let Some(token) = self.next() {
                if token.shape == Shape::Comment {
                    let own_line = token.lines_before > 0;
                    remarks.push(Remark { text: token.text.into_owned(), own_line });
                    continue;
                }
                let part = if token.shape == Shape::Open {
                    Part::Block(Block { column: token.column, ..self.block(true, remarks) })
                } else {
                    Part::Word(Word { token, remarks })
                };
                statement.parts.push(part);
                break;
            }
        }
        statement.one_line = self.breaks == breaks;
        statement
    }

    /// Whether the next word, behind comments, belongs to the same statement.
    fn statement_goes_on(&self) -> bool {
        let next = self.tokens.as_slice().iter().find(|token| token.shape != Shape::Comment);
        next.is_some_and(|token| token.begins.is_none() && token.shape != Shape::Close)
    }
}

impl Block<'_> {
    /// Takes a comment that may stand at the end of a line.
    fn remark(&mut self, remark: Remark, in_braces: bool, comments: &mut Vec<Comment>) {
        let at_end_of_line = !remark.own_line && comments.is_empty();
        match self.statements.last_mut() {
            Some(statement) if at_end_of_line && statement.trailing.is_none() => statement.trailing = Some(remark.text),
            None if at_end_of_line && in_braces && self.opening.is_none() => self.opening = Some(remark.text),
            _ => comments.push(Comment { text: remark.text, gap: false }),
        }
    }
}

fn comment(token: Token<'_>) -> Comment {
    Comment { gap: token.lines_before > 1, text: token.text.into_owned() }
}
