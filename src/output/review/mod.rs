//! The review page: every value beside the place where it stands, broken sums first, to be corrected by a click. One file
//! for the browser that needs nothing but itself: no network, no server.
//!
//! Takes results as `yosan/v1` has them and, where the document itself is at hand, its pages; gives HTML. What comes from a
//! document goes in as JSON in which no `<` stands, and is shown by the script as text; nothing of it is ever markup.

mod pages;
mod palette;
mod pictures;

use super::chart;
use super::design::{self, Look};
use super::json::v1;
use crate::source;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use minijinja::context;
use pages::PageView;
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::{self, Write};

const STYLE: &str = concat!(
    include_str!("../design.css"),
    include_str!("../chart/chart.css"),
    include_str!("review.css")
);
const SCRIPT: &str = concat!(
    include_str!("script/document.js"),
    include_str!("script/corrections.js"),
    include_str!("script/pages.js"),
    include_str!("script/list.js"),
    include_str!("script/forms.js"),
    include_str!("script/main.js")
);
const PAGE: &str = include_str!("page.html");
const WORDS: &str = include_str!("words.json");
/// Where the documents go in the page.
const DOCUMENTS: &str = "<!-- documents -->";

/// How much a review page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewOptions {
    pictures: bool,
    all_pages: bool,
}

impl Default for ReviewOptions {
    fn default() -> Self {
        Self {
            pictures: true,
            all_pages: false,
        }
    }
}

impl ReviewOptions {
    /// Pictures of the pages on which something was read.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether pages of a PDF are drawn; without, a page is its boxes with what was read in them.
    #[must_use]
    pub fn with_pictures(mut self, pictures: bool) -> Self {
        self.pictures = pictures;
        self
    }

    /// Whether pages are shown on which nothing was read.
    #[must_use]
    pub fn with_all_pages(mut self, all_pages: bool) -> Self {
        self.all_pages = all_pages;
        self
    }
}

/// A page as it is put together.
#[derive(Debug)]
pub struct Review<'a> {
    options: ReviewOptions,
    results: Vec<v1::Extraction<'a>>,
    shown: Vec<Vec<PageView>>,
    failed: Vec<Failed>,
}

/// A document that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Failed {
    name: String,
    why: String,
}

/// What the script reads of a document beside its pictures.
#[derive(Serialize)]
struct DocumentView<'a> {
    result: &'a v1::Extraction<'a>,
    pages: &'a [PageView],
}

impl<'a> Review<'a> {
    /// A page with no document yet.
    #[must_use]
    pub fn new(options: ReviewOptions) -> Self {
        Self {
            options,
            results: Vec::new(),
            shown: Vec::new(),
            failed: Vec::new(),
        }
    }

    /// Adds a result whose document is not at hand: places are told, not shown.
    pub fn add_result(&mut self, result: v1::Extraction<'a>) {
        self.results.push(result);
        self.shown.push(Vec::new());
    }

    /// Adds a result with its document. `bytes` are those of a PDF, which is drawn from them with this password.
    pub fn add(
        &mut self,
        result: v1::Extraction<'a>,
        document: &source::Document,
        bytes: &[u8],
        password: &str,
    ) {
        let mut shown = pages::of(document, &wanted(&result), self.options.all_pages);
        if self.options.pictures && document.media == source::Media::Pdf {
            let numbers: Vec<u32> = shown.iter().map(|page| page.number).collect();
            for (page, picture) in shown.iter_mut().zip(pictures::draw(bytes, password, &numbers)) {
                match picture {
                    Ok(picture) => {
                        if picture.lacks_letters {
                            page.lend_letters(document);
                        }
                        page.show(picture.width, picture.height, BASE64.encode(picture.png));
                    }
                    Err(why) => page.why = Some(why),
                }
            }
        }
        self.results.push(result);
        self.shown.push(shown);
    }

    /// Adds a document that could not be read, so that nobody takes the page for the whole.
    pub fn add_failure(&mut self, name: impl Into<String>, why: impl Into<String>) {
        self.failed.push(Failed {
            name: name.into(),
            why: why.into(),
        });
    }

    /// Writes the page. `ministries` are the names that may be chosen for a correction.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&self, ministries: &[&str], out: &mut dyn Write) -> io::Result<()> {
        let charts: Vec<(&str, String)> = chart::KINDS
            .iter()
            .filter_map(|kind| Some((kind.name, kind.element(&self.results)?)))
            .collect();
        let title = match self.results.as_slice() {
            [one] => one
                .document
                .title
                .clone()
                .unwrap_or_else(|| one.source.name.clone()),
            several => format!("{} documents", several.len()).into(),
        };
        let look = Look {
            title: &title,
            style: STYLE,
            script: Some(SCRIPT),
        };
        let values = context! {
            words => block(&serde_json::from_str::<serde_json::Value>(WORDS).map_err(io::Error::other)?)?,
            failed => block(&self.failed)?,
            ministries => ministries.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>(),
            charts => charts,
        };
        let page = design::page(&look, PAGE, values)?;
        let (head, tail) = page.split_once(DOCUMENTS).unwrap_or((&page, ""));
        out.write_all(head.as_bytes())?;
        for (at, (result, pages)) in self.results.iter().zip(&self.shown).enumerate() {
            let view = DocumentView { result, pages };
            writeln!(
                out,
                "<script type=\"application/json\" class=\"document\">{}</script>",
                block(&view)?
            )?;
            for page in pages {
                if let Some(picture) = page.picture() {
                    let number = page.number;
                    writeln!(
                        out,
                        "<script type=\"text/plain\" id=\"picture-{at}-{number}\">{picture}</script>"
                    )?;
                }
            }
        }
        out.write_all(tail.as_bytes())
    }
}

/// Pages on which something was read that a row or a finding points to.
fn wanted(result: &v1::Extraction<'_>) -> BTreeSet<u32> {
    let of_requests = result.requests.iter().flat_map(|request| {
        let candidates = request
            .link
            .candidates
            .iter()
            .map(|candidate| &candidate.evidence);
        request.evidence.iter().chain(candidates)
    });
    let of_totals = result.totals.iter().flat_map(|total| &total.evidence);
    of_requests.chain(of_totals).map(|place| place.page).collect()
}

/// JSON as it may stand in a `script` element: without any `<`, which in JSON stands in strings only.
fn block(value: &impl Serialize) -> io::Result<String> {
    let json = serde_json::to_string(value).map_err(io::Error::other)?;
    Ok(json.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    fn page_of(program: &str) -> String {
        let mut sample = samples::small();
        for request in &mut sample.requests {
            program.clone_into(&mut request.program.name);
        }
        let mut review = Review::new(ReviewOptions::new());
        review.add_result((&sample).into());
        review.add_failure("bad</script>.pdf", "<b>");
        let mut out = Vec::new();
        review.write(&["厚生労働省"], &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn names_from_anywhere_are_data_and_never_markup() {
        let harmless = page_of("a");
        let hostile = page_of("</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x");
        for mark in ["<script", "</script", "<img"] {
            assert_eq!(
                harmless.matches(mark).count(),
                hostile.matches(mark).count(),
                "{mark}"
            );
        }
    }

    #[test]
    fn the_page_needs_nothing_but_itself() {
        let page = page_of("a").replace("http://www.w3.org/2000/svg", "the name of SVG");
        assert!(!page.contains("http://") && !page.contains("https://"));
        assert!(
            page.contains("default-src &#x27;none&#x27;")
                && !page.contains("unsafe-inline")
                && !page.contains("unsafe-eval")
        );
    }
}
