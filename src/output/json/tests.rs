use super::*;
use crate::diagnostic::{Diagnostic, Location, codes};
use crate::geometry::Rect;
use crate::model::{
    Account, Amount, AmountState, Basis, Body, Breakdown, BreakdownKey, Candidate, Check, CheckKind,
    Comparative, DocumentInfo, Evidence, EvidenceRole, FiscalYear, Flag, Link, LinkMethod, LinkStatus,
    Ministry, MinistryEvidence, Phase, Program, Qualifier, Request, Role, SourceInfo, Total, Verdict,
};
use crate::span::{PageNumber, Span};
use serde_json::Value;

fn amount(yen: i64) -> Amount {
    Amount {
        yen: Some(yen),
        yen_max: None,
        within_yen: None,
        surface: "約22億円".into(),
        unit: "億円",
        resolution_yen: 100_000_000,
        qualifiers: vec![Qualifier::About, Qualifier::PlusUnspecified],
        basis: Basis::ProjectCost,
    }
}

fn evidence(role: EvidenceRole) -> Evidence {
    Evidence {
        role,
        page: PageNumber::FIRST,
        line: Some(153),
        source_span: Some(Span::new(6883, 6891)),
        bbox: Some(Rect::new(1.0, 2.004, 30.1, 40.0)),
        text: "22億円 \"」\u{1}".into(),
    }
}

/// An extraction in which every field has something in it.
fn full() -> Extraction {
    let account = Account {
        code: "amed".into(),
        surface: "AMED対象経費".into(),
        sub_account: Some("勘定".into()),
    };
    Extraction {
        lexicon: "2026.1".into(),
        source: SourceInfo {
            name: "a.txt".into(),
            media_type: "text/plain",
            bytes: 46503,
            blake3: "ab".repeat(32),
            pages: 13,
        },
        document: DocumentInfo {
            title: Some("令和５年度 概算要求".into()),
            kind: "points".into(),
            fiscal_year: Some(FiscalYear(2023)),
            fiscal_year_surface: Some("令和５年度".into()),
            phase: Some(Phase::Request),
        },
        requests: vec![Request {
            id: "0123456789abcdef".into(),
            section: Some("医薬品プロジェクト".into()),
            section_path: vec!["医薬品プロジェクト".into(), "創薬技術開発".into()],
            program: Program {
                name: "創薬基盤推進研究事業".into(),
                surface: "創薬基盤\n推進研究事業".into(),
            },
            amount: Some(amount(2_200_000_000)),
            amount_state: AmountState::Printed,
            previous: Some(amount(-1)),
            change: Some(amount(i64::MIN)),
            comparatives: vec![Comparative {
                phase: Some(Phase::Initial),
                fiscal_year: Some(FiscalYear(2022)),
                variant: "recast".into(),
                amount: amount(1),
            }],
            phase: Some(Phase::RequestTotal),
            phase_surface: Some("概算要求額".into()),
            fiscal_year: Some(FiscalYear(2023)),
            account: Some(account.clone()),
            ministries: vec![Ministry {
                code: "mhlw".into(),
                name: "厚生労働省".into(),
                surface: "厚".into(),
                role: Role::Appropriated,
                evidence: MinistryEvidence::Tag,
            }],
            body: Some(Body {
                code: "AMED".into(),
                name: "日本医療研究開発機構".into(),
                surface: "AMED".into(),
            }),
            department: None,
            flags: vec![Flag::New, Flag::AmountUnspecified],
            counted: true,
            group: Some("g1".into()),
            link: Link {
                status: LinkStatus::Ambiguous,
                method: Some(LinkMethod::ReadingOrder),
                candidates: vec![Candidate {
                    yen: 27,
                    evidence: evidence(EvidenceRole::Amount),
                }],
                doubt: None,
                why: "three programs, then three amounts".into(),
            },
            evidence: vec![evidence(EvidenceRole::Program), evidence(EvidenceRole::Amount)],
        }],
        totals: vec![Total {
            id: "t".into(),
            item: "AMED対象経費".into(),
            section: None,
            phase: None,
            fiscal_year: None,
            account: Some(account),
            amount: amount(149_800_000_000),
            breakdown: vec![Breakdown {
                by: BreakdownKey::Ministry,
                key: "mext".into(),
                surface: "文".into(),
                amount: amount(70_300_000_000),
            }],
            open_rest: true,
            evidence: vec![evidence(EvidenceRole::Item)],
        }],
        checks: vec![Check {
            id: "c".into(),
            kind: CheckKind::Sum,
            of: "t".into(),
            label: "projects".into(),
            stated: 10,
            accumulated: Some(7),
            tolerance: 2,
            verdict: Verdict::Off,
            parts: vec!["p".into(), "q".into()],
            suspect: Some("q".into()),
        }],
        corrections: Vec::new(),
        diagnostics: vec![Diagnostic::warning(
            codes::UNIT_MISSING,
            "no unit",
            Location::text(PageNumber::FIRST, 7, Span::new(0, 3)),
        )],
        coverage: None,
    }
}

fn pretty(extraction: &Extraction) -> Vec<u8> {
    let mut out = Vec::new();
    write(extraction, &mut out).unwrap();
    out
}

#[test]
fn what_was_written_is_read_back_and_written_the_same() {
    let written = pretty(&full());
    let read_back = read(&written).unwrap();
    assert_eq!(read_back.requests[0].program, "創薬基盤推進研究事業");
    // The structs and the streaming view tell the same keys in the same order.
    let mut line = serde_json::to_vec(&read_back).unwrap();
    line.push(b'\n');
    let mut jsonl = Vec::new();
    write_jsonl(&full(), &mut jsonl).unwrap();
    assert_eq!(
        String::from_utf8(line).unwrap(),
        String::from_utf8(jsonl).unwrap()
    );
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let text = String::from_utf8(pretty(&full())).unwrap();
    let expected = [
        "schema",
        "generator",
        "source",
        "document",
        "requests",
        "id",
        "row",
        "section",
        "section_path",
        "program",
        "program_surface",
        "amount",
        "amount_state",
        "previous",
        "change",
        "comparatives",
        "phase",
        "phase_surface",
        "fiscal_year",
        "account",
        "ministries",
        "body",
        "flags",
        "counted",
        "group",
        "link",
        "evidence",
        "totals",
        "checks",
        "diagnostics",
    ];
    let mut from = 0;
    for key in expected {
        let at = text[from..]
            .find(&format!("\"{key}\": "))
            .unwrap_or_else(|| panic!("{key} is missing or too early"));
        from += at;
    }
}

#[test]
fn a_place_is_one_line_and_a_field_is_one_line() {
    let text = String::from_utf8(pretty(&full())).unwrap();
    let place = "\n        {\"role\": \"program\", \"page\": 1, \"line\": 153, \"span\": [6883, 6891], \
                 \"bbox\": [1.0, 2.0, 30.1, 40.0], \"text\": \"22億円 \\\"」\\u0001\"},\n";
    assert!(text.contains(place), "{text}");
    assert!(
        text.contains("\n      \"flags\": [\"new\", \"amount_unspecified\"],\n"),
        "{text}"
    );
    assert!(text.contains("\n      \"parts\": [\"p\", \"q\"],\n"), "{text}");
}

#[test]
fn the_row_changes_with_anything_but_the_id() {
    let row = |change: &dyn Fn(&mut Request)| {
        let mut request = full().requests.remove(0);
        change(&mut request);
        v1::Request::from(&request).row.into_owned()
    };
    let before = row(&|_| ());
    assert_eq!(before.len(), 16);
    assert_eq!(before, row(&|request| request.id = "x".into()));
    assert_ne!(before, row(&|request| request.counted = false));
    assert_ne!(before, row(&|request| request.evidence[0].line = Some(2)));
    assert_ne!(before, row(&|request| request.amount = None));
}

#[test]
fn the_row_can_be_found_again_from_the_json() {
    let written = pretty(&full());
    let mut request = read(&written).unwrap().requests.remove(0);
    let row = std::mem::take(&mut request.row);
    request.id = "".into();
    let hash = blake3::hash(&serde_json::to_vec(&request).unwrap()).to_hex();
    assert_eq!(row, hash[..16]);
}

#[test]
fn places_that_no_number_tells_are_still_json() {
    let mut extraction = full();
    extraction.requests[0].evidence[0].bbox = Some(Rect {
        x0: f32::NAN,
        y0: f32::INFINITY,
        x1: -0.001,
        y1: 1e30,
    });
    let read_back = read(&pretty(&extraction)).unwrap();
    let bbox = read_back.requests[0].evidence[0].bbox.unwrap();
    assert_eq!(bbox[..3], [0.0, 0.0, 0.0]);
    assert!(!String::from_utf8(pretty(&extraction)).unwrap().contains("-0.0"));
}

#[test]
fn reading_says_where_and_what() {
    let other = read(br#"{"schema": "yosan/v9", "rows": []}"#).unwrap_err();
    assert!(
        matches!(&other, ReadError::OtherSchema { found } if found == "yosan/v9"),
        "{other}"
    );
    let cut = read(b"{\"schema\": \"yosan/v1\",\n \"generator\": 1}").unwrap_err();
    assert!(matches!(cut, ReadError::Malformed { line: 2, .. }), "{cut}");
    assert!(matches!(read(b""), Err(ReadError::Malformed { .. })));
}

#[test]
fn what_is_written_satisfies_the_published_schema() {
    let schema: Value = serde_json::from_str(&schema()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut value: Value = serde_json::from_slice(&pretty(&full())).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&value)
        .map(|fault| fault.to_string())
        .collect();
    assert_eq!(faults, [""; 0]);
    value["requests"][0]["link"]["status"] = "sure".into();
    assert!(!validator.is_valid(&value), "an unknown word is no v1");
    let mut value: Value = serde_json::from_slice(&pretty(&full())).unwrap();
    value["requests"][0].as_object_mut().unwrap().remove("amount");
    assert!(!validator.is_valid(&value), "an unknown word is no v1");
}

#[test]
fn the_committed_schema_is_the_one_of_the_structs() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/yosan-v1.schema.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == schema(),
        "run `cargo run -- schema > schema/yosan-v1.schema.json`"
    );
}
