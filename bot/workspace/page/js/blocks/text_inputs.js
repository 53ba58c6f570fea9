// Typed input: one line, several lines, numbers, e-mail and web addresses; with a count where there is a limit.

import { h } from "../dom.js";
import { t } from "../words.js";

/** @typedef {import("./surface.js").Surface} Surface */

const KEYBOARD = { number_input: "decimal", email_text_input: "email", url_text_input: "url" };
const COUNT_FROM = 0.8;

/** @param {any} element @param {any} block @param {Surface} surface */
export function textInput(element, block, surface) {
  const told = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const many = element.type === "plain_text_input" && element.multiline;
  const control = /** @type {HTMLInputElement} */ (h(many ? "textarea" : "input", {
    class: "text-input", type: many ? null : "text", inputmode: KEYBOARD[element.type], rows: many ? "5" : null,
    placeholder: element.placeholder?.text, autofocus: element.focus_on_load, autocomplete: "off",
    value: surface.value(block, element).value ?? "",
    oninput: (event) => {
      count();
      keep(told.includes("on_character_entered") && !event.isComposing);
    },
    oncompositionend: () => keep(told.includes("on_character_entered")),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || many || !block.dispatch_action) return;
      event.preventDefault();
      if (told.includes("on_enter_pressed")) keep(true);
    },
  }));
  const counter = element.max_length ? h("span", { class: "text-count", "aria-live": "polite" }) : null;
  count();
  return h("div", { class: "text-field" }, control, counter);

  function keep(tell) {
    surface.set(block, element, { value: control.value === "" ? null : control.value }, tell);
  }

  function count() {
    if (!counter) return;
    const length = control.value.length;
    const near = length >= element.max_length * COUNT_FROM || element.max_length <= 200;
    counter.hidden = !near;
    counter.classList.toggle("is-over", length > element.max_length);
    counter.textContent = `${length} / ${element.max_length}`;
    counter.title = t("最多 {n} 个字", { n: element.max_length });
  }
}
