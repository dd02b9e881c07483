use super::ending::Failure;
use clap::Args;
use std::path::{Path, PathBuf};
use yosan::output::whole;
use yosan::pipeline::{DEFAULT_MAX_BYTES, Error, ErrorKind, Extractor, Options};

/// Which words are in force.
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// Words that are laid over the built-in lexicon: next year's ministry or mark needs no new version. May be given
    /// more than once
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
}

impl Words {
    /// Options with these words.
    pub(crate) fn options(&self) -> Result<Options, Error> {
        self.lexicon.iter().try_fold(Options::new(), |options, path| {
            Ok(options.with_lexicon(path.display().to_string(), lexicon_text(path)?))
        })
    }
}

/// How inputs are read: the same for every command that reads documents.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    #[command(flatten)]
    words: Words,

    /// Read texts in this encoding instead of telling it from the bytes (utf-8, shift_jis, euc-jp, …)
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Open encrypted PDFs with this password
    #[arg(long, value_name = "TEXT")]
    password: Option<String>,

    /// Fill missing ministries from a list of programs and hold amounts against it: a CSV with 府省庁 and 事業名 in its head
    /// (行政事業レビュー), or results of this program as CSV, JSON or JSON Lines
    #[arg(long, value_name = "FILE")]
    registry: Option<PathBuf>,

    /// Apply corrections, a JSON object a line
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,

    /// Refuse larger inputs; a number of bytes, or with KB, MB or GB [default: 256MB]
    #[arg(long, value_name = "N", value_parser = bytes)]
    max_bytes: Option<u64>,
}

impl Reading {
    /// An extractor that reads as the arguments say.
    pub(crate) fn extractor(&self) -> Result<Extractor, Failure> {
        Ok(Extractor::new(self.options()?)?)
    }

    /// The password of encrypted PDFs; the empty one where none was given.
    pub(crate) fn password(&self) -> &str {
        self.password.as_deref().unwrap_or_default()
    }

    /// What the arguments say of reading.
    pub(crate) fn options(&self) -> Result<Options, Failure> {
        let limit = self.max_bytes.unwrap_or(DEFAULT_MAX_BYTES);
        let mut options = self.words.options()?.with_max_bytes(limit);
        if let Some(label) = &self.encoding {
            options = options.with_encoding(label);
        }
        if let Some(password) = &self.password {
            options = options.with_password(password);
        }
        if let Some(path) = &self.registry {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|error| Error::io(&name, error))?;
            options = options.with_registry(name, bytes);
        }
        if let Some(path) = &self.corrections {
            let name = path.display().to_string();
            let bytes = std::fs::read(path).map_err(|error| Error::io(&name, error))?;
            let text = String::from_utf8(bytes).map_err(|_| {
                let reason = "the file is not UTF-8".to_owned();
                Error::new(&name, ErrorKind::Corrections { reason })
            })?;
            options = options.with_corrections(name, text);
        }
        Ok(options)
    }
}

/// The text of a lexicon file.
fn lexicon_text(path: &Path) -> Result<String, Error> {
    let name = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| Error::io(&name, error))?;
    String::from_utf8(bytes).map_err(|_| {
        let reason = "it is not UTF-8".to_owned();
        Error::new(name, ErrorKind::Lexicon { reason })
    })
}

/// An input as the user named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input(PathBuf);

impl From<std::ffi::OsString> for Input {
    fn from(name: std::ffi::OsString) -> Self {
        Self(name.into())
    }
}

impl Input {
    /// Standard input rather than a file.
    pub(crate) fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// The name that messages use.
    pub(crate) fn name(&self) -> String {
        self.0.display().to_string()
    }

    /// How the file is reached from where an output lies.
    pub(crate) fn way_from(&self, output: &Path) -> Option<String> {
        if self.is_stdin() {
            return None;
        }
        whole::way(output, &self.0)
    }

    /// The bytes, within the extractor's limit.
    pub(crate) fn load(&self, extractor: &Extractor) -> Result<Vec<u8>, Error> {
        if self.is_stdin() {
            extractor.load_stream("-", std::io::stdin().lock())
        } else {
            extractor.load(&self.0)
        }
    }
}

/// Standard input can be read only once.
pub(crate) fn at_most_one_stdin(inputs: &[Input]) -> Result<(), Failure> {
    if inputs.iter().filter(|input| input.is_stdin()).count() > 1 {
        let remedy = "standard input holds one document; give the others as files";
        return Err(Failure::usage("`-` is given more than once", remedy));
    }
    Ok(())
}

/// A number of bytes: `1000`, `64KB`, `256MB`, `1GB` (1 KB is 1024 bytes).
pub(crate) fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|character: char| !character.is_ascii_digit());
    let unit = match text
        .get(digits.len()..)
        .unwrap_or("")
        .trim()
        .to_ascii_uppercase()
        .as_str()
    {
        "" | "B" => 1,
        "K" | "KB" => 1 << 10,
        "M" | "MB" => 1 << 20,
        "G" | "GB" => 1 << 30,
        _ => return Err("give a number of bytes, such as 1000000, 64KB, 256MB or 1GB".to_owned()),
    };
    let number: u64 = digits
        .trim()
        .parse()
        .map_err(|_| "give a number of bytes, such as 256MB".to_owned())?;
    number
        .checked_mul(unit)
        .ok_or_else(|| "that is more than can be counted".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_and_without_unit() {
        assert_eq!(bytes("1000"), Ok(1000));
        assert_eq!(bytes("64kb"), Ok(65536));
        assert_eq!(bytes("256 MB"), Ok(DEFAULT_MAX_BYTES));
        assert!(bytes("").is_err() && bytes("MB").is_err() && bytes("-1").is_err() && bytes("1TB").is_err());
        assert!(bytes("99999999999GB").is_err());
    }
}
