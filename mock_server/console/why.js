// Why an answer is what it is: who asked, what each condition removed, and what the page then shows.

import { amount, element, scrolling } from "./dom.js";

/** Return an explanation as elements. */
export function explained(why) {
  return element("div", { class: "why" },
    element("p", {}, why.caller),
    why.differs === null ? null : element("p", { class: "alert" }, why.differs),
    why.refused === null ? null : element("p", { class: "alert" }, `${why.refused.status} ${why.refused.code}: ${why.refused.reason}`),
    why.steps.length > 0 ? funnel(why.steps) : null,
    why.page === null ? null : page(why.page),
    parameters(why.parameters),
    why.ignored.map((each) => element("p", { class: "note" }, each)));
}

function funnel(steps) {
  const all = Math.max(1, steps[0].left);
  return element("ol", { class: "funnel" }, steps.map((each) => step(each, all)));
}

function step({ name, removed, left, gone, kept }, all) {
  const bar = element("span", { class: "share" });
  bar.style.setProperty("--share", left / all);
  return element("li", {},
    element("span", { class: "step" }, element("code", {}, name), " ",
      removed > 0 ? element("b", {}, `−${amount(removed)}`) : null, ` ${amount(left)} left`),
    bar,
    gone.map((each) => group(each, `−${amount(each.count)} ${each.reason}`)),
    kept.map((each) => group(each, `${amount(each.count)} seen: ${each.reason}`)));
}

function group({ count, examples }, text) {
  const named = examples.map(({ name }) => name).join(", ");
  const more = count > examples.length ? ", …" : "";
  return element("details", { class: "group" },
    element("summary", {}, text),
    element("p", { class: "note" }, element("bdi", {}, named), more));
}

function page({ order, total, first, last, assistants }) {
  return element("details", {},
    element("summary", {}, total === 0 ? "Nothing is left to show" : `Shown: ${first} to ${last} of ${amount(total)}, by ${order}`),
    element("ol", { start: first || 1 }, assistants.map(({ id, name }) =>
      element("li", {}, element("bdi", {}, name), " ", element("code", { class: "id" }, id)))));
}

function parameters(rows) {
  const sent = rows.filter((each) => each.sent.length > 0);
  const unsent = rows.filter((each) => each.sent.length === 0 && each.wrong === null);
  return element("details", { open: rows.some((each) => each.wrong !== null) },
    element("summary", {}, `Parameters: ${sent.length} sent, ${unsent.length} as by default`),
    scrolling(element("table", { class: "pairs" },
      element("thead", {}, element("tr", {}, ["", "Sent", "Means"].map((each) => element("th", { scope: "col" }, each)))),
      element("tbody", {}, rows.map(parameter))), "Parameters"));
}

function parameter({ name, sent, value, wrong }) {
  return element("tr", {},
    element("th", { scope: "row" }, name),
    element("td", {}, sent.length > 0 ? sent.map((each) => JSON.stringify(each)).join(", ") : "–"),
    element("td", {}, wrong === null ? JSON.stringify(value) : element("span", { class: "wrong" }, wrong)));
}
