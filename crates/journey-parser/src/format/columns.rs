//! Columns: neighbours of one kind are lined up, until a blank line or something that takes several lines.

use super::lines::one_line;
use super::outline::{Block, Part, Statement, Word};
use super::{WIDTH, width};
use crate::syntax::Kind;

/// The blanks that line a statement up with its neighbours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Padding {
    /// Blanks before a part, by its place among the parts.
    before: Vec<(usize, usize)>,
    /// Blanks behind a statement of its block, by its place in the block.
    inside: Vec<(usize, usize)>,
}

impl Padding {
    /// How many blanks more than usual stand before that part.
    pub fn before(&self, part: usize) -> usize {
        blanks_at(&self.before, part)
    }

    /// How many blanks more than usual stand behind that statement of the block.
    pub fn inside(&self, statement: usize) -> usize {
        blanks_at(&self.inside, statement)
    }
}

fn blanks_at(blanks: &[(usize, usize)], place: usize) -> usize {
    blanks.iter().filter(|(at, _)| *at == place).map(|(_, blanks)| blanks).sum()
}

/// The padding of each statement of a block that stands at that indentation.
pub(crate) fn paddings(statements: &[Statement<'_>], indent: usize) -> Vec<Padding> {
    let mut paddings = Vec::with_capacity(statements.len());
    while let Some(first) = statements.get(paddings.len()) {
        let run = statements.get(paddings.len()..).unwrap_or_default();
        let others = run.iter().skip(1).take_while(|next| next.kind == first.kind && !next.is_apart());
        let length = 1 + others.take_while(|next| can_be_aligned(next, indent)).count();
        let run = run.get(..length).unwrap_or_default();
        if first.kind == Kind::Other || !can_be_aligned(first, indent) {
            paddings.push(Padding::default());
        } else {
            paddings.extend(aligned(run, indent));
        }
    }
    for (statement, padding) in statements.iter().zip(&mut paddings) {
        padding.before.extend(apart(statement));
    }
    paddings
}

/// What happens in a scenario stands one blank further from its date than words stand from one another.
fn apart(statement: &Statement<'_>) -> Option<(usize, usize)> {
    let what = statement.parts.iter().position(Part::column).filter(|_| statement.kind == Kind::Dated)?;
    Some((what, 1))
}

/// What takes several lines stands for itself, unless it is only a long clause or declaration.
fn can_be_aligned(statement: &Statement<'_>, indent: usize) -> bool {
    !must_fit(statement) || fits(statement, indent, &Padding::default())
}

/// Whether it is aligned on one line or not at all.
fn must_fit(statement: &Statement<'_>) -> bool {
    statement.has_block() || statement.kind == Kind::Segment
}

fn fits(statement: &Statement<'_>, indent: usize, padding: &Padding) -> bool {
    one_line(statement, padding).is_some_and(|line| indent + width(&line) <= WIDTH)
}

/// The paddings of neighbours; none, where lining up would push something over the edge.
fn aligned(run: &[Statement<'_>], indent: usize) -> Vec<Padding> {
    let mut rows: Vec<Vec<Cell>> = run.iter().map(|statement| cells(statement, indent)).collect();
    let mut paddings = vec![Padding::default(); run.len()];
    line_up(&mut rows, 0, &mut paddings);
    let still_fit =
        |(statement, padding): (&Statement<'_>, &Padding)| !must_fit(statement) || fits(statement, indent, padding);
    if run.iter().zip(&paddings).all(still_fit) { paddings } else { vec![Padding::default(); run.len()] }
}

/// A piece of a line that can be followed by a column.
struct Cell {
    width: usize,
    /// Cells are lined up with cells of the same key only.
    key: String,
    /// Where blanks behind it go.
    next: Next,
}

/// What follows a cell.
#[derive(Clone, Copy)]
enum Next {
    /// A part of the statement.
    Part(usize),
    /// A statement of its block, behind the one of that place.
    Inside(usize),
}

fn cells(statement: &Statement<'_>, indent: usize) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, part) in statement.parts.iter().enumerate() {
        if part.column() {
            cells.push(words(statement, start..at));
            start = at;
        }
    }
    let broken = !must_fit(statement) && !fits(statement, indent, &Padding::default());
    if broken {
        // Where the later columns of a broken line are is left to chance.
        cells.truncate(1);
    }
    match statement.parts.last() {
        Some(Part::Block(block)) if !cells.is_empty() && !matches!(statement.kind, Kind::Dated | Kind::Arm) => {
            cells.extend(inner_cells(block));
        }
        _ => cells.push(words(statement, start..statement.parts.len())),
    }
    cells
}

fn words(statement: &Statement<'_>, range: std::ops::Range<usize>) -> Cell {
    let next = Next::Part(range.end);
    let parts = statement.parts.get(range).unwrap_or_default();
    let width_of = |(at, part): (usize, &Part<'_>)| match part {
        Part::Word(Word { token, .. }) => width(&token.text) + usize::from(at > 0 && !token.glued),
        Part::Block(_) => 0,
    };
    Cell { width: parts.iter().enumerate().map(width_of).sum(), key: String::new(), next }
}

fn inner_cells(block: &Block<'_>) -> impl Iterator<Item = Cell> {
    block.statements.iter().enumerate().map(|(at, statement)| {
        let first = match statement.parts.first() {
            Some(Part::Word(word)) => word.token.text.to_string(),
            _ => String::new(),
        };
        let line = one_line(statement, &Padding::default()).unwrap_or_default();
        Cell { width: width(&line), key: first, next: Next::Inside(at) }
    })
}

/// Makes the cells of one column equally wide, wherever neighbours have the same column behind it, and goes on with that
/// column: what has drifted apart is not lined up again further right.
fn line_up(rows: &mut [Vec<Cell>], column: usize, paddings: &mut [Padding]) {
    let mut from = 0;
    while from < rows.len() {
        let linked = rows.get(from..).unwrap_or_default().windows(2).take_while(|pair| match pair {
            [one, other] => are_linked(one, other, column),
            _ => false,
        });
        let to = from + 1 + linked.count();
        if let (Some(group), Some(paddings)) = (rows.get_mut(from..to), paddings.get_mut(from..to))
            && group.len() > 1
        {
            pad(group, column, paddings);
            line_up(group, column + 1, paddings);
        }
        from = to;
    }
}

/// Whether a column and the one behind it are the same in two rows. What the first column heads may differ.
fn are_linked(one: &[Cell], other: &[Cell], column: usize) -> bool {
    let same = |column: usize, any_key: bool| match (one.get(column), other.get(column)) {
        (Some(one), Some(other)) => any_key || one.key == other.key,
        _ => false,
    };
    same(column, false) && same(column + 1, column == 0)
}

fn pad(group: &[Vec<Cell>], column: usize, paddings: &mut [Padding]) {
    let cells = || group.iter().filter_map(|row| row.get(column));
    let widest = cells().map(|cell| cell.width).max().unwrap_or_default();
    for (cell, padding) in cells().zip(paddings) {
        let blanks = widest - cell.width;
        match cell.next {
            Next::Part(part) => padding.before.push((part, blanks)),
            Next::Inside(statement) => padding.inside.push((statement, blanks)),
        }
    }
}
