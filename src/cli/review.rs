use super::batch::batch_failure;
use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading, at_most_one_stdin};
use super::report;
use super::results::{self, Found};
use clap::Args;
use std::path::PathBuf;
use yosan::batch;
use yosan::output::review::{Review as Page, ReviewOptions};
use yosan::output::whole::Whole;

const EXAMPLES: &str = "\
Examples:
  yosan review request.pdf -o review.html        every value beside the place where it stands
  yosan review r5.pdf r6.pdf -o review.html      several documents in one page
  yosan review results -o index.html             a folder that `yosan batch` has written, to be searched
  yosan extract request.pdf --corrections corrections.jsonl
                                                 what was corrected in the page, applied";

/// Make a page for the browser that shows every value where it stands, broken sums first, to be corrected by a click
///
/// The page is one file that needs nothing but itself. What is corrected in it is exported as a file for `--corrections`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Review {
    /// Documents, JSON results, or folders of results as `yosan batch` writes them; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<Input>,

    /// Write the page here
    #[arg(short, long, value_name = "FILE", default_value = "review.html")]
    output: PathBuf,

    /// Leave out the pictures of pages: a small file, in which a page is its boxes with what was read in them
    #[arg(long)]
    no_pictures: bool,

    /// Show every page, not only those on which something was read
    #[arg(long)]
    all_pages: bool,

    #[command(flatten)]
    reading: Reading,
}

impl Review {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        at_most_one_stdin(&self.inputs)?;
        let extractor = self.reading.extractor()?;
        let options = ReviewOptions::new()
            .with_pictures(!self.no_pictures)
            .with_all_pages(self.all_pages);
        let mut page = Page::new(options);
        let mut ending = Ending::Done;
        let mut read = Vec::new();
        for input in &self.inputs {
            match results::read(input, &extractor) {
                Ok(found) => read.extend(found),
                Err(Failure::Input(error)) => {
                    report::input(&error);
                    page.add_failure(input.name(), error.to_string());
                    ending = Ending::Input;
                }
                Err(failure) => return Err(failure),
            }
            for failed in batch::failed(input.path()).map_err(batch_failure)? {
                page.add_failure(failed.input, failed.message.unwrap_or_default());
            }
        }
        for found in &read {
            match found {
                Found::Read {
                    name,
                    bytes,
                    extraction,
                } => {
                    report::findings(name, &extraction.diagnostics);
                    let document = extractor.read(name, bytes.clone())?;
                    page.add(found.result(), &document, bytes, self.reading.password());
                }
                Found::Written(_) => page.add_result(found.result()),
            }
        }
        let ministries: Vec<&str> = extractor.lexicon().ministry_names().collect();
        let failed = |error| Failure::file(&self.output, error);
        let whole = Whole::file(&self.output).map_err(failed)?;
        let mut out = whole.writer().map_err(failed)?;
        page.write(&ministries, &mut out).map_err(failed)?;
        drop(out);
        whole.finish().map_err(failed)?;
        Ok(ending)
    }
}
