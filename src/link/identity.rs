use std::collections::{HashMap, HashSet};

/// A map that hashes quickly. Its order is never looked at.
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// A set that hashes quickly.
pub(crate) type Set<T> = HashSet<T, foldhash::fast::RandomState>;

/// The first 16 hex digits of a hash over `parts`, which keeps ids the same where wording is the same.
#[must_use]
pub fn stable_id(parts: &[&str]) -> String {
    id_of(&joined(parts))
}

/// Parts with a mark behind each that stands in no text.
pub(super) fn joined(parts: &[&str]) -> String {
    let mut out = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        out.push_str(part);
        out.push('\u{1f}');
    }
    out
}

/// The id of parts that were [`joined`].
pub(super) fn id_of(joined: &str) -> String {
    let mut id = blake3::hash(joined.as_bytes()).to_hex().to_string();
    id.truncate(16);
    id
}

/// A name as it is compared: without spaces, doubled middle dots and a trailing colon.
pub(super) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    let mut from = 0;
    let mut after_dot = false;
    for (at, character) in name.char_indices() {
        let space = character.is_whitespace();
        if space || (after_dot && character == '・') {
            key.push_str(&name[from..at]);
            from = at + character.len_utf8();
        }
        after_dot = character == '・' || (after_dot && space);
    }
    key.push_str(&name[from..]);
    key.truncate(key.trim_end_matches(':').len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sixteen_hex_digits_and_tell_parts_apart() {
        assert_eq!(stable_id(&["a", "b"]).len(), 16);
        assert_ne!(stable_id(&["a", "b"]), stable_id(&["ab"]));
    }

    #[test]
    fn names_are_compared_without_spaces() {
        assert_eq!(name_key("治験・ 推進事業:"), name_key("治験・・推進事業"));
    }
}
