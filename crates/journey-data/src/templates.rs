//! Template files, from the folders in which the `.journey` files lie (language reference 3).

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use journey_ir::source::{NoTemplate, TemplateFile, Templates};

use crate::nearest::nearest;

/// The largest template, in bytes: 1 MiB.
pub const TEMPLATE_BYTES_MAX: u64 = 1 << 20;

/// How many files are looked through for a name like one that is not there.
const LOOKED_THROUGH_MAX: usize = 5_000;

/// The folders of a programme, for the templates in them.
#[derive(Debug, Default)]
pub struct FolderTemplates {
    /// For each `.journey` file, by its name in the sources: where it is, and the folder that its templates may not leave.
    files: BTreeMap<String, (PathBuf, PathBuf)>,
}

impl FolderTemplates {
    /// Notes a `.journey` file: `name` in the sources, at `path`, of a programme in `root`.
    pub fn add(&mut self, name: impl Into<String>, path: &Path, root: &Path) {
        self.files.insert(name.into(), (path.to_owned(), root.to_owned()));
    }
}

impl Templates for FolderTemplates {
    fn template(&self, path: &str, name: &str) -> Result<TemplateFile, NoTemplate> {
        let Some((file, root)) = self.files.get(path) else { return Err(NoTemplate::Missing { near: None }) };
        let folder = file.parent().unwrap_or(Path::new(""));
        let inside = folder.strip_prefix(root).unwrap_or(Path::new(""));
        let Some(inside) = joined(inside, name) else { return Err(NoTemplate::Outside) };
        let found = root.join(&inside);
        let whole = match fs::canonicalize(&found) {
            Ok(whole) => whole,
            Err(error) if is_missing(&error) => return Err(NoTemplate::Missing { near: near(root, folder, name) }),
            Err(error) => return Err(NoTemplate::Unreadable(error.to_string())),
        };
        // A link may lead out of the folder although the name does not.
        let root_whole = fs::canonicalize(root).map_err(|error| NoTemplate::Unreadable(error.to_string()))?;
        if !whole.starts_with(&root_whole) {
            return Err(NoTemplate::Outside);
        }
        if whole.is_dir() {
            return Err(NoTemplate::Unreadable("it is a folder".to_owned()));
        }
        let bytes = read(&whole)?;
        Ok(TemplateFile { path: shown(path, file, root, &inside), bytes })
    }
}

/// The file's content; no more than a template may have is ever read.
fn read(path: &Path) -> Result<Vec<u8>, NoTemplate> {
    let unreadable = |error: io::Error| NoTemplate::Unreadable(error.to_string());
    let file = fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(TEMPLATE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > TEMPLATE_BYTES_MAX {
        return Err(NoTemplate::TooBig { limit: TEMPLATE_BYTES_MAX });
    }
    Ok(bytes)
}

/// A name relative to a folder of the programme, as a path relative to the programme; nothing when it leads out.
fn joined(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::CurDir => {}
            Component::ParentDir => {
                if !path.pop() {
                    return None;
                }
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename)
}

/// How the template is called: as the `.journey` file is, with what leads from the programme to it.
fn shown(name: &str, file: &Path, root: &Path, inside: &Path) -> String {
    let within = with_slashes(file.strip_prefix(root).unwrap_or(file));
    let before = name.strip_suffix(&within).unwrap_or("");
    format!("{before}{}", with_slashes(inside))
}

fn with_slashes(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A name relative to `folder` of a file like the one that is not there: the same name in another folder, or a slip.
fn near(root: &Path, folder: &Path, name: &str) -> Option<String> {
    let mut known = Vec::new();
    collect(root, &mut known);
    let mut names: Vec<String> =
        known.iter().filter_map(|path| path.strip_prefix(folder).ok()).map(with_slashes).collect();
    names.sort();
    let file_name = |name: &str| name.rsplit('/').next().unwrap_or_default().to_lowercase();
    let wanted = file_name(name);
    let called: Vec<String> = names.iter().map(|known| file_name(known)).collect();
    let near = nearest(&wanted, called.iter().map(String::as_str))?;
    names.into_iter().find(|known| file_name(known) == near)
}

/// Every file below a folder but hidden ones and `.journey` files, as far as it is worth looking.
fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if found.len() >= LOOKED_THROUGH_MAX || entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => collect(&path, found),
            Ok(kind) if kind.is_file() && path.extension().is_none_or(|extension| extension != "journey") => {
                found.push(path);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn programme() -> (tempfile::TempDir, FolderTemplates) {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("club");
        fs::create_dir_all(root.join("mails/templates")).unwrap();
        fs::create_dir_all(root.join("shared")).unwrap();
        fs::write(root.join("mails/welcome.journey"), "").unwrap();
        fs::write(root.join("mails/templates/welcome.html"), "<b>Bonjour</b>").unwrap();
        fs::write(root.join("shared/footer.txt"), "Au revoir").unwrap();
        fs::write(outer.path().join("secret.txt"), "secret").unwrap();
        let mut templates = FolderTemplates::default();
        templates.add("journeys/club/mails/welcome.journey", &root.join("mails/welcome.journey"), &root);
        (outer, templates)
    }

    fn ask(templates: &FolderTemplates, name: &str) -> Result<(String, String), NoTemplate> {
        let found = templates.template("journeys/club/mails/welcome.journey", name)?;
        Ok((found.path, String::from_utf8(found.bytes).unwrap()))
    }

    #[test]
    fn names_are_relative_to_the_journey_file() {
        let (_outer, templates) = programme();
        let path = "journeys/club/mails/templates/welcome.html".to_owned();
        assert_eq!(ask(&templates, "templates/welcome.html"), Ok((path.clone(), "<b>Bonjour</b>".into())));
        assert_eq!(ask(&templates, "./templates/../templates/welcome.html").unwrap().0, path);
        assert_eq!(ask(&templates, "../shared/footer.txt").unwrap().0, "journeys/club/shared/footer.txt");
    }

    #[test]
    fn nothing_is_read_outside_the_programme() {
        let (outer, templates) = programme();
        assert_eq!(ask(&templates, "../../secret.txt"), Err(NoTemplate::Outside));
        assert_eq!(ask(&templates, &outer.path().join("secret.txt").to_string_lossy()), Err(NoTemplate::Outside));
        #[cfg(unix)]
        {
            let link = outer.path().join("club/mails/link.txt");
            std::os::unix::fs::symlink(outer.path().join("secret.txt"), link).unwrap();
            assert_eq!(ask(&templates, "link.txt"), Err(NoTemplate::Outside));
        }
    }

    #[test]
    fn what_is_not_there_is_looked_for_nearby() {
        let (_outer, templates) = programme();
        let near = |name: &str| match ask(&templates, name) {
            Err(NoTemplate::Missing { near }) => near,
            other => panic!("{other:?}"),
        };
        assert_eq!(near("templates/welcom.html").as_deref(), Some("templates/welcome.html"));
        assert_eq!(near("welcome.html").as_deref(), Some("templates/welcome.html"));
        assert_eq!(near("templates/winback.html"), None);
    }

    #[test]
    fn a_template_has_a_mebibyte_at_most() {
        let (outer, templates) = programme();
        let big = vec![b'x'; usize::try_from(TEMPLATE_BYTES_MAX).unwrap() + 1];
        fs::write(outer.path().join("club/mails/big.html"), big).unwrap();
        assert_eq!(ask(&templates, "big.html"), Err(NoTemplate::TooBig { limit: TEMPLATE_BYTES_MAX }));
        assert!(matches!(ask(&templates, "templates"), Err(NoTemplate::Unreadable(_))));
    }
}
