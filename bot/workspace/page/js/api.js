// Calls the server's /page interface as one person; every failure is an ApiError with a code.

import { language } from "./words.js";

export class ApiError extends Error {
  /** @param {string} code Slack-style, or "offline" when the server could not be reached @param {string} [message] */
  constructor(code, message) {
    super(message || code);
    this.code = code;
  }
}

export class Api {
  /** @param {string} as id of the person acted as */
  constructor(as) {
    this.as = as;
  }

  /** @param {string} name @param {Record<string, any>} [query] */
  get(name, query = {}) {
    const url = new URL(`page/${name}`, document.baseURI);
    const all = { as: this.as, lang: language(), ...query };
    for (const [key, value] of Object.entries(all)) if (value !== undefined && value !== "") url.searchParams.set(key, value);
    return ask(url, { headers: { accept: "application/json" } });
  }

  /** @param {string} name @param {Record<string, any>} [body] */
  post(name, body = {}) {
    return ask(new URL(`page/${name}`, document.baseURI), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ as: this.as, lang: language(), ...body }),
    });
  }

  /** Address of the stream. */
  liveUrl() {
    const url = new URL("page/live", document.baseURI);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("as", this.as);
    return url;
  }
}

async function ask(url, init) {
  let response;
  try {
    response = await fetch(url, { cache: "no-store", ...init });
  } catch {
    throw new ApiError("offline");
  }
  let answer;
  try {
    answer = await response.json();
  } catch {
    throw new ApiError("fatal_error", `HTTP ${response.status}`);
  }
  if (!response.ok || answer.ok === false) throw new ApiError(answer.error || "fatal_error", answer.message);
  return answer;
}
