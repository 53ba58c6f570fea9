// Dates and times as the acted-as person reads them: their zone, the page's language.

import { language, t } from "./words.js";

let zone = "Asia/Shanghai";
const cache = new Map();

/** @param {string|undefined} tz IANA name; an unknown one leaves the zone as it was */
export function setZone(tz) {
  if (!tz) return;
  try {
    new Intl.DateTimeFormat("en", { timeZone: tz });
  } catch {
    return;
  }
  zone = tz;
  cache.clear();
}

function format(date, options) {
  const key = language() + JSON.stringify(options);
  if (!cache.has(key)) {
    const locale = language() === "zh" ? "zh-CN" : "en-GB";
    cache.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options }));
  }
  return cache.get(key).format(date);
}

/** @param {string|number} ts seconds since 1970, as Slack writes them */
export const dateOf = (ts) => new Date(Number(ts) * 1000);

/** The day as YYYY-MM-DD in the person's zone. @param {Date} date */
export function dayKey(date) {
  const key = `day ${zone}`;
  if (!cache.has(key)) {
    const parts = { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" };
    cache.set(key, new Intl.DateTimeFormat("en-CA", /** @type {any} */ (parts)));
  }
  return cache.get(key).format(date);
}

/** 09:05 @param {Date} date */
export const clock = (date) => format(date, { hour: "2-digit", minute: "2-digit" });

/** 11月24日 @param {Date} date */
export const shortDay = (date) => format(date, { month: language() === "zh" ? "long" : "short", day: "numeric" });

/** 2026年11月24日 @param {Date} date */
export const longDay = (date) => format(date, { year: "numeric", month: "long", day: "numeric" });

/** What the line between two days says. @param {Date} date @param {Date} now */
export function dayName(date, now) {
  const word = nearDay(date, now);
  if (word) return word;
  const year = dayKey(date).slice(0, 4) === dayKey(now).slice(0, 4) ? undefined : "numeric";
  return format(date, { year, month: "long", day: "numeric", weekday: "long" });
}

function nearDay(date, now) {
  const day = dayKey(date);
  if (day === dayKey(now)) return t("今天");
  if (day === dayKey(new Date(now.getTime() - 86_400_000))) return t("昨天");
  if (day === dayKey(new Date(now.getTime() + 86_400_000))) return t("明天");
  return "";
}

/** Date and time in full, for a tooltip. @param {Date} date */
export const whole = (date) =>
  format(date, { year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** How long ago, roughly. @param {Date} date @param {Date} now */
export function ago(date, now) {
  const seconds = (date.getTime() - now.getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(language() === "zh" ? "zh-CN" : "en", { numeric: "auto" });
  const steps = /** @type {const} */ ([["day", 86_400], ["hour", 3600], ["minute", 60]]);
  for (const [unit, size] of steps) if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  return relative.format(Math.round(seconds), "second");
}

/**
 * Slack's `<!date^…>` pattern filled in.
 * @param {Date} date @param {string} pattern such as "{date_short} {time}" @param {Date} now
 */
export function slackDate(date, pattern, now) {
  const day = (options) => format(date, { year: "numeric", ...options });
  const pretty = (text) => nearDay(date, now) || text;
  const words = {
    date_num: () => dayKey(date),
    date_slash: () => dayKey(date).replaceAll("-", "/"),
    date: () => day({ month: "long", day: "numeric" }),
    date_short: () => day({ month: language() === "zh" ? "long" : "short", day: "numeric" }),
    date_long: () => day({ month: "long", day: "numeric", weekday: "long" }),
    date_pretty: () => pretty(day({ month: "long", day: "numeric" })),
    date_short_pretty: () => pretty(day({ month: language() === "zh" ? "long" : "short", day: "numeric" })),
    date_long_pretty: () => pretty(day({ month: "long", day: "numeric", weekday: "long" })),
    time: () => clock(date),
    time_secs: () => format(date, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(date, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(words, name) ? words[name]() : all));
}

/**
 * The instant of a wall-clock time in the person's zone.
 * @param {string} day YYYY-MM-DD @param {string} time HH:MM @returns {number} seconds since 1970
 */
export function instant(day, time) {
  const guess = Date.parse(`${day}T${time}:00Z`);
  const shift = (at) => {
    const date = new Date(at);
    return Date.parse(`${dayKey(date)}T${clock(date)}:00Z`) - at;
  };
  // Twice, since the first guess may stand on the other side of a change of the clocks.
  const first = guess - shift(guess);
  return (guess - shift(first)) / 1000;
}
