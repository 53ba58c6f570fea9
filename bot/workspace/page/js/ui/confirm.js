// A question before something is done: Slack's confirm object, and the page's own questions.

import { h, uid } from "../dom.js";
import { t } from "../words.js";

/**
 * @param {{title: string, body: Node[]|string, yes: string, no: string, danger?: boolean}} question
 * @returns {Promise<boolean>} whether the answer was yes
 */
export function ask({ title, body, yes, no, danger }) {
  return new Promise((resolve) => {
    const heading = uid("confirm");
    const answer = (value) => {
      dialog.close();
      dialog.remove();
      before?.focus();
      resolve(value);
    };
    const before = /** @type {HTMLElement|null} */ (document.activeElement);
    const dialog = /** @type {HTMLDialogElement} */ (h("dialog", {
      class: "confirm", "aria-labelledby": heading,
      oncancel: (event) => {
        event.preventDefault();
        answer(false);
      },
    },
      h("h2", { id: heading }, title),
      h("div", { class: "confirm-body" }, body),
      h("div", { class: "confirm-buttons" },
        h("button", { class: "button", type: "button", onclick: () => answer(false) }, no || t("取消")),
        h("button", { class: danger ? "button button-danger" : "button button-primary", type: "button", autofocus: true, onclick: () => answer(true) }, yes || t("确定")))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
