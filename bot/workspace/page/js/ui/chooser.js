// A popup with a search box over a list of choices.

import { h } from "../dom.js";
import { OptionList, matching } from "./options.js";
import { openPopup } from "./popup.js";
import { t } from "../words.js";

const SEARCH_FROM = 8;
const TYPING_PAUSE_MS = 250;

/**
 * @param {HTMLElement} anchor
 * @param {object} options
 * @param {string} options.label
 * @param {import("./options.js").Group[]} [options.groups]
 * @param {(query: string) => Promise<import("./options.js").Group[]>} [options.load] asks elsewhere instead of `groups`
 * @param {number} [options.minQuery] letters before `load` is asked
 * @param {boolean} [options.multi] stays open after a choice
 * @param {boolean} [options.search] always with the search box
 * @param {(typed: string) => import("./options.js").Choice|null} [options.free] a choice made of what was typed
 * @param {() => Set<string>} [options.selected]
 * @param {(choice: import("./options.js").Choice) => void} options.onPick
 * @param {() => void} [options.onClose]
 * @param {string} [options.className]
 */
export function openChooser(anchor, options) {
  const groups = options.groups ?? [];
  const count = groups.reduce((sum, group) => sum + group.choices.length, 0);
  const searching = Boolean(options.search || options.load || options.free || count >= SEARCH_FROM);
  const list = new OptionList({
    label: options.label, multi: options.multi, selected: options.selected, empty: t("没有符合的选项"), first: true,
    onPick: (choice) => {
      options.onPick(choice);
      if (options.multi) refresh();
      else popup.close();
    },
  });
  const input = h("input", {
    class: searching ? "chooser-search" : "visually-hidden", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
    "aria-label": t("搜索：{label}", { label: options.label }), placeholder: searching ? t("搜索") : null, readonly: !searching,
    inputmode: searching ? null : "none",
    oninput: () => refresh(true),
    onkeydown: (event) => {
      if (!list.key(event) && event.key === "Tab") popup.close();
    },
  });
  const popup = openPopup(anchor, h("div", { class: "chooser" }, input, list.element), {
    wide: true, className: options.className, onClose: () => {
      clearTimeout(timer);
      anchor.setAttribute("aria-expanded", "false");
      options.onClose?.();
    },
  });
  let timer = 0;
  let asked = 0;
  anchor.setAttribute("aria-expanded", "true");
  list.attach(input);
  refresh();
  input.focus({ preventScroll: true });
  return popup;

  function refresh(typed = false) {
    const query = input.value;
    if (options.load) {
      clearTimeout(timer);
      timer = setTimeout(ask, typed ? TYPING_PAUSE_MS : 0);
      return;
    }
    const found = matching(groups, query);
    const free = options.free?.(query);
    const known = free && found.some((group) => group.choices.some((choice) => choice.value === free.value));
    list.show(free && !known ? [{ choices: [free] }, ...found] : found);
    popup.place();
  }

  async function ask() {
    const query = input.value;
    if (query.length < (options.minQuery ?? 0)) {
      list.say(t("再输入 {n} 个字开始搜索", { n: (options.minQuery ?? 0) - query.length }));
      return;
    }
    asked += 1;
    const mine = asked;
    list.say(t("正在查找…"));
    const found = await options.load(query);
    if (mine !== asked || !popup.element.isConnected) return;
    list.show(found);
    popup.place();
  }
}
