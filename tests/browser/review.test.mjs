// The review page as a person uses it: from disk, in a real browser, without a network.

import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { ROOT, at, brokenSeed, browser, extract, file, open, violations, yosan } from "./page.mjs";

after(() => browser.close());

const deck = path.join(ROOT, "fixtures/decks/roadmap-2026-office.pdf");

function review(name, ...given) {
  yosan("review", ...given, "-o", at(name));
  return at(name);
}

test("a chosen row is boxed and joined on its page, and a chosen box finds its row", async () => {
  const { page, faults, close } = await open(review("deck.html", deck));
  const row = page.locator("#rows .row").filter({ hasText: "✓" }).first();
  await row.hover();
  assert.ok((await page.locator(".picks .pick.program").count()) >= 1, "a row that is pointed at is boxed");
  await page.locator("h1").hover();
  assert.equal(await page.locator(".picks .pick").count(), 0);
  await row.locator("button").first().click();
  assert.equal(await page.locator(".row.chosen").count(), 1);
  assert.ok((await page.locator(".picks .pick.program").count()) >= 1);
  assert.ok((await page.locator(".picks .pick.amount").count()) >= 1);
  assert.ok((await page.locator(".picks .tie").count()) >= 1);
  await page.waitForFunction(() => /^#[0-9a-f]{16}$/.test(location.hash));
  const chosen = new URL(page.url()).hash;

  await page.keyboard.press("Escape");
  assert.equal(await page.locator(".row.chosen").count(), 0);
  await page.locator(".sheet .box.amount").first().dispatchEvent("click");
  assert.equal(await page.locator(".row.chosen").count(), 1);
  assert.deepEqual(faults, []);
  await close();

  const again = await open(at("deck.html"), { hash: chosen });
  assert.equal(await again.page.locator(".row.chosen").count(), 1, "a link leads to its row");
  assert.ok((await again.page.locator(".picks .pick").count()) >= 1);
  assert.deepEqual(again.faults, []);
  await again.close();
});

test("filters, search by any width or kana, and keys", async () => {
  const { page, faults, close } = await open(review("seed.html", path.join(ROOT, "fixtures/r5-iryo-gaisan.txt")));
  const result = extract(path.join(ROOT, "fixtures/r5-iryo-gaisan.txt"));
  await page.selectOption("#f-ministry", "mext");
  const mext = result.requests.filter((one) => one.ministries.some((ministry) => ministry.code === "mext"));
  assert.match(await page.locator("#counts").textContent(), new RegExp(`, ${mext.length} shown`));
  await page.locator("#filters button[type=reset]").click();
  await page.selectOption("#f-status", "proved");
  const proved = result.requests.filter((one) => one.link.status === "proved");
  assert.equal(await page.locator("#rows .row").count(), proved.length);
  await page.locator("#filters button[type=reset]").click();

  await page.keyboard.press("/");
  await page.keyboard.type("ばいおばんく");
  const rows = await page.locator("#rows .row .name").allTextContents();
  assert.ok(rows.length > 0 && rows.every((row) => /バイオバンク/.test(row)), rows.join("\n"));
  await page.fill("#search", "ﾊﾞｲｵ ﾊﾞﾝｸ");
  assert.deepEqual(await page.locator("#rows .row .name").allTextContents(), rows);
  await page.locator("#search").focus();
  await page.keyboard.press("Escape");
  await page.locator("#filters button[type=reset]").click();
  await page.evaluate(() => document.activeElement.blur());

  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.locator(".row.chosen").count(), 1);
  assert.ok(await page.evaluate(() => document.activeElement.closest(".row.chosen") !== null), "the chosen row has the focus");
  await page.keyboard.press("?");
  assert.ok(await page.locator("#help").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#help").isVisible()));
  assert.deepEqual(faults, []);
  await close();
});

test("a correction mends a broken sum in the page, is exported, and is what extract takes", async () => {
  const broken = brokenSeed();
  const off = extract(broken).checks.filter((check) => check.verdict === "off");
  assert.equal(off.length, 1);
  const { page, faults, close } = await open(review("broken.html", broken));
  const first = page.locator("#rows .row").first();
  assert.match(await first.textContent(), /≠/, "the broken sum stands first");
  await first.locator("button").first().click();
  const suspect = first.locator(".detail li.bad");
  assert.match(await suspect.textContent(), /がん・難病/);
  await suspect.locator("button").click();
  const chosen = page.locator(".row.chosen");
  await chosen.locator("form.amount input[name=amount]").fill("many");
  await chosen.locator("form.amount button.main").click();
  assert.match(await chosen.locator(".told").textContent(), /No amount/);
  await chosen.locator("form.amount input[name=amount]").fill("１９．８億円");
  await chosen.locator("form.amount button.main").click();
  const sum = page.locator(`#rows .row`).first();
  assert.match(await sum.locator("button").first().textContent(), /✓/, "the broken sum holds");

  const program = page.locator("#rows .row").filter({ hasText: "stated" }).first();
  await program.locator("button").first().click();
  await page.locator(".row.chosen form.ministry input").fill("経済産業省");
  await page.locator(".row.chosen form.ministry button").first().click();
  const dropped = page.locator("#rows .row").filter({ hasText: "no amount" }).first();
  const droppedName = await dropped.locator(".name").evaluate((name) => name.firstChild.textContent);
  await dropped.locator("button").first().click();
  await page.locator(".row.chosen .drop").click();

  await page.locator("#open-corrections").click();
  await page.fill("#by", "Sato");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#export").click()]);
  await download.saveAs(at("corrections.jsonl"));
  const lines = readFileSync(at("corrections.jsonl"), "utf8").trim().split("\n");
  assert.equal(lines.length, 3);
  await page.locator("#corrections form button").click();
  await page.reload();
  await page.waitForSelector("#rows .row");
  assert.match(await page.locator("#open-corrections").textContent(), /3/, "corrections are kept in the browser");
  await page.locator("#open-corrections").click();
  await page.locator("#forget").click();
  assert.match(await page.locator("#open-corrections").textContent(), /0/);
  await page.setInputFiles("#import", at("corrections.jsonl"));
  await page.waitForFunction(() => /3/.test(document.getElementById("open-corrections").textContent));
  await page.setInputFiles("#import", { name: "bad.jsonl", mimeType: "text/plain", buffer: Buffer.from("{}\n") });
  await page.waitForFunction(() => /Line 1/.test(document.getElementById("import-told").textContent));
  assert.deepEqual(faults, []);
  await close();

  const mended = extract(broken, "--corrections", at("corrections.jsonl"));
  assert.equal(mended.checks.filter((check) => check.verdict === "off").length, 0);
  assert.equal(mended.corrections.length, 3);
  assert.equal(mended.requests.filter((one) => one.program === droppedName).length, extract(broken).requests.filter((one) => one.program === droppedName).length - 1);
  assert.ok(mended.requests.some((one) => one.ministries.some((ministry) => ministry.code === "meti" && ministry.evidence === "corrected")));
});

test("an open link shows its candidates by dashed lines, and one is taken by a click", async () => {
  const text = path.join(ROOT, "fixtures/r5-iryo-gaisan.txt");
  const { page, faults, close } = await open(review("open.html", text));
  const open_ = extract(text).requests.find((one) => one.link.candidates.length > 0);
  assert.ok(open_, "the document has an open link");
  await page.goto(`${page.url().split("#")[0]}#${open_.id}`);
  await page.waitForSelector(".row.chosen");
  assert.ok((await page.locator(".picks .tie.candidate").count()) > 0);
  const dash = await page.locator(".picks .tie.candidate").first().evaluate((line) => getComputedStyle(line).strokeDasharray);
  assert.notEqual(dash, "none");
  await page.locator(".row.chosen .detail li button", { hasText: "Use this" }).first().click();
  assert.match(await page.locator("#open-corrections").textContent(), /1/);
  assert.match(await page.locator(".row.chosen").textContent(), /✎/);
  assert.deepEqual(faults, []);
  await close();
});

test("what a document says is shown and never obeyed", async () => {
  const long = "長".repeat(10_000);
  const names = [
    "<script>globalThis.broken = 1</script>事業",
    "\"><img src=x onerror=\"globalThis.broken = 1\">事業",
    "'-alert(1)-'事業",
    "</script><svg onload=alert(1)>事業",
    "\u202eevil\u202c事業",
    "${globalThis.broken = 1}{{7*7}}事業",
    `${long}事業`,
  ];
  const text = `令和９年度 概算要求 <b>主要事項</b>\n■<i>プロジェクト</i>\n${names.map((name, index) => `● ${name}（文） ${index + 1}億円`).join("\n")}\n`;
  const hostile = file("hostile\"<b>.txt", text);
  const read = extract(hostile).requests.map((one) => one.program);
  assert.ok(read.length >= 5, read.map((name) => name.slice(0, 60)).join("\n"));
  const { page, faults, close } = await open(review("hostile.html", hostile));
  for (let step = 0; step < read.length + 2; step += 1) await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => globalThis.broken), undefined);
  assert.equal(await page.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing is wider than the window");
  const shown = (await page.locator("#rows .row .name").allTextContents()).join("\n");
  for (const name of read) assert.ok(shown.includes(name), name.slice(0, 80));
  assert.ok(shown.includes("<script>"));
  assert.deepEqual(faults, []);
  await close();
});

test("five thousand rows are filtered without a freeze", async () => {
  const lines = ["令和９年度 概算要求 主要事項"];
  for (let index = 0; index < 5_000; index += 1) {
    if (index % 50 === 0) lines.push(`■第${index / 50 + 1}プロジェクト`);
    lines.push(`● 第${index + 1}号基盤整備推進事業（${index % 2 ? "文" : "厚"}） ${(index % 97) + 1}億円`);
  }
  const many = file("many.txt", `${lines.join("\n")}\n`);
  const { page, faults, close } = await open(review("many.html", many));
  assert.match(await page.locator("#counts").textContent(), /5\d\d\d programs/);
  // An interaction is over when what it changed is painted. The middle of three is taken, for a machine that does more.
  const took = [];
  const timed = async (name, act, given, again) => {
    const runs = [];
    for (let run = 0; run < 3; run += 1) {
      if (run && again !== undefined) await page.evaluate(`{ const value = ${JSON.stringify(again)}; ${act} }`);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      runs.push(
        await page.evaluate(`(async (value) => {
          const begun = performance.now();
          ${act};
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          return performance.now() - begun;
        })(${JSON.stringify(given)})`),
      );
    }
    took.push([name, Math.round(runs.sort((a, b) => a - b)[1])]);
  };
  const type = "const field = document.getElementById('search'); field.value = value; field.dispatchEvent(new Event('input', { bubbles: true }))";
  const select = "const field = document.getElementById('f-ministry'); field.value = value; field.dispatchEvent(new Event('input', { bubbles: true }))";
  const press = "document.body.dispatchEvent(new KeyboardEvent('keydown', { key: value, bubbles: true }))";
  for (const [name, act, given, again] of [
    ["search one", type, "第4", ""],
    ["search more", type, "第499", "第4"],
    ["search nothing", type, "無い", ""],
    ["search all", type, "", "無い"],
    ["ministry", select, "mext", ""],
    ["all", select, "", "mext"],
    ["next", press, "j"],
    ["before", press, "k"],
    ["search while chosen", type, "整備", ""],
  ]) {
    await timed(name, act, given, again);
  }
  console.log(took.map(([name, one]) => `${name} ${one} ms`).join(", "));
  assert.ok(took.every(([, one]) => one <= 100), JSON.stringify(took));
  await page.evaluate(() => document.getElementById("more").scrollIntoView());
  await page.waitForFunction(() => document.querySelectorAll("#rows .row").length > 80);
  assert.deepEqual(faults, []);
  await close();
});

test("nothing that axe knows of is wrong, light and dark, in both languages, large and small", async () => {
  for (const [name, given] of [["axe-deck.html", [deck]], ["axe-seed.html", [brokenSeed()]]]) {
    const html = review(name, ...given);
    for (const setting of [{ locale: "en-US" }, { locale: "ja-JP" }, { viewport: { width: 700, height: 500 } }]) {
      const { page, faults, close } = await open(html, setting);
      assert.deepEqual(await violations(page), []);
      await page.locator("#theme").click();
      await page.locator("#rows .row button").first().click();
      assert.deepEqual(await violations(page), [], "dark, with a row chosen");
      await page.locator("#theme").click();
      for (const dialog of ["charts", "corrections", "help"]) {
        await page.locator(`#open-${dialog}`).click();
        assert.deepEqual(await violations(page), [], dialog);
        await page.keyboard.press("Escape");
      }
      assert.deepEqual(faults, []);
      await close();
    }
  }
});

test("pictures lead to rows", async () => {
  const { page, faults, close } = await open(review("charts.html", deck));
  await page.locator("#open-charts").click();
  const ids = await page.locator("#charts svg a[href^='#']").evaluateAll((links) => links.map((link) => link.getAttribute("href")).filter((href) => /^#[0-9a-f]{16}$/.test(href)));
  const requests = new Set(extract(deck).requests.map((one) => `#${one.id}`));
  assert.ok(ids.length > 0 && ids.every((id) => requests.has(id)));
  await page.locator(`#charts svg a[href='${ids[0]}']`).first().dispatchEvent("click");
  await page.waitForSelector(".row.chosen");
  assert.equal(await page.locator(".row.chosen").getAttribute("id"), ids[0].slice(1));
  assert.deepEqual(faults, []);
  await close();
});

test("a page that cannot be drawn says so, and its boxes still stand", async () => {
  const whole = review("small.html", deck, "--no-pictures");
  assert.ok(statSync(whole).size < 400_000, `${statSync(whole).size} bytes`);
  const { page, faults, close } = await open(whole);
  assert.equal(await page.locator(".sheet img").count(), 0);
  assert.ok((await page.locator(".sheet .box").count()) > 0);
  assert.ok((await page.locator(".sheet .read").count()) > 0, "what was read stands in the boxes");
  assert.deepEqual(faults, []);
  await close();
});

test("letters of fonts that the file does not carry are laid over in the browser's", async () => {
  const { page, faults, close } = await open(review("lent.html", path.join(ROOT, "fixtures/pdf/cmap-90ms-rksj-h.pdf"), "--all-pages"), { ready: ".sheet .lent" });
  const letters = await page.locator(".sheet .lent").allTextContents();
  const read = yosan("text", path.join(ROOT, "fixtures/pdf/cmap-90ms-rksj-h.pdf"));
  assert.ok(letters.join("").length > 3 && letters.every((line) => [...line].every((letter) => read.normalize("NFKC").includes(letter.normalize("NFKC")))), letters.join("\n"));
  assert.ok(await page.locator(".page .why").isVisible(), "the page says so");
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
  const own = await open(review("carried.html", deck));
  await own.page.waitForSelector(".sheet img");
  assert.equal(await own.page.locator(".sheet .lent").count(), 0, "a file that carries its fonts needs none");
  await own.close();
});

test("a batch has an index with search over all, and what failed is told", async () => {
  file("bad.pdf", "%PDF-1.7\nnothing");
  yosan("extract", path.join(ROOT, "fixtures/years/request-2026.txt"), "-o", at("ignored.json"));
  try {
    yosan("batch", path.join(ROOT, "fixtures/years"), at("bad.pdf"), "--out", at("results"));
  } catch (error) {
    assert.equal(error.status, 1, "one document failed");
  }
  const { page, faults, close } = await open(review("index.html", at("results")));
  assert.match(await page.locator("#failed").textContent(), /bad\.pdf/);
  assert.equal(await page.locator("#f-document option").count(), 3);
  assert.ok(await page.locator("#by-document").isVisible());
  await page.selectOption("#f-document", "1");
  assert.ok((await page.locator("#rows .row").count()) > 0);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await close();
});

test("a comparison has the same look and obeys the same rules", async () => {
  yosan("diff", path.join(ROOT, "fixtures/years/request-2026.txt"), path.join(ROOT, "fixtures/years/request-2027.txt"), "-o", at("years.html"));
  const context = await browser.newContext();
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(message.text()));
  await page.goto(`file://${at("years.html")}`);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});
