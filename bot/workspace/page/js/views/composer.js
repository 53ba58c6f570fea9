// The place to write: sends messages and slash commands, completes them, keeps what was not sent.

import { withTokens } from "../compose_text.js";
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { openMenu } from "../ui/menu.js";
import { toast } from "../ui/toast.js";
import { t } from "../words.js";
import { Completion, builtIn, insert } from "./completion.js";

const TALLEST_PX = 220;

/**
 * @param {import("../session.js").Session} session
 * @param {{channel: string, thread?: string}} place
 */
export function composer(session, { channel, thread }) {
  const { model, api } = session;
  const draft = `guanwei.draft.${model.me.id}.${channel}.${thread ?? ""}`;
  /** @type {Map<string, string>} names picked from the list → ids */
  const chosen = new Map();
  const hint = h("div", { class: "usage", hidden: true });
  const field = /** @type {HTMLTextAreaElement} */ (h("textarea", {
    class: "composer-text", id: thread ? uid("composer") : "composer", rows: "1", placeholder: placeholder(), "aria-label": placeholder(), enterkeyhint: "send",
    autocomplete: "off", role: "combobox", "aria-expanded": "false", "aria-haspopup": "listbox",
    oninput: changed,
    onkeydown: keys,
    onclick: () => completion.update(),
    onblur: () => completion.close(),
  }));
  const sendButton = h("button", { class: "send", type: "button", "aria-label": t("发送"), title: t("发送（Enter）"), onclick: () => send() }, icon("send"));
  const node = h("div", { class: "composer" }, hint, field,
    h("div", { class: "composer-bar" },
      thread ? null : shortcutsButton(),
      tool("mention", t("提到某人"), "@"), thread ? null : h("button", { class: "icon-button slash", type: "button", "aria-label": t("命令"), title: t("命令"), onclick: () => type("/") }, "/"),
      h("span", { class: "composer-tip" }, t("Enter 发送，Shift+Enter 换行")),
      sendButton));
  const completion = new Completion(session, field, { commands: !thread, onMention: (name, id) => chosen.set(name, id) });
  field.value = sessionStorage.getItem(draft) ?? "";
  queueMicrotask(fit);
  ready();
  return node;

  function placeholder() {
    if (thread) return t("回复…");
    const there = model.channels.get(channel);
    return there.is_im ? t("发给 {who}", { who: session.names.channel(there) }) : t("发到 #{channel}，输入 / 使用命令", { channel: there.name });
  }

  function tool(name, label, text) {
    return h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, onclick: () => type(text) }, icon(name));
  }

  function type(text) {
    field.focus();
    if (text === "/" && field.value) return;
    insert(field, text);
  }

  function shortcutsButton() {
    const button = h("button", {
      class: "icon-button", type: "button", "aria-label": t("快捷方式"), title: t("快捷方式"), "aria-haspopup": "menu", "aria-expanded": "false",
      onclick: () => {
        const all = model.shortcuts.filter((shortcut) => shortcut.type === "global");
        const items = all.map((shortcut) => ({ text: shortcut.name, note: shortcut.description, icon: "bolt", act: () => run(shortcut) }));
        openMenu(button, [{ heading: all.length ? model.app.name : t("这个应用没有快捷方式。") }, ...items], { label: t("快捷方式"), above: true });
      },
    }, icon("bolt"));
    return button;
  }

  function run(shortcut) {
    return session.attempt(() => api.post("shortcut", { callback_id: shortcut.callback_id }));
  }

  function changed(event) {
    sessionStorage.setItem(draft, field.value);
    fit();
    ready();
    if (!event.isComposing) completion.update();
  }

  function ready() {
    sendButton.toggleAttribute("disabled", !field.value.trim());
    const command = /^\/\S+/.exec(field.value)?.[0];
    const known = command && field.value.length > command.length && model.commands.find((one) => one.command === command);
    hint.hidden = !(known && known.usage_hint);
    hint.textContent = known ? t("用法：{command} {hint}", { command: known.command, hint: known.usage_hint }) : "";
  }

  function fit() {
    field.style.height = "auto";
    if (field.scrollHeight) field.style.height = `${Math.min(field.scrollHeight, TALLEST_PX)}px`;
  }

  function keys(event) {
    // 229: the Enter that ends an input method's composition in some browsers.
    if (event.isComposing || event.keyCode === 229) return;
    if (completion.key(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  }

  function put(text) {
    field.value = text;
    if (text) sessionStorage.setItem(draft, text);
    else sessionStorage.removeItem(draft);
    fit();
    ready();
    completion.close();
  }

  async function send() {
    const typed = field.value;
    if (!typed.trim()) return;
    const command = /^\/(\S*)/.exec(typed)?.[0];
    if (command && refused(command)) return;
    put("");
    const names = { people: [...model.people.values()], channels: [...model.channels.values()].filter((one) => !one.is_im), groups: model.usergroups };
    const text = withTokens(typed.trim(), names, chosen);
    const sent = await session.attempt(() => (command ? api.post("command", { channel, text }) : api.post("post", { channel, text, thread_ts: thread })));
    // Nothing typed is lost when it could not be sent.
    if (!sent && !field.value) put(typed);
  }

  function refused(command) {
    if (thread) {
      toast(t("话题里不能用斜杠命令。请到频道里使用，或在这里 @{app}。", { app: model.app.name }), { kind: "error" });
      return true;
    }
    if (model.commands.length && ![...model.commands, ...builtIn()].some((one) => one.command === command)) {
      toast(t("没有 {command} 这个命令。输入 / 可以看到全部命令；要当作消息发送，请在前面加一个空格。", { command }), { kind: "error" });
      return true;
    }
    return false;
  }
}
