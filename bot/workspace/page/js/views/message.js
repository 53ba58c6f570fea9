// One message: author, time, text or blocks, marks, reactions, replies, and what can be done with it.

import { drawBlocks } from "../blocks/render.js";
import { Surface } from "../blocks/surface.js";
import { h } from "../dom.js";
import { emoji } from "../emoji.js";
import { icon } from "../icons.js";
import { mrkdwn } from "../mrkdwn.js";
import { appAvatar, avatar } from "../people.js";
import { clock, dateOf, shortDay, dayKey, whole } from "../times.js";
import { language, t } from "../words.js";
import { messageTools } from "./message_menu.js";

/** @typedef {import("../session.js").Session} Session @typedef {import("../types.js").Message} Message */

/**
 * @param {Session} session @param {Message} message
 * @param {{head: boolean, where: "channel"|"thread", channel: string}} options `head` draws the author too
 */
export function drawMessage(session, message, { head, where, channel }) {
  const { model } = session;
  const app = Boolean(message.app || message.bot_id);
  const person = model.people.get(message.user ?? "");
  const at = dateOf(message.ts);
  const name = session.names.author(message);
  const time = h("time", { class: "time", datetime: at.toISOString(), title: whole(at) }, clock(at));
  const node = h("li", {
    class: `message${head ? " has-head" : ""}${message.ephemeral ? " is-ephemeral" : ""}${mentions(message) ? " is-mention" : ""}`,
    dataset: { ts: message.ts }, tabindex: "0", "aria-label": `${name}，${clock(at)}`,
  },
    h("div", { class: "gutter" }, head ? (app ? appAvatar() : avatar(person)) : time),
    h("div", { class: "message-main" },
      head ? h("div", { class: "message-head" },
        h("span", { class: "author" }, name),
        app ? h("span", { class: "app-badge" }, t("应用")) : h("span", { class: "author-title" }, person?.title ?? ""), time) : null,
      body(),
      message.files?.length ? message.files.map(file) : null,
      reactions(), replies(),
      message.ephemeral ? ephemeralNote() : null),
    messageTools(session, message, { where, channel, node: () => node }));
  return node;

  function body() {
    if (message.subtype === "tombstone") return h("div", { class: "message-text is-gone" }, t("这条消息已被删除。"));
    const edited = message.edited ? h("span", { class: "edited" }, t("（已编辑）")) : null;
    if (!message.blocks?.length) {
      const text = h("div", { class: "message-text" }, mrkdwn(message.text, session.names.mentions));
      if (edited) (text.querySelector(":scope > .md-lines:last-child > .md-line:last-child") ?? text).append(edited);
      return text;
    }
    return drawBlocks(message.blocks, new Surface(session, { type: "message", channel, ts: message.ts }));
  }

  function mentions() {
    if (message.user === model.me.id || message.ephemeral) return false;
    const { me, groups } = session.names.mentions;
    const words = message.blocks?.length ? JSON.stringify(message.blocks) : message.text;
    return [`<@${me}>`, `<@${me}|`, ...groups.map((id) => `<!subteam^${id}`), "<!here", "<!channel", "<!everyone"].some((mark) => words.includes(mark));
  }

  function ephemeralNote() {
    return h("p", { class: "only-you" }, icon("eye"), t("仅你可见"),
      h("button", { class: "link-button", type: "button", onclick: dismiss }, t("收起")));
  }

  function dismiss() {
    model.dropMessage(channel, message.ts);
    session.attempt(() => session.api.post("dismiss", { channel, ts: message.ts }));
  }

  function reactions() {
    if (!message.reactions?.length) return null;
    return h("div", { class: "reactions" }, message.reactions.map((one) => {
      const mine = one.users.includes(model.me.id);
      const who = one.users.map((id) => session.names.person(id)).join(language() === "zh" ? "、" : ", ");
      return h("button", {
        class: `reaction${mine ? " is-mine" : ""}`, type: "button", title: `${who} :${one.name}:`, "aria-pressed": String(mine),
        "aria-label": `${one.name} ${one.users.length}`, onclick: () => session.attempt(() => session.api.post("react", { channel, ts: message.ts, name: one.name })),
      }, emoji(one.name) ?? `:${one.name}:`, h("span", {}, String(one.count ?? one.users.length)));
    }));
  }

  function replies() {
    if (where !== "channel" || !message.reply_count) return null;
    const latest = message.latest_reply ? dateOf(message.latest_reply) : null;
    const when = latest && (dayKey(latest) === dayKey(new Date()) ? clock(latest) : `${shortDay(latest)} ${clock(latest)}`);
    return h("button", { class: "replies", type: "button", onclick: () => session.go(channel, message.ts) },
      h("strong", {}, t("{n} 条回复", { n: message.reply_count })),
      when ? h("span", {}, t("最近 {when}", { when })) : null);
  }
}

function file(one) {
  const url = one.url_private ?? one.permalink ?? "";
  const name = one.title || one.name || t("文件");
  const image = /^image\//.test(one.mimetype ?? "") && url;
  return h("div", { class: "file" }, image ? h("img", { src: url, alt: one.alt_txt || name, loading: "lazy" }) : icon("file"),
    url ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, name) : h("span", {}, name));
}
