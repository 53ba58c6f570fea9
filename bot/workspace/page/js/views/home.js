// The app's Home tab, and the two tabs over it and over its messages.

import { drawBlocks } from "../blocks/render.js";
import { Surface } from "../blocks/surface.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { appAvatar } from "../people.js";
import { t } from "../words.js";
import { openDirect } from "./sidebar.js";

/**
 * Home / Messages.
 * @param {import("../session.js").Session} session @param {string} channel the app's direct message, "" when it is not open yet
 * @param {"home"|"messages"} current
 */
export function appTabs(session, channel, current) {
  const { model } = session;
  const tab = (name, label, act) => h("button", { class: "tab", type: "button", role: "tab", "aria-selected": String(name === current), onclick: act }, label);
  const unread = current === "home" ? model.channels.get(channel)?.unread ?? 0 : 0;
  const messages = () => (channel ? session.go(channel) : openDirect(session, model.app.bot_user_id));
  return h("div", { class: "tabs", role: "tablist" }, tab("home", t("主页"), () => session.go("home")), tab("messages", [t("消息"), unread ? h("span", { class: "badge" }, String(Math.min(unread, 99))) : null], messages));
}

/** @param {import("../session.js").Session} session */
export function home(session) {
  const { model } = session;
  const head = h("header", { class: "head" });
  const body = h("div", { class: "home-body" });
  /** @type {Surface|null} */
  let surface = null;
  model.on("route", draw);
  model.on("home", drawView);
  for (const event of ["app", "channels"]) model.on(event, draw);
  return h("main", { class: "home", hidden: true }, head, h("div", { class: "scroller", tabindex: "-1" }, body));

  function draw() {
    if (model.route.pane !== "home") return;
    const im = [...model.channels.values()].find((channel) => channel.is_im && channel.user === model.app.bot_user_id);
    const online = model.app.online;
    fill(head,
      h("button", { class: "icon-button back", type: "button", "aria-label": t("返回列表"), onclick: () => session.go() }, icon("back")),
      h("div", { class: "head-words" }, h("h1", {}, appAvatar("small"), model.app.name, h("span", { class: "app-badge" }, t("应用"))),
        h("p", { class: "head-topic" }, h("span", { class: `presence${online ? " is-online" : ""}` }), online ? t("在线") : t("不在线"))),
      appTabs(session, im?.id ?? "", "home"));
    if (!body.firstChild) drawView();
  }

  function drawView() {
    const view = model.home;
    if (!view) {
      fill(body, h("p", { class: "home-empty" }, t("{app} 还没有给你发布主页。", { app: model.app.name })));
      return;
    }
    if (surface?.container.view_id !== view.id) surface = new Surface(session, { type: "view", view_id: view.id });
    fill(body, drawBlocks(view.blocks, surface));
  }
}
