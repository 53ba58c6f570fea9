// A small surface beside the thing it belongs to: menus, lists, calendars. On a phone it may come as a sheet from below.

import { h } from "../dom.js";

const GAP = 4;
const EDGE = 8;
/** @type {{close: () => void, element: HTMLElement, anchor: Element}[]} */
const open = [];

/**
 * @param {Element} anchor
 * @param {Node} content
 * @param {{above?: boolean, end?: boolean, sheet?: boolean, wide?: boolean, className?: string, onClose?: () => void, keepFocus?: boolean}} [options]
 * `above` prefers the upper side; `end` lines up the right edges; `wide` is at least as wide as the anchor;
 * `keepFocus` leaves the focus alone on closing
 */
export function openPopup(anchor, content, options = {}) {
  const element = h("div", { class: `popup ${options.sheet ? "popup-sheet" : ""} ${options.className ?? ""}`, popover: "manual" }, content);
  (anchor.closest("dialog") ?? document.body).append(element);
  element.showPopover();
  const place = () => position(anchor, element, options);
  const self = { close, place, element, anchor };
  const outside = (event) => {
    const inside = event.composedPath();
    if (inside.includes(element) || inside.includes(anchor)) return;
    if (open.at(-1) === self) close();
  };
  const keys = (event) => {
    if (event.key !== "Escape" || open.at(-1) !== self) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const moved = (event) => {
    if (event.target instanceof Node && element.contains(event.target)) return;
    if (!anchor.isConnected) close();
    else place();
  };
  document.addEventListener("pointerdown", outside, true);
  document.addEventListener("keydown", keys, true);
  document.addEventListener("scroll", moved, true);
  window.addEventListener("resize", place);
  open.push(self);
  place();

  function close() {
    if (!open.includes(self)) return;
    open.splice(open.indexOf(self), 1);
    document.removeEventListener("pointerdown", outside, true);
    document.removeEventListener("keydown", keys, true);
    document.removeEventListener("scroll", moved, true);
    window.removeEventListener("resize", place);
    const focused = element.contains(document.activeElement);
    element.remove();
    if (focused && !options.keepFocus && anchor instanceof HTMLElement) anchor.focus();
    options.onClose?.();
  }
  return self;
}

/** Closes every popup, as before the page changes place. */
export function closePopups() {
  for (const popup of [...open].reverse()) popup.close();
}

/** Whether a popup of this anchor is open. @param {Element} anchor */
export const popupOf = (anchor) => open.find((popup) => popup.anchor === anchor);

function position(anchor, element, { above, end, sheet, wide }) {
  if (sheet && matchMedia("(max-width: 640px)").matches) {
    Object.assign(element.style, { left: "", top: "", minWidth: "", maxHeight: "" });
    return;
  }
  const box = anchor.getBoundingClientRect();
  if (wide) element.style.minWidth = `${Math.min(box.width, innerWidth - 2 * EDGE)}px`;
  const room = { below: innerHeight - box.bottom - GAP - EDGE, above: box.top - GAP - EDGE };
  element.style.maxHeight = "";
  const height = element.offsetHeight;
  const up = above ? room.above >= Math.min(height, 160) || room.above > room.below : room.below < height && room.above > room.below;
  element.style.maxHeight = `${Math.max(120, up ? room.above : room.below)}px`;
  const width = element.offsetWidth;
  const left = Math.max(EDGE, Math.min(end ? box.right - width : box.left, innerWidth - width - EDGE));
  element.style.left = `${left}px`;
  element.style.top = up ? `${Math.max(EDGE, box.top - GAP - element.offsetHeight)}px` : `${box.bottom + GAP}px`;
}
