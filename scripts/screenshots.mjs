#!/usr/bin/env node
// Writes the pictures of docs/review.md and of the README: the review page of shipped fixtures, in a headless Chromium.
//
//     cargo build --release && npm ci --prefix tests/browser && scripts/screenshots.mjs

import { mkdirSync } from "node:fs";
import path from "node:path";
import { ROOT, at, brokenSeed, browser, open, yosan } from "../tests/browser/page.mjs";

const folder = path.join(ROOT, "docs/pictures");
mkdirSync(folder, { recursive: true });

/** Opens a page, does something with it, and takes its picture. */
async function take(name, input, act) {
  yosan("review", input, "-o", at(`${name}.html`));
  const { page, faults, close } = await open(at(`${name}.html`), { viewport: { width: 1400, height: 800 } });
  await act(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  if (faults.length) throw new Error(faults.join("\n"));
  await close();
}

await take("review-slide", path.join(ROOT, "fixtures/decks/pillars-2027-office.pdf"), async (page) => {
  await page.locator("#rows .row").filter({ hasText: "✓" }).nth(2).locator("button").first().click();
});
await take("review-sum", brokenSeed(), async (page) => {
  await page.locator("#rows .row").first().locator("button").first().click();
});
await browser.close();
