// The journal as it grows, the newest first, and one entry of it looked at closely.

import { control, file } from "./api.js";
import { counted, duration, element, one, scrolling, settled, size, tell, warn } from "./dom.js";
import * as entry from "./entry.js";
import { fate, outcome } from "./fate.js";

const EVERY = 1000;
const MOST = 500;
const LONG = /([0-9a-f]{4})[0-9a-f]{16,}([0-9a-f]{4})/g; // ids, of which nobody reads the middle
const section = () => one("#journal-section");

let rows = []; // newest first: { number, node, link, text }
let last = 0;
let forgotten = 0;
let timer = 0;
let body;
let chosen = null; // the link of the entry that is looked at

/** Build the section, once. */
export function start() {
  body = element("tbody");
  const headings = ["#", "Status", "Request", "Took", "Size", "Time"];
  one("#journal-rows").replaceChildren(scrolling(
    element("table", { class: "log" },
      element("thead", {}, element("tr", {}, headings.map((each) => element("th", { scope: "col" }, each)), element("th", { scope: "col", class: "purpose" }, "On purpose"))),
      body),
    "Requests, newest first",
  ));
  one("#journal-filter").addEventListener("input", settled(100, sift));
  one("#journal-live").addEventListener("change", poll);
  one("#journal-har").addEventListener("click", () => tried(download));
  one("#journal-clear").addEventListener("click", () => tried(clear));
  document.addEventListener("visibilitychange", () => !section().hidden && poll());
}

/** Show the journal, and an entry if the address names one. */
export async function show(number) {
  await poll();
  const open = number !== "";
  one("#journal-panes").classList.toggle("chosen", open);
  mark(Number(number));
  if (open) entry.show(Number(number), neighbours);
  else entry.hide();
  if (!open && chosen !== null) chosen.focus({ preventScroll: true });
  chosen = open ? (rows.find((each) => each.number === Number(number))?.link ?? null) : null;
}

/** Look no longer. */
export function hide() {
  clearTimeout(timer);
}

async function poll() {
  clearTimeout(timer);
  await tried(more);
  clearTimeout(timer); // of another that began meanwhile
  if (!section().hidden && !document.hidden && one("#journal-live").checked) timer = setTimeout(poll, EVERY);
}

async function tried(act) {
  try {
    await act();
    warn(section(), null);
  } catch (error) {
    warn(section(), error);
  }
}

async function more() {
  const told = await control("GET", `journal?since=${last}&limit=${MOST}`);
  if (told.last < last) {
    empty(); // another mock than before: its numbers begin again
    return more();
  }
  // One that came in while the answer was made is told again with the next.
  const known = new Set(rows.map(({ number }) => number));
  const fresh = told.entries.filter(({ number }) => !known.has(number)).reverse().map(line);
  last = told.last;
  forgotten = told.forgotten;
  if (fresh.length > 0) {
    body.prepend(...fresh.map(({ node }) => node));
    rows = [...fresh, ...rows];
    for (const { node } of rows.splice(MOST)) node.remove();
  }
  sift();
}

function line({ number, began, method, path, status, bytes, ms, applied }) {
  const link = element("a", { href: `#journal/${number}` }, String(number));
  const became = fate(applied);
  const node = element("tr", { class: "opens", "data-number": number, onclick: ({ target }) => target === link || link.click() },
    element("td", {}, link),
    element("td", { class: "outcome" }, outcome(status, became)),
    element("td", { class: "asked" }, element("code", { title: path }, `${method} ${path.replace(LONG, "$1…$2")}`)),
    element("td", { class: "number" }, duration(ms)),
    element("td", { class: "number" }, became.unsent ? "–" : size(bytes)),
    element("td", {}, element("time", { datetime: began }, clock(began))),
    element("td", { class: "purpose" }, applied.map((each) => element("span", { class: "mark" }, each))));
  return { number, node, link, text: [number, method, path, status, ...became.words, ...applied].join(" ").toLowerCase() };
}

/** The time of day, as the clock beside the screen has it. */
function clock(moment) {
  const when = new Date(moment);
  return `${when.toTimeString().slice(0, 8)}.${String(when.getMilliseconds()).padStart(3, "0")}`;
}

function sift() {
  const words = one("#journal-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const { node, text } of rows) {
    node.hidden = !words.every((word) => text.includes(word));
    if (!node.hidden) shown += 1;
  }
  const parts = [counted(rows.length, "request")];
  if (words.length > 0) parts.push(`${shown} shown`);
  if (forgotten > 0) parts.push(`${forgotten} forgotten`);
  tell(one("#journal-told"), parts.join(", "));
}

function mark(number) {
  for (const each of rows) each.node.classList.toggle("here", each.number === number);
}

/** The entries beside one among those that are shown: what the keys for newer and older lead to. */
function neighbours(number) {
  const seen = rows.filter(({ node }) => !node.hidden).map((each) => each.number);
  return { newer: seen.findLast((each) => each > number), older: seen.find((each) => each < number) };
}

function empty() {
  rows = [];
  last = 0;
  body.replaceChildren();
}

async function clear() {
  await control("DELETE", "journal");
  rows = [];
  body.replaceChildren();
  sift();
  location.hash = "#journal";
}

async function download() {
  const url = URL.createObjectURL(await file("journal.har"));
  element("a", { href: url, download: "freddy-mock.har" }).click();
  URL.revokeObjectURL(url);
}
