// Short notes at the lower edge that go away by themselves; errors stay longer and can be closed.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { t } from "../words.js";

const SHOWN_MS = { note: 4000, error: 10_000 };

/** @param {string} text @param {{kind?: "note"|"error"}} [options] */
export function toast(text, { kind = "note" } = {}) {
  const shelf = document.getElementById("toasts");
  if (!shelf) return;
  for (const other of shelf.children) if (other.textContent === text) other.remove();
  const note = h("div", { class: `toast toast-${kind}`, role: kind === "error" ? "alert" : "status" },
    icon(kind === "error" ? "warning" : "check"),
    h("span", {}, text),
    h("button", { class: "icon-button", type: "button", "aria-label": t("关闭"), onclick: () => note.remove() }, icon("close")));
  // A modal dialog makes the rest of the page inert: the note goes in it, so that it can be seen and closed.
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  (dialog?.querySelector(".toasts") ?? shelf).append(note);
  setTimeout(() => note.remove(), SHOWN_MS[kind]);
}
