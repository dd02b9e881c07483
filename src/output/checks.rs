//! The sums of an extraction as a list for people: each with its parts and how it stands, `✓` holds, `≠` off, `?` open.
//! Figures are in 億円.

use super::paint::{Paint, Tone, clip, oku, pad_left, printable, width};
use super::table::{Screen, tally, title};
use crate::model::{Amount, Check, CheckKind, Evidence, Extraction, Verdict};
use std::collections::HashMap;
use std::io::{self, Write};

/// Columns before a part.
const INDENT: usize = 4;
/// What a part's name may shrink to on a narrow screen.
const NARROWEST_NAME: usize = 16;

/// Writes the list of one document, with its name above and the tally below.
///
/// # Errors
/// Those of `out`.
pub fn write(extraction: &Extraction, screen: Screen, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let paint = Paint { on: screen.colour };
    let known = known(extraction);
    let name = printable(&extraction.source.name);
    writeln!(out, "{}", paint.paint(Tone::Strong, &name))?;
    for check in &extraction.checks {
        one(check, extraction, &known, screen, &mut out)?;
    }
    writeln!(out, "{}", tally(extraction, paint))?;
    out.flush()
}

/// What a check can name: a request or a total.
struct Named<'a> {
    name: String,
    amount: Option<&'a Amount>,
    evidence: &'a [Evidence],
}

fn known(extraction: &Extraction) -> HashMap<&str, Named<'_>> {
    let requests = extraction.requests.iter().map(|request| {
        let named = Named {
            name: printable(&request.program.name).into_owned(),
            amount: request.amount.as_ref(),
            evidence: &request.evidence,
        };
        (request.id.as_str(), named)
    });
    let totals = extraction.totals.iter().map(|total| {
        let named = Named {
            name: title(total),
            amount: Some(&total.amount),
            evidence: &total.evidence,
        };
        (total.id.as_str(), named)
    });
    requests.chain(totals).collect()
}

fn one(
    check: &Check,
    extraction: &Extraction,
    known: &HashMap<&str, Named<'_>>,
    screen: Screen,
    out: &mut impl Write,
) -> io::Result<()> {
    let paint = Paint { on: screen.colour };
    let (mark, tone) = match check.verdict {
        Verdict::Holds => ("✓ holds", Tone::Good),
        Verdict::Off => ("≠ off", Tone::Bad),
        Verdict::Open => ("? open", Tone::Open),
    };
    let place = known
        .get(check.of.as_str())
        .map(|named| place(named.evidence))
        .unwrap_or_default();
    let label = printable(&check.label);
    writeln!(
        out,
        "{}  {label}{}",
        paint.paint(tone, mark),
        paint.paint(Tone::Faint, &place)
    )?;
    writeln!(out, "{:INDENT$}{}", "", verdict(check, known))?;

    let parts: Vec<(String, String)> =
        if check.parts.is_empty() && matches!(check.kind, CheckKind::Split | CheckKind::Account) {
            split(check, extraction)
        } else {
            check
                .parts
                .iter()
                .map(|part| (figure(known.get(part.as_str())), name(part, known)))
                .collect()
        };
    let column = parts.iter().map(|(figure, _)| width(figure)).max().unwrap_or(0);
    for (figure, name) in &parts {
        let room = screen
            .columns
            .saturating_sub(INDENT + column + 2)
            .max(NARROWEST_NAME);
        let line = format!("{:INDENT$}{}  {}", "", pad_left(figure, column), clip(name, room));
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// ` (page 2, line 83)`, where the stated figure stands.
fn place(evidence: &[Evidence]) -> String {
    match evidence.first() {
        Some(Evidence {
            page,
            line: Some(line),
            ..
        }) => format!("  (page {}, line {line})", page.get()),
        Some(Evidence { page, line: None, .. }) => format!("  (page {})", page.get()),
        None => String::new(),
    }
}

fn name(id: &str, known: &HashMap<&str, Named<'_>>) -> String {
    known
        .get(id)
        .map_or_else(|| printable(id).into_owned(), |named| named.name.clone())
}

fn figure(named: Option<&Named<'_>>) -> String {
    let yen = named.and_then(|named| named.amount).and_then(Amount::printed_yen);
    yen.map_or_else(|| "?".to_owned(), oku)
}

/// The parts of a split by ministry or account: they have no ids of their own.
fn split(check: &Check, extraction: &Extraction) -> Vec<(String, String)> {
    let total = extraction.totals.iter().find(|total| total.id == check.of);
    let parts = total.map(|total| total.breakdown.as_slice()).unwrap_or_default();
    parts
        .iter()
        .map(|part| {
            let figure = part.amount.printed_yen().map_or_else(|| "?".to_owned(), oku);
            (figure, printable(&part.surface).into_owned())
        })
        .collect()
}

fn verdict(check: &Check, known: &HashMap<&str, Named<'_>>) -> String {
    let stated = oku(check.stated);
    let allowed = oku(check.tolerance);
    let (Some(made), Some(difference)) = (check.accumulated, check.difference()) else {
        return format!("stated {stated} 億円; not decided, a part has no sure figure");
    };
    let signed = if difference > 0 {
        format!("+{}", oku(difference))
    } else {
        oku(difference)
    };
    let mut line = format!("stated {stated} 億円, the parts make {}", oku(made));
    match (check.verdict, difference) {
        (Verdict::Holds, 0) => {}
        (Verdict::Holds, _) => line.push_str(&format!(" ({signed}, rounding allows {allowed})")),
        (Verdict::Off, _) => line.push_str(&format!(": off by {signed}, rounding allows {allowed}")),
        (Verdict::Open, _) => line.push_str(&format!(" ({signed}); not decided")),
    }
    if let Some(suspect) = &check.suspect {
        let figure = figure(known.get(suspect.as_str()));
        line.push_str(&format!("; look at {} ({figure})", name(suspect, known)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    #[test]
    fn every_sum_is_told_with_its_parts_and_what_to_look_at() {
        let mut out = Vec::new();
        let screen = Screen {
            columns: 80,
            colour: false,
        };
        write(&samples::small(), screen, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let expected = "\
a.txt
✓ holds  sum holds  (page 1, line 1)
    stated 1,520 億円, the parts make 1,519 (-1, rounding allows 1.5)
       22  創薬基盤推進研究事業
    1,498  AMED-CREST
        ?  次世代がん医療加速化研究事業
≠ off  sum off  (page 1, line 1)
    stated 1,530 億円, the parts make 1,520: off by -10, rounding allows 1.5; look at 創薬基盤推進研究事業 (22)
       22  創薬基盤推進研究事業
    1,498  AMED-CREST
        ?  次世代がん医療加速化研究事業
? open  sum open  (page 1, line 1)
    stated 1,520 億円; not decided, a part has no sure figure
       22  創薬基盤推進研究事業
    1,498  AMED-CREST
        ?  次世代がん医療加速化研究事業
3 sums: ✓ 1 hold, ≠ 1 off, ? 1 open
";
        assert_eq!(text, expected);
    }
}
