#!/usr/bin/env python3
"""Writes the slides of fixtures/pdf that LibreOffice and Chromium make: the two makers of most slides with text.

    scripts/make_pdf_slides.py        # from the top of the repository; needs soffice, chromium, pikepdf and the IPA fonts

One slide each: a heading set wide, a ruled box, coloured bullets, bold that the font does not have, a vertical label,
and a table whose cells are rectangles of their own. `scripts/make_pdf_fixtures.py` runs this too and adds the rows to
expected.tsv; the text there is in drawing order, as each maker writes it.
"""
import pathlib
import subprocess
import tempfile

import pikepdf

OUT = pathlib.Path("fixtures/pdf")
BULLETS = [("#d7282f", "創薬基盤推進研究事業", "22億円"), ("#0068b7", "再生医療実現拠点", "332.5億円"),
           ("#009944", "医工連携事業", "事項要求")]
CELLS = [["事項", "要求額", "前年度"], ["計", "412", "△12"]]
HEADING, BOLD, LABEL, BOX = "概算要求", "重点課題", "開発フェーズ", "対象経費49億円"

# Drawing order of both makers; a table goes by rows.
EXPECTED = {
    "slide-libreoffice": [HEADING, BOX, BOLD, LABEL, *["●" + name + amount for _, name, amount in BULLETS],
                          *[cell for row in CELLS for cell in row]],
    "slide-chromium": [HEADING, BOX, BOLD, LABEL, *["●" + name + amount for _, name, amount in BULLETS],
                       *[cell for row in CELLS for cell in row]],
}


def page_html():
    bullets = "".join(f'<p style="top:{110 + 24 * row}px;left:40px"><b style="color:{colour};font-weight:normal">●</b>{name}'
                      f'<span style="position:absolute;left:240px;white-space:nowrap">{amount}</span></p>'
                      for row, (colour, name, amount) in enumerate(BULLETS))
    cells = "".join(f'<p style="top:{200 + 24 * row}px;left:{40 + 90 * column}px;width:88px;height:22px;border:1px solid #333;'
                    f'background:{"#e6f0fa" if row == 0 else "#fff"};text-align:center">{cell}</p>'
                    for row, line in enumerate(CELLS) for column, cell in enumerate(line))
    return f"""<!doctype html><meta charset="utf-8"><style>
@page {{ size: 480px 270px; margin: 0 }} body {{ margin: 0; font: 14px IPAGothic }} p {{ position: absolute; margin: 0 }}
</style><p style="top:12px;left:40px;font-size:22px;letter-spacing:12px">{HEADING}</p>
<p style="top:54px;left:40px;border:1.5px solid #d7282f;background:#fff5e6;padding:4px 8px">{BOX}</p>
<p style="top:60px;left:220px;font-weight:bold">{BOLD}</p>
<p style="top:60px;left:430px;writing-mode:vertical-rl;border:1px solid #0068b7">{LABEL}</p>{bullets}{cells}"""


def style(name, shape='draw:stroke="none" draw:fill="none"', size=11, text="", paragraph=""):
    """A style for a shape and one for the paragraph in it."""
    return (f'<style:style style:name="{name}" style:family="graphic"><style:graphic-properties {shape} fo:padding="0cm" '
            f'draw:textarea-vertical-align="middle"/><style:paragraph-properties {paragraph}/></style:style>'
            f'<style:style style:name="{name}-p" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
            f'<style:text-properties style:font-name="IPAGothic" style:font-name-asian="IPAGothic" fo:font-size="{size}pt" '
            f'style:font-size-asian="{size}pt" {text}/></style:style>')


def frame(name, x, y, width, height, content):
    return (f'<draw:custom-shape draw:style-name="{name}" svg:x="{x}cm" svg:y="{y}cm" svg:width="{width}cm" '
            f'svg:height="{height}cm"><text:p text:style-name="{name}-p">{content}</text:p><draw:enhanced-geometry '
            'svg:viewBox="0 0 21600 21600" draw:type="rectangle" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 '
            'Z N"/></draw:custom-shape>')


def slide_fodp():
    solid = lambda line, fill: (f'draw:stroke="solid" svg:stroke-width="0.04cm" svg:stroke-color="{line}" draw:fill="solid" '
                                f'draw:fill-color="{fill}"')
    bold = 'fo:font-weight="bold" style:font-weight-asian="bold"'
    styles = "".join([
        style("plain"), style("heading", size=18, text='fo:letter-spacing="0.35cm"'),
        style("box", solid("#d7282f", "#fff5e6")), style("bold", text=bold),
        style("label", solid("#0068b7", "#ffffff"), paragraph='style:writing-mode="tb-rl"'),
        style("head", solid("#333333", "#e6f0fa"), paragraph='fo:text-align="center"'),
        style("cell", solid("#333333", "#ffffff"), paragraph='fo:text-align="center"'),
        *[f'<style:style style:name="c{row}" style:family="text"><style:text-properties fo:color="{colour}"/></style:style>'
          for row, (colour, _, _) in enumerate(BULLETS)]])
    shapes = [frame("heading", 1, 0.3, 8, 1.1, HEADING), frame("box", 1, 1.6, 4.5, 0.9, BOX), frame("bold", 6, 1.6, 4, 0.9, BOLD),
              frame("label", 11.6, 1.4, 0.9, 3.6, LABEL)]
    for row, (_, name, amount) in enumerate(BULLETS):
        shapes.append(frame("plain", 1, 2.9 + 0.7 * row, 6, 0.6, f'<text:span text:style-name="c{row}">●</text:span>{name}'))
        shapes.append(frame("plain", 7.5, 2.9 + 0.7 * row, 3, 0.6, amount))
    for row, line in enumerate(CELLS):
        for column, cell in enumerate(line):
            shapes.append(frame("head" if row == 0 else "cell", 1 + 2.5 * column, 5.3 + 0.7 * row, 2.5, 0.7, cell))
    names = " ".join(f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible")])
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document {names} office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:font-face-decls>'
            '<style:font-face style:name="IPAGothic" svg:font-family="IPAGothic"/></office:font-face-decls>'
            f'<office:automatic-styles>{styles}<style:page-layout style:name="P"><style:page-layout-properties '
            'fo:page-width="12.8cm" fo:page-height="7.2cm" fo:margin="0cm"/></style:page-layout></office:automatic-styles>'
            '<office:master-styles><style:master-page style:name="M" style:page-layout-name="P"/></office:master-styles>'
            f'<office:body><office:presentation><draw:page draw:name="1" draw:master-page-name="M">{"".join(shapes)}</draw:page>'
            '</office:presentation></office:body></office:document>')


def slides():
    """Writes both slides and gives the rows of expected.tsv."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "slide.fodp").write_text(slide_fodp())
        quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                        "--outdir", folder, folder / "slide.fodp"], **quiet)
        (folder / "page.html").write_text(page_html())
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                        f"--user-data-dir={folder}/chromium", f"--print-to-pdf={folder}/page.pdf", folder / "page.html"], **quiet)
        for source, name in [("slide.pdf", "slide-libreoffice"), ("page.pdf", "slide-chromium")]:
            # The dates in the file would make every run another file.
            with pikepdf.open(folder / source) as pdf:
                for holder, key in [(pdf.trailer, "/Info"), (pdf.Root, "/Metadata")]:
                    if key in holder:
                        del holder[key]
                pdf.save(OUT / f"{name}.pdf", deterministic_id=True)
    return [(name, "".join(parts), "") for name, parts in EXPECTED.items()]


if __name__ == "__main__":
    for row in slides():
        print("\t".join(row))
