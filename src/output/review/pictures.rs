//! Pictures of PDF pages, drawn by hayro: the bytes of a PDF to a small PNG a page. What cannot be drawn says why; the page
//! is then shown without a picture.

use super::palette;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_interpret::font::FontQuery;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Pixels a point at which the text of a slide can be read: 108 to the inch.
const SCALE: f32 = 1.5;
/// The longest side of a picture, in pixels: a poster is shown smaller.
const LONGEST: f32 = 2_000.0;

/// A drawn page, as it is shown: turned by its rotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Picture {
    /// In pixels.
    pub(super) width: u32,
    /// In pixels.
    pub(super) height: u32,
    /// The picture as PNG.
    pub(super) png: Vec<u8>,
    /// Letters are missing: those of Japanese fonts that the file does not carry.
    pub(super) lacks_letters: bool,
}

/// Draws pages, given by their numbers from 1, on all cores. Gives one result a number, in their order.
pub(super) fn draw(bytes: &[u8], password: &str, pages: &[u32]) -> Vec<Result<Picture, String>> {
    let bytes = Arc::new(bytes.to_vec());
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let mut drawn: Vec<(usize, Result<Picture, String>)> = thread::scope(|scope| {
        let work = || draw_some(Arc::clone(&bytes), password, pages, &next);
        let running: Vec<_> = (0..workers.min(pages.len())).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_default())
            .collect()
    });
    drawn.sort_by_key(|(index, _)| *index);
    drawn.into_iter().map(|(_, picture)| picture).collect()
}

/// Draws whichever pages are next until there is none.
fn draw_some(
    bytes: Arc<Vec<u8>>,
    password: &str,
    pages: &[u32],
    next: &AtomicUsize,
) -> Vec<(usize, Result<Picture, String>)> {
    // A damaged file must not end the program: what hayro does not survive is a page without a picture.
    let pdf = catch_unwind(AssertUnwindSafe(|| Pdf::new_with_password(bytes, password)))
        .unwrap_or(Err(LoadPdfError::Invalid));
    let lacks = Arc::new(AtomicBool::new(false));
    let settings = settings(&lacks);
    let cache = RenderCache::new();
    let mut drawn = Vec::new();
    loop {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let Some(number) = pages.get(index) else {
            return drawn;
        };
        let picture = match &pdf {
            Ok(pdf) => {
                let page = pdf.pages().get((*number as usize).saturating_sub(1));
                page.ok_or_else(|| "the page is not found by the program that draws it".to_owned())
                    .and_then(|page| {
                        catch_unwind(AssertUnwindSafe(|| draw_telling(page, &cache, &settings, &lacks)))
                            .unwrap_or_else(|_| Err("the page is too damaged to be drawn".to_owned()))
                    })
            }
            Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {
                Err("the file needs a password to be drawn".to_owned())
            }
            Err(_) => Err("the file is too damaged to be drawn".to_owned()),
        };
        drawn.push((index, picture));
    }
}

/// Settings that say in `lacks` when a font with characters of East Asia is asked for that the file does not carry.
fn settings(lacks: &Arc<AtomicBool>) -> InterpreterSettings {
    let usual = InterpreterSettings::default();
    let (resolver, lacks) = (Arc::clone(&usual.font_resolver), Arc::clone(lacks));
    InterpreterSettings {
        font_resolver: Arc::new(move |query| {
            if matches!(query, FontQuery::Fallback(font) if font.character_collection.is_some()) {
                lacks.store(true, Ordering::Relaxed);
            }
            resolver(query)
        }),
        ..usual
    }
}

/// Draws a page and says whether it lacks letters. A cache asks for a font once: from the first page on that lacks letters,
/// each page has its own.
fn draw_telling<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
    lacks: &AtomicBool,
) -> Result<Picture, String> {
    if !lacks.load(Ordering::Relaxed) {
        let drawn = draw_page(page, cache, settings);
        return drawn.map(|picture| Picture {
            lacks_letters: lacks.load(Ordering::Relaxed),
            ..picture
        });
    }
    lacks.store(false, Ordering::Relaxed);
    let drawn = draw_page(page, &RenderCache::new(), settings);
    let lacks_letters = lacks.swap(true, Ordering::Relaxed);
    drawn.map(|picture| Picture {
        lacks_letters,
        ..picture
    })
}

fn draw_page<'a>(
    page: &'a Page<'a>,
    cache: &RenderCache<'a>,
    settings: &InterpreterSettings,
) -> Result<Picture, String> {
    let (width, height) = page.render_dimensions();
    let longest = width.max(height);
    if !(longest > 0.0 && longest.is_finite()) {
        return Err("the page has no size".to_owned());
    }
    let scale = SCALE.min(LONGEST / longest);
    if width.min(height) * scale < 1.0 {
        return Err("the page is too narrow to be drawn".to_owned());
    }
    let pixels = PixmapSettings {
        x_scale: scale,
        y_scale: scale,
        bg_color: WHITE,
    };
    let drawn = hayro::render(page, cache, settings, &RenderSettings::default(), &pixels);
    let (width, height) = (u32::from(drawn.width()), u32::from(drawn.height()));
    let png = palette::png(width, height, drawn.data_as_u8_slice()).map_err(|error| error.to_string())?;
    Ok(Picture {
        width,
        height,
        png,
        lacks_letters: false,
    })
}
