// What happens when: the words of a language, filters, keys, links, and the corrections file.

/** @param {string} id @param {[string, string][]} choices */
function options(id, choices) {
  const select = /** @type {HTMLSelectElement} */ (element(id));
  const before = select.value;
  select.replaceChildren(...[["", word("all")], ...choices].map(([value, name]) => make("option", { value }, [name])));
  select.value = before;
}

/** Values in the order of the document, each once. @param {string[]} values @returns {string[]} */
const once = (values) => [...new Set(values.filter(Boolean))];

function speak() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(/** @type {HTMLElement} */ (one).dataset.word || "");
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", word(/** @type {HTMLElement} */ (one).dataset.label || ""));
  element("language").textContent = word("other-language");
  element("language").setAttribute("lang", language === "ja" ? "en" : "ja");
  options("f-document", DOCS.map((doc) => [String(doc.index), doc.result.source.name]));
  options("f-project", once(ITEMS.map(projectOf)).map((name) => [name, name.length > 40 ? `${name.slice(0, 40)}…` : name]));
  options("f-ministry", [...new Map([...CODES].map(([name, code]) => [code, name]))].map(([code, name]) => [code, name]));
  const states = ["off", "open", "holds", "stated", "proved", "inferred", "ambiguous", "none", "total", "corrected", "dropped"];
  options("f-status", states.map((state) => [state, word(state)]));
  options("f-flag", once(ITEMS.flatMap((item) => (item.request ? item.request.flags : []))).map((flag) => [flag, word(flag)]));
  element("by-document").hidden = DOCS.length < 2;
  namePages();
  nameFailed();
  nameCorrections();
  filter();
  if (chosen) choose(chosen, { from: "list" });
}

function nameFailed() {
  const failed = JSON.parse(element("failures").textContent || "[]");
  const inside = element("failed");
  inside.replaceChildren();
  if (!failed.length) return;
  const list = make("ul", {}, failed.map((/** @type {{name: string, why: string}} */ one) => make("li", {}, [make("b", {}, [one.name]), ` ${one.why}`])));
  inside.append(make("h2", { class: "bad" }, [word("failed")]), list);
}

/** Goes where the address points to: a row, or rows of a ministry or project. */
function follow() {
  let hash;
  try {
    hash = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  for (const [name, id] of [["/ministry=", "f-ministry"], ["/project=", "f-project"]]) {
    if (!hash.startsWith(name)) continue;
    /** @type {HTMLFormElement} */ (element("filters")).reset();
    /** @type {HTMLSelectElement} */ (element(id)).value = hash.slice(name.length);
    filter();
    return;
  }
  const [, index, id] = /^(?:(\d+)\.)?(.+)$/.exec(hash) || [];
  const item = id && ITEMS.find((one) => one.id === id && (index === undefined || one.doc.index === Number(index)));
  if (item) choose(item, { from: "link" });
}

/** @param {number} step */
function move(step) {
  const at = chosen ? matches.indexOf(chosen) : -1;
  const next = matches[Math.max(0, Math.min(matches.length - 1, at + step))];
  if (next) choose(next, { from: "keys" });
}

/** @param {KeyboardEvent} event */
function keyed(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) {
    if (target.id === "search") target.blur();
    else leave();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]") || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
  if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else if (event.key === "/") element("search").focus();
  else if (event.key === "?") openDialog("help");
  else if (event.key === "Enter" && target === document.body && chosen) laidRow(chosen)?.querySelector("button")?.focus();
  else return;
  event.preventDefault();
}

/** @param {string} id */
function openDialog(id) {
  /** @type {HTMLDialogElement} */ (element(id)).showModal();
}

function exportCorrections() {
  const link = /** @type {HTMLAnchorElement} */ (make("a", { download: "corrections.jsonl" }));
  link.href = URL.createObjectURL(new Blob([correctionLines()], { type: "application/jsonl" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function importCorrections() {
  const input = /** @type {HTMLInputElement} */ (element("import"));
  const file = input.files && input.files[0];
  if (!file) return;
  const { bad, left } = readCorrections(await file.text());
  element("import-told").textContent = bad ? word("import-bad", { n: bad }) : left ? word("import-left", { n: left }) : "";
  input.value = "";
  correctionMade();
}

function theme() {
  const dark = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = dark === "dark" ? "light" : "dark";
  memory.set("theme", document.documentElement.dataset.theme);
}

function start() {
  const kept = memory.get("theme");
  if (kept) document.documentElement.dataset.theme = kept;
  recallCorrections();
  layPages();
  speak();
  const filters = element("filters");
  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (event) => event.preventDefault());
  filters.addEventListener("reset", () => setTimeout(filter));
  new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && lay(CHUNK), /** @type {IntersectionObserverInit} */ ({ scrollMargin: "600px" })).observe(element("more"));
  document.addEventListener("keydown", keyed);
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    lay(matches.length);
    fillAll();
  });
  addEventListener("resize", () => chosen && pick(chosen, false));
  for (const id of ["help", "charts", "corrections"]) element(`open-${id}`).addEventListener("click", () => openDialog(id));
  element("charts").addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a")) /** @type {HTMLDialogElement} */ (element("charts")).close();
  });
  element("zoom").addEventListener("click", () => {
    const whole = element("pages").classList.toggle("whole");
    element("zoom").setAttribute("aria-pressed", String(whole));
    if (chosen) pick(chosen, true);
  });
  element("theme").addEventListener("click", theme);
  element("language").addEventListener("click", () => {
    language = language === "ja" ? "en" : "ja";
    memory.set("language", language);
    speak();
  });
  const by = /** @type {HTMLInputElement} */ (element("by"));
  by.value = memory.get("by") || "";
  by.addEventListener("change", () => memory.set("by", by.value.trim()));
  element("export").addEventListener("click", exportCorrections);
  element("import").addEventListener("change", importCorrections);
  element("forget").addEventListener("click", () => {
    corrected.clear();
    correctionMade();
  });
  follow();
}

start();
