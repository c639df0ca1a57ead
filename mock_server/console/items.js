// Assistants as a table: what a front end shows of each, and everything that the answer says of it on demand.

import { block, element, scrolling } from "./dom.js";

const SORTED = ["name", "created_at", "updated_at"];
const COLUMNS = [
  { name: "name", label: "Assistant", show: title },
  { name: "access_mode", label: "Mode", show: text },
  { name: "user_access_level", label: "Level", show: text },
  { name: "default_model_key", label: "Model", show: text },
  { name: "model", label: "Model", show: text },
  { name: "is_active", label: "State", show: condition },
  { name: "created_at", label: "Created (UTC)", show: moment },
  { name: "updated_at", label: "Updated (UTC)", show: moment },
];

/** Return a table of items; `sorting` tells by what they are sorted, and how another order is asked for. */
export function table(items, label, sorting) {
  const columns = COLUMNS.filter(({ name }) => items.some((each) => each?.[name] !== undefined));
  const rows = items.flatMap((each) => lines(each, columns));
  return scrolling(
    element("table", { class: "items" },
      element("thead", {}, element("tr", {}, columns.map((each) => heading(each, sorting)))),
      element("tbody", {}, rows)),
    label,
  );
}

function heading({ name, label }, { by, order, sort }) {
  if (!SORTED.includes(name)) return element("th", { scope: "col" }, label);
  const here = by === name ? { asc: "ascending", desc: "descending" }[order] : "none";
  return element("th", { scope: "col", "aria-sort": here },
    element("button", { type: "button", class: "plain", onclick: () => sort(name) }, label));
}

function lines(item, columns) {
  if (item === null || typeof item !== "object") {
    return [element("tr", {}, element("td", { colspan: columns.length }, JSON.stringify(item)))];
  }
  const whole = element("tr", { hidden: true }, element("td", { colspan: columns.length || 1 }));
  const toggle = element("button", { type: "button", class: "plain open", "aria-expanded": "false" });
  toggle.addEventListener("click", () => {
    whole.hidden = !whole.hidden;
    toggle.setAttribute("aria-expanded", String(!whole.hidden));
    if (!whole.hidden) whole.firstChild.replaceChildren(block(JSON.stringify(item, null, 2)));
  });
  const cells = columns.map(({ name, show }) => element("td", { class: name }, show(item[name], item, toggle)));
  return [element("tr", { class: "opens", onclick: (event) => meant(event) && toggle.click() }, cells), whole];
}

/** Tell a click on a row from one on what acts by itself, and from the end of marking a text. */
function meant({ target }) {
  return target.closest("button, a") === null && getSelection().isCollapsed;
}

function title(name, item, toggle) {
  toggle.append(element("bdi", {}, text(name)));
  if (text(name).trim() === "") toggle.setAttribute("aria-label", text(item.id));
  const about = item.description ? element("bdi", { class: "about" }, text(item.description)) : null;
  return [toggle, element("code", { class: "id" }, text(item.id)), about].filter(Boolean);
}

function text(value) {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What is out of the ordinary, in words. */
function condition(active, item) {
  const told = [
    [active === false, "inactive"],
    [item.is_default === true, "default"],
    [item.api_enabled === false, "no API"],
    [item.deleted_at, "deleted"],
  ];
  return told.filter(([holds]) => holds).map(([, word]) => element("span", { class: "mark" }, word));
}

function moment(value) {
  const when = new Date(typeof value === "number" ? value * 1000 : value);
  if (value === null || value === undefined || Number.isNaN(when.valueOf())) return text(value);
  const shown = when.toISOString().slice(0, 16).replace("T", " ");
  return element("time", { datetime: when.toISOString(), title: text(value) }, shown);
}
