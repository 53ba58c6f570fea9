// Draws an input block: label, element, hint, and the place where its error is shown.

import { h, uid } from "../dom.js";
import { t } from "../words.js";
import { drawElement } from "./elements.js";
import { plain } from "./text.js";
import { fieldOf, isEmpty, isStateful } from "./values.js";

/** @param {any} block @param {import("./surface.js").Surface} surface */
export function drawInput(block, surface) {
  const label = uid("label");
  const error = uid("error");
  const hint = block.hint ? uid("hint") : "";
  const element = drawElement(block.element, block, surface);
  const control = /** @type {HTMLElement} */ (element.matches(CONTROLS) ? element : element.querySelector(CONTROLS) ?? element);
  const group = ["checkboxes", "radio_buttons"].includes(block.element.type);
  const named = group ? element : control;
  named.setAttribute("aria-labelledby", group || control.tagName !== "BUTTON" ? label : `${label} ${control.id || (control.id = uid("control"))}`);
  named.setAttribute("aria-describedby", [hint, error].filter(Boolean).join(" "));
  if (!block.optional) named.setAttribute("aria-required", "true");
  return h("div", { class: "block block-input" },
    h("div", { class: "input-label", id: label, onclick: () => control.focus() },
      plain(block.label), block.optional ? h("span", { class: "input-optional" }, t("（选填）")) : null),
    element,
    h("div", { class: "input-error", id: error, role: "alert" }),
    block.hint ? h("div", { class: "input-hint", id: hint }, plain(block.hint)) : null);
}

const CONTROLS = "input, textarea, button";

/**
 * Shows the error under an input, or takes it away.
 * @param {HTMLElement} root @param {string} blockId @param {string} [text]
 */
export function showError(root, blockId, text = "") {
  const block = root.querySelector(`[data-block="${CSS.escape(blockId)}"]`);
  const place = block?.querySelector(".input-error");
  if (!block || !place) return false;
  place.textContent = text;
  block.classList.toggle("has-error", Boolean(text));
  const control = block.querySelector(CONTROLS);
  if (text) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
  return true;
}

/**
 * What Slack's own client refuses before it asks the app.
 * @param {any[]} blocks @param {import("./surface.js").Surface} surface @returns {Map<string, string>} errors by block id
 */
export function problems(blocks, surface) {
  const found = new Map();
  for (const block of blocks) {
    if (block.type !== "input" || !isStateful(block.element)) continue;
    const value = surface.value(block, block.element);
    const text = isEmpty(block.element, value) ? (block.optional ? "" : t("这一项必须填写。")) : wrong(block.element, value[fieldOf(block.element)]);
    if (text) found.set(block.block_id, text);
  }
  return found;
}

function wrong(element, value) {
  const length = typeof value === "string" ? value.length : 0;
  if (element.max_length && length > element.max_length) return t("最多 {n} 个字，现在是 {m} 个。", { n: element.max_length, m: length });
  if (element.min_length && length < element.min_length) return t("至少 {n} 个字，现在是 {m} 个。", { n: element.min_length, m: length });
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(value)) return t("请填写邮箱地址，例如 name@example.com。");
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/i.test(value)) return t("请填写完整的网址，以 https:// 开头。");
  if (element.type === "number_input") return wrongNumber(element, value);
  return "";
}

function wrongNumber(element, value) {
  const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
  if (!pattern.test(value)) return element.is_decimal_allowed ? t("请填写数字。") : t("请填写整数。");
  if (element.min_value !== undefined && Number(value) < Number(element.min_value)) return t("不能小于 {n}。", { n: element.min_value });
  if (element.max_value !== undefined && Number(value) > Number(element.max_value)) return t("不能大于 {n}。", { n: element.max_value });
  return "";
}
