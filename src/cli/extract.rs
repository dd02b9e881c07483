use super::ending::{Ending, Failure};
use super::inputs::{Input, Reading, at_most_one_stdin};
use super::report;
use super::sink::{self, WholeFile};
use clap::{Args, ValueEnum};
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use yosan::diagnostic::Severity;
use yosan::model::{Extraction, Verdict};
use yosan::output::{json, table};

const EXAMPLES: &str = "\
Examples:
  yosan extract request.txt                    a table at a terminal, JSON into a pipe or a file
  yosan extract request.pdf -o request.json    one document
  yosan extract *.pdf --format jsonl           a line a document
  yosan extract *.pdf -o results/              results/NAME.json for each
  curl -s URL | yosan extract -                standard input; text or PDF is told by content
  yosan extract request.txt --strict && …      go on only if every sum holds and nothing deserves a look";

/// Read every program with its amount, its ministry and the evidence for each
///
/// One document gives JSON (schema yosan/v1), or a table at a terminal. Several give a line a document, or, with `-o`,
/// a file each in that folder.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Extract {
    /// Documents, text or PDF; `-` is standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<Input>,

    /// Write here instead of to standard output; for several inputs, a folder
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// What to write [default: a table at a terminal, jsonl for several inputs or a name ending in .jsonl, else json]
    #[arg(long, value_enum)]
    format: Option<Format>,

    /// End with exit code 1 if a sum is off or a finding is a warning or an error
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One document, a line a field
    Json,
    /// A line a document
    Jsonl,
    /// For people
    Table,
}

impl Format {
    fn write(self, extraction: &Extraction, screen: table::Screen, out: impl Write) -> io::Result<()> {
        match self {
            Self::Json => json::write(extraction, out),
            Self::Jsonl => json::write_jsonl(extraction, out),
            Self::Table => table::write(extraction, screen, out),
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Table => "txt",
        }
    }
}

/// Where results go.
enum Target {
    /// All to standard output.
    Stdout,
    /// All to one file.
    File(PathBuf),
    /// A file each.
    Folder(PathBuf),
}

impl Extract {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        at_most_one_stdin(&self.inputs)?;
        let extractor = self.reading.extractor()?;
        let (target, format) = (self.target()?, self.format());
        match &target {
            Target::Stdout if format == Format::Json && self.inputs.len() > 1 => Err(Failure::usage(
                "--format json is one document, and there are several inputs",
                "use --format jsonl for a line a document, or -o FOLDER for a file each",
            )),
            Target::Stdout => {
                let mut out = io::stdout().lock();
                self.each(&extractor, |_, extraction| {
                    format
                        .write(extraction, sink::screen(), &mut out)
                        .map_err(Failure::stdout)
                })
            }
            Target::File(path) => {
                let failed = |error| Failure::file(path, error);
                let mut file = WholeFile::create(path).map_err(failed)?;
                let ending = self.each(&extractor, |_, extraction| {
                    format.write(extraction, page(), &mut file).map_err(failed)
                })?;
                // Where an input could not be read, no file shall look like a result.
                if ending != Ending::Input {
                    file.finish().map_err(failed)?;
                }
                Ok(ending)
            }
            Target::Folder(folder) => {
                std::fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
                self.each(&extractor, |input, extraction| {
                    let path = folder.join(result_name(input, format));
                    let failed = |error| Failure::file(&path, error);
                    let mut file = WholeFile::create(&path).map_err(failed)?;
                    format.write(extraction, page(), &mut file).map_err(failed)?;
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

    fn format(&self) -> Format {
        let ends_in_jsonl = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "jsonl");
        match (self.format, &self.output) {
            (Some(format), _) => format,
            (None, Some(path)) if ends_in_jsonl(path) => Format::Jsonl,
            (None, Some(_)) => Format::Json,
            (None, None) if sink::is_terminal() => Format::Table,
            (None, None) if self.inputs.len() > 1 => Format::Jsonl,
            (None, None) => Format::Json,
        }
    }

    fn target(&self) -> Result<Target, Failure> {
        let Some(path) = &self.output else {
            return Ok(Target::Stdout);
        };
        if path.as_os_str() == "-" {
            return Ok(Target::Stdout);
        }
        let several = self.inputs.len() > 1;
        if path.is_dir() || (several && self.format() != Format::Jsonl) || ends_in_slash(path) {
            let mut names = HashSet::new();
            let format = self.format();
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
            return Ok(Target::Folder(path.clone()));
        }
        let same = |input: &Input| match (path.canonicalize(), input.path().canonicalize()) {
            (Ok(output), Ok(input)) => output == input,
            _ => false,
        };
        if self.inputs.iter().any(same) {
            let what = format!("{}: the output would replace the input", path.display());
            return Err(Failure::usage(what, "give another name with -o"));
        }
        Ok(Target::File(path.clone()))
    }
}

fn ends_in_slash(path: &Path) -> bool {
    path.as_os_str()
        .to_string_lossy()
        .ends_with(std::path::MAIN_SEPARATOR)
}

/// A table in a file has no terminal to fit.
fn page() -> table::Screen {
    table::Screen {
        colour: false,
        ..sink::screen()
    }
}

/// `request.pdf` → `request.pdf.json`: a document that is there as text and as PDF gives two files.
fn result_name(input: &Input, format: Format) -> std::ffi::OsString {
    let mut name = match input.path().file_name() {
        Some(name) if !input.is_stdin() => name.to_owned(),
        _ => "stdin".into(),
    };
    name.push(".");
    name.push(format.extension());
    name
}

fn deserves_a_look(extraction: &Extraction) -> bool {
    extraction
        .checks
        .iter()
        .any(|check| check.verdict == Verdict::Off)
        || extraction
            .diagnostics
            .iter()
            .any(|finding| finding.severity > Severity::Info)
}
