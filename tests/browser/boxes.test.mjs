// Whether boxes lie on what they are of: at 100 % the centre of each evidence box against the ink of the picture under it.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, test } from "node:test";
import { ROOT, at, browser, open, yosan } from "./page.mjs";

after(() => browser.close());

/** Most that a centre may be off, in pixels. */
const MOST = 2;

const own = readdirSync(path.join(ROOT, "fixtures/decks")).filter((name) => name.endsWith(".pdf")).map((name) => path.join(ROOT, "fixtures/decks", name));
const turned = path.join(ROOT, "fixtures/pdf-turned/turned.pdf");
/** Its pages on which the sheet lies on its side and no viewer turns it: `scripts/make_turned.py`. */
const upwards = ["0/4"];
const corpus = process.env.YOSAN_CORPUS ? readdirSync(path.join(process.env.YOSAN_CORPUS, "decks")).filter((name) => name.endsWith(".pdf")).map((name) => path.join(process.env.YOSAN_CORPUS, "decks", name)) : [];

/**
 * Runs in the page: how far the ink of each box's text is from where it should be, in pixels. Ink is what differs from the
 * ground and hangs together in and near the box. What reaches beyond is a border or a neighbour; where such a thing runs
 * through the text itself, nothing can be told. A box is that of whole glyphs, which do not fill theirs evenly: where the
 * middle of their ink is to be is asked of a font. Brackets and marks are set half or full, so texts that begin or end with
 * one tell nothing along their line. On the pages in `upwards` what stands upright is read upwards.
 */
async function offsets(upwards) {
  document.getElementById("pages").classList.add("whole");
  for (const shown of shownPages.values()) fill(shown);
  await Promise.all([...document.querySelectorAll(".sheet img")].map((image) => image.decode()));
  const font = document.createElement("canvas").getContext("2d");
  font.font = "200px 'Noto Sans CJK JP', 'IPAGothic', sans-serif";
  /** How far the middle of a text's ink is behind and below that of its glyphs, as parts of their length and height. */
  const lean = (text) => {
    const ink = font.measureText(text);
    const along = (ink.actualBoundingBoxRight - ink.actualBoundingBoxLeft - ink.width) / 2 / ink.width;
    return [along, 0.38 - (ink.actualBoundingBoxAscent - ink.actualBoundingBoxDescent) / 2 / 200];
  };
  /** The least rectangle around all ink that hangs together with what is in the box, and nowhere reaches the edge. */
  const inkOf = ({ data, width, height }, [x0, y0, x1, y1]) => {
    const counts = new Map();
    const colour = (at) => ((data[at] >> 4) << 8) | ((data[at + 1] >> 4) << 4) | (data[at + 2] >> 4);
    for (let y = Math.max(0, Math.ceil(y0)); y < Math.min(height, y1); y += 1) {
      for (let x = Math.max(0, Math.ceil(x0)); x < Math.min(width, x1); x += 1) {
        const one = colour((y * width + x) * 4);
        counts.set(one, (counts.get(one) || 0) + 1);
      }
    }
    const [ground] = [...counts].sort((a, b) => b[1] - a[1])[0] || [0];
    const far = (at) => Math.abs((ground >> 8) - (data[at] >> 4)) + Math.abs(((ground >> 4) & 15) - (data[at + 1] >> 4)) + Math.abs((ground & 15) - (data[at + 2] >> 4)) > 9;
    const seen = new Uint8Array(width * height);
    const core = 0.2 * Math.min(x1 - x0, y1 - y0);
    let ink = null;
    for (let from = 0; from < seen.length; from += 1) {
      if (seen[from] || !far(from * 4)) continue;
      const stack = [from];
      seen[from] = 1;
      let [left, top, right, bottom, inside] = [width, height, 0, 0, false];
      while (stack.length) {
        const at = stack.pop();
        const [x, y] = [at % width, Math.floor(at / width)];
        inside ||= x >= x0 + core && x <= x1 - core && y >= y0 + core && y <= y1 - core;
        [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x + 1), Math.max(bottom, y + 1)];
        for (let dy = -1; dy <= 1; dy += 1) for (let dx = -1; dx <= 1; dx += 1) {
          const [nx, ny] = [x + dx, y + dy];
          const next = ny * width + nx;
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || seen[next] || !far(next * 4)) continue;
          seen[next] = 1;
          stack.push(next);
        }
      }
      if (left === 0 || top === 0 || right === width || bottom === height) {
        if (inside) return null;
        continue;
      }
      const [middle, level] = [(left + right) / 2, (top + bottom) / 2];
      if (middle < x0 || middle > x1 || level < y0 || level > y1) continue;
      ink = ink ? [Math.min(ink[0], left), Math.min(ink[1], top), Math.max(ink[2], right), Math.max(ink[3], bottom)] : [left, top, right, bottom];
    }
    return ink;
  };
  const found = [];
  for (const [key, shown] of shownPages) {
    const image = shown.sheet.querySelector("img");
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    const frame = image.getBoundingClientRect();
    const boxes = [...shown.overlay.querySelectorAll(".box")];
    for (const [index, { place, role }] of (readOn.get(key) || []).filter((one) => one.place.bbox).entries()) {
      // A colour of the legend has no glyphs; a box around several lines holds more than the text.
      if (!place.text || place.text.includes("\n")) continue;
      const rect = boxes[index].getBoundingClientRect();
      const scale = canvas.width / frame.width;
      const box = [rect.left - frame.left, rect.top - frame.top, rect.right - frame.left, rect.bottom - frame.top].map((side) => side * scale);
      const around = Math.min(rect.width, rect.height) * scale * 0.6;
      const [left, top] = [Math.max(0, Math.floor(box[0] - around)), Math.max(0, Math.floor(box[1] - around))];
      const [right, bottom] = [Math.min(canvas.width, Math.ceil(box[2] + around)), Math.min(canvas.height, Math.ceil(box[3] + around))];
      if (right - left < 8 || bottom - top < 8) continue;
      const within = [box[0] - left, box[1] - top, box[2] - left, box[3] - top];
      const ink = inkOf(context.getImageData(left, top, right - left, bottom - top), within);
      const one = { key, text: place.text, role, along: null, across: null };
      found.push(one);
      if (!ink) continue;
      const plain = /^[\p{L}\p{N}△▲](.*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{N}])?$/u.test(place.text);
      const upright = rect.width < rect.height;
      const [x, y] = [0, 1].map((side) => (ink[side] + ink[side + 2] - within[side] - within[side + 2]) / 2);
      const [length, high] = upright ? [within[3] - within[1], within[2] - within[0]] : [within[2] - within[0], within[3] - within[1]];
      const [along, across] = lean(place.text);
      // Ink leans with the way that its text is read.
      const leaning = (upright && upwards.includes(key) ? -along : along) * length;
      one.along = plain ? (upright ? y : x) - leaning : 0;
      one.across = upright ? x : y - across * high;
    }
  }
  return found;
}

for (const [name, decks] of [["own looks", own], ["turned sheets", [turned]], ["decks of the corpus", corpus]]) {
  test(`boxes lie on the glyphs: ${name}`, { skip: decks.length === 0 ? "YOSAN_CORPUS is not set" : false }, async () => {
    const off = [];
    let [all, untold] = [0, 0];
    for (const deck of decks) {
      const html = at(`${path.basename(deck)}.html`);
      yosan("review", deck, "--all-pages", "-o", html);
      const { page, close } = await open(html);
      for (const one of await page.evaluate(offsets, deck === turned ? upwards : [])) {
        all += 1;
        if (one.along === null) untold += 1;
        else if (Math.max(Math.abs(one.along), Math.abs(one.across)) > MOST) off.push(`${path.basename(deck)} ${one.key} ${one.role} ${one.text.slice(0, 40)}: ${one.along.toFixed(1)} ${one.across.toFixed(1)}`);
      }
      await close();
    }
    console.log(`${name}: ${all} boxes, ${off.length} off by more than ${MOST} px, ${untold} crossed by a line`);
    assert.deepEqual(off, []);
    assert.ok(all > 0 && untold <= 0.05 * all, `${untold} of ${all} cannot be told`);
  });
}
