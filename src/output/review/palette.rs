//! Small PNGs of drawn pages: at most 256 colours, which a page of text and boxes rarely has more of that tell anything. The
//! commonest colours are kept as they are.

use std::io;

/// Bits of a channel by which colours are counted together.
const BITS: u32 = 5;

/// Colours of a picture.
const MOST: usize = 256;
/// Of a picture that has more, the commonest that are kept; the others become the nearest of these and of a grid, so that a
/// photograph does not take the colours of the bullets away.
const COMMON: usize = 128;

/// A PNG of these pixels, four bytes each: red, green, blue, and an alpha that is not looked at.
///
/// # Errors
/// There are fewer pixels than the size says.
pub(super) fn png(width: u32, height: u32, pixels: &[u8]) -> io::Result<Vec<u8>> {
    let (indices, palette) = indexed(pixels);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(out)
}

/// Colours spread evenly over all, [`MOST`] less [`COMMON`] of them: green in finer steps, as the eye has it.
fn grid() -> impl Iterator<Item = [u8; 3]> {
    let level =
        |step: usize, steps: usize| u8::try_from((2 * step + 1) * 255 / (2 * steps)).unwrap_or(u8::MAX);
    (0..MOST - COMMON).map(move |at| [level(at / 32, 4), level(at / 4 % 8, 8), level(at % 4, 4)])
}

/// How often a bucket of like colours was seen, and the first of them.
#[derive(Clone, Copy, Default)]
struct Seen {
    count: u32,
    colour: [u8; 3],
}

/// An index a pixel, and the colours that they stand for.
fn indexed(pixels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let mut seen = vec![Seen::default(); 1 << (3 * BITS)];
    for pixel in pixels.chunks_exact(4) {
        let &[red, green, blue, _] = pixel else { continue };
        let colour = [red, green, blue];
        if let Some(one) = seen.get_mut(bucket(colour)) {
            if one.count == 0 {
                one.colour = colour;
            }
            one.count = one.count.saturating_add(1);
        }
    }
    let mut by_count: Vec<usize> = (0..seen.len()).filter(|bucket| seen[*bucket].count > 0).collect();
    by_count.sort_by_key(|bucket| (std::cmp::Reverse(seen[*bucket].count), *bucket));
    let common = if by_count.len() > MOST { COMMON } else { MOST };
    let most_seen = by_count.iter().take(common);
    let mut kept: Vec<[u8; 3]> = most_seen.map(|bucket| seen[*bucket].colour).collect();
    let own = kept.len();
    if by_count.len() > MOST {
        kept.extend(grid());
    }
    let mut index = vec![0_u8; seen.len()];
    for (place, bucket) in by_count.into_iter().enumerate() {
        let place = if place < own {
            place
        } else {
            nearest(&kept, seen[bucket].colour)
        };
        index[bucket] = u8::try_from(place).unwrap_or(0);
    }
    let indices = pixels.chunks_exact(4).map(|pixel| match *pixel {
        [red, green, blue, _] => index.get(bucket([red, green, blue])).copied().unwrap_or(0),
        _ => 0,
    });
    (indices.collect(), kept.concat())
}

fn bucket([red, green, blue]: [u8; 3]) -> usize {
    let part = |channel: u8| usize::from(channel >> (8 - BITS));
    part(red) << (2 * BITS) | part(green) << BITS | part(blue)
}

fn nearest(kept: &[[u8; 3]], colour: [u8; 3]) -> usize {
    let distance = |one: &[u8; 3]| -> u32 {
        let parts = one.iter().zip(colour);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = kept.iter().enumerate().min_by_key(|(_, one)| distance(one));
    nearest.map_or(0, |(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(png: &[u8]) -> (png::OutputInfo, Vec<u8>) {
        let mut decoder = png::Decoder::new(io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info, pixels)
    }

    #[test]
    fn few_colours_are_kept_as_they_are() {
        let pixels = [
            255, 255, 255, 255, 12, 34, 56, 255, 200, 0, 0, 255, 12, 34, 56, 255,
        ];
        let (info, read) = read(&png(2, 2, &pixels).unwrap());
        assert_eq!((info.width, info.height), (2, 2));
        assert_eq!(read, [255, 255, 255, 12, 34, 56, 200, 0, 0, 12, 34, 56]);
    }

    #[test]
    fn many_colours_become_near_ones() {
        let pixels: Vec<u8> = (0..4096_u32)
            .flat_map(|pixel| {
                let [low, high, ..] = pixel.to_le_bytes();
                [low, high.wrapping_mul(16), low.wrapping_mul(3), 255]
            })
            .collect();
        let (_, read) = read(&png(64, 64, &pixels).unwrap());
        let worst = read
            .chunks_exact(3)
            .zip(pixels.chunks_exact(4))
            .flat_map(|(a, b)| a.iter().zip(b).map(|(a, b)| a.abs_diff(*b)))
            .max();
        assert!(worst.is_some_and(|worst| worst < 64), "{worst:?}");
    }

    #[test]
    fn a_picture_that_is_cut_short_is_refused() {
        assert!(png(2, 2, &[0; 8]).is_err());
    }
}
