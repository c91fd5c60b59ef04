//! The limits that keep parsing linear and the stack shallow, whatever the text.
//!
//! pest has a limit on its calls, but it is one for the whole process and says nothing about the place. These say what is
//! too much and where; within them the grammar reads everything once, so effort is proportional to the size of the file.

/// The largest source file, in bytes: 1 MiB.
pub(crate) const FILE_BYTES_MAX: usize = 1 << 20;
/// The deepest nesting of blocks and parentheses, and of `not` and `-`; also the longest chain of `+ - * /`.
pub(crate) const DEPTH_MAX: usize = 64;
/// The longest text in quotes, in bytes.
pub(crate) const TEXT_BYTES_MAX: usize = 20_000;
/// The most findings about one file; more help nobody.
pub(crate) const FINDINGS_MAX: usize = 500;
/// How far an unreadable statement is read again to explain it, in bytes.
pub(crate) const EXPLAINED_BYTES_MAX: usize = 4_000;
