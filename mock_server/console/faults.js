// Faults of the transport: what goes wrong on purpose, and how often.

import { element, marked, one, write } from "./dom.js";
import { live } from "./live.js";

let switching;

/** Build the list of kinds; `act` switches. */
export function start(act) {
  switching = act;
  const { faults } = live.catalogue;
  one("#fault-examples").replaceChildren(...faults.map(({ example }) => element("option", { value: example })));
  one("#fault-kinds").replaceChildren(
    ...faults.flatMap(({ example, story }) => [
      element("dt", {}, element("button", { type: "button", class: "code", onclick: () => add(example) }, example)),
      element("dd", {}, marked(story)),
    ]),
  );
  one("#faults").addEventListener("submit", async () => {
    const text = one("#fault").value.trim();
    if (text !== "" && (await add(text))) one("#fault").value = "";
  });
  one("#fault-seed").addEventListener("change", ({ target: { value } }) =>
    act((state) => ({ faults: { ...state.faults, seed: Number(value) } })));
}

function add(text) {
  return put((faults) => [...faults, ...text.split(",").map((each) => each.trim()).filter(Boolean)]);
}

function put(edit) {
  return switching(({ faults }) => ({ faults: { ...faults, faults: edit(faults.faults) } }));
}

/** Show what goes wrong at the moment. */
export function draw({ faults }) {
  const lines = faults.faults.map((text, place) =>
    element("li", {}, element("code", {}, text), " ",
      element("button", { type: "button", "aria-label": `Remove ${text}`, onclick: () => put((all) => all.filter((_, at) => at !== place)) }, "Remove")));
  one("#faults-on").replaceChildren(...(lines.length > 0 ? lines : [element("li", { class: "note" }, "Nothing goes wrong.")]));
  write(one("#fault-seed"), faults.seed);
}
