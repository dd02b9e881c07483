"""Looks of slides: boxes with amounts around them, flow charts, cards, bands, pillars, roadmaps."""
from .draw import Page, width, wrap
from .words import ACTIONS, MINISTRIES, PILLARS, STAGES

WIDE, HIGH = 720, 405
INKS = ["#1f3864", "#00506b", "#333333", "#1b5e3a"]


def start(words, title, number, total=None):
    """A page with its title, number and, by chance, a total at the head."""
    rng = words.rng
    page = Page(WIDE, HIGH)
    ink = words.ink
    head = words.head
    if head == "band":
        page.rect(0, 0, WIDE, 34, fill=ink)
        page.text(16, 8, 430, title, size=15, bold=True, color="#ffffff")
    elif head == "line":
        page.text(16, 10, 430, title, size=15, bold=True, color=ink)
        page.line(14, 34, WIDE - 14, 34, stroke=ink, pen=2)
    else:
        page.text(16, 10, 430, title, size=15, bold=True)
    if total:
        color = "#ffffff" if head == "band" else "#000000"
        page.text(440, 10, 264, total, size=10, align="right", color=color)
    page.text(WIDE - 60, HIGH - 16, 46, str(number), size=8, align="right")
    if rng.random() < 0.5:
        page.text(200, HIGH - 15, 420, "※ 計数は四捨五入の関係で合計と一致しないことがある。", size=6.5, color="#555555")
    return page


def legend(page, words, marks, y=HIGH - 28):
    """■文科省、■厚労省 … at the foot."""
    line = []
    for number, mark in enumerate(marks):
        line += [("■", words.colours[mark]), (MINISTRIES[mark][words.short] + ("、" if number + 1 < len(marks) else ""),)]
    page.text(20, y, 400, [line], size=8)


def bullet(words, mark, name, size=9):
    return [("● ", words.colours[mark], None, size), (name, None, True, size)]


def bulleted(words, mark, name, room, size=9):
    """The name behind its coloured bullet, wrapped; the last line ends with ： where the deck writes so."""
    text = name + words.colon
    lines = wrap(text, size, room - 1.6 * size)
    return [bullet(words, mark, lines[0], size)] + [[("　" + line, None, True, size)] for line in lines[1:]]


def requested(words, money, word=None):
    word = word if word is not None else words.word
    return f"{word}{' ' if words.gap else ''}{money}"


def boxes(words, gold, side):
    """Columns of boxes, a program each, its amount on one side of the box: above, under, left or right of it, or inside."""
    rng = words.rng
    pages = []
    columns = {"left": 2, "right": rng.choice([2, 3]), "above": 3, "under": 3, "inside": 3}[side]
    rows = 4
    for number in range(1, words.pages + 1):
        project = rng.choice(PILLARS) + "プロジェクト"
        page = start(words, f"{words.digits(str(number))}．{project}", number)
        room = (WIDE - 40) / columns
        marks = []
        money = 74 if side in ("left", "right") else 0
        label = rng.random() < 0.4
        if label:
            page.rect(6, 80, 18, 60, stroke="#666666")
            page.text(9, 86, 12, list("フェーズ"), size=9)
        for column in range(columns):
            y = 52
            for row in range(rows):
                x = 30 + column * room
                wide = room - 18 - money
                high = rng.choice([48, 54, 60])
                gap = 28 if side in ("above", "under") else 14
                if y + high + gap > HIGH - 44:
                    break
                mark = words.ministry()
                marks.append(mark)
                name = words.name(26)
                left = x + (money if side == "left" else 0)
                amount = words.money()
                top = y + (14 if side == "above" else 0)
                edge = words.colours[mark] if words.edges == "colour" else "#777777"
                page.rect(left, top, wide, high, fill=words.inside, stroke=edge, pen=1.2)
                lines = bulleted(words, mark, name, wide - 8, 8)
                end = page.text(left + 4, top + 3, wide - 4, lines, size=8)
                if end + 16 < top + high:
                    prose = words.action() if rng.random() < 0.75 else words.aside()
                    for line in wrap(prose, 6.5, wide - 16)[:2 if end + 24 < top + high else 1]:
                        end = page.text(left + 12, end + 1, wide - 12, line, size=6.5)
                state = rng.random()
                if state < 0.08:
                    shown, figure = "事項要求", None
                    gold.program(name, None, None, mark, project=project, state="unspecified")
                elif state < 0.14:
                    shown, figure = None, None
                    gold.program(name, None, None, mark, project=project)
                else:
                    shown = figure = requested(words, amount)
                    gold.program(name, amount, None, mark, project=project)
                if shown:
                    size = 8
                    wide_text = width(shown, size) + 2
                    at = {"above": (left + wide - wide_text, top - 12), "under": (left + wide - wide_text, top + high + 1),
                          "right": (left + wide + 4, top + high / 2 - 5), "left": (left - money, top + high / 2 - 5),
                          "inside": (left + wide - wide_text - 3, top + high - 12)}[side]
                    if side in ("right", "left") and wide_text > money - 6:
                        page.text(at[0], at[1] - 6, money - 6, [words.word, str(amount)] if figure else shown, size=size,
                                  align="right" if side == "left" else "left")
                    elif side == "left":
                        page.text(at[0], at[1], money - 6, shown, size=size, align="right")
                    else:
                        page.text(at[0], at[1], wide_text + 2, shown, size=size, bold=rng.random() < 0.3)
                y += high + gap
        legend(page, words, sorted(set(marks)))
        pages.append(page)
    return pages


def flow(words, gold):
    """Stages from left to right with arrows between; in each stage boxes with their amount inside or below."""
    rng = words.rng
    stages = rng.choice(STAGES)[: rng.choice([3, 4])]
    pages = []
    for number in range(1, words.pages + 1):
        project = rng.choice(PILLARS)
        page = start(words, f"{project}に向けた取組の全体像", number)
        room = (WIDE - 36) / len(stages)
        inside = words.side
        marks = []
        for column, stage in enumerate(stages):
            x = 18 + column * room
            page.poly([(x, 44), (x + room - 14, 44), (x + room - 4, 56), (x + room - 14, 68), (x, 68)], fill="#d6e3f0")
            page.text(x + 10, 49, room - 30, stage, size=10, bold=True, align="center")
            y = 82
            for row in range(rng.choice([2, 3])):
                wide, high = room - 26, 74
                mark = words.ministry()
                marks.append(mark)
                name = words.name(24)
                amount = words.money()
                page.rect(x, y, wide, high, fill="#ffffff", stroke=words.colours[mark] if words.edges == "colour" else "#5b6b7b")
                end = page.text(x + 4, y + 4, wide - 6, bulleted(words, mark, name, wide - 8, 8.5), size=8.5)
                if rng.random() < 0.7:
                    page.text(x + 10, end + 2, wide - 12, wrap("・" + words.action(), 6.5, wide - 20)[:1 if end > y + 38 else 2], size=6.5)
                shown = requested(words, amount)
                if rng.random() < 0.1:
                    shown, amount = "（事項要求）", None
                size = 8.5
                wide_text = width(shown, size) + 4
                if inside:
                    page.text(x + wide - wide_text - 3, y + high - 14, wide_text, shown, size=size, bold=True, align="right", color="#c00000")
                else:
                    page.text(x + wide - wide_text, y + high + 2, wide_text, shown, size=size, align="right")
                gold.program(name, amount, None, mark, state=None if amount else "unspecified")
                if column + 1 < len(stages) and rng.random() < 0.7:
                    page.poly([(x + wide + 4, y + 28), (x + wide + 14, y + 28), (x + wide + 14, y + 22), (x + wide + 22, y + 34), (x + wide + 14, y + 46), (x + wide + 14, y + 40), (x + wide + 4, y + 40)])
                y += high + 20
        legend(page, words, sorted(set(marks)))
        pages.append(page)
    return pages


def cards(words, gold):
    """Cards without a head band: the name, `R7 x → R8要求 y`, what it is for."""
    rng = words.rng
    pages = []
    arrow = rng.choice(["→", "⇒", " → ", "　→　"])
    columns = rng.choice([2, 3])
    for number in range(1, words.pages + 1):
        page = start(words, f"{words.year_text()}概算要求の主な事業（{rng.choice(PILLARS)}）", number)
        wide, high = (WIDE - 32) / columns - 10, 100
        for row in range(3):
            for column in range(columns):
                x, y = 18 + column * (wide + 10), 46 + row * (high + 8)
                mark = words.ministry()
                name, amount = words.name(28), words.money()
                previous = words.near(amount)
                new = rng.random() < 0.2
                page.rect(x, y, wide, high, fill=words.inside or "#fbfcff", stroke="#8aa0b8", radius=rng.choice([0, 4]))
                title = ("【新規】" if new else "") + name
                end = page.text(x + 8, y + 7, wide - 12, wrap(title, 10, wide - 18), size=10, bold=True)
                page.text(x + 8, end + 2, 80, MINISTRIES[mark][words.short], size=7.5, color="#444444")
                if new:
                    figures = f"{words.year_text(short=True)}要求 {amount}" + rng.choice(["", "（新規）"])
                else:
                    figures = f"{words.year_text(1, True)} {previous}{arrow}{words.year_text(short=True)}要求 {amount}"
                end = page.text(x + 8, end + 16, wide - 16, figures, size=9.5, color="#c00000", align=words.align)
                prose = words.action() if rng.random() < 0.7 else words.aside()
                page.text(x + 8, end + 4, wide - 12, ["・" + line if not i else "　" + line for i, line in enumerate(wrap(prose, 7, wide - 26))][:2], size=7)
                gold.program(name, amount, None if new else previous, mark, "new" if new else "")
        pages.append(page)
    return pages


def band(words, gold):
    """One program a slide: its name in the band, a pale box with the amounts at the band's right end."""
    rng = words.rng
    pages = []
    form = rng.choice(["two", "one", "bracket"])
    for number in range(1, words.pages + 2):
        page = Page(WIDE, HIGH)
        mark = words.ministry()
        name, amount = words.name(26), words.money(5, 300)
        previous = words.near(amount)
        new = rng.random() < 0.25
        page.rect(0, 0, WIDE, 44, fill=words.ink)
        page.text(14, 13, 440, name, size=15, bold=True, color="#ffffff")
        page.rect(470, 5, 240, 34, fill="#e8f0fa", stroke="#ffffff")
        now = f"{words.year_text()}要求額　{amount}"
        was = f"前年度予算額　{previous}" if form != "bracket" else f"（前年度予算額　{previous}）"
        if new:
            was = "（新規）"
        page.text(476, 9, 228, [now, was], size=10, align=words.align, lead=1.35)
        page.rect(14, 54, 692, 46, fill=None, stroke=words.ink)
        page.text(22, 58, 640, ["背景・課題"], size=9, bold=True, color=words.ink)
        page.text(22, 72, 670, ["○ " + words.action() + "。", "○ 令和12年度までに導入件数を" + str(rng.randint(2, 9)) + "倍とする。"], size=8)
        page.text(22, 112, 300, "事業内容", size=10, bold=True, color=words.ink)
        y = 130
        for _ in range(rng.choice([2, 3])):
            page.rect(22, y, 400, 58, fill="#f6f6f6", stroke="#bbbbbb")
            page.text(28, y + 5, 380, "◎ " + words.rng.choice(["先導的な取組への支援", "拠点の整備", "人材の育成・確保", "調査・分析"]), size=9, bold=True)
            page.text(36, y + 20, 380, ["・" + words.action(), "・" + words.aside()], size=7.5)
            y += 66
        page.text(450, 112, 240, ["【事業スキーム】"], size=9, bold=True)
        for at, body in ((470, "国"), (560, "民間団体等"), (650, "事業者")):
            page.rect(at - 20, 136, 60, 24, stroke="#333333")
            page.text(at - 18, 142, 56, body, size=8, align="center")
        page.text(520, 140, 20, "補助", size=6.5)
        page.text(450, 180, 240, [f"担当：{MINISTRIES[mark][0]}" if words.short else f"（{MINISTRIES[mark][0]}）"], size=8.5)
        page.text(450, 200, 250, [f"補助率：１／２　　上限額：{rng.randint(2, 9)}億円"], size=8)
        page.text(WIDE - 60, HIGH - 16, 46, str(number + 10), size=8, align="right")
        gold.program(name, amount, None if new else previous, mark, "new" if new else "")
        pages.append(page)
    return pages


def pillars(words, gold):
    """Three pillars with their sums above lists of programs with amounts at the right."""
    rng = words.rng
    pages = []
    word = rng.choice(["計", "合計"])
    for number in range(1, words.pages + 1):
        page = start(words, f"{words.year_text()}　重点分野の概要", number)
        page.text(18, 42, 680, "（　）内は前年度当初予算額", size=7.5, align="right")
        marks = []
        for column, pillar in enumerate(rng.sample(PILLARS, 3)):
            x, wide = 16 + column * 232, 222
            page.rect(x, 58, wide, 306, fill="#ffffff", stroke="#7a8ca0")
            page.rect(x, 58, wide, 24, fill="#dce6f2", stroke="#7a8ca0")
            y, total, before, rows = 96, 0, 0, []
            for _ in range(rng.choice([4, 5])):
                mark = words.ministry()
                marks.append(mark)
                name, amount = words.name(28), words.money(1, 120)
                new = rng.random() < 0.15
                previous = None if new else words.near(amount)
                lines = bulleted(words, mark, name, wide - 96, 8)
                page.text(x + 5, y, wide - 88, lines, size=8)
                page.text(x + wide - 94, y, 90, [str(amount), f"（{previous}）" if previous else "（新規）"], size=8, align="right")
                gold.program(name, amount, previous, mark, "new" if new else "")
                total += amount.value
                before += previous.value if previous else 0
                y += max(2, len(lines)) * 8 * 1.35 + 10
                if rng.random() < 0.4 and y < 330:
                    page.text(x + 16, y - 8, wide - 20, "・" + words.action()[:22], size=6.5)
                    y += 8
            sum_text = words.write(total)
            page.text(x + 6, 64, wide - 12, pillar, size=9.5, bold=True)
            page.text(x + wide - 94, 65, 90, f"{word} {sum_text}", size=8.5, align="right")
            gold.total(pillar, sum_text)
        legend(page, words, sorted(set(marks)))
        pages.append(page)
    return pages


def sidelabel(words, gold):
    """A vertical label at the left of each band; in the band rows of programs with their amounts at the right."""
    rng = words.rng
    pages = []
    for number in range(1, words.pages + 1):
        page = start(words, f"{words.year_text()}予算概算要求の重点事項", number)
        page.text(430, 40, 274, "（　）内は前年度予算額", size=7.5, align="right")
        y = 54
        for pillar in rng.sample(PILLARS, 3):
            rows = rng.choice([2, 3])
            high = rows * 30 + 8
            page.rect(16, y, 26, high, fill=words.ink)
            page.text(23, y + 5, 12, pillar[:6], size=min(10, round((high - 8) / 7.6, 1)), color="#ffffff", bold=True, vertical=True)
            page.rect(42, y, 662, high, stroke=words.ink)
            for row in range(rows):
                mark = words.ministry()
                name, amount = words.name(), words.money()
                previous = words.near(amount)
                top = y + 6 + row * 30
                page.text(50, top, 420, [[("◆ ", words.ink), (name, None, True)]], size=10)
                page.text(62, top + 14, 420, words.action() if rng.random() < 0.8 else words.aside(), size=7)
                page.text(460, top + 2, 70, MINISTRIES[mark][words.short], size=8)
                page.text(530, top + 2, 168, f"{amount}（{previous}）", size=9.5, align="right")
                gold.program(name, amount, previous, mark)
            y += high + 8
        pages.append(page)
    return pages


def roadmap(words, gold):
    """Bars over years; each bar holds its program, the amount stands at the right end."""
    rng = words.rng
    pages = []
    for number in range(1, words.pages + 1):
        page = start(words, f"{rng.choice(PILLARS)}ロードマップ", number)
        years = [f"{words.year + offset}年度" if offset else f"令和{words.year}年度" for offset in range(-1, 3)]
        marks = []
        for column, year in enumerate(years):
            page.rect(60 + column * 130, 42, 130, 18, fill="#e7ecf2", stroke="#9aa7b5")
            page.text(60 + column * 130, 46, 130, f"令和{words.year + column - 1}年度", size=8, align="center")
            page.line(60 + column * 130, 60, 60 + column * 130, 364, stroke="#cccccc", pen=0.5)
        page.rect(580, 42, 124, 18, fill="#e7ecf2", stroke="#9aa7b5")
        page.text(580, 46, 124, f"{words.year_text(short=True)}要求額", size=8, align="center")
        y = 70
        for _ in range(rng.choice([6, 7])):
            mark = words.ministry()
            marks.append(mark)
            name, amount = words.name(24), words.money()
            x = 64 + rng.choice([0, 0, 65, 130])
            end = rng.choice([500, 570])
            page.poly([(x, y), (end - 12, y), (end, y + 14), (end - 12, y + 28), (x, y + 28)], fill="#dbe9f7", stroke="#6b8fb5")
            page.text(x + 6, y + 4, end - x - 20, [bullet(words, mark, name, 9)], size=9)
            if rng.random() < 0.5:
                page.text(x + 18, y + 16, end - x - 30, words.action()[: int((end - x - 40) / 6.5)], size=6.5)
            if rng.random() < 0.1:
                page.text(584, y + 9, 114, "事項要求", size=9, align="right")
                gold.program(name, None, None, mark, state="unspecified")
            else:
                page.text(584, y + 9, 114, str(amount), size=9, align="right")
                gold.program(name, amount, None, mark)
            y += 40
        legend(page, words, sorted(set(marks)))
        pages.append(page)
    return pages


SLIDES = {
    "above": lambda words, gold: boxes(words, gold, "above"), "under": lambda words, gold: boxes(words, gold, "under"),
    "left": lambda words, gold: boxes(words, gold, "left"), "right": lambda words, gold: boxes(words, gold, "right"),
    "inside": lambda words, gold: boxes(words, gold, "inside"),
    "flow": flow, "cards": cards, "band": band, "pillars": pillars, "sidelabel": sidelabel, "roadmap": roadmap,
}


def prepare(words):
    """What one deck writes the same everywhere."""
    rng = words.rng
    words.ink = rng.choice(INKS)
    words.head = rng.choice(["band", "line", "plain"])
    words.short = rng.choice([0, 1])
    words.colon = rng.choice(["", "：", ""])
    words.word = rng.choice(["概算要求額", "要求額", "", f"{words.year_text(short=True)}要求額"])
    words.gap = bool(words.word) and rng.random() < 0.5
    words.edges = rng.choice(["colour", "grey"])
    words.inside = rng.choice([None, "#f5f8fd", "#ffffff"])
    words.side = rng.random() < 0.5
    words.align = rng.choice(["left", "right", "center"])
