//! The name on a line: read with its marks, quotation marks around all of it taken off.

use crate::grammar::name;
use crate::grammar::node::NamedProgram;
use crate::grammar::sheet::{InForce, Sheet};
use crate::span::Span;

/// Reads the names that stand in a piece of the page and nowhere else.
pub(super) fn names(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Vec<NamedProgram> {
    let own = unquoted(sheet, span);
    name::names(sheet, own, force)
}

/// The piece without the quotation marks around it: 「○○事業」.
pub(super) fn unquoted(sheet: Sheet<'_>, span: Span) -> Span {
    let text = sheet.text(span);
    let trimmed = text.trim_matches([' ', '\n']);
    let start = span.start + (text.len() - text.trim_start_matches([' ', '\n']).len());
    for (open, close) in [('「', '」'), ('『', '』'), ('“', '”'), ('"', '"')] {
        let inner = trimmed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        if inner.is_some_and(|inner| !inner.contains([open, close])) {
            return Span::new(start + open.len_utf8(), start + trimmed.len() - close.len_utf8());
        }
    }
    Span::new(start, start + trimmed.len())
}

/// Whether a text ends as programs' names do, for certain or by a usual last word (…の推進).
pub(super) fn ends(text: &str, force: InForce<'_>) -> bool {
    let core = name::clean(text.trim());
    let core = core.trim_end_matches([')', '】']);
    force.lexicon.strong_ending(core).is_some() || force.lexicon.bare_ending(core).is_some()
}

/// Whether a text cannot be a whole name: it ends in a word that joins it to what follows.
pub(super) fn goes_on(text: &str, force: InForce<'_>) -> bool {
    let text = text.trim_end();
    let open = text.matches(['(', '「', '【']).count() > text.matches([')', '」', '】']).count();
    open || force.lexicon.connectives().longest_suffix(text).is_some()
}
