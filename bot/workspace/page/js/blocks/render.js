// Draws Block Kit: one function per kind of block, as Slack lays them out.

import { h } from "../dom.js";
import { mrkdwn, mrkdwnLine } from "../mrkdwn.js";
import { t } from "../words.js";
import { drawElement } from "./elements.js";
import { drawInput } from "./input.js";
import { richText } from "./rich_text.js";
import { drawText, plain } from "./text.js";

/** @typedef {import("./surface.js").Surface} Surface */

// Characters; about where Slack folds a section too.
const LONG_SECTION = 700;

const BLOCKS = {
  section, header, context, divider: () => h("hr", { class: "block-divider" }), actions, image, input: drawInput,
  rich_text: (block, surface) => h("div", { class: "block block-rich" }, richText(block, surface.session.names.mentions)),
};

/** @param {any[]} blocks @param {Surface} surface @returns {HTMLElement} */
export function drawBlocks(blocks, surface) {
  surface.begin();
  return h("div", { class: "blocks" }, blocks.map((block) => {
    const node = Object.hasOwn(BLOCKS, block.type) ? BLOCKS[block.type](block, surface) : unknown(block.type);
    if (block.block_id) node.dataset.block = block.block_id;
    return node;
  }));
}

function section(block, surface) {
  const text = block.text ? h("div", { class: "section-text" }, drawText(block.text, surface)) : null;
  const fields = block.fields?.length
    ? h("div", { class: "section-fields" }, block.fields.map((field) => h("div", { class: "section-field" }, drawText(field, surface))))
    : null;
  const accessory = block.accessory ? h("div", { class: "section-accessory" }, drawElement(block.accessory, block, surface)) : null;
  const node = h("div", { class: "block block-section" }, h("div", { class: "section-main" }, text, fields), accessory);
  if (text && surface.container.type === "message" && (block.text.text ?? "").length > LONG_SECTION && !block.expand) fold(text);
  return node;
}

// As in Slack, a long text in a message is folded until one asks for all of it.
function fold(text) {
  text.classList.add("is-folded");
  const more = h("button", {
    class: "link-button", type: "button", onclick: () => {
      text.classList.remove("is-folded");
      more.remove();
    },
  }, t("展开全文"));
  text.after(more);
}

function header(block) {
  return h("h3", { class: "block block-header" }, plain(block.text));
}

function context(block, surface) {
  return h("div", { class: "block block-context" }, block.elements.map((element) => {
    if (element.type === "image") return h("img", { class: "context-image", src: element.image_url, alt: element.alt_text, title: element.alt_text });
    return h("span", { class: "context-text" }, element.type === "mrkdwn" ? contextText(element.text, surface) : plain(element));
  }));
}

function contextText(text, surface) {
  return text.includes("\n") || text.includes("```") ? mrkdwn(text, surface.session.names.mentions) : mrkdwnLine(text, surface.session.names.mentions);
}

function actions(block, surface) {
  return h("div", { class: "block block-actions" }, block.elements.map((element) => drawElement(element, block, surface)));
}

function image(block) {
  const picture = h("img", { src: block.image_url ?? "", alt: block.alt_text, loading: "lazy" });
  return h("figure", { class: "block block-image" },
    block.title ? h("figcaption", {}, plain(block.title)) : null,
    // In full size in a tab of its own, as Slack opens it large.
    block.slack_file && block.image_url ? h("a", { href: block.image_url, target: "_blank", rel: "noopener noreferrer" }, picture) : picture);
}

function unknown(type) {
  return h("div", { class: "block block-unknown" }, t("这里有一个内置工作区还不会显示的内容（{type}），在 Slack 里可以看到。", { type: String(type) }));
}
