// The list on the left: who is acted as, channels, direct messages, the app.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { appAvatar, avatar } from "../people.js";
import { writeRoute } from "../route.js";
import { openChooser } from "../ui/chooser.js";
import { language, speak, t } from "../words.js";
import { peopleChoices, switcher } from "./switcher.js";

/** @param {import("../session.js").Session} session */
export function sidebar(session) {
  const { model } = session;
  const lists = h("div", { class: "side-lists" });
  const name = h("div", { class: "company" });
  for (const event of ["state", "channels", "route", "app"]) model.on(event, draw);
  draw();
  return h("nav", { class: "sidebar", "aria-label": t("频道和私信") },
    h("header", { class: "side-head" }, name, switcher(session)),
    lists);

  function draw() {
    fill(name, h("span", { class: "company-mark", "aria-hidden": "true" }), h("span", { class: "company-name" }, model.team.name), tongue());
    const all = [...model.channels.values()];
    const byName = (a, b) => session.names.channel(a).localeCompare(session.names.channel(b), language());
    const rooms = all.filter((channel) => !channel.is_im);
    const mine = rooms.filter((channel) => channel.members.includes(model.me.id));
    const others = rooms.filter((channel) => !channel.members.includes(model.me.id));
    const people = all.filter((channel) => channel.is_im && channel.user !== model.app.bot_user_id && channel.user !== model.me.id);
    const app = all.find((channel) => channel.is_im && channel.user === model.app.bot_user_id);
    const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.dataset?.place;
    fill(lists,
      group(t("应用"), null, [appRow(app)]),
      group(t("频道"), null, mine.map(room)),
      others.length ? group(t("其他频道"), null, others.map(room)) : null,
      group(t("私信"), newMessage(), people.sort(byName).map(direct)));
    if (focused) /** @type {HTMLElement|null} */ (lists.querySelector(`[data-place="${CSS.escape(focused)}"]`))?.focus();
  }

  // Each language is named in itself, so that whoever cannot read the page finds theirs.
  function tongue() {
    const [other, name] = /** @type {["zh"|"en", string]} */ (language() === "zh" ? ["en", "English"] : ["zh", "中文"]);
    return h("button", { class: "tongue", type: "button", lang: other, onclick: () => speak(other) }, name);
  }

  function group(label, extra, rows) {
    return h("section", { class: "side-group" },
      h("div", { class: "side-label" }, h("h2", {}, label), extra),
      h("ul", {}, rows.map((row) => h("li", {}, row))));
  }

  function row({ id, hash, before, label, unread, mentions, note, current }) {
    const says = [label, mentions ? t("{n} 条提到你", { n: mentions }) : unread ? t("{n} 条未读", { n: unread }) : "", note].filter(Boolean).join("，");
    return h("a", {
      class: `side-row${unread || mentions ? " is-unread" : ""}${current ? " is-current" : ""}`, href: hash, dataset: { place: id },
      "aria-label": says, "aria-current": current ? "page" : null,
    }, before, h("span", { class: "side-name" }, label),
      mentions ? h("span", { class: "badge" }, String(Math.min(mentions, 99))) : null);
  }

  function room(channel) {
    const { id, unread, mentions } = channel;
    return row({
      id, hash: writeRoute(id), label: channel.name, unread, mentions, current: model.route.channel === id, note: "",
      before: h("span", { class: "side-sign" }, icon(channel.is_private ? "lock" : "hash")),
    });
  }

  function direct(channel) {
    const person = model.people.get(channel.user ?? "");
    return row({
      id: channel.id, hash: writeRoute(channel.id), label: session.names.channel(channel), unread: channel.unread, note: "",
      mentions: channel.unread, current: model.route.channel === channel.id, before: avatar(person, "small"),
    });
  }

  function appRow(channel) {
    const online = model.app.online;
    const current = model.route.pane === "home" || (channel && model.route.channel === channel.id);
    return row({
      id: "app", hash: writeRoute("home"), label: model.app.name, current, unread: channel?.unread ?? 0, mentions: channel?.unread ?? 0,
      note: online ? t("在线") : t("不在线"),
      before: h("span", { class: "with-presence" }, appAvatar("small"),
        h("span", { class: `presence${online ? " is-online" : ""}`, title: online ? t("在线") : t("不在线") })),
    });
  }

  function newMessage() {
    const button = h("button", {
      class: "icon-button", type: "button", "aria-label": t("发起私信"), title: t("发起私信"), "aria-haspopup": "listbox",
      onclick: () => openChooser(button, {
        label: t("发起私信"), search: true, groups: peopleChoices(session, (person) => person.id !== model.me.id && !person.is_bot),
        onPick: (choice) => openDirect(session, choice.value),
      }),
    }, "+");
    return button;
  }
}

/** Opens the direct message with a person. @param {import("../session.js").Session} session @param {string} user @returns {Promise<string>} its channel */
export async function openDirect(session, user) {
  const answer = await session.attempt(() => session.api.post("dm", { user }));
  if (!answer) return "";
  const { model } = session;
  const id = typeof answer.channel === "string" ? answer.channel : answer.channel.id;
  if (!model.channels.has(id)) {
    const bare = { id, name: "", is_private: true, is_im: true, user, members: [model.me.id, user], unread: 0, mentions: 0 };
    model.channels.set(id, typeof answer.channel === "string" ? bare : { ...bare, ...answer.channel });
    model.emit("channels");
  }
  session.go(id);
  return id;
}
