use super::ending::{Ending, Failure};
use super::report;
use clap::Args;
use std::io::{self, BufRead, Read, Write};
use yosan::grammar::Unit;
use yosan::output::amounts::{Question, answer_jsonl, rows};
use yosan::pipeline::{DEFAULT_MAX_BYTES, Error, ErrorKind};

const EXAMPLES: &str = r#"Examples:
  $ echo '総額 約10〜20億円、うち５億円' | yosan amounts
  1  1000000000..2000000000  約10〜20億円  about,range
  1  500000000               ５億円
  $ echo '"▲１２ 1,234"' | yosan amounts --jsonl --unit 百万円
  [{"yen":-12000000,…},{"yen":1234000000,…}]"#;

/// Read the amounts in lines of text from standard input
///
/// Each amount is a row: number of the line, whole yen (two, with `..` between them, for a range), the words as printed,
/// qualifiers; between them tabs.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Amounts {
    /// Read a JSON string a line, and answer each with a JSON array a line
    #[arg(long)]
    jsonl: bool,

    /// Read bare figures too, in this unit (百万円, 千円, 億円, …), as below a table's 単位
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    unit: Option<Unit>,

    /// Read every numeral, whatever it counts, and answer with its value instead of yen
    #[arg(long, conflicts_with = "unit")]
    numerals: bool,
}

fn unit(word: &str) -> Result<Unit, String> {
    Unit::parse(word).ok_or_else(|| "give a unit of money, such as 円, 千円, 百万円 or 億円".to_owned())
}

impl Amounts {
    pub(crate) fn run(self) -> Result<Ending, Failure> {
        let question = if self.numerals {
            Question::Numerals
        } else {
            Question::Amounts(self.unit)
        };
        let mut input = io::BufReader::with_capacity(1 << 16, io::stdin().lock());
        let mut out = io::BufWriter::new(io::stdout().lock());
        let mut ending = Ending::Done;
        let mut bytes = Vec::new();
        for number in 1_u64.. {
            if !next_line(&mut input, &mut bytes)? {
                break;
            }
            let line = String::from_utf8_lossy(&bytes);
            if self.jsonl {
                let answer = answer_jsonl(&line, question);
                if let Some(problem) = answer.problem {
                    report::remark(&format!("error: -:{number}: {problem}; answered with []"));
                    ending = Ending::Input;
                }
                writeln!(out, "{}", answer.json).map_err(Failure::stdout)?;
            } else {
                for row in rows(&line, question) {
                    writeln!(out, "{number}\t{row}").map_err(Failure::stdout)?;
                }
            }
            // Whoever asks line by line waits for the answer; a file is answered in blocks.
            if input.buffer().is_empty() {
                out.flush().map_err(Failure::stdout)?;
            }
        }
        out.flush().map_err(Failure::stdout)?;
        Ok(ending)
    }
}

/// The next line without its end; no line is longer than a document may be.
fn next_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, Error> {
    line.clear();
    let limit = DEFAULT_MAX_BYTES;
    let read = input.take(limit.saturating_add(1)).read_until(b'\n', line);
    read.map_err(|error| Error::io("-", error))?;
    if line.len() as u64 > limit {
        return Err(Error::new("-", ErrorKind::TooLarge { limit }));
    }
    let some = !line.is_empty();
    if line.last() == Some(&b'\n') {
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        }
    }
    Ok(some)
}
