//! The shape of a lexicon file, built in or overlaid, with the places of its words and before any judgement of them.

use super::error::LexiconErrorKind;
use super::tree::{Adopt, Fault, Node, Table, Take, Text, table_of};
use crate::span::Span;

/// Texts with their places.
pub(super) type Texts<'a> = Vec<Text<'a>>;

/// Which file an entry is from: 0 for the built-in ones, then the overlays in order.
pub(super) type Origin = usize;

macro_rules! entries {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $kind:ty),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: $kind,)*
            /// How sure the entry is: `E`, `O` or `?`.
            pub(super) src: Option<Text<'a>>,
            /// Words that were not met in any document.
            pub(super) unchecked: Texts<'a>,
            /// For people.
            pub(super) note: Option<Text<'a>>,
            /// Where the entry stands.
            pub(super) at: Span,
            /// Which file it stands in.
            pub(super) origin: Origin,
        }

        impl<'a> Take<'a> for $name<'a> {
            fn take(node: Node<'a>) -> Result<Self, Fault> {
                let (table, at) = table_of(node)?;
                let mut entry = Self { at, ..Self::default() };
                for (key, node) in table {
                    match &*key.value {
                        $(stringify!($field) => entry.$field = Take::take(node)?,)*
                        "src" => entry.src = Take::take(node)?,
                        "unchecked" => entry.unchecked = Take::take(node)?,
                        "note" => entry.note = Take::take(node)?,
                        _ => return Err(unknown_key(&key, &[$(stringify!($field),)* "src", "unchecked", "note"])),
                    }
                }
                Ok(entry)
            }
        }

        impl Listed for $name<'_> {
            fn fields(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($field), self.$field.show(&self.unchecked)),)*]
            }
            fn src(&self) -> &str {
                self.src.as_ref().map_or("", |text| &text.value)
            }
            fn note(&self) -> &str {
                self.note.as_ref().map_or("", |text| &text.value)
            }
            fn origin(&self) -> Origin {
                self.origin
            }
            fn at(&self) -> Span {
                self.at
            }
        }

        impl Show for $name<'_> {
            fn show(&self, unchecked: &[Text<'_>]) -> String {
                let fields = vec![$(self.$field.show(unchecked),)*];
                fields.into_iter().filter(|field| !field.is_empty()).collect::<Vec<_>>().join(" ")
            }
        }

        impl Adopt for $name<'_> {
            fn adopt(&mut self, other: Self) {
                $(self.$field.adopt(other.$field);)*
                self.src.adopt(other.src);
                self.unchecked.extend(other.unchecked);
                self.note.adopt(other.note);
                self.at = other.at;
                self.origin = other.origin;
            }
        }
    )*};
}

fn unknown_key(key: &Text<'_>, known: &[&str]) -> Fault {
    Fault::new(
        key.at,
        LexiconErrorKind::UnknownKey {
            key: key.value.to_string(),
            known: known.join(", "),
        },
    )
}

entries! {
    /// A ministry, agency or office.
    RawMinistry {
        code: Option<Text<'a>>, extend: bool, name: Option<Text<'a>>, en: Option<Text<'a>>, abbr: Option<Text<'a>>,
        one: Texts<'a>, tags: Texts<'a>, short: Texts<'a>, page_label: Option<Text<'a>>, kind: Option<Text<'a>>,
        parent: Option<Text<'a>>, successor: Option<Text<'a>>, from: Option<Text<'a>>, until: Option<Text<'a>>,
        budget_from: Option<u16>, budget_until: Option<u16>,
    }
    /// Names of the parts of a ministry that budget data print as 組織.
    RawOrganization { words: Texts<'a>, parent: Option<Text<'a>>, budget_from: Option<u16>, budget_until: Option<u16> }
    /// A tag with more than one meaning.
    RawTagClash { tag: Option<Text<'a>>, meanings: Texts<'a>, prefer: Option<Text<'a>> }
    /// Marks that are no ministry.
    RawNotMinistry { words: Texts<'a>, means: Option<Text<'a>> }
    /// An executing body.
    RawBody {
        code: Option<Text<'a>>, extend: bool, name: Option<Text<'a>>, abbr: Option<Text<'a>>, short: Texts<'a>,
        competent: Texts<'a>, from: Option<Text<'a>>, until: Option<Text<'a>>,
    }
    /// An account, a division of money, a class of expense.
    RawAccount {
        code: Option<Text<'a>>, extend: bool, kind: Option<Text<'a>>, name: Option<Text<'a>>, en: Option<Text<'a>>,
        words: Texts<'a>, sub: Vec<RawSubAccount<'a>>, by: Texts<'a>, budget_from: Option<u16>, budget_until: Option<u16>,
    }
    /// A 勘定.
    RawSubAccount { name: Option<Text<'a>>, from: Option<u16>, until: Option<u16> }
    /// A stage of the budget.
    RawPhase { code: Option<Text<'a>>, extend: bool, means: Option<Text<'a>>, words: Texts<'a>, en: Option<Text<'a>> }
    /// Headings of a column.
    RawColumn { role: Option<Text<'a>>, basis: Option<Text<'a>>, words: Texts<'a>, pattern: Texts<'a> }
    /// A special frame.
    RawFrame { code: Option<Text<'a>>, extend: bool, words: Texts<'a>, years: Vec<u16> }
    /// A unit of money.
    RawUnit { word: Option<Text<'a>>, yen: Option<i64> }
    /// Words without more.
    RawWords { words: Texts<'a> }
    /// Words that qualify a number.
    RawQualifier {
        code: Option<Text<'a>>, extend: bool, means: Option<Text<'a>>, before: Texts<'a>, after: Texts<'a>,
        between: Texts<'a>, alone: Texts<'a>,
    }
    /// A mark on a program.
    RawFlag { code: Option<Text<'a>>, extend: bool, means: Option<Text<'a>>, words: Texts<'a>, marks: Texts<'a>, pattern: Texts<'a> }
    /// Bullets.
    RawBullet { chars: Texts<'a>, sign: bool }
    /// A form of numbering.
    RawOutline { level: Option<u16>, form: Option<Text<'a>> }
    /// Words of a sum.
    RawTotalWord { code: Option<Text<'a>>, extend: bool, words: Texts<'a> }
    /// A pair of brackets.
    RawBracket { open: Option<Text<'a>>, close: Option<Text<'a>>, meanings: Texts<'a> }
    /// How a name ends.
    RawEnding { word: Option<Text<'a>>, seen: Option<i64> }
    /// A kind of document.
    RawDocumentKind {
        code: Option<Text<'a>>, extend: bool, means: Option<Text<'a>>, words: Texts<'a>, gives: Option<Text<'a>>,
    }
    /// A phrase that misleads.
    RawFalseFriend { text: Option<Text<'a>>, means: Option<Text<'a>> }
    /// What the words around a figure say that it is.
    RawRole { code: Option<Text<'a>>, extend: bool, before: Texts<'a>, after: Texts<'a> }
}

/// An entry as people are shown it.
pub(super) trait Listed {
    /// Keys with their values; an empty value is not given.
    fn fields(&self) -> Vec<(&'static str, String)>;
    fn src(&self) -> &str;
    fn note(&self) -> &str;
    fn origin(&self) -> Origin;
    fn at(&self) -> Span;
}

/// A value as people are shown it; words that were met in no document get a `?`.
trait Show {
    fn show(&self, unchecked: &[Text<'_>]) -> String;
}

impl Show for Text<'_> {
    fn show(&self, unchecked: &[Text<'_>]) -> String {
        let doubt = unchecked.iter().any(|word| word.value == self.value);
        format!("{}{}", self.value, if doubt { "?" } else { "" })
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, unchecked: &[Text<'_>]) -> String {
        self.as_ref()
            .map_or_else(String::new, |value| value.show(unchecked))
    }
}

impl<T: Show> Show for Vec<T> {
    fn show(&self, unchecked: &[Text<'_>]) -> String {
        self.iter()
            .map(|value| value.show(unchecked))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

impl Show for bool {
    fn show(&self, _: &[Text<'_>]) -> String {
        if *self { "yes".to_owned() } else { String::new() }
    }
}

impl Show for u16 {
    fn show(&self, _: &[Text<'_>]) -> String {
        self.to_string()
    }
}

impl Show for i64 {
    fn show(&self, _: &[Text<'_>]) -> String {
        self.to_string()
    }
}

/// An entry that an overlay replaces or extends by its code.
pub(super) trait Coded<'a>: Adopt {
    fn code(&self) -> Option<&Text<'a>>;
    fn extends(&self) -> bool;
}

macro_rules! coded {
    ($($name:ident),*) => {$(
        impl<'a> Coded<'a> for $name<'a> {
            fn code(&self) -> Option<&Text<'a>> {
                self.code.as_ref()
            }
            fn extends(&self) -> bool {
                self.extend
            }
        }
    )*};
}

coded!(
    RawMinistry,
    RawBody,
    RawAccount,
    RawPhase,
    RawFrame,
    RawQualifier,
    RawFlag,
    RawTotalWord,
    RawDocumentKind,
    RawRole
);

macro_rules! sections {
    (coded { $($coded:ident: $coded_kind:ident,)* } plain { $($plain:ident: $plain_kind:ident,)* }) => {
        /// What files say, section by section.
        #[derive(Debug, Clone, Default)]
        pub(super) struct RawLexicon<'a> {
            pub(super) version: Option<Text<'a>>,
            $(pub(super) $coded: Vec<$coded_kind<'a>>,)*
            $(pub(super) $plain: Vec<$plain_kind<'a>>,)*
        }

        impl<'a> RawLexicon<'a> {
            /// Reads the sections of a file.
            pub(super) fn take(table: Table<'a>, origin: Origin) -> Result<Self, Fault> {
                let mut file = Self::default();
                for (key, node) in table {
                    match &*key.value {
                        "version" => file.version = Take::take(node)?,
                        $(stringify!($coded) => {
                            file.$coded = Take::take(node)?;
                            file.$coded.iter_mut().for_each(|entry| entry.origin = origin);
                        })*
                        $(stringify!($plain) => {
                            file.$plain = Take::take(node)?;
                            file.$plain.iter_mut().for_each(|entry| entry.origin = origin);
                        })*
                        _ => return Err(unknown_key(&key, &["version", $(stringify!($coded),)* $(stringify!($plain),)*])),
                    }
                }
                Ok(file)
            }

            /// Adds another built-in file: no section stands in two of them.
            pub(super) fn append(&mut self, other: Self) {
                self.version.adopt(other.version);
                $(self.$coded.adopt(other.$coded);)*
                $(self.$plain.adopt(other.$plain);)*
            }

            /// Every section with its entries, empty ones too.
            pub(super) fn listing(&self) -> Vec<(&'static str, Vec<&dyn Listed>)> {
                vec![
                    $((stringify!($coded), self.$coded.iter().map(|entry| entry as &dyn Listed).collect()),)*
                    $((stringify!($plain), self.$plain.iter().map(|entry| entry as &dyn Listed).collect()),)*
                ]
            }

            /// Lays an overlay on top: entries with a known code replace or extend, all others are added.
            pub(super) fn overlay(&mut self, other: Self) -> Result<(), Fault> {
                $(lay(&mut self.$coded, other.$coded)?;)*
                $(self.$plain.extend(other.$plain);)*
                Ok(())
            }
        }
    };
}

sections! {
    coded {
    ministry: RawMinistry, body: RawBody, account: RawAccount, division: RawAccount, expense_class: RawAccount,
    phase: RawPhase, frame: RawFrame, qualifier: RawQualifier, flag: RawFlag, total_word: RawTotalWord,
    document_kind: RawDocumentKind, role: RawRole,
    } plain {
    organization: RawOrganization, tag_clash: RawTagClash, not_ministry: RawNotMinistry, column: RawColumn, unit: RawUnit,
    unit_note: RawWords, not_money_unit: RawWords, bullet: RawBullet, outline: RawOutline, bracket: RawBracket,
    ending: RawEnding, ending_bare: RawEnding, trailer: RawWords, label: RawWords, connective: RawWords, announcement: RawWords, office: RawWords, false_friend: RawFalseFriend,
    }
}

fn lay<'a, T: Coded<'a>>(known: &mut Vec<T>, added: Vec<T>) -> Result<(), Fault> {
    let mut seen = std::collections::HashSet::new();
    for entry in added {
        let Some(code) = entry.code().cloned() else {
            // Reported as missing when the entry is judged.
            known.push(entry);
            continue;
        };
        if !seen.insert(code.value.to_string()) {
            let kind = LexiconErrorKind::Twice(code.value.into_owned());
            return Err(Fault::new(code.at, kind));
        }
        let same = known
            .iter_mut()
            .find(|other| other.code().is_some_and(|known| known.value == code.value));
        match same {
            Some(same) if entry.extends() => same.adopt(entry),
            Some(same) => *same = entry,
            None if entry.extends() => {
                let kind = LexiconErrorKind::NothingToExtend(code.value.into_owned());
                return Err(Fault::new(code.at, kind));
            }
            None => known.push(entry),
        }
    }
    Ok(())
}
