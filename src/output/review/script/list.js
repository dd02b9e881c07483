// The list on the right: what is asked for by filters and search, a part of it at a time, and what is known of the chosen row.

/** Rows that are put into the page at a time. */
const CHUNK = 80;

/** @type {Item[]} */
let matches = [];
let laid = 0;
/** @type {?Item} */
let chosen = null;

/** The state of an item as it is now. @param {Item} item @returns {string} */
function stateOf(item) {
  const { doc, id, request, total, check } = item;
  if (check) return recheck(doc, check).verdict;
  if (total) return correctionOf(doc, id, "amount") ? "corrected" : "total";
  if (isDropped(doc, id)) return "dropped";
  if (correctionOf(doc, id, "amount") || correctionOf(doc, id, "ministries")) return "corrected";
  return /** @type {Program} */ (request).link.status;
}

const TONES = /** @type {Record<string, string>} */ ({ off: "bad", open: "open", holds: "good", ambiguous: "open", inferred: "open", stated: "good", proved: "good", corrected: "good" });

/** Name, state and amount of an item as they are now. @param {Item} item @returns {{name: string, state: string, tone: string, amount: string, of: string}} */
function told(item) {
  const { doc, request, total, check } = item;
  const state = stateOf(item);
  const tone = TONES[state] || "";
  if (check) {
    const now = recheck(doc, check);
    return { name: check.label, state, tone, amount: oku(now.stated), of: now.verdict === "off" ? `${word("difference")} ${oku(now.difference)}` : "" };
  }
  const one = /** @type {Program | Total} */ (request || total);
  const line = correctionOf(doc, item.id, "amount");
  const amount = line ? String(line.value ?? "—") : one.amount ? one.amount.surface : "—";
  if (total) return { name: total.item, state, tone: "", amount, of: total.section || "" };
  const program = /** @type {Program} */ (request);
  return { name: program.program, state, tone, amount, of: [ministriesNow(item).join("、"), program.section || ""].filter(Boolean).join(" · ") };
}

/** @param {Item} item @returns {string[]} */
function ministriesNow(item) {
  const line = correctionOf(item.doc, item.id, "ministries");
  if (line && Array.isArray(line.value)) return line.value;
  return item.request ? item.request.ministries.map((one) => one.name) : [];
}

const MARKS = /** @type {Record<string, string>} */ ({ off: "≠", open: "?", holds: "✓", stated: "✓", proved: "∴", inferred: "?", ambiguous: "?", none: "–", total: "Σ", corrected: "✎", dropped: "✕" });

/** @param {string} id @returns {string} */
const valueOf = (id) => /** @type {HTMLInputElement} */ (element(id)).value;

function filter() {
  const wanted = fold(valueOf("search"));
  const [by, project, ministry, status, flag] = ["f-document", "f-project", "f-ministry", "f-status", "f-flag"].map(valueOf);
  matches = ITEMS.filter((item) => {
    if (wanted && !item.text.includes(wanted)) return false;
    if (by && String(item.doc.index) !== by) return false;
    if (project && projectOf(item) !== project) return false;
    if (ministry && !(item.request && codesOf(item).includes(ministry))) return false;
    if (flag && !(item.request && item.request.flags.includes(flag))) return false;
    return !status || stateOf(item) === status;
  });
  const rows = element("rows");
  rows.replaceChildren();
  laid = 0;
  lay(CHUNK);
  element("none").hidden = matches.length > 0;
  count();
}

/** @param {Item} item @returns {string} */
function projectOf(item) {
  if (item.request) return item.request.section || "";
  if (item.total) return item.total.section || "";
  const of = item.check ? item.doc.byId.get(item.check.of) : undefined;
  return (of && of.section) || "";
}

/** @param {Item} item @returns {string[]} */
function codesOf(item) {
  const names = correctionOf(item.doc, item.id, "ministries")?.value;
  if (Array.isArray(names)) return names.map((name) => CODES.get(name) || name);
  return item.request ? item.request.ministries.map((one) => one.code) : [];
}

/** Codes of ministries by name. @type {Map<string, string>} */
const CODES = new Map(ITEMS.flatMap((item) => (item.request ? item.request.ministries.map((one) => /** @type {[string, string]} */ ([one.name, one.code])) : [])));

/** Puts the next rows into the page. @param {number} number */
function lay(number) {
  const rows = document.createDocumentFragment();
  const until = Math.min(matches.length, laid + number);
  for (; laid < until; laid += 1) {
    const item = matches[laid];
    const before = laid > 0 ? matches[laid - 1] : null;
    if (!before || before.group !== item.group) rows.append(make("li", { class: "group" }, [make("h2", {}, [word(`group-${item.group}`)])]));
    rows.append(row(item));
  }
  element("rows").append(rows);
}

/** The id of a row, to which links lead: that of what it shows, behind the number of its document where there are several. @param {Item} item @returns {string} */
const rowId = (item) => `${item.doc.index ? `${item.doc.index}.` : ""}${item.id}`;

/** @param {Item} item @returns {HTMLElement} */
function row(item) {
  const made = make("li", { class: "row", id: rowId(item) });
  made.addEventListener("pointerenter", () => pick(item, false));
  made.addEventListener("pointerleave", () => (chosen ? pick(chosen, false) : unpick()));
  refresh(made, item);
  return made;
}

/** Writes a row as it is now. @param {HTMLElement} made @param {Item} item */
function refresh(made, item) {
  const { name, state, tone, amount, of } = told(item);
  const isChosen = item === chosen;
  const old = made.querySelector("button");
  const hadFocus = old !== null && old === document.activeElement;
  const mark = make("span", { class: tone, "aria-hidden": "true" }, [MARKS[state] || ""]);
  const head = make("button", { type: "button", "aria-expanded": String(isChosen) }, [
    mark,
    make("span", { class: "name long" }, [name, make("span", { class: "visually-hidden" }, [` (${word(state)})`])]),
    make("span", { class: `n ${tone}` }, [amount]),
  ]);
  const below = DOCS.length > 1 ? [of, item.doc.result.source.name].filter(Boolean).join(" · ") : of;
  if (below) head.append(make("span", { class: "of" }, [below]));
  head.addEventListener("click", () => (item === chosen ? leave() : choose(item, { from: "list" })));
  made.className = `row${isChosen ? " chosen" : ""}${state === "dropped" ? " dropped" : ""}`;
  made.replaceChildren(head);
  if (isChosen) made.append(detail(item));
  if (hadFocus) head.focus({ preventScroll: true });
}

/** @param {Item} item @returns {?HTMLElement} */
function laidRow(item) {
  const at = matches.indexOf(item);
  if (at < 0) return null;
  if (at >= laid) lay(at - laid + CHUNK / 2);
  return document.getElementById(rowId(item));
}

/** @param {Item} item @param {{from: "list" | "page" | "keys" | "link"}} how */
function choose(item, how) {
  const before = chosen;
  chosen = item;
  const old = before && document.getElementById(rowId(before));
  if (before && old) refresh(old, before);
  let made = laidRow(item);
  if (!made) {
    /** @type {HTMLFormElement} */ (element("filters")).reset();
    filter();
    made = laidRow(item);
  }
  if (made) {
    refresh(made, item);
    if (how.from !== "list") made.scrollIntoView({ block: "nearest" });
    if (how.from === "keys" || how.from === "link") made.querySelector("button")?.focus({ preventScroll: true });
  }
  pick(item, how.from !== "page");
  address(rowId(item));
}

function leave() {
  const before = chosen;
  chosen = null;
  const old = before && document.getElementById(rowId(before));
  if (before && old) refresh(old, before);
  unpick();
  address("");
}

/** @type {number | undefined} */
let addressing;

/** Tells in the address what is chosen, once the reader rests there: browsers are slow to change it. @param {string} id */
function address(id) {
  clearTimeout(addressing);
  addressing = setTimeout(() => history.replaceState(null, "", `#${id}`), 120);
}

/** Writes again whatever a correction may have changed. */
function correctionMade() {
  keepCorrections();
  for (const item of matches.slice(0, laid)) {
    const made = document.getElementById(rowId(item));
    if (made) refresh(made, item);
  }
  count();
  nameCorrections();
}

function count() {
  let [off, open, requests] = [0, 0, 0];
  for (const item of ITEMS) {
    if (item.request) requests += 1;
    if (item.check) {
      const { verdict } = recheck(item.doc, item.check);
      if (verdict === "off") off += 1;
      if (verdict === "open") open += 1;
    } else if (item.group === 2 && !correctionOf(item.doc, item.id, "amount") && !isDropped(item.doc, item.id)) open += 1;
  }
  element("counts").textContent = word("counts", { requests, off, open, shown: matches.length });
}

/** @param {string} name @param {(Node | string)[]} inside @returns {Node[]} */
const pair = (name, inside) => [make("dt", {}, [name]), make("dd", {}, inside)];

/** @param {Item} item @returns {HTMLElement} */
function detail(item) {
  const { check } = item;
  const made = make("div", { class: "detail" });
  if (check) made.append(...sumDetail(item, check));
  else made.append(...rowDetail(item));
  return made;
}

/** @param {Item} item @param {Check} check @returns {Node[]} */
function sumDetail(item, check) {
  const now = recheck(item.doc, check);
  const facts = make("dl", {}, [
    ...pair(word("stated-sum"), [oku(now.stated)]),
    ...pair(word("accumulated"), [oku(now.accumulated)]),
    ...pair(word("difference"), [oku(now.difference)]),
    ...pair(word("tolerance"), [oku(check.tolerance)]),
    ...(now.stale ? pair("", [word("next-run")]) : []),
  ]);
  const parts = make("ul");
  for (const id of [check.of, ...check.parts]) {
    const target = ITEMS.find((one) => one.doc === item.doc && one.id === id && !one.check);
    const one = item.doc.byId.get(id);
    if (!one) continue;
    const name = "program" in one ? one.program : one.item;
    const line = `${id === check.of ? "= " : "+ "}${name}  ${oku(yenNow(item.doc, id))}`;
    const entry = make("li", id === check.suspect ? { class: "bad" } : {});
    if (target) {
      const button = make("button", { type: "button" }, [line]);
      button.addEventListener("click", () => choose(target, { from: "link" }));
      entry.append(button);
    } else entry.append(line);
    if (id === check.suspect) entry.append(` ← ${word("suspect")}`);
    parts.append(entry);
  }
  return [facts, make("h3", {}, [word("parts")]), parts];
}

/** @param {Item} item @returns {Node[]} */
function rowDetail(item) {
  const { doc, id, request } = item;
  const one = /** @type {Program | Total} */ (request || item.total);
  const facts = make("dl");
  if (request) {
    if (request.section_path.length) facts.append(...pair(word("section"), [request.section_path.join(" › ")]));
    if (request.previous) facts.append(...pair(word("previous"), [request.previous.surface]));
    if (request.change) facts.append(...pair(word("change"), [request.change.surface]));
    if (request.account) facts.append(...pair(word("account"), [request.account.surface]));
    if (request.ministries.length) facts.append(...pair(word("ministry"), [request.ministries.map((ministry) => `${ministry.name}（${ministry.evidence}）`).join("、")]));
    if (request.flags.length) facts.append(...pair(word("flag"), request.flags.flatMap((flag) => [make("span", { class: "flag" }, [word(flag)]), " "])));
    facts.append(...pair(word("link"), [`${word(request.link.status)}: ${request.link.why}`]));
  }
  for (const field of ["amount", "ministries", "program"]) {
    const line = correctionOf(doc, id, field);
    if (!line) continue;
    const original = field === "amount" ? (one.amount ? one.amount.surface : "—") : field === "ministries" ? (request ? request.ministries.map((ministry) => ministry.name).join("、") : "") : told(item).name;
    facts.append(...pair(word("corrected"), [`${line.value === null ? word("dropped") : String(line.value)} — ${word("was")} ${original || "—"} (${line.by}: ${line.why})`]));
  }
  const seen = make("ul");
  for (const place of one.evidence) {
    const where = place.line === null ? `${word("page")} ${place.page}` : `${word("page")} ${place.page}, ${word("line")} ${place.line}`;
    seen.append(make("li", {}, [`${word(place.role)}: `, make("span", { class: "long" }, [place.text]), make("small", {}, [` ${where}`])]));
  }
  const parts = [facts, make("h3", {}, [word("by-evidence")]), seen];
  if (request && request.link.candidates.length) parts.push(make("h3", {}, [word("candidates")]), candidateList(item, request));
  return [...parts, make("h3", {}, [word("correct")]), ...amountForm(item, id), ...(request ? programForms(item) : [])];
}

/** @param {Item} item @param {Program} request @returns {HTMLElement} */
function candidateList(item, request) {
  const list = make("ul");
  const seen = new Set();
  for (const candidate of request.link.candidates) {
    if (seen.has(candidate.yen)) continue;
    seen.add(candidate.yen);
    const use = make("button", { type: "button" }, [word("use")]);
    use.addEventListener("click", () => {
      correct(item.doc, item.id, "amount", candidate.yen);
      correctionMade();
    });
    list.append(make("li", {}, [`${oku(candidate.yen)} `, make("small", {}, [`${word("page")} ${candidate.evidence.page} `]), use]));
  }
  return list;
}
