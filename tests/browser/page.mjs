// What the tests of the pages share: the program, a browser, and a page that is watched for whatever it should not do.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const YOSAN = process.env.YOSAN_BINARY || path.join(ROOT, "target/release/yosan");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const folder = mkdtempSync(path.join(tmpdir(), "yosan-review-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** A path in a folder of this run. */
export const at = (name) => path.join(folder, name);

/** Writes a file there. */
export function file(name, text) {
  writeFileSync(at(name), text);
  return at(name);
}

/** Runs the program; what it says of a document is let be. */
export function yosan(...given) {
  return execFileSync(YOSAN, given, { stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1 << 30 }).toString();
}

export const extract = (...given) => JSON.parse(yosan("extract", ...given, "--format", "json"));

/** The seed with one wrong digit: a group's sum is not what its parts make. */
export function brokenSeed() {
  const text = readFileSync(path.join(ROOT, "fixtures/r5-iryo-gaisan.txt"), "utf8");
  return file("broken.txt", text.replace("（19.8億円）", "（91.8億円）"));
}

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || places.find(existsSync),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"],
});

/** Opens a page from disk, in English. What it asks of the network, and what its console says, is told at the end. */
export async function open(html, { viewport = { width: 1500, height: 950 }, hash = "", locale = "en-US", ready = "#rows .row" } = {}) {
  const context = await browser.newContext({ viewport, locale, acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) faults.push(`asks for ${request.url()}`);
  });
  await page.goto(pathToFileURL(html).href + hash);
  await page.waitForSelector(ready);
  return { page, faults, close: () => context.close() };
}

/**
 * What axe finds wrong, a line each. Links of a picture lead to rows, which are laid when they are followed: the rule of
 * links that skip to a part of the page, by which their targets would have to be there already, is not for them.
 */
export async function violations(page) {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], elementRef: true });
    const nodes = (one) => one.nodes.filter((node) => one.id !== "skip-link" || !node.element.closest("svg"));
    return violations.filter((one) => nodes(one).length).map((one) => `${one.id}: ${one.help}: ${nodes(one).map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`);
  });
}
