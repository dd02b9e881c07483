//! Corrections that people wrote down, a line each as JSON: what they are of, the field, the right value, who says so and
//! why. They are applied before the sums are held against their parts, so that a corrected figure can mend a broken sum;
//! what stood there before is kept. The same file serves the next run, as ids do not change with what is corrected.
//!
//! ```json
//! {"id": "1f0c…", "field": "amount", "value": "22億円", "by": "Sato", "why": "read from the printed copy"}
//! {"document": "r5.pdf", "program": "創薬基盤推進研究事業", "page": 3, "field": "ministries", "value": ["厚生労働省"], "by": "Sato", "why": "told by phone"}
//! ```

mod file;

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::grammar;
use crate::lexicon::Lexicon;
use crate::model::{
    Account, Amount, AmountState, Basis, Corrected, FiscalYear, Flag, LinkMethod, LinkStatus, Ministry,
    MinistryEvidence, Qualifier, Request, Role, Total,
};
use crate::normalize::fold;
use file::{Given, Line};
use std::collections::HashSet;

/// What a corrections file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    lines: Vec<Correction>,
}

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Line of the file, from 1.
    line: usize,
    document: Option<String>,
    target: Target,
    section: Option<String>,
    page: Option<u32>,
    field: Field,
    /// The value as it was written.
    value: String,
    by: String,
    why: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Id(String),
    Program(String),
    Total(String),
}

/// What is set, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Field {
    Amount(Option<Amount>),
    Previous(Option<Amount>),
    Change(Option<Amount>),
    Ministries(Vec<Ministry>),
    Program(Option<String>),
    Section(Option<String>),
    Account(Option<Account>),
    Flags(Vec<Flag>),
    Counted(bool),
}

impl Field {
    fn name(&self) -> &'static str {
        match self {
            Self::Amount(_) => "amount",
            Self::Previous(_) => "previous",
            Self::Change(_) => "change",
            Self::Ministries(_) => "ministries",
            Self::Program(_) => "program",
            Self::Section(_) => "section",
            Self::Account(_) => "account",
            Self::Flags(_) => "flags",
            Self::Counted(_) => "counted",
        }
    }
}

/// What corrections did to a document.
#[derive(Debug, Clone, Default)]
pub struct Applied {
    /// What stood there before.
    pub corrected: Vec<Corrected>,
    /// Ids of what is no program.
    pub no_programs: HashSet<String>,
    /// A finding for each correction that is of nothing here.
    pub findings: Vec<Diagnostic>,
}

/// Why a corrections file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct CorrectionError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, where it is known.
    pub column: Option<usize>,
    /// What is wrong.
    pub reason: String,
}

impl Corrections {
    /// Reads a file of corrections, a line each; empty lines and lines that begin with `#` say nothing.
    ///
    /// # Errors
    /// The first line that is no correction, with what is wrong with it.
    pub fn read(text: &str, lexicon: &Lexicon) -> Result<Self, CorrectionError> {
        let mut lines = Vec::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let number = index + 1;
            let file = file::read(line).map_err(|(column, reason)| CorrectionError {
                line: number,
                column: Some(column),
                reason,
            })?;
            let correction = correction(number, file, lexicon).map_err(|reason| CorrectionError {
                line: number,
                column: None,
                reason,
            })?;
            lines.push(correction);
        }
        Ok(Self { lines })
    }

    /// Applies the corrections that are of this document. What is no program is still there, without an amount, so that the
    /// sums can be held; it is to be taken away then.
    pub fn apply(&self, document: &str, requests: &mut [Request], totals: &mut [Total]) -> Applied {
        let (mut corrected, mut findings) = (Vec::new(), Vec::new());
        let mut no_programs = HashSet::new();
        // Names that a correction changes are still what the next one calls the program.
        let names: Vec<String> = requests
            .iter()
            .map(|request| key(&request.program.name))
            .collect();
        for one in &self.lines {
            if one.document.as_deref().is_some_and(|name| name != document) {
                continue;
            }
            let before = corrected.len();
            for (request, name) in requests.iter_mut().zip(&names) {
                if one.is_of(request, name) {
                    let original = one.set(request);
                    if one.field == Field::Program(None) {
                        no_programs.insert(request.id.clone());
                    }
                    corrected.push(one.told(&request.id, original));
                }
            }
            for total in totals.iter_mut().filter(|total| one.is_of_total(total)) {
                if let Some(original) = one.set_total(total) {
                    corrected.push(one.told(&total.id, original));
                }
            }
            if corrected.len() == before {
                let told = format!(
                    "the correction in line {} ({} of {}) finds nothing here to correct",
                    one.line,
                    one.field.name(),
                    one.target()
                );
                findings.push(Diagnostic::warning(
                    codes::CORRECTION_UNUSED,
                    told,
                    Location::default(),
                ));
            }
        }
        Applied {
            corrected,
            no_programs,
            findings,
        }
    }
}

impl Correction {
    fn target(&self) -> &str {
        match &self.target {
            Target::Id(name) | Target::Program(name) | Target::Total(name) => name,
        }
    }

    fn is_of(&self, request: &Request, name: &str) -> bool {
        let named = match &self.target {
            Target::Id(id) => *id == request.id,
            Target::Program(program) => key(program) == name,
            Target::Total(_) => false,
        };
        named
            && self.stands(
                request.section.as_deref(),
                request.evidence.iter().map(|place| place.page.get()),
            )
    }

    fn is_of_total(&self, total: &Total) -> bool {
        let named = match &self.target {
            Target::Id(id) => *id == total.id,
            Target::Program(_) => false,
            Target::Total(item) => key(item) == key(&total.item),
        };
        named
            && self.stands(
                total.section.as_deref(),
                total.evidence.iter().map(|place| place.page.get()),
            )
    }

    fn stands(&self, section: Option<&str>, mut pages: impl Iterator<Item = u32>) -> bool {
        let in_section = self
            .section
            .as_deref()
            .is_none_or(|wanted| section.is_some_and(|section| key(section) == key(wanted)));
        in_section && self.page.is_none_or(|page| pages.any(|one| one == page))
    }

    /// Sets the field, and gives what stood there, for people.
    fn set(&self, request: &mut Request) -> Option<String> {
        let surface = |amount: Option<Amount>| amount.map(|amount| amount.surface);
        match &self.field {
            Field::Amount(amount) => {
                let right = with_basis(amount, request.amount.as_ref());
                let before = std::mem::replace(&mut request.amount, right);
                request.amount_state = if amount.is_some() {
                    AmountState::Printed
                } else {
                    AmountState::Absent
                };
                request.link.status = if amount.is_some() {
                    LinkStatus::Stated
                } else {
                    LinkStatus::None
                };
                request.link.method = Some(LinkMethod::Corrected);
                request.link.candidates.clear();
                request.link.why = format!("corrected by {}: {}", self.by, self.why);
                surface(before)
            }
            Field::Previous(amount) => {
                let amount = with_basis(amount, request.previous.as_ref());
                surface(std::mem::replace(&mut request.previous, amount))
            }
            Field::Change(amount) => {
                let amount = with_basis(amount, request.change.as_ref());
                surface(std::mem::replace(&mut request.change, amount))
            }
            Field::Ministries(ministries) => {
                let before = std::mem::replace(&mut request.ministries, ministries.clone());
                let names: Vec<String> = before.into_iter().map(|ministry| ministry.name).collect();
                (!names.is_empty()).then(|| names.join("、"))
            }
            Field::Program(Some(name)) => Some(std::mem::replace(&mut request.program.name, name.clone())),
            // What is no program has no amount that a sum could count. It is taken away when the sums have been held.
            Field::Program(None) => {
                request.amount = None;
                request.amount_state = AmountState::Absent;
                request.counted = false;
                Some(request.program.name.clone())
            }
            Field::Section(section) => {
                request.section_path.pop();
                request.section_path.extend(section.clone());
                std::mem::replace(&mut request.section, section.clone())
            }
            Field::Account(account) => {
                std::mem::replace(&mut request.account, account.clone()).map(|account| account.code)
            }
            Field::Flags(flags) => {
                let before = std::mem::replace(&mut request.flags, flags.clone());
                let codes: Vec<&str> = before.iter().map(|flag| flag.code()).collect();
                (!codes.is_empty()).then(|| codes.join(";"))
            }
            Field::Counted(counted) => Some(std::mem::replace(&mut request.counted, *counted).to_string()),
        }
    }

    /// The same for a sum, which has fewer fields; `None` where it has not this one.
    fn set_total(&self, total: &mut Total) -> Option<Option<String>> {
        match &self.field {
            Field::Amount(Some(amount)) => {
                let amount = Amount {
                    basis: total.amount.basis,
                    ..amount.clone()
                };
                Some(Some(std::mem::replace(&mut total.amount, amount).surface))
            }
            Field::Account(account) => {
                Some(std::mem::replace(&mut total.account, account.clone()).map(|account| account.code))
            }
            _ => None,
        }
    }

    fn told(&self, of: &str, original: Option<String>) -> Corrected {
        Corrected {
            of: of.to_owned(),
            field: self.field.name(),
            original,
            value: self.value.clone(),
            by: self.by.clone(),
            why: self.why.clone(),
        }
    }
}

/// A person who corrects a figure says nothing of what kind of money it is.
fn with_basis(amount: &Option<Amount>, before: Option<&Amount>) -> Option<Amount> {
    let basis = before.map_or(Basis::Appropriation, |before| before.basis);
    amount.clone().map(|amount| Amount { basis, ..amount })
}

fn key(name: &str) -> String {
    fold(name)
        .text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect()
}

fn correction(line: usize, file: Line, lexicon: &Lexicon) -> Result<Correction, String> {
    let target = match (file.id, file.program, file.total) {
        (Some(id), None, None) => Target::Id(id),
        (None, Some(program), None) => Target::Program(program),
        (None, None, Some(total)) => Target::Total(total),
        _ => return Err("say what it is of by one of `id`, `program` and `total`".to_owned()),
    };
    let given = file::given(&file.value)
        .ok_or("the value is a number, a text, a list of texts, true, false or null")?;
    let field = field(&file.field, given, lexicon)?;
    Ok(Correction {
        line,
        document: file.document,
        target,
        section: file.section,
        page: file.page,
        field,
        value: file
            .value
            .as_str()
            .map_or_else(|| file.value.to_string(), str::to_owned),
        by: file.by,
        why: file.why,
    })
}

fn field(name: &str, given: Given, lexicon: &Lexicon) -> Result<Field, String> {
    Ok(match name {
        "amount" => Field::Amount(amount(given)?),
        "previous" => Field::Previous(amount(given)?),
        "change" => Field::Change(amount(given)?),
        "ministries" => Field::Ministries(ministries(given, lexicon)?),
        "program" => Field::Program(text(given)?),
        "section" => Field::Section(text(given)?),
        "account" => Field::Account(text(given)?.map(|code| Account {
            surface: code.clone(),
            code,
            sub_account: None,
        })),
        "flags" => Field::Flags(flags(given)?),
        "counted" => match given {
            Given::Flag(counted) => Field::Counted(counted),
            _ => return Err("`counted` is true or false".to_owned()),
        },
        other => {
            return Err(format!(
                "there is no field `{other}` to correct: amount, previous, change, ministries, program, section, account, flags, counted"
            ));
        }
    })
}

fn text(given: Given) -> Result<Option<String>, String> {
    match given {
        Given::Nothing => Ok(None),
        Given::Text(text) => Ok(Some(fold(text.trim()).text)),
        _ => Err("the value is a text or null".to_owned()),
    }
}

/// Whole yen, or an amount as a document prints it.
fn amount(given: Given) -> Result<Option<Amount>, String> {
    let told = "the value is whole yen, an amount such as \"22億円\", or null";
    match given {
        Given::Nothing => Ok(None),
        Given::Number(yen) => Ok(Some(Amount {
            yen: Some(yen),
            yen_max: None,
            within_yen: None,
            surface: format!("{yen}円"),
            unit: "円",
            resolution_yen: 1,
            qualifiers: Vec::new(),
            basis: Basis::Appropriation,
        })),
        Given::Text(surface) => {
            let folded = fold(surface.trim()).text;
            let nodes = grammar::amounts(&folded, None);
            match nodes.as_slice() {
                [node] if node.normalized_span.len() == folded.len() => {
                    let money = node.figure().ok_or(told)?;
                    let part = money.qualifiers.contains(&Qualifier::PartOf);
                    Ok(Some(Amount {
                        yen: (!part).then_some(money.yen),
                        yen_max: money.yen_max.filter(|_| !part),
                        within_yen: part.then_some(money.yen),
                        surface: surface.trim().to_owned(),
                        unit: money.unit.label(),
                        resolution_yen: money.resolution_yen,
                        qualifiers: money.qualifiers.clone(),
                        basis: Basis::Appropriation,
                    }))
                }
                _ => Err(format!("`{surface}` is no amount: {told}")),
            }
        }
        Given::Flag(_) | Given::Texts(_) => Err(told.to_owned()),
    }
}

fn ministries(given: Given, lexicon: &Lexicon) -> Result<Vec<Ministry>, String> {
    let names = match given {
        Given::Nothing => Vec::new(),
        Given::Text(name) => vec![name],
        Given::Texts(names) => names,
        _ => return Err("the value is a list of ministries, by code or name".to_owned()),
    };
    let ministry = |name: String| {
        let entry = lexicon
            .ministry(&name)
            .or_else(|| lexicon.ministry_by_name(fold(&name).text.trim(), None::<FiscalYear>));
        let entry = entry.ok_or_else(|| {
            format!("the lexicon knows no ministry `{name}`; `yosan lexicon` prints those that it knows")
        })?;
        Ok(Ministry {
            code: entry.code.clone(),
            name: entry.name.clone(),
            surface: name,
            role: Role::Appropriated,
            evidence: MinistryEvidence::Corrected,
        })
    };
    names.into_iter().map(ministry).collect()
}

fn flags(given: Given) -> Result<Vec<Flag>, String> {
    let codes = match given {
        Given::Nothing => Vec::new(),
        Given::Text(code) => vec![code],
        Given::Texts(codes) => codes,
        _ => return Err("the value is a list of flags".to_owned()),
    };
    let flag = |code: &String| Flag::from_code(code).ok_or_else(|| format!("there is no flag `{code}`"));
    let mut flags = codes.iter().map(flag).collect::<Result<Vec<_>, _>>()?;
    flags.sort_unstable();
    flags.dedup();
    Ok(flags)
}
