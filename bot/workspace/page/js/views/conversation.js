// The middle: a channel or direct message, with its head, its messages and the place to write.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { aboutPerson, avatar } from "../people.js";
import { openMenu } from "../ui/menu.js";
import { t } from "../words.js";
import { appTabs } from "./home.js";
import { composer } from "./composer.js";
import { messageList } from "./message_list.js";
import { openDirect } from "./sidebar.js";

/** @param {import("../session.js").Session} session */
export function conversation(session) {
  const { model } = session;
  const head = h("header", { class: "head" });
  const list = messageList(session, { where: "channel" });
  const writing = h("div", { class: "writing" });
  const empty = h("div", { class: "nothing-open" }, t("从左侧选一个频道开始。"));
  const node = h("main", { class: "conversation" }, head, list.element, writing, empty);
  let drawn = "";
  model.on("route", () => {
    drawHead();
    const id = model.route.pane === "channel" ? model.route.channel : "";
    empty.hidden = Boolean(id);
    if (id === drawn) return;
    drawn = id;
    list.open(id);
    drawWriting(id);
    const touch = matchMedia("(hover: none)").matches;
    // Not before the frame has shown the pane: what is hidden cannot take the focus.
    if (id && !touch && !document.querySelector("dialog[open]")) queueMicrotask(() => /** @type {HTMLElement|null} */ (writing.querySelector("textarea"))?.focus());
  });
  for (const event of ["channels", "state", "app"]) model.on(event, drawHead);
  model.on("channels", () => inside(drawn) !== Boolean(writing.querySelector(".composer")) && drawWriting(drawn));
  model.on("timeline", (id) => id === model.route.channel && list.draw());
  model.on("state", () => list.draw());
  return node;

  function inside(id) {
    return Boolean(model.channels.get(id)?.members.includes(model.me.id));
  }

  function drawWriting(id) {
    const join = () => session.attempt(() => session.api.post("command", { channel: id, text: "/join" }));
    const outside = () => h("div", { class: "outside" }, h("span", {}, t("你还不在这个频道里，可以看，不能发言。")),
      h("button", { class: "button button-primary", type: "button", onclick: join }, t("加入频道")));
    fill(writing, !id ? null : inside(id) ? composer(session, { channel: id }) : outside());
  }

  function drawHead() {
    const channel = model.channels.get(model.route.channel);
    if (!channel) return fill(head);
    const app = channel.is_im && channel.user === model.app.bot_user_id;
    const back = h("button", { class: "icon-button back", type: "button", "aria-label": t("返回列表"), onclick: () => session.go() }, icon("back"));
    const sign = channel.is_im ? null : icon(channel.is_private ? "lock" : "hash");
    const person = model.people.get(channel.user ?? "");
    const about = channel.is_im ? (person && !app ? aboutPerson(person) : "") : channel.topic || "";
    return fill(head, back,
      h("div", { class: "head-words" },
        h("h1", {}, sign, session.names.channel(channel), app ? h("span", { class: "app-badge" }, t("应用")) : null),
        about ? h("p", { class: "head-topic", title: about }, about) : null),
      app ? appTabs(session, channel.id, "messages") : null,
      channel.is_im ? null : members(channel));
  }

  function members(channel) {
    const known = channel.members.map((id) => model.people.get(id)).filter((person) => person && !person.is_bot);
    const button = h("button", {
      class: "head-members", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": t("{n} 位成员", { n: known.length }),
      onclick: () => openMenu(button, [
        { heading: t("{n} 位成员", { n: known.length }) },
        ...known.map((person) => ({ text: person.real_name, note: aboutPerson(person), act: () => person.id !== model.me.id && openDirect(session, person.id) })),
      ], { label: t("成员"), end: true }),
    }, h("span", { class: "head-faces" }, known.slice(0, 3).map((person) => avatar(person, "small"))), String(known.length));
    return button;
  }
}
