// A month to pick a day from: arrow keys move the day, Page Up and Down the month.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { language, t } from "../words.js";

const DAY_MS = 86_400_000;
const asDate = (day) => new Date(`${day}T00:00:00Z`);
const asDay = (date) => date.toISOString().slice(0, 10);
const locale = () => (language() === "zh" ? "zh-CN" : "en-GB");
const named = (date, options) => new Intl.DateTimeFormat(locale(), { timeZone: "UTC", ...options }).format(date);

/** 2026年11月24日星期二 @param {string} day YYYY-MM-DD */
export const dayInWords = (day) => named(asDate(day), { year: "numeric", month: "long", day: "numeric", weekday: "short" });

/**
 * @param {{value: string|null, today: string, onPick: (day: string) => void}} options days as YYYY-MM-DD
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function calendar({ value, today, onPick }) {
  let at = asDate(value ?? today);
  const title = h("div", { class: "calendar-title", "aria-live": "polite" });
  const grid = h("div", { class: "calendar-grid", role: "grid", onkeydown: keys });
  const step = (months, label, name) =>
    h("button", { class: "icon-button", type: "button", "aria-label": label, onclick: () => turn(months) }, icon(name));
  const element = h("div", { class: "calendar" },
    h("div", { class: "calendar-head" }, step(-1, t("上个月"), "left"), title, step(1, t("下个月"), "right")),
    grid,
    h("button", { class: "link-button", type: "button", onclick: () => onPick(today) }, t("今天")));
  draw();
  return { element, focus: () => focusDay() };

  function draw() {
    title.textContent = named(at, { year: "numeric", month: "long" });
    const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
    // Weeks begin on Monday, as on calendars in China.
    const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * DAY_MS;
    const weekdays = Array.from({ length: 7 }, (_, i) => named(new Date(start + i * DAY_MS), { weekday: "narrow" }));
    const weeks = Array.from({ length: 6 }, (_, w) => Array.from({ length: 7 }, (_, d) => new Date(start + (w * 7 + d) * DAY_MS)));
    fill(grid,
      h("div", { role: "row", class: "calendar-row" }, weekdays.map((name) => h("span", { role: "columnheader", class: "calendar-weekday" }, name))),
      weeks.map((week) => h("div", { role: "row", class: "calendar-row" }, week.map((date) => cell(date)))));
  }

  function cell(date) {
    const day = asDay(date);
    const here = day === asDay(at);
    const classes = ["calendar-day", date.getUTCMonth() === at.getUTCMonth() ? "" : "is-other", day === today ? "is-today" : "", day === value ? "is-chosen" : ""];
    return h("button", {
      class: classes.join(" "), type: "button", role: "gridcell", tabindex: here ? "0" : "-1", dataset: { day },
      "aria-label": dayInWords(day), "aria-selected": String(day === value), onclick: () => onPick(day),
    }, String(date.getUTCDate()));
  }

  function focusDay() {
    /** @type {HTMLElement|null} */ (grid.querySelector(`[data-day="${asDay(at)}"]`))?.focus();
  }

  function turn(months) {
    const last = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).getUTCDate();
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, Math.min(at.getUTCDate(), last)));
    draw();
  }

  function keys(event) {
    const days = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (!days && !months) return;
    event.preventDefault();
    if (months) turn(months);
    else {
      at = new Date(at.getTime() + days * DAY_MS);
      draw();
    }
    focusDay();
  }
}
