// A list of messages with days between; keeps its place when older ones come in above.

import { fill, h } from "../dom.js";
import { dateOf, dayKey, dayName } from "../times.js";
import { rows } from "../timeline.js";
import { t } from "../words.js";
import { drawMessage } from "./message.js";

const NEAR_PX = 80;

/**
 * @param {import("../session.js").Session} session
 * @param {{where: "channel"|"thread"}} options
 */
export function messageList(session, { where }) {
  const { model } = session;
  const items = h("ol", { class: "messages", "aria-label": where === "thread" ? t("话题消息") : t("消息") });
  const newer = h("button", { class: "to-newest", type: "button", hidden: true, onclick: () => toEnd() }, t("↓ 有新消息"));
  const firstNew = h("button", { class: "to-first-new", type: "button", hidden: true, onclick: () => mark()?.scrollIntoView({ block: "start" }) }, t("↑ 看第一条新消息"));
  const scroller = h("div", { class: "scroller", tabindex: "-1" }, items);
  const element = h("div", { class: "message-list" }, scroller, firstNew, newer);
  /** @type {Map<string, {message: any, head: boolean, node: HTMLElement}>} */
  let kept = new Map();
  let channel = "";
  let stick = true;
  let last = "";

  scroller.addEventListener("scroll", () => {
    stick = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    if (stick) newer.hidden = true;
    offerFirstNew();
    if (where === "channel" && scroller.scrollTop < 200 && channel) session.loadOlder(channel);
  });
  scroller.addEventListener("keydown", walk);
  // A picture that loads late, or a narrower window, must not push the newest message out of sight.
  new ResizeObserver(() => stick && toEnd()).observe(items);
  new ResizeObserver(() => stick && toEnd()).observe(scroller);

  model.on("target", reach);
  return { element, open, draw, toEnd };

  function reach() {
    const { target } = model;
    const node = where === "channel" && target?.channel === channel && items.querySelector(`[data-ts="${CSS.escape(target.ts)}"]`);
    if (!node) return;
    model.target = null;
    stick = false;
    node.scrollIntoView({ block: "center" });
    node.classList.add("is-target");
    /** @type {HTMLElement} */ (node).focus({ preventScroll: true });
  }

  /** @param {string} id */
  function open(id) {
    channel = id;
    kept = new Map();
    stick = true;
    last = "";
    newer.hidden = true;
    draw();
  }

  function mark() {
    return /** @type {HTMLElement|null} */ (items.querySelector(".new-line"));
  }

  // Offered while the first new message stands above what is seen.
  function offerFirstNew() {
    const line = mark();
    firstNew.hidden = !line || line.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top;
  }

  function draw() {
    if (!channel) return fill(items);
    const line = model.timeline(channel);
    const list = where === "thread" ? model.seenThread() : model.seen(channel);
    const before = { height: scroller.scrollHeight, top: scroller.scrollTop, first: firstShown() };
    const next = new Map();
    const wanted = rows(list, { day: (ts) => dayKey(dateOf(ts)), firstNew: where === "channel" ? line.firstNew : undefined });
    const nodes = wanted.map((row) => {
      if (row.kind === "day") return keep(next, `day ${row.day}`, row, () => divider("day-line", dayName(dateOf(row.ts), new Date())));
      if (row.kind === "new") return keep(next, "new", row, () => divider("new-line", t("新消息")));
      return keep(next, row.message.ts, row, () => drawMessage(session, row.message, { head: row.head, where, channel }));
    });
    kept = next;
    if (where === "channel") nodes.unshift(above(line));
    place(nodes);
    settle(list, before);
    offerFirstNew();
    return undefined;
  }

  function keep(next, key, row, make) {
    const old = kept.get(key);
    const same = old && (row.kind !== "message" || (old.message === row.message && old.head === row.head));
    const node = same ? old.node : make();
    next.set(key, { message: row.message, head: row.head, node });
    return node;
  }

  // Nodes that stay are not taken out and put back: an open menu or a half-typed field in them lives on.
  function place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...items.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach((node, index) => {
      if (items.children[index] !== node) items.insertBefore(node, items.children[index] ?? null);
    });
  }

  function above(line) {
    const key = line.loading && !line.loaded ? "loading" : line.more ? "more" : line.messages.length ? "start" : "empty";
    const text = { loading: t("正在加载…"), more: t("正在加载更早的消息…"), start: t("这里是最早的消息。"), empty: t("还没有消息，来写第一条吧。") }[key];
    return h("li", { class: `list-note list-${key}` }, text);
  }

  function settle(list, before) {
    const newest = list.at(-1);
    const fresh = newest && newest.ts !== last && (last === "" || newest.ts > last);
    last = newest?.ts ?? "";
    const mine = newest?.user === model.me.id || newest?.ephemeral;
    if (model.target?.channel === channel && where === "channel") return;
    if (stick || (fresh && mine)) {
      toEnd();
      return;
    }
    if (before.first !== undefined && firstShown() !== before.first) scroller.scrollTop = before.top + scroller.scrollHeight - before.height;
    else if (fresh) newer.hidden = false;
  }

  function firstShown() {
    return /** @type {HTMLElement|null} */ (items.querySelector("[data-ts]"))?.dataset.ts;
  }

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
    stick = true;
    newer.hidden = true;
  }

  function walk(event) {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const at = event.target.closest?.("[data-ts]");
    if (!at || at !== event.target) return;
    const all = [...items.querySelectorAll("[data-ts]")];
    const next = /** @type {HTMLElement|undefined} */ (all[all.indexOf(at) + (event.key === "ArrowUp" ? -1 : 1)]);
    event.preventDefault();
    next?.focus();
  }

  function divider(name, text) {
    return h("li", { class: name, role: "separator", "aria-label": text }, h("span", {}, text));
  }
}
