// The forms by which a row is corrected.

/** @param {string} name @param {Record<string, string>} attributes @returns {{label: HTMLElement, input: HTMLInputElement}} */
function field(name, attributes) {
  const input = /** @type {HTMLInputElement} */ (make("input", attributes));
  return { label: make("label", {}, [name, input]), input };
}

/** @param {Item} item @param {string} id @returns {Node[]} */
function amountForm(item, id) {
  const { label, input } = field(word("set-amount"), { name: "amount", autocomplete: "off" });
  const why = field(word("why"), { name: "why", placeholder: word("why-said"), autocomplete: "off" });
  const told = make("p", { class: "told", role: "alert" });
  const form = make("form", { class: "amount" }, [label, why.label, make("button", { class: "main" }, [word("set")])]);
  if (correctionOf(item.doc, id, "amount")) form.append(undo(item, id, "amount"));
  form.append(told);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const amount = parseAmount(input.value);
    if (!amount) {
      told.textContent = word("no-amount");
      return;
    }
    correct(item.doc, id, "amount", amount.value, why.input.value);
    correctionMade();
  });
  return [form];
}

/** @param {Item} item @returns {Node[]} */
function programForms(item) {
  const { doc, id } = item;
  const { label, input } = field(word("set-ministry"), { name: "ministry", list: "ministries", autocomplete: "off" });
  const form = make("form", { class: "ministry" }, [label, make("button", {}, [word("set")])]);
  if (correctionOf(doc, id, "ministries")) form.append(undo(item, id, "ministries"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const names = input.value.split(/[、,;]/).map((name) => name.trim()).filter(Boolean);
    correct(doc, id, "ministries", names.length ? names : undefined);
    correctionMade();
  });
  const drop = isDropped(doc, id) ? undo(item, id, "program") : make("button", { type: "button", class: "drop" }, [word("drop")]);
  if (!isDropped(doc, id)) {
    drop.addEventListener("click", () => {
      correct(doc, id, "program", null);
      correctionMade();
    });
  }
  return [form, drop];
}

/** @param {Item} item @param {string} id @param {string} name @returns {HTMLElement} */
function undo(item, id, name) {
  const button = make("button", { type: "button", class: "undo" }, [word("undo")]);
  button.addEventListener("click", () => {
    correct(item.doc, id, name, undefined);
    correctionMade();
  });
  return button;
}

function nameCorrections() {
  element("open-corrections").textContent = `${word("corrections")} (${corrected.size})`;
  const list = element("corrected");
  list.replaceChildren();
  for (const line of corrected.values()) {
    const doc = DOCS.find((one) => one.byId.has(line.id));
    const one = doc?.byId.get(line.id);
    const name = one ? ("program" in one ? one.program : one.item) : line.id;
    list.append(make("li", {}, [`${name}: ${word(line.field === "ministries" ? "ministry" : line.field)} → ${line.value === null ? word("dropped") : String(line.value)} (${line.by}: ${line.why})`]));
  }
}
