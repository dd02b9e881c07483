use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading};
use super::report;
use clap::Args;
use std::io::{self, Write};
use yosan::output::{marks, text};
use yosan::source::{Media, Page};

const EXAMPLES: &str = "\
Examples:
  yosan text request.pdf             the text as it was understood, page by page
  yosan text --boxes request.pdf     every glyph of a PDF with its place and colour, as JSON lines
  yosan text --words request.pdf     the same for words, in reading order";

/// Show the text as it was understood, in reading order, page by page
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Text {
    /// A document, text or PDF; `-` is standard input
    #[arg(value_name = "INPUT")]
    input: Input,

    /// The words of a PDF as JSON lines: page, text, bbox in points, size, colour
    #[arg(long, conflicts_with = "boxes")]
    words: bool,

    /// The glyphs of a PDF as JSON lines, in drawing order
    #[arg(long)]
    boxes: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Text {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let extractor = self.reading.extractor()?;
        let name = self.input.name();
        let bytes = self.input.load(&extractor)?;
        if Media::of(&bytes) == Media::Pdf {
            let mut file = extractor.open_pdf(&name, &bytes)?;
            drop(bytes);
            let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
            while let Some(page) = file.next_page() {
                self.page(&page, &mut out).map_err(Failure::stdout)?;
            }
            out.flush().map_err(Failure::stdout)?;
            report::findings(&name, &file.take_diagnostics());
            return Ok(Ending::Done);
        }
        if self.words || self.boxes {
            return Err(Failure::usage(
                "--words and --boxes need a PDF: a text has no places on a page",
                "leave them out",
            ));
        }
        let document = extractor.read(&name, bytes)?;
        report::findings(&name, &document.diagnostics);
        text::write(&document, io::stdout().lock()).map_err(Failure::stdout)?;
        Ok(Ending::Done)
    }

    fn page(&self, page: &Page, out: &mut impl Write) -> io::Result<()> {
        if self.boxes {
            marks::write_glyphs(page, out)
        } else if self.words {
            marks::write_words(page, out)
        } else {
            text::write_page(page, "", out)
        }
    }
}
