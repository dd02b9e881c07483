"""Fresh program names, ministries, amounts and the sentences that stand around them, all from one random source."""
from fractions import Fraction

TOPICS = """藻場再生 地熱利用 水素供給網 蓄電池資源循環 中高層木造建築 陸上養殖 離島航路 地下水保全 宇宙天気予報 深海底探査 量子計測 光電融合
生成AI活用 自動運転移動サービス ドローン物流 空飛ぶクルマ スマート林業 土壌炭素貯留 流域治水 液状化対策 盛土安全確保 下水道老朽化対策 橋梁点検DX
通学路安全 不登校児童生徒支援 部活動地域展開 高専高度人材 博士人材活躍 日本語教育 文化財防災 博物館機能強化 伝統的工芸品 コンテンツ海外展開
地域公共交通再構築 観光地域づくり 農福連携 ジビエ利活用 有機農業 花粉症対策 食品ロス削減 サイバー防御 電波有効利用 ローカル5G 海底ケーブル多重化
郵便局活用 行政手続オンライン化 こどもの居場所 産後ケア 保育人材確保 ひとり親家庭自立 難病相談 認知症ケア 救急搬送体制 ワクチン生産体制
感染症監視 創薬ベンチャー 再生医療人材 リハビリロボット 糖尿病重症化予防 がん検診受診率向上 臓器移植普及 薬剤耐性(AMR)対策 プラスチック資源循環
太陽電池（ペロブスカイト） 洋上風力 CCUS カーボンリサイクル 重要鉱物確保 パワー半導体 次世代船舶 港湾脱炭素化 無電柱化 空き家活用 火山観測網 線状降水帯予測
南極観測 放射光施設 スーパーコンピュータ 核融合 先端計測機器 研究データ基盤 国際頭脳循環 大学知財活用 スタートアップ創出 中堅企業成長 事業承継
デジタル田園 防災DX 消防団活性化 里地里山 国立公園 熱中症対策 海洋ごみ 化学物質管理 動物愛護 アイヌ文化 沖縄先端産業 北方領土隣接地域 衛星コンステレーション""".split()
MIDDLES = ["", "", "高度化", "基盤整備", "社会実装", "連携強化", "体制構築", "加速化", "緊急", "総合", "モデル", "国際展開", "人材育成", "研究開発", "技術実証", "・普及"]
ENDS = ["事業"] * 4 + ["推進事業", "支援事業", "促進事業", "対策事業", "プログラム", "プログラム", "プロジェクト", "プロジェクト", "交付金", "推進費", "補助金", "整備費", "等事業", "委託費"]
ODD_ENDS = ["イニシアティブ", "基金", "調査費", "拠点形成事業費補助金", "推進枠", "強化対策"]
# Brackets that name an executing body: no part of a name.
BODIES = ("（NIID）",)
MINISTRIES = {
    "文": ("文部科学省", "文科省"), "厚": ("厚生労働省", "厚労省"), "経": ("経済産業省", "経産省"), "総": ("総務省", "総務省"),
    "農": ("農林水産省", "農水省"), "国": ("国土交通省", "国交省"), "環": ("環境省", "環境省"), "こ": ("こども家庭庁", "こ家庁"),
    "内": ("内閣府", "内閣府"), "防": ("防衛省", "防衛省"),
}
COLOURS = ["#c00000", "#1f5fae", "#2e8b3d", "#e08a00", "#7030a0", "#00838f"]
ACTIONS = ["地域の関係機関が連携し、先進的な取組を支援する", "中核拠点を整備し、研究から社会実装までを一気通貫で支援", "自治体・企業への専門家派遣により取組を後押し",
           "データ連携基盤を構築し、利活用を促進する", "若手研究者の挑戦的な研究を長期的に支援", "全国展開に向けた優良事例の横展開を図る", "設備導入に要する経費の一部を補助",
           "国際標準化を見据えた技術実証を実施", "現場の負担軽減に資する機器の導入を支援", "課題の把握と効果検証のための調査を行う", "産学官の連携体制を整え、人材の裾野を広げる"]
ASIDES = ["１課題当たり上限{a}億円", "補助上限額：１件当たり{a}億円", "うち人材育成{a}億円", "（民間投資を含む総事業費は{b}億円規模）", "基金残高{b}億円を活用", "年間{a}億円の経済効果を見込む"]
PILLARS = ["成長力の強化", "安全・安心の確保", "地域の活力", "人への投資", "国土の強靱化", "脱炭素社会の実現", "健康長寿の実現", "科学技術の振興", "こどもまんなか社会", "経済安全保障の確保"]
STAGES = [["基礎研究", "応用研究", "実証", "普及"], ["調査", "開発", "実証", "展開"], ["企画", "試作", "評価", "実装"]]


class Words:
    """Names that do not come twice, and amounts in the deck's own unit."""

    def __init__(self, rng):
        self.rng = rng
        self.topics = rng.sample(TOPICS, len(TOPICS))
        self.year = rng.choice([6, 7, 8, 9])
        self.unit = rng.choice(["億", "億", "億.", "百万"])
        self.wide = rng.random() < 0.25
        self.marks = rng.sample(list(MINISTRIES), rng.choice([3, 4, 4, 5]))
        self.colours = dict(zip(self.marks, rng.sample(COLOURS, len(self.marks))))
        self.seen = set()
        self.pages = 2

    def name(self, longest=30, odd=0.08):
        rng = self.rng
        for _ in range(200):
            if not self.topics:
                self.topics = rng.sample(TOPICS, len(TOPICS))
            topic = self.topics.pop()
            if rng.random() < 0.12 and self.topics:
                topic = topic + "・" + self.topics[-1]
            end = rng.choice(ODD_ENDS) if rng.random() < odd else rng.choice(ENDS)
            middle = rng.choice(MIDDLES)
            name = topic + middle + end
            if rng.random() < 0.08:
                name += "（" + rng.choice("KMSTNH") + rng.choice(["-", ""]) + "".join(rng.choice("ABDEIORUX") for _ in range(rng.choice([3, 4]))) + "）"
            if len(name) <= longest and name not in self.seen and not name.endswith(BODIES) and not (middle and end.startswith(middle)):
                self.seen.add(name)
                return name
        raise RuntimeError("no name is left")

    def ministry(self):
        return self.rng.choice(self.marks)

    def money(self, low=1, high=400):
        """An amount: (as printed without unit, unit, 億円 as a decimal)."""
        rng = self.rng
        if self.unit == "億":
            value = Fraction(rng.randint(low, high))
            text = f"{int(value):,}"
        elif self.unit == "億.":
            value = Fraction(rng.randint(low * 10, high * 10), 10)
            text = f"{float(value):,.1f}"
        else:
            value = Fraction(rng.randint(low * 100, high * 100), 100)
            text = f"{int(value * 100):,}"
        return Money(self.digits(text), "百万円" if self.unit == "百万" else "億円", value)

    def near(self, money):
        """Last year's amount to one of this year's, never the same."""
        step = {"億": 1, "億.": 10, "百万": 100}[self.unit]
        units = max(1, round(money.value * Fraction(self.rng.randint(60, 140), 100) * step))
        if units == money.value * step:
            units += 1
        value = Fraction(units, step)
        return self.write(value)

    def write(self, value):
        if self.unit == "億":
            text = f"{int(value):,}"
        elif self.unit == "億.":
            text = f"{float(value):,.1f}"
        else:
            text = f"{int(value * 100):,}"
        return Money(self.digits(text), "百万円" if self.unit == "百万" else "億円", value)

    def digits(self, text):
        if not self.wide:
            return text
        return text.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))

    def year_text(self, back=0, short=False):
        number = str(self.year - back)
        if short:
            return f"R{number}"
        return f"令和{self.digits(number)}年度"

    def action(self):
        return self.rng.choice(ACTIONS)

    def aside(self):
        return self.rng.choice(ASIDES).format(a=self.rng.randint(2, 9), b=self.rng.randint(20, 90))


class Money:
    """A figure as printed, with its worth in 億円."""

    def __init__(self, text, unit, value):
        self.number, self.unit, self.value = text, unit, value

    def __str__(self):
        return self.number + self.unit

    @property
    def oku(self):
        return oku(self.value)


def oku(value):
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return text or "0"


class Gold:
    """The answers of a deck."""

    COLUMNS = ["kind", "project", "program", "amount_oku", "previous_oku", "ministries", "flags", "status", "state"]

    def __init__(self):
        self.rows = []

    def program(self, name, amount=None, previous=None, ministries="", flags="", project="", state=None):
        state = state or ("printed" if amount else "absent")
        status = "stated" if amount or state == "unspecified" else "none"
        self.rows.append(["program", project, name, amount.oku if amount else "", previous.oku if previous else "", ministries, flags, status, state])

    def optional(self, name, amount=None, ministries="", project=""):
        """A part (うち…): may be given, with this amount, or not."""
        self.rows.append(["program", project, name, amount.oku if amount else "", "", ministries, "", "optional", "printed"])

    def total(self, name, amount, project=""):
        self.rows.append(["total", project, name, amount.oku, "", "", "", "", "printed"])

    def write(self, path):
        lines = ["\t".join(self.COLUMNS)] + ["\t".join(row) for row in self.rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
