// Pickers for a day, a time of day, and both together.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { clock, dateOf, dayKey, instant } from "../times.js";
import { openChooser } from "../ui/chooser.js";
import { openPopup, popupOf } from "../ui/popup.js";
import { t } from "../words.js";
import { confirmed } from "./buttons.js";
import { calendar, dayInWords } from "./calendar.js";

/** @typedef {import("./surface.js").Surface} Surface */

const HALF_HOURS = Array.from({ length: 48 }, (_, i) => `${String(i >> 1).padStart(2, "0")}:${i % 2 ? "30" : "00"}`);

/** @param {any} element @param {any} block @param {Surface} surface */
export function datePicker(element, block, surface) {
  return dayField(surface.value(block, element).selected_date, element.placeholder?.text, async (day) => {
    if (!(await confirmed(element, surface))) return false;
    surface.set(block, element, { selected_date: day });
    return true;
  }).node;
}

/** @param {any} element @param {any} block @param {Surface} surface */
export function timePicker(element, block, surface) {
  return timeField(surface.value(block, element).selected_time, element.placeholder?.text, async (time) => {
    if (!(await confirmed(element, surface))) return false;
    surface.set(block, element, { selected_time: time });
    return true;
  }).node;
}

/** @param {any} element @param {any} block @param {Surface} surface */
export function dateTimePicker(element, block, surface) {
  const held = surface.value(block, element).selected_date_time;
  const at = held ? dateOf(held) : null;
  const parts = { day: at ? dayKey(at) : null, time: at ? clock(at) : null };
  const change = async (part) => {
    const next = { ...parts, ...part };
    if (next.day && next.time) {
      if (!(await confirmed(element, surface))) return false;
      surface.set(block, element, { selected_date_time: instant(next.day, next.time) });
    }
    Object.assign(parts, next);
    return true;
  };
  return h("div", { class: "date-time" },
    dayField(parts.day, undefined, (day) => change({ day })).node,
    timeField(parts.time, undefined, (time) => change({ time })).node);
}

/** @param {string|null} value @param {string|undefined} placeholder @param {(day: string) => Promise<boolean>} onPick */
function dayField(value, placeholder, onPick) {
  let held = value;
  const face = h("button", { class: "select-face", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: toggle });
  const node = h("div", { class: "select select-date" }, face);
  draw();
  return { node };

  function draw() {
    fill(face, icon("calendar"), h("span", { class: held ? "select-value" : "select-placeholder" }, held ? dayInWords(held) : placeholder || t("选择日期")));
  }

  function toggle() {
    const already = popupOf(face);
    if (already) return already.close();
    const month = calendar({
      value: held, today: dayKey(new Date()),
      onPick: async (day) => {
        popup.close();
        if (!(await onPick(day))) return;
        held = day;
        draw();
      },
    });
    const popup = openPopup(face, month.element, { onClose: () => face.setAttribute("aria-expanded", "false") });
    face.setAttribute("aria-expanded", "true");
    return month.focus();
  }
}

/** @param {string|null} value @param {string|undefined} placeholder @param {(time: string) => Promise<boolean>} onPick */
function timeField(value, placeholder, onPick) {
  let held = value;
  const face = h("button", { class: "select-face", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", onclick: toggle });
  const node = h("div", { class: "select select-time" }, face);
  draw();
  return { node };

  function draw() {
    fill(face, icon("clock"), h("span", { class: held ? "select-value" : "select-placeholder" }, held || placeholder || t("选择时间")));
  }

  function toggle() {
    const already = popupOf(face);
    if (already) return already.close();
    return openChooser(face, {
      label: t("时间，例如 9:30"), free: typedTime, selected: () => new Set([held ?? "09:00"]),
      groups: [{ choices: HALF_HOURS.map((time) => ({ value: time, text: time })) }],
      onPick: async (choice) => {
        if (!(await onPick(choice.value))) return;
        held = choice.value;
        draw();
      },
    });
  }
}

/** 9:5, 09：30 or 930 as a time of day; null when it is none. @param {string} typed */
export function typedTime(typed) {
  const found = /^(\d{1,2})(?:[:：点.](\d{1,2})?|(\d{2}))?$/.exec(typed.trim());
  if (!found) return null;
  const hour = Number(found[1]);
  const minute = Number(found[2] ?? found[3] ?? 0);
  if (hour > 23 || minute > 59) return null;
  const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return { value: time, text: time };
}
