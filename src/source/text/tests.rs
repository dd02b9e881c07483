use super::*;
use crate::diagnostic::Severity;
use crate::source::TextLine;
use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS};

const SEED: &str = include_str!("../../../fixtures/r5-iryo-gaisan.txt");
const SHORT: &str = "令和５年度 概算要求\n● 創薬基盤推進研究事業（厚）：22億円\n";

fn read_bytes(bytes: impl Into<Vec<u8>>) -> Document {
    read("x.txt", bytes, &TextOptions::default()).unwrap()
}

fn codes(document: &Document) -> Vec<&'static str> {
    document.diagnostics.iter().map(|found| found.code).collect()
}

fn lines(document: &Document) -> Vec<Vec<TextLine>> {
    document
        .pages
        .iter()
        .map(|page| match &page.content {
            PageContent::Text { lines } => lines.clone(),
            PageContent::Sheet(_) => unreachable!(),
        })
        .collect()
}

fn texts(document: &Document) -> Vec<Vec<&str>> {
    lines(document)
        .iter()
        .map(|page| {
            page.iter()
                .map(|line| line.source_span.slice(&document.text))
                .collect()
        })
        .collect()
}

fn first_lines(document: &Document) -> Vec<u32> {
    lines(document)
        .iter()
        .map(|page| page.first().map_or(0, |line| line.number))
        .collect()
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn seed_has_its_thirteen_pages() {
    let document = read_bytes(SEED);
    assert_eq!(
        first_lines(&document),
        [1, 120, 253, 300, 451, 500, 634, 674, 851, 903, 1006, 1039, 1143]
    );
    assert_eq!(codes(&document), [""; 0]);
    assert_eq!(document.bytes, SEED.len() as u64);
    let all: Vec<TextLine> = lines(&document).concat();
    let expected: Vec<&str> = SEED.split('\n').collect();
    assert_eq!(all.len(), expected.len());
    for (line, expected) in all.iter().zip(expected) {
        assert_eq!(line.source_span.slice(&document.text), expected);
    }
}

#[test]
fn every_encoding_gives_the_same_text() {
    let seed = SEED.replace(['\u{F0D8}', '\u{F0FC}'], "・");
    let with_bom = |bom: &[u8], bytes: Vec<u8>| [bom.to_vec(), bytes].concat();
    let inputs = [
        ("utf-8", seed.clone().into_bytes()),
        ("utf-8 bom", with_bom(b"\xEF\xBB\xBF", seed.clone().into_bytes())),
        ("utf-16le", utf_16(&seed, u16::to_le_bytes)),
        ("utf-16be", utf_16(&seed, u16::to_be_bytes)),
        (
            "utf-16le bom",
            with_bom(b"\xFF\xFE", utf_16(&seed, u16::to_le_bytes)),
        ),
        (
            "utf-16be bom",
            with_bom(b"\xFE\xFF", utf_16(&seed, u16::to_be_bytes)),
        ),
        ("shift_jis", SHIFT_JIS.encode(&seed).0.into_owned()),
        ("euc-jp", EUC_JP.encode(&seed).0.into_owned()),
        ("iso-2022-jp", ISO_2022_JP.encode(&seed).0.into_owned()),
    ];
    for (name, bytes) in inputs {
        let document = read_bytes(bytes);
        // ISO-2022-JP has one minus and, as it is written, no half-width marks.
        let same = |text: &str| {
            text.replace(['－', '−'], "-")
                .replace('､', "、")
                .replace('･', "・")
        };
        assert!(same(&document.text) == same(&seed), "{name}");
        assert_eq!(codes(&document), [""; 0], "{name}");
        assert_eq!(document.pages.len(), 13, "{name}");
    }
}

#[test]
fn short_texts_are_told_or_said_to_be_guessed() {
    for (encoding, bytes) in [
        ("Shift_JIS", SHIFT_JIS.encode(SHORT).0.into_owned()),
        ("EUC-JP", EUC_JP.encode(SHORT).0.into_owned()),
    ] {
        let document = read_bytes(bytes);
        assert_eq!(document.text, SHORT, "{encoding}");
        for found in &document.diagnostics {
            assert_eq!(found.code, codes::ENCODING_GUESSED);
            assert_eq!(found.severity, Severity::Info);
            assert!(found.message.contains(encoding) && found.message.contains("--encoding"));
        }
    }
    let document = read_bytes(SHIFT_JIS.encode("要求額22億円").0.into_owned());
    assert_eq!(document.text, "要求額22億円");
    assert_eq!(codes(&document), [codes::ENCODING_GUESSED]);
    for text in ["22億円", "abc", "12\n34\n"] {
        assert_eq!(read_bytes(utf_16(text, u16::to_le_bytes)).text, text);
    }
    assert_eq!(read_bytes(*b"Bush hid the facts").text, "Bush hid the facts");
}

#[test]
fn the_caller_overrules_the_bytes() {
    let bytes = SHIFT_JIS.encode(SHORT).0.into_owned();
    for label in ["cp932", "Shift_JIS", "windows-31j", " SJIS "] {
        let options = TextOptions::default().with_encoding(label);
        let document = read("x", bytes.clone(), &options).unwrap();
        assert_eq!(document.text, SHORT, "{label}");
        assert_eq!(codes(&document), [""; 0]);
    }
    let options = TextOptions::default().with_encoding("utf-16");
    let big = [vec![0xFE, 0xFF], utf_16(SHORT, u16::to_be_bytes)].concat();
    assert_eq!(read("x", big, &options).unwrap().text, SHORT);
    let options = TextOptions::default().with_encoding("latin-99");
    let error = read("x", bytes, &options).unwrap_err();
    assert!(matches!(
        &error.kind,
        TextErrorKind::UnknownEncoding { label } if label == "latin-99"
    ));
    assert!(error.to_string().contains("shift_jis"));
}

#[test]
fn valid_utf_8_is_not_copied() {
    let bytes = SEED.as_bytes().to_vec();
    let address = bytes.as_ptr();
    assert_eq!(read_bytes(bytes).text.as_ptr(), address);
}

#[test]
fn damaged_bytes_are_told_by_their_place_in_the_input() {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend("予算の概要\n要求額".bytes());
    let at = bytes.len();
    bytes.extend(b"\x80\x80\xED\xA0\x80");
    bytes.extend("22億円の創薬基盤推進研究事業を行う\n".repeat(3).bytes());
    let document = read_bytes(bytes);
    assert!(document.text.starts_with("予算の概要\n要求額\u{FFFD}"));
    assert!(document.text.ends_with("を行う\n"));
    assert_eq!(codes(&document), [codes::UNDECODABLE]);
    let found = &document.diagnostics[0];
    assert!(
        found
            .message
            .starts_with(&format!("5 bytes at byte {at} of the input are no UTF-8")),
        "{}",
        found.message
    );
    assert_eq!(found.location.line, Some(2));
    assert!(
        found
            .location
            .source_span
            .unwrap()
            .slice(&document.text)
            .chars()
            .all(|c| c == '\u{FFFD}')
    );

    let mut sjis = SHIFT_JIS.encode(SHORT).0.into_owned();
    sjis.extend(SHIFT_JIS.encode(SHORT).0.iter());
    let at = sjis.iter().position(|byte| *byte == b'2').unwrap();
    sjis.insert(at, 0xFF);
    let document = read_bytes(sjis);
    assert_eq!(
        document.text,
        format!("{SHORT}{SHORT}").replacen("22", "\u{FFFD}22", 1)
    );
    let found = document.diagnostics.last().unwrap();
    assert!(
        found
            .message
            .starts_with(&format!("a byte at byte {at} of the input is no Shift_JIS")),
        "{}",
        found.message
    );
    assert_eq!(found.location.line, Some(2));

    let mut units = utf_16(SHORT, u16::to_le_bytes);
    let at = units.len();
    units.extend(b"\x00\xD8");
    units.extend(utf_16(SHORT, u16::to_le_bytes));
    let document = read_bytes(units);
    assert_eq!(document.text, format!("{SHORT}\u{FFFD}{SHORT}"));
    assert!(
        document
            .diagnostics
            .last()
            .unwrap()
            .message
            .contains(&format!("byte {at} "))
    );
}

#[test]
fn many_damaged_places_are_summed_up() {
    let text = "創薬基盤推進研究事業".repeat(2);
    let mut bytes = Vec::new();
    for _ in 0..1000 {
        bytes.extend(text.bytes());
        bytes.push(0xFF);
    }
    let document = read_bytes(bytes);
    assert_eq!(document.text.matches('\u{FFFD}').count(), 1000);
    assert_eq!(document.diagnostics.len(), 17);
    assert!(
        document.diagnostics[16]
            .message
            .starts_with("1000 places in all, 1000 bytes")
    );
}

#[test]
fn controls_are_counted_and_the_text_is_read() {
    let document = read_bytes("予算の概要\n要求額\0 22億円\u{1}の事業を行う\u{86}\n".to_owned());
    assert_eq!(codes(&document), [codes::CONTROL_CHARACTERS]);
    let found = &document.diagnostics[0];
    assert!(found.message.starts_with("3 NUL"), "{}", found.message);
    assert_eq!(found.location.line, Some(2));
    assert_eq!(found.location.source_span.unwrap().slice(&document.text), "\0");
    // A file padded with NULs to a whole block is still a text.
    let document = read_bytes(format!("要求額22億円\n{}", "\0".repeat(500)));
    assert_eq!(codes(&document), [codes::CONTROL_CHARACTERS]);
}

#[test]
fn junk_is_refused_with_a_remedy() {
    let mut state = 0x2545_F491_4F6C_DD1Du64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    })
    .take(4096)
    .flatten()
    .collect();
    let zip = [b"PK\x03\x04\x14\0\x06\0".to_vec(), noise.clone()].concat();
    for (bytes, words) in [
        (noise, "binary data"),
        (zip, "Office file"),
        (vec![0; 1000], "binary data"),
        (b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), "a PNG picture"),
        ((0..=255).collect(), "binary data"),
    ] {
        let error = read("x", bytes, &TextOptions::default()).unwrap_err();
        assert!(matches!(error.kind, TextErrorKind::Binary { .. }));
        let message = error.to_string();
        assert!(message.contains(words) && message.contains("PDF"), "{message}");
    }
}

#[test]
fn blank_input_is_an_empty_document() {
    for text in [
        "",
        "\n",
        " \u{3000}\n\n\t\n",
        "\u{FEFF}",
        "\u{C}",
        "\n\n\n\n\n\n\n",
    ] {
        let document = read_bytes(text);
        assert_eq!(codes(&document), [codes::EMPTY], "{text:?}");
        assert_eq!(document.pages.len(), 1, "{text:?}");
    }
}

#[test]
fn every_line_end_ends_a_line() {
    let document = read_bytes("a\r\nb\rc\nd\u{85}e\u{2028}f\u{2029}g\u{B}h â €");
    assert_eq!(texts(&document), [["a", "b", "c", "d", "e", "f", "g", "h â €"]]);
    let numbers: Vec<u32> = lines(&document)[0].iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(texts(&read_bytes("a\n")), [["a"]]);
}

#[test]
fn form_feeds_alone_end_pages_where_there_are_any() {
    let document = read_bytes("a\n\n\n\n\nb\n\u{C}c\nd\u{C}e\n\u{C}\u{C}f\n\u{C}");
    assert_eq!(
        texts(&document),
        [
            vec!["a", "", "", "", "b"],
            vec!["c", "d"],
            vec!["e"],
            vec![],
            vec!["f"]
        ]
    );
    let numbers: Vec<u32> = lines(&document).concat().iter().map(|line| line.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 6, 7, 8, 8, 9]);
}

#[test]
fn three_blank_lines_end_a_page_and_stay_with_it() {
    let document = read_bytes("\n\n\n\na\n\n\nb\n \n\u{3000}\n\t\nc\n\n\n\n\n\n\n");
    assert_eq!(first_lines(&document), [1, 12]);
    assert_eq!(texts(&document)[0].last(), Some(&"\t"));
}

#[test]
fn a_weak_break_needs_a_page_on_both_sides() {
    let page = |heading: &str| format!("{heading}\n{}", "本文\n".repeat(8));
    let breaks = |text: String| first_lines(&read_bytes(text)).len() - 1;
    let (one, two) = (page("１．医薬品"), page("2. 医療機器"));
    assert_eq!(breaks(format!("{one} 欄\n{two}")), 1);
    // Without a heading of its own on one side, or too short, the space is a column's.
    assert_eq!(breaks(format!("{one} 欄\n{}", page("医療機器"))), 0);
    assert_eq!(breaks(format!("{} 欄\n{two}", page("1.5億円"))), 0);
    assert_eq!(breaks(format!("１．医薬品\n本文\n 欄\n{two}")), 0);
    assert_eq!(breaks(format!("{one}  欄\n{two}")), 0);
    assert_eq!(breaks(format!("{one}\u{3000}欄\n{two}")), 0);
    // Indented paragraphs.
    assert_eq!(breaks(format!("{one} 欄\n 欄\n{two}")), 0);
    let paragraphs: String = (1..30)
        .map(|n| format!("{n}．施策\n 本文です。\n続きです。\n"))
        .collect();
    assert_eq!(breaks(paragraphs), 0);
    // A column in the middle of a page hides no page end after it.
    let columns = format!("{} 欄\n欄\n 欄\n{two}", one);
    assert_eq!(breaks(columns), 1);
}
