// The frame: list on the left, conversation in the middle, thread on the right; one at a time on a phone.

import { h } from "../dom.js";
import { t } from "../words.js";
import { conversation } from "./conversation.js";
import { home } from "./home.js";
import { modals } from "./modal.js";
import { sidebar } from "./sidebar.js";
import { thread } from "./thread.js";

/** @param {import("../session.js").Session} session */
export function shell(session) {
  const { model } = session;
  const middle = conversation(session);
  const homePane = home(session);
  const right = thread(session);
  const lost = h("div", { class: "lost", role: "status", hidden: true }, t("与工作区的连接断开了，正在重新连接…"));
  const node = h("div", { class: "shell" },
    h("a", { class: "skip-link", href: "#composer", onclick: (event) => skip(event) }, t("跳到输入框")),
    lost, sidebar(session), middle, homePane, right);
  node.addEventListener("click", follow);
  model.on("route", () => {
    const { pane, thread: inThread } = model.route;
    node.dataset.pane = inThread ? "thread" : pane;
    middle.hidden = pane === "home";
    homePane.hidden = pane !== "home";
    right.hidden = !inThread;
    title();
  });
  model.on("connection", () => (lost.hidden = model.connected));
  model.on("channels", title);
  modals(session);
  return node;

  function title() {
    const channel = model.channels.get(model.route.channel);
    const fresh = [...model.channels.values()].reduce((sum, other) => sum + (other.mentions || (other.is_im ? other.unread : 0)), 0);
    const place = channel ? `${channel.is_im ? "" : "#"}${session.names.channel(channel)} · ` : "";
    document.title = `${fresh ? `(${fresh}) ` : ""}${place}${model.team.name}`;
  }

  // A link to a message of this workspace is followed here, by the same person.
  function follow(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = new URL(/** @type {HTMLAnchorElement} */ (link).href);
    const [, channel, digits] = /^\/archives\/(\w+)\/p(\d{7,})$/.exec(url.pathname) ?? [];
    if (url.origin !== location.origin || !model.channels.has(channel)) return;
    event.preventDefault();
    const thread = url.searchParams.get("thread_ts");
    if (thread) session.go(channel, thread);
    else session.show(channel, `${digits.slice(0, -6)}.${digits.slice(-6)}`);
  }

  function skip(event) {
    event.preventDefault();
    /** @type {HTMLElement|null} */ (node.querySelector(".composer textarea"))?.focus();
  }
}
