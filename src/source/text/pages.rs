//! A text cut into lines and pages. A form feed ends a page; where a text has none, three blank lines do, and a line that
//! begins with one ASCII space may. A page begins at its first line that is not blank, and the blank lines before it stay
//! with the page before.

use super::super::{Page, PageContent, TextLine};
use crate::span::{PageNumber, Span};

/// This many blank lines end a page.
const BLANK_LINES: usize = 3;
/// Lines that are not blank on either side of a weak break: fewer are no page.
const LEAST_LINES: usize = 8;
/// Form feeds nearer to each other than this, on the average of many, are no page ends.
const LEAST_PAGE_BYTES: usize = 32;

/// Cuts a text into pages. There is always one page at least. Of a run of blank lines the first three are kept: more say
/// no more, and a file of line ends alone must not cost memory.
pub(super) fn cut(text: &str) -> Vec<Page> {
    let feeds = memchr::memchr_iter(0x0C, text.as_bytes()).count();
    let by_feeds = feeds > 0 && (feeds < 1000 || text.len() / feeds >= LEAST_PAGE_BYTES);
    let mut cutter = Cutter {
        text,
        pages: Vec::new(),
        lines: Vec::new(),
        marks: Vec::new(),
        visible: 0,
        blank_run: 0,
        by_feeds,
    };
    let rare = has_rare_line_ends(text.as_bytes());
    let mut after_feed = false;
    let mut number = 1u32;
    let mut start = 0;
    loop {
        let (end, next, mark) = line_end(text.as_bytes(), start, rare);
        let feed = by_feeds && mark == LineEnd::Feed;
        // A form feed alone on its line, or at an edge of one, leaves no empty line beside it.
        let last = mark == LineEnd::Text;
        if end > start || !(feed || after_feed || last) {
            cutter.line(number, Span::new(start, end));
        }
        if last {
            break;
        }
        if feed {
            cutter.end_page();
        } else {
            number = number.saturating_add(1);
        }
        after_feed = feed;
        start = next;
    }
    cutter.finish()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum LineEnd {
    Line,
    Feed,
    Text,
}

/// Whether there is a line end beside LF, CR and FF: VT, U+0085, U+2028 or U+2029.
fn has_rare_line_ends(bytes: &[u8]) -> bool {
    memchr::memchr(0x0B, bytes).is_some()
        || ["\u{85}", "\u{2028}", "\u{2029}"]
            .iter()
            .any(|end| memchr::memmem::find(bytes, end.as_bytes()).is_some())
}

/// The next line end at or after `from`: where the line ends, where the next begins, and what ended it. The `rare` ones
/// are looked for only where there are any.
fn line_end(bytes: &[u8], from: usize, rare: bool) -> (usize, usize, LineEnd) {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let found = if rare {
            rest.iter()
                .position(|byte| matches!(byte, 0x0A..=0x0D | 0xC2 | 0xE2))
        } else {
            memchr::memchr3(b'\n', b'\r', 0x0C, rest)
        };
        let Some(found) = found else {
            return (bytes.len(), bytes.len(), LineEnd::Text);
        };
        let rest = rest.get(found..).unwrap_or(&[]);
        let end = at + found;
        let (len, mark) = match rest {
            [b'\r', b'\n', ..] => (2, LineEnd::Line),
            [0x0C, ..] => (1, LineEnd::Feed),
            [0x0A..=0x0D, ..] => (1, LineEnd::Line),
            [0xC2, 0x85, ..] => (2, LineEnd::Line),
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => (3, LineEnd::Line),
            _ => {
                at = end + 1;
                continue;
            }
        };
        return (end, end + len, mark);
    }
}

/// What a line means for page ends, beside its place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Mark {
    blank: bool,
    /// Begins with an ASCII space.
    space: bool,
    /// Begins with exactly one, before something visible.
    one_space: bool,
    /// `１．医薬品`, `2.医療機器`.
    heading: bool,
}

/// More lines than a page that people print.
const MANY_LINES: usize = 10_000;

struct Cutter<'t> {
    text: &'t str,
    pages: Vec<Page>,
    /// Lines since the last sure page end.
    lines: Vec<TextLine>,
    marks: Vec<Mark>,
    /// Lines among them that are not blank.
    visible: usize,
    blank_run: usize,
    by_feeds: bool,
}

impl Cutter<'_> {
    fn line(&mut self, number: u32, source_span: Span) {
        let mark = Mark::of(source_span.slice(self.text));
        if mark.blank {
            self.blank_run += 1;
            if self.blank_run > BLANK_LINES {
                return;
            }
        } else {
            if !self.by_feeds && self.blank_run >= BLANK_LINES && self.visible > 0 {
                self.end_page();
            }
            self.blank_run = 0;
            self.visible += 1;
        }
        self.lines.push(TextLine { number, source_span });
        self.marks.push(mark);
    }

    /// Ends the page for sure, and at the weak breaks inside.
    fn end_page(&mut self) {
        let mut from = 0;
        if !self.by_feeds {
            for at in weak_breaks(&self.marks) {
                self.push(from, at);
                from = at;
            }
        }
        self.push(from, self.lines.len());
        self.lines.clear();
        self.marks.clear();
        self.visible = 0;
        self.blank_run = 0;
    }

    fn push(&mut self, from: usize, to: usize) {
        // A page that is most of a document takes the list; for others the list keeps its room.
        let lines = if from == 0 && to == self.lines.len() && to > MANY_LINES {
            std::mem::take(&mut self.lines)
        } else {
            self.lines.get(from..to).unwrap_or(&[]).to_vec()
        };
        self.pages.push(Page {
            number: PageNumber::from_index(self.pages.len()),
            content: PageContent::Text { lines },
        });
    }

    fn finish(mut self) -> Vec<Page> {
        // What follows the last page end is a page only where something stands there.
        if self.visible > 0 || self.pages.is_empty() {
            self.end_page();
        } else if let Some(Page {
            content: PageContent::Text { lines },
            ..
        }) = self.pages.last_mut()
        {
            lines.append(&mut self.lines);
        }
        self.pages
    }
}

impl Mark {
    fn of(line: &str) -> Self {
        let blank = match line.as_bytes().first() {
            None => true,
            // No white space outside ASCII begins with any other byte.
            Some(0x21..=0xC1 | 0xC3..=0xE0 | 0xE4..) => false,
            Some(_) => line.trim_start().is_empty(),
        };
        let one_space = !blank
            && line
                .strip_prefix(' ')
                .is_some_and(|rest| !rest.starts_with(char::is_whitespace));
        Self {
            blank,
            space: line.starts_with(' '),
            one_space,
            heading: is_numbered_heading(line),
        }
    }
}

/// `^[0-9０-９]{1,2}[．.]` and a title that does not go on like a number.
fn is_numbered_heading(line: &str) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || matches!(c, '０'..='９');
    let line = line.strip_prefix(' ').unwrap_or(line);
    if !line.starts_with(is_digit) {
        return false;
    }
    let after_one = line.strip_prefix(is_digit).unwrap_or(line);
    let after_two = after_one.strip_prefix(is_digit).unwrap_or(after_one);
    let Some(title) = after_two.strip_prefix(['．', '.']) else {
        return false;
    };
    title
        .trim_start()
        .starts_with(|c: char| !is_digit(c) && c.is_alphanumeric())
}

/// Indices of the lines before which the page ends, though only one ASCII space says so.
///
/// Such a space is left where the maker of the text began a column, a box or a page. It is a page's only where the text on
/// both sides, to the page end before and to the next such line, is as long as a page and has a numbered heading
/// of its own. Lines indented in a row, or under a heading, are paragraphs.
fn weak_breaks(marks: &[Mark]) -> Vec<usize> {
    let mut candidates = Vec::new();
    // A candidate whose next line is indented too is withdrawn, so the last one waits.
    let mut waiting = None;
    let mut before: Option<Mark> = None;
    for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| !mark.blank) {
        let candidate = waiting.take();
        if !mark.space {
            candidates.extend(candidate);
        }
        if mark.one_space && before.is_some_and(|before| !before.heading && !before.space) {
            waiting = Some(index);
        }
        before = Some(*mark);
    }
    candidates.extend(waiting);

    let mut breaks = Vec::new();
    let mut page = Stretch::default();
    let mut from = 0;
    for (index, at) in candidates.iter().copied().enumerate() {
        page.add(marks.get(from..at).unwrap_or(&[]));
        let to = candidates.get(index + 1).copied().unwrap_or(marks.len());
        let mut next = Stretch::default();
        next.add(marks.get(at..to).unwrap_or(&[]));
        if page.is_page() && next.is_page() {
            breaks.push(at);
            page = Stretch::default();
        }
        from = at;
    }
    breaks
}

/// What some lines in a row hold.
#[derive(Default)]
struct Stretch {
    visible: usize,
    headings: usize,
}

impl Stretch {
    fn add(&mut self, marks: &[Mark]) {
        for mark in marks {
            self.visible += usize::from(!mark.blank);
            self.headings += usize::from(mark.heading);
        }
    }

    fn is_page(&self) -> bool {
        self.headings > 0 && self.visible >= LEAST_LINES
    }
}
