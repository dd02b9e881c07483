#!/usr/bin/env python3
"""Writes src/source/pdf/fonts/glyph_names.txt and standard_tables.rs.

Needs reportlab (encodings and widths of the 14 standard fonts) and fonttools (Adobe's glyph list).
Run from the top of the repository; the results are committed.
"""
import pathlib

import reportlab.pdfbase._fontdata as fontdata
from fontTools import agl

FONTS = pathlib.Path("src/source/pdf/fonts")
HEADER = "//! Encodings and widths of the standard fonts. Written by `scripts/make_font_tables.py`; do not edit.\n\n"


def to_char(name, zapf=False):
    if not name:
        return "\ufffd"
    text = agl.toUnicode(name, isZapfDingbats=zapf)
    return text if len(text) == 1 else "\ufffd"


def literal(char):
    if char in "\\'":
        return f"'\\{char}'"
    if char.isprintable() and ord(char) < 0xFFFD and not 0xE000 <= ord(char) < 0xF900:
        return f"'{char}'"
    return f"'\\u{{{ord(char):X}}}'"


def rows(items, width=108):
    line, out = "", []
    for item in items:
        if len(line) + len(item) + 2 > width:
            out.append(line.rstrip())
            line = ""
        line += item + ", "
    out.append(line.rstrip())
    return "\n".join("    " + line for line in out)


listed = {name: (code,) for name, code in agl.AGL2UV.items()} | {
    name: tuple(codes) if isinstance(codes, (tuple, list)) else (codes,) for name, codes in agl.LEGACY_AGL2UV.items()}
names = ["# Adobe Glyph List: glyph name, code points; sorted by the bytes of the names.",
         "# Copyright 2002-2019 Adobe (http://www.adobe.com/). BSD-3-Clause; see https://github.com/adobe-type-tools/agl-aglfn",
         *(f"{name} {' '.join(f'{code:04X}' for code in codes)}" for name, codes in sorted(listed.items()))]
(FONTS / "glyph_names.txt").write_text("\n".join(names) + "\n")

out = [HEADER]
for const, key, zapf in [("STANDARD", "StandardEncoding", False), ("WIN_ANSI", "WinAnsiEncoding", False),
                         ("MAC_ROMAN", "MacRomanEncoding", False), ("SYMBOL", "SymbolEncoding", False),
                         ("ZAPF_DINGBATS", "ZapfDingbatsEncoding", True)]:
    codes = [literal(to_char(name, zapf)) for name in fontdata.encodings[key]]
    out.append(f"#[rustfmt::skip]\npub(super) static {const}: [char; 256] = [\n{rows(codes)}\n];\n\n")
for const, font in [("HELVETICA", "Helvetica"), ("HELVETICA_BOLD", "Helvetica-Bold"), ("TIMES", "Times-Roman"),
                    ("TIMES_BOLD", "Times-Bold"), ("TIMES_ITALIC", "Times-Italic"),
                    ("TIMES_BOLD_ITALIC", "Times-BoldItalic")]:
    widths = fontdata.widthsByFontGlyph[font]
    values = [str(widths.get(name, 0)) for name in fontdata.encodings["WinAnsiEncoding"]]
    out.append(f"/// By WinAnsi code, in thousandths of the font size.\n#[rustfmt::skip]\n"
               f"pub(super) static {const}: [u16; 256] = [\n{rows(values)}\n];\n\n")
(FONTS / "standard_tables.rs").write_text("".join(out).rstrip() + "\n")
