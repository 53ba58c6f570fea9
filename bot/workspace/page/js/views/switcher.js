// “Act as”: who the page is for now, and the list to become someone else.

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { aboutPerson, avatar } from "../people.js";
import { openChooser } from "../ui/chooser.js";
import { popupOf } from "../ui/popup.js";
import { t } from "../words.js";

/** @param {import("../session.js").Session} session */
export function switcher(session) {
  const { me } = session.model;
  const button = h("button", {
    class: "switcher", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false",
    "aria-label": t("当前身份：{who}。点击切换", { who: me.real_name }),
    onclick: () => {
      const already = popupOf(button);
      if (already) return already.close();
      return openChooser(button, {
        label: t("切换身份"), search: true, className: "switcher-list",
        groups: peopleChoices(session, (person) => !person.is_bot), selected: () => new Set([me.id]),
        onPick: (choice) => session.actAs(choice.value),
      });
    },
  },
    avatar(me, "medium"),
    h("span", { class: "switcher-words" },
      h("span", { class: "switcher-name" }, me.real_name),
      h("span", { class: "switcher-note" }, aboutPerson(me))),
    icon("chevron"));
  return button;
}

/**
 * People as choices, by department.
 * @param {import("../session.js").Session} session @param {(person: import("../types.js").Person) => boolean} wanted
 */
export function peopleChoices(session, wanted) {
  /** @type {Map<string, import("../ui/options.js").Choice[]>} */
  const groups = new Map();
  for (const person of session.model.people.values()) {
    if (!wanted(person)) continue;
    const label = person.department || t("其他");
    groups.set(label, [...(groups.get(label) ?? []), {
      value: person.id, text: person.real_name, note: person.title || person.name, data: { words: `${person.name} ${label}` },
      before: () => avatar(person, "small"),
    }]);
  }
  return [...groups].map(([label, choices]) => ({ label, choices }));
}
