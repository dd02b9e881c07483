//! What words mean. Data files under `lexicon/` are built in and can be overlaid by `--lexicon FILE`; out of them come
//! tables of words, folded as a normalized text is, that the grammar and the linking ask. Nothing here reads a document.

mod compile;
mod entry;
mod error;
mod file;
mod ministries;
mod patterns;
mod plain;
mod render;

mod tree;
mod words;

pub use entry::{
    AccountEntry, AccountKind, BodyEntry, BracketEntry, Bullet, Certainty, ColumnRole, DOCUMENT_KINDS,
    DocumentKindEntry, FalseFriend, FigureRole, FlagEntry, FrameEntry, MinistryEntry, MinistryKind,
    OrganizationEntry, OutlineEntry, PhaseEntry, QualifierEntry, SubAccountEntry, TotalWord, UnitEntry,
};
pub use error::{LexiconError, LexiconErrorKind};
pub use ministries::{Ministries, Tag, TagClash};
pub use patterns::Patterns;
pub use words::WordTable;

use crate::model::FiscalYear;
use file::{Origin, RawLexicon};
use std::sync::LazyLock;
use tree::Fault;

/// The built-in files: name and text.
const BUILTIN: [(&str, &str); 10] = [
    ("ministries.toml", include_str!("../../lexicon/ministries.toml")),
    ("bodies.toml", include_str!("../../lexicon/bodies.toml")),
    ("accounts.toml", include_str!("../../lexicon/accounts.toml")),
    ("phases.toml", include_str!("../../lexicon/phases.toml")),
    ("units.toml", include_str!("../../lexicon/units.toml")),
    ("flags.toml", include_str!("../../lexicon/flags.toml")),
    ("marks.toml", include_str!("../../lexicon/marks.toml")),
    ("names.toml", include_str!("../../lexicon/names.toml")),
    ("kinds.toml", include_str!("../../lexicon/kinds.toml")),
    ("roles.toml", include_str!("../../lexicon/roles.toml")),
];

/// What words mean: the built-in files, and overlays on top.
///
/// Every word is folded as [`crate::normalize::fold`] folds, so that it is found in normalized text.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    version: String,
    overlays: Vec<(String, String)>,
    ministries: Ministries,
    bodies: WordTable<BodyEntry>,
    accounts: WordTable<AccountEntry>,
    sub_accounts: WordTable<Vec<String>>,
    divisions: WordTable<AccountEntry>,
    expense_classes: WordTable<AccountEntry>,
    phases: WordTable<PhaseEntry>,
    columns: WordTable<ColumnRole>,
    column_patterns: Patterns<ColumnRole>,
    flag_patterns: Patterns<FlagEntry>,
    frames: WordTable<FrameEntry>,
    units: WordTable<UnitEntry>,
    unit_notes: WordTable<()>,
    not_money_units: WordTable<()>,
    qualifiers: Qualifiers,
    flags: WordTable<FlagEntry>,
    flag_marks: WordTable<FlagEntry>,
    bullets: Vec<(char, Bullet)>,
    outline: Vec<OutlineEntry>,
    total_words: WordTable<TotalWord>,
    brackets: Vec<BracketEntry>,
    endings: WordTable<()>,
    bare_endings: WordTable<()>,
    trailers: WordTable<()>,
    labels: WordTable<()>,
    document_kinds: WordTable<DocumentKindEntry>,
    false_friends: Vec<FalseFriend>,
    roles: Roles,
    connectives: WordTable<()>,
    offices: WordTable<()>,
    announcements: WordTable<()>,
}

/// Words that qualify a number, by where they stand to it.
#[derive(Debug, Clone, Default)]
pub struct Qualifiers {
    /// 約, うち.
    pub before: WordTable<QualifierEntry>,
    /// 程度, の内数, +事項要求.
    pub after: WordTable<QualifierEntry>,
    /// 〜.
    pub between: WordTable<QualifierEntry>,
    /// Instead of a number: －.
    pub alone: WordTable<QualifierEntry>,
}

/// The built-in files as they were read.
/// What the words around a figure say that it is.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// In front of the figure: 上限, 総事業費.
    pub before: WordTable<FigureRole>,
    /// Behind it: まで, を計上.
    pub after: WordTable<FigureRole>,
}

fn builtin_raw() -> Result<RawLexicon<'static>, (&'static str, Fault)> {
    let mut raw = RawLexicon::default();
    for (name, text) in BUILTIN {
        let table = match plain::read(text) {
            Some(table) => table,
            None => tree::read(text).map_err(|fault| (name, fault))?,
        };
        raw.append(RawLexicon::take(table, 0).map_err(|fault| (name, fault))?);
    }
    Ok(raw)
}

impl Lexicon {
    /// The built-in lexicon, read once.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILT_IN: LazyLock<Lexicon> = LazyLock::new(Lexicon::read_builtin);
        &BUILT_IN
    }

    /// Reads the built-in files anew; [`Self::builtin`] does so once.
    #[must_use]
    pub fn read_builtin() -> Self {
        // Tests hold that the built-in files are without fault.
        Self::with_overlay(&[]).unwrap_or_default()
    }

    /// The built-in lexicon with files on top, given as name and TOML text, the later over the earlier.
    ///
    /// An entry with a `code` that is there replaces it, or adds to it with `extend = true`; every other entry is added.
    ///
    /// # Errors
    /// The first fault with its file, line and column: see [`LexiconErrorKind`].
    pub fn with_overlay(files: &[(&str, &str)]) -> Result<Self, LexiconError> {
        let raw = builtin_raw().map_err(|(name, fault)| place(name, BUILTIN.as_slice(), fault))?;
        let (raw, lexicon) = layered(raw, files)?;
        drop(raw);
        Ok(lexicon)
    }
}

fn place(name: &str, files: &[(&str, &str)], fault: Fault) -> LexiconError {
    let text = files
        .iter()
        .find(|(known, _)| *known == name)
        .map_or("", |(_, text)| text);
    LexiconError::new(name, text, fault.at, fault.kind)
}

/// Lays files on top of the built-in ones, each judged before the next.
fn layered<'a>(
    mut raw: RawLexicon<'a>,
    files: &[(&'a str, &'a str)],
) -> Result<(RawLexicon<'a>, Lexicon), LexiconError> {
    let file_of = |origin: Origin| match origin.checked_sub(1).and_then(|at| files.get(at)) {
        Some((name, text)) => (*name, *text),
        None => ("built-in", ""),
    };
    let placed = |(origin, fault): (Origin, Fault)| {
        let (name, text) = file_of(origin);
        LexiconError::new(name, text, fault.at, fault.kind)
    };
    let mut lexicon = compile::compile(&raw).map_err(placed)?;
    let mut version = lexicon.version.clone();
    for (at, (name, text)) in files.iter().enumerate() {
        let origin = at + 1;
        let in_file = |fault| placed((origin, fault));
        let overlay = RawLexicon::take(tree::read(text).map_err(in_file)?, origin).map_err(in_file)?;
        version.push('+');
        version.push_str(overlay.version.as_ref().map_or(*name, |text| &text.value));
        raw.overlay(overlay).map_err(in_file)?;
        lexicon = compile::compile(&raw).map_err(placed)?;
    }
    lexicon.version = version;
    lexicon.overlays = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    Ok((raw, lexicon))
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $kind:ty,)*) => {
        /// The tables.
        impl Lexicon {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> &$kind {
                &self.$name
            })*
        }
    };
}

tables! {
    /// Ministries by code, name and tag.
    ministries: Ministries,
    /// Executing bodies by name, name without legal form, and abbreviation.
    bodies: WordTable<BodyEntry>,
    /// Accounts by name and short form.
    accounts: WordTable<AccountEntry>,
    /// 勘定 by name, with the codes of the accounts that have one of that name.
    sub_accounts: WordTable<Vec<String>>,
    /// Divisions that a document makes of its money: AMED対象経費, インハウス研究機関経費.
    divisions: WordTable<AccountEntry>,
    /// Classes of expense: 義務的経費.
    expense_classes: WordTable<AccountEntry>,
    /// Words of a stage of the budget, without the year.
    phases: WordTable<PhaseEntry>,
    /// Headings of columns, without the year; for whole headings, since 目 and P begin many a word.
    columns: WordTable<ColumnRole>,
    /// Heads of columns that are no fixed words.
    column_patterns: Patterns<ColumnRole>,
    /// Marks that are no fixed words.
    flag_patterns: Patterns<FlagEntry>,
    /// Special frames.
    frames: WordTable<FrameEntry>,
    /// Units of money.
    units: WordTable<UnitEntry>,
    /// What heads a note of the unit: 単位.
    unit_notes: WordTable<()>,
    /// Counters and units that are no money.
    not_money_units: WordTable<()>,
    /// Words that qualify a number.
    qualifiers: Qualifiers,
    /// Marks on a program, without brackets, that are marks wherever they stand alone.
    flags: WordTable<FlagEntry>,
    /// Marks that count only inside brackets: single characters, and words that a name could hold as well (連携, 案).
    flag_marks: WordTable<FlagEntry>,
    /// Words of a sum.
    total_words: WordTable<TotalWord>,
    /// What names of programs end in: 事業, 補助金.
    endings: WordTable<()>,
    /// What names may end in without its being a sign: 推進, 支援.
    bare_endings: WordTable<()>,
    /// What may follow an ending: 等, (仮称).
    trailers: WordTable<()>,
    /// Words that surround an amount in a label and are no name.
    labels: WordTable<()>,
    /// Kinds of document by words of a title.
    document_kinds: WordTable<DocumentKindEntry>,
    /// What the words around a figure say that it is.
    roles: Roles,
    /// Words that join a name to what follows: a line that ends in one is not the whole name.
    connectives: WordTable<()>,
    /// Verbs by which a text announces a budget: を発表.
    announcements: WordTable<()>,
    /// How offices in charge end: 課, 部.
    offices: WordTable<()>,
}

impl Lexicon {
    /// The version: `2026.1`; with overlays their versions or names follow, each after a `+`.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The ministry of a code.
    #[must_use]
    pub fn ministry(&self, code: &str) -> Option<&MinistryEntry> {
        self.ministries.by_code(code)
    }

    /// The full names of all ministries and agencies, in the order of the lexicon.
    pub fn ministry_names(&self) -> impl Iterator<Item = &str> {
        let entries = self.ministries.entries().iter();
        entries.map(|entry| entry.name.as_str())
    }

    /// See [`Ministries::by_name`].
    #[must_use]
    pub fn ministry_by_name(&self, text: &str, year: Option<FiscalYear>) -> Option<&MinistryEntry> {
        self.ministries.by_name(text, year)
    }

    /// See [`Ministries::tag`].
    #[must_use]
    pub fn tag(&self, text: &str, year: Option<FiscalYear>) -> Tag<'_> {
        self.ministries.tag(text, year)
    }

    /// The special frame that `text` names in a fiscal year's guideline; without a year, in any.
    #[must_use]
    pub fn frame(&self, text: &str, year: Option<FiscalYear>) -> Option<&FrameEntry> {
        let frame = self.frames.exact(text)?;
        year.is_none_or(|year| frame.years.contains(&year))
            .then_some(frame)
    }

    /// What kind of bullet a character is; any private-use character is one too, as a lost symbol font leaves it.
    #[must_use]
    pub fn bullet(&self, character: char) -> Option<Bullet> {
        if ('\u{e000}'..='\u{f8ff}').contains(&character) {
            return Some(Bullet::Plain);
        }
        let at = self
            .bullets
            .binary_search_by_key(&character, |(known, _)| *known)
            .ok()?;
        self.bullets.get(at).map(|(_, kind)| *kind)
    }

    /// Whether a character can be a bullet at the head of a line; see [`Self::bullet`] for ▲ and －.
    #[must_use]
    pub fn is_bullet(&self, character: char) -> bool {
        self.bullet(character).is_some()
    }

    /// Length in bytes of what `name` ends in, trailers (等, (仮称)) included, where that speaks for a program: 事業,
    /// 補助金, and any of the bare endings before 費.
    #[must_use]
    pub fn strong_ending(&self, name: &str) -> Option<usize> {
        let core = self.without_trailers(name);
        let ending = self
            .endings
            .longest_suffix(core)
            .map(|(len, _)| len)
            .or_else(|| {
                let before = core.strip_suffix('費')?;
                Some(self.bare_endings.longest_suffix(before)?.0 + '費'.len_utf8())
            })?;
        Some(ending + name.len() - core.len())
    }

    /// Length in bytes of what `name` ends in, trailers included, where that is usual and no sign by itself: 推進, 支援.
    #[must_use]
    pub fn bare_ending(&self, name: &str) -> Option<usize> {
        let core = self.without_trailers(name);
        let (ending, ()) = self.bare_endings.longest_suffix(core)?;
        Some(ending + name.len() - core.len())
    }

    fn without_trailers<'n>(&self, name: &'n str) -> &'n str {
        let mut core = name.trim_end();
        // 事業等(仮称) has two; more than a few are no name.
        for _ in 0..3 {
            match self.trailers.longest_suffix(core) {
                Some((len, ())) if len < core.len() => {
                    core = core.get(..core.len() - len).unwrap_or("").trim_end();
                }
                _ => break,
            }
        }
        core
    }

    /// Forms of numbering, outermost first.
    #[must_use]
    pub fn outline(&self) -> &[OutlineEntry] {
        &self.outline
    }

    /// Pairs of brackets with what an amount inside has been seen to be.
    #[must_use]
    pub fn brackets(&self) -> &[BracketEntry] {
        &self.brackets
    }

    /// Phrases that mislead.
    #[must_use]
    pub fn false_friends(&self) -> &[FalseFriend] {
        &self.false_friends
    }
}

#[cfg(test)]
mod tests;
