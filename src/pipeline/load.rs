use super::{Error, ErrorKind};
use std::io::Read;
use std::path::Path;

/// The bytes of a file, if there are at most `limit` of them.
pub(super) fn file(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    let name = path.display().to_string();
    let failed = |error| Error::io(&name, error);
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Error::new(name, ErrorKind::Directory));
    }
    if metadata.len() > limit {
        return Err(Error::new(name, ErrorKind::TooLarge { limit }));
    }
    let file = std::fs::File::open(path).map_err(failed)?;
    // A pipe or a device has no size, a growing file another one by now: the bytes are counted all the same.
    let expected = usize::try_from(metadata.len()).unwrap_or(0);
    bounded(&name, file, limit, expected)
}

/// The bytes of a stream, if there are at most `limit` of them; not one byte more than `limit` + 1 is read.
pub(super) fn stream(name: &str, stream: impl Read, limit: u64) -> Result<Vec<u8>, Error> {
    bounded(name, stream, limit, 0)
}

fn bounded(name: &str, from: impl Read, limit: u64, expected: usize) -> Result<Vec<u8>, Error> {
    // One more than expected lets the end be found without growing the buffer to twice its size.
    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
    from.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Error::io(name, error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(name, ErrorKind::TooLarge { limit }));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_up_to_the_limit_and_no_further() {
        assert_eq!(stream("-", &b"12345"[..], 5).unwrap(), b"12345");
        let mut endless = std::io::repeat(b'x');
        let error = stream("-", &mut endless, 1000).unwrap_err();
        assert!(matches!(error.kind, ErrorKind::TooLarge { limit: 1000 }));
    }
}
