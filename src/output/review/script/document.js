"use strict";
// What the page holds, as objects: documents with their pages, and the rows that the list is made of.

/** @typedef {{role: string, page: number, line: ?number, span: ?[number, number], bbox: ?[number, number, number, number], text: string}} Evidence */
/** @typedef {{yen: ?number, within_yen: ?number, surface: string}} Amount */
/** @typedef {{code: string, name: string, surface: string, evidence: string}} Ministry */
/** @typedef {{id: string, section: ?string, section_path: string[], program: string, program_surface: string, amount: ?Amount, amount_state: string, previous: ?Amount, change: ?Amount, account: ?{code: string, surface: string}, ministries: Ministry[], flags: string[], counted: boolean, link: {status: string, method: ?string, candidates: {yen: number, evidence: Evidence}[], why: string}, evidence: Evidence[]}} Program */
/** @typedef {{id: string, item: string, section: ?string, amount: Amount, evidence: Evidence[]}} Total */
/** @typedef {{id: string, kind: string, of: string, label: string, stated: number, accumulated: ?number, difference: ?number, tolerance: number, verdict: string, parts: string[], suspect: ?string}} Check */
/** @typedef {{source: {name: string, blake3: string, pages: number}, document: {title: ?string}, requests: Program[], totals: Total[], checks: Check[]}} Result */
/** @typedef {{number: number, size: ?[number, number], rotation: number, lines: [number, number, number, string][], picture_size: ?[number, number], lent: {text: string, x: number[], y: number[], size: number}[], why: ?string}} PageView */
/** @typedef {{index: number, result: Result, pages: PageView[], byId: Map<string, Program | Total>, requests: Set<string>}} Doc */
/** @typedef {{at: number, doc: Doc, id: string, group: number, request: ?Program, total: ?Total, check: ?Check, text: string}} Item */

/** @param {string} id @returns {HTMLElement} */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {string} name @param {Record<string, string>} [attributes] @param {(Node | string)[]} [inside] @returns {HTMLElement} */
function make(name, attributes = {}, inside = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

/** @type {Record<string, [string, string]>} */
const WORDS = JSON.parse(element("words").textContent || "{}");

/** What is kept in the browser between two visits; nothing where it keeps nothing. */
const memory = {
  /** @param {string} key @returns {?string} */
  get(key) {
    try {
      return localStorage.getItem(`yosan:${key}`);
    } catch {
      return null;
    }
  },
  /** @param {string} key @param {string} value */
  set(key, value) {
    try {
      localStorage.setItem(`yosan:${key}`, value);
    } catch {
      // A browser that keeps nothing still shows everything; what was corrected can be exported.
    }
  },
};

let language = memory.get("language") || (navigator.language.startsWith("ja") ? "ja" : "en");

/** @param {string} key @param {Record<string, string | number>} [values] @returns {string} */
function word(key, values = {}) {
  const both = WORDS[key];
  const text = both ? both[language === "ja" ? 0 : 1] : key;
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** Width, case and kana do not matter to a search. @param {string} text @returns {string} */
function fold(text) {
  const folded = text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  return folded.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));
}

/** @param {?number} yen @returns {string} */
function oku(yen) {
  if (yen === null || yen === undefined) return "—";
  const value = Math.abs(yen) / 1e8;
  const digits = Number.isInteger(value * 10) ? (Number.isInteger(value) ? 0 : 1) : 4;
  const shown = value.toLocaleString("en-US", { minimumFractionDigits: digits > 1 ? 0 : digits, maximumFractionDigits: digits > 1 ? 8 : digits });
  return `${yen < 0 ? "△" : ""}${shown}億円`;
}

/** @type {Doc[]} */
const DOCS = [...document.querySelectorAll("script.document")].map((block, index) => {
  const { result, pages } = JSON.parse(block.textContent || "{}");
  const byId = new Map();
  for (const total of result.totals) byId.set(total.id, total);
  for (const request of result.requests) byId.set(request.id, request);
  return { index, result, pages, byId, requests: new Set(result.requests.map((/** @type {Program} */ request) => request.id)) };
});

/** The rows: broken sums first, then open ones, then open programs, then the rest. @type {Item[]} */
const ITEMS = [];
for (const doc of DOCS) {
  const { result } = doc;
  for (const check of result.checks) {
    const group = check.verdict === "off" ? 0 : check.verdict === "open" ? 1 : 4;
    ITEMS.push({ at: 0, doc, id: check.id, group, request: null, total: null, check, text: fold(check.label) });
  }
  for (const request of result.requests) {
    const open = request.link.status === "ambiguous" || request.link.status === "inferred";
    const parts = [request.program, request.program_surface, request.section || "", request.amount ? request.amount.surface : "", ...request.ministries.flatMap((one) => [one.name, one.surface])];
    ITEMS.push({ at: 0, doc, id: request.id, group: open ? 2 : 3, request, total: null, check: null, text: fold(parts.join("\n")) });
  }
  for (const total of result.totals) {
    ITEMS.push({ at: 0, doc, id: total.id, group: 5, request: null, total, check: null, text: fold(`${total.item}\n${total.section || ""}\n${total.amount.surface}`) });
  }
}
ITEMS.sort((a, b) => a.group - b.group);
ITEMS.forEach((item, at) => (item.at = at));

/** What an item points to on pages, with what it is there. @param {Item} item @returns {{role: string, place: Evidence}[]} */
function places(item) {
  if (item.check) {
    const { doc, check } = item;
    const found = [];
    for (const id of [check.of, ...check.parts]) {
      const one = doc.byId.get(id);
      if (!one) continue;
      const role = id === check.suspect ? "suspect" : id === check.of ? "amount" : "part";
      const shown = one.evidence.filter((place) => place.role === "amount");
      for (const place of shown.length ? shown : one.evidence.slice(0, 1)) found.push({ role, place });
    }
    return found;
  }
  const own = item.request || item.total;
  const found = own ? own.evidence.map((place) => ({ role: place.role, place })) : [];
  const candidates = item.request ? item.request.link.candidates : [];
  return found.concat(candidates.map((candidate) => ({ role: "candidate", place: candidate.evidence })));
}
