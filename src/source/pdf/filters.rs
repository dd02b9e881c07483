//! Stream data through its filters (ISO 32000-1, 7.4). Flate is undone here, because what stands before a fault must
//! stay and the fault must be told; the rarer filters are lopdf's.

use std::borrow::Cow;
use std::io::Read;

use lopdf::{DecompressError, Dictionary, Object, Stream};

use super::objects::{Decoded, Objects, StreamFault, as_dictionary};

/// Filters of one stream; more are a trap.
const MAX_FILTERS: usize = 8;

impl Objects {
    /// The data of a stream after its filters, cut at `limit` bytes a step.
    pub(super) fn filtered<'a>(&self, stream: &'a Stream, limit: usize) -> Decoded<'a> {
        let filters = self.filters(stream);
        let mut decoded = Decoded {
            bytes: Cow::Borrowed(stream.content.as_slice()),
            fault: None,
        };
        if filters.is_empty() {
            if let Some(cut) = stream.content.get(..limit)
                && cut.len() < stream.content.len()
            {
                decoded.bytes = Cow::Borrowed(cut);
                decoded.fault = Some(StreamFault::TooLarge);
            }
            return decoded;
        }
        for (name, parameters) in filters {
            let step = self.undo(name, parameters, &decoded.bytes, limit);
            decoded = Decoded {
                bytes: step.bytes.map_or(decoded.bytes, Cow::Owned),
                fault: decoded.fault.or(step.fault),
            };
            if decoded.fault == Some(StreamFault::UnknownFilter) {
                decoded.bytes = Cow::Borrowed(&[]);
                break;
            }
        }
        decoded
    }

    /// The filters of a stream in the order in which they are undone, each with its parameters.
    fn filters<'a>(&'a self, stream: &'a Stream) -> Vec<(&'a [u8], Option<&'a Dictionary>)> {
        let names: Vec<&[u8]> = match self.get(&stream.dict, b"Filter") {
            Object::Name(name) => vec![name.as_slice()],
            Object::Array(items) => items
                .iter()
                .take(MAX_FILTERS)
                .filter_map(|item| self.resolve(item).as_name().ok())
                .collect(),
            _ => Vec::new(),
        };
        let parameters = self.get(&stream.dict, b"DecodeParms");
        let parameters = |index: usize| match parameters {
            Object::Array(items) => as_dictionary(self.resolve(items.get(index)?)),
            one => as_dictionary(one),
        };
        names
            .into_iter()
            .enumerate()
            .map(|(index, name)| (name, parameters(index)))
            .collect()
    }

    fn undo(&self, name: &[u8], parameters: Option<&Dictionary>, data: &[u8], limit: usize) -> Step {
        match name {
            b"FlateDecode" | b"Fl" => {
                let mut step = inflate(data, limit);
                if let Some(bytes) = step.bytes.take() {
                    step.bytes = Some(self.predicted(bytes, parameters));
                }
                step
            }
            // The name under which a stream is encrypted; what is decrypted at all was so when the file was loaded.
            b"Crypt" => Step::default(),
            _ => self.undo_by_lopdf(name, parameters, data, limit),
        }
    }

    /// Undoes the differences between the rows of PNG predictors; others leave the data as it is.
    fn predicted(&self, data: Vec<u8>, parameters: Option<&Dictionary>) -> Vec<u8> {
        let Some(parameters) = parameters else {
            return data;
        };
        let at = |key: &[u8], default: i64| {
            let value = self.integer_at(parameters, key).unwrap_or(default);
            usize::try_from(value.clamp(1, 1 << 20)).unwrap_or(1)
        };
        if at(b"Predictor", 1) < 10 {
            return data;
        }
        let sample_bits = at(b"Colors", 1).min(32) * at(b"BitsPerComponent", 8).min(32);
        let row = (at(b"Columns", 1) * sample_bits).div_ceil(8);
        undo_png(&data, sample_bits.div_ceil(8), row)
    }

    fn undo_by_lopdf(&self, name: &[u8], parameters: Option<&Dictionary>, data: &[u8], limit: usize) -> Step {
        // lopdf takes neither indirect parameters nor the short names of inline images.
        let mut direct = Stream::new(Dictionary::new(), data.to_vec());
        direct.dict.set("Filter", Object::Name(long_name(name).to_vec()));
        if let Some(parameters) = parameters {
            let mut own = Dictionary::new();
            for (key, value) in parameters {
                own.set(key.clone(), self.resolve(value).clone());
            }
            direct.dict.set("DecodeParms", Object::Dictionary(own));
        }
        match direct.get_plain_content_with_limit(limit) {
            Ok(bytes) => Step {
                bytes: Some(bytes),
                fault: None,
            },
            Err(error) => Step {
                bytes: Some(Vec::new()),
                fault: Some(match error {
                    lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
                        StreamFault::TooLarge
                    }
                    lopdf::Error::Unimplemented(_) => StreamFault::UnknownFilter,
                    _ => StreamFault::Damaged,
                }),
            },
        }
    }
}

/// What undoing one filter gave: no bytes where it changes nothing.
#[derive(Debug, Default)]
struct Step {
    bytes: Option<Vec<u8>>,
    fault: Option<StreamFault>,
}

fn long_name(name: &[u8]) -> &[u8] {
    match name {
        b"LZW" => b"LZWDecode",
        b"A85" => b"ASCII85Decode",
        b"AHx" => b"ASCIIHexDecode",
        b"RL" => b"RunLengthDecode",
        other => other,
    }
}

/// Inflates zlib data, or raw deflate where the header is wrong, up to `limit` bytes.
fn inflate(data: &[u8], limit: usize) -> Step {
    let mut bytes = Vec::with_capacity(data.len().saturating_mul(4).min(limit).min(1 << 22));
    let take = |reader: &mut dyn Read, bytes: &mut Vec<u8>| {
        reader
            .take(limit as u64 + 1)
            .read_to_end(bytes)
            .map_err(|_| StreamFault::Damaged)
            .err()
    };
    let mut fault = take(&mut flate2::bufread::ZlibDecoder::new(data), &mut bytes);
    if fault.is_some() && bytes.is_empty() {
        for start in [2, 0] {
            let raw = data.get(start..).unwrap_or_default();
            let again = take(&mut flate2::bufread::DeflateDecoder::new(raw), &mut bytes);
            if !bytes.is_empty() {
                fault = again.or(Some(StreamFault::Damaged));
                break;
            }
        }
    }
    if bytes.len() > limit {
        bytes.truncate(limit);
        fault = Some(StreamFault::TooLarge);
    }
    // A wrong checksum at the very end, after all data came out, loses nothing but is said.
    Step {
        bytes: Some(bytes),
        fault,
    }
}

/// Rows of a filter byte and `row` bytes each (PNG specification, chapter 9); `pixel` is the bytes of one pixel.
fn undo_png(data: &[u8], pixel: usize, row: usize) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(data.len());
    let mut above = vec![0_u8; row];
    for line in data.chunks(row + 1) {
        let Some((kind, line)) = line.split_first() else {
            break;
        };
        let start = out.len();
        for (index, &byte) in line.iter().enumerate() {
            let before = |from: &[u8], base: usize| {
                let at = index.checked_sub(pixel).map(|index| base + index);
                at.and_then(|at| from.get(at)).copied().unwrap_or(0)
            };
            let left = before(&out, start);
            let up = above.get(index).copied().unwrap_or(0);
            let guess = match kind {
                1 => left,
                2 => up,
                3 => ((u16::from(left) + u16::from(up)) / 2) as u8,
                4 => paeth(left, up, before(&above, 0)),
                _ => 0,
            };
            out.push(byte.wrapping_add(guess));
        }
        let done = out.get(start..).unwrap_or_default();
        for (slot, byte) in above.iter_mut().zip(done) {
            *slot = *byte;
        }
    }
    out
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let distance = |byte: u8| (estimate - i16::from(byte)).abs();
    if distance(left) <= distance(up) && distance(left) <= distance(corner) {
        left
    } else if distance(up) <= distance(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_every_png_filter() {
        let data = [
            0, 1, 2, 3, // as it is
            1, 1, 1, 1, // left
            2, 1, 1, 1, // up
            3, 1, 1, 1, // mean of both
            4, 1, 1, 1, // the nearer of three
        ];
        assert_eq!(
            undo_png(&data, 1, 3),
            [1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5]
        );
        // A last row that breaks off stays as far as it goes.
        assert_eq!(undo_png(&[2, 7, 7, 2, 1], 1, 2), [7, 7, 8]);
    }
}
