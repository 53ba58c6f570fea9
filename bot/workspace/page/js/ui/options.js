// A list of choices, in groups, walked with the arrow keys; used by every select, by completion and by the switcher.

import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";

/**
 * @typedef {{value: string, text: string, note?: string, hint?: string, before?: () => Node, data?: any}} Choice
 * @typedef {{label?: string, choices: Choice[]}} Group
 */

export class OptionList {
  /**
   * @param {{label: string, onPick: (choice: Choice) => void, selected?: () => Set<string>, multi?: boolean, empty?: string, first?: boolean}} options
   * `first` makes the first choice active at once, so that Enter picks it
   */
  constructor(options) {
    this.options = options;
    this.id = uid("list");
    this.active = -1;
    /** @type {{choice: Choice, node: HTMLElement}[]} */
    this.items = [];
    this.element = h("div", { class: "option-list", role: "listbox", id: this.id, "aria-label": options.label, "aria-multiselectable": options.multi ? "true" : null });
    // The focus stays where the typing is.
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** @param {Group[]} groups */
  show(groups) {
    this.items = [];
    const selected = this.options.selected?.() ?? new Set();
    fill(this.element, groups.filter((group) => group.choices.length).map((group) => {
      const name = group.label ? h("div", { class: "option-group", id: uid("group") }, group.label) : null;
      const rows = group.choices.map((choice) => this.#row(choice, selected.has(choice.value)));
      return h("div", { role: group.label ? "group" : "presentation", "aria-labelledby": name?.id }, name, rows);
    }));
    if (!this.items.length && this.options.empty) this.element.append(h("p", { class: "option-empty" }, this.options.empty));
    const chosen = this.items.findIndex(({ choice }) => selected.has(choice.value));
    this.#activate(chosen >= 0 && !this.options.multi ? chosen : this.options.first && this.items.length ? 0 : -1);
  }

  /** One sentence instead of choices. @param {string} text */
  say(text) {
    this.items = [];
    this.#activate(-1);
    fill(this.element, h("p", { class: "option-empty" }, text));
  }

  #row(choice, selected) {
    const index = this.items.length;
    const node = h("div", {
      class: choice.hint ? "option has-hint" : "option", role: "option", id: uid("option"), "aria-selected": String(selected), dataset: { value: choice.value },
      onclick: () => this.options.onPick(choice),
      onmousemove: () => this.active !== index && this.#activate(index),
    },
      choice.before?.(),
      h("span", { class: "option-text" }, choice.text),
      choice.note ? h("span", { class: "option-note" }, choice.note) : null,
      h("span", { class: "option-check" }, selected ? icon("check") : null),
      choice.hint ? h("span", { class: "option-hint" }, choice.hint) : null);
    this.items.push({ choice, node });
    return node;
  }

  #activate(index) {
    this.items[this.active]?.node.classList.remove("is-active");
    this.active = index;
    const item = this.items[index];
    item?.node.classList.add("is-active");
    item?.node.scrollIntoView({ block: "nearest" });
    if (this.owner) {
      if (item) this.owner.setAttribute("aria-activedescendant", item.node.id);
      else this.owner.removeAttribute("aria-activedescendant");
    }
  }

  /** The input that is typed in while the list is walked. @param {HTMLElement} owner */
  attach(owner) {
    this.owner = owner;
    owner.setAttribute("aria-controls", this.id);
    owner.setAttribute("aria-autocomplete", "list");
    owner.setAttribute("aria-expanded", "true");
  }

  detach() {
    for (const name of ["aria-controls", "aria-activedescendant"]) this.owner?.removeAttribute(name);
    this.owner?.setAttribute("aria-expanded", "false");
    this.owner = undefined;
  }

  /** @param {number} step */
  move(step) {
    const count = this.items.length;
    if (count) this.#activate((this.active + step + (this.active < 0 && step < 0 ? 1 : 0) + count) % count);
  }

  /** @returns {Choice|null} */
  get current() {
    return this.items[this.active]?.choice ?? null;
  }

  /** Keys every list understands; true when it took the key. @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return false;
    if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Home" && event.ctrlKey) this.#activate(0);
    else if (event.key === "Enter" && this.current) this.options.onPick(this.current);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}

/** Choices whose words contain the query, small and large letters alike. @param {Group[]} groups @param {string} query */
export function matching(groups, query) {
  const wanted = query.trim().toLocaleLowerCase();
  if (!wanted) return groups;
  const fits = (choice) => `${choice.text}\n${choice.note ?? ""}\n${choice.data?.words ?? ""}`.toLocaleLowerCase().includes(wanted);
  return groups.map((group) => ({ ...group, choices: group.choices.filter(fits) }));
}
