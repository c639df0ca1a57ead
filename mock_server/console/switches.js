// What the mock serves and how: everything that can be switched while it runs. A switch acts at once.

import { amount, element, marked, one, options, tell, warn, write } from "./dom.js";
import { change, live, reset, whenChanged } from "./live.js";
import * as defects from "./defects.js";
import * as dialect from "./dialect.js";
import * as faults from "./faults.js";

const PANELS = { defects, dialect, faults };

/** Build the section, once. */
export function start() {
  const { scenarios } = live.catalogue;
  one("#scenario").replaceChildren(...options(scenarios.map(({ name, assistants }) => [name, `${name} · ${amount(assistants)}`])));
  one("#scenario").addEventListener("change", ({ target: { value } }) => act("world", () => ({ scenario: value })));
  one("#seed").addEventListener("change", ({ target: { value } }) => act("world", () => ({ seed: Number(value) })));
  one("#clock").addEventListener("change", ({ target }) => {
    const setting = clock(target);
    act("clock", () => setting);
  });
  one("#reset").addEventListener("click", () => attempt("world", reset, "As at the start."));
  for (const name of ["world", "clock", ...Object.keys(PANELS)]) {
    one(`#${name} h3`).after(element("p", { class: "alert", role: "alert", hidden: true }));
  }
  for (const [name, panel] of Object.entries(PANELS)) panel.start((make) => act(name, make));
  whenChanged(draw);
}

/** Show the state; it is drawn whenever it changes, so that nothing is left to do. */
export function show() {}

/** Switch something of a panel, and return whether that went well; what is shown is then what is, in either case. */
function act(panel, make) {
  return attempt(panel, () => change(make), "Done.");
}

async function attempt(panel, doing, told) {
  const place = one(`#${panel}`);
  place.setAttribute("aria-busy", "true");
  try {
    await doing();
    warn(place, null);
    tell(one("#switches-told"), `${told} The mock is at version ${live.state.version}.`);
    return true;
  } catch (error) {
    warn(place, error);
    draw(live.state);
    return false;
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function clock(changed) {
  const { clock: choice } = one("#clock").elements;
  // Who writes a time means it.
  if (changed.id !== "") choice.value = changed.id === "clock-ahead" ? "ahead" : "frozen";
  const frozen = one("#clock-frozen").value.trim();
  const settings = {
    real: {},
    ahead: { ahead: Number(one("#clock-ahead").value) },
    frozen: { frozen: frozen || live.state.clock.now },
  };
  return { clock: settings[choice.value] };
}

function draw(state) {
  one("#scenario").value = state.scenario;
  const story = live.catalogue.scenarios.find((each) => each.name === state.scenario)?.story;
  one("#scenario-story").replaceChildren(...marked(story ?? "assistants of your own"));
  write(one("#seed"), state.seed);
  drawClock(state.clock);
  for (const panel of Object.values(PANELS)) panel.draw(state);
}

function drawClock({ frozen, ahead, now }) {
  one("#clock").elements.clock.value = frozen ? "frozen" : ahead ? "ahead" : "real";
  if (ahead) write(one("#clock-ahead"), ahead);
  write(one("#clock-frozen"), frozen ?? "");
  one("#clock-frozen").placeholder = now.slice(0, 19) + "Z";
  tell(one("#clock-now"), now.slice(0, 19).replace("T", " "));
}
