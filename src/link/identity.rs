/// The first 16 hex digits of a hash over `parts`, which keeps ids the same where wording is the same.
#[must_use]
pub fn stable_id(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0x1f]);
    }
    let hash = hasher.finalize();
    let mut id = String::with_capacity(16);
    for byte in hash.as_bytes().iter().take(8) {
        for nibble in [byte >> 4, byte & 15] {
            id.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    id
}

/// A name as it is compared: without spaces, doubled middle dots and a trailing colon.
pub(super) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for character in name.chars().filter(|character| !character.is_whitespace()) {
        if character == '・' && key.ends_with('・') {
            continue;
        }
        key.push(character);
    }
    while key.ends_with(':') {
        key.pop();
    }
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
