// What can be done with a message: shown beside it on hover and focus, and as a sheet on a long press.

import { h } from "../dom.js";
import { emoji, QUICK } from "../emoji.js";
import { icon } from "../icons.js";
import { openMenu } from "../ui/menu.js";
import { openPopup } from "../ui/popup.js";
import { toast } from "../ui/toast.js";
import { t } from "../words.js";

const LONG_PRESS_MS = 500;

/**
 * @param {import("../session.js").Session} session @param {import("../types.js").Message} message
 * @param {{where: "channel"|"thread", channel: string, node: () => HTMLElement}} options
 */
export function messageTools(session, message, { where, channel, node }) {
  if (message.ephemeral) return null;
  const tool = (name, label, act) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick: act }, icon(name));
  const reply = () => session.go(channel, session.threadOf(message));
  const smile = tool("smile", t("添加表情"), () => reactions(smile));
  const more = tool("dots", t("更多操作"), () => menu(more));
  more.setAttribute("aria-haspopup", "menu");
  const bar = h("div", { class: "tools", role: "toolbar", "aria-label": t("消息操作") },
    smile, where === "channel" ? tool("reply", t("在话题中回复"), reply) : null, more);
  queueMicrotask(() => longPress(node(), () => menu(more)));
  return bar;

  function menu(anchor) {
    bar.classList.add("is-open");
    const shortcuts = session.model.shortcuts.filter((shortcut) => shortcut.type === "message");
    return openMenu(anchor, [
      ...shortcuts.map((shortcut) => ({ text: shortcut.name, note: session.model.app.name, icon: "bolt", act: () => run(shortcut) })),
      ...(shortcuts.length ? [/** @type {const} */ ("line")] : []),
      ...(where === "channel" ? [{ text: t("在话题中回复"), icon: "reply", act: reply }] : []),
      { text: t("复制文字"), icon: "copy", act: copy },
    ], { label: t("消息操作"), end: true, top: palette(() => anchor.click()), onClose: () => bar.classList.remove("is-open") });
  }

  function run(shortcut) {
    return session.attempt(() => session.api.post("shortcut", { callback_id: shortcut.callback_id, channel, ts: message.ts }));
  }

  async function copy() {
    const text = node().querySelector(".message-text, .blocks")?.textContent ?? message.text;
    try {
      await navigator.clipboard.writeText(/** @type {HTMLElement} */ (node().querySelector(".message-text, .blocks"))?.innerText ?? text);
      toast(t("已复制"));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      toast(t("浏览器不让复制，请选中文字后自己复制。"), { kind: "error" });
    }
  }

  function palette(close) {
    return h("div", { class: "palette", role: "group", "aria-label": t("添加表情") }, QUICK.map((name) => h("button", {
      class: "palette-one", type: "button", role: "menuitem", "aria-label": name, tabindex: "-1",
      onclick: () => {
        close();
        session.attempt(() => session.api.post("react", { channel, ts: message.ts, name }));
      },
    }, emoji(name))));
  }

  function reactions(anchor) {
    bar.classList.add("is-open");
    const popup = openPopup(anchor, palette(() => popup.close()), { end: true, onClose: () => bar.classList.remove("is-open") });
    for (const button of popup.element.querySelectorAll("button")) button.removeAttribute("tabindex");
    popup.element.querySelector("button")?.focus();
  }
}

function longPress(node, act) {
  let timer = 0;
  const cancel = () => clearTimeout(timer);
  node.addEventListener("touchstart", (event) => {
    if (event.target instanceof Element && event.target.closest("button, a, input, textarea")) return;
    timer = setTimeout(act, LONG_PRESS_MS);
  }, { passive: true });
  for (const name of ["touchend", "touchmove", "touchcancel"]) node.addEventListener(name, cancel, { passive: true });
}
