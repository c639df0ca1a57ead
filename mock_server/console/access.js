// Who sees which assistant, how much they may do with it, and by which of its properties.

import { control } from "./api.js";
import { element, one, scrolling, warn } from "./dom.js";
import { paged } from "./pager.js";

const LIMIT = 25;

export const { start, show, hide } = paged("access", LIMIT, load);

async function load(pages, organization, offset) {
  const section = one("#access-section");
  try {
    const query = new URLSearchParams({ organization_id: organization, limit: LIMIT, offset });
    const matrix = await control("GET", `access?${query}`);
    one("#matrix").replaceChildren(table(matrix));
    pages.told(matrix.lines.length, matrix.total);
    warn(section, null);
  } catch (error) {
    warn(section, error);
  }
}

function table({ callers, members, lines }) {
  if (lines.length === 0) return element("p", { class: "empty" }, "No assistants.");
  const heading = (name) =>
    element("th", { scope: "col" }, name, members.includes(name) ? null : element("span", { class: "note" }, "no member"));
  return scrolling(
    element("table", { class: "matrix" },
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "Assistant"), callers.map(heading))),
      element("tbody", {}, lines.map((each) => row(each, callers)))),
    "Access by assistant and caller",
  );
}

function row({ id, name, access_mode: mode, is_active: active, is_deleted: deleted, cells }, callers) {
  const states = [active ? null : "inactive", deleted ? "deleted" : null].filter(Boolean);
  return element("tr", {},
    element("th", { scope: "row" }, element("bdi", {}, name), element("code", { class: "id" }, id),
      element("span", { class: "tag" }, mode), " ",
      states.map((each) => element("span", { class: "mark" }, each))),
    cells.map((each, place) => cell(each, callers[place], name)));
}

function cell({ level, by }, caller, name) {
  const why = level === null ? `${caller} does not see ${name}` : `${caller}: ${level} of ${name}, by ${by.join(" and ")}`;
  return element("td", { class: `level ${level ?? "none"}`, title: why },
    level ?? "–", level === null ? null : element("span", { class: "note" }, by.join(", ")));
}
