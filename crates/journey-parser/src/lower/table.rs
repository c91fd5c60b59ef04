//! `table reps "data/reps.csv" { … }`: the columns of a table, and the rows of its file (language reference 9.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::StringRecord;
use journey_ir::decimal::Decimal;
use journey_ir::finding::Finding;
use journey_ir::lookup::{LookupKey, LookupRow, LookupTable};
use journey_ir::span::{FileId, Span};
use journey_ir::time::{Date, ZoneId};
use journey_ir::value::{Type, Value};

use super::Lowering;
use super::expression::noun;
use super::lookup::{list, suggestion};
use crate::template_files::TemplateFiles;
use crate::tree::{self, Name, TableColumns, TypeKind};

/// How many wrong rows of a file are shown.
const WRONG_ROWS_MAX: usize = 5;

impl<'t> Lowering<'t> {
    /// Lowers all tables, and reads their files. One that is wrong stands all the same, for what names it.
    pub(super) fn tables(&mut self, files: &TemplateFiles) {
        for written in self.names.tables.items.clone() {
            let columns = self.table_columns(written);
            let kind = columns.map_or(Type::Text, |columns| self.kind(&columns.ty));
            let refused = columns.is_some_and(|columns| self.refuse_kind(columns));
            let key = |key: &tree::TableKey| LookupKey { name: key.name.text.clone(), prefix: key.prefix.is_some() };
            let mut table = LookupTable {
                name: written.name.text.clone(),
                file: written.file.value.clone(),
                keys: columns.map(|columns| columns.keys.iter().map(key).collect()).unwrap_or_default(),
                value: columns.map(|columns| columns.value.text.clone()).unwrap_or_default(),
                kind,
                rows: Vec::new(),
                span: written.span,
            };
            if let (Some(columns), Some(file)) = (columns.filter(|_| !refused), files.get(&written.file)) {
                table.rows = self.rows(&table, columns, file);
            }
            self.program.lookups.push(table);
        }
    }

    /// What is in a table, said once.
    fn table_columns(&mut self, written: &'t tree::Table) -> Option<&'t TableColumns> {
        let Some((columns, again)) = written.columns.split_first() else {
            if written.bad.is_empty() {
                let message = format!("the table `{}` does not say what is in it", written.name.text);
                let help = "write the columns to look in, and the one with the answers: `{ postal -> rep text }`";
                self.report(Finding::error("no-columns", message).at(written.name.span, "").help(help));
            }
            return None;
        };
        for again in again {
            self.given_twice("what is in the table", again.span, columns.span);
        }
        let mut seen: Vec<&Name> = Vec::new();
        for name in columns.keys.iter().map(|key| &key.name).chain([&columns.value]) {
            match seen.iter().find(|known| known.text == name.text) {
                Some(first) => self.given_twice(&format!("the column `{}`", name.text), name.span, first.span),
                None => seen.push(name),
            }
        }
        let mut prefixes = columns.keys.iter().filter_map(|key| key.prefix);
        if let (Some(first), Some(second)) = (prefixes.next(), prefixes.next()) {
            let message = "a table has at most one `prefix`: of two beginnings none is the longer one";
            let finding = Finding::error("duplicate", message).at(second, "again here").at(first, "first here");
            self.report(finding.help("let one of the columns match exactly"));
        }
        Some(columns)
    }

    /// An instant needs a zone, which a table does not know.
    fn refuse_kind(&mut self, columns: &TableColumns) -> bool {
        let refused = matches!(columns.ty.kind, TypeKind::DateTime | TypeKind::Duration);
        if matches!(columns.ty.kind, TypeKind::DateTime) {
            let message = "a table holds no `datetime`: in whose time zone would it be?";
            let finding = Finding::error("type-mismatch", message).at(columns.ty.span, "");
            self.report(finding.help("write `date`"));
        }
        refused
    }

    /// The rows of a file, in the order of their keys.
    fn rows(&mut self, table: &LookupTable, columns: &TableColumns, file: FileId) -> Vec<LookupRow> {
        let Some(mut sheet) = Sheet::open(self.sources.get(file).map_or("", |source| source.text.as_str())) else {
            let message = format!("the file `{}` is empty", table.file);
            self.report(Finding::error("table-file", message).at(Span::new(file, 0, 0), "").at(columns.span, ""));
            return Vec::new();
        };
        let names = columns.keys.iter().map(|key| &key.name).chain([&columns.value]);
        let places: Vec<_> = names.map(|name| self.place_of(name, &sheet, table, file)).collect();
        let Some(places) = places.into_iter().collect::<Option<Vec<usize>>>() else { return Vec::new() };
        let mut rows: BTreeMap<Arc<[Arc<str>]>, (Value, u64)> = BTreeMap::new();
        let mut wrong = Vec::new();
        while let Some(row) = sheet.next() {
            match self.row(&row, &sheet, &places, table, columns) {
                Ok(LookupRow { keys, value }) => match rows.get(&keys) {
                    Some((_, first)) => {
                        let keys = list(&keys.iter().map(|key| &**key).collect::<Vec<_>>());
                        wrong.push((row, format!("{keys} stands on line {first} already")));
                    }
                    None => {
                        rows.insert(keys, (value, row.line));
                    }
                },
                Err(what) => wrong.push((row, what)),
            }
        }
        self.report_wrong(&wrong, table, file);
        rows.into_iter().map(|(keys, (value, _))| LookupRow { keys, value }).collect()
    }

    /// Where a column stands in the file.
    fn place_of(&mut self, name: &Name, sheet: &Sheet<'_>, table: &LookupTable, file: FileId) -> Option<usize> {
        let header: Vec<&str> = sheet.header.iter().map(String::as_str).collect();
        let mut places = header.iter().enumerate().filter(|(_, cell)| **cell == name.text).map(|(place, _)| place);
        let (first, second) = (places.next(), places.next());
        let at = sheet.header_span(file);
        if first.is_none() {
            let message = format!("the file `{}` has no column `{}`", table.file, name.text);
            let help = suggestion(&name.text, &header).unwrap_or_else(|| format!("its columns are {}", list(&header)));
            self.report(Finding::error("table-file", message).at(name.span, "").at(at, "its first line").help(help));
        }
        if second.is_some() {
            let message = format!("the file `{}` has two columns `{}`", table.file, name.text);
            self.report(Finding::error("table-file", message).at(at, "its first line").at(name.span, ""));
            return None;
        }
        first
    }

    /// The keys and the value of a row, or what is wrong with it.
    fn row(
        &self,
        row: &Row,
        sheet: &Sheet<'_>,
        places: &[usize],
        table: &LookupTable,
        columns: &TableColumns,
    ) -> Result<LookupRow, String> {
        if row.cells.len() != sheet.header.len() {
            let cells = if row.cells.len() == 1 { "1 cell".to_owned() } else { format!("{} cells", row.cells.len()) };
            return Err(format!("it has {cells}, and the first line has {}", sheet.header.len()));
        }
        let cell = |place: &usize| row.cells.get(*place).map_or("", String::as_str);
        let Some((value, keys)) = places.split_last() else { return Err(String::new()) };
        for (key, place) in table.keys.iter().zip(keys) {
            if cell(place).is_empty() && !key.prefix {
                return Err(format!("`{}` is empty", key.name));
            }
        }
        let written = cell(value);
        let value = match written {
            "" if columns.ty.optional => Value::Missing,
            "" => {
                return Err(format!(
                    "`{}` is empty; where that may be, declare `{0} {1}?`",
                    table.value,
                    table.kind.name()
                ));
            }
            written => self
                .cell(written, &table.kind, sheet.delimiter)
                .ok_or_else(|| format!("`{}` is {}, and `{written}` is none", table.value, noun(&table.kind)))?,
        };
        Ok(LookupRow { keys: keys.iter().map(|place| Arc::from(cell(place))).collect(), value })
    }

    /// A value as tables write it: as the language does, and numbers of files with semicolons also with a decimal comma.
    fn cell(&self, written: &str, kind: &Type, delimiter: u8) -> Option<Value> {
        match kind {
            Type::Text => Some(Value::Text(written.into())),
            Type::Integer => written.parse().ok().map(Value::Integer),
            Type::Decimal if delimiter == b';' && !written.contains('.') => {
                Decimal::parse(written.replacen(',', ".", 1).as_bytes()).map(Value::Decimal)
            }
            Type::Decimal => Decimal::parse(written.as_bytes()).map(Value::Decimal),
            Type::Boolean => match written {
                "yes" | "true" | "1" => Some(Value::Boolean(true)),
                "no" | "false" | "0" => Some(Value::Boolean(false)),
                _ => None,
            },
            Type::Date => Date::parse(written).map(Value::Date),
            Type::OneOf(words) => {
                let place = words.iter().position(|word| **word == *written)?;
                u16::try_from(place).ok().map(Value::OneOf)
            }
            Type::Channel => self.names.channels.id(written).map(Value::Channel),
            Type::Zone => ZoneId::parse(written).map(Value::Zone),
            Type::DateTime => None,
        }
    }

    /// The first wrong rows of a file, and how many more there are.
    fn report_wrong(&mut self, wrong: &[(Row, String)], table: &LookupTable, file: FileId) {
        let name = &table.file;
        for (row, what) in wrong.iter().take(WRONG_ROWS_MAX) {
            let message = format!("`{name}`, line {}: {what}", row.line);
            self.report(Finding::error("table-file", message).at(row.span(file), "").at(table.span, "read for this"));
        }
        if let Some((row, _)) = wrong.get(WRONG_ROWS_MAX) {
            let more = wrong.len() - WRONG_ROWS_MAX;
            let message = format!("`{name}` has {more} more wrong rows, from line {} on", row.line);
            self.report(Finding::error("table-file", message).at(row.span(file), ""));
        }
    }
}

/// The rows of a file behind its header.
struct Sheet<'t> {
    content: &'t str,
    reader: csv::Reader<&'t [u8]>,
    header: Vec<String>,
    header_end: usize,
    delimiter: u8,
    /// How many bytes stand before the text: the mark that some programs put at the beginning of UTF-8.
    offset: usize,
}

/// A row.
struct Row {
    /// Without blanks at their ends.
    cells: Vec<String>,
    /// Counted from 1.
    line: u64,
    /// Its bytes in the file.
    range: (usize, usize),
}

impl Row {
    fn span(&self, file: FileId) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(file, offset(self.range.0), offset(self.range.1))
    }
}

impl<'t> Sheet<'t> {
    /// Reads the first line; nothing when there is none.
    fn open(text: &'t str) -> Option<Self> {
        let content = text.trim_start_matches('\u{FEFF}');
        let first = content.lines().find(|line| !line.trim().is_empty())?;
        let count = |sign: char| first.matches(sign).count();
        let delimiter = if count(';') > count(',') { b';' } else { b',' };
        let reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(content.as_bytes());
        let offset = text.len() - content.len();
        let mut sheet = Self { content, reader, header: Vec::new(), header_end: 0, delimiter, offset };
        let header = sheet.next()?;
        sheet.header_end = header.range.1;
        sheet.header = header.cells;
        Some(sheet)
    }

    /// The next row; those without any content are passed over, as spreadsheets leave them at the end.
    fn next(&mut self) -> Option<Row> {
        loop {
            let mut record = StringRecord::new();
            // What is UTF-8 already cannot fail to be read.
            if !self.reader.read_record(&mut record).unwrap_or(false) {
                return None;
            }
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            let position = record.position()?;
            let begin = usize::try_from(position.byte()).ok()? + self.offset;
            let end = usize::try_from(self.reader.position().byte()).ok()?;
            let end =
                self.content.get(..end).map_or(end, |read| read.trim_end_matches(['\r', '\n']).len()) + self.offset;
            return Some(Row { cells, line: position.line(), range: (begin, end) });
        }
    }

    fn header_span(&self, file: FileId) -> Span {
        Row { cells: Vec::new(), line: 1, range: (self.offset, self.header_end) }.span(file)
    }
}
