//! The known name that somebody probably meant.

use strsim::damerau_levenshtein;

/// The candidate nearest to `name`, if any is near: about a third of the letters may differ, or only their case.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let differing_max = name.chars().count().div_ceil(3);
    candidates
        .into_iter()
        .map(|candidate| (damerau_levenshtein(&name, &candidate.to_lowercase()), candidate))
        .filter(|(differing, _)| *differing <= differing_max)
        .min_by_key(|(differing, _)| *differing)
        .map(|(_, candidate)| candidate)
}

/// The help that goes with an unknown name: the nearest one, or else all there are.
pub(crate) fn instead_of<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(name, candidates.clone()) {
        return format!("did you mean `{near}`?");
    }
    let all: Vec<String> = candidates.into_iter().map(|candidate| format!("`{candidate}`")).collect();
    if all.is_empty() { "there are none".to_owned() } else { format!("there are: {}", all.join(", ")) }
}
