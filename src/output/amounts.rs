//! Answers of `yosan amounts`: with `--jsonl` a JSON string a line in, a JSON array a line out; else plain text in, a row
//! a figure out. Pure functions; reading, printing and exit codes are the command's.

use crate::grammar::{Money, Unit, amounts, numbers};
use crate::normalize::fold;
use serde::Serialize;

/// What to look for in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Amounts of money; bare figures too where a unit is given.
    Amounts(Option<Unit>),
    /// Bare numerals, whatever they count.
    Numerals,
}

impl Question {
    /// Amounts of money, and bare figures too in the unit of this name (百万円, 千円, …); `None` where there is no such unit.
    #[must_use]
    pub fn in_unit(name: &str) -> Option<Self> {
        Unit::parse(name).map(|unit| Self::Amounts(Some(unit)))
    }
}

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// One JSON array without a line end; `[]` where the line could not be read.
    pub json: String,
    /// What was wrong with the line, as one clause.
    pub problem: Option<String>,
}

/// An amount in the answer.
#[derive(Debug, Serialize)]
struct AmountAnswer<'a> {
    yen: i64,
    yen_max: Option<i64>,
    qualifiers: Vec<&'static str>,
    surface: &'a str,
    span: [usize; 2],
}

/// A numeral in the answer.
#[derive(Debug, Serialize)]
struct NumeralAnswer<'a> {
    value: String,
    surface: &'a str,
    span: [usize; 2],
}

/// Answers one line that holds a JSON string. A lone surrogate in it (`"\ud800"`) is read as U+FFFD, and spans count
/// its three bytes; a line that is no JSON string is answered by `[]` and a problem.
#[must_use]
pub fn answer_jsonl(line: &str, question: Question) -> Answer {
    match json_string(line) {
        Ok(text) => answer(&text, question),
        Err(problem) => Answer {
            json: "[]".to_owned(),
            problem: Some(problem),
        },
    }
}

/// Answers one line of plain text.
#[must_use]
pub fn answer(text: &str, question: Question) -> Answer {
    let json = match question {
        Question::Amounts(unit) => to_json(&amount_answers(text, unit)),
        Question::Numerals => to_json(&numeral_answers(text)),
    };
    match json {
        Ok(json) => Answer { json, problem: None },
        Err(error) => Answer {
            json: "[]".to_owned(),
            problem: Some(error),
        },
    }
}

/// The figures in one line of plain text, for people: the value, the words as printed, qualifiers; between them tabs.
/// `約10〜20億円` → `1000000000..2000000000`, `約10〜20億円`, `about,range`.
#[must_use]
pub fn rows(text: &str, question: Question) -> Vec<String> {
    match question {
        Question::Amounts(unit) => amount_answers(text, unit)
            .iter()
            .map(|amount| {
                let end = amount.yen_max.map(|max| format!("..{max}")).unwrap_or_default();
                let row = format!("{}{end}\t{}", amount.yen, on_one_line(amount.surface));
                match amount.qualifiers.as_slice() {
                    [] => row,
                    words => format!("{row}\t{}", words.join(",")),
                }
            })
            .collect(),
        Question::Numerals => numeral_answers(text)
            .iter()
            .map(|numeral| format!("{}\t{}", numeral.value, on_one_line(numeral.surface)))
            .collect(),
    }
}

fn on_one_line(surface: &str) -> String {
    surface.replace(|character: char| character.is_control(), " ")
}

fn to_json<T: Serialize>(answers: &[T]) -> Result<String, String> {
    serde_json::to_string(answers).map_err(|error| error.to_string())
}

fn amount_answers(text: &str, unit: Option<Unit>) -> Vec<AmountAnswer<'_>> {
    let folded = fold(text);
    let mut answers = Vec::new();
    for node in amounts(&folded.text, unit) {
        let span = folded.source_span(node.normalized_span);
        let Some(Money {
            yen,
            yen_max,
            qualifiers,
            ..
        }) = node.figure()
        else {
            continue;
        };
        answers.push(AmountAnswer {
            yen: *yen,
            yen_max: *yen_max,
            qualifiers: qualifiers.iter().map(|word| word.code()).collect(),
            surface: span.slice(text),
            span: [span.start, span.end],
        });
    }
    answers
}

fn numeral_answers(text: &str) -> Vec<NumeralAnswer<'_>> {
    let folded = fold(text);
    numbers(&folded.text)
        .into_iter()
        .map(|node| {
            let span = folded.source_span(node.normalized_span);
            NumeralAnswer {
                value: node.value,
                surface: span.slice(text),
                span: [span.start, span.end],
            }
        })
        .collect()
}

/// The text of a JSON string; lone surrogates become U+FFFD.
fn json_string(line: &str) -> Result<String, String> {
    serde_json::from_str(line).or_else(|error| {
        let mended = mend_surrogates(line);
        serde_json::from_str(&mended).map_err(|_| format!("no JSON string: {error}"))
    })
}

/// Replaces every escape of half a surrogate pair by `\ufffd`.
fn mend_surrogates(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let unit = |text: &str| {
            let hex = text.strip_prefix("\\u")?.get(..4)?;
            u16::from_str_radix(hex, 16).ok()
        };
        let taken = match unit(escape) {
            Some(0xD800..=0xDBFF) => {
                let low = escape.get(6..).and_then(unit);
                if matches!(low, Some(0xDC00..=0xDFFF)) {
                    out.push_str(escape.get(..12).unwrap_or(""));
                    12
                } else {
                    out.push_str("\\ufffd");
                    6
                }
            }
            Some(0xDC00..=0xDFFF) => {
                out.push_str("\\ufffd");
                6
            }
            // an escaped backslash must not begin another escape
            _ => {
                let len = escape.chars().take(2).map(char::len_utf8).sum();
                out.push_str(escape.get(..len).unwrap_or(escape));
                len
            }
        };
        rest = escape.get(taken..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_answered_with_its_place_in_the_original() {
        let got = answer_jsonl(r#""総額　約８９億円の内数""#, Question::Amounts(None));
        assert_eq!(
            got.json,
            r#"[{"yen":8900000000,"yen_max":null,"qualifiers":["about","part_of"],"surface":"約８９億円の内数","span":[9,33]}]"#
        );
        assert_eq!(got.problem, None);
    }

    #[test]
    fn lone_surrogates_do_not_stop_the_run() {
        let line = r#""\ud800 5億円 \udc00\\ud800\ud83d\ude00""#;
        let got = answer_jsonl(line, Question::Amounts(None));
        assert_eq!(got.problem, None);
        assert!(got.json.contains(r#""span":[4,11]"#), "{}", got.json);
        assert_eq!(json_string(line).unwrap(), "\u{FFFD} 5億円 \u{FFFD}\\ud800😀");
    }

    #[test]
    fn a_figure_is_a_row() {
        let rows = rows("総額 約10〜20億円、うち５億円", Question::Amounts(None));
        assert_eq!(
            rows,
            [
                "1000000000..2000000000\t約10〜20億円\tabout,range",
                "500000000\t５億円"
            ]
        );
    }

    #[test]
    fn a_line_that_is_no_json_string_is_answered_and_reported() {
        for line in ["", "5億円", "[1]", "\"5億円", "\"\\u12\""] {
            let got = answer_jsonl(line, Question::Numerals);
            assert_eq!(got.json, "[]");
            assert!(got.problem.is_some(), "{line}");
        }
    }
}
