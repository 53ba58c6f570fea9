// The right side: one thread, with its own place to write.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../words.js";
import { composer } from "./composer.js";
import { messageList } from "./message_list.js";

/** @param {import("../session.js").Session} session */
export function thread(session) {
  const { model } = session;
  const list = messageList(session, { where: "thread" });
  const writing = h("div", { class: "writing" });
  const where = h("p", { class: "head-topic" });
  const close = () => session.go(model.route.channel);
  const node = h("aside", {
    class: "thread", hidden: true, "aria-label": t("话题"),
    onkeydown: (event) => event.key === "Escape" && !event.defaultPrevented && close(),
  },
    h("header", { class: "head" },
      h("button", { class: "icon-button back", type: "button", "aria-label": t("返回频道"), onclick: close }, icon("back")),
      h("div", { class: "head-words" }, h("h1", {}, t("话题")), where),
      h("button", { class: "icon-button thread-close", type: "button", "aria-label": t("关闭话题"), onclick: close }, icon("close"))),
    list.element, writing);
  let drawn = "";
  model.on("route", () => {
    const { channel, thread: ts } = model.route;
    const key = ts ? `${channel} ${ts}` : "";
    if (key === drawn) return;
    drawn = key;
    list.open(ts ? channel : "");
    if (!ts) return;
    const there = model.channels.get(channel);
    where.textContent = there ? (there.is_im ? session.names.channel(there) : `#${there.name}`) : "";
    fill(writing, composer(session, { channel, thread: ts }));
    // Not before the frame has shown the pane: what is hidden cannot take the focus.
    if (!matchMedia("(hover: none)").matches) queueMicrotask(() => /** @type {HTMLElement|null} */ (writing.querySelector("textarea"))?.focus());
  });
  model.on("thread", () => model.thread && list.draw());
  return node;
}
