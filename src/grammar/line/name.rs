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
        let inner = trimmed
            .strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close));
        if inner.is_some_and(|inner| !inner.contains([open, close])) {
            return Span::new(start + open.len_utf8(), start + trimmed.len() - close.len_utf8());
        }
    }
    Span::new(start, start + trimmed.len())
}

/// Whether a text ends as programs' names do, for certain or by a usual last word (…の推進).
pub(in crate::grammar) fn ends(text: &str, force: InForce<'_>) -> bool {
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

/// Whether a name is cut in the middle of its last word: …推進事 of …推進事業.
pub(super) fn is_cut(name: &str, force: InForce<'_>) -> bool {
    /// So many letters of an ending can be left of it.
    const LEFT: usize = 2;
    if force.lexicon.strong_ending(name).is_some() || force.lexicon.bare_ending(name).is_some() {
        return false;
    }
    name.char_indices().rev().take(LEFT).any(|(at, _)| {
        let (before, left) = name.split_at(at);
        let begun = force
            .lexicon
            .endings()
            .iter()
            .any(|(word, ())| word.len() > left.len() && word.starts_with(left));
        begun && force.lexicon.bare_ending(before).is_some()
    })
}

/// Whether figures stand in a name as no name holds them: 交付金75.4 67.9, 事業1,.
pub(super) fn holds_figures(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes
        .windows(2)
        .any(|pair| matches!(pair, [b'0'..=b'9', b',' | b'.']) || matches!(pair, [b',' | b'.', b'0'..=b'9']))
        || name.contains('△')
}

/// Whether a text is a label and an amount, which a line of several columns leaves where a name would be.
pub(super) fn is_labelled_amount(name: &str, force: InForce<'_>) -> bool {
    let Some(node) = crate::grammar::amount::amounts(name, None).pop() else {
        return false;
    };
    let label = name.get(..node.normalized_span.start).unwrap_or("");
    let said = super::meaning::meaning(label, 0, super::meaning::Side::Before, force);
    label.is_empty() && node.normalized_span.end == name.len()
        || said.is_known() && node.normalized_span.end + 3 >= name.len()
}
