/** Problems: what went wrong with a request, as a stable code and in plain words. */

// Codes that the service gives (docs/wire-schema.md), and four that only a client can know.
const WORDS = {
  missing_key: "This service asks for a key.",
  invalid_key: "This key is unknown here, or was revoked.",
  scope_missing: "This key does not open this. Ask whoever runs the service for one that does.",
  text_too_long: "The text is too long for this service.",
  body_too_large: "The text is too large for this service.",
  batch_too_large: "These are too many texts at once.",
  too_many_requests: "That were more requests than are allowed for now.",
  overloaded: "The service has too much to do just now.",
  not_ready: "The service has only just started and is not ready yet.",
  out_of_time: "The text took the service more work than it does for one request.",
  store_unavailable: "The service cannot reach its database now, so nothing was kept.",
  model_not_loaded: "The model that was asked for is not loaded.",
  unknown_policy: "The policy that was asked for is not here.",
  invalid_request: "The service could not read the request.",
  internal_error: "Something went wrong in the service; the fault is not in the text.",
  offline: "This device is offline. The text stays here, and is judged when the connection is back.",
  unreachable: "The service does not answer. The text stays here.",
  timed_out: "The service took too long to answer.",
  not_understood: "What answered is not this service, or something between here and it.",
};

// After these the same request may succeed by itself.
const PASSING = new Set(["too_many_requests", "overloaded", "not_ready", "offline", "unreachable", "timed_out"]);
const NEEDS_KEY = new Set(["missing_key", "invalid_key"]);

export class Problem extends Error {
  constructor(code, { status = null, detail = "", errors = [], retryAfter = null, requestId = null } = {}) {
    super(WORDS[code] ?? detail ?? code);
    this.name = "Problem";
    Object.assign(this, { code, status, detail, errors, retryAfter, requestId });
  }

  // Whether to ask again by itself is worth it.
  get passes() {
    return PASSING.has(this.code);
  }

  get needsKey() {
    return NEEDS_KEY.has(this.code);
  }

  // What to tell a reader: the plain words, and what the service adds that the words do not say.
  get words() {
    const more = this.code in WORDS && !["text_too_long", "invalid_request"].includes(this.code) ? "" : this.detail;
    const fields = this.errors.map(({ field, message }) => `${field}: ${message}`);
    return [this.message, more === this.message ? "" : more, ...fields].filter(Boolean).join(" ");
  }
}

/** Seconds of a Retry-After header, which may be a number or a date; null without one. */
export function secondsOf(header, now = Date.now()) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** The problem that a response with an error status is; a proxy's own error page is one too. */
export async function problemOf(response) {
  const facts = { status: response.status, retryAfter: secondsOf(response.headers.get("Retry-After")) };
  let told = null;
  try {
    told = await response.json();
  } catch {
    // No JSON: the status alone has to do.
  }
  if (typeof told?.code === "string") {
    const { detail, errors, request_id: requestId } = told;
    return new Problem(told.code, { ...facts, detail, errors, requestId });
  }
  if ([502, 503, 504].includes(response.status)) return new Problem("unreachable", facts);
  if (response.status === 429) return new Problem("too_many_requests", facts);
  if (response.status === 413) return new Problem("body_too_large", facts);
  return new Problem("not_understood", { ...facts, detail: `Status ${response.status}.` });
}
