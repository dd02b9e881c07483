use super::ending::{Ending, Failure};
use super::formats;
use super::inputs::{Input, Reading, at_most_one_stdin};
use super::{report, sink};
use clap::Args;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use yosan::diagnostic::Severity;
use yosan::model::{Extraction, Verdict};
use yosan::output::format::{Begin, Format};
use yosan::output::whole::Output;
use yosan::output::{json, table};

const EXAMPLES: &str = "\
Examples:
  yosan extract request.txt                    a table at a terminal, JSON into a pipe or a file
  yosan extract request.pdf -o request.json    one document
  yosan extract *.pdf --format jsonl           a line a document
  yosan extract *.pdf -o results/              results/NAME.json for each
  yosan extract *.pdf -o requests.xlsx         a workbook of all; .csv and .parquet likewise
  curl -s URL | yosan extract -                standard input; text or PDF is told by content
  yosan extract request.txt --strict && …      go on only if every sum holds, every figure is understood and nothing deserves a look";

/// Read every program with its amount, its ministry and the evidence for each
///
/// One document gives JSON (schema yosan/v1), or a table at a terminal. Several give a line a document, or, with `-o`, one
/// file where the format holds many, and a file each where it does not or the name is that of a folder.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Extract {
    /// Documents, text or PDF; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<Input>,

    /// Write here instead of to standard output; for several inputs, a folder
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// What to write [default: what the name after -o ends in; a table at a terminal, jsonl for several inputs, else json]
    #[arg(long, value_name = "FORMAT", value_parser = formats::parser())]
    format: Option<&'static Format>,

    /// End with exit code 1 if a sum is off or a finding is a warning or an error
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    reading: Reading,
}

/// Where results go.
enum Target {
    /// All to standard output.
    Stdout,
    /// All to one file, or one folder for a format that is one.
    One(PathBuf),
    /// To a file each in this folder.
    Each(PathBuf),
}

impl Extract {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        at_most_one_stdin(&self.inputs)?;
        let extractor = self.reading.extractor()?;
        let format = self.format();
        match &self.target(format)? {
            Target::Stdout => {
                let Begin::File(begin) = format.begin else {
                    let what = format!("--format {} is a folder", format.name);
                    return Err(Failure::usage(what, "give its name with -o"));
                };
                let out = Box::new(io::BufWriter::new(io::stdout()));
                let mut out = begin(out, sink::screen()).map_err(Failure::stdout)?;
                let ending = self.each(&extractor, |_, extraction| {
                    out.add(extraction, None).map_err(Failure::stdout)
                })?;
                out.finish().map_err(Failure::stdout)?;
                Ok(ending)
            }
            Target::One(path) => {
                let failed = |error| Failure::file(path, error);
                let mut file = Output::create(format, path, sink::page()).map_err(failed)?;
                let ending = self.each(&extractor, |input, extraction| {
                    file.add(extraction, input.way_from(path).as_deref())
                        .map_err(failed)
                })?;
                // Where an input could not be read, no file shall look like a result.
                if ending != Ending::Input {
                    file.finish().map_err(failed)?;
                }
                Ok(ending)
            }
            Target::Each(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
                self.each(&extractor, |input, extraction| {
                    let path = folder.join(result_name(input, format));
                    let failed = |error| Failure::file(&path, error);
                    let mut file = Output::create(format, &path, sink::page()).map_err(failed)?;
                    file.add(extraction, input.way_from(&path).as_deref())
                        .map_err(failed)?;
                    file.finish().map_err(failed)
                })
            }
        }
    }

    /// Reads the inputs one after the other. One that cannot be read is reported and the rest goes on.
    fn each(
        &self,
        extractor: &yosan::pipeline::Extractor,
        mut write: impl FnMut(&Input, &Extraction) -> Result<(), Failure>,
    ) -> Result<Ending, Failure> {
        let mut ending = Ending::Done;
        for input in &self.inputs {
            let read = input
                .load(extractor)
                .and_then(|bytes| extractor.extract(&input.name(), bytes));
            match read {
                Ok(extraction) => {
                    report::findings(&input.name(), &extraction.diagnostics);
                    if self.strict && deserves_a_look(&extraction) {
                        ending = ending.max(Ending::Findings);
                    }
                    write(input, &extraction)?;
                }
                Err(error) => {
                    report::input(&error);
                    ending = Ending::Input;
                }
            }
        }
        Ok(ending)
    }

    fn format(&self) -> &'static Format {
        let asked = self.output.as_deref().and_then(Format::by_path);
        match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(_)) => asked.unwrap_or(&json::JSON),
            (None, None) if sink::is_terminal() => &table::TABLE,
            (None, None) if self.inputs.len() > 1 => &json::JSONL,
            (None, None) => &json::JSON,
        }
    }

    fn target(&self, format: &'static Format) -> Result<Target, Failure> {
        let several = self.inputs.len() > 1;
        let Some(path) = self.output.as_ref().filter(|path| path.as_os_str() != "-") else {
            if several && !format.holds_many {
                return Err(Failure::usage(
                    "--format json is one document, and there are several inputs",
                    "use --format jsonl for a line a document, or -o FOLDER for a file each",
                ));
            }
            if !format.is_text && sink::is_terminal() {
                let what = format!("--format {} is nothing that a terminal can show", format.name);
                return Err(Failure::usage(what, "give a name with -o"));
            }
            return Ok(Target::Stdout);
        };
        let folder_of_results = path.is_dir() && !format.is_folder();
        if folder_of_results || (several && !format.holds_many) || ends_in_slash(path) {
            let mut names = HashSet::new();
            if let Some(twice) = self
                .inputs
                .iter()
                .find(|input| !names.insert(result_name(input, format)))
            {
                let name = result_name(twice, format);
                let what = format!(
                    "two inputs would be written to the same {}",
                    path.join(name).display()
                );
                return Err(Failure::usage(
                    what,
                    "give them in two runs, each with its own -o",
                ));
            }
            return Ok(Target::Each(path.clone()));
        }
        let same = |input: &Input| match (path.canonicalize(), input.path().canonicalize()) {
            (Ok(output), Ok(input)) => output == input,
            _ => false,
        };
        if self.inputs.iter().any(same) {
            let what = format!("{}: the output would replace the input", path.display());
            return Err(Failure::usage(what, "give another name with -o"));
        }
        Ok(Target::One(path.clone()))
    }
}

fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str()
        .to_string_lossy()
        .ends_with(std::path::MAIN_SEPARATOR)
}

/// `request.pdf` → `request.pdf.json`: a document that is there as text and as PDF gives two files.
fn result_name(input: &Input, format: &Format) -> std::ffi::OsString {
    let mut name = match input.path().file_name() {
        Some(name) if !input.is_stdin() => name.to_owned(),
        _ => "stdin".into(),
    };
    name.push(".");
    name.push(format.extension);
    name
}

fn deserves_a_look(extraction: &Extraction) -> bool {
    extraction
        .checks
        .iter()
        .any(|check| check.verdict == Verdict::Off)
        || extraction
            .coverage
            .as_ref()
            .is_some_and(|coverage| coverage.missing() > 0)
        || extraction
            .diagnostics
            .iter()
            .any(|finding| finding.severity > Severity::Info)
}
