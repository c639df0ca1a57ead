// Pages of what the control API tells in parts: one organization, an offset, a next and a previous.

import { amount, one, options, tell } from "./dom.js";
import { organizations, whenChanged } from "./live.js";

/**
 * Make a pager of the elements `NAME-organization`, `NAME-previous`, `NAME-next` and `NAME-told`; `load` is called with
 * an organization's id and an offset when another page is wanted.
 */
export function pager(name, limit, load) {
  const select = one(`#${name}-organization`);
  const place = { offset: 0 };
  const go = (offset) => {
    place.offset = Math.max(0, offset);
    return load(select.value, place.offset);
  };
  select.addEventListener("change", () => go(0));
  one(`#${name}-next`).addEventListener("click", () => go(place.offset + limit));
  one(`#${name}-previous`).addEventListener("click", () => go(place.offset - limit));
  whenChanged((state) => {
    const chosen = select.value;
    select.replaceChildren(...options(organizations(state)));
    const known = state.organizations.some(({ id }) => id === chosen);
    select.value = known ? chosen : largest(state);
    if (!known) place.offset = 0;
  });
  return { go, again: () => go(place.offset), told: (shown, total) => told(name, place.offset, shown, total) };
}

/**
 * Make a section of such pages: built once, and drawn again when it is shown or when the mock has changed meanwhile.
 * `load` is called with the pager too.
 */
export function paged(name, limit, load) {
  let pages;
  let visible = false;
  return {
    start() {
      pages = pager(name, limit, (organization, offset) => load(pages, organization, offset));
      whenChanged(() => visible && pages.again());
    },
    show() {
      visible = true;
      pages.again();
    },
    hide() {
      visible = false;
    },
  };
}

/** The organization that there is most to see of. */
export function largest(state) {
  return [...state.organizations].sort((one, other) => other.assistants - one.assistants)[0]?.id ?? "";
}

function told(name, offset, shown, total) {
  tell(one(`#${name}-told`), shown === 0 ? "none" : `${amount(offset + 1)}–${amount(offset + shown)} of ${amount(total)}`);
  one(`#${name}-previous`).disabled = offset === 0;
  one(`#${name}-next`).disabled = offset + shown >= total;
}
