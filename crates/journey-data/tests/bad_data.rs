//! Each folder of `bad_data/` is a small programme's data with something wrong; its snapshot says what is told of it, and
//! what is left.
#![allow(clippy::disallowed_methods, reason = "a test reads files")]

mod common;

use std::fmt::Write as _;
use std::path::Path;

use journey_data::{Dataset, Manifest, Options, check_names};

fn case(manifest: &Path) -> datatest_stable::Result<()> {
    let folder = manifest.parent().ok_or("a manifest lies in a folder")?;
    let mut report = String::new();
    let read = Manifest::read(folder).and_then(|manifest| {
        check_names(&manifest, &common::program())?;
        Dataset::read(&manifest, &common::program(), Options::default())
    });
    match read {
        Ok(dataset) => {
            for file in dataset.files() {
                writeln!(report, "{}: {} rows, {} bad", file.file, file.rows, file.bad)?;
            }
            write!(report, "\n{}\n{}", dataset.bad_rows(), common::story(&dataset))?;
        }
        Err(error) => {
            let message = error.to_string().replace(&*folder.to_string_lossy(), "…");
            writeln!(report, "error: {message}\nhelp: {}", error.help().unwrap_or_default())?;
        }
    }
    insta::with_settings!({ snapshot_path => std::fs::canonicalize(folder)?, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("report", report);
    });
    Ok(())
}

datatest_stable::harness! {
    { test = case, root = "tests/bad_data", pattern = r"journey\.yaml$" },
}
