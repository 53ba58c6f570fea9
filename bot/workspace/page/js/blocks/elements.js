// Finds the right drawing for each Block Kit element.

import { h } from "../dom.js";
import { t } from "../words.js";
import { button, image, overflow } from "./buttons.js";
import { checkboxes, radios } from "./choices.js";
import { datePicker, dateTimePicker, timePicker } from "./dates.js";
import { select } from "./selects.js";
import { textInput } from "./text_inputs.js";

const ELEMENTS = {
  button, workflow_button: button, image, overflow, checkboxes, radio_buttons: radios,
  datepicker: datePicker, timepicker: timePicker, datetimepicker: dateTimePicker,
  plain_text_input: textInput, number_input: textInput, email_text_input: textInput, url_text_input: textInput,
  static_select: select, external_select: select, users_select: select, conversations_select: select, channels_select: select,
  multi_static_select: select, multi_external_select: select, multi_users_select: select,
  multi_conversations_select: select, multi_channels_select: select,
  file_input: () => h("p", { class: "element-note" }, t("内置工作区不能上传文件，请在 Slack 里使用。")),
};

/** @param {any} element @param {any} block @param {import("./surface.js").Surface} surface @returns {HTMLElement} */
export function drawElement(element, block, surface) {
  if (!Object.hasOwn(ELEMENTS, element.type)) {
    return h("p", { class: "element-note" }, t("这里有一个内置工作区还不会显示的内容（{type}），在 Slack 里可以看到。", { type: String(element.type) }));
  }
  const node = ELEMENTS[element.type](element, block, surface);
  if (element.action_id) node.dataset.action = element.action_id;
  return node;
}
