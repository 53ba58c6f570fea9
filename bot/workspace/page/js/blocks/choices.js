// Check boxes and radio buttons.

import { h, uid } from "../dom.js";
import { confirmed } from "./buttons.js";
import { drawText } from "./text.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** @param {any} element @param {any} block @param {Surface} surface */
export function checkboxes(element, block, surface) {
  const chosen = new Set(surface.value(block, element).selected_options.map((option) => option.value));
  const changed = async (option, box) => {
    if (!(await confirmed(element, surface))) {
      box.checked = !box.checked;
      return;
    }
    if (box.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    surface.set(block, element, { selected_options: element.options.filter((other) => chosen.has(other.value)) });
  };
  return h("div", { class: "choices", role: "group" }, element.options.map((option) =>
    row(option, surface, h("input", {
      type: "checkbox", value: option.value, checked: chosen.has(option.value),
      onchange: (event) => changed(option, event.currentTarget),
    }))));
}

/** @param {any} element @param {any} block @param {Surface} surface */
export function radios(element, block, surface) {
  const name = uid("radio");
  let before = surface.value(block, element).selected_option?.value;
  const group = h("div", { class: "choices", role: "radiogroup" }, element.options.map((option) =>
    row(option, surface, h("input", {
      type: "radio", name, value: option.value, checked: option.value === before,
      onchange: () => changed(option),
    }))));
  return group;

  async function changed(option) {
    if (!(await confirmed(element, surface))) {
      for (const box of group.querySelectorAll("input")) box.checked = box.value === before;
      return;
    }
    before = option.value;
    surface.set(block, element, { selected_option: option });
  }
}

function row(option, surface, box) {
  return h("label", { class: "choice" }, box,
    h("span", { class: "choice-text" }, drawText(option.text, surface),
      option.description ? h("span", { class: "choice-note" }, drawText(option.description, surface)) : null));
}
