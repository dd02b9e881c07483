//! Content streams: the lexer alone, then the interpreter on a page that holds the bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use yosan::source::pdf::lexer::{Lexer, Token, decode_hex, decode_literal, decode_name};
use yosan::source::pdf::{self, PdfOptions};

fuzz_target!(|content: &[u8]| {
    let mut out = Vec::new();
    let mut lexer = Lexer::new(content);
    let mut before = 0;
    while let Some(token) = lexer.next() {
        assert!(lexer.position() > before && lexer.position() <= content.len());
        before = lexer.position();
        match token {
            Token::Literal(raw) => decode_literal(raw, &mut out),
            Token::Hex(raw) => decode_hex(raw, &mut out),
            Token::Name(raw) => out.extend_from_slice(&decode_name(raw)),
            _ => {}
        }
        out.clear();
    }

    let mut file = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
        3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>\
        /ColorSpace<</C[/Separation/X/DeviceCMYK 8 0 R]>>>>>> endobj\n\
        5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n\
        6 0 obj <</Type/Font/Subtype/Type0/Encoding/90ms-RKSJ-V/DescendantFonts[7 0 R]>> endobj\n\
        7 0 obj <</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)>>>> endobj\n\
        8 0 obj <</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[1 0 0 0]/N 1>> endobj\n"
        .to_vec();
    file.extend_from_slice(format!("4 0 obj <</Length {}>> stream\n", content.len()).as_bytes());
    file.extend_from_slice(content);
    file.extend_from_slice(b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n");
    let _ = pdf::read("fuzz", &file, &PdfOptions::default().with_max_glyphs(100_000));
});
