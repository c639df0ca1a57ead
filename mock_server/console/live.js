// What the mock is at the moment, and who wants to know when it changes.

import { control } from "./api.js";

const listeners = [];
let described = null; // the dialect whose catalogue this is
let changing = Promise.resolve();

/** The newest state and the catalogue; null before the first answer. */
export const live = { state: null, catalogue: null };

/** Call a function with every new state, and with the present one. */
export function whenChanged(act) {
  listeners.push(act);
  if (live.state !== null) act(live.state);
}

/** Ask for the state; after the changes under way, so that no older one takes the place of theirs. */
export function look() {
  return inTurn(async () => take(await control("GET", "state")));
}

/**
 * Switch something: `make` returns the members to send from the newest state. Changes wait for each other, so that two
 * quick clicks never write over each other.
 */
export function change(make) {
  return inTurn(async () => take(await control("PATCH", "state", make(live.state))));
}

/** Go back to what the mock was started with. */
export function reset() {
  return inTurn(async () => take(await control("POST", "reset")));
}

/** Do something that changes the mock, after the changes before it, and look at what came of it. */
export function inTurn(act) {
  const done = changing.then(act);
  changing = done.catch(() => {});
  return done;
}

async function take(state) {
  // What can be chosen is the same all along, but for the parameters, which a dialect may read otherwise.
  const spoken = JSON.stringify(state.dialect);
  if (spoken !== described) {
    live.catalogue = await control("GET", "catalogue");
    described = spoken;
  }
  const moved = live.state === null || standing(live.state) !== standing(state);
  live.state = state;
  if (moved) for (const act of listeners) act(state);
}

/** All of a state but the time, which every look finds moved. */
function standing({ clock: { frozen, ahead }, ...rest }) {
  return JSON.stringify({ frozen, ahead, ...rest });
}

/** Return the options of a select of organizations. */
export function organizations(state) {
  return state.organizations.map((each) => [each.id, `${each.name} · ${each.assistants.toLocaleString("en")}`]);
}
