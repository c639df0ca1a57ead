// Defects by topic, each a switch with its story.

import { counted, element, marked, one, tell } from "./dom.js";
import { live } from "./live.js";

let boxes;
let topics;

/** Build a switch for every defect; `act` switches. */
export function start(act) {
  boxes = live.catalogue.defects.map((each) => line(each, act));
  topics = [...new Set(live.catalogue.defects.map(({ topic }) => topic))].map(group);
  one("#defect-topics").replaceChildren(...topics.map(({ node }) => node));
  one("#defect-search").addEventListener("input", sift);
  one("#defect-on").addEventListener("change", sift);
  one("#defects-off").addEventListener("click", () => act(() => ({ defects: [] })));
}

function line({ name, topic, story, link }, act) {
  const box = element("input", { type: "checkbox", id: `defect-${name}`, "aria-describedby": `story-${name}` });
  box.addEventListener("change", () => {
    const on = box.checked; // by the time that it is its turn, the box may have been drawn anew
    act(({ defects }) => ({ defects: on ? [...defects, name] : defects.filter((each) => each !== name) }));
  });
  const node = element("li", {},
    box,
    element("label", { for: box.id }, name),
    element("span", { class: "note", id: `story-${name}` }, marked(story), " ", link ? seen(link) : null));
  return { name, topic, node, box, text: `${name} ${topic} ${story}`.toLowerCase() };
}

function seen(link) {
  return element("a", { href: link, target: "_blank", rel: "noreferrer" }, "seen in public");
}

function group(topic) {
  const own = boxes.filter((each) => each.topic === topic);
  const count = element("span", { class: "note" });
  const node = element("details", {}, element("summary", {}, topic, " ", count), element("ul", { class: "plain" }, own.map((each) => each.node)));
  return { node, count, own };
}

/** Show which defects are on. */
export function draw(state) {
  for (const each of boxes) each.box.checked = state.defects.includes(each.name);
  one("#defects-off").disabled = state.defects.length === 0;
  sift();
}

function sift() {
  const words = one("#defect-search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const only = one("#defect-on").checked;
  for (const each of boxes) {
    each.node.hidden = (only && !each.box.checked) || !words.every((word) => each.text.includes(word));
  }
  for (const { node, count, own } of topics) {
    const found = own.filter((each) => !each.node.hidden);
    const on = own.filter((each) => each.box.checked);
    node.hidden = found.length === 0;
    tell(count, [counted(found.length, "defect"), ...(on.length > 0 ? [`${on.length} on`] : [])].join(", "));
    if (words.length > 0 || only) node.open = true;
  }
  const shown = boxes.filter((each) => !each.node.hidden).length;
  tell(one("#defects-told"), `${shown} of ${boxes.length}, ${live.state.defects.length} on`);
}
