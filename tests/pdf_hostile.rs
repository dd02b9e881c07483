//! Damaged and hostile PDFs: mutants of every fixture, and files made to exhaust time, memory or the stack. None may
//! panic, hang or pass a limit, and each says what is wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use yosan::diagnostic::codes;
use yosan::layout::reading;
use yosan::source::pdf::{self, PdfError, PdfOptions};
use yosan::source::{Document, PageContent};

/// A small generator of its own, so that a mutant is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }
}

fn fixtures(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fixtures(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            out.push(path);
        }
    }
    out.sort();
}

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(6) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.roll(bytes.len());
        match dice.roll(7) {
            0 => bytes.truncate(at.max(8)),
            1 => bytes[at] = dice.roll(256) as u8,
            2 => bytes[at] ^= 1 << dice.roll(8),
            3 => {
                let end = (at + dice.roll(200)).min(bytes.len());
                bytes.drain(at..end);
            }
            4 => {
                let end = (at + dice.roll(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = dice.roll(bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => {
                // A number becomes another one: lengths, offsets, references, counts.
                if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                    let number = [&b"0"[..], b"-1", b"99999999999", b"3", b"1e9"][dice.roll(5)];
                    bytes.splice(at + digit..=at + digit, number.iter().copied());
                }
            }
            _ => {
                let word = [
                    &b"<<"[..],
                    b">>",
                    b"[",
                    b"(",
                    b"stream\n",
                    b"endobj",
                    b"R",
                    b"obj",
                ][dice.roll(8)];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
}

fn work_through(document: &Document) {
    for page in &document.pages {
        if let PageContent::Sheet(sheet) = &page.content {
            for line in reading::lines(sheet) {
                assert_eq!(line.text.chars().count(), line.places.len());
            }
        }
    }
}

/// How many mutants of each fixture; `YOSAN_MUTANTS` asks for more.
fn mutants() -> u64 {
    std::env::var("YOSAN_MUTANTS")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(12)
}

#[test]
fn mutants_of_every_fixture_end_well() {
    let mut paths = Vec::new();
    fixtures(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/pdf"),
        &mut paths,
    );
    assert!(paths.len() > 40);
    for path in paths {
        let original = std::fs::read(&path).unwrap();
        for seed in 0..mutants() {
            let mut bytes = original.clone();
            mutate(
                &mut bytes,
                &mut Dice(seed.wrapping_mul(0x9E37_79B9) ^ original.len() as u64),
            );
            let started = Instant::now();
            if let Ok(document) = pdf::read("mutant", &bytes, &PdfOptions::default()) {
                work_through(&document);
            }
            let taken = started.elapsed();
            assert!(
                taken < Duration::from_secs(10),
                "{} {seed}: {taken:?}",
                path.display()
            );
        }
    }
}

/// Content with a bit of everything that the interpreter knows.
const CONTENT: &[u8] = b"q 1 0 0 1 9 9 cm /C cs .5 scn 0 0 50 20 re B* Q BT /F1 9 Tf 2 Tr -5 Tc 50 Tz 20 99 Td (a\\(\\101) Tj \
    /F2 8 Tf [<8140> -200 (\x82\xa0) 3] TJ T* <41> ' 1 2 (x) \" ET /Span << /ActualText <FEFF5104> >> BDC EMC \
    BI /W 2 /H 2 /BPC 8 /CS /G ID abcd EI 1 0 0 RG 3 w 0 0 m 9 9 l 1 2 3 4 5 6 c h S W n /X Do --5 1.2.3 +.5 Td % end";

/// A CMap that is an encoding and a ToUnicode at once.
const CMAP: &[u8] = b"/CIDInit /ProcSet findresource begin begincmap /90ms-RKSJ-H usecmap /WMode 1 def \
    2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange 1 begincidrange <8000> <80FF> 100 endcidrange \
    1 begincidchar <41> 7 endcidchar 2 beginbfchar <41> <5104> <8001> <D842DFB7> endbfchar \
    2 beginbfrange <8002> <8003> [<00660069> <FFFD>] <9000> <90FF> <4E00> endbfrange endcmap end";

/// A page that shows `content`, and a form on it that shows it too; only the form has the second font, whose encoding
/// and ToUnicode are `cmap`.
fn page_of(content: &[u8], cmap: &[u8]) -> Vec<u8> {
    one_page(
        stream("", content),
        "/ColorSpace << /C [/Separation /X /DeviceCMYK 9 0 R] >> /XObject << /X 8 0 R >>",
        vec![
            stream("/Type /CMap /CMapName /Own", cmap),
            b"<< /Type /Font /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) >> >>".to_vec(),
            stream(
                "/Type /XObject /Subtype /Form /BBox [0 0 99 99] /Resources << /Font << /F2 10 0 R >> >>",
                content,
            ),
            b"<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [1 0 0 0] /N 1 >>".to_vec(),
            b"<< /Type /Font /Subtype /Type0 /Encoding 6 0 R /ToUnicode 6 0 R /DescendantFonts [7 0 R] >>".to_vec(),
        ],
    )
}

#[test]
fn mutants_of_content_and_of_maps_end_well() {
    let options = PdfOptions::default().with_max_glyphs(100_000);
    for seed in 0..mutants() * 40 {
        let mut dice = Dice(seed);
        let (mut content, mut cmap) = (CONTENT.to_vec(), CMAP.to_vec());
        mutate(if seed % 2 == 0 { &mut content } else { &mut cmap }, &mut dice);
        let started = Instant::now();
        if let Ok(document) = pdf::read("mutant", &page_of(&content, &cmap), &options) {
            work_through(&document);
        }
        assert!(started.elapsed() < Duration::from_secs(10), "{seed}");
        let _ = pdf::ToUnicode::parse(&cmap).text(0x41);
    }
}

/// A file of the given objects, numbered from 1; the first is the catalog.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = String::new();
    for (index, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
        writeln!(out, "{} 0 obj", index + 1).unwrap();
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let start = out.len();
    let count = objects.len() + 1;
    write!(
        out,
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out
}

fn stream(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< /Length {} {dictionary} >>\nstream\n", data.len()).into_bytes();
    out.extend_from_slice(data);
    out.extend_from_slice(b"\nendstream");
    out
}

/// A document of one page with this content and these further objects, numbered from 6; object 5 is a font.
fn one_page(content: Vec<u8>, resources: &str, more: Vec<Vec<u8>>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> {resources} >> >>"
        )
        .into_bytes(),
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    objects.extend(more);
    file(&objects)
}

fn read(bytes: &[u8], options: &PdfOptions) -> Result<Document, PdfError> {
    let started = Instant::now();
    let document = pdf::read("hostile", bytes, options);
    let taken = started.elapsed();
    assert!(taken < Duration::from_secs(10), "{taken:?}");
    document
}

fn says(document: &Document, code: &str) -> bool {
    document.diagnostics.iter().any(|found| found.code == code)
}

/// `count` spaces, deflated to about a thousandth.
fn bomb(count: usize) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![b' '; 1 << 20];
    for _ in 0..count >> 20 {
        encoder.write_all(&block).unwrap();
    }
    encoder.finish().unwrap()
}

#[test]
fn a_bomb_stops_at_the_limit_and_says_so() {
    let options = PdfOptions::default().with_max_stream_bytes(16 << 20);
    let packed = bomb(256 << 20);
    assert!(packed.len() < 1 << 19);
    let bytes = one_page(stream("/Filter /FlateDecode", &packed), "", Vec::new());
    let document = read(&bytes, &options).unwrap();
    assert!(says(&document, codes::PAGE_UNREADABLE));

    // Twice packed: the outer layer is small, the inner one is not.
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&packed).unwrap();
    let nested = encoder.finish().unwrap();
    let bytes = one_page(
        stream("/Filter [/FlateDecode /FlateDecode]", &nested),
        "",
        Vec::new(),
    );
    assert!(says(&read(&bytes, &options).unwrap(), codes::PAGE_UNREADABLE));
}

#[test]
fn an_object_stream_that_is_a_bomb_is_refused() {
    let packed = bomb(64 << 20);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec(),
        stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &packed),
    ];
    let options = PdfOptions::default().with_max_stream_bytes(1 << 20);
    let error = read(&file(&objects), &options).unwrap_err();
    assert!(error.to_string().contains("limit"), "{error}");
}

#[test]
fn forms_in_a_ring_and_forms_too_deep_are_cut() {
    let form = |next: usize| {
        stream(
            &format!(
                "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /XObject << /X {next} 0 R >> /Font << /F1 5 0 R >> >>"
            ),
            b"BT /F1 10 Tf 20 100 Td (a) Tj ET /X Do /X Do",
        )
    };
    let ring: Vec<Vec<u8>> = (0..10).map(|index| form(6 + (index + 1) % 10)).collect();
    let bytes = one_page(stream("", b"/X Do"), "/XObject << /X 6 0 R >>", ring);
    let document = read(&bytes, &PdfOptions::default()).unwrap();
    assert!(says(&document, codes::DAMAGED));

    // Each draws the next twice, a hundred deep: only the limits end it.
    let tower: Vec<Vec<u8>> = (0..100).map(|index| form(7 + index)).collect();
    let bytes = one_page(stream("", b"/X Do"), "/XObject << /X 6 0 R >>", tower);
    let options = PdfOptions::default().with_max_content_bytes(8 << 20);
    let document = read(&bytes, &options).unwrap();
    assert!(says(&document, codes::LIMIT_REACHED));
}

#[test]
fn many_pages_of_one_bomb_and_a_tower_of_empty_forms() {
    let packed = bomb(16 << 20);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{}] >>", "3 0 R ".repeat(2_000)).into_bytes(),
        b"<< /Type /Page /MediaBox [0 0 300 200] /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &packed),
    ];
    let options = PdfOptions::default().with_max_content_bytes(32 << 20);
    let document = read(&file(&objects), &options).unwrap();
    assert_eq!(document.pages.len(), 2_000);
    let reached = document
        .diagnostics
        .iter()
        .filter(|found| found.code == codes::LIMIT_REACHED);
    assert_eq!(reached.count(), 1);

    let tower: Vec<Vec<u8>> = (0..100)
        .map(|index| {
            stream(
                &format!(
                    "/Type /XObject /Subtype /Form /Resources << /XObject << /X {} 0 R >> >>",
                    7 + index
                ),
                b"/X Do /X Do",
            )
        })
        .collect();
    let bytes = one_page(stream("", b"/X Do"), "/XObject << /X 6 0 R >>", tower);
    assert!(says(&read(&bytes, &options).unwrap(), codes::LIMIT_REACHED));
}

#[test]
fn a_hundred_thousand_pages_of_one_object() {
    let kids = "3 0 R ".repeat(100_000);
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count 100000 >>").into_bytes(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_vec(),
        stream("", b"BT /F1 10 Tf 20 100 Td (page) Tj ET"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    let options = PdfOptions::default().with_max_pages(1_000);
    let document = read(&file(&objects), &options).unwrap();
    assert_eq!(document.pages.len(), 1_000);
    assert!(says(&document, codes::LIMIT_REACHED));
}

#[test]
fn a_flood_of_saved_states_and_open_marks() {
    let mut content = "q ".repeat(500_000);
    content.push_str(&"/A BMC ".repeat(100_000));
    content.push_str("BT /F1 10 Tf 20 100 Td (deep) Tj ET");
    let bytes = one_page(stream("", content.as_bytes()), "", Vec::new());
    let document = read(&bytes, &PdfOptions::default()).unwrap();
    assert!(says(&document, codes::LIMIT_REACHED));
    let PageContent::Sheet(sheet) = &document.pages[0].content else {
        panic!("a sheet")
    };
    assert_eq!(sheet.glyphs.len(), 4);
}

#[test]
fn glyphs_and_objects_are_limited() {
    let content = format!(
        "BT /F1 10 Tf 20 100 Td {} ET",
        "(aaaaaaaaaa) Tj 0 1 Td ".repeat(10_000)
    );
    let bytes = one_page(stream("", content.as_bytes()), "", Vec::new());
    let document = read(&bytes, &PdfOptions::default().with_max_glyphs(5_000)).unwrap();
    assert!(says(&document, codes::LIMIT_REACHED));
    let error = read(&bytes, &PdfOptions::default().with_max_objects(3)).unwrap_err();
    assert!(error.to_string().contains("limit of 3"), "{error}");
}

#[test]
fn a_map_of_characters_that_is_a_bomb() {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(b"beginbfchar ").unwrap();
    let block = b"<41> <5104> ".repeat(1 << 12);
    for _ in 0..1 << 7 {
        encoder.write_all(&block).unwrap();
    }
    let packed = encoder.finish().unwrap();
    let fonts: Vec<Vec<u8>> = (0..8)
        .map(|_| b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>".to_vec())
        .collect();
    let names: String = (7..15).map(|id| format!("/G{id} {id} 0 R ")).collect();
    let shows: String = (7..15).map(|id| format!("/G{id} 10 Tf (A) Tj ")).collect();
    let content = format!("BT 20 100 Td {shows} ET");
    let mut more = vec![stream("/Filter /FlateDecode", &packed)];
    more.extend(fonts);
    let bytes = String::from_utf8_lossy(&one_page(stream("", content.as_bytes()), "", Vec::new()))
        .replace("/Font << /F1 5 0 R >>", &format!("/Font << {names} >>"));
    // The table of objects is off by what was put in; the file is repaired by its objects.
    let mut bytes = bytes.into_bytes();
    let end = bytes.windows(4).position(|window| window == b"xref").unwrap();
    bytes.truncate(end);
    for (index, object) in more.iter().enumerate() {
        writeln!(bytes, "{} 0 obj", index + 6).unwrap();
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    bytes.extend_from_slice(b"trailer\n<< /Root 1 0 R >>\n");
    let document = read(&bytes, &PdfOptions::default()).unwrap();
    let PageContent::Sheet(sheet) = &document.pages[0].content else {
        panic!("a sheet")
    };
    assert_eq!(sheet.glyphs.len(), 8);
}

#[test]
fn a_declared_length_of_four_gigabytes() {
    let content =
        b"<< /Length 4294967295 >>\nstream\nBT /F1 10 Tf 20 100 Td (kept) Tj ET\nendstream".to_vec();
    let document = read(&one_page(content, "", Vec::new()), &PdfOptions::default()).unwrap();
    let PageContent::Sheet(sheet) = &document.pages[0].content else {
        panic!("a sheet")
    };
    assert_eq!(sheet.glyphs.len(), 4);
}

#[test]
fn nesting_does_not_reach_the_stack() {
    for content in [
        "[".repeat(200_000),
        "<<".repeat(200_000),
        "(".repeat(200_000),
        "{".repeat(200_000),
    ] {
        let bytes = one_page(stream("", content.as_bytes()), "", Vec::new());
        read(&bytes, &PdfOptions::default()).unwrap();
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            content.into_bytes(),
        ];
        objects.push(b"<< /Type /Page /MediaBox [0 0 300 200] >>".to_vec());
        let _ = read(&file(&objects), &PdfOptions::default());
    }
}
