// Modals: one dialog for a pile of views; what was typed stays when a view changes or another is pushed on it.

import { ApiError } from "../api.js";
import { problems, showError } from "../blocks/input.js";
import { drawBlocks } from "../blocks/render.js";
import { Surface } from "../blocks/surface.js";
import { plain } from "../blocks/text.js";
import { fill, h, uid } from "../dom.js";
import { failureText } from "../failures.js";
import { icon } from "../icons.js";
import { ask } from "../ui/confirm.js";
import { closePopups } from "../ui/popup.js";
import { t } from "../words.js";
import { mark, restore } from "./focus.js";

/** @typedef {import("../types.js").View} View */

/** @param {import("../session.js").Session} session */
export function modals(session) {
  const { model, api } = session;
  /** @type {Map<string, Surface>} what was typed, by view */
  const surfaces = new Map();
  /** @type {HTMLDialogElement|null} */
  let dialog = null;
  let shown = { id: "", view: /** @type {View|null} */ (null) };
  let before = /** @type {Element|null} */ (null);
  model.on("views", draw);

  function draw() {
    const view = model.views.at(-1);
    for (const id of surfaces.keys()) if (!model.views.some((one) => one.id === id)) surfaces.delete(id);
    if (!view) return shut();
    if (shown.view === view && dialog) return undefined;
    if (!surfaces.has(view.id)) surfaces.set(view.id, new Surface(session, { type: "view", view_id: view.id }, view.state?.values));
    if (!dialog) open();
    const place = shown.id === view.id ? mark(dialog) : null;
    closePopups();
    drawView(view, surfaces.get(view.id));
    shown = { id: view.id, view };
    restore(dialog, place);
    return undefined;
  }

  function open() {
    before = document.activeElement;
    dialog = /** @type {HTMLDialogElement} */ (h("dialog", {
      class: "modal",
      // Taken before the browser's own closing, which cannot be refused a second time.
      onkeydown: (event) => {
        if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
        event.preventDefault();
        leave(false);
      },
      oncancel: (event) => {
        event.preventDefault();
        if (event.target === dialog) leave(false);
      },
    }));
    document.body.append(dialog);
    dialog.showModal();
  }

  function shut() {
    if (!dialog) return;
    closePopups();
    dialog.close();
    dialog.remove();
    dialog = null;
    shown = { id: "", view: null };
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  }

  /** @param {View} view @param {Surface} surface */
  function drawView(view, surface) {
    const heading = uid("modal");
    const pushed = model.views.length > 1;
    const body = h("div", { class: "modal-body" }, drawBlocks(view.blocks, surface));
    const general = h("p", { class: "modal-error", role: "alert" });
    const submit = view.submit ? h("button", { class: "button button-primary modal-submit", type: "submit" }, plain(view.submit)) : null;
    const scroll = shown.id === view.id ? dialog.querySelector(".modal-body")?.scrollTop ?? 0 : 0;
    dialog.setAttribute("aria-labelledby", heading);
    fill(dialog, h("form", {
      class: "modal-form", novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        send(view, surface, { body, general, submit });
      },
    },
      h("header", { class: "modal-head" },
        pushed ? h("button", { class: "icon-button", type: "button", "aria-label": t("返回上一步"), onclick: () => leave(true) }, icon("back")) : null,
        h("h2", { id: heading }, plain(view.title)),
        h("button", { class: "icon-button modal-close", type: "button", "aria-label": t("关闭"), onclick: () => leave(false, true) }, icon("close"))),
      body,
      h("footer", { class: "modal-foot" }, general,
        h("button", { class: "button", type: "button", onclick: () => leave(true) }, view.close ? plain(view.close) : submit ? t("取消") : t("关闭")),
        submit)),
    h("div", { class: "toasts" }));
    body.scrollTop = scroll;
  }

  /** @param {View} view @param {Surface} surface @param {{body: HTMLElement, general: HTMLElement, submit: HTMLElement|null}} parts */
  async function send(view, surface, { body, general, submit }) {
    if (!submit || submit.getAttribute("aria-busy") === "true") return;
    general.textContent = "";
    for (const block of view.blocks) showError(body, block.block_id ?? "");
    const wrong = problems(view.blocks, surface);
    if (wrong.size) return tell(wrong, body, general);
    submit.setAttribute("aria-busy", "true");
    try {
      const answer = await api.post("submit", { view_id: view.id, values: surface.state() });
      settle(view, answer, body, general);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      general.textContent = failureText(error, model.app.name);
    } finally {
      submit.removeAttribute("aria-busy");
    }
    return undefined;
  }

  function settle(view, answer, body, general) {
    if (answer.errors) return tell(new Map(Object.entries(answer.errors)), body, general);
    if (answer.response_action === "clear") return model.closeView(view.id, true);
    // Updated and pushed views come by the stream.
    if (!answer.response_action) return model.closeView(view.id, false);
    return undefined;
  }

  function tell(errors, body, general) {
    for (const [id, text] of errors) if (!showError(body, id, text)) general.textContent = text;
    const first = body.querySelector(".has-error");
    first?.scrollIntoView({ block: "nearest" });
    /** @type {HTMLElement|null} */ (first?.querySelector("input, textarea, button"))?.focus();
  }

  /**
   * @param {boolean} sure the button that says so was pressed; otherwise typed words are not thrown away without asking
   * @param {boolean} [all] the whole pile, not only the top
   */
  async function leave(sure, all = false) {
    const pile = all ? [...model.views].reverse() : model.views.slice(-1);
    const typed = pile.some((view) => surfaces.get(view.id)?.touched);
    if (!sure && typed && !(await ask({ title: t("放弃填写的内容？"), body: t("关闭后，这里填写的内容不会保留。"), yes: t("放弃"), no: t("继续填写"), danger: true }))) return;
    for (const view of pile) model.closeView(view.id, false);
    await session.attempt(() => api.post("close", { view_id: pile.at(-1).id, all }));
  }
}
