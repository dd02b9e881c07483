//! CMaps of both kinds: ToUnicode, and the encoding of a composite font that shows a string through it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yosan::source::pdf::{self, PdfOptions, ToUnicode};

fuzz_target!(|bytes: &[u8]| {
    let map = ToUnicode::parse(bytes);
    for code in [0, 1, 0x20, 0x41, 0xFF, 0x100, 0x8140, 0xFFFF, 0x1_0000, u32::MAX] {
        let _ = map.text(code);
    }

    let mut file = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj\n\
        4 0 obj <</Length 60>> stream\nBT /F1 9 Tf 9 99 Td <00010203418140FFFF20D842DFB7000000> Tj ET\nendstream endobj\n\
        5 0 obj <</Type/Font/Subtype/Type0/Encoding 7 0 R/ToUnicode 7 0 R/DescendantFonts[6 0 R]>> endobj\n\
        6 0 obj <</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)>>>> endobj\n"
        .to_vec();
    file.extend_from_slice(format!("7 0 obj <</Type/CMap/CMapName/Own/Length {}>> stream\n", bytes.len()).as_bytes());
    file.extend_from_slice(bytes);
    file.extend_from_slice(b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n");
    let _ = pdf::read("fuzz", &file, &PdfOptions::default());
});
