// Keys: an element names its own (`aria-keyshortcuts`), and pressing it does what a click on the element would. Only
// what is seen can be meant, so one key may stand in several sections.

import { element, one } from "./dom.js";

const KEPT = "freddy-mock-keys";
const TYPED = "input:not([type=checkbox]):not([type=radio]), select, textarea";

/** Listen to keys, and fill the dialog that names them. */
export function startKeys() {
  document.addEventListener("keydown", pressed);
  one("#help-open").addEventListener("click", help);
  const on = one("#keys-on");
  on.checked = areOn();
  on.addEventListener("change", () => localStorage.setItem(KEPT, on.checked ? "on" : "off"));
}

// Single keys get in the way of speech input, so they can be switched off.
function areOn() {
  return localStorage.getItem(KEPT) !== "off";
}

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches(TYPED) && !event.target.closest("dialog")) {
    event.target.blur();
    return;
  }
  if (!areOn() || event.target.matches(TYPED) || document.querySelector("dialog[open]")) return;
  const meant = shortcuts().find((each) => each.getAttribute("aria-keyshortcuts") === event.key);
  if (meant === undefined) return;
  event.preventDefault();
  if (meant.matches(TYPED)) meant.select?.();
  meant.focus();
  if (!meant.matches(TYPED)) meant.click();
}

function shortcuts() {
  return [...document.querySelectorAll("[aria-keyshortcuts]")].filter((each) => each.checkVisibility() && !each.disabled);
}

function help() {
  const rows = shortcuts().map((each) => [
    element("dt", {}, element("kbd", {}, each.getAttribute("aria-keyshortcuts"))),
    element("dd", {}, named(each)),
  ]);
  one("#help-keys").replaceChildren(...rows.flat());
  one("#help").showModal();
}

function named(each) {
  const label = each.labels?.[0] ?? each;
  return [...label.childNodes]
    .filter((node) => node.nodeName !== "KBD")
    .map((node) => node.textContent)
    .join("")
    .trim();
}
