//! Whether every identifier names something that there is, and every place in the text is one.
//!
//! The programme is walked as it is written into files, where identifiers are known by the names of their types: whatever a
//! programme comes to consist of, its identifiers are found.

use std::fmt::{Display, Write as _};

use serde::ser::{self, Serialize, Serializer};

use super::Flaw;
use crate::program::Program;
use crate::source::Sources;
use crate::span::FileId;
use crate::table::{EventId, Id};

/// The first identifier that names nothing, or the first place that is none.
pub(super) fn check(program: &Program, sources: &Sources) -> Result<(), Flaw> {
    let mut walker = Walker { program, sources, path: String::new(), kind: "", last: None, frames: Vec::new() };
    program.serialize(&mut walker)
}

/// How many things of a kind there are, and what they are called; nothing for what is no identifier.
pub(super) fn count(program: &Program, kind: &str) -> Option<(usize, &'static str)> {
    Some(match kind {
        "AttributeId" => (program.attributes.len(), "attributes"),
        "EventId" => (program.events.len(), "events"),
        "SegmentId" => (program.segments.len(), "segments"),
        "ChannelId" => (program.channels.len(), "channels"),
        "MessageId" => (program.messages.len(), "messages"),
        "OfferId" => (program.offers.len(), "offers"),
        "CapId" => (program.caps.len(), "caps"),
        "ExclusionId" => (program.exclusions.len(), "exclusions"),
        "RuleId" => (program.rules.len(), "rules"),
        "JourneyId" => (program.journeys.len(), "journeys"),
        "AggregateId" => (program.aggregates.len(), "aggregates"),
        "TagId" => (program.tags.len(), "tags"),
        "TopicId" => (program.topics.len(), "topics"),
        "CalendarId" => (program.calendars.len(), "calendars"),
        "StateId" => (program.states.len(), "states"),
        "LookupId" => (program.lookups.len(), "lookups"),
        "InsertId" => (program.inserts.len(), "inserts"),
        "HolidaysId" => (program.holidays.len(), "lists of holidays"),
        _ => return None,
    })
}

struct Walker<'p> {
    program: &'p Program,
    sources: &'p Sources,
    /// Where the walk is.
    path: String,
    /// The type of the identifier whose number comes next; empty when that is no identifier.
    kind: &'static str,
    /// The last number that was seen.
    last: Option<u64>,
    /// The structures around.
    frames: Vec<Frame>,
}

/// A structure on whose fields others depend: a field is one of the event that stands before it, a range is of a file.
#[derive(Default)]
struct Frame {
    name: &'static str,
    next: usize,
    event: Option<u64>,
    file: Option<u64>,
    start: Option<u64>,
    end: Option<u64>,
}

impl Walker<'_> {
    fn flaw(&self, what: impl Into<String>) -> Flaw {
        Flaw::new(self.path.trim_start_matches('.'), what)
    }

    fn number(&mut self, number: u64) -> Result<(), Flaw> {
        self.last = Some(number);
        let kind = std::mem::take(&mut self.kind);
        let (count, called) = match kind {
            "FieldId" => (self.fields_of_event(), "fields of that event"),
            kind => match count(self.program, kind) {
                Some(known) => known,
                None => return Ok(()),
            },
        };
        if usize::try_from(number).is_ok_and(|number| number < count) {
            return Ok(());
        }
        Err(self.flaw(format!("is {number}, and there are {count} {called}")))
    }

    /// How many fields the event has that stands nearest before; without one as many as any event has.
    fn fields_of_event(&self) -> usize {
        let events = &self.program.events;
        let event = self.frames.iter().rev().find_map(|frame| frame.event);
        let event = event.and_then(|event| usize::try_from(event).ok()).map(EventId::from_index);
        let fields = |id: EventId| events.as_slice().get(id.index()).map_or(0, |event| event.fields.len());
        event.map_or_else(|| events.ids().map(fields).max().unwrap_or_default(), fields)
    }

    fn enter(&mut self, name: &'static str) -> &mut Self {
        self.frames.push(Frame { name, ..Frame::default() });
        self
    }

    fn leave(&mut self) -> Result<(), Flaw> {
        match self.frames.pop() {
            Some(Frame { name: "Span", file: Some(file), start: Some(start), end: Some(end), .. }) => {
                self.range(file, start, end)
            }
            _ => Ok(()),
        }
    }

    /// Findings and reports cut the text there.
    fn range(&self, file: u64, start: u64, end: u64) -> Result<(), Flaw> {
        let file = FileId(u32::try_from(file).unwrap_or(u32::MAX));
        if file == FileId::LIBRARY {
            return Ok(());
        }
        let Some(source) = self.sources.get(file) else {
            return Err(self.flaw(format!("is in file {}, which is not there", file.0)));
        };
        let bytes = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        if source.text.get(bytes(start)..bytes(end)).is_some() {
            return Ok(());
        }
        Err(self.flaw(format!("goes from byte {start} to {end}, which is no piece of `{}`", source.path)))
    }

    /// Walks through a part of what is at hand.
    fn part<T: ?Sized + Serialize>(&mut self, step: impl Display, part: &T) -> Result<(), Flaw> {
        let length = self.path.len();
        write!(self.path, "{step}").map_err(|_| self.flaw("has no name"))?;
        part.serialize(&mut *self)?;
        self.path.truncate(length);
        Ok(())
    }

    fn element<T: ?Sized + Serialize>(&mut self, part: &T) -> Result<(), Flaw> {
        let next = self.frames.last_mut().map_or(0, |frame| {
            frame.next += 1;
            frame.next - 1
        });
        self.part(format_args!("[{next}]"), part)
    }

    fn member<T: ?Sized + Serialize>(&mut self, key: &'static str, part: &T) -> Result<(), Flaw> {
        self.last = None;
        self.part(format_args!(".{key}"), part)?;
        let last = self.last.take();
        if let Some(frame) = self.frames.last_mut() {
            match key {
                "event" => frame.event = last,
                "file" => frame.file = last,
                "start" => frame.start = last,
                "end" => frame.end = last,
                _ => {}
            }
        }
        Ok(())
    }
}

impl ser::Error for Flaw {
    fn custom<T: Display>(message: T) -> Self {
        Self::new("", message.to_string())
    }
}

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => { $(
        fn $method(self, number: $type) -> Result<(), Flaw> {
            self.number(u64::from(number))
        }
    )* };
}

macro_rules! nothing {
    ($($method:ident: $type:ty),*) => { $(
        fn $method(self, _: $type) -> Result<(), Flaw> {
            Ok(())
        }
    )* };
}

impl Serializer for &mut Walker<'_> {
    type Ok = ();
    type Error = Flaw;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! { serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64 }
    nothing! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_unit_struct: &'static str
    }

    fn serialize_none(self) -> Result<(), Flaw> {
        Ok(())
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Flaw> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Flaw> {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Flaw> {
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, name: &'static str, value: &T) -> Result<(), Flaw> {
        self.kind = name;
        let done = value.serialize(&mut *self);
        self.kind = "";
        done
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Flaw> {
        self.part(format_args!(".{variant}"), value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Flaw> {
        Ok(self.enter(""))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Flaw> {
        Ok(self.enter(""))
    }

    fn serialize_tuple_struct(self, name: &'static str, _: usize) -> Result<Self, Flaw> {
        Ok(self.enter(name))
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Self, Flaw> {
        Ok(self.enter(name))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Flaw> {
        Ok(self.enter(""))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self, Flaw> {
        Ok(self.enter(name))
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, name: &'static str, _: usize) -> Result<Self, Flaw> {
        Ok(self.enter(name))
    }
}

macro_rules! elements {
    ($($of:ident, $method:ident;)*) => { $(
        impl ser::$of for &mut Walker<'_> {
            type Ok = ();
            type Error = Flaw;

            fn $method<T: ?Sized + Serialize>(&mut self, part: &T) -> Result<(), Flaw> {
                self.element(part)
            }

            fn end(self) -> Result<(), Flaw> {
                self.leave()
            }
        }
    )* };
}

elements! {
    SerializeSeq, serialize_element;
    SerializeTuple, serialize_element;
    SerializeTupleStruct, serialize_field;
    SerializeTupleVariant, serialize_field;
}

macro_rules! members {
    ($($of:ident;)*) => { $(
        impl ser::$of for &mut Walker<'_> {
            type Ok = ();
            type Error = Flaw;

            fn serialize_field<T: ?Sized + Serialize>(&mut self, key: &'static str, part: &T) -> Result<(), Flaw> {
                self.member(key, part)
            }

            fn end(self) -> Result<(), Flaw> {
                self.leave()
            }
        }
    )* };
}

members! { SerializeStruct; SerializeStructVariant; }

impl ser::SerializeMap for &mut Walker<'_> {
    type Ok = ();
    type Error = Flaw;

    fn serialize_key<T: ?Sized + Serialize>(&mut self, key: &T) -> Result<(), Flaw> {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, part: &T) -> Result<(), Flaw> {
        self.element(part)
    }

    fn end(self) -> Result<(), Flaw> {
        self.leave()
    }
}
