// The dialect: a named one, or a reading of one's own for every question that the documents leave open.

import { element, marked, one, options, tell } from "./dom.js";
import { live } from "./live.js";

const OWN = "custom";
let rows;

/** Build a choice for every question; `act` switches. */
export function start(act) {
  const names = live.catalogue.dialects.map(({ name }) => [name, name]);
  one("#dialect-name").replaceChildren(...options([...names, [OWN, "of one's own"]]));
  one("#dialect-name").addEventListener("change", ({ target: { value } }) => value !== OWN && act(() => ({ dialect: value })));
  one("#dialect-differing").addEventListener("change", () => draw(live.state));
  rows = live.catalogue.ambiguities.map((each) => line(each, act));
  one("#readings").replaceChildren(...rows.map(({ node }) => node));
}

function line({ row, question, source, readings }, act) {
  const choice = element("select", { id: `reading-${row}`, "aria-describedby": `source-${row}` },
    options(readings.map(({ name, means }) => [name, `${name}: ${means.replaceAll("`", "")}`])));
  choice.addEventListener("change", ({ target: { value } }) => act((state) => own(state, row, value)));
  const node = element("p", { class: "reading" },
    element("label", { for: choice.id }, marked(question), " ", element("code", { class: "id" }, row)),
    choice,
    element("span", { class: "note", id: `source-${row}` }, marked(source)));
  return { row, node, choice, usual: readings[0].name };
}

function own({ dialect }, row, reading) {
  return { dialect: { name: OWN, readings: { ...dialect.differences, [row]: reading } } };
}

/** Show which reading holds. */
export function draw({ dialect }) {
  const known = live.catalogue.dialects.some(({ name }) => name === dialect.name);
  one("#dialect-name").value = known ? dialect.name : OWN;
  for (const { row, node, choice, usual } of rows) {
    choice.value = dialect.differences[row] ?? usual;
    node.classList.toggle("unusual", row in dialect.differences);
    node.hidden = one("#dialect-differing").checked && !(row in dialect.differences);
  }
  const differing = Object.keys(dialect.differences).length;
  tell(one("#dialect-told"), `${rows.length} questions that the documents leave open, ${differing} read otherwise than by default`);
}
