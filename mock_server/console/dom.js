// Elements made of plain values. Text only ever becomes a text node, whatever an assistant is named: nothing here
// parses HTML, and the page's policy (Trusted Types) forbids it to everything else.

/**
 * Make an element. An attribute that is a function listens (`onclick`), true and false switch, null leaves it out, and
 * `value`, `checked` and the like are set as properties. Children are elements, texts or null; a list is flattened.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) put(made, name, value);
  made.append(...children.flat().filter((each) => each !== null && each !== undefined));
  return made;
}

const PROPERTIES = new Set(["value", "checked", "selected", "disabled", "open", "hidden", "indeterminate"]);

function put(made, name, value) {
  if (value === null || value === undefined) return;
  if (typeof value === "function") made.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) made[name] = value;
  else if (typeof value === "boolean") made.toggleAttribute(name, value);
  else made.setAttribute(name, value);
}

/** Return the one element of a selector; a page without it is broken, and says so. */
export function one(selector, within = document) {
  const found = within.querySelector(selector);
  if (found === null) throw new Error(`${selector}: the page has no such element`);
  return found;
}

/** Return a text whose `words in backticks` are code. */
export function marked(text) {
  return text.split("`").map((part, place) => (place % 2 === 1 ? element("code", {}, part) : part));
}

/** Set a text only where it differs, so that what reads live regions aloud does not repeat itself. */
export function tell(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Set the value of a place to type in, but not under the fingers of who types there. */
export function write(input, value) {
  if (document.activeElement !== input) input.value = value;
}

/** Show a failure in a section's alert, or empty it. */
export function warn(section, error) {
  const place = one(".alert", section);
  tell(place, error === null ? "" : (error.message ?? String(error)));
  place.hidden = error === null;
}

/** Return a select's options: values with their labels. */
export function options(pairs) {
  return pairs.map(([value, label]) => element("option", { value }, label));
}

/** A button that copies what `text` returns, and says so for a moment. */
export function copier(text, label = "Copy", attributes = {}) {
  const button = element("button", { type: "button", class: "copy", ...attributes }, label);
  button.addEventListener("click", async () => {
    button.textContent = (await copied(text())) ? "Copied" : "Select and copy";
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or no secure context: any address but this machine's own
  }
}

/** Return a function that calls another once, when its calls have ceased for some milliseconds. */
export function settled(milliseconds, act) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, milliseconds);
  };
}

/** A block of text as it is, of which a very long one is cut: a browser lays out megabytes for seconds. */
export function block(text) {
  const shown = text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}\n… ${amount(text.length - MOST_SHOWN)} more characters; copy for all`;
  return element("div", { class: "block" }, copier(() => text), element("pre", { tabindex: "0" }, shown));
}

const MOST_SHOWN = 100_000;

/** A table of names with values. */
export function pairs(rows, label) {
  const lines = rows.map(([name, value]) => element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)));
  return scrolling(element("table", { class: "pairs" }, element("tbody", {}, lines)), label);
}

/** Let what is wide scroll within itself, by keys too. */
export function scrolling(inner, label) {
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, inner);
}

/** Write a number with its thousands apart. */
export function amount(number) {
  return number.toLocaleString("en");
}

/** Write bytes for people. */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** Write milliseconds for people. */
export function duration(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/** Write a count with its noun. */
export function counted(number, noun) {
  return `${amount(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The class of a status's badge: by its first digit. */
export function badge(status, text = String(status)) {
  return element("span", { class: `status s${String(status)[0]}` }, text);
}
