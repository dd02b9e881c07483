// The pages on the left: a picture or lines of text, boxes over what was read, and lines that join what belongs together.

const SVG = "http://www.w3.org/2000/svg";
/** Pixels a point at 100 %. */
const SCALE = 1.5;

/** Lines that the browser lays out together, when they come near. */
const LINES = 50;

/** @typedef {{doc: Doc, page: PageView, figure: HTMLElement, sheet: HTMLElement, overlay: ?SVGSVGElement, ready: boolean}} Shown */

/** Pages by document and number. @type {Map<string, Shown>} */
const shownPages = new Map();
/** What was read on a page. @type {Map<string, {item: Item, role: string, place: Evidence}[]>} */
const readOn = new Map();

/** @param {string} name @param {Record<string, string | number>} attributes @returns {SVGElement} */
function draw(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/** @param {Doc} doc @param {number} page */
const pageKey = (doc, page) => `${doc.index}/${page}`;

function layPages() {
  for (const item of ITEMS) {
    for (const { role, place } of item.check ? [] : places(item)) {
      const key = pageKey(item.doc, place.page);
      const list = readOn.get(key);
      if (list) list.push({ item, role, place });
      else readOn.set(key, [{ item, role, place }]);
    }
  }
  const near = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const shown = entry.isIntersecting && shownPages.get(/** @type {HTMLElement} */ (entry.target).dataset.key || "");
      if (shown) fill(shown);
    }
  }, { root: element("pages"), rootMargin: "800px 0px" });
  let any = false;
  for (const doc of DOCS) {
    for (const page of doc.pages) {
      any = true;
      const key = pageKey(doc, page.number);
      const sheet = make("div", { class: page.size ? "sheet" : "sheet text" });
      const caption = make("figcaption", {}, []);
      const figure = make("figure", { class: "page", id: `page-${doc.index}-${page.number}` }, [caption, sheet]);
      figure.dataset.key = key;
      const shown = { doc, page, figure, sheet, overlay: null, ready: false };
      size(shown);
      shownPages.set(key, shown);
      element("pages").append(figure);
      near.observe(figure);
    }
  }
  element("split").classList.toggle("alone", !any);
  element("zoom").hidden = !any;
}

function namePages() {
  for (const { doc, page, figure } of shownPages.values()) {
    const name = DOCS.length > 1 ? `${doc.result.source.name} · ` : "";
    const caption = figure.querySelector("figcaption");
    if (caption) caption.textContent = language === "ja" ? `${name}${page.number}${word("page")}` : `${name}${word("page")} ${page.number}`;
    const picture = figure.querySelector("img");
    if (picture) picture.alt = caption ? caption.textContent || "" : "";
  }
}

/** Width and height as shown, in points. @param {PageView} page @returns {[number, number]} */
function turned(page) {
  const [width, height] = page.size || [1, 1];
  return page.rotation % 180 === 0 ? [width, height] : [height, width];
}

/** @param {Shown} shown */
function size({ page, sheet }) {
  if (!page.size) return;
  const [width, height] = turned(page);
  const pixels = page.picture_size || [width * SCALE, height * SCALE];
  sheet.style.width = `${pixels[0]}px`;
  sheet.style.aspectRatio = `${pixels[0]} / ${pixels[1]}`;
}

/** How the unrotated page is turned to be shown. @param {PageView} page @returns {string} */
function turn(page) {
  const [width, height] = page.size || [0, 0];
  switch (page.rotation) {
    case 90:
      return `translate(${height} 0) rotate(90)`;
    case 180:
      return `translate(${width} ${height}) rotate(180)`;
    case 270:
      return `translate(0 ${width}) rotate(270)`;
    default:
      return "";
  }
}

/** Puts onto a page what is on it, when it comes near. @param {Shown} shown */
function fill(shown) {
  if (shown.ready) return;
  shown.ready = true;
  const { doc, page, sheet, figure } = shown;
  const read = readOn.get(pageKey(doc, page.number)) || [];
  if (!page.size) fillLines(sheet, page, read);
  const block = document.getElementById(`picture-${doc.index}-${page.number}`);
  if (block) {
    const picture = document.createElement("img");
    picture.alt = figure.querySelector("figcaption")?.textContent || "";
    picture.setAttribute("decoding", "async");
    picture.src = `data:image/png;base64,${block.textContent}`;
    sheet.append(picture);
  } else if (page.size && page.why) {
    figure.insertBefore(make("p", { class: "why" }, [`${word("no-picture")}: ${page.why}`]), sheet);
  }
  const overlay = /** @type {SVGSVGElement} */ (draw("svg", { "aria-hidden": "true" }));
  if (page.size) {
    const [width, height] = turned(page);
    overlay.setAttribute("viewBox", `0 0 ${width} ${height}`);
    overlay.setAttribute("preserveAspectRatio", "none");
    const all = draw("g", { transform: turn(page) });
    if (page.lent.length) figure.insertBefore(make("p", { class: "why" }, [word("letters-lent")]), sheet);
    for (const { text, x, y, size } of page.lent) {
      const letters = draw("text", { class: "lent", x: x.join(" "), y: y.join(" "), "font-size": size });
      letters.textContent = text;
      all.append(letters);
    }
    for (const { item, role, place } of read) {
      if (!place.bbox) continue;
      const [x0, y0, x1, y1] = place.bbox;
      const box = draw("rect", { class: `box ${role}`, x: x0, y: y0, width: x1 - x0, height: y1 - y0 });
      box.addEventListener("click", () => choose(item, { from: "page" }));
      all.append(box);
      if (!block && role !== "candidate") {
        const text = draw("text", { class: "read", x: x0, y: y1 - 2, textLength: Math.max(1, x1 - x0), lengthAdjust: "spacingAndGlyphs" });
        text.textContent = place.text;
        all.append(text);
      }
    }
    overlay.append(all);
  }
  overlay.append(draw("g", { class: "picks", transform: turn(page) }));
  sheet.append(overlay);
  shown.overlay = overlay;
}

/** Place in a text of the character that a byte begins. @param {string} text @param {number} bytes @returns {number} */
function characterAt(text, bytes) {
  let at = 0;
  let left = bytes;
  for (const character of text) {
    if (left <= 0) break;
    const code = character.codePointAt(0) || 0;
    left -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    at += character.length;
  }
  return at;
}

/** @param {HTMLElement} sheet @param {PageView} page @param {{item: Item, role: string, place: Evidence}[]} read */
function fillLines(sheet, page, read) {
  const lines = make("div", { class: "lines" });
  let some = lines;
  const spans = read.filter(({ place }) => place.span).sort((a, b) => (a.place.span || [0])[0] - (b.place.span || [0])[0]);
  let last = 0;
  let next = 0;
  for (const [index, [number, start, end, text]] of page.lines.entries()) {
    if (index % LINES === 0) {
      some = make("div", { class: "some" });
      lines.append(some);
    }
    if (last && number > last + 1) some.append(make("div", { class: "gap" }, ["⋮"]));
    last = number;
    while (next < spans.length && (spans[next].place.span || [0, 0])[1] <= start) next += 1;
    const here = [];
    for (let at = next; at < spans.length && (spans[at].place.span || [0])[0] < end; at += 1) here.push(spans[at]);
    const shown = make("span", { class: "t" });
    let done = 0;
    for (const { item, place } of here) {
      const [from, to] = place.span || [0, 0];
      const begin = Math.max(done, characterAt(text, from - start));
      const until = characterAt(text, to - start);
      if (until <= begin) continue;
      shown.append(text.slice(done, begin));
      const mark = make("mark", {}, [text.slice(begin, until)]);
      mark.dataset.from = String(from);
      mark.addEventListener("click", () => choose(item, { from: "page" }));
      shown.append(mark);
      done = until;
    }
    shown.append(text.slice(done));
    some.append(make("div", { class: "line", id: `line-${page.number}-${number}` }, [make("span", { class: "no" }, [String(number)]), shown]));
  }
  sheet.append(lines);
  // Lines that were never near have a height that is only expected: what is boxed moves with them.
  new ResizeObserver(() => chosen && pick(chosen, false)).observe(lines);
}

/** Where a place is on its sheet, in the units of the overlay. @param {Shown} shown @param {Evidence} place @returns {[number, number, number, number][]} */
function rects(shown, place) {
  if (place.bbox) return [place.bbox];
  const frame = shown.sheet.getBoundingClientRect();
  const lines = shown.page.lines.filter(([, start, end]) => place.span && place.span[0] < end && place.span[1] > start);
  /** @type {[number, number, number, number][]} */
  const found = [];
  for (const [number, start, , text] of lines) {
    const line = document.getElementById(`line-${shown.page.number}-${number}`)?.querySelector(".t");
    if (!line || !place.span) continue;
    const range = rangeOf(line, characterAt(text, place.span[0] - start), characterAt(text, place.span[1] - start));
    for (const rect of range.getClientRects()) found.push([rect.left - frame.left, rect.top - frame.top, rect.right - frame.left, rect.bottom - frame.top]);
  }
  return found;
}

/** @param {Element} line @param {number} from @param {number} to @returns {Range} */
function rangeOf(line, from, to) {
  const range = document.createRange();
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let at = 0;
  range.selectNodeContents(line);
  let begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = (node.textContent || "").length;
    if (!begun && from <= at + length) {
      range.setStart(node, Math.max(0, from - at));
      begun = true;
    }
    if (begun && to <= at + length) {
      range.setEnd(node, Math.max(0, to - at));
      break;
    }
    at += length;
  }
  return range;
}

/** Puts onto all pages what is on them, to be printed. */
function fillAll() {
  for (const shown of shownPages.values()) fill(shown);
}

function unpick() {
  for (const old of document.querySelectorAll(".picks")) old.replaceChildren();
}

/** Where the line between the middles of two boxes leaves the first. @param {[number, number, number, number]} from @param {[number, number, number, number]} to @returns {[number, number]} */
function edge(from, to) {
  const [[x, y], [toX, toY]] = [from, to].map(([x0, y0, x1, y1]) => [(x0 + x1) / 2, (y0 + y1) / 2]);
  const [dx, dy] = [toX - x, toY - y];
  const part = Math.min((from[2] - from[0]) / 2 / Math.abs(dx || 1e-9), (from[3] - from[1]) / 2 / Math.abs(dy || 1e-9), 1);
  return [x + dx * part, y + dy * part];
}

/** Boxes an item and joins what belongs together. @param {Item} item @param {boolean} scroll */
function pick(item, scroll) {
  unpick();
  /** @type {Map<string, {role: string, rect: [number, number, number, number]}[]>} */
  const byPage = new Map();
  let first = null;
  for (const { role, place } of places(item)) {
    const key = pageKey(item.doc, place.page);
    const shown = shownPages.get(key);
    if (!shown) continue;
    fill(shown);
    const own = rects(shown, place).map((rect) => ({ role, rect }));
    byPage.set(key, (byPage.get(key) || []).concat(own));
  }
  for (const [key, boxes] of byPage) {
    const shown = shownPages.get(key);
    const picks = shown?.overlay?.querySelector(".picks");
    if (!shown || !picks) continue;
    const program = boxes.find((box) => box.role === "program") || boxes.find((box) => box.role === "amount");
    for (const box of boxes) {
      if (!program || box === program || !["amount", "ministry", "candidate", "previous", "part", "suspect"].includes(box.role)) continue;
      const [a, b] = [edge(program.rect, box.rect), edge(box.rect, program.rect)];
      picks.append(draw("line", { class: `tie ${box.role}`, x1: a[0], y1: a[1], x2: b[0], y2: b[1] }));
    }
    for (const { role, rect } of boxes) {
      const [x0, y0, x1, y1] = rect;
      picks.append(draw("rect", { class: `pick ${role}`, x: x0 - 1, y: y0 - 1, width: x1 - x0 + 2, height: y1 - y0 + 2, rx: 2 }));
    }
    first = first || picks;
  }
  if (!first || !scroll) return;
  const target = first.querySelector(".pick");
  if (target) target.scrollIntoView({ block: "center", inline: "nearest" });
}
