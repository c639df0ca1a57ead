// The stored assistants, whole: add one, edit one, remove one.

import { control } from "./api.js";
import { element, one, scrolling, tell, warn } from "./dom.js";
import { inTurn, live, look } from "./live.js";
import { paged } from "./pager.js";

const LIMIT = 25;
const section = paged("stored", LIMIT, load);
let saving = null;

export const { show } = section;

/** Leave the section, and with it what was done there. */
export function hide() {
  section.hide();
  done("");
}

/** Build the section, once. */
export function start() {
  section.start();
  one("#stored-add").addEventListener("click", add);
  one("#editor-cancel").addEventListener("click", () => one("#editor").close());
  one("#editor form").addEventListener("submit", save);
}

async function load(pages, organization, offset) {
  const place = one("#assistants-section");
  try {
    const query = new URLSearchParams({ organization_id: organization, limit: LIMIT, offset });
    const { assistants, total } = await control("GET", `assistants?${query}`);
    one("#stored-rows").replaceChildren(table(assistants));
    pages.told(assistants.length, total);
    warn(place, null);
  } catch (error) {
    warn(place, error);
  }
}

const HEADINGS = ["Assistant", "Mode", "Created by", "State", ""];

function table(rows) {
  if (rows.length === 0) return element("p", { class: "empty" }, "No assistants.");
  return scrolling(
    element("table", { class: "items stored" },
      element("thead", {}, element("tr", {}, HEADINGS.map((each) => element("th", { scope: "col" }, each)))),
      element("tbody", {}, rows.map(line))),
    "Stored assistants",
  );
}

function line(row) {
  const states = [row.deleted_at ? "deleted" : null, row.is_active ? null : "inactive"].filter(Boolean);
  return element("tr", {},
    element("td", { class: "name" }, element("bdi", {}, row.name), element("code", { class: "id" }, row.id)),
    element("td", {}, row.access_mode),
    element("td", { class: "creator" }, element("code", { class: "id" }, row.created_by ?? "")),
    element("td", {}, states.map((each) => element("span", { class: "mark" }, each))),
    element("td", { class: "acts" },
      element("button", { type: "button", "aria-label": `Edit ${row.id}`, onclick: () => edit(row) }, "Edit"), " ",
      element("button", { type: "button", "aria-label": `Remove ${row.id}`, onclick: () => remove(row) }, "Remove")));
}

function add() {
  const begun = { id: "asst_…", organization_id: one("#stored-organization").value, name: "" };
  open("Add an assistant", "Its properties; what is left out is filled in", begun, (written) => control("POST", "assistants", written), "Added");
}

function edit(row) {
  open(`Edit ${row.name}`, "Its properties; change what you like", row, (edited) => {
    const changes = Object.entries(edited).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(row[name]));
    return control("PATCH", path(row), Object.fromEntries(changes));
  }, "Edited");
}

async function remove(row) {
  if (!confirm(`Remove ${row.name} (${row.id})?`)) return;
  await doing(one("#assistants-section"), "Removed", async () => {
    await control("DELETE", path(row));
    return row;
  });
}

function path({ organization_id: organization, id }) {
  return `assistants/${encodeURIComponent(organization)}/${encodeURIComponent(id)}`;
}

function open(title, hint, value, then, did) {
  one("#editor-title").textContent = title;
  one("#editor-hint").textContent = hint;
  one("#editor-text").value = JSON.stringify(value, null, 2);
  warn(one("#editor"), null);
  done("");
  saving = { act: then, did };
  one("#editor").showModal();
  one("#editor-text").setSelectionRange(0, 0);
  one("#editor-text").scrollTop = 0;
}

async function save(event) {
  event.preventDefault(); // it closes once all went well
  const { act, did } = saving;
  const isSaved = await doing(one("#editor"), did, () => act(read(one("#editor-text").value)));
  if (isSaved) one("#editor").close();
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`This is no JSON: ${error.message}`);
  }
}

/** Change an assistant, which `act` returns, look at what that did and tell it; tell in `place` what went wrong. */
async function doing(place, did, act) {
  try {
    const { id, organization_id: organization } = await inTurn(act);
    await look();
    warn(place, null);
    const { name } = live.state.organizations.find((each) => each.id === organization) ?? { name: organization };
    done(`${did} ${id}, ${name}.`);
    return true;
  } catch (error) {
    warn(place, error);
    return false;
  }
}

/** Tell what was done last; the page that is shown may be another organization's. */
function done(text) {
  tell(one("#stored-done"), text);
}
