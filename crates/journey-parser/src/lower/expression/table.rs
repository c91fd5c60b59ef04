//! `reps(postal, product)`: what a table says (language reference 9.3).

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::lookup::LookupArgument;
use journey_ir::span::Span;
use journey_ir::value::Type;

use super::value::noun;
use super::{Scope, Typed};
use crate::lower::Lowering;
use crate::lower::lookup::suggestion;
use crate::tree::{Expr, Name};

/// The functions of the language: what a misspelt one may have meant.
const FUNCTIONS: [&str; 15] = [
    "count",
    "sum",
    "min",
    "max",
    "average",
    "first",
    "last",
    "since",
    "in_journey",
    "ever_in",
    "sent",
    "opened",
    "clicked",
    "bounced",
    "unsubscribed",
];

impl Lowering<'_> {
    pub(super) fn table_value(&mut self, name: &Name, arguments: &[Expr], span: Span, scope: &Scope) -> Option<Typed> {
        let Some(table) = self.names.tables.id(&name.text) else {
            self.report_no_function(name);
            return None;
        };
        let looked_for: Vec<_> = arguments.iter().map(|argument| self.looked_for(argument, scope)).collect();
        let declared = &self.program.lookups[table];
        // Of a table that is wrong nothing is known.
        if declared.keys.is_empty() {
            return None;
        }
        if declared.keys.len() != arguments.len() {
            let keys: Vec<&str> = declared.keys.iter().map(|key| key.name.as_str()).collect();
            let message = format!(
                "the table `{}` is looked up by {}, and {} given here",
                name.text,
                counted(keys.len()),
                match arguments.len() {
                    1 => "1 is".to_owned(),
                    many => format!("{many} are"),
                }
            );
            let (declaration, help) = (declared.span, format!("write `{}({})`", name.text, keys.join(", ")));
            let finding = Finding::error("type-mismatch", message).at(span, "").at(declaration, "declared here");
            self.report(finding.help(help));
            return None;
        }
        let kind = declared.kind.clone();
        let arguments: Vec<LookupArgument> = looked_for.into_iter().collect::<Option<_>>()?;
        Some(Typed { expression: Expression::Lookup { table, arguments }, kind, span })
    }

    /// What is looked for in one column: something that is written as a cell is.
    fn looked_for(&mut self, argument: &Expr, scope: &Scope) -> Option<LookupArgument> {
        let typed = self.value(argument, scope)?;
        if !matches!(typed.kind, Type::Text | Type::OneOf(_) | Type::Integer | Type::Boolean | Type::Channel) {
            let message = format!(
                "a table is looked up by texts, words, whole numbers, `yes` or `no`, and channels, and `{}` is {}",
                self.text(typed.span),
                noun(&typed.kind)
            );
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(LookupArgument { value: typed.expression, kind: typed.kind })
    }

    fn report_no_function(&mut self, name: &Name) {
        let written = &name.text;
        if self.names.may_exist(written) {
            return;
        }
        let known: Vec<&str> = FUNCTIONS.into_iter().chain(self.names.tables.names()).collect();
        let message = match self.names.what_is(written) {
            Some(what) => format!("`{written}` is {what}, not a function or table"),
            None => format!("there is no function or table `{written}`"),
        };
        let help = suggestion(written, &known).unwrap_or_else(|| {
            let functions: Vec<String> = FUNCTIONS.iter().map(|function| format!("`{function}`")).collect();
            format!("the functions are {}", functions.join(", "))
        });
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
    }
}

fn counted(keys: usize) -> String {
    if keys == 1 { "1 value".to_owned() } else { format!("{keys} values") }
}
