//! An extraction as a table for people at a terminal: programs by section with amount, ministries and status, the
//! stated totals, how the sums stand. East-Asian characters take two columns; long names go on in the next line.

use super::format::{Begin, Each, Format};
use super::paint::{Paint, Tone, clip, oku, pad_left, pad_right, printable, width};
use crate::diagnostic::Severity;
use crate::model::{Amount, AmountState, Extraction, LinkStatus, Request, Total, Verdict};
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// The table.
pub const TABLE: Format = Format {
    name: "table",
    extension: "txt",
    about: "For people",
    is_text: true,
    holds_many: true,
    links: false,
    begin: Begin::File(|out, screen| {
        let write = move |document: &Extraction, out: &mut dyn Write| write(document, screen, out);
        Ok(Box::new(Each { out, write }))
    }),
};

/// Where a table or a list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Width in columns.
    pub columns: usize,
    /// Whether colours may be used: only on a terminal.
    pub colour: bool,
}

/// Names are never squeezed into fewer columns than this; on a narrower screen lines get longer than it.
const NARROWEST_NAME: usize = 16;
/// Widest amount, printed surface and list of ministries; longer ones are cut.
const WIDEST: [usize; 3] = [16, 22, 24];
/// Columns between two columns.
const GAP: usize = 2;
/// Columns before a program's name, under its section.
const INDENT: usize = 2;

/// Writes the table of one document.
///
/// # Errors
/// Those of `out`.
pub fn write(extraction: &Extraction, screen: Screen, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    let paint = Paint { on: screen.colour };
    head(extraction, paint, &mut out)?;
    programs(extraction, screen, &mut out)?;
    totals(extraction, screen, &mut out)?;
    foot(extraction, paint, &mut out)?;
    out.flush()
}

fn head(extraction: &Extraction, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let source = &extraction.source;
    let document = &extraction.document;
    let title = document.title.as_deref().unwrap_or(&source.name);
    writeln!(out, "{}", paint.paint(Tone::Strong, &printable(title)))?;
    let mut facts = vec![printable(&source.name).into_owned()];
    facts.push(match source.pages {
        1 => "1 page".to_owned(),
        pages => format!("{pages} pages"),
    });
    facts.extend(document.fiscal_year.map(|year| format!("fiscal year {}", year.0)));
    facts.extend(document.phase.map(|phase| phase.code().replace('_', " ")));
    writeln!(out, "{}", paint.paint(Tone::Faint, &facts.join(" · ")))
}

/// A program as it is shown.
struct Row {
    name: String,
    cells: [String; 3],
    status: String,
    tone: Tone,
}

impl Row {
    fn of(request: &Request) -> Self {
        let mut name = printable(&request.program.name).into_owned();
        for flag in &request.flags {
            name.push_str(&format!(" [{}]", flag.code()));
        }
        let ministries: Vec<&str> = request
            .ministries
            .iter()
            .map(|ministry| ministry.name.as_str())
            .collect();
        let surface = request.amount.as_ref().map_or("", |amount| &amount.surface);
        let (mark, tone) = match request.link.status {
            LinkStatus::Stated => ('✓', Tone::Good),
            LinkStatus::Proved => ('∴', Tone::Good),
            LinkStatus::Inferred => ('~', Tone::Open),
            LinkStatus::Ambiguous => ('?', Tone::Open),
            LinkStatus::None => ('–', Tone::Faint),
        };
        Self {
            name,
            cells: [
                figure(request),
                printable(surface).into_owned(),
                printable(&ministries.join("、")).into_owned(),
            ],
            status: format!("{mark} {}", request.link.status.code()),
            tone,
        }
    }
}

/// The amount in 億円, or what stands in its place.
fn figure(request: &Request) -> String {
    if let Some(amount) = &request.amount {
        return money(amount);
    }
    if !request.link.candidates.is_empty() {
        let mut values: Vec<i64> = request
            .link
            .candidates
            .iter()
            .map(|candidate| candidate.yen)
            .collect();
        values.sort_unstable();
        values.dedup();
        return values.into_iter().map(oku).collect::<Vec<_>>().join("/");
    }
    match request.amount_state {
        AmountState::Nil => "－",
        AmountState::Unspecified => "事項要求",
        AmountState::Unreadable => "unreadable",
        AmountState::Printed | AmountState::Absent => "",
    }
    .to_owned()
}

/// An amount in 億円: `22`, `10–20`, `(29)` for a figure that is not the program's own.
fn money(amount: &Amount) -> String {
    match (amount.yen, amount.yen_max, amount.within_yen) {
        (Some(yen), Some(max), _) => format!("{}–{}", oku(yen), oku(max)),
        (Some(yen), None, _) => oku(yen),
        (None, _, Some(within)) => format!("({})", oku(within)),
        (None, _, None) => String::new(),
    }
}

fn programs(extraction: &Extraction, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    if extraction.requests.is_empty() {
        return Ok(());
    }
    let paint = Paint { on: screen.colour };
    let heads = ["億円", "as printed", "ministries"];
    let rows: Vec<Row> = extraction.requests.iter().map(Row::of).collect();
    let mut widths = heads.map(width);
    for row in &rows {
        for ((column, cell), widest) in widths.iter_mut().zip(&row.cells).zip(WIDEST) {
            *column = (*column).max(width(cell).min(widest));
        }
    }
    let status_width = rows.iter().map(|row| width(&row.status)).max().unwrap_or(0);
    let taken = INDENT + widths.iter().map(|width| width + GAP).sum::<usize>() + GAP + status_width;
    let longest = rows.iter().map(|row| width(&row.name)).max().unwrap_or(0);
    let name_width = screen
        .columns
        .saturating_sub(taken)
        .max(NARROWEST_NAME)
        .min(longest.max(7));

    let line = |out: &mut dyn Write, name: &str, cells: [&str; 3], status: &str, tone: Tone| {
        let [amount, surface, ministries] = cells;
        let [a, s, m] = widths;
        let columns = format!(
            "{:INDENT$}{}{:GAP$}{}{:GAP$}{}{:GAP$}{}{:GAP$}{}",
            "",
            pad_right(name, name_width),
            "",
            paint.paint(tone, &pad_left(&clip(amount, a), a)),
            "",
            pad_right(&clip(surface, s), s),
            "",
            pad_right(&clip(ministries, m), m),
            "",
            paint.paint(tone, status),
        );
        writeln!(out, "{}", columns.trim_end())
    };
    writeln!(out)?;
    line(out, "program", heads, "status", Tone::Plain)?;
    let mut section = None;
    for (row, request) in rows.iter().zip(&extraction.requests) {
        let here = request.section.as_deref();
        if section != Some(here) {
            let shown = here.map_or("(no section)".into(), printable);
            writeln!(out, "{}", paint.paint(Tone::Strong, &shown))?;
            section = Some(here);
        }
        let mut pieces = wrap(&row.name, name_width);
        let rest = pieces.split_off(1.min(pieces.len()));
        let first = pieces.first().copied().unwrap_or("");
        line(
            out,
            first,
            row.cells.each_ref().map(String::as_str),
            &row.status,
            row.tone,
        )?;
        for piece in rest {
            writeln!(out, "{:width$}{piece}", "", width = INDENT + GAP)?;
        }
    }
    Ok(())
}

/// Cuts a text into pieces of at most `columns`, at a space in the latter half of the piece where there is one; all but
/// the first are indented by [`GAP`].
fn wrap(text: &str, columns: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut rest, mut room) = (text, columns);
    while width(rest) > room {
        let mut used = 0;
        let over = rest.char_indices().skip(1).find(|(at, _)| {
            let last = rest.get(..*at).and_then(|before| before.chars().next_back());
            used += last.and_then(UnicodeWidthChar::width).unwrap_or(0);
            let next = rest.get(*at..).and_then(|after| after.chars().next());
            used + next.and_then(UnicodeWidthChar::width).unwrap_or(0) > room
        });
        let Some((cut, _)) = over else {
            break;
        };
        let (piece, _) = rest.split_at(cut);
        let space = piece.rfind(' ').filter(|space| *space > cut / 2);
        let (piece, tail) = rest.split_at(space.unwrap_or(cut));
        pieces.push(piece);
        rest = tail.strip_prefix(' ').unwrap_or(tail);
        room = columns.saturating_sub(GAP);
    }
    pieces.push(rest);
    pieces
}

fn totals(extraction: &Extraction, screen: Screen, out: &mut impl Write) -> io::Result<()> {
    if extraction.totals.is_empty() {
        return Ok(());
    }
    let paint = Paint { on: screen.colour };
    writeln!(out, "\n{}", paint.paint(Tone::Strong, "stated totals, 億円"))?;
    let amounts: Vec<String> = extraction
        .totals
        .iter()
        .map(|total| money(&total.amount))
        .collect();
    let column = amounts.iter().map(|amount| width(amount)).max().unwrap_or(0);
    for (total, amount) in extraction.totals.iter().zip(&amounts) {
        let room = screen
            .columns
            .saturating_sub(INDENT + column + GAP)
            .max(NARROWEST_NAME);
        let line = format!(
            "{:INDENT$}{}{:GAP$}{}",
            "",
            pad_left(amount, column),
            "",
            clip(&title(total), room)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// What a total is of, with its phase and its split: `AMED対象経費 · 要求 · 文703 厚571`.
pub(super) fn title(total: &Total) -> String {
    let mut parts = Vec::new();
    if let Some(section) = total.section.as_deref().filter(|section| *section != total.item) {
        parts.push(printable(section).into_owned());
    }
    parts.push(printable(&total.item).into_owned());
    if let Some(account) = &total.account
        && !total.item.contains(&account.surface)
    {
        parts.push(printable(&account.surface).into_owned());
    }
    parts.extend(total.phase.map(|phase| phase.code().replace('_', " ")));
    if !total.breakdown.is_empty() {
        let mut split: Vec<String> = total
            .breakdown
            .iter()
            .map(|part| format!("{} {}", printable(&part.surface), money(&part.amount)))
            .collect();
        split.extend(total.open_rest.then(|| "…".to_owned()));
        parts.push(split.join(", "));
    }
    parts.join(" · ")
}

fn foot(extraction: &Extraction, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let status = |wanted: LinkStatus| {
        extraction
            .requests
            .iter()
            .filter(|request| request.link.status == wanted)
            .count()
    };
    writeln!(
        out,
        "\n{} programs: {} stated, {} proved, {} inferred, {} ambiguous, {} without an amount",
        extraction.requests.len(),
        status(LinkStatus::Stated),
        status(LinkStatus::Proved),
        status(LinkStatus::Inferred),
        status(LinkStatus::Ambiguous),
        status(LinkStatus::None),
    )?;
    writeln!(out, "{}", tally(extraction, paint))?;
    let count = |wanted: Severity| {
        extraction
            .diagnostics
            .iter()
            .filter(|finding| finding.severity == wanted)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings > 0 {
        let told = format!("findings: {errors} errors, {warnings} warnings");
        writeln!(out, "{}", paint.paint(Tone::Open, &told))?;
    }
    Ok(())
}

/// How the sums stand, in one line: `12 sums: ✓ 10 hold, ≠ 1 off, ? 1 open`, and for a text how many of its figures were
/// understood, in another.
pub(super) fn tally(extraction: &Extraction, paint: Paint) -> String {
    let count = |wanted: Verdict| {
        extraction
            .checks
            .iter()
            .filter(|check| check.verdict == wanted)
            .count()
    };
    let part = |tone: Tone, number: usize, told: String| {
        let tone = if number > 0 { tone } else { Tone::Plain };
        paint.paint(tone, &told).into_owned()
    };
    let (holds, off, open) = (count(Verdict::Holds), count(Verdict::Off), count(Verdict::Open));
    let sums = if extraction.checks.len() == 1 {
        "sum"
    } else {
        "sums"
    };
    let figures = match &extraction.coverage {
        Some(coverage) if coverage.figures > 0 => {
            let missing = coverage.missing();
            let told = match missing {
                0 => "all understood".to_owned(),
                _ => format!("{missing} not understood"),
            };
            format!(
                "\n{} figures: {}",
                coverage.figures,
                part(Tone::Open, missing as usize, told)
            )
        }
        _ => String::new(),
    };
    format!(
        "{} {sums}: {}, {}, {}{figures}",
        extraction.checks.len(),
        part(Tone::Good, holds, format!("✓ {holds} hold")),
        part(Tone::Bad, off, format!("≠ {off} off")),
        part(Tone::Open, open, format!("? {open} open")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::samples;

    const PLAIN: Screen = Screen {
        columns: 80,
        colour: false,
    };

    fn shown(extraction: &Extraction, screen: Screen) -> String {
        let mut out = Vec::new();
        write(extraction, screen, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn amounts_stand_under_each_other_whatever_the_names() {
        let text = shown(&samples::small(), PLAIN);
        let ends: Vec<usize> = text
            .lines()
            .filter(|line| line.contains("億円  "))
            .filter_map(|line| Some(width(line.split_once("億円").map(|(before, _)| before)?)))
            .collect();
        assert!(ends.len() >= 2, "{text}");
        assert!(text.lines().all(|line| width(line) <= 80), "{text}");
        assert!(
            text.contains("✓ stated") && text.contains("? ambiguous") && text.contains("27/38"),
            "{text}"
        );
    }

    #[test]
    fn no_escape_sequence_unless_asked_for() {
        let mut extraction = samples::small();
        extraction.requests[0].program.name.push_str("\u{1b}[31m");
        assert!(!shown(&extraction, PLAIN).contains('\u{1b}'));
        let coloured = shown(
            &extraction,
            Screen {
                colour: true,
                ..PLAIN
            },
        );
        assert!(coloured.contains("\u{1b}[32m✓ stated\u{1b}[0m"), "{coloured}");
    }

    #[test]
    fn a_long_name_goes_on_in_the_next_line() {
        let mut extraction = samples::small();
        let name = "次世代治療・診断実現のための創薬基盤技術開発事業".repeat(3);
        extraction.requests[0].program.name = name.clone();
        let text = shown(&extraction, PLAIN);
        assert!(text.lines().all(|line| width(line) <= 80), "{text}");
        let letters: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        assert!(!letters.contains(&name), "it does not fit in one line");
        assert_eq!(wrap(&name, 20).concat(), name);
        assert_eq!(wrap("ab", 1), ["a", "b"]);
        assert_eq!(wrap("創薬", 0), ["創", "薬"]);
        assert_eq!(wrap("創薬事業 [in_house]", 12), ["創薬事業", "[in_house]"]);
        assert_eq!(wrap("a", 1), ["a"]);
    }
}
