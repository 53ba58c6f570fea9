// Draws Slack's mrkdwn as DOM nodes: bold, code, quotes, links, mentions, dates, emoji.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { parse, inline } from "./mrkdwn_parse.js";
import { dateOf, slackDate, whole } from "./times.js";

/** @typedef {{person: (id: string) => string, channel: (id: string) => string, group: (id: string) => string, me: string, groups: string[]}} Names */

const SAFE = /^(https?:|mailto:|tel:)/i;

/** @param {string} text @param {Names} names @returns {Node[]} */
export function mrkdwn(text, names) {
  return parse(text).map((piece) => {
    if (piece.kind === "pre") return h("pre", { class: "md-pre" }, piece.text);
    if (piece.kind === "quote") return h("blockquote", { class: "md-quote" }, run(piece.of, names));
    return h("div", { class: "md-lines" }, piece.of.map((row) => line(row, names)));
  });
}

function line(row, names) {
  if (!row.of.length) return h("div", { class: "md-line md-empty" });
  if (!row.bullet) return h("div", { class: "md-line" }, run(row.of, names));
  const [mark, ...rest] = row.of;
  return h("div", { class: "md-line md-bullet", style: { paddingInlineStart: `${1.3 + row.indent * 1.2}em` } },
    h("span", { class: "md-mark" }, mark.text), " ", run(rest, names));
}

/** One line of mrkdwn without blocks around it. @param {string} text @param {Names} names */
export const mrkdwnLine = (text, names) => run(inline(text), names);

function run(items, names) {
  return items.map((item) => {
    if (item.kind === "text") return item.text;
    if (item.kind === "break") return h("br");
    if (item.kind === "code") return h("code", { class: "md-code" }, item.text);
    if (item.kind === "emoji") return emojiNode(item.name);
    if (item.kind === "angle") return angleNode(item.body, item.label, names);
    const tag = { bold: "strong", italic: "em", strike: "s" }[item.kind];
    return h(tag, {}, run(item.of, names));
  });
}

/** @param {string} name */
export function emojiNode(name) {
  const char = emoji(name);
  return char ? h("span", { class: "emoji", role: "img", "aria-label": name, title: `:${name}:` }, char) : `:${name}:`;
}

function angleNode(body, label, names) {
  const sigil = body[0];
  const id = body.slice(1);
  if (sigil === "@") return personMention(id, names);
  if (sigil === "#") return h("a", { class: "mention", href: `#/${encodeURIComponent(id)}` }, `#${names.channel(id) || label || id}`);
  if (sigil === "!") return special(id, label, names);
  return link(body, label || body.replace(/^mailto:/, ""));
}

/** @param {string} id @param {Names} names */
export function personMention(id, names) {
  return h("span", { class: id === names.me ? "mention mention-me" : "mention", dataset: { person: id } }, `@${names.person(id)}`);
}

/** @param {string} id @param {string} label @param {Names} names */
export function special(id, label, names) {
  const [word, ...rest] = id.split("^");
  if (word === "subteam") {
    const mine = names.groups.includes(rest[0]);
    return h("span", { class: mine ? "mention mention-me" : "mention" }, `@${names.group(rest[0]) || label.replace(/^@/, "")}`);
  }
  if (word === "date") return date(rest, label);
  if (["here", "channel", "everyone"].includes(word)) return h("span", { class: "mention mention-me" }, `@${word}`);
  return label || `<!${id}>`;
}

function date([ts, pattern, href], label) {
  const at = dateOf(ts);
  if (Number.isNaN(at.getTime()) || !pattern) return label;
  const time = h("time", { datetime: at.toISOString(), title: whole(at) }, slackDate(at, pattern, new Date()));
  return href && SAFE.test(href) ? link(href, time) : time;
}

/** A link that opens beside the page; anything but the web, mail and telephone stays text. @param {string} url @param {string|Node} label */
export function link(url, label) {
  if (!SAFE.test(url)) return h("span", {}, label === url ? url : label);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}
