//! From a template's text to its pieces.

use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::template::Piece;
use minijinja::machinery::ast::{self, Stmt};
use minijinja::machinery::{self, Token};
use minijinja::syntax::SyntaxConfig;

use super::place::Source;
use super::{Context, Inserts};
use crate::lower::Lowering;
use crate::lower::known::learn;

/// The most words and signs in one placeholder. Within it nothing is nested deeply.
const TOKENS_MAX: usize = 200;
/// The most `{% … %}` in one template.
const TAGS_MAX: usize = 500;
/// The most `{{ … }}` in one template: what is filled in stays as small as the template and the values are.
const PLACEHOLDERS_MAX: usize = 2_000;
/// How deep blocks and expressions may be nested.
const DEPTH_MAX: usize = 32;

impl Lowering<'_> {
    /// Reads a text; nothing when it cannot be read at all.
    pub(super) fn read_text(&mut self, source: &Source<'_>, context: &mut Context) -> Option<Vec<Piece>> {
        if source.is_plain() {
            return Some(vec![Piece::Text(source.text.to_owned())]);
        }
        self.refuse_too_much(source)?;
        let parsed = machinery::parse(source.text, "", SyntaxConfig::default());
        let template = match parsed {
            Ok(Stmt::Template(template)) => template,
            Ok(_) => return None,
            Err(error) => {
                self.report_syntax(source, &error);
                return None;
            }
        };
        let mut pieces = self.pieces(&template.children, source, context, 0)?;
        // The parser takes the last line break away.
        if source.text.ends_with('\n') && !matches!(pieces.last(), Some(Piece::Text(text)) if text.ends_with('\n')) {
            pieces.push(Piece::Text("\n".to_owned()));
        }
        Some(pieces)
    }

    /// Refuses what would be nested too deeply before it is parsed.
    fn refuse_too_much(&mut self, source: &Source<'_>) -> Option<()> {
        let (mut tokens, mut tags, mut placeholders) = (0, 0, 0);
        for token in machinery::tokenize(source.text, false, SyntaxConfig::default()) {
            let (token, span) = match token {
                Ok(token) => token,
                Err(error) => {
                    self.report_syntax(source, &error);
                    return None;
                }
            };
            match token {
                Token::TemplateData(_) => tokens = 0,
                Token::VariableStart => (tokens, placeholders) = (0, placeholders + 1),
                Token::BlockStart => (tokens, tags) = (0, tags + 1),
                _ => tokens += 1,
            }
            let message = if tokens > TOKENS_MAX {
                format!("this placeholder has more than {TOKENS_MAX} words and signs")
            } else if tags > TAGS_MAX {
                format!("this template has more than {TAGS_MAX} `{{% … %}}`")
            } else if placeholders > PLACEHOLDERS_MAX {
                format!("this template has more than {PLACEHOLDERS_MAX} placeholders")
            } else {
                continue;
            };
            let finding = Finding::error("limit", message).at(source.span(span), "one too many");
            self.report(finding.help("say less in one template"));
            return None;
        }
        Some(())
    }

    fn report_syntax(&mut self, source: &Source<'_>, error: &minijinja::Error) {
        let why = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
        let why = why.replace("end of variable block", "`}}`").replace("end of print statement", "`}}`");
        let why = why.replace("end of block", "`%}`").replace("unexpected end of input", "it ends too early");
        let span = match error.range() {
            Some(range) if range.start < range.end => source.range(range.start, range.end),
            _ => source.line(error.line().unwrap_or(1)),
        };
        let finding = Finding::error("template", format!("this template cannot be read: {why}")).at(span, "");
        self.report(finding.help(
            "a placeholder is `{{ first_name | default('…') }}`; a choice `{% if vip %} … {% else %} … {% endif %}`",
        ));
    }

    fn pieces(
        &mut self,
        statements: &[Stmt<'_>],
        source: &Source<'_>,
        context: &mut Context,
        depth: usize,
    ) -> Option<Vec<Piece>> {
        let mut all = Some(Vec::new());
        for statement in statements {
            let piece = self.piece(statement, source, context, depth);
            match (&mut all, piece) {
                (Some(pieces), Some(piece)) => pieces.push(piece),
                _ => all = None,
            }
        }
        all
    }

    fn piece(
        &mut self,
        statement: &Stmt<'_>,
        source: &Source<'_>,
        context: &mut Context,
        depth: usize,
    ) -> Option<Piece> {
        let (what, span) = match statement {
            Stmt::EmitRaw(raw) => return Some(Piece::Text(raw.raw.to_owned())),
            Stmt::EmitExpr(emitted) if self.is_inserts(&emitted.expr) => {
                return self.inserts_here(source.span(emitted.span()), context);
            }
            Stmt::EmitExpr(emitted) => return self.placeholder(&emitted.expr, source, context).map(Piece::Value),
            Stmt::IfCond(_) => return self.branches(statement, source, context, depth),
            Stmt::ForLoop(node) => ("for", node.span()),
            Stmt::WithBlock(node) => ("with", node.span()),
            Stmt::Set(node) => ("set", node.span()),
            Stmt::SetBlock(node) => ("set", node.span()),
            Stmt::AutoEscape(node) => ("autoescape", node.span()),
            Stmt::FilterBlock(node) => ("filter", node.span()),
            Stmt::Do(node) => ("do", node.span()),
            Stmt::Template(node) => ("template", node.span()),
        };
        let message = format!("`{what}` is not part of templates");
        let help = if what == "for" {
            "nothing that a template reads is a list; write the values one by one"
        } else {
            "templates know `{{ … }}` and `{% if … %} … {% elif … %} … {% else %} … {% endif %}`"
        };
        self.report(Finding::error("template", message).at(source.span(first_line(source, span)), "").help(help));
        None
    }

    fn is_inserts(&self, expr: &ast::Expr<'_>) -> bool {
        matches!(expr, ast::Expr::Var(var) if var.id == "inserts") && self.names.attributes.id("inserts").is_none()
    }

    /// `{{ inserts }}`: the place of what goes into every message (language reference 9.7).
    fn inserts_here(&mut self, at: Span, context: &mut Context) -> Option<Piece> {
        if context.inserts == Inserts::Cannot {
            let message = "`inserts` has no place here: inserts go into the bodies of messages";
            self.report(Finding::error("template", message).at(at, "").help("write it in the body"));
            return None;
        }
        context.inserts = Inserts::Do;
        Some(Piece::Inserts { apart: false })
    }

    /// `{% if … %}`: what a condition asks for is known inside.
    fn branches(
        &mut self,
        statement: &Stmt<'_>,
        source: &Source<'_>,
        context: &mut Context,
        depth: usize,
    ) -> Option<Piece> {
        let known = context.known.len();
        let mut arms = Vec::new();
        let mut whole = true;
        let mut rest = std::slice::from_ref(statement);
        while let [Stmt::IfCond(branch)] = rest {
            if depth >= DEPTH_MAX {
                let message = format!("`if`s are nested more than {DEPTH_MAX} deep");
                self.report(Finding::error("limit", message).at(source.span(branch.expr.span()), ""));
                return None;
            }
            let asked = self.asked(&branch.expr, source, context);
            let before = context.known.len();
            if let Some(condition) = &asked {
                learn(condition, true, &mut context.known);
            }
            let pieces = self.pieces(&branch.true_body, source, context, depth + 1);
            context.known.truncate(before);
            if let Some(condition) = &asked {
                learn(condition, false, &mut context.known);
            }
            match (asked, pieces) {
                (Some(condition), Some(pieces)) => arms.push((condition, pieces)),
                _ => whole = false,
            }
            rest = &branch.false_body;
        }
        let otherwise = self.pieces(rest, source, context, depth + 1);
        context.known.truncate(known);
        if whole { Some(Piece::If { arms, otherwise: otherwise? }) } else { None }
    }
}

/// The first line of a statement's place: a block is long.
fn first_line(source: &Source<'_>, mut span: machinery::Span) -> machinery::Span {
    let written = source.written(span);
    let length = written.find(['\n', '%']).unwrap_or(written.len());
    span.end_offset = span.start_offset.saturating_add(u32::try_from(length).unwrap_or_default());
    span
}
