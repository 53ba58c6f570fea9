// Pure work on lists of messages: keeping them in order, and cutting them into rows with days and groups.

/** @typedef {import("./types.js").Message} Message */

const GROUP_SECONDS = 5 * 60;

/** @param {Message[]} list @param {Message} message @returns {Message[]} a new list, in order, each ts once */
export function upsert(list, message) {
  const at = list.findIndex((other) => other.ts === message.ts);
  if (at >= 0) return list.with(at, message);
  if (!list.length || list.at(-1).ts < message.ts) return [...list, message];
  return [...list, message].sort(byTime);
}

/** @param {Message} a @param {Message} b */
export const byTime = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/** @param {Message[]} list @param {string} ts */
export const without = (list, ts) => list.filter((message) => message.ts !== ts);

/** @param {Message[]} older @param {Message[]} newer */
export function joined(older, newer) {
  const known = new Set(newer.map((message) => message.ts));
  return [...older.filter((message) => !known.has(message.ts)), ...newer].sort(byTime);
}

/**
 * The messages with those that did not change taken from the old list, so that what is drawn for them can stay.
 * @param {Message[]} fresh @param {Message[]} old
 */
export function unchanged(fresh, old) {
  const known = new Map(old.map((message) => [message.ts, message]));
  return fresh.map((message) => {
    const before = known.get(message.ts);
    return before && JSON.stringify(before) === JSON.stringify(message) ? before : message;
  });
}

/** Who wrote it, for grouping. @param {Message} message */
export const author = (message) => (message.app || message.bot_id ? `app:${message.bot_id ?? message.user}` : message.user ?? "");

/**
 * @param {Message[]} list
 * @param {{day: (ts: string) => string, firstNew?: string}} options `day` names the day of a ts; `firstNew` is the first unread one
 * @returns {({kind: "day", day: string, ts: string} | {kind: "new"} | {kind: "message", message: Message, head: boolean})[]}
 */
export function rows(list, { day, firstNew }) {
  const out = [];
  let last = null;
  for (const message of list) {
    const newDay = !last || day(last.ts) !== day(message.ts);
    if (newDay) out.push({ kind: "day", day: day(message.ts), ts: message.ts });
    const fresh = message.ts === firstNew;
    if (fresh) out.push({ kind: "new" });
    const follows = last && author(last) === author(message) && Boolean(last.ephemeral) === Boolean(message.ephemeral);
    const near = last && Number(message.ts) - Number(last.ts) < GROUP_SECONDS;
    const head = newDay || fresh || !follows || !near || Boolean(message.blocks?.length && (message.app || message.bot_id));
    out.push({ kind: "message", message, head });
    last = message;
  }
  return out;
}

/**
 * The first of the unread messages, given how many there are.
 * @param {Message[]} list @param {number} unread @param {string} me own messages are never unread
 */
export function firstUnread(list, unread, me) {
  if (unread <= 0) return undefined;
  const others = list.filter((message) => message.user !== me && !message.ephemeral);
  return others.length >= unread ? others.at(-unread).ts : others.at(0)?.ts;
}
