// One entry of the journal: what was asked, what was answered, and why.

import { control } from "./api.js";
import { block, duration, element, one, pairs, size } from "./dom.js";
import { fate, outcome } from "./fate.js";
import { explained } from "./why.js";

let wanted = null;

/** Show the entry of a number; `beside` tells which are newer and older. */
export async function show(number, beside) {
  wanted = number;
  const place = one("#entry");
  place.hidden = false;
  const frame = head(number, beside(number));
  try {
    const told = await control("GET", `journal/${number}`);
    const why = await reason(number);
    // Another may have been chosen meanwhile.
    if (wanted === number) place.replaceChildren(frame, ...parts(told, why));
  } catch (error) {
    if (wanted === number) place.replaceChildren(frame, element("p", { class: "alert", role: "alert" }, error.message));
  }
  if (wanted === number) place.focus({ preventScroll: true });
}

/** Show none. */
export function hide() {
  wanted = null;
  one("#entry").hidden = true;
}

async function reason(number) {
  try {
    return explained(await control("GET", `journal/${number}/why`));
  } catch (error) {
    return element("p", { class: "note" }, error.message);
  }
}

function head(number, { newer, older }) {
  const link = (to, label, key) =>
    to === undefined ? null : element("a", { href: `#journal/${to}`, "aria-keyshortcuts": key }, label, " ", element("kbd", { "aria-hidden": "true" }, key));
  return element("div", { class: "bar" },
    element("h3", { id: "entry-title" }, `Request ${number}`),
    element("nav", { class: "turn", "aria-label": "Requests beside this one" },
      link(newer, "Newer", "k"), link(older, "Older", "j"),
      element("a", { href: "#journal", "aria-keyshortcuts": "x" }, "Close ", element("kbd", { "aria-hidden": "true" }, "x"))));
}

function parts(told, why) {
  const query = new URLSearchParams(told.query);
  const line = `${told.method} ${told.path}${told.query.length > 0 ? `?${query}` : ""}`;
  const became = fate(told.applied);
  const unsent = became.unsent ? ", never sent" : "";
  const text = typeof told.body === "string" ? told.body : JSON.stringify(told.body, null, 2);
  return [
    element("pre", { class: "line", tabindex: "0" }, line),
    element("p", { class: "outcome" }, outcome(told.status, became), ` ${[duration(told.ms), ...(became.unsent ? [] : [size(told.bytes)]), told.began].join(" · ")} · `,
      element("a", { href: `#list?${query}` }, "Ask it in the list")),
    told.applied.length > 0 ? element("p", {}, "On purpose: ", told.applied.map((each) => element("span", { class: "mark" }, each))) : null,
    told.key_in_url ? element("p", { class: "alert" }, "A key stood in the URL, where proxies and histories keep it; send it as a header.") : null,
    element("h4", {}, "Why"),
    became.got === null ? null : element("p", { class: became.unsent || became.unread ? "alert" : "note" }, got(became, told)),
    why,
    folded("Headers of the request", pairs(told.headers, "Headers of the request")),
    folded(`Headers of the answer${unsent}`, pairs(told.answer_headers, "Headers of the answer")),
    told.body === null ? null : folded(`Body${unsent}`, block(text)),
  ].filter((each) => each !== null);
}

/** What the client got, beside the answer that is explained where it got none. */
function got({ got: text, unsent }, { status, bytes }) {
  return unsent ? `${text} What follows explains the answer that was made: ${status}, ${size(bytes)}.` : text;
}

function folded(title, inner) {
  return element("details", {}, element("summary", {}, title), inner);
}
