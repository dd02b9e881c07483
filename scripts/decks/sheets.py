"""Looks of tables, lists and reports."""
from .draw import Page, width, wrap
from .slides import HIGH, WIDE, start
from .words import MINISTRIES, PILLARS, oku
from fractions import Fraction

TALL, BROAD = 842, 595


def unit_note(words):
    return "（単位：百万円）" if words.unit == "百万" else "（単位：億円）"


def ruled(words, gold):
    """所管 | 事業名 | 要求額 | 前年度 | 増▲減 | 備考, the ministry's cell merged over its rows, a 小計 below them."""
    rng = words.rng
    heads = [f"{words.year_text()}\n概算要求額", f"{words.year_text(1)}\n当初予算額", rng.choice(["増▲減", "対前年度増減", "増△減額"])]
    order = rng.choice([[0, 1, 2], [1, 0, 2]])
    minus = "▲" if "▲" in heads[2] else "△"
    remark = rng.random() < 0.7
    widths = [74, 250, 80, 80, 76] + ([124] if remark else [])
    pages = []
    marks = rng.sample(words.marks, 3)
    subtotal = rng.random() < 0.6
    shade = rng.choice(["#dde6f0", "#eeeeee", None])
    for number in range(1, words.pages + 1):
        page = start(words, "主要事業一覧" + ("" if number == 1 else "（続き）"), number)
        page.text(430, 40, 274, unit_note(words), size=8, align="right")
        rows = [[dict(text=text, align="center", bold=True, fill=shade) for text in ["所管", "事業名"] + [heads[at] for at in order] + (["備考"] if remark else [])]]
        for mark in marks if number == 1 else marks[:2]:
            count = rng.choice([3, 4]) if number == 1 else 4
            total, before = Fraction(0), Fraction(0)
            for index in range(count):
                name, amount = words.name(26), words.money()
                new = rng.random() < 0.2
                previous = None if new else words.near(amount)
                change = amount.value - (previous.value if previous else 0)
                sign = minus if change < 0 else ""
                figures = [amount.number, previous.number if previous else "－",
                           (sign + words.write(abs(change)).number) if previous else rng.choice([amount.number, "皆増"])]
                note = rng.choice(["", "", "新規" if new else "", f"うち推進枠{rng.randint(1, 9)}億円", "拡充" if not new else ""])
                first = dict(text=MINISTRIES[mark][0], rows=count + subtotal, align="center") if index == 0 else None
                cells = [first, dict(text=("【新規】" if new else "") + name)] + [dict(text=figures[at], align="right") for at in order]
                if remark:
                    cells.append(dict(text=note))
                rows.append(cells)
                total += amount.value
                before += previous.value if previous else 0
                gold.program(name, amount, previous, mark, "new" if new or note == "新規" else "")
            if subtotal:
                change = total - before
                figures = [words.write(total).number, words.write(before).number, (minus if change < 0 else "") + words.write(abs(change)).number]
                rows.append([None, dict(text="小計", align="center", bold=True, fill=shade)] + [dict(text=figures[at], align="right", bold=True, fill=shade) for at in order] + ([dict(text="")] if remark else []))
                gold.total("小計", words.write(total))
        page.table(18, 54, widths, rows, size=8)
        pages.append(page)
    return pages


def borderless(words, gold):
    """Columns without rules: wrapped names, うち rows, going on over the page without a header."""
    rng = words.rng
    pages, page, y = [], None, 0
    at = [24, 300, 400, 500]
    with_ministry = rng.random() < 0.7
    middle = rng.random() < 0.3
    total = Fraction(0)

    def figures(y, texts, bold=False):
        for x, text in zip(at[1:], texts):
            page.text(x, y, 84, text, size=8.5, align="right", bold=bold)

    def fresh(first):
        page = start(words, f"{words.year_text()}概算要求・要望額一覧" if first else "", len(pages) + 1) if first else Page(WIDE, HIGH)
        if not first:
            page.text(WIDE - 60, HIGH - 16, 46, str(len(pages) + 1), size=8, align="right")
        return page

    page = fresh(True)
    page.text(420, 40, 280, unit_note(words), size=8, align="right")
    page.text(24, 56, 260, "事　業　名", size=8.5, bold=True)
    for x, text in zip(at[1:], [f"{words.year_text(short=True)}要求額", f"{words.year_text(1, True)}予算額", "増▲減額"]):
        page.text(x, 56, 84, text, size=8.5, bold=True, align="right")
    if with_ministry:
        page.text(608, 56, 90, "府省", size=8.5, bold=True)
    page.line(20, 70, WIDE - 20, 70)
    pages.append(page)
    y = 78
    for _ in range(rng.choice([14, 17, 20]) if words.pages > 1 else 9):
        name, amount = words.name(40), words.money(3, 300)
        previous = words.near(amount)
        lines = wrap(name, 8.5, rng.choice([170, 190, 250]))
        part = rng.random() < 0.25
        high = len(lines) * 11.5 + (11.5 if part else 0) + 5
        if y + high > HIGH - 30:
            page = fresh(False)
            pages.append(page)
            y = 30
        page.text(at[0], y, 260, lines, size=8.5)
        change = amount.value - previous.value
        level = y + (len(lines) - 1) * 11.5 / 2 if middle else y
        figures(level, [amount.number, previous.number, ("▲" if change < 0 else "") + words.write(abs(change)).number])
        mark = words.ministry() if with_ministry else ""
        if with_ministry:
            page.text(608, level, 90, MINISTRIES[mark][words.short], size=8.5)
        gold.program(name, amount, previous, mark)
        total += amount.value
        y += len(lines) * 11.5
        if part:
            words_part = rng.choice(["うち人材育成分", "うち推進枠", "うち地方分", "うち調査費"])
            share = words.write(max(Fraction(1, {"億": 1, "億.": 10, "百万": 100}[words.unit]), Fraction(int(amount.value * {"億": 1, "億.": 10, "百万": 100}[words.unit] / 3), {"億": 1, "億.": 10, "百万": 100}[words.unit])))
            before = words.write(share.value)
            page.text(at[0] + 14, y, 200, words_part, size=8.5)
            figures(y, [share.number, before.number, "0" if words.unit != "億." else "0.0"])
            gold.optional(words_part.removeprefix("うち"), share)
            y += 11.5
        y += 5
    if y + 20 < HIGH - 30:
        page.line(20, y, WIDE - 20, y)
        page.text(at[0], y + 4, 200, rng.choice(["合　計", "計"]), size=8.5, bold=True)
        page.text(at[1], y + 4, 84, words.write(total).number, size=8.5, align="right", bold=True)
        gold.total("合計", words.write(total))
    return pages


def listing(words, gold):
    """○ name （文） ………… amount, right-aligned, below headings with sums."""
    rng = words.rng
    pages = []
    dots = rng.random() < 0.4
    tags = rng.random() < 0.8
    before = rng.random() < 0.6
    mark_of = rng.choice(["○", "・", "●", "◇", "□"])
    for number in range(1, words.pages + 1):
        page = start(words, f"{words.year_text()}概算要求のポイント", number)
        if before:
            page.text(430, 40, 274, "（　）内は前年度予算額", size=7.5, align="right")
        y = 50
        for section, pillar in enumerate(rng.sample(PILLARS, 2)):
            heading = f"{words.digits(str(section + 1))}．{pillar}"
            top, total = y, 0
            y += 22
            for _ in range(rng.choice([4, 5])):
                mark = words.ministry()
                name, amount = words.name(34), words.money()
                new = rng.random() < 0.15
                previous = None if new or not before else words.near(amount)
                tag = f"（{mark}）" if tags else ""
                shown = f"{mark_of} {'【新規】' if new else ''}{name}{tag}"
                right = f"{amount}" + ((f"（{previous}）" if previous else "（新規）") if before else "")
                if rng.random() < 0.08:
                    right, amount, previous = "事項要求", None, None
                page.text(30, y, 440, shown, size=10)
                page.text(480, y, 216, right, size=10, align="right")
                if dots:
                    x0, x1 = 34 + width(shown, 10), 690 - width(right, 10)
                    count = int((x1 - x0 - 8) / 10)
                    if count > 1:
                        page.text(x0 + 4, y, count * 10 + 6, "…" * count, size=10, color="#888888")
                gold.program(name, amount, previous, mark if tags else "", "new" if new else "", project=pillar, state=None if amount else "unspecified")
                total += amount.value if amount else 0
                y += 17
                if rng.random() < 0.35:
                    page.text(46, y - 2, 500, "・" + (words.action() if rng.random() < 0.6 else words.aside()), size=7.5)
                    y += 10
            page.rect(18, top, 686, 17, fill="#e6edf5")
            page.text(24, top + 2, 400, heading, size=11, bold=True)
            page.text(480, top + 3, 216, f"計 {words.write(total)}", size=10, align="right")
            gold.total(pillar, words.write(total))
            y += 10
        pages.append(page)
    return pages


def report(words, gold):
    """Portrait pages of a report with outline numbers; amounts at the right or behind the name."""
    rng = words.rng
    pages = []
    inline = rng.random() < 0.4
    levels = rng.choice([("１２３４５６", "（{}）", "①②③④⑤⑥⑦⑧"), ("ⅠⅡⅢⅣⅤ", "{}．", "（１）（２）（３）（４）（５）（６）")])
    numbers = levels[2] if levels[2][0] == "①" else ["（１）", "（２）", "（３）", "（４）", "（５）", "（６）"]
    section = 0
    groups = rng.sample(["取組の推進", "基盤の整備", "人材の確保", "国際連携", "体制の強化", "普及と啓発", "技術の開発", "調査と分析"], 8)
    for number in range(1, words.pages + 1):
        page = Page(BROAD, TALL)
        page.text(BROAD / 2 - 30, TALL - 40, 60, f"- {number} -", size=9, align="center")
        y = 50
        if number == 1:
            page.text(60, y, 475, f"{words.year_text()}概算要求の概要", size=16, bold=True, align="center")
            y += 34
            page.text(60, y, 475, "（注）（　）内は前年度当初予算額。", size=8.5, align="right")
            y += 20
        for _ in range(2):
            section += 1
            pillar = rng.choice(PILLARS)
            page.text(56, y, 480, f"{levels[0][section - 1]}　{pillar}", size=13, bold=True)
            y += 22
            for sub in range(2):
                group = groups.pop()
                page.text(66, y, 470, levels[1].format(words.digits(str(sub + 1))) + " " + group, size=11, bold=True)
                y += 18
                for item in range(rng.choice([2, 3])):
                    name, amount = words.name(30), words.money()
                    previous = words.near(amount)
                    mark = words.ministry()
                    if inline:
                        page.text(78, y, 470, f"{numbers[item]}{name}（{mark}）　{amount}（{previous}）", size=10 if len(name) < 24 else 9)
                    else:
                        page.text(78, y, 330, f"{numbers[item]}{name}（{mark}）", size=10 if len(name) < 26 else 8.5)
                        page.text(380, y, 158, f"{amount}（{previous}）", size=10, align="right")
                    y += 16
                    prose = words.action() + "。" + ("また、" + words.aside() + "とする。" if rng.random() < 0.4 else "")
                    lines = wrap("　" + prose, 9.5, 440)
                    y = page.text(92, y, 450, lines, size=9.5) + 5
                    gold.program(name, amount, previous, mark, project=group)
            y += 8
        pages.append(page)
    return pages


def detail(words, gold):
    """Two columns of ◆ name （文） amount, each with what it is for."""
    rng = words.rng
    pages = []
    for number in range(1, words.pages + 1):
        page = start(words, f"{words.digits(str(number))}．{rng.choice(PILLARS)}", number)
        word = words.word or "要求額"
        for column in range(2):
            x, wide, y = 20 + column * 346, 334, 50
            for _ in range(rng.choice([3, 4])):
                mark = words.ministry()
                name, amount = words.name(26), words.money()
                new = rng.random() < 0.2
                head = f"◆ {'【新規】' if new else ''}{name}（{mark}）"
                shown = f"{amount}"
                if width(head, 10) + width(shown, 10) + 12 < wide:
                    page.text(x, y, wide - width(shown, 10) - 8, head, size=10, bold=True, color=words.ink)
                    page.text(x + wide - width(shown, 10) - 6, y, width(shown, 10) + 6, shown, size=10, align="right", bold=True, color=words.ink)
                    y += 15
                else:
                    y = page.text(x, y, wide, wrap(head, 10, wide - 6), size=10, bold=True, color=words.ink)
                    page.text(x, y, wide, shown, size=10, align="right", bold=True, color=words.ink)
                    y += 14
                for _ in range(rng.choice([2, 3])):
                    prose = "・" + (words.action() if rng.random() < 0.7 else words.aside()) + "。"
                    y = page.text(x + 12, y, wide - 12, wrap(prose, 8, wide - 26), size=8)
                y += 10
                gold.program(name, amount, None, mark, "new" if new else "")
        pages.append(page)
    return pages


SHEETS = {"ruled": ruled, "borderless": borderless, "list": listing, "report": report, "detail": detail}
