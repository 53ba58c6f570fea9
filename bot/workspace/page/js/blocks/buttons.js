// Buttons with their confirm question, images beside text, and the overflow menu.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { ask } from "../ui/confirm.js";
import { openMenu } from "../ui/menu.js";
import { t } from "../words.js";
import { drawText, plain } from "./text.js";

/** @typedef {import("./surface.js").Surface} Surface */

/** Asks an element's confirm question, if it has one. @param {any} element @param {Surface} surface */
export async function confirmed(element, surface) {
  const question = element.confirm;
  if (!question) return true;
  return ask({
    title: question.title.text, body: /** @type {any} */ (drawText(question.text, surface)),
    yes: question.confirm.text, no: question.deny.text, danger: question.style === "danger",
  });
}

/** @param {any} element @param {any} block @param {Surface} surface */
export function button(element, block, surface) {
  const style = element.style ? ` button-${element.style}` : "";
  const node = h("button", {
    class: `button${style}`, type: "button", "aria-label": element.accessibility_label,
    onclick: async () => {
      if (node.getAttribute("aria-busy") === "true" || !(await confirmed(element, surface))) return;
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
      node.setAttribute("aria-busy", "true");
      await surface.act(block, element, element.value === undefined ? {} : { value: element.value });
      node.removeAttribute("aria-busy");
    },
  }, plain(element.text));
  return node;
}

/** @param {any} element */
export function image(element) {
  return h("img", { class: "accessory-image", src: element.image_url, alt: element.alt_text, loading: "lazy" });
}

/** @param {any} element @param {any} block @param {Surface} surface */
export function overflow(element, block, surface) {
  const choose = async (option) => {
    if (!(await confirmed(element, surface))) return;
    if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener,noreferrer");
    await surface.act(block, element, { selected_option: option });
  };
  const node = h("button", {
    class: "button button-overflow", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": t("更多操作"),
    onclick: () => openMenu(node, element.options.map((option) => ({
      text: option.text.text, note: option.description?.text, act: () => choose(option),
    })), { label: t("更多操作"), end: true }),
  }, icon("dots"));
  return node;
}
