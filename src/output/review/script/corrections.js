// What people correct: kept by document, told as the lines that `yosan extract --corrections` takes, and held against the
// sums at once.

/** @typedef {{document: string, id: string, field: string, value: ?(string | number | string[]), by: string, why: string}} Correction */

/** Corrections by document, program or sum, and field. @type {Map<string, Correction>} */
const corrected = new Map();

/** @param {Doc} doc @param {string} id @param {string} field */
const correctionKey = (doc, id, field) => `${doc.index}/${id}/${field}`;

/** @param {Doc} doc @param {string} id @param {string} field @returns {Correction | undefined} */
function correctionOf(doc, id, field) {
  return corrected.get(correctionKey(doc, id, field));
}

/** Sets a field, or takes a correction back where `value` is undefined. @param {Doc} doc @param {string} id @param {string} field @param {?(string | number | string[]) | undefined} value @param {string} [why] @param {string} [by] */
function correct(doc, id, field, value, why, by) {
  const key = correctionKey(doc, id, field);
  if (value === undefined) corrected.delete(key);
  else {
    const line = { document: doc.result.source.name, id, field, value, by: by || memory.get("by") || "review", why: why || word("why-said") };
    corrected.set(key, line);
  }
}

function keepCorrections() {
  for (const doc of DOCS) {
    const own = [...corrected].filter(([key]) => key.startsWith(`${doc.index}/`)).map(([, line]) => line);
    memory.set(doc.result.source.blake3, JSON.stringify(own));
  }
}

function recallCorrections() {
  for (const doc of DOCS) {
    try {
      for (const line of JSON.parse(memory.get(doc.result.source.blake3) || "[]")) {
        if (doc.byId.has(line.id)) corrected.set(correctionKey(doc, line.id, line.field), line);
      }
    } catch {
      // What cannot be read any more is no correction.
    }
  }
}

/** The lines of a corrections file. @returns {string} */
function correctionLines() {
  return [...corrected.values()].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Reads a corrections file. Gives the first line that is none, or how many are of nothing here. @param {string} text @returns {{bad: ?number, left: number}} */
function readCorrections(text) {
  /** @type {[Doc, Correction][]} */
  const found = [];
  let left = 0;
  for (const [index, raw] of text.replace(/^\ufeff/, "").split("\n").entries()) {
    const line = raw.trim();
    if (!line || line.startsWith("#")) continue;
    let one;
    try {
      one = JSON.parse(line);
    } catch {
      return { bad: index + 1, left: 0 };
    }
    if (!one || typeof one !== "object" || typeof one.field !== "string" || !("value" in one)) return { bad: index + 1, left: 0 };
    const docs = DOCS.filter((doc) => !one.document || one.document === doc.result.source.name);
    const targets = docs.flatMap((doc) => targetsOf(doc, one).map((id) => /** @type {[Doc, Correction]} */ ([doc, { ...one, id }])));
    if (targets.length === 0) left += 1;
    found.push(...targets);
  }
  for (const [doc, line] of found) correct(doc, line.id, line.field, line.value, line.why, line.by);
  return { bad: null, left };
}

/** @param {Doc} doc @param {any} line @returns {string[]} */
function targetsOf(doc, line) {
  if (line.id) return doc.byId.has(line.id) ? [line.id] : [];
  const rows = line.program ? doc.result.requests.filter((one) => fold(one.program) === fold(line.program)) : doc.result.totals.filter((one) => line.total && fold(one.item) === fold(line.total));
  const inSection = rows.filter((one) => !line.section || (one.section && fold(one.section) === fold(line.section)));
  return inSection.filter((one) => !line.page || one.evidence.some((place) => place.page === line.page)).map((one) => one.id);
}

const UNITS = { 兆: 1e12, 億: 1e8, 百万: 1e6, 千万: 1e7, 万: 1e4, 千: 1e3 };

/** An amount as people write it: whole yen for a bare number, else what a corrections file takes. `null` where it is none. @param {string} text @returns {?{yen: number, value: string | number}} */
function parseAmount(text) {
  const folded = text.normalize("NFKC").replace(/[\s,、]/g, "");
  const sign = /^[△▲−-]/.test(folded) ? -1 : 1;
  const bare = folded.replace(/^[△▲−+-]/, "").replace(/円$/, "");
  if (/^\d+$/.test(bare)) return { yen: sign * Number(bare), value: sign * Number(bare) };
  if (!/^(\d+(\.\d+)?(兆|億|百万|千万|万|千))+\d*$/.test(bare)) return null;
  let yen = 0;
  let least = Infinity;
  for (const [, digits, , unit] of bare.matchAll(/(\d+(\.\d+)?)(兆|億|百万|千万|万|千)?/g)) {
    const weight = unit ? UNITS[/** @type {keyof typeof UNITS} */ (unit)] : 1;
    if (weight >= least) return null;
    least = weight;
    yen += Math.round(Number(digits) * weight);
  }
  return Number.isSafeInteger(yen) ? { yen: sign * yen, value: `${sign < 0 ? "△" : ""}${bare}円` } : null;
}

/** Yen as the document has them. @param {Doc} doc @param {string} id @returns {?number} */
function printedYen(doc, id) {
  const amount = doc.byId.get(id)?.amount;
  return amount && amount.yen !== null ? amount.yen : null;
}

/** Yen as corrected. @param {Doc} doc @param {string} id @returns {?number} */
function yenNow(doc, id) {
  const line = correctionOf(doc, id, "amount");
  if (!line) return printedYen(doc, id);
  if (line.value === null) return null;
  return parseAmount(String(line.value))?.yen ?? null;
}

/** @param {Doc} doc @param {string} id @returns {boolean} */
function isDropped(doc, id) {
  return correctionOf(doc, id, "program")?.value === null;
}

/** How a sum stands with what was corrected. `stale` where only the next run can tell. @param {Doc} doc @param {Check} check @returns {{stated: number, accumulated: ?number, difference: ?number, verdict: string, stale: boolean}} */
function recheck(doc, check) {
  if (corrected.size === 0) return { stated: check.stated, accumulated: check.accumulated, difference: check.difference, verdict: check.verdict, stale: false };
  const touched = [check.of, ...check.parts].filter((id) => ["amount", "program", "previous", "change", "counted"].some((field) => correctionOf(doc, id, field)));
  const ministries = check.kind === "split" && [...corrected.values()].some((line) => line.field === "ministries");
  const same = { stated: check.stated, accumulated: check.accumulated, difference: check.difference, verdict: check.verdict, stale: ministries };
  if (touched.length === 0) return same;
  const own = (/** @type {string} */ id) => (doc.byId.get(id)?.amount?.yen ?? 0);
  const printed = check.parts.reduce((sum, id) => sum + own(id), 0);
  // A sum of another column, or one that was made otherwise, is held again by the next run.
  const plain = check.parts.length > 0 && (check.accumulated === null || printed === check.accumulated) && ["sum", "account", "phase", "relisted"].includes(check.kind);
  const others = touched.some((id) => ["previous", "change", "counted"].some((field) => correctionOf(doc, id, field)));
  if (!plain || others) return { ...same, stale: true };
  const values = check.parts.filter((id) => !isDropped(doc, id)).map((id) => yenNow(doc, id));
  const accumulated = values.reduce((/** @type {number} */ sum, yen) => sum + (yen ?? 0), 0);
  const stated = yenNow(doc, check.of) ?? check.stated;
  const difference = accumulated - stated;
  const missing = check.verdict === "open" && values.some((yen) => yen === null);
  const verdict = missing ? "open" : Math.abs(difference) <= check.tolerance ? "holds" : "off";
  return { stated, accumulated, difference, verdict, stale: false };
}
