// The place being looked at, kept in the address after `#`, so that reload and the back button work.

/**
 * `#/C1` a channel, `#/C1/1700.1` a thread in it, `#/home` the app's home, nothing: the list.
 * @param {string} hash @returns {{pane: "list"|"channel"|"home", channel: string, thread: string}}
 */
export function readRoute(hash) {
  const [first = "", second = ""] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (!first) return { pane: "list", channel: "", thread: "" };
  if (first === "home") return { pane: "home", channel: "", thread: "" };
  return { pane: "channel", channel: first, thread: second };
}

/** @param {string} [channel] @param {string} [thread] */
export function writeRoute(channel = "", thread = "") {
  const parts = [channel, thread].filter(Boolean).map(encodeURIComponent);
  return `#/${parts.join("/")}`;
}

/** Changes the address without a new step in the history. @param {string} hash @param {Record<string, string>} [query] "" takes a name out */
export function replaceAddress(hash, query = {}) {
  const url = new URL(location.href);
  for (const [key, value] of Object.entries(query)) {
    if (value) url.searchParams.set(key, value);
    else url.searchParams.delete(key);
  }
  url.hash = hash;
  history.replaceState(null, "", url);
}
