//! Near misses: which known name was probably meant.

/// The known name that is most like what was written, if any is like enough.
///
/// Case is no difference; otherwise about one character in three may be wrong. Of equally near names the first in
/// alphabetical order is taken, so that the answer does not depend on the order of files.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = written.to_lowercase();
    let length = wanted.chars().count();
    let limit = if length <= 2 { 0 } else { (length / 3).max(1) };
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wanted, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_the_name_and_another_word_does_not() {
        let known = ["bronze", "silver", "gold", "été"];
        assert_eq!(nearest("sliver", known), Some("silver"));
        assert_eq!(nearest("Gold", known), Some("gold"));
        assert_eq!(nearest("ete", known), None);
        assert_eq!(nearest("éte", known), Some("été"));
        assert_eq!(nearest("platinum", known), None);
        assert_eq!(nearest("go", known), None);
    }
}
