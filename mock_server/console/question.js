// The question that the list asks: who asks, the parameters as controls, and the same as address, headers and curl line.

import { LIST } from "./api.js";
import { element, one, options } from "./dom.js";
import { live } from "./live.js";
import { largest } from "./pager.js";

const NOBODY = "nobody";
const OTHER_KEY = "another key";
const OTHER_TOKEN = "another token";
const EXTRAS = { more: "Anything else, as in a URL", prefer: "Prefer" };

/** The documented parameters, each with its JSON schema, as the mock's dialect has them. */
function parameters() {
  return live.catalogue.parameters;
}

/** Build the form's controls. */
function build(form) {
  form.replaceChildren(
    field("as", "Who asks", element("select", {})),
    element("p", { class: "field", id: "field-secret", hidden: true },
      element("label", { for: "ask-secret" }, "The key or token"),
      element("input", { id: "ask-secret", name: "secret", spellcheck: "false" })),
    ...parameters().map((each) => field(each.name, each.name, controlOf(each), hint(each), each.description)),
    element("details", { class: "field wide" },
      element("summary", {}, "More"),
      field("more", EXTRAS.more, element("input", { placeholder: "limit=abc&sort_by=", spellcheck: "false" }), "as it stands, after the others"),
      field("prefer", EXTRAS.prefer, element("input", { placeholder: "wait=2, fault=drop", spellcheck: "false" }), "header, for this request alone: wait, code, scenario, dialect, defect, fault")),
    element("p", { class: "field" }, element("button", { type: "button", id: "ask-clear" }, "Clear")),
  );
}

function field(name, label, made, note = null, title = null) {
  made.id = `ask-${name}`;
  made.name = name;
  if (note !== null) made.setAttribute("aria-describedby", `${made.id}-note`);
  return element("p", { class: "field" },
    element("label", { for: made.id, title }, label),
    note === null ? null : element("span", { class: "note", id: `${made.id}-note` }, note),
    made);
}

function controlOf({ name, required, schema }) {
  if (required) return element("select", {});
  const words = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  const usual = schema.default;
  if (words) return element("select", {}, options([["", `(${usual ?? "any"})`], ...words.map((each) => [each, each])]));
  if (schema.type === "integer") {
    return element("input", { type: "number", step: "1", min: schema.minimum, max: schema.maximum, placeholder: usual });
  }
  const isSearch = name === "search";
  return element("input", { type: isSearch ? "search" : "text", spellcheck: "false", "aria-keyshortcuts": isSearch ? "/" : null });
}

function hint({ schema: { type, minimum, maximum } }) {
  if (type !== "integer") return null;
  return maximum < Number.MAX_SAFE_INTEGER ? `${minimum} to ${maximum}` : `from ${minimum}`;
}

let built = null; // the catalogue of the controls

/** Fill the choices that depend on the state, and keep what is chosen as far as it is still there. */
export function renew(form, state) {
  if (built !== live.catalogue) {
    const kept = built === null ? null : new URLSearchParams(address(form).slice("#list?".length));
    build(form);
    built = live.catalogue;
    if (kept !== null) {
      refill(form, state);
      fill(form, kept);
    }
  }
  refill(form, state);
}

function refill(form, state) {
  const organization = form.elements.organization_id;
  const chosen = organization.options.length > 0 ? organization.value : null;
  organization.replaceChildren(
    ...options([...state.organizations.map((each) => [each.id, each.name]), ["", "(not sent)"]]),
  );
  const known = [...organization.options].some(({ value }) => value === chosen);
  organization.value = known ? chosen : largest(state);
  refillCallers(form, state);
}

/**
 * Offer the keys of the organization that is asked about, then all others. When another organization is asked about
 * (`moved`), the caller stays, and asks with the key for that.
 */
export function refillCallers(form, state, moved = false) {
  const caller = form.elements.as;
  const chosen = caller.value;
  const here = state.organizations.filter((each) => each.id === form.elements.organization_id.value);
  const others = state.organizations.filter((each) => each.id !== form.elements.organization_id.value);
  caller.replaceChildren(
    ...here.flatMap(({ keys }) => options(keys.map(({ caller, key }) => [key, caller]))),
    ...options([[NOBODY, "nobody: no key"], [OTHER_KEY, "another key …"], [OTHER_TOKEN, "another token …"]]),
    ...others.map(({ name, keys }) =>
      element("optgroup", { label: `keys for ${name}` }, options(keys.map(({ caller, key }) => [key, `${caller}, ${name}`])))),
  );
  caller.value = chosen;
  if (moved || caller.selectedIndex < 0) caller.value = same(chosen, here) ?? caller.options[0].value;
}

/** Return the key that stands for the same caller in another organization, or the choice as it was. */
function same(chosen, here) {
  if ([NOBODY, OTHER_KEY, OTHER_TOKEN].includes(chosen)) return chosen;
  const keys = live.state.organizations.flatMap((each) => each.keys);
  const who = keys.find(({ key }) => key === chosen)?.caller;
  return here.flatMap((each) => each.keys).find(({ caller }) => caller === who)?.key;
}

/** Return the question as it stands in the form. */
export function read(form) {
  const sent = new URLSearchParams();
  for (const { name } of parameters()) {
    const { value } = form.elements[name];
    if (value !== "") sent.append(name, value);
  }
  const more = form.elements.more.value.trim();
  const query = [String(sent), more].filter(Boolean).join("&");
  const url = new URL(LIST);
  url.search = query;
  return { url: url.href, ...credentials(form), prefer: form.elements.prefer.value.trim() };
}

function credentials(form) {
  const { value } = form.elements.as;
  if (value === NOBODY) return { header: null, secret: "" };
  if (value === OTHER_KEY) return { header: "X-API-Key", secret: form.elements.secret.value };
  if (value === OTHER_TOKEN) return { header: "Authorization", secret: form.elements.secret.value };
  return { header: "X-API-Key", secret: value };
}

/** Show the place for another secret where one is wanted. */
export function revealSecret(form) {
  one("#field-secret").hidden = ![OTHER_KEY, OTHER_TOKEN].includes(form.elements.as.value);
}

/** Return the headers that a question is sent with. */
export function headers({ header, secret, prefer }) {
  const sent = {};
  if (header) sent[header] = `${SCHEMES[header]}${secret}`;
  if (prefer) sent.Prefer = prefer;
  return sent;
}

const SCHEMES = { "X-API-Key": "", Authorization: "Bearer " };

/** Return the curl line of a question; the key is left to the shell, so that the line can be shown to anybody. */
export function curl({ url, header, prefer }) {
  const lines = [`curl ${quoted(url)}`];
  if (header) lines.push(`-H "${header}: ${SCHEMES[header]}$FREDDY_API_KEY"`);
  if (prefer) lines.push(`-H ${quoted(`Prefer: ${prefer}`)}`);
  return lines.join(" \\\n  ");
}

/** Quote for a POSIX shell. */
export function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The controls that make up the question, besides who asks. */
function names() {
  return [...parameters().map((each) => each.name), ...Object.keys(EXTRAS)];
}

/** Return what of the form stands in the address: all but a secret. */
export function address(form) {
  const kept = new URLSearchParams();
  for (const name of names()) {
    if (form.elements[name].value !== "") kept.append(name, form.elements[name].value);
  }
  return `#list?${kept}`;
}

/** Ask as at first: for the organization and as the caller that are chosen, and nothing else. */
export function clear(form) {
  for (const name of names()) if (name !== "organization_id") form.elements[name].value = "";
}

/** Fill the form from an address; what is no parameter, or sent twice, goes where anything may stand. */
export function fill(form, query) {
  const more = [];
  for (const name of names()) form.elements[name].value = "";
  for (const [name, value] of query) {
    const control = form.elements[name];
    if (names().includes(name) && query.getAll(name).length === 1) {
      control.value = value;
      if (control.value === value) continue;
    }
    more.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  }
  if (more.length > 0) form.elements.more.value = [form.elements.more.value, ...more].filter(Boolean).join("&");
  refillCallers(form, live.state, true);
}
