// What a client got of an answer that something was done to on purpose, in a word beside its status.

import { badge, element } from "./dom.js";

/**
 * Kind of fault or preference -> its word, and what the client got. Where the answer was `unread`, its status is no
 * success; where it was `unsent`, the client saw none. The first that was applied counts for what the client got.
 */
const FATES = {
  timeout: { word: "never answered", unsent: true, got: "The client got nothing: the answer was withheld, and the connection stayed open." },
  drop: { word: "dropped", unsent: true, got: "The client got nothing: the connection was closed without an answer." },
  truncate: { word: "cut", unread: true, got: "The client got a part: the connection was closed within the body." },
  malformed_json: { word: "no JSON", unread: true, got: "The client got a body that does not parse." },
  error: { word: "forced", got: "The client got an error instead of its answer." },
  code: { word: "forced", got: "The client got an error instead of its answer, as it preferred." },
  slow_body: { word: "slow", got: "The client got all of it, slowly." },
  latency: { word: "late", got: "The client got all of it, late." },
  wait: { word: "late", got: "The client got all of it, late, as it preferred." },
  defect: { word: "defect", got: "The client got an answer with a defect." },
};

/** Return what became of an answer: its `words`, what the client `got` (null: the answer as it is), `unsent`, `unread`. */
export function fate(applied) {
  const kinds = new Set(applied.map((each) => each.split(/[=@]/)[0]));
  const met = Object.keys(FATES).filter((kind) => kinds.has(kind)).map((kind) => FATES[kind]);
  const told = met[0]?.unsent ? met.slice(0, 1) : met;
  return {
    words: [...new Set(told.map(({ word }) => word))],
    got: told[0]?.got ?? null,
    unsent: told.some(({ unsent }) => unsent),
    unread: told.some(({ unread }) => unread),
  };
}

/** Show how an answer went: its status if any was sent, and what was done to it. */
export function outcome(status, { words, unsent, unread }) {
  if (unsent) return words.map((word) => element("span", { class: "status s0", title: `${status}, never sent` }, word));
  const shown = badge(status);
  if (unread) shown.className = "status s0";
  return [shown, ...words.map((word) => element("span", { class: "mark" }, word))];
}
