//! A small extraction for the tests of this floor.

use crate::diagnostic::{Diagnostic, Location, codes};
use crate::model::{
    Amount, AmountState, Basis, Candidate, Check, CheckKind, DocumentInfo, Evidence, EvidenceRole,
    Extraction, Link, LinkMethod, LinkStatus, Ministry, MinistryEvidence, Phase, Program, Request, Role,
    SourceInfo, Total, Verdict,
};
use crate::span::{PageNumber, Span};

fn amount(oku: i64) -> Amount {
    Amount {
        yen: Some(oku * 100_000_000),
        yen_max: None,
        within_yen: None,
        surface: format!("{oku}億円"),
        unit: "億円",
        resolution_yen: 100_000_000,
        qualifiers: Vec::new(),
        basis: Basis::Appropriation,
    }
}

fn evidence(line: u32) -> Evidence {
    Evidence {
        role: EvidenceRole::Amount,
        page: PageNumber::FIRST,
        line: Some(line),
        source_span: Some(Span::new(1, 4)),
        bbox: None,
        text: "22億円".into(),
    }
}

fn request(id: &str, name: &str, oku: Option<i64>, candidates: &[i64]) -> Request {
    Request {
        id: id.into(),
        section: Some("医薬品プロジェクト".into()),
        section_path: vec!["医薬品プロジェクト".into()],
        program: Program {
            name: name.into(),
            surface: name.into(),
        },
        amount: oku.map(amount),
        amount_state: AmountState::Printed,
        previous: None,
        change: None,
        comparatives: Vec::new(),
        phase: Some(Phase::Request),
        phase_surface: None,
        fiscal_year: None,
        account: None,
        ministries: vec![Ministry {
            code: "mhlw".into(),
            name: "厚生労働省".into(),
            surface: "厚".into(),
            role: Role::Appropriated,
            evidence: MinistryEvidence::Tag,
        }],
        body: None,
        department: None,
        flags: Vec::new(),
        counted: true,
        group: None,
        link: Link {
            status: if oku.is_some() {
                LinkStatus::Stated
            } else {
                LinkStatus::Ambiguous
            },
            method: Some(LinkMethod::SameLine),
            candidates: candidates
                .iter()
                .map(|oku| Candidate {
                    yen: oku * 100_000_000,
                    evidence: evidence(3),
                })
                .collect(),
            doubt: None,
            why: "on one line".into(),
        },
        evidence: vec![evidence(2)],
    }
}

fn check(id: &str, verdict: Verdict, stated: i64, accumulated: Option<i64>, suspect: Option<&str>) -> Check {
    Check {
        id: id.into(),
        kind: CheckKind::Sum,
        of: "t1".into(),
        label: format!("sum {id}"),
        stated: stated * 100_000_000,
        accumulated: accumulated.map(|oku| oku * 100_000_000),
        tolerance: 150_000_000,
        verdict,
        parts: vec!["r1".into(), "r2".into(), "r3".into()],
        suspect: suspect.map(Into::into),
    }
}

/// Three programs, one of them open, one total, and a check of each verdict.
pub(crate) fn small() -> Extraction {
    Extraction {
        lexicon: "2026.1".into(),
        source: SourceInfo {
            name: "a.txt".into(),
            media_type: "text/plain",
            bytes: 10,
            blake3: String::new(),
            pages: 1,
        },
        document: DocumentInfo::default(),
        requests: vec![
            request("r1", "創薬基盤推進研究事業", Some(22), &[]),
            request("r2", "AMED-CREST", Some(1498), &[]),
            request("r3", "次世代がん医療加速化研究事業", None, &[27, 38]),
        ],
        totals: vec![Total {
            id: "t1".into(),
            item: "医薬品プロジェクト".into(),
            section: None,
            phase: Some(Phase::Request),
            fiscal_year: None,
            account: None,
            amount: amount(1520),
            breakdown: Vec::new(),
            open_rest: false,
            evidence: vec![evidence(1)],
        }],
        checks: vec![
            check("holds", Verdict::Holds, 1520, Some(1519), None),
            check("off", Verdict::Off, 1530, Some(1520), Some("r1")),
            check("open", Verdict::Open, 1520, None, None),
        ],
        corrections: Vec::new(),
        diagnostics: vec![Diagnostic::warning(
            codes::UNIT_MISSING,
            "no unit",
            Location::default(),
        )],
        coverage: None,
    }
}
