"""Pages as display lists, in points from the top left corner, and the two makers that print them: Chromium from HTML,
LibreOffice from a flat drawing or presentation."""
import html
import unicodedata


def width(text, size):
    """How wide a text is about, in points."""
    total = 0.0
    for char in text:
        kind = unicodedata.east_asian_width(char)
        total += 1.0 if kind in "WFA" else 0.58
    return total * size


def wrap(text, size, room):
    """Lines no wider than the room; no line begins with a closing mark."""
    lines, line = [], ""
    for char in text:
        if line and width(line + char, size) > room and char not in "、。）)」・ー":
            lines.append(line)
            line = ""
        line += char
    return lines + [line]


class Page:
    """One page's elements."""

    def __init__(self, wide=720, high=405):
        self.wide, self.high, self.items = wide, high, []

    def rect(self, x, y, w, h, fill=None, stroke=None, pen=1.0, radius=0):
        self.items.append(("rect", dict(x=x, y=y, w=w, h=h, fill=fill, stroke=stroke, pen=pen, radius=radius)))

    def line(self, x1, y1, x2, y2, stroke="#444444", pen=0.75):
        self.items.append(("line", dict(x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, pen=pen)))

    def poly(self, points, fill="#9aa7b5", stroke=None):
        self.items.append(("poly", dict(points=points, fill=fill, stroke=stroke)))

    def text(self, x, y, w, lines, size=9, bold=False, color="#000000", align="left", lead=1.35, vertical=False):
        """Lines of text from the top of the first; a line is a text or a list of (text, colour, bold, size)."""
        if isinstance(lines, str):
            lines = [lines]
        self.items.append(("text", dict(x=x, y=y, w=w, lines=lines, size=size, bold=bold, color=color, align=align, lead=lead, vertical=vertical)))
        return y + len(lines) * size * lead

    def table(self, x, y, widths, rows, size=8, rules="all", pad=2.5):
        """Rows of cells: dict(text, align, bold, fill, rows, cols) or None where another cell reaches."""
        self.items.append(("table", dict(x=x, y=y, widths=widths, rows=rows, size=size, rules=rules, pad=pad)))


def runs_of(line, item):
    """A line as (text, colour, bold, size)."""
    if isinstance(line, str):
        return [(line, item["color"], item["bold"], item["size"])]
    out = []
    for run in line:
        text, color, bold, size = (list(run) + [None] * 3)[:4]
        out.append((text, color or item["color"], item["bold"] if bold is None else bold, size or item["size"]))
    return out


# ---- browser

def to_html(pages, font, small=False):
    """A bold that a font does not have is drawn as outlines, glyph by glyph: a small deck does without."""
    synthesis = "none" if small else "weight style"
    sizes = {(page.wide, page.high) for page in pages}
    wide, high = sizes.pop()
    body = "".join(f'<div class="page">{"".join(_html(kind, item) for kind, item in page.items)}</div>' for page in pages)
    return f"""<!doctype html><html lang="ja"><meta charset="utf-8"><style>
@page {{ size: {wide}pt {high}pt; margin: 0 }} * {{ box-sizing: border-box }}
body {{ margin: 0; font-family: '{font}'; font-synthesis: {synthesis}; -webkit-print-color-adjust: exact }}
.page {{ position: relative; width: {wide}pt; height: {high}pt; overflow: hidden; break-after: page }}
.page:last-child {{ break-after: auto }}
.t {{ position: absolute; white-space: pre }} .r {{ position: absolute }} svg {{ position: absolute; left: 0; top: 0 }}
table {{ position: absolute; border-collapse: collapse; table-layout: fixed }} td {{ vertical-align: middle; white-space: pre-wrap; overflow-wrap: anywhere }}
</style><body>{body}</body></html>"""


def _html(kind, item):
    if kind == "rect":
        style = f"left:{item['x']}pt;top:{item['y']}pt;width:{item['w']}pt;height:{item['h']}pt;"
        if item["fill"]:
            style += f"background:{item['fill']};"
        if item["stroke"]:
            style += f"border:{item['pen']}pt solid {item['stroke']};"
        if item["radius"]:
            style += f"border-radius:{item['radius']}pt;"
        return f'<div class="r" style="{style}"></div>'
    if kind == "line":
        return (f'<svg width="100%" height="100%"><line x1="{item["x1"]}pt" y1="{item["y1"]}pt" x2="{item["x2"]}pt" y2="{item["y2"]}pt" '
                f'stroke="{item["stroke"]}" stroke-width="{item["pen"]}pt"/></svg>')
    if kind == "poly":
        points = " ".join(f"{x * 4 / 3:.2f},{y * 4 / 3:.2f}" for x, y in item["points"])
        stroke = f' stroke="{item["stroke"]}"' if item["stroke"] else ""
        return f'<svg width="100%" height="100%"><polygon points="{points}" fill="{item["fill"]}"{stroke}/></svg>'
    if kind == "table":
        return _html_table(item)
    mode = "writing-mode:vertical-rl;" if item["vertical"] else f"width:{item['w']}pt;"
    style = f"left:{item['x']}pt;top:{item['y']}pt;{mode}text-align:{item['align']};line-height:{item['size'] * item['lead']:.2f}pt;font-size:{item['size']}pt"
    lines = "".join(f"<div>{''.join(_html_run(run) for run in runs_of(line, item))}</div>" for line in item["lines"])
    return f'<div class="t" style="{style}">{lines}</div>'


def _html_run(run):
    text, color, bold, size = run
    weight = "font-weight:bold;" if bold else ""
    return f'<span style="color:{color};font-size:{size}pt;{weight}">{html.escape(text)}</span>'


def _html_table(item):
    border = {"all": "border:0.75pt solid #333;", "rows": "border-bottom:0.5pt solid #777;", "none": ""}[item["rules"]]
    columns = "".join(f'<col style="width:{wide}pt">' for wide in item["widths"])
    body = ""
    for row in item["rows"]:
        body += "<tr>"
        for cell in row:
            if cell is None:
                continue
            spans = "".join(f' {name}="{cell[key]}"' for key, name in (("rows", "rowspan"), ("cols", "colspan")) if cell.get(key, 1) > 1)
            style = f"{border}padding:{item['pad']}pt;text-align:{cell.get('align', 'left')};"
            style += f"background:{cell['fill']};" if cell.get("fill") else ""
            style += "font-weight:bold;" if cell.get("bold") else ""
            style += f"padding-left:{item['pad'] + cell['indent']}pt;" if cell.get("indent") else ""
            body += f'<td{spans} style="{style}">{html.escape(cell["text"])}</td>'
        body += "</tr>"
    return (f'<table style="left:{item["x"]}pt;top:{item["y"]}pt;width:{sum(item["widths"])}pt;font-size:{item["size"]}pt;line-height:1.3">'
            f"{columns}{body}</table>")


# ---- office

NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"' for name, path in [
    ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("svg", "svg-compatible"),
    ("presentation", "presentation")]) + ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


class Office:
    """A flat presentation with its automatic styles."""

    def __init__(self, font):
        self.font, self.styles = font, {}

    def style(self, family, body):
        key = (family, body)
        if key not in self.styles:
            self.styles[key] = f"{family[0]}{len(self.styles)}"
        return self.styles[key]

    def text_style(self, color, bold, size):
        weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if bold else ""
        return self.style("text", f'<style:text-properties fo:color="{color}" fo:font-size="{size}pt" style:font-size-asian="{size}pt"'
                                  f' fo:font-family="{self.font}" style:font-family-asian="{self.font}"{weight}/>')

    def paragraph(self, align, size, lead):
        align = {"left": "start", "right": "end"}.get(align, align)
        return self.style("paragraph", f'<style:paragraph-properties fo:text-align="{align}" fo:line-height="{size * lead:.2f}pt" fo:margin-top="0pt" fo:margin-bottom="0pt"/>'
                                       f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt"/>')

    def graphic(self, fill=None, stroke=None, pen=1.0, text=None, vertical=False):
        body = f' draw:fill="solid" draw:fill-color="{fill}"' if fill else ' draw:fill="none"'
        body += f' draw:stroke="solid" svg:stroke-color="{stroke}" svg:stroke-width="{pen}pt"' if stroke else ' draw:stroke="none"'
        if text:
            wrap = "wrap" if vertical else "no-wrap"
            body += (f' fo:padding="0pt" draw:auto-grow-height="false" draw:auto-grow-width="false" draw:textarea-vertical-align="top"'
                     f' draw:textarea-horizontal-align="{"justify" if vertical else text}" fo:wrap-option="{wrap}"')
        inner = '<style:paragraph-properties style:writing-mode="tb-rl"/>' if vertical else ""
        return self.style("graphic", f"<style:graphic-properties{body}/>{inner}")

    def runs(self, line, item):
        out = ""
        for text, color, bold, size in runs_of(line, item):
            escaped = html.escape(text).replace("  ", '<text:s text:c="2"/>')
            out += f'<text:span text:style-name="{self.text_style(color, bold, size)}">{escaped}</text:span>'
        return out

    def element(self, kind, item):
        if kind == "rect":
            radius = f' draw:corner-radius="{item["radius"]}pt"' if item["radius"] else ""
            style = self.graphic(item["fill"], item["stroke"], item["pen"])
            return f'<draw:rect draw:style-name="{style}" svg:x="{item["x"]}pt" svg:y="{item["y"]}pt" svg:width="{item["w"]}pt" svg:height="{item["h"]}pt"{radius}/>'
        if kind == "line":
            style = self.graphic(None, item["stroke"], item["pen"])
            return f'<draw:line draw:style-name="{style}" svg:x1="{item["x1"]}pt" svg:y1="{item["y1"]}pt" svg:x2="{item["x2"]}pt" svg:y2="{item["y2"]}pt"/>'
        if kind == "poly":
            return self.polygon(item)
        if kind == "table":
            return self.table(item)
        paragraph = self.paragraph(item["align"], item["size"], item["lead"])
        body = "".join(f'<text:p text:style-name="{paragraph}">{self.runs(line, item)}</text:p>' for line in item["lines"])
        style = self.graphic(text=item["align"], vertical=item["vertical"])
        high = len(item["lines"]) * item["size"] * item["lead"]
        left, wide = item["x"], item["w"]
        if item["vertical"]:
            wide, high = high + 2, max(len(line) for line in item["lines"]) * item["size"] * 1.1 + 8
        else:
            # LibreOffice sets a little wider than reckoned: the unseen frame has room to spare.
            most = max(sum(width(text, size) for text, _, _, size in runs_of(line, item)) for line in item["lines"])
            spare = max(0.0, 1.3 * most + 6 - wide)
            left -= {"left": 0, "right": spare, "center": spare / 2}[item["align"]]
            wide += spare
        return (f'<draw:frame draw:style-name="{style}" svg:x="{left:.2f}pt" svg:y="{item["y"]:.2f}pt" svg:width="{wide:.2f}pt" svg:height="{high:.2f}pt">'
                f"<draw:text-box>{body}</draw:text-box></draw:frame>")

    def polygon(self, item):
        xs, ys = [x for x, _ in item["points"]], [y for _, y in item["points"]]
        x0, y0, wide, high = min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)
        points = " ".join(f"{(x - x0) * 100:.0f},{(y - y0) * 100:.0f}" for x, y in item["points"])
        style = self.graphic(item["fill"], item["stroke"])
        return (f'<draw:polygon draw:style-name="{style}" svg:x="{x0}pt" svg:y="{y0}pt" svg:width="{wide}pt" svg:height="{high}pt" '
                f'svg:viewBox="0 0 {wide * 100:.0f} {high * 100:.0f}" draw:points="{points}"/>')

    def table(self, item):
        border = {"all": 'fo:border="0.75pt solid #333333"', "rows": 'fo:border="none" fo:border-bottom="0.5pt solid #777777"', "none": 'fo:border="none"'}[item["rules"]]
        columns = "".join(f'<table:table-column table:style-name="{self.style("table-column", f"""<style:table-column-properties style:column-width="{wide}pt"/>""")}"/>' for wide in item["widths"])
        row_style = self.style("table-row", f'<style:table-row-properties style:min-row-height="{item["size"] * 1.3 + 2 * item["pad"]:.2f}pt"/>')
        body = ""
        for row in item["rows"]:
            body += f'<table:table-row table:style-name="{row_style}">'
            for cell in row:
                body += "<table:covered-table-cell/>" if cell is None else self.cell(cell, border, item)
            body += "</table:table-row>"
        high = len(item["rows"]) * (item["size"] * 1.3 + 2 * item["pad"])
        return (f'<draw:frame svg:x="{item["x"]}pt" svg:y="{item["y"]}pt" svg:width="{sum(item["widths"])}pt" svg:height="{high:.2f}pt">'
                f"<table:table>{columns}{body}</table:table></draw:frame>")

    def cell(self, cell, border, item):
        fill = f'draw:fill="solid" draw:fill-color="{cell["fill"]}"' if cell.get("fill") else 'draw:fill="none"'
        pad = item["pad"]
        left = pad + cell.get("indent", 0)
        style = self.style("table-cell", f'<style:graphic-properties {fill} draw:textarea-vertical-align="middle" fo:padding-top="{pad}pt" fo:padding-bottom="{pad}pt" fo:padding-left="{left}pt" fo:padding-right="{pad}pt"/>'
                                         f'<style:paragraph-properties {border}/>')
        spans = f' table:number-rows-spanned="{cell.get("rows", 1)}" table:number-columns-spanned="{cell.get("cols", 1)}"'
        look = dict(color="#000000", bold=cell.get("bold", False), size=item["size"])
        paragraph = self.paragraph(cell.get("align", "left"), item["size"], 1.3)
        body = "".join(f'<text:p text:style-name="{paragraph}">{self.runs(line, look)}</text:p>' for line in cell["text"].split("\n"))
        return f'<table:table-cell table:style-name="{style}"{spans}>{body}</table:table-cell>'

    def document(self, pages):
        wide, high = pages[0].wide, pages[0].high
        body = "".join(f'<draw:page draw:name="p{number}" draw:master-page-name="M">{"".join(self.element(kind, item) for kind, item in page.items)}</draw:page>'
                       for number, page in enumerate(pages))
        styles = "".join(f'<style:style style:name="{name}" style:family="{family}">{inner}</style:style>' for (family, inner), name in self.styles.items())
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMES} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation">
<office:styles/><office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:margin-top="0pt" fo:margin-bottom="0pt" fo:margin-left="0pt" fo:margin-right="0pt" fo:page-width="{wide}pt" fo:page-height="{high}pt" style:print-orientation="{'portrait' if high > wide else 'landscape'}"/></style:page-layout>{styles}</office:automatic-styles>
<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>
<office:body><office:presentation>{body}</office:presentation></office:body></office:document>"""


def to_office(pages, font):
    return Office(font).document(pages)
