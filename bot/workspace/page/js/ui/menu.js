// A menu of things to do, walked with the arrow keys; a sheet from below on a phone.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { openPopup, popupOf } from "./popup.js";

/** @typedef {{text: string, note?: string, icon?: string, danger?: boolean, act: () => void} | {heading: string} | "line"} MenuItem */

/**
 * @param {HTMLElement} anchor
 * @param {MenuItem[]} items
 * @param {{label: string, above?: boolean, end?: boolean, top?: Node, onClose?: () => void}} options
 */
export function openMenu(anchor, items, { label, above, end, top, onClose }) {
  const already = popupOf(anchor);
  if (already) {
    already.close();
    return already;
  }
  const nodes = items.map((item) => {
    if (item === "line") return h("hr", { class: "menu-line" });
    if ("heading" in item) return h("div", { class: "menu-heading" }, item.heading);
    return h("button", {
      class: item.danger ? "menu-item is-danger" : "menu-item", type: "button", role: "menuitem", tabindex: "-1",
      onclick: () => {
        popup.close();
        item.act();
      },
    }, item.icon ? icon(/** @type {any} */ (item.icon)) : null, h("span", {}, item.text), item.note ? h("small", {}, item.note) : null);
  });
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, onkeydown: keys }, top, nodes);
  const popup = openPopup(anchor, menu, {
    above, end, sheet: true,
    onClose: () => {
      anchor.setAttribute("aria-expanded", "false");
      onClose?.();
    },
  });
  anchor.setAttribute("aria-expanded", "true");
  choices()[0]?.focus();
  return popup;

  function choices() {
    return /** @type {HTMLElement[]} */ ([...menu.querySelectorAll("[role^=menuitem]")]);
  }

  function keys(event) {
    const all = choices();
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) all[(at + step + all.length) % all.length]?.focus();
    else if (event.key === "Home") all[0]?.focus();
    else if (event.key === "End") all.at(-1)?.focus();
    else if (event.key === "Tab") popup.close();
    else return;
    event.preventDefault();
  }
}
