// The list over the composer: slash commands, people and groups, channels, emoji, as one types.

import { h } from "../dom.js";
import { emojiLike } from "../emoji.js";
import { aboutPerson, appAvatar, avatar } from "../people.js";
import { OptionList } from "../ui/options.js";
import { openPopup } from "../ui/popup.js";
import { t } from "../words.js";

const MOST = 12;

/** Puts text where the caret is, as if typed. @param {HTMLTextAreaElement} field @param {string} text @param {number} [from] */
export function insert(field, text, from = field.selectionStart) {
  field.setRangeText(text, from, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** The commands the workspace itself answers, as Slack does. */
export const builtIn = () => [
  { command: "/invite", usage_hint: t("@某人"), description: t("把人加进这个频道") },
  { command: "/remove", usage_hint: t("@某人"), description: t("把人移出这个频道") },
  { command: "/join", usage_hint: "", description: t("加入这个频道") },
  { command: "/leave", usage_hint: "", description: t("离开这个频道") },
];

export class Completion {
  /**
   * @param {import("../session.js").Session} session
   * @param {HTMLTextAreaElement} field
   * @param {{commands: boolean, onMention: (name: string, id: string) => void}} options
   */
  constructor(session, field, options) {
    this.session = session;
    this.field = field;
    this.options = options;
    this.dismissed = "";
  }

  /** Looks at the text before the caret and shows what fits. */
  update() {
    const found = this.#wanted(this.field.value.slice(0, this.field.selectionStart));
    if (!found?.choices.length || this.dismissed === this.field.value) return this.close();
    this.dismissed = "";
    this.found = found;
    if (!this.popup) this.#open(found.label);
    // Where nothing of a word is typed yet Enter sends what is there: nothing is chosen before an arrow key is pressed.
    this.list.options.first = Boolean(found.typed);
    this.list.show([{ label: found.label, choices: found.choices }]);
    return this.popup.place();
  }

  #open(label) {
    this.list = new OptionList({ label, first: true, onPick: (choice) => this.#pick(choice) });
    this.popup = openPopup(this.field.closest(".composer") ?? this.field, this.list.element, {
      above: true, keepFocus: true, className: "completion",
      onClose: () => {
        this.list.detach();
        this.popup = undefined;
        this.dismissed = this.field.value;
      },
    });
    this.list.attach(this.field);
  }

  close() {
    this.popup?.close();
    this.dismissed = "";
  }

  /** True when the list took the key. @param {KeyboardEvent} event */
  key(event) {
    if (!this.popup) return false;
    if (event.key === "Tab" && !event.shiftKey && this.list.current) {
      event.preventDefault();
      this.#pick(this.list.current);
      return true;
    }
    // What is typed in full is sent, not completed once more.
    if (event.key === "Enter" && (event.shiftKey || this.list.current?.value === this.found.typed)) return false;
    if (event.key === "Home") return false;
    return this.list.key(event);
  }

  #pick(choice) {
    const { start } = this.found;
    if (choice.data?.person) this.options.onMention(choice.data.name, choice.data.person);
    insert(this.field, `${choice.data?.text ?? choice.value} `, start);
    this.close();
  }

  #wanted(before) {
    const command = /^\/\S*$/.exec(before);
    if (command && this.options.commands) return { start: 0, typed: command[0], label: t("命令"), choices: this.#commands(command[0]) };
    const after = /^(\/\S+) (\S*)$/.exec(before);
    if (after && this.options.commands) {
      return { start: after[1].length + 1, typed: after[2], label: after[1], choices: this.#words(after[1], after[2].toLowerCase()) };
    }
    const mention = /(?:^|[^A-Za-z0-9_.])([@#])([^\s@#]{0,24})$/.exec(before);
    if (mention) {
      const start = before.length - mention[2].length - 1;
      const query = mention[2].toLocaleLowerCase();
      if (mention[1] === "@") return { start, typed: mention[0], label: t("人员"), choices: this.#people(query) };
      return { start, typed: mention[0], label: t("频道"), choices: this.#channels(query) };
    }
    const smile = /(?:^|\s):([a-z0-9_+]{2,})$/.exec(before);
    if (!smile) return null;
    const choices = emojiLike(smile[1], MOST).map(({ name, char }) => ({
      value: name, text: `:${name}:`, before: () => h("span", { class: "emoji" }, char), data: { text: `:${name}:` },
    }));
    return { start: before.length - smile[1].length - 1, typed: smile[1], label: t("表情"), choices };
  }

  #commands(typed) {
    const all = [...this.session.model.commands, ...builtIn()];
    const fits = (one) => one.command.startsWith(typed.toLowerCase());
    return all.filter(fits).map((one) => ({
      value: one.command, text: one.command, note: one.description, hint: one.usage_hint,
    }));
  }

  // The words a usage hint such as `[list | show N-12]` names as what may come first.
  #words(command, typed) {
    const hint = this.session.model.commands.find((one) => one.command === command)?.usage_hint ?? "";
    const parts = hint.includes("|") ? hint.replace(/^[\s[(<]+|[\s\])>]+$/g, "").split("|") : [];
    const words = parts.map((part) => /^[\p{L}\p{N}_-]+(?=\s|$)/u.exec(part.trim())?.[0] ?? "").filter((word) => word && word.startsWith(typed));
    return words.map((word) => ({ value: word, text: word }));
  }

  #people(query) {
    const { model } = this.session;
    // Those whose name or handle begins so come before those who only have it somewhere.
    const begins = (person) => [name(person), person.name, ...person.name.split(/[.\-_]/)].some((word) => word.toLocaleLowerCase().startsWith(query));
    const name = (person) => this.session.names.person(person.id);
    const fits = (...words) => words.some((word) => word && word.toLocaleLowerCase().includes(query));
    const people = [...model.people.values()].filter((person) => (!person.is_bot || person.id === model.app.bot_user_id) && fits(name(person), person.name, person.department, person.title));
    people.sort((a, b) => Number(begins(b)) - Number(begins(a)));
    const groups = model.usergroups.map((group) => ({ ...group, handle: group.handle.replace(/^@/, "") })).filter((group) => fits(group.handle, group.name));
    const everyone = [["here", t("提醒此刻在线的人")], ["channel", t("提醒频道里所有人")]].filter(([word]) => query && word.startsWith(query));
    return [
      ...people.map((person) => ({
        value: person.id, text: name(person), note: person.is_bot ? t("应用") : aboutPerson(person), data: { text: `@${name(person)}`, name: name(person), person: person.id },
        before: () => (person.is_bot ? appAvatar("small") : avatar(person, "small")),
      })),
      ...groups.map((group) => ({ value: group.id, text: `@${group.handle}`, note: group.name, data: { text: `@${group.handle}` } })),
      ...everyone.map(([word, note]) => ({ value: word, text: `@${word}`, note, data: { text: `@${word}` } })),
    ].slice(0, MOST);
  }

  #channels(query) {
    const all = [...this.session.model.channels.values()].filter((one) => !one.is_im && one.name.toLocaleLowerCase().includes(query));
    return all.slice(0, MOST).map((one) => ({ value: one.id, text: `#${one.name}`, note: one.topic, data: { text: `#${one.name}` } }));
  }
}
