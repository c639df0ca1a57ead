// The one place that sends anything: to the control API with its token, and to the mocked API as a front end would.

const BASE = new URL("../", import.meta.url);
const KEPT = "freddy-mock-token";

/** Where the mocked list is. */
export const LIST = new URL("../v1/assistants", BASE);

/** What the control API refused, or that nobody answers (status 0). */
export class ControlError extends Error {
  constructor(status, message, field = null) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/**
 * Take the token out of the address, where the mock's banner has put it, and keep it for this tab. What is in the
 * address would be in the history, and in every screenshot.
 */
export function takeToken() {
  const given = /^#token=([^&]*)/.exec(location.hash);
  if (given === null) return;
  keepToken(decodeURIComponent(given[1]));
  history.replaceState(null, "", "#list");
}

/** Keep another token for this tab. */
export function keepToken(token) {
  sessionStorage.setItem(KEPT, token.trim());
}

/** Tell whether there is a token, right or wrong. */
export function hasToken() {
  return Boolean(sessionStorage.getItem(KEPT));
}

/** Ask the control API; return the JSON of its answer, or raise `ControlError`. */
export async function control(method, path, body) {
  const response = await sent(method, path, body);
  return response.status === 204 ? null : response.json();
}

/** Ask the control API for a file. */
export async function file(path) {
  return (await sent("GET", path)).blob();
}

async function sent(method, path, body) {
  const headers = { "X-Mock-Token": sessionStorage.getItem(KEPT) ?? "" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(new URL(path, BASE), {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store",
    });
  } catch {
    throw new ControlError(0, "The mock does not answer. Is it still running?");
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response) {
  try {
    const { error } = await response.json();
    return new ControlError(response.status, error.message, error.field ?? null);
  } catch {
    return new ControlError(response.status, `The mock answered ${response.status} ${response.statusText}`);
  }
}

/**
 * Ask the mocked API, and return all that a page can learn: status, headers, text, the value of its JSON, size and
 * time; `failure` where there was no answer, or no whole one.
 */
export async function asked(url, headers, signal) {
  const began = performance.now();
  const told = { status: 0, reason: "", headers: [], text: "", value: undefined, bytes: 0, ms: 0, failure: null };
  try {
    const response = await fetch(url, { headers, signal, cache: "no-store", credentials: "omit" });
    Object.assign(told, { status: response.status, reason: response.statusText, headers: [...response.headers] });
    const body = await response.arrayBuffer();
    told.bytes = body.byteLength;
    told.text = new TextDecoder().decode(body);
    told.value = JSON.parse(told.text);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    told.failure = failed(told, error);
  }
  told.ms = performance.now() - began;
  return told;
}

function failed(told, error) {
  if (error instanceof SyntaxError) return `The body is no JSON: ${error.message}`;
  return told.status === 0 ? `No answer: ${error.message}` : `The body broke off: ${error.message}`;
}
