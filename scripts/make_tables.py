#!/usr/bin/env python3
"""Makes budget tables in many looks as PDF, each with its answers: NAME.pdf and NAME.gold.tsv.

    scripts/make_tables.py OUT [--looks ruled,borderless] [--makers office,browser] [--seeds 1,2,3] [--rows 16]

`office` draws with reportlab, every ruling and text by itself; `browser` prints HTML with Chromium. The same seed gives
the same table. The answers have the columns of a deck's gold table: kind, project, program, amount_oku, previous_oku,
ministries, flags, status; figures in 億円.
"""
import argparse
import pathlib
import random
import re
import shutil
import subprocess
import tempfile
from fractions import Fraction

HEADS = "地域 広域 次世代 先端 国際 総合 戦略的 農山漁村 海洋 水資源 森林 都市 離島 食品 医薬品 感染症 高齢者 若年者 中小企業 観光 防災 気候 宇宙 量子 半導体 保育 学校 図書館 文化財 港湾".split()
MIDS = "連携 基盤 安全 研究 技術 人材 情報 環境 交流 流通 生活 健康 交通 利用 循環 再生 活力 デジタル".split()
TAILS = "推進事業 整備事業 強化事業 支援事業 対策費 推進費 対策事業 形成事業 交付金 補助金 調査費 委託費 活性化事業 モデル事業".split()
MINISTRIES = [("文部科学省", "文"), ("厚生労働省", "厚"), ("経済産業省", "経"), ("農林水産省", "農"), ("国土交通省", "国"), ("環境省", "環"), ("総務省", "総")]
AMOUNT = ["要求額", "概算要求額", "令和８年度要求額", "本年度要求額", "令和８年度概算要求額", "8年度要求額", "要求・要望額"]
PREVIOUS = ["前年度予算額", "令和７年度予算額", "前年度当初予算額", "７年度予算額", "前年度", "令和７年度当初予算額"]
CHANGE = ["増▲減", "増△減額", "差引増△減", "比較増△減", "対前年度増▲減額", "差引"]
NAME = ["事業名", "事項", "施策・事業名", "事項名", "予算事業名", "区分", "項目"]
MINISTRY = ["所管", "府省庁名", "省庁", "担当府省", "府省名"]
REMARKS = ["備考", "摘要", "事業内容", "主な内容"]
UNITS = {"百万円": 1_000_000, "千円": 1_000, "億円": 100_000_000}
OKU = 100_000_000
MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"


class Cell:
    def __init__(self, text="", align="l", rows=1, columns=1, indent=0, fill=None, sign=None):
        self.text, self.align, self.rows, self.columns = text, align, rows, columns
        self.indent, self.fill, self.sign = indent, fill, sign


class Maker:
    """One table in the making: random choices, the rows drawn and the answers."""

    def __init__(self, look, maker, seed, rows):
        self.random = random.Random(f"{look}-{seed}")
        self.look, self.maker, self.count = look, maker, rows
        self.unit = self.random.choice(list(UNITS))
        self.minus = self.random.choice("▲△")
        self.wide = self.random.random() < 0.3
        self.names, self.gold, self.body, self.head = set(), [], [], []
        self.size = self.random.choice([8.0, 9.0, 10.0])

    def name(self, long=False):
        while True:
            parts = [self.random.choice(HEADS), self.random.choice(MIDS)]
            if long or self.random.random() < 0.2:
                parts += ["・" + self.random.choice(HEADS), self.random.choice(MIDS)]
            name = "".join(parts) + self.random.choice(TAILS)
            if name not in self.names:
                self.names.add(name)
                return name

    def figure(self):
        """A figure in the table's unit, as a count of its last printed digit."""
        if self.unit == "億円":
            return self.random.randint(1, 9000)
        return self.random.randint(12, 99_999) * (1000 if self.unit == "千円" and self.random.random() < 0.3 else 1)

    def yen(self, figure):
        return figure * UNITS[self.unit] // (10 if self.unit == "億円" else 1)

    def text(self, figure, sign=True):
        body = f"{abs(figure) / 10:,.1f}" if self.unit == "億円" else f"{abs(figure):,}"
        if self.wide:
            body = body.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))
        return (self.minus if figure < 0 and sign else "") + body

    def widen(self):
        """Columns as wide as their widest figure: no maker breaks a number."""
        for head, body in getattr(self, "parts", [(self.head, self.body)]):
            for number, column, cell in grid(body):
                if cell.align == "r":
                    width = sum(1.0 if ord(character) > 255 else 0.6 for character in cell.text + (cell.sign or "")) * self.size + 14
                    self.widths[column] = max(self.widths[column], width)

    def amounts(self):
        own = self.figure()
        last = None if self.random.random() < 0.2 else max(1, int(own * self.random.uniform(0.5, 1.5)))
        return own, last

    def answer(self, name, own, last, ministry="", flags="", kind="program", status=""):
        oku = lambda figure: "" if figure is None else str(float(Fraction(self.yen(figure), OKU))).removesuffix(".0")
        self.gold.append([kind, "", name, oku(own), oku(last), ministry, flags, status])

    def cells(self, own, last, change=True):
        """要求額, 前年度 and 増減."""
        none = self.random.choice(["－", "", "-", "―", "0"]) if self.look != "dashes" else self.random.choice(["－", ""])
        out = [Cell(self.text(own), "r"), Cell(none if last is None else self.text(last), "r")]
        if change:
            if last is None and self.random.random() < 0.5 and none != "0":
                out.append(Cell("皆増", "r"))
            else:
                difference = own - (last or 0)
                text = self.text(difference)
                if difference < 0 and self.look in ("dashes", "lines"):
                    out.append(Cell(self.text(difference, sign=False), "r", sign=self.minus))
                else:
                    out.append(Cell(text, "r"))
        return out, none == "0"

    def remark(self, last):
        flag = "新規" if last is None and self.random.random() < 0.8 else ""
        words = self.random.choice(["", "", "補助率1/2", "単価@2,500円×120件", "うち補正 1,200", "R6:3,400 R7:3,900", "基金残高 12,345百万円", "12か所→15か所", "執行率95.2%"])
        return flag or words, "new" if flag else ""


def grid(rows):
    """Cells of rows as (row, column, cell), spans taken into account."""
    taken, out = set(), []
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            out.append((number, column, cell))
            for r in range(cell.rows):
                for c in range(cell.columns):
                    taken.add((number + r, column + c))
            column += cell.columns
    return out


def sums(rows):
    return sum(own for own, _ in rows), sum(last or 0 for _, last in rows)


def add_sum(table, word, rows, before, after, change=True, ministry=""):
    own, last = sums(rows)
    table.answer(word, own, last, ministry, kind="subtotal")
    figures, _ = table.cells(own, last or 1 if last == 0 else last, change)
    if last == 0:
        figures[1].text = "0"
        figures[2:] = [Cell(table.text(own), "r")] if change else []
    table.body.append([*before(word), *figures, *after()])


def ruled(table, ministries=True):
    """所管 merged over its rows, a head of two rows, 小計 and 合計, remarks with figures."""
    choose = table.random.choice
    year, last_year = "令和８年度", "令和７年度"
    table.head = [[Cell(choose(MINISTRY), "c", rows=2), Cell(choose(NAME), "c", rows=2), Cell(year, "c"), Cell(last_year, "c"), Cell(choose(CHANGE), "c", rows=2), Cell(choose(REMARKS), "c", rows=2)],
                  [Cell(choose(["要求額", "概算要求額"]), "c"), Cell(choose(["予算額", "当初予算額"]), "c")]]
    table.widths = [60, 170, 70, 70, 60, 85]
    table.above = f"（単位：{table.unit}）"
    everything = []
    for full, code in table.random.sample(MINISTRIES, 3):
        group = [table.amounts() for _ in range(max(2, table.count // 4))]
        for number, (own, last) in enumerate(group):
            name = table.name()
            figures, zero = table.cells(own, last)
            words, flags = table.remark(last)
            lead = [Cell(full, "c", rows=len(group) + 1)] if number == 0 else []
            table.body.append([*lead, Cell(name), *figures, Cell(words)])
            table.answer(name, own, 0 if zero and last is None else last, code, flags)
        add_sum(table, choose(["小計", "計"]), group, lambda word: [Cell(word, "c")], lambda: [Cell()])
        everything += group
    add_sum(table, "合計", everything, lambda word: [Cell(word, "c", columns=2)], lambda: [Cell()])


def plain_rows(table, columns, count, change=True, level=False, of_which=False):
    """Rows of a table whose columns come in the order given."""
    rows = []
    for number in range(count):
        own, last = table.amounts()
        name = table.name(long=of_which and number % 3 == 0)
        (amount, previous, *rest), zero = table.cells(own, last, change)
        words, flags = table.remark(last)
        by = {"number": Cell(str(number + 1), "c"), "name": Cell(name), "amount": amount, "previous": previous,
              "change": rest[0] if rest else Cell(), "remarks": Cell(words), "ministry": Cell(table.own[0])}
        if "remarks" not in columns:
            flags = ""
        if table.random.random() < 0.1:
            by["name"].text += "（仮称）"
        table.body.append([by[column] for column in columns])
        table.answer(name, own, 0 if zero and last is None else last, table.own[1], flags)
        rows.append((own, last))
        if of_which and number % 4 == 1 and own > 20:
            part = own // 3
            inner = table.name()
            cells = {"name": Cell("うち" + inner, indent=1), "amount": Cell(table.text(part), "r")}
            table.body.append([cells.get(column, Cell()) for column in columns])
            table.answer(inner, part, None, table.own[1])
    return rows


def order(table):
    """Columns in any order, ministries as rows over their programs or in a column."""
    choose = table.random.choice
    middle = ["amount", "previous", "change"]
    if table.random.random() < 0.5:
        middle = ["previous", "amount", "change"]
    columns = ["number"] * (table.random.random() < 0.5) + ["name"] + middle + ["remarks"]
    heads = {"number": "番号", "name": choose(NAME), "amount": choose(AMOUNT), "previous": choose(PREVIOUS), "change": choose(CHANGE), "remarks": choose(REMARKS), "ministry": choose(MINISTRY)}
    in_column = table.random.random() < 0.5
    if in_column:
        columns.insert(table.random.choice([len(columns) - 1, columns.index("name") + 1]), "ministry")
    table.head = [[Cell(heads[column] + (f"（{table.unit}）" if column in middle else ""), "c") for column in columns]]
    widths = {"number": 30, "name": 170, "amount": 78, "previous": 78, "change": 70, "remarks": 85, "ministry": 60}
    table.widths = [widths[column] for column in columns]
    for full, code in table.random.sample(MINISTRIES, 2):
        table.own = (full, code)
        if not in_column:
            table.body.append([Cell(full, columns=len(columns), fill=0.92)])
        plain_rows(table, columns, table.count // 2)


def simple(table, sum_word="合計", **more):
    choose = table.random.choice
    columns = ["name", "amount", "previous", "change", "remarks"]
    table.own = ("", "")
    table.head = [[Cell(choose(NAME), "c"), Cell(choose(AMOUNT), "c"), Cell(choose(PREVIOUS), "c"), Cell(choose(CHANGE), "c"), Cell(choose(REMARKS), "c")]]
    table.widths = [190, 75, 75, 65, 100]
    table.above = choose([f"（単位：{table.unit}）", f"単位：{table.unit}", f"（{table.unit}）"])
    rows = plain_rows(table, columns, table.count, **more)
    add_sum(table, sum_word, rows, lambda word: [Cell(word, "c")], lambda: [Cell()])


def filled(table):
    """Cells told by their fills: a coloured head, every second row grey."""
    simple(table)


def lines(table):
    """Rulings across only, a sign at the cell's left edge."""
    simple(table)


def dashes(table):
    """Empty cells and dashes, signs apart from the digits."""
    simple(table)


def borderless(table):
    """Nothing drawn, names that go on over lines, うち rows, and pages without a head."""
    simple(table, of_which=True)


def levels(table):
    """大事項 with 中事項 below it, by numbers and indents, in one column of amounts."""
    choose = table.random.choice
    table.head = [[Cell(choose(NAME), "c"), Cell(choose(AMOUNT), "c"), Cell(choose(PREVIOUS), "c"), Cell(choose(CHANGE), "c")]]
    table.widths = [230, 85, 85, 75]
    table.above = f"（単位：{table.unit}）"
    marks = choose([("１　", "（１）", "①"), ("Ⅰ　", "１．", "(1) "), ("", "", "")])
    everything = []
    for big in range(3):
        rows = [(table.name(), *table.amounts()) for _ in range(max(2, table.count // 5))]
        own, last = sums([(own, last) for _, own, last in rows])
        title = choose(HEADS) + choose(["政策の推進", "の振興", "対策の強化"])
        figures, _ = table.cells(own, last or None)
        number = str.translate(str(big + 1), str.maketrans("123", "１２３"))
        lead = marks[0].replace("１", number).replace("Ⅰ", "ⅠⅡⅢ"[big])
        table.body.append([Cell(lead + title), *figures])
        table.answer(title, own, last, kind="subtotal")
        for small, (name, own, last) in enumerate(rows):
            figures, zero = table.cells(own, last)
            lead = marks[1].replace("１", str.translate(str(small + 1), str.maketrans("123456789", "１２３４５６７８９")))
            table.body.append([Cell(lead + name, indent=1), *figures])
            table.answer(name, own, 0 if zero and last is None else last)
            everything.append((own, last))
    add_sum(table, "合計", everything, lambda word: [Cell(word, "c")], lambda: [])


def nested(table):
    """A column each for 大事項 and 事業, the higher one's sum in a row of its own."""
    choose = table.random.choice
    table.head = [[Cell("項", "c"), Cell("目", "c"), Cell(choose(AMOUNT), "c"), Cell(choose(PREVIOUS), "c"), Cell(choose(CHANGE), "c")]]
    table.widths = [110, 170, 75, 75, 65]
    table.above = f"（単位：{table.unit}）"
    everything = []
    for _ in range(3):
        rows = [(table.name(), *table.amounts()) for _ in range(max(2, table.count // 5))]
        own, last = sums([(own, last) for _, own, last in rows])
        title = choose(HEADS) + choose(MIDS) + "費"
        figures, _ = table.cells(own, last or None)
        table.body.append([Cell(title), Cell(), *figures])
        table.answer(title, own, last, kind="subtotal")
        for name, own, last in rows:
            figures, zero = table.cells(own, last)
            table.body.append([Cell(), Cell(name), *figures])
            table.answer(name, own, 0 if zero and last is None else last)
            everything.append((own, last))
    add_sum(table, "合計", everything, lambda word: [Cell(word, "c", columns=2)], lambda: [])


def frames(table):
    """要求額 with うち重要政策推進枠 below it in a head of two rows."""
    choose = table.random.choice
    table.own = ("", "")
    table.head = [[Cell(choose(NAME), "c", rows=2), Cell("令和８年度", "c", columns=2), Cell("令和７年度", "c", rows=1), Cell(choose(CHANGE), "c", rows=2)],
                  [Cell(choose(["要求額", "概算要求額"]), "c"), Cell("うち重要政策推進枠", "c"), Cell("当初予算額", "c")]]
    table.widths = [180, 80, 80, 80, 70]
    table.above = f"（単位：{table.unit}）"
    rows = []
    for _ in range(table.count):
        own, last = table.amounts()
        name = table.name()
        (amount, previous, change), zero = table.cells(own, last)
        part = Cell(table.text(own // 2), "r") if table.random.random() < 0.5 else Cell(choose(["", "－"]), "r")
        table.body.append([Cell(name), amount, part, previous, change])
        table.answer(name, own, 0 if zero and last is None else last)
        rows.append((own, last))


def side(table):
    """Two tables beside each other."""
    choose = table.random.choice
    heads = [choose(NAME), choose(AMOUNT), choose(PREVIOUS)]
    table.own = ("", "")
    table.above = f"（単位：{table.unit}）"
    table.parts = []
    for _ in range(2):
        table.head = [[Cell(word, "c") for word in heads]]
        table.body = []
        plain_rows(table, ["name", "amount", "previous"], table.count // 2, change=False)
        table.parts.append((table.head, table.body))
    table.widths = [160, 65, 65]


def transposed(table):
    """Programs as columns and years as rows: nothing of it may be told wrong."""
    names = [table.name() for _ in range(4)]
    figures = [table.amounts() for _ in names]
    table.head = [[Cell("区分", "c"), *[Cell(name, "c") for name in names]]]
    table.widths = [90, 100, 100, 100, 100]
    table.above = f"（単位：{table.unit}）"
    table.body = [[Cell("令和８年度要求額"), *[Cell(table.text(own), "r") for own, _ in figures]],
                  [Cell("令和７年度予算額"), *[Cell("－" if last is None else table.text(last), "r") for _, last in figures]],
                  [Cell("増▲減"), *[Cell(table.text(own - (last or 0)), "r") for own, last in figures]]]
    for name, (own, last) in zip(names, figures):
        table.answer(name, own, last, status="optional")


LOOKS = {look.__name__: look for look in (ruled, order, filled, lines, dashes, borderless, levels, nested, frames, side, transposed)}


# Office: every ruling and text drawn by itself.

class Office:
    def __init__(self, table, path):
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen import canvas
        for font in (MINCHO, GOTHIC):
            pdfmetrics.registerFont(UnicodeCIDFont(font))
        self.measure = pdfmetrics.stringWidth
        self.table, self.font = table, table.random.choice([MINCHO, GOTHIC])
        total = sum(table.widths) * (2 if table.look == "side" else 1) + 40
        landscape = total > 515 or table.random.random() < 0.3
        self.width, self.height = (842, 595) if landscape else (595, 842)
        self.canvas = canvas.Canvas(str(path), pagesize=(self.width, self.height), invariant=1)
        self.left, self.y, self.page, self.striped = 40, 0, 0, False

    def wrap(self, text, width):
        lines, line = [], ""
        for character in text:
            if self.measure(line + character, self.font, self.table.size) > width and line:
                lines.append(line)
                line = ""
            line += character
        return [*lines, line]

    def new_page(self, title):
        if self.page:
            self.canvas.drawCentredString(self.width / 2, 24, f"- {self.page} -")
            self.canvas.showPage()
        self.page += 1
        self.canvas.setFont(self.font, self.table.size)
        self.y = 50
        if self.page == 1:
            self.canvas.setFont(self.font, 14)
            self.canvas.drawString(self.left, self.height - 40, title)
            self.canvas.setFont(self.font, self.table.size)
            self.y = 75
            if self.table.above:
                right = self.left + sum(self.table.widths) * (2 if self.table.look == "side" else 1)
                self.canvas.drawRightString(right, self.height - self.y + 4, self.table.above)

    def rows(self, rows, left, head=False):
        size, lead = self.table.size, self.table.size * 1.25
        placed = grid(rows)
        xs = [left]
        for width in self.table.widths:
            xs.append(xs[-1] + width)
        heights = [lead + 5.0] * len(rows)
        texts = {}
        for number, column, cell in placed:
            width = xs[column + cell.columns] - xs[column] - 8 - cell.indent * size
            texts[number, column] = self.wrap(cell.text, width)
            if cell.rows == 1:
                heights[number] = max(heights[number], len(texts[number, column]) * lead + 5.0)
        ys = [self.y]
        for height in heights:
            ys.append(ys[-1] + height)
        flip = lambda y: self.height - y
        for number, column, cell in placed:
            x0, x1, y0 = xs[column], xs[column + cell.columns], ys[number]
            y1 = ys[min(number + cell.rows, len(rows))]
            fill = cell.fill
            if self.table.look == "filled":
                fill = 0.75 if head else 0.93 if self.striped else None
            if fill:
                self.canvas.setFillGray(fill)
                self.canvas.rect(x0, flip(y1), x1 - x0, y1 - y0, stroke=0, fill=1)
                self.canvas.setFillGray(0)
            if self.table.look not in ("borderless", "filled", "lines"):
                self.canvas.setLineWidth(0.5)
                for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    self.canvas.line(line[0], flip(line[1]), line[2], flip(line[3]))
            elif self.table.look == "lines" and column + cell.columns == len(self.table.widths):
                self.canvas.setLineWidth(0.5)
                for y in (y0, y1):
                    self.canvas.line(left, flip(y), xs[-1], flip(y))
            words = texts[number, column]
            top = y0 + (y1 - y0 - len(words) * lead) / 2 + size
            for at, line in enumerate(words):
                y = flip(top + at * lead)
                if cell.align == "r":
                    self.canvas.drawRightString(x1 - 4, y, line)
                elif cell.align == "c":
                    self.canvas.drawCentredString((x0 + x1) / 2, y, line)
                else:
                    self.canvas.drawString(x0 + 4 + cell.indent * size, y, line)
            if cell.sign:
                self.canvas.drawString(x0 + 3, flip(top), cell.sign)
        self.y = ys[-1]

    def body(self, head, body, left, title, again):
        self.rows(head, left, head=True)
        start = 0
        while start < len(body):
            end = start + max([cell.rows for cell in body[start]] or [1])
            need = (self.table.size * 2.5 + 5) * (end - start)
            if self.y + need > self.height - 60:
                self.new_page(title)
                if again:
                    self.rows(head, left, head=True)
            self.striped = start % 2 == 1
            self.rows(body[start:end], left)
            start = end

    def write(self, title):
        table = self.table
        self.new_page(title)
        again = table.look != "borderless" and table.random.random() < 0.6
        if table.look == "side":
            top, left = self.y, self.left
            for head, body in table.parts:
                self.y = top
                self.body(head, body, left, title, again)
                left += sum(table.widths) + 20
        else:
            self.body(table.head, table.body, self.left, title, again)
        self.canvas.save()


# Browser: a table of HTML.

def html(table, title):
    lined = {"borderless": "", "filled": "", "lines": "tr{border-top:.6pt solid #333;border-bottom:.6pt solid #333}"}.get(
        table.look, "td,th{border:.6pt solid #333}")
    zebra = "tbody tr:nth-child(even){background:#eee} th{background:#bcd}" if table.look == "filled" else ""
    padding = "2pt 4pt" if table.look != "borderless" else "3pt 4pt"
    style = (f"@page{{size:{'A4 landscape' if table.look == 'side' else 'A4'};margin:12mm}} body{{font-family:'Noto Sans CJK JP','Noto Serif CJK JP';font-size:{table.size}pt}} "
             f"table{{border-collapse:collapse;table-layout:fixed}} td,th{{padding:{padding};font-weight:normal;vertical-align:middle;line-height:1.25}} "
             f".r{{text-align:right}} .c{{text-align:center}} .s{{float:left}} .u{{text-align:right}} tr{{break-inside:avoid}} {lined} {zebra}"
             + ("thead{display:table-row-group}" if table.look == "borderless" else ""))

    def row(cells, tag):
        out = []
        for cell in cells:
            span = (f" rowspan={cell.rows}" if cell.rows > 1 else "") + (f" colspan={cell.columns}" if cell.columns > 1 else "")
            sign = f"<span class=s>{cell.sign}</span>" if cell.sign else ""
            fill = f"background:#e8e8e8;" if cell.fill else ""
            out.append(f'<{tag}{span} class={cell.align} style="{fill}padding-left:{4 + cell.indent * table.size}pt">{sign}{cell.text}</{tag}>')
        return "<tr>" + "".join(out) + "</tr>"

    def one(head, body):
        columns = "".join(f'<col style="width:{width}pt">' for width in table.widths)
        return (f'<table style="width:{sum(table.widths)}pt"><colgroup>{columns}</colgroup><thead>{"".join(row(cells, "th") for cells in head)}</thead>'
                f'<tbody>{"".join(row(cells, "td") for cells in body)}</tbody></table>')

    if table.look == "side":
        tables = "<div style='display:flex;gap:20pt;align-items:flex-start'>" + "".join(one(*part) for part in table.parts) + "</div>"
    else:
        tables = one(table.head, table.body)
    above = f'<div class=u style="width:{sum(table.widths)}pt">{table.above}</div>' if table.above else ""
    return f"<!doctype html><meta charset=utf-8><style>{style}</style><div style='font-size:14pt'>{title}</div>{above}{tables}"


def browser(table, path, title):
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "page.html"
        page.write_text(html(table, title), encoding="utf-8")
        subprocess.run([program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
                        f"--print-to-pdf={path}", page.as_uri()], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make(look, maker, seed, rows, folder, name):
    table = Maker(look, maker, seed, rows)
    table.above, table.own = "", ("", "")
    LOOKS[look](table)
    table.widen()
    title = table.random.choice(["令和８年度概算要求事業一覧", "令和８年度　予算概算要求額明細表", "令和８年度概算要求の主要事項"])
    path = folder / (name.format(look=look, maker=maker, seed=seed) + ".pdf")
    if maker == "office":
        Office(table, path).write(title)
    else:
        browser(table, path, title)
    lines = ["\t".join(["kind", "project", "program", "amount_oku", "previous_oku", "ministries", "flags", "status"])]
    lines += ["\t".join(row) for row in table.gold]
    path.with_suffix(".gold.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--looks", default=",".join(LOOKS))
    parser.add_argument("--makers", default="office,browser")
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--rows", type=int, default=16)
    parser.add_argument("--name", default="{look}-{maker}-{seed}", help="the fixtures are made with --makers office --seeds 7 --rows 12 --name {look}-2026")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    for look in options.looks.split(","):
        for maker in options.makers.split(","):
            for seed in re.split(",", options.seeds):
                print(make(look, maker, seed, options.rows, options.out, options.name))


if __name__ == "__main__":
    main()
