//! `journey completions` and `journey man`: what shells and `man` want to know of the command line.

use std::fs;

use clap::CommandFactory as _;

use crate::arguments::{Cli, Completions, Man};
use crate::console::print;
use crate::failure::Failure;

/// Prints the script that a shell sources to complete what is typed.
pub fn completions(arguments: &Completions) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "journey", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// Writes a man page for the command and for each subcommand.
pub fn man(arguments: &Man) -> Result<(), Failure> {
    let folder = &arguments.folder;
    let cannot = |error: std::io::Error| {
        Failure::trouble(format!("cannot write man pages into `{}`: {error}", folder.display()))
    };
    fs::create_dir_all(folder).map_err(cannot)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(cannot)?;
    Ok(())
}
