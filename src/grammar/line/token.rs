//! A line of a text cut into tokens, each figure once: amounts, bare numbers, counts, rates, years, brackets, arrows, gaps,
//! and the words between. What a token means for a program is not said here.

use crate::grammar::amount::{AmountNode, amounts};
use crate::grammar::english;
use crate::grammar::era::{YearKind, fiscal_year_at};
use crate::grammar::glyph;
use crate::grammar::sheet::{InForce, Sheet};
use crate::grammar::unit::Unit;
use crate::model::FiscalYear;
use crate::span::Span;
use unicode_width::UnicodeWidthStr;

/// So many display cells of white space set two words apart; one cell stands between the words of one name. Source: the
/// narrowest gap between a name and its amount in ministries' lists, one ideographic space.
const GAP_CELLS: usize = 2;

/// So many leader characters in a row lead from a name to its amount; fewer are punctuation.
const LEADER_CHARS: usize = 3;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grammar) enum Kind {
    /// An amount of money, by its number in [`Tokens::amounts`].
    Figure(usize),
    /// A number without a unit.
    Bare,
    /// A number with what it counts: 2隻, 1人.
    Count {
        /// The number is one: what follows is a price for each.
        one: bool,
    },
    /// 9.4%, 1.18倍.
    Rate,
    /// A fiscal year.
    Year(FiscalYear),
    /// An opening bracket.
    Open(char),
    /// A closing bracket.
    Close(char),
    /// From an earlier figure to a later one, or the other way.
    Arrow {
        /// The later one stands behind it.
        forward: bool,
    },
    /// Punctuation.
    Mark(char),
    /// White space that sets words apart.
    Gap,
    /// A space between words.
    Space,
    /// Dots that lead from a name to its amount.
    Leader,
    /// A dash in place of a figure.
    Dash,
    /// 事項要求.
    Unspecified,
    /// Anything else.
    Text,
}

/// A token where it stands in the normalized page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::grammar) struct Token {
    pub(in crate::grammar) kind: Kind,
    pub(in crate::grammar) span: Span,
}

/// The tokens of a line.
#[derive(Debug, Default)]
pub(in crate::grammar) struct Tokens {
    pub(in crate::grammar) tokens: Vec<Token>,
    /// The amounts, with places in the normalized page.
    pub(in crate::grammar) amounts: Vec<AmountNode>,
    /// Amounts in a bracket whose unit stands behind it: 1,234（1,111）百万円.
    pub(in crate::grammar) sharing: Vec<usize>,
}

/// Cuts a piece of the page into tokens.
pub(in crate::grammar) fn lex(sheet: Sheet<'_>, span: Span, force: InForce<'_>) -> Tokens {
    let text = sheet.text(span);
    let mut lexer = Lexer {
        sheet,
        force,
        text,
        base: span.start,
        at: 0,
        out: Tokens::default(),
    };
    let printed = apart(
        text,
        english::amounts(text).unwrap_or_else(|| amounts(text, None)),
    );
    let mut printed = printed.into_iter().peekable();
    while lexer.at < text.len() {
        let at = lexer.at;
        match printed.next_if(|node| node.normalized_span.start <= at) {
            Some(node) if node.normalized_span.start == at => lexer.amount(node),
            Some(_) => {}
            None if lexer.range_sign(printed.peek()) => {}
            None => {
                let until = printed
                    .peek()
                    .map_or(text.len(), |node| node.normalized_span.start);
                lexer.step(until);
            }
        }
    }
    lexer.out
}

/// 48億円から49億円へ is a change, no range: its ends become two amounts.
fn apart(text: &str, nodes: Vec<AmountNode>) -> Vec<AmountNode> {
    const FROM: &str = "から";
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        let own = node.normalized_span;
        if !own
            .slice(text)
            .contains(|c: char| c.is_ascii_digit() || glyph::kanji(c).is_some())
            && node.figure().is_some()
        {
            // 千万円 alone is a unit's word.
            continue;
        }
        let range = node.figure().is_some_and(|figure| figure.yen_max.is_some());
        let from = own.slice(text).find(FROM).filter(|_| range);
        let behind = text.get(own.end..).unwrap_or("").trim_start();
        match from {
            Some(at) if behind.starts_with(['へ', 'に']) => {
                let first = Span::new(own.start, own.start + at);
                let second = Span::new(first.end + FROM.len(), own.end);
                for part in [first, second] {
                    out.extend(
                        amounts(part.slice(text), None)
                            .into_iter()
                            .map(|node| node.shifted(part.start)),
                    );
                }
            }
            _ => out.push(node),
        }
    }
    out
}

struct Lexer<'p, 'l> {
    sheet: Sheet<'p>,
    force: InForce<'l>,
    text: &'p str,
    base: usize,
    at: usize,
    out: Tokens,
}

impl Lexer<'_, '_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn push(&mut self, kind: Kind, len: usize) {
        let span = Span::new(self.at, self.at + len).shifted(self.base);
        // Text next to text is one token.
        if kind == Kind::Text
            && let Some(last) = self.out.tokens.last_mut()
            && last.kind == Kind::Text
            && last.span.end == span.start
        {
            last.span.end = span.end;
        } else {
            self.out.tokens.push(Token { kind, span });
        }
        self.at += len;
    }

    fn amount(&mut self, node: AmountNode) {
        let len = node.normalized_span.len();
        // 〇〇億円 is a blank to be filled.
        let blank = |c: char| matches!(c, '〇' | '○' | '.' | ',');
        let figure = node.normalized_span.slice(self.text);
        if figure.starts_with(['〇', '○'])
            && !figure
                .trim_start_matches(blank)
                .contains(|c: char| c.is_ascii_digit())
        {
            return self.push(Kind::Unspecified, len);
        }
        let number = self.out.amounts.len();
        self.out.amounts.push(node.shifted(self.base));
        self.push(Kind::Figure(number), len);
    }

    /// から between two amounts leads from the earlier to the later.
    fn range_sign(&mut self, next: Option<&AmountNode>) -> bool {
        let after_amount = matches!(
            self.out.tokens.last(),
            Some(Token {
                kind: Kind::Figure(_),
                ..
            })
        );
        let word = ["から", "より"].iter().find(|word| {
            self.rest().starts_with(**word)
                && next.is_some_and(|node| node.normalized_span.start == self.at + word.len())
        });
        match word {
            Some(word) if after_amount => {
                self.push(Kind::Arrow { forward: true }, word.len());
                true
            }
            _ => false,
        }
    }

    /// The character before, and whether a letter or digit touches from the left.
    fn before(&self) -> Option<char> {
        self.text.get(..self.at).and_then(|head| head.chars().next_back())
    }

    /// One token that ends at `until` at the latest.
    fn step(&mut self, until: usize) {
        let Some(first) = self.rest().chars().next() else {
            self.at = self.text.len();
            return;
        };
        let len = first.len_utf8();
        let most = until.saturating_sub(self.at).max(len);
        match first {
            ' ' | '\n' | '\t' => return self.white(most),
            '(' | '[' | '【' | '〔' | '<' | '《' | '〈' | '{' => {
                return self.push(Kind::Open(first), len);
            }
            ')' | ']' | '】' | '〕' | '>' | '》' | '〉' | '}' => {
                return self.push(Kind::Close(first), len);
            }
            '→' | '⇒' | '➡' | '⇨' | '➔' | '➜' | '⟶' => {
                return self.push(Kind::Arrow { forward: true }, len);
            }
            '←' | '⇐' | '⇦' | '⟵' => return self.push(Kind::Arrow { forward: false }, len),
            ':' | '=' | '|' | '│' | '｜' | '、' | '。' | ',' | '/' | ';' => {
                return self.push(
                    Kind::Mark(if first == '｜' || first == '│' {
                        '|'
                    } else {
                        first
                    }),
                    len,
                );
            }
            _ => {}
        }
        let leaders = self.rest().chars().take_while(|c| is_leader(*c)).count();
        if leaders >= LEADER_CHARS {
            let len = self.rest().len() - self.rest().trim_start_matches(is_leader).len();
            return self.push(Kind::Leader, len.min(most));
        }
        if self.rest().starts_with("事項要求") {
            return self.push(Kind::Unspecified, "事項要求".len());
        }
        if let Some((year, len)) = self.year() {
            return self.push(Kind::Year(year), len.min(most));
        }
        if first.is_ascii_digit() || (is_sign(first) && self.signed_number()) {
            return self.number(most);
        }
        if glyph::is_dash(first) && self.stands_alone(len) {
            return self.push(Kind::Dash, len);
        }
        self.push(Kind::Text, len);
    }

    fn white(&mut self, most: usize) {
        let rest = self.rest();
        let len = (rest.len() - rest.trim_start_matches([' ', '\n', '\t']).len()).min(most);
        let own = Span::new(self.at, self.at + len).shifted(self.base);
        let printed = self.sheet.printed(own);
        let wide = len >= GAP_CELLS || printed.contains('\t') || printed.width_cjk() >= GAP_CELLS;
        self.push(if wide { Kind::Gap } else { Kind::Space }, len);
    }

    fn year(&self) -> Option<(FiscalYear, usize)> {
        let first = self.rest().chars().next()?;
        let letter = first.is_ascii_alphabetic();
        if letter && self.before().is_some_and(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        if first.is_ascii_digit()
            && self
                .before()
                .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ',' | '.'))
        {
            return None;
        }
        let node = fiscal_year_at(self.text, self.at, self.force.era)?;
        let said = node.era.is_some() || node.kind == YearKind::Fiscal;
        // 1'234 is a number with an apostrophe.
        let end = node.normalized_span.end;
        let quoted = self.text.get(..end)?.ends_with('\'')
            && self.text.get(end..)?.starts_with(|c: char| c.is_ascii_digit());
        (said && !quoted).then(|| (node.year, node.normalized_span.end - self.at))
    }

    fn signed_number(&self) -> bool {
        let mut rest = self.rest().chars();
        rest.next();
        let number = rest
            .as_str()
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit());
        number && self.before().is_none_or(|c| !c.is_alphanumeric())
    }

    fn number(&mut self, most: usize) {
        let rest = self.rest();
        let sign = rest.len() - rest.trim_start_matches(|c| is_sign(c) || c == ' ').len();
        let digits = rest.get(sign..).unwrap_or("");
        let mut len = digits
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.')))
            .unwrap_or(digits.len());
        len = digits
            .get(..len)
            .map_or(0, |number| number.trim_end_matches([',', '.']).len());
        let whole = (sign + len).min(most).max(1);
        let value = digits.get(..len).unwrap_or("");
        let behind = rest.get(sign + len..).unwrap_or("");
        let joined = self
            .before()
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '第' | '/'));
        // 03-6744-2111, 2/3: no figure of money.
        let chained = behind.starts_with(['-', '/']) && behind[1..].starts_with(|c: char| c.is_ascii_digit());
        if joined || chained || behind.starts_with(|c: char| c.is_ascii_alphabetic()) && !self.counted(behind)
        {
            let mut end = whole;
            if chained {
                let tail = rest.get(end..).unwrap_or("");
                end += tail.len()
                    - tail
                        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '/'))
                        .len();
            }
            return self.push(Kind::Text, end.min(most.max(1)));
        }
        if let Some(unit) = rate_unit(behind) {
            return self.push(Kind::Rate, (whole + unit).min(most));
        }
        if let Some((unit, ())) = self.force.lexicon.not_money_units().longest_prefix(behind) {
            let one = matches!(value, "1");
            return self.push(Kind::Count { one }, (whole + unit).min(most));
        }
        let left = self.before().is_some_and(|c| c.is_alphanumeric());
        let right = behind.starts_with(|c: char| c.is_alphanumeric()) && Unit::at_start(behind).is_none();
        let year = matches!(
            self.out.tokens.last().map(|token| token.kind),
            Some(Kind::Year(_))
        );
        let kind = if (left && !year) || right {
            Kind::Text
        } else {
            Kind::Bare
        };
        self.push(kind, whole);
    }

    fn counted(&self, behind: &str) -> bool {
        self.force
            .lexicon
            .not_money_units()
            .longest_prefix(behind)
            .is_some()
    }

    /// Whether a character of so many bytes has white space or a bracket on either side.
    fn stands_alone(&self, len: usize) -> bool {
        let edge =
            |c: char| c == ' ' || c == '\n' || c == '|' || glyph::is_opening(c) || glyph::is_closing(c);
        let next = self
            .text
            .get(self.at + len..)
            .and_then(|rest| rest.chars().next());
        self.before().is_none_or(edge) && next.is_none_or(edge)
    }
}

fn is_leader(c: char) -> bool {
    matches!(c, '…' | '‥' | '・' | '･' | '.' | '·' | '─' | '━' | '_')
}

fn is_sign(c: char) -> bool {
    matches!(c, '△' | '▲' | '+' | '-' | '−' | '＋')
}

/// The length of a rate's unit: %, 倍.
fn rate_unit(behind: &str) -> Option<usize> {
    ["%", "倍", "ポイント", "割"]
        .iter()
        .find(|unit| behind.starts_with(**unit))
        .map(|unit| unit.len())
}
