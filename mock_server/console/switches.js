// What the mock serves and how: everything that can be switched while it runs. A switch acts at once.

import { marked, one, options, tell, warn } from "./dom.js";
import { change, live, reset, whenChanged } from "./live.js";
import * as defects from "./defects.js";
import * as dialect from "./dialect.js";
import * as faults from "./faults.js";

const section = () => one("#switches-section");

/** Build the section, once. */
export function start() {
  const { scenarios } = live.catalogue;
  one("#scenario").replaceChildren(...options(scenarios.map(({ name, assistants }) => [name, `${name} · ${assistants.toLocaleString("en")}`])));
  one("#scenario").addEventListener("change", ({ target }) => act(() => ({ scenario: target.value })));
  one("#seed").addEventListener("change", ({ target }) => act(() => ({ seed: Number(target.value) })));
  one("#clock").addEventListener("change", () => act(clock));
  one("#reset").addEventListener("click", () => attempt(reset, "As at the start."));
  for (const each of [defects, dialect, faults]) each.start(act);
  whenChanged(draw);
}

/** Show the state; it is drawn whenever it changes. */
export function show() {
  warn(section(), null);
}

/** Switch something, and tell how that went; what is shown is then what is, whether it went well or not. */
export function act(make) {
  return attempt(() => change(make), "Done.");
}

async function attempt(doing, told) {
  section().setAttribute("aria-busy", "true");
  try {
    await doing();
    warn(section(), null);
    tell(one("#switches-told"), `${told} The mock is at version ${live.state.version}.`);
  } catch (error) {
    warn(section(), error);
    draw(live.state);
    one(".alert", section()).scrollIntoView({ block: "nearest" });
  }
  section().removeAttribute("aria-busy");
}

function clock() {
  const frozen = one("#clock-frozen").value.trim();
  const settings = {
    real: {},
    ahead: { ahead: Number(one("#clock-ahead").value) },
    frozen: { frozen: frozen || live.state.clock.now },
  };
  return { clock: settings[one("#clock").elements.clock.value] };
}

function draw(state) {
  one("#scenario").value = state.scenario;
  const story = live.catalogue.scenarios.find((each) => each.name === state.scenario)?.story;
  one("#scenario-story").replaceChildren(...marked(story ?? "assistants of your own"));
  one("#seed").value = state.seed;
  drawClock(state.clock);
  for (const each of [defects, dialect, faults]) each.draw(state);
}

function drawClock({ frozen, ahead, now }) {
  one("#clock").elements.clock.value = frozen ? "frozen" : ahead ? "ahead" : "real";
  if (ahead) one("#clock-ahead").value = ahead;
  one("#clock-frozen").value = frozen ?? "";
  one("#clock-frozen").placeholder = now.slice(0, 19) + "Z";
  tell(one("#clock-now"), now.slice(0, 19).replace("T", " "));
}
