//! Ctrl-C and SIGTERM: a run that is interrupted leaves nothing half-written, and says so.

use std::io::IsTerminal;

use journey_data::records::Unfinished;

use crate::console::tell;
use crate::failure::Failure;

/// As shells have it for what Ctrl-C has ended.
const EXIT_CODE: i32 = 130;

/// From now on, an interruption takes away what the run has begun, and ends the command.
pub fn watch(unfinished: Unfinished, is_written: bool) -> Result<(), Failure> {
    let stop = move || {
        // Whatever else goes on cannot begin anything before the command ends.
        unfinished.take_away(|was_unfinished| {
            if std::io::stderr().is_terminal() {
                // The line of a bar stays as it is.
                tell("");
            }
            tell(match (is_written, was_unfinished) {
                (true, true) => "interrupted: nothing was written, earlier results are as they were",
                (true, false) => "interrupted: the results that were complete are in their places",
                (false, _) => "interrupted",
            });
            std::process::exit(EXIT_CODE);
        });
    };
    ctrlc::set_handler(stop).map_err(|error| Failure::trouble(format!("cannot wait for Ctrl-C: {error}")))
}
