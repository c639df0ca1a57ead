// The frame: which section is shown, whether the door is open, what the mock is at the moment, and the keys.

import { ControlError, hasToken, keepToken, takeToken } from "./api.js";
import { element, one, tell } from "./dom.js";
import { startKeys } from "./keys.js";
import { live, look, whenChanged } from "./live.js";
import * as access from "./access.js";
import * as assistants from "./assistants.js";
import * as grading from "./grading.js";
import * as journal from "./journal.js";
import * as list from "./list.js";
import * as switches from "./switches.js";

const SECTIONS = { list, switches, assistants, journal, grading, access };
const LOOK_EVERY = 2000;
const CERTAIN = [401, 403];
const MOST_CHIPS = 8;

const started = new Set();
let shown = null;
let routed = null; // the address that is shown
let looking = 0;

/** Show the section that the address names: `#journal/12`, `#list?limit=5`. */
function route() {
  takeToken();
  const [, name, argument, query] = /^#([a-z]*)\/?([^?]*)\??(.*)$/.exec(location.hash) ?? [];
  if (!(name in SECTIONS)) {
    location.replace("#list");
    return;
  }
  if (live.state === null) return;
  routed = location.hash;
  if (shown !== name) {
    SECTIONS[shown]?.hide?.();
    scrollTo(0, 0);
  }
  for (const each of Object.keys(SECTIONS)) one(`#${each}-section`).hidden = each !== name;
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.hash === `#${name}`;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${one(`#${name}-section h2`).textContent} · freddy-mock`;
  if (!started.has(name)) SECTIONS[name].start();
  started.add(name);
  shown = name;
  SECTIONS[name].show(argument, new URLSearchParams(query));
}

/** Follow a link to a section at once; the browser would in a while, and a key pressed meanwhile would miss it. */
function follow(event) {
  const link = event.target.closest?.('a[href^="#"]:not(.skip)');
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  location.hash = link.hash;
  route();
}

/** Look at the mock now, and again and again while the page is looked at. */
async function watch() {
  clearTimeout(looking);
  const first = live.state === null;
  try {
    await look();
    trouble(null);
    if (first) open();
  } catch (error) {
    if (CERTAIN.includes(error.status)) {
      close(error);
      return;
    }
    if (!(error instanceof ControlError)) throw error;
    trouble(error);
  }
  clearTimeout(looking); // of another that began meanwhile
  if (!document.hidden) looking = setTimeout(watch, LOOK_EVERY);
}

function trouble(error) {
  tell(one("#trouble"), error === null ? "" : `${error.message} Trying again.`);
  one("#trouble").hidden = error === null;
}

function open() {
  one("#door").hidden = true;
  document.body.classList.add("open");
  route();
}

function close(error) {
  live.state = null;
  document.body.classList.remove("open");
  for (const each of Object.keys(SECTIONS)) one(`#${each}-section`).hidden = true;
  SECTIONS[shown]?.hide?.();
  shown = null;
  routed = null;
  tell(one("#door-reason"), hasToken() ? error.message : "");
  one("#door").hidden = false;
  one("#door-token").focus();
}

/** Tell what the mock is at the moment in one line, with what is not as usual standing out. */
function stand(state) {
  const { clock } = state;
  const time = clock.frozen ? `frozen at ${clock.frozen}` : `${clock.ahead} s ahead`;
  const chips = [
    [`scenario ${state.scenario}`, state.scenario !== "default"],
    [`seed ${state.seed}`, state.seed !== 0],
    [`dialect ${state.dialect.name}`, Object.keys(state.dialect.differences).length > 0],
    ...state.defects.map((each) => [`defect ${each}`, true]),
    ...state.faults.faults.map((each) => [`fault ${each}`, true]),
    ...(clock.frozen || clock.ahead ? [[`clock ${time}`, true]] : []),
  ];
  const told = chips.slice(0, MOST_CHIPS);
  if (chips.length > told.length) told.push([`${chips.length - told.length} more`, true]);
  one("#standing").replaceChildren(
    ...told.map(([text, unusual]) => element("a", { href: "#switches", class: unusual ? "chip unusual" : "chip" }, text)),
  );
}

function start() {
  takeToken();
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "dialog") event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => document.hidden || watch());
  document.addEventListener("click", follow);
  addEventListener("hashchange", () => {
    if (location.hash === routed) return; // it was followed already
    const before = live.state;
    route();
    if (before === null) watch();
  });
  one(".skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address names the section
    one("#main").focus();
  });
  one("#door").addEventListener("submit", () => {
    keepToken(one("#door-token").value);
    watch();
  });
  startKeys();
  whenChanged(stand);
  route();
  watch();
}

start();
