//! Bare figures at the end of a line, in the unit that a note above has put in force: lists of money that no head names
//! the columns of.
//!
//! ```text
//!                                              （単位：億円）
//! （１）水田活用の直接支払交付金等            2,960（2,870）
//! （２）畑作物産地形成促進事業【新規】           50（－）
//! ```

use super::glyph;
use super::sheet::{InForce, Sheet};
use super::unit::Unit;
use crate::span::Span;
use unicode_width::UnicodeWidthStr;

/// So many display cells of white space set figures apart from the name before them.
const GAP: usize = 2;

/// Where the figures at the end of `span` stand, and their unit. `None` where there are none, or several that no bracket
/// holds: which of them is which only a head can tell.
pub(super) fn figures(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Option<(Span, Unit)> {
    let unit = force.unit?;
    if sheet.is_drawn() || !ends_line(sheet, span) {
        return None;
    }
    let text = sheet.text(span);
    let from = text.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(from..)?.trim_end();
    let start = start(line)?;
    let gap = line.get(..start)?;
    let name = gap.trim_end();
    let printed = sheet.printed(Span::new(name.len(), start).shifted(span.start + from));
    let apart = name.is_empty() || UnicodeWidthStr::width_cjk(printed) >= GAP;
    let tail = line.get(start..)?;
    // A leader of dots ends at a page's number as often as at an amount.
    let leader = name.ends_with(['…', '‥', '.', '・']);
    let page = leader && !tail.contains([',', '(', '.']);
    if page || !(apart || leader) || loose(tail) != 1 {
        return None;
    }
    Some((Span::new(start, line.len()).shifted(span.start + from), unit))
}

fn ends_line(sheet: Sheet<'_>, span: Span) -> bool {
    let text = &sheet.normalized.folded.text;
    text.get(span.end..).is_some_and(|rest| {
        rest.trim_start_matches(' ').is_empty() || rest.trim_start_matches(' ').starts_with('\n')
    })
}

/// Where the part of a line begins that holds nothing but figures, their signs, brackets and qualifier words.
fn start(line: &str) -> Option<usize> {
    let holds = |c: char| {
        c.is_ascii_digit() || glyph::is_dash(c) || " ,.()[]〔〕<>+△▲〜~約程度の内数以上".contains(c)
    };
    let at = line
        .char_indices()
        .rev()
        .take_while(|(_, c)| holds(*c))
        .last()
        .map(|(at, _)| at)?;
    let rest = line.get(at..)?;
    // What is glued to the name is part of it: フェーズ2, (2).
    let first = match at {
        0 => 0,
        _ => at + rest.find(' ')?,
    };
    let tail = line.get(first..)?;
    let start = first + (tail.len() - tail.trim_start().len());
    line.get(start..)?
        .contains(|c: char| c.is_ascii_digit() || glyph::is_dash(c))
        .then_some(start)
}

/// How many numbers or dashes stand outside brackets.
fn loose(tail: &str) -> usize {
    let mut depth = 0_usize;
    let mut inside = false;
    let mut count = 0;
    for c in tail.chars() {
        let figure = c.is_ascii_digit() || c == ',' || c == '.' || glyph::is_dash(c);
        match c {
            '(' | '[' | '〔' | '<' => depth += 1,
            ')' | ']' | '〕' | '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if figure && !inside && depth == 0 {
            count += 1;
        }
        inside = figure;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tail(line: &str) -> Option<&str> {
        let tail = &line[start(line)?..];
        (loose(tail) == 1).then_some(tail)
    }

    #[test]
    fn figures_at_the_end_with_their_brackets() {
        assert_eq!(tail("交付金等      2,960(2,870)"), Some("2,960(2,870)"));
        assert_eq!(tail("促進事業【新規】  50(-)"), Some("50(-)"));
        assert_eq!(tail("推進  15( 1)"), Some("15( 1)"));
        assert_eq!(tail("対策  18(17)の内数"), Some("18(17)の内数"));
    }

    #[test]
    fn several_figures_without_a_head_are_nobodys() {
        assert_eq!(tail("道路整備  2,000  1,672  1.20"), None);
    }

    #[test]
    fn a_number_glued_to_a_name_is_part_of_it() {
        assert_eq!(tail("フェーズ2"), None);
        assert_eq!(tail("支援事業(2)"), None);
    }
}
