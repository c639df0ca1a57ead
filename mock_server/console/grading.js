// What clients do wrong, by what the journal shows of them, each with the requests that show it.

import { control } from "./api.js";
import { counted, element, one, tell, warn } from "./dom.js";

const MOST = 12;
const section = () => one("#grading-section");

/** Build the section, once. */
export function start() {
  one("#grading-again").addEventListener("click", show);
}

/** Grade the journal as it is now. */
export async function show() {
  try {
    const { findings, requests } = await control("GET", "grading");
    draw(findings, requests);
    warn(section(), null);
  } catch (error) {
    warn(section(), error);
  }
}

function draw(findings, requests) {
  const certain = findings.filter((each) => each.certainty === "certain").length;
  const counts = [counted(requests, "request"), counted(certain, "mistake"), counted(findings.length - certain, "hint")];
  tell(one("#grading-told"), counts.join(", "));
  one("#findings").replaceChildren(...(findings.length > 0 ? findings.map(finding) : [nothing(requests)]));
}

function nothing(requests) {
  const text = requests > 0 ? "Nothing found: these requests show no mistake." : "Nothing was asked yet: let your front end ask the mock, then grade it.";
  return element("p", { class: "empty" }, text);
}

function finding({ name, certainty, client, sentence, advice, signs }) {
  return element("article", { class: `panel finding ${certainty}` },
    element("h3", {}, element("span", { class: "mark" }, certainty === "certain" ? "mistake" : "hint"), " ", name),
    element("p", { class: "note" }, "by ", element("bdi", {}, client)),
    element("p", {}, sentence),
    element("p", { class: "advice" }, advice),
    element("ul", {}, signs.map(sign)));
}

function sign({ requests, evidence }) {
  const links = requests.slice(0, MOST).flatMap((each) => [" ", element("a", { href: `#journal/${each}` }, `#${each}`)]);
  const more = requests.length > MOST ? ` and ${requests.length - MOST} more` : "";
  return element("li", {}, element("bdi", {}, evidence), links, more);
}
