// Draws rich_text blocks: sections, lists, quotes, preformatted text and what stands in them.

import { h } from "../dom.js";
import { emojiNode, link, personMention, special } from "../mrkdwn.js";
import { dateOf, slackDate, whole } from "../times.js";

/** @typedef {import("../mrkdwn.js").Names} Names */

/** @param {any} block @param {Names} names @returns {Node[]} */
export function richText(block, names) {
  return block.elements.map((part) => {
    const of = () => part.elements.map((element) => leaf(element, names));
    if (part.type === "rich_text_list") return list(part, names);
    if (part.type === "rich_text_preformatted") return h("pre", { class: "md-pre" }, of());
    if (part.type === "rich_text_quote") return h("blockquote", { class: "md-quote rich-text" }, of());
    return h("div", { class: "rich-text" }, of());
  });
}

function list(part, names) {
  const tag = part.style === "ordered" ? "ol" : "ul";
  const depth = part.indent ?? 0;
  return h(tag, { class: `rich-list rich-depth-${depth % 3}`, start: part.offset ? part.offset + 1 : null, style: { marginInlineStart: `${depth * 1.6}em` } },
    part.elements.map((item) => h("li", {}, item.elements.map((element) => leaf(element, names)))));
}

function leaf(element, names) {
  return styled(bare(element, names), element.style ?? {});
}

function bare(element, names) {
  switch (element.type) {
    case "text":
      return element.text;
    case "link":
      return link(element.url, element.text || element.url);
    case "emoji":
      return emojiNode(element.name);
    case "user":
      return personMention(element.user_id, names);
    case "channel":
      return h("a", { class: "mention", href: `#/${encodeURIComponent(element.channel_id)}` }, `#${names.channel(element.channel_id) || element.channel_id}`);
    case "usergroup":
      return special(`subteam^${element.usergroup_id}`, element.usergroup_id, names);
    case "broadcast":
      return special(element.range, "", names);
    case "date": {
      const at = dateOf(element.timestamp);
      return h("time", { datetime: at.toISOString(), title: whole(at) }, slackDate(at, element.format, new Date()));
    }
    case "color":
      return h("span", { class: "rich-color" }, h("i", { style: { background: element.value } }), element.value);
    default:
      return element.text ?? element.fallback ?? "";
  }
}

function styled(node, style) {
  let out = node;
  if (style.code) out = h("code", { class: "md-code" }, out);
  if (style.strike) out = h("s", {}, out);
  if (style.italic) out = h("em", {}, out);
  if (style.bold) out = h("strong", {}, out);
  return out;
}
