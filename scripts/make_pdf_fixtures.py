#!/usr/bin/env python3
"""Writes fixtures/pdf: one small PDF for each kind of font, container and defect, and expected.tsv with what each says.

    scripts/make_pdf_fixtures.py            # from the top of the repository; needs qpdf, reportlab and what make_pdf_slides.py needs

The objects are written by hand, so that each file holds one thing and nothing else. expected.tsv has a line a file:
name, the text without spaces in drawing order, the codes of the diagnostics (sorted, comma-separated), page by page
parted by `|`.
"""
import io
import pathlib
import shutil
import subprocess
import zlib

from make_pdf_slides import slides

OUT = pathlib.Path("fixtures/pdf")
TEXT = "令和５年度概算要求額22億円"
EXPECTED = []

# CIDs of Adobe-Japan1 for the characters of TEXT and a few more (UniJIS-UTF16-H of Adobe's cmap-resources).
CMAP = pathlib.Path("/usr/share/poppler/cMap/Adobe-Japan1/UniJIS-UTF16-H")


def cids():
    out, section = {}, None
    for line in CMAP.read_text().splitlines():
        parts = line.split()
        if parts and parts[-1].startswith("begincid"):
            section = parts[-1]
        elif parts and parts[0].startswith("endcid"):
            section = None
        elif section and parts[0].startswith("<"):
            codes = [int(part[1:-1], 16) for part in parts[:-1]]
            for code in range(codes[0], codes[-1] + 1):
                out[code] = int(parts[-1]) + code - codes[0]
    return out


class Pdf:
    """Objects by number; the catalog is 1, the page tree 2."""

    def __init__(self):
        self.objects = {}
        self.pages = []
        self.catalog = ""
        self.tree = ""

    def add(self, body, stream=None, extra=""):
        number = len(self.objects) + 3
        if stream is not None:
            stream = stream if isinstance(stream, bytes) else stream.encode("latin-1")
            if not body:
                body = f"<< /Length {len(stream)} {extra} >>"
            body = body.encode("latin-1") + b"\nstream\n" + stream + b"\nendstream"
        self.objects[number] = body if isinstance(body, bytes) else body.encode("latin-1")
        return number

    def page(self, content, fonts="", resources="", extra="", box="0 0 300 200"):
        number = content if isinstance(content, int) else self.add("", content)
        fonts = " ".join(f"/{name} {number} 0 R" for name, number in fonts.items()) if fonts else ""
        self.pages.append(self.add(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {number} 0 R "
            f"/Resources << /Font << {fonts} >> {resources} >> {extra} >>"))
        return self.pages[-1]

    def bytes(self):
        kids = " ".join(f"{number} 0 R" for number in self.pages)
        objects = {1: f"<< /Type /Catalog /Pages 2 0 R {self.catalog} >>".encode(),
                   2: f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} {self.tree}>>".encode(), **self.objects}
        out = io.BytesIO()
        out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = {}
        for number, body in objects.items():
            offsets[number] = out.tell()
            out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
        for number in sorted(objects):
            out.write(b"%010d 00000 n \n" % offsets[number])
        out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
        return out.getvalue()

    def save(self, name, text, codes=""):
        save(name, self.bytes(), text, codes)


def save(name, data, text, codes=""):
    path = OUT / f"{name}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    EXPECTED.append((name, text.replace(" ", ""), codes))


def show(data, size=12, x=20, y=150, font="F1", before=""):
    return f"BT {before} /{font} {size} Tf {x} {y} Td <{data.hex()}> Tj ET"


def descriptor(pdf, name="Mincho", flags=4, extra=""):
    return pdf.add(f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [0 -120 1000 880] /Ascent 880 "
                   f"/Descent -120 /ItalicAngle 0 /CapHeight 700 /StemV 80 {extra} >>")


def composite(pdf, encoding, to_unicode=None, system="Adobe-Japan1", extra="/DW 1000", kind="CIDFontType0"):
    registry, ordering = system.split("-")
    inner = pdf.add(f"<< /Type /Font /Subtype /{kind} /BaseFont /Mincho /CIDSystemInfo << /Registry ({registry}) "
                    f"/Ordering ({ordering}) /Supplement 6 >> /FontDescriptor {descriptor(pdf)} 0 R {extra} >>")
    mapping = f"/ToUnicode {to_unicode} 0 R" if to_unicode else ""
    encoding = f"/{encoding}" if isinstance(encoding, str) else f"{encoding} 0 R"
    return pdf.add(f"<< /Type /Font /Subtype /Type0 /BaseFont /Mincho /Encoding {encoding} "
                   f"/DescendantFonts [{inner} 0 R] {mapping} >>")


def to_unicode(pdf, pairs, width=4):
    lines = "\n".join(f"<{code:0{width}X}> <{text.encode('utf-16-be').hex()}>" for code, text in pairs)
    return pdf.add("", f"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <{'0' * width}> "
                   f"<{'F' * width}> endcodespacerange\n{len(pairs)} beginbfchar\n{lines}\nendbfchar endcmap end")


def encodings():
    for name, codec in [("90ms-RKSJ-H", "cp932"), ("90ms-RKSJ-V", "cp932"), ("90msp-RKSJ-H", "cp932"),
                        ("UniJIS-UCS2-H", "utf-16-be"), ("UniJIS-UTF16-H", "utf-16-be"),
                        ("UniJIS-UTF16-V", "utf-16-be"), ("EUC-H", "euc_jp"), ("H", "jis"), ("V", "jis")]:
        pdf = Pdf()
        text = TEXT + ("𠮷野" if "UTF16" in name else "")
        if codec == "jis":
            text = "令和５年度概算要求額２２億円"
            data = bytes(byte & 0x7F for byte in text.encode("euc_jp"))
        else:
            data = text.encode(codec)
        pdf.page(show(data, size=11, y=190 if name.endswith("V") else 150), {"F1": composite(pdf, name)})
        pdf.save(f"cmap-{name.lower()}", text)

    table = cids()
    pdf = Pdf()
    data = b"".join(table[ord(char)].to_bytes(2, "big") for char in TEXT)
    pdf.page(show(data), {"F1": composite(pdf, "Identity-H")})
    pdf.save("cid-adobe-japan1", TEXT)

    codes = list(enumerate(TEXT, 1))
    data = b"".join(code.to_bytes(2, "big") for code, _ in codes)
    for direction in "HV":
        pdf = Pdf()
        metrics = "/DW 1000 /W [6 [500 500]] /DW2 [880 -1000] /W2 [3 [-500 500 880]]"
        font = composite(pdf, f"Identity-{direction}", to_unicode(pdf, codes), "Adobe-Identity", metrics, "CIDFontType2")
        pdf.page(show(data, y=190 if direction == "V" else 150), {"F1": font})
        pdf.save(f"identity-{direction.lower()}-tounicode", TEXT)

    pdf = Pdf()
    pdf.page(show(data), {"F1": composite(pdf, "Identity-H", None, "Adobe-Identity")})
    pdf.save("identity-h-no-unicode", "\ufffd" * len(TEXT), "unmapped-glyphs")

    pdf = Pdf()
    encoding = pdf.add("", "/CIDInit /ProcSet findresource begin begincmap /CMapName /Own def /WMode 0 def\n"
                       "2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange\n"
                       f"1 begincidrange <8001> <8002> {table[ord('億')]} endcidrange\n"
                       f"1 begincidchar <41> {table[ord('A')]} endcidchar endcmap end",
                       "/Type /CMap /CMapName /Own")
    pdf.page(show(b"\x41\x80\x01\x41"), {"F1": composite(pdf, encoding)})
    pdf.save("cmap-embedded", "A億A")

    # A ToUnicode with ranges, lists, ligatures, radicals, and a surrogate pair.
    pdf = Pdf()
    mapping = pdf.add("", "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 3 beginbfrange "
                      "<0001> <0003> <3042> <0010> <0011> [<00660069> <2EA0>] <0020> <0020> <D842DFB7> endbfrange endcmap")
    pdf.page(show(bytes.fromhex("0001000200030010" "0011" "0020")),
             {"F1": composite(pdf, "Identity-H", mapping, "Adobe-Identity")})
    pdf.save("tounicode-ranges", "あぃいfi⺠𠮷")


def simple_font(pdf, subtype="Type1", base="Helvetica", extra=""):
    return pdf.add(f"<< /Type /Font /Subtype /{subtype} /BaseFont /{base} {extra} >>")


def simple_fonts():
    for name, encoding, data, text in [
            ("simple-standard", "", b"A'\xa1\xae", "A’¡ﬁ"),
            ("simple-winansi", "/Encoding /WinAnsiEncoding", b"A'\x80\x95\xe9", "A'€•é"),
            ("simple-macroman", "/Encoding /MacRomanEncoding", b"A\x8e\xa5", "Aé•"),
            ("simple-differences", "/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /uni5104 /bullet "
             "/f_i 200 /u1F600] >>", b"ABCD\xc8", "億•fiD😀"),
    ]:
        pdf = Pdf()
        pdf.page(show(data), {"F1": simple_font(pdf, extra=encoding)})
        pdf.save(name, text)
    pdf = Pdf()
    pdf.page(show(b"ab") + " " + show(b"\xb7", y=100, font="F2"), {"F1": simple_font(pdf, base="Symbol"),
                                                            "F2": simple_font(pdf, base="ZapfDingbats")})
    pdf.save("simple-symbol", "αβ" + zapf(0xB7))

    for name, encoding, mapping, text in [
            ("type3-tounicode", "/Encoding << /Differences [65 /g1 /g2] >>", [(65, "億"), (66, "円")], "億円"),
            ("type3-names", "/Encoding << /Differences [65 /uni5104 /A] >>", None, "億A")]:
        pdf = Pdf()
        glyph = pdf.add("", "1000 0 0 0 1000 1000 d1 0 0 1000 1000 re f")
        unicode = f"/ToUnicode {to_unicode(pdf, mapping, 2)} 0 R" if mapping else ""
        names = "/g1 {0} 0 R /g2 {0} 0 R" if mapping else "/uni5104 {0} 0 R /A {0} 0 R"
        font = pdf.add(f"<< /Type /Font /Subtype /Type3 /FontBBox [0 -120 1000 880] /FontMatrix [0.001 0 0 0.001 0 0] "
                       f"/FirstChar 65 /LastChar 66 /Widths [1000 1000] {encoding} {unicode} "
                       f"/CharProcs << {names.format(glyph)} >> >>")
        pdf.page(show(b"AB"), {"F1": font})
        pdf.save(name, text)


def zapf(code):
    import reportlab.pdfbase._fontdata as fontdata
    from fontTools import agl
    return agl.toUnicode(fontdata.encodings["ZapfDingbatsEncoding"][code], isZapfDingbats=True)


def japanese(pdf):
    return composite(pdf, "UniJIS-UTF16-H")


def hexed(text):
    return f"<{text.encode('utf-16-be').hex()}>"


def content():
    pdf = Pdf()
    pdf.page(f"BT /F1 10 Tf 20 TL 2 Tc 3 Tw 50 Tz 4 Ts 20 150 Td {hexed('概算')} Tj {hexed('要求')} ' 1 0 {hexed('額')} \" "
             f"0 Tc 100 Tz 0 Ts T* [{hexed('22')} -1000 {hexed('億')} 500 {hexed('円')}] TJ ET", {"F1": japanese(pdf)})
    pdf.save("text-state", "概算要求額22億円")

    pdf = Pdf()
    pdf.page(f"/Span << /ActualText <FEFF6C11> >> BDC BT /F1 10 Tf 20 150 Td {hexed('⺠')} Tj ET EMC "
             f"/Span /P1 BDC BT /F1 10 Tf 20 120 Td {hexed('XYZ')} Tj ET EMC "
             f"/Span << /ActualText () >> BDC BT /F1 10 Tf 20 90 Td {hexed('間')} Tj ET EMC", {"F1": japanese(pdf)},
             "/Properties << /P1 << /ActualText (fi) >> >>")
    pdf.save("actual-text", "民fi間")

    pdf = Pdf()
    on, off = (pdf.add(f"<< /Type /OCG /Name ({name}) >>") for name in ("on", "off"))
    member = pdf.add(f"<< /Type /OCMD /OCGs [{on} 0 R {off} 0 R] /P /AllOn >>")
    form = pdf.add("", f"BT /F1 10 Tf 20 60 Td {hexed('隠')} Tj ET",
                   f"/Type /XObject /Subtype /Form /BBox [0 0 300 200] /OC {off} 0 R")
    pdf.catalog = f"/OCProperties << /OCGs [{on} 0 R {off} 0 R] /D << /OFF [{off} 0 R] >> >>"
    line = lambda layer, y, text: f"/OC /{layer} BDC BT /F1 10 Tf 20 {y} Td {hexed(text)} Tj ET EMC "
    pdf.page(line("On", 150, "見") + line("Off", 120, "隠") + line("Both", 90, "隠") + "/X Do", {"F1": japanese(pdf)},
             f"/Properties << /On {on} 0 R /Off {off} 0 R /Both {member} 0 R >> /XObject << /X {form} 0 R >>")
    pdf.save("optional-content", "見")

    pdf = Pdf()
    bold = "".join(f"BT /F1 12 Tf {20 + dx} {150 - dx} Td {hexed('概算要求額')} Tj ET " for dx in (0, 0.3))
    pdf.page(bold + f"BT /F1 12 Tf 20 100 Td {hexed('ll々々')} Tj ET", {"F1": japanese(pdf)})
    pdf.save("fake-bold", "概算要求額ll々々")

    pdf = Pdf()
    pdf.page(f"BT /F1 12 Tf 3 Tr 20 150 Td {hexed('透明')} Tj 0 Tr {hexed('不透明')} Tj ET "
             f"BT /F1 12 Tf 20 900 Td {hexed('外')} Tj ET BT /F1 0 Tf 20 20 Td {hexed('無')} Tj ET", {"F1": japanese(pdf)})
    pdf.save("invisible", "透明不透明", "glyphs-dropped")

    pdf = Pdf()
    inner = pdf.add("", f"BT /F1 10 Tf 0 0 Td {hexed('内')} Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 300 200] "
                    "/Matrix [2 0 0 2 10 10]")
    outer = pdf.add("", f"q 1 0 0 1 50 50 cm /In Do Q BT /F1 10 Tf 0 0 Td {hexed('外')} Tj ET",
                    "/Type /XObject /Subtype /Form /BBox [-300 -300 300 300] /Matrix [1 0 0 1 20 30] "
                    f"/Resources << /XObject << /In {inner} 0 R >> /Font << /F1 {japanese(pdf)} 0 R >> >>")
    pdf.page("/Out Do", {"F1": japanese(pdf)}, f"/XObject << /Out {outer} 0 R >>")
    pdf.save("forms", "内外")

    pdf = Pdf()
    noise = bytes([0, 255, 69, 73, 32, 10]) * 4
    image = b"BI /W 4 /H 2 /BPC 8 /CS /RGB ID " + noise + b" EI "
    packed = b"BI /W 4 /H 2 /BPC 8 /CS /RGB /F /Fl ID " + zlib.compress(noise) + b"\nEI "
    words = [f"BT /F1 10 Tf 20 {y} Td {hexed(text)} Tj ET ".encode() for y, text in [(150, "前"), (120, "中"), (90, "後")]]
    pdf.page(pdf.add("", words[0] + image + words[1] + packed + words[2]), {"F1": japanese(pdf)})
    pdf.save("inline-image", "前中後")

    pdf = Pdf()
    font = japanese(pdf)
    for rotation in (0, 90, 180, 270):
        pdf.page(f"BT /F1 10 Tf 60 120 Td {hexed('上')} Tj ET BT /F1 10 Tf 0 1 -1 0 100 100 Tm {hexed('左')} Tj ET "
                 f"BT /F1 10 Tf 0 -1 1 0 100 100 Tm {hexed('右')} Tj ET BT /F1 10 Tf -1 0 0 -1 100 100 Tm {hexed('下')} Tj ET",
                 {"F1": font}, extra=f"/Rotate {rotation} /CropBox [50 50 250 150]")
    pdf.save("rotated", "|".join(["上左右下"] * 4))

    pdf = Pdf()
    ink = pdf.add("<< /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0] /C1 [0 1 1 0] /N 1 >>")
    program = pdf.add("", "{dup 0 exch 0 exch 0 mul}", "/FunctionType 4 /Domain [0 1] /Range [0 1 0 1 0 1]")
    spaces = ("/ColorSpace << /Sep [/Separation /Red /DeviceCMYK {0} 0 R] /Prog [/Separation /P /DeviceRGB {1} 0 R] "
              "/Idx [/Indexed /DeviceRGB 1 <0000ffd7282f>] >>").format(ink, program)
    colours = ["0 g", "1 0 0 rg", "0 1 1 0 k", "/Sep cs 1 scn", "/Prog cs 1 scn", "/Idx cs 1 scn", "/DeviceRGB cs 0 0 1 sc"]
    pdf.page("".join(f"{colour} {20 + 30 * index} 20 15 15 re f BT /F1 10 Tf {20 + 30 * index} 150 Td {hexed('●')} Tj ET\n"
                     for index, colour in enumerate(colours)), {"F1": japanese(pdf)}, spaces)
    pdf.save("colours", "●" * len(colours))

    pdf = Pdf()
    pdf.page(f"1 1 1 rg 0 0 300 200 re f 1 0 0 rg 80 150 m 120 150 l 120 110 l 20 110 l 20 150 l 80 150 l h f "
             f"0 0 1 RG 2 w 20.375 110.375 99.25 39.25 re S 0 G 1 w 20 90 m 280 90 l S 0 g 20 80 260 0.5 re f "
             f"0 0.5 0 rg 200 150 m 210 150 215 155 215 160 c 215 170 l h f BT /F1 10 Tf 30 120 Td {hexed('箱')} Tj ET",
             {"F1": japanese(pdf)})
    pdf.save("shapes", "箱")


def annotations():
    pdf = Pdf()
    font = japanese(pdf)
    stamp = pdf.add("", f"BT /F1 10 Tf 2 2 Td {hexed('写')} Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 20 20] "
                    f"/Resources << /Font << /F1 {font} 0 R >> >>")
    shown = pdf.add(f"<< /Type /Annot /Subtype /Stamp /Rect [200 100 240 140] /F 4 /AP << /N {stamp} 0 R >> >>")
    hidden = pdf.add(f"<< /Type /Annot /Subtype /Stamp /Rect [100 100 140 140] /F 2 /AP << /N {stamp} 0 R >> >>")
    states = pdf.add(f"<< /Type /Annot /Subtype /Widget /Rect [20 20 40 40] /AS /On /AP << /N << /On {stamp} 0 R >> >> >>")
    pdf.page(f"q BT /F1 10 Tf 20 150 Td {hexed('本文')} Tj ET", {"F1": font},
             extra=f"/Annots [{shown} 0 R {hidden} 0 R {states} 0 R]")
    pdf.save("annotations", "本文写写")


def no_text():
    pdf = Pdf()
    outline = "".join(f"{20 + 12 * (i % 20)} {150 - 20 * (i // 20)} m {25 + 12 * (i % 20)} {160 - 20 * (i // 20)} "
                      f"{28 + 12 * (i % 20)} {155 - 20 * (i // 20)} {30 + 12 * (i % 20)} {150 - 20 * (i // 20)} c h f\n"
                      for i in range(60))
    pdf.page(outline)
    pdf.save("outlines-only", "", "empty-document,no-text")
    pdf = Pdf()
    image = pdf.add("", zlib.compress(bytes(100)), "/Type /XObject /Subtype /Image /Width 10 /Height 10 "
                    "/BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode")
    pdf.page("q 300 0 0 200 0 0 cm /Im Do Q", resources=f"/XObject << /Im {image} 0 R >>")
    pdf.save("scan", "", "empty-document,no-text")


def base():
    """A page of ordinary text, to be put into every container."""
    pdf = Pdf()
    font = japanese(pdf)
    for number in range(2):
        pdf.page(f"BT /F1 12 Tf 20 150 Td {hexed(TEXT)} Tj 0 -20 Td {hexed(f'{number + 1}頁')} Tj ET", {"F1": font})
    return pdf, f"{TEXT}1頁|{TEXT}2頁"


def containers():
    pdf, text = base()
    pdf.save("plain", text)
    source = OUT / "plain.pdf"
    for name, arguments in [
            ("object-streams", ["--object-streams=generate", "--compress-streams=y"]),
            ("linearized", ["--linearize"]),
            ("encrypted-rc4-40", ["--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"]),
            ("encrypted-rc4-128", ["--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=n", "--"]),
            ("encrypted-aes-128", ["--allow-weak-crypto", "--encrypt", "", "owner", "128", "--use-aes=y", "--"]),
            ("encrypted-aes-256", ["--encrypt", "", "owner", "256", "--"]),
            ("encrypted-aes-256-object-streams", ["--object-streams=generate", "--encrypt", "", "owner", "256", "--"]),
            ("password/aes-256", ["--encrypt", "geheim", "owner", "256", "--"]),
            ("password/rc4-128", ["--allow-weak-crypto", "--encrypt", "geheim", "owner", "128", "--use-aes=n", "--"])]:
        target = OUT / f"{name}.pdf"
        target.parent.mkdir(exist_ok=True)
        subprocess.run(["qpdf", "--static-id", "--static-aes-iv", *arguments, source, target], check=True)
        EXPECTED.append((name, text, ""))

    data = f"BT /F1 12 Tf 20 150 Td {hexed(TEXT)} Tj ET".encode()
    import base64
    run_length = b"".join(bytes([len(data[i:i + 128]) - 1]) + data[i:i + 128] for i in range(0, len(data), 128)) + b"\x80"
    rows = [data[i:i + 16].ljust(16) for i in range(0, len(data), 16)]
    up = b"".join(b"\x02" + bytes((a - b) & 255 for a, b in zip(row, before))
                  for row, before in zip(rows, [bytes(16), *rows]))
    for name, stream, extra in [
            ("filter-ascii85-flate", base64.a85encode(zlib.compress(data)) + b"~>", "/Filter [/ASCII85Decode /FlateDecode]"),
            ("filter-asciihex", data.hex().encode() + b">", "/Filter /ASCIIHexDecode"),
            ("filter-runlength", run_length, "/Filter /RunLengthDecode"),
            ("filter-predictor", zlib.compress(up), "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 16 >>")]:
        pdf = Pdf()
        pdf.page(pdf.add("", stream, extra), {"F1": japanese(pdf)})
        pdf.save(name, TEXT)


def line(y, text):
    return f"BT /F1 10 Tf 20 {y} Td {hexed(text)} Tj ET "


def odd_encodings():
    """CMaps that PDF does not list but Adobe publishes, and what goes wrong in those of the file."""
    for name, codec in [("78-RKSJ-H", "cp932"), ("UniJIS2004-UTF16-H", "utf-16-be"), ("UniJISX0213-UTF32-H", "utf-32-be"),
                        ("UniJIS-UTF8-H", "utf-8"), ("Ext-H", "jis"), ("No-Such-H", "cp932")]:
        text = "令和５年度概算要求額２２億円" if codec == "jis" else TEXT
        data = bytes(byte & 0x7F for byte in text.encode("euc_jp")) if codec == "jis" else text.encode(codec)
        pdf = Pdf()
        pdf.page(show(data), {"F1": composite(pdf, name)})
        if name == "No-Such-H":
            pdf.save("cmap-unknown", "\ufffd" * len(TEXT), "unmapped-glyphs")
        else:
            pdf.save(f"cmap-{name.lower()}", text)

    table = cids()
    pdf = Pdf()
    base_map = pdf.add("", "begincmap 1 begincodespacerange <00> <ff> endcodespacerange "
                       f"1 begincidchar <41> {table[ord('億')]} endcidchar endcmap", "/Type /CMap /CMapName /Base")
    encoding = pdf.add("", f"begincmap /Base usecmap 1 begincidchar <42> {table[ord('円')]} endcidchar endcmap",
                       f"/Type /CMap /CMapName /Own /UseCMap {base_map} 0 R")
    pdf.page(show(b"AB"), {"F1": composite(pdf, encoding)})
    pdf.save("cmap-use-embedded", "億円")

    # Codes of one and two bytes, surrogates that count up, a byte order mark, and codes mapped to nothing or U+FFFD.
    pdf = Pdf()
    spaces = "2 begincodespacerange <00> <7F> <8000> <FFFF> endcodespacerange"
    encoding = pdf.add("", f"begincmap {spaces} 2 begincidrange <8000> <80FF> {table[ord('億')]} <41> <42> "
                       f"{table[ord('円')]} endcidrange endcmap", "/Type /CMap /CMapName /Own")
    mapping = pdf.add("", f"begincmap {spaces} 2 beginbfchar <41> <FFFD> <8000> <0000> endbfchar 2 beginbfrange "
                      "<8010> <8011> <D842DFB6> <8020> <8021> [<FEFF5186> <004600660069>] endbfrange endcmap")
    pdf.page(show(bytes.fromhex("4180008011" "80208021")), {"F1": composite(pdf, encoding, mapping)})
    pdf.save("tounicode-fallback", "円億𠮷円Ffi")

    pdf = Pdf()
    pdf.page(show("億円".encode("utf-16-be") + b"\x30"), {"F1": japanese(pdf)})
    pdf.save("string-breaks-off", "億円\ufffd", "unmapped-glyphs")

    pdf = Pdf()
    pdf.page(show(b"ABCDE"), {"F1": simple_font(pdf, extra="/Encoding << /Differences [65 /uni51045186 /u20BB7 /fi "
                                                "/uni5104.alt /afii10017] >>")})
    pdf.save("simple-glyph-names", "億円𠮷ﬁ億А")

    # Letters of forty units at size 1, as printer drivers write their bitmaps.
    pdf = Pdf()
    glyph = pdf.add("", "40 0 0 0 40 40 d1 0 0 40 40 re f")
    font = pdf.add("<< /Type /Font /Subtype /Type3 /FontBBox [0 -5 40 35] /FontMatrix [1 0 0 1 0 0] /FirstChar 65 "
                   "/LastChar 66 /Widths [40 40] /Encoding << /Differences [65 /a /b] >> /CharProcs << /a {0} 0 R /b {0} "
                   "0 R >> /ToUnicode {1} 0 R >>".format(glyph, to_unicode(pdf, [(65, "億"), (66, "円")], 2)))
    pdf.page("BT /F1 1 Tf 0.25 0 0 0.25 20 150 Tm (AB) Tj ET", {"F1": font})
    pdf.save("type3-bitmap", "億円")


def odd_content():
    """What makers write that the standard only just allows, or does not."""
    pdf = Pdf()
    inner = pdf.add("", line(100, "孫"), "/Type /XObject /Subtype /Form /BBox [0 0 300 200]")
    form = pdf.add("", line(150, "子") + "/In Do", "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources "
                   f"<< /XObject << /In {inner} 0 R >> >>")
    pdf.page("/X Do", {"F1": japanese(pdf)}, f"/XObject << /X {form} 0 R >>")
    pdf.save("forms-page-fonts", "子孫")

    pdf = Pdf()
    images = b"BI /W 1 /H 1 /BPC 8 /CS /G /F [/AHx] ID 00>EI "
    packed = b"BI/W 2/H 2/IM true/D[1 0]/F/CCF/DP<</K -1/Columns 2>>ID \x00\x10 EI \x80\xff\nEI\n"
    pdf.page(pdf.add("", line(150, "前").encode() + images + line(120, "中").encode() + packed + line(90, "後").encode()),
             {"F1": japanese(pdf)})
    pdf.save("inline-image-tight", "前中後")

    pdf = Pdf()
    pdf.page(f"q 1 0 0 -1 0 200 cm BT /F1 10 Tf 1 0 0 -1 20 50 Tm {hexed('鏡像')} Tj ET Q BT /F1 -10 Tf -1 0 0 -1 20 100 Tm "
             f"{hexed('負値')} Tj ET BT /F1 10 Tf -100 Tz 100 60 Td {hexed('反転')} Tj ET", {"F1": japanese(pdf)})
    pdf.save("mirrored", "鏡像負値反転")

    pdf = Pdf()
    shading = pdf.add("<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 300 0] /Function << /FunctionType 2 /Domain "
                      "[0 1] /C0 [1 0 0] /C1 [0.6 0 0] /N 1 >> >>")
    axial = pdf.add(f"<< /Type /Pattern /PatternType 2 /Shading {shading} 0 R >>")
    hatch = pdf.add("", "0 0 5 5 re f", "/Type /Pattern /PatternType 1 /PaintType 2 /TilingType 1 /BBox [0 0 10 10] "
                    "/XStep 10 /YStep 10 /Resources << >>")
    pdf.page(f"/Pattern cs /P1 scn 20 100 50 20 re f {line(150, '濃')} /Su cs 0 0 1 /P2 scn 100 100 50 20 re f "
             f"{line(130, '網')} q 20 20 50 20 re W n /Sh sh Q", {"F1": japanese(pdf)},
             f"/Pattern << /P1 {axial} 0 R /P2 {hatch} 0 R >> /Shading << /Sh {shading} 0 R >> "
             "/ColorSpace << /Su [/Pattern /DeviceRGB] >>")
    pdf.save("patterns", "濃網")

    pdf = Pdf()
    halves = [pdf.add("", f"BT /F1 --10. Tf 1 0 0 -1 20 150 Tm {hexed('前')} Tj 0 +2"),
              pdf.add("", f"0. Td % ( [\r{hexed('後')} Tj ET")]
    font = japanese(pdf)
    page = pdf.page(halves[0], {"F1": font})
    pdf.objects[page] = pdf.objects[page].replace(b"/Contents %d 0 R" % halves[0], b"/Contents [%d 0 R %d 0 R]" % tuple(halves))
    pdf.save("content-split", "前後")

    pdf = Pdf()
    field = pdf.add("", f"/Tx BMC q BT /Own 10 Tf 2 5 Td {hexed('欄')} Tj ET Q EMC",
                    "/Type /XObject /Subtype /Form /BBox [0 0 100 20]")
    widget = pdf.add(f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [20 20 120 40] /F 4 /AP << /N {field} 0 R >> >>")
    font = japanese(pdf)
    pdf.page(line(150, "様式"), {"F1": font}, extra=f"/Annots [{widget} 0 R]")
    pdf.catalog = f"/AcroForm << /Fields [{widget} 0 R] /DR << /Font << /Own {font} 0 R >> >> >>"
    pdf.save("annotation-form-fonts", "様式欄")


def updated(data, changes):
    """`data` with an incremental update: new objects, or None for one that is freed."""
    out, offsets = bytearray(data), {}
    before = int(data[data.rindex(b"startxref") + 9:].split()[0])
    for number, body in changes.items():
        if body is not None:
            offsets[number] = len(out)
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n"
    for number in sorted(changes):
        entry = b"%010d 00000 n" % offsets[number] if number in offsets else b"0000000000 00001 f"
        out += b"%d 1\n" % number + entry + b" \n"
    size = int(data[data.rindex(b"/Size") + 5:].split()[0])
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, before, start))


def odd_containers():
    """Updates appended to a file, what pages inherit, and filters of encryption."""
    pdf = Pdf()
    font = japanese(pdf)
    parts = [pdf.add("", line(y, text)) for y, text in [(150, "旧"), (100, "消")]]
    page = pdf.page(parts[0], {"F1": font})
    pdf.objects[page] = pdf.objects[page].replace(b"/Contents %d 0 R" % parts[0], b"/Contents [%d 0 R %d 0 R]" % tuple(parts))
    new = line(150, "新").encode()
    change = {parts[0]: b"<< /Length %d >>\nstream\n" % len(new) + new + b"\nendstream", parts[1]: None}
    save("incremental-update", updated(pdf.bytes(), change), "新", "damaged-object")

    pdf = Pdf()
    font = japanese(pdf)
    content = pdf.add("", line(150, "継承"))
    leaf = pdf.add(f"<< /Type /Page /Parent 5 0 R /Contents {content} 0 R >>")
    node = pdf.add(f"<< /Type /Pages /Parent 2 0 R /Kids [{leaf} 0 R] /Count 1 /Rotate 90 /CropBox [10 10 290 190] >>")
    pdf.pages = [node]
    pdf.tree = f"/MediaBox [0 0 300 200] /Resources << /Font << /F1 {font} 0 R >> >>"
    pdf.save("page-tree-inherited", "継承")

    for name, filters in [("filter-crypt", "/Crypt"), ("filter-crypt-flate", "/Crypt /FlateDecode")]:
        pdf = Pdf()
        data = line(150, "暗号").encode()
        data = zlib.compress(data) if "Flate" in filters else data
        pdf.page(pdf.add("", data, f"/Filter [{filters}] /DecodeParms [<< /Name /Identity >> null]"), {"F1": japanese(pdf)})
        pdf.save(name, "暗号")

    import base64
    pdf = Pdf()
    data = zlib.compress((line(150, "切断") + " " * 2000 + line(100, "終")).encode())
    pdf.page(pdf.add("", base64.a85encode(data[:-6]) + b"~>", "/Filter [/A85 /Fl]"), {"F1": japanese(pdf)})
    pdf.save("invalid/cut-inside-ascii85", "切断", "damaged-object")


def defects():
    pdf, text = base()
    data = pdf.bytes()
    start = data.rindex(b"startxref")
    save("invalid/xref-offset", data[:start] + b"startxref\n7\n%%EOF\n", text, "damaged-object")
    save("invalid/no-xref", data[:data.rindex(b"xref\n0 ")], text, "damaged-object")
    save("invalid/shifted", data.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% inserted later\n"), text, "damaged-object")
    save("invalid/junk-before", b"HTTP/1.1 200 OK\r\n\r\n" + data, text)
    pdf.objects = {number: body.replace(b"/Length ", b"/Length 9") for number, body in pdf.objects.items()}
    pdf.save("invalid/wrong-length", text)

    pdf = Pdf()
    font = japanese(pdf)
    packed = zlib.compress("".join(f"BT /F1 10 Tf 20 {190 - y} Td {hexed(TEXT)} Tj ET\n" for y in range(0, 180, 12)).encode())
    pdf.page(pdf.add("", b"x\x9c" + b"\xff" * 40, "/Filter /FlateDecode"), {"F1": font})
    pdf.page(f"BT /F1 12 Tf 20 150 Td {hexed('二頁目')} Tj ET", {"F1": font})
    pdf.save("invalid/damaged-stream", "|二頁目", "page-unreadable")
    del packed

    pdf = Pdf()
    form = pdf.add("", f"BT /F1 10 Tf 20 150 Td {hexed('輪')} Tj ET /X Do",
                   "/Type /XObject /Subtype /Form /BBox [0 0 300 200] /Resources << /XObject << /X 3 0 R >> "
                   f"/Font << /F1 5 0 R >> >>")
    pdf.page("/X Do", {"F1": 8}, f"/XObject << /X {form} 0 R >>")
    font = composite(pdf, "UniJIS-UTF16-H")
    pdf.objects = {number: body.replace(b"/F1 5 0 R", b"/F1 %d 0 R" % font).replace(b"/F1 8 0 R", b"/F1 %d 0 R" % font)
                   for number, body in pdf.objects.items()}
    pdf.save("invalid/form-cycle", "輪", "damaged-object")

    pdf = Pdf()
    pdf.page(f"BT /F1 12 Tf 20 150 Td {hexed('一頁目')} Tj ET", {"F1": japanese(pdf)})
    pdf.pages += [2, 99]
    pdf.save("invalid/page-tree-cycle", "一頁目", "damaged-object")

    pdf = Pdf()
    pdf.page(f"BT /F9 12 Tf 20 150 Td {hexed('字')} Tj ET BT /F1 12 Tf 20 120 Td {hexed('有')} Tj ET", {"F1": japanese(pdf)})
    pdf.save("invalid/missing-font", "有", "damaged-object")


def reportlab_page():
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    path = OUT / "reportlab-heisei.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
    page = canvas.Canvas(str(path), pagesize=(300, 200), invariant=1)
    page.setFont("HeiseiMin-W3", 12)
    page.drawString(20, 150, TEXT)
    page.save()
    EXPECTED.append(("reportlab-heisei", TEXT, ""))


def main():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    encodings()
    simple_fonts()
    content()
    annotations()
    no_text()
    containers()
    odd_encodings()
    odd_content()
    odd_containers()
    defects()
    reportlab_page()
    EXPECTED.extend(slides())
    lines = ["\t".join(row) for row in sorted(EXPECTED)]
    (OUT / "expected.tsv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
