// The list as a front end would show it, with the question beside it.

import { asked } from "./api.js";
import { amount, badge, block, copier, counted, duration, element, one, pairs, settled, size } from "./dom.js";
import { table } from "./items.js";
import { live, whenChanged } from "./live.js";
import { pageOf } from "./page.js";
import * as question from "./question.js";

const TYPING = 300;
let form;
let aborter = new AbortController();
let last = null; // the question, its answer, and the version of the mock that was asked

/** Build the section, once. */
export function start() {
  form = one("#question");
  const later = settled(TYPING, ask);
  form.addEventListener("input", ({ target }) => {
    edited(target);
    if (target.matches("select")) ask();
    else later();
  });
  form.addEventListener("submit", () => {
    fold(); // the answer stands below
    ask();
  });
  form.addEventListener("click", ({ target }) => {
    if (target.id !== "ask-clear") return;
    question.clear(form);
    ask();
  });
  one("#list-again").addEventListener("click", ask);
  one("#list-next").addEventListener("click", () => turn(1));
  one("#list-previous").addEventListener("click", () => turn(-1));
  one("#list-raw").addEventListener("change", draw);
  fold();
  whenChanged((state) => {
    question.renew(form, state);
    one("#list-stale").hidden = last === null || last.version === state.version;
  });
}

/** Show the list that the address asks for, or the last one; that is asked again when the mock has changed since. */
export function show(_, query) {
  if ([...query].length > 0 && `#list?${query}` !== question.address(form)) question.fill(form, query);
  else if (last !== null && last.version === live.state.version) {
    history.replaceState(null, "", question.address(form));
    return;
  }
  ask();
}

/** Leave a small screen to the answer. */
function fold() {
  if (matchMedia("(max-width: 60rem)").matches) one("#list-section .beside > details").open = false;
}

function edited(target) {
  if (target.name === "organization_id") question.refillCallers(form, live.state, true);
  // Another list begins at its beginning.
  if (target.name !== "offset") form.elements.offset.value = "";
  question.revealSecret(form);
}

function turn(pages) {
  const { offset, limit } = pageOf(last.answer.value);
  const to = Math.max(0, offset + pages * limit);
  form.elements.offset.value = to === 0 ? "" : to;
  ask();
}

async function ask() {
  aborter.abort();
  aborter = new AbortController();
  const { signal } = aborter;
  const sent = question.read(form);
  const { version } = live.state;
  history.replaceState(null, "", question.address(form));
  drawQuestion(sent);
  one("#list-section").setAttribute("aria-busy", "true");
  try {
    const answer = await asked(sent.url, question.headers(sent), signal);
    last = { sent, answer, version };
    draw();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
    return; // a newer question is on its way
  }
  one("#list-section").removeAttribute("aria-busy");
  one("#list-stale").hidden = version === live.state?.version;
}

function drawQuestion(sent) {
  const line = question.curl(sent);
  const key = sent.secret === "" ? [] : [copier(() => `export FREDDY_API_KEY=${question.quoted(sent.secret)}`, "Copy key")];
  one("#list-url").replaceChildren(
    element("div", { class: "copies" }, copier(() => sent.url, "Copy URL"), copier(() => line, "Copy curl"), key),
    element("pre", { tabindex: "0", "aria-label": "The request as a curl line" }, line),
  );
}

function draw() {
  if (last === null) return;
  const { answer } = last;
  const page = pageOf(answer.value);
  const fine = answer.status === 200 && page.items !== null;
  one("#list-told").replaceChildren(...told(answer, fine ? page : null));
  one("#list-next").disabled = !(fine && page.hasMore);
  one("#list-previous").disabled = !(fine && page.offset > 0);
  one("#list-headers").replaceChildren(pairs(answer.headers, "Headers of the answer"));
  const raw = one("#list-raw").checked || !fine;
  one("#list-answer").replaceChildren(...(fine ? [] : complaint(answer)), ...(raw ? body(answer) : [items(page)]));
}

function told(answer, page) {
  if (answer.status === 0) return [element("span", { class: "status s0" }, "no answer"), ` after ${duration(answer.ms)}`];
  const parts = [duration(answer.ms), size(answer.bytes)];
  if (page !== null) {
    const first = page.items.length === 0 ? 0 : page.offset + 1;
    parts.unshift(`${amount(first)}–${amount(page.offset + page.items.length)} of ${page.total === null ? "?" : amount(page.total)}`);
    parts.push(`has_more ${page.hasMore}`);
  }
  return [badge(answer.status, `${answer.status} ${answer.reason}`), ` ${parts.join(" · ")}`];
}

/** What a front end would have to tell its user. */
function complaint(answer) {
  const { error, detail } = answer.value ?? {};
  const message = answer.failure ?? error?.system_message ?? error?.message ?? (typeof detail === "string" ? detail : null);
  const code = error?.code ?? "";
  return [element("p", { class: "alert" }, [code, message ?? "The answer is no list."].filter(Boolean).join(": "))];
}

function body(answer) {
  if (answer.text === "") return [];
  const text = answer.value === undefined ? answer.text : JSON.stringify(answer.value, null, 2);
  return [block(text)];
}

function items(page) {
  if (page.items.length === 0) return element("p", { class: "empty" }, page.total ? "Nothing on this page." : "No assistants.");
  const label = `${counted(page.items.length, "assistant")} of the answer`;
  return table(page.items, label, { by: form.elements.sort_by.value || "name", order: form.elements.sort_order.value || "asc", sort });
}

function sort(by) {
  const { sort_by: field, sort_order: order } = form.elements;
  const again = (field.value || "name") === by && (order.value || "asc") === "asc";
  field.value = by;
  order.value = again ? "desc" : "asc";
  edited(field);
  ask();
}
