// Every select menu: fixed, external, people and channels; one choice or several.

import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { aboutPerson, appAvatar, avatar } from "../people.js";
import { openChooser } from "../ui/chooser.js";
import { popupOf } from "../ui/popup.js";
import { t } from "../words.js";
import { confirmed } from "./buttons.js";
import { fieldOf } from "./values.js";

/** @typedef {import("./surface.js").Surface} Surface @typedef {import("../ui/options.js").Choice} Choice */

/** @param {any} element @param {any} block @param {Surface} surface */
export function select(element, block, surface) {
  const multi = element.type.startsWith("multi_");
  const field = fieldOf(element);
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const source = { static: fixed, external, users: people, conversations, channels }[kind](element, block, surface);
  const held = () => [surface.value(block, element)[field]].flat().filter((one) => one !== null && one !== undefined);
  let changed = false;

  const face = h("button", { class: "select-face", type: "button", "aria-haspopup": "listbox", "aria-expanded": "false", onclick: toggle });
  const tokens = multi ? h("div", { class: "select-tokens" }) : null;
  const node = h("div", { class: multi ? "select select-multi" : "select" }, tokens, face);
  draw();
  return node;

  function draw() {
    const chosen = held().map((one) => ({ raw: one, ...source.show(one) }));
    const placeholder = element.placeholder?.text || t("请选择");
    const text = multi || !chosen.length ? placeholder : chosen[0].text;
    fill(face, h("span", { class: !multi && chosen.length ? "select-value" : "select-placeholder" }, text), icon("chevron"));
    if (tokens) fill(tokens, chosen.map((one) => token(one)));
  }

  function token(one) {
    return h("span", { class: "token" }, one.text,
      h("button", { class: "token-remove", type: "button", "aria-label": t("去掉 {name}", { name: one.text }), onclick: () => {
        put(held().filter((other) => other !== one.raw));
        tell();
        face.focus();
      } }, icon("close")));
  }

  function toggle() {
    const already = popupOf(face);
    if (already) return already.close();
    changed = false;
    return openChooser(face, {
      label: element.placeholder?.text || t("请选择"), multi,
      groups: source.groups?.(), load: source.load, minQuery: source.minQuery,
      selected: () => new Set(held().map((one) => source.show(one).value)),
      onPick: (choice) => (multi ? pickMany(choice) : pickOne(choice)),
      onClose: () => multi && changed && tell(),
    });
  }

  async function pickOne(choice) {
    if (!(await confirmed(element, surface))) return;
    put([choice.data]);
    tell();
  }

  function pickMany(choice) {
    const before = held();
    const kept = before.filter((one) => source.show(one).value !== choice.value);
    if (kept.length === before.length) {
      if (element.max_selected_items && before.length >= element.max_selected_items) return;
      kept.push(choice.data);
    }
    changed = true;
    put(kept);
  }

  function put(all) {
    surface.set(block, element, { [field]: multi ? all : all[0] ?? null }, false);
    draw();
  }

  function tell() {
    surface.set(block, element, { [field]: surface.value(block, element)[field] });
  }
}

const optionChoice = (option) => ({ value: option.value, text: option.text.text, note: option.description?.text, data: option });
const showOption = (option) => ({ value: option.value, text: option.text.text });

function fixed(element) {
  const groups = element.option_groups?.map((group) => ({ label: group.label.text, choices: group.options.map(optionChoice) }));
  return { show: showOption, groups: () => groups ?? [{ choices: element.options.map(optionChoice) }] };
}

function external(element, block, surface) {
  const load = async (query) => {
    const answer = await surface.options(block, element, query);
    if (answer.option_groups) return answer.option_groups.map((group) => ({ label: group.label.text, choices: group.options.map(optionChoice) }));
    return [{ choices: (answer.options ?? []).map(optionChoice) }];
  };
  return { show: showOption, load, minQuery: element.min_query_length ?? 3 };
}

function people(element, block, { session }) {
  const choice = (person) => ({
    value: person.id, text: person.real_name, note: aboutPerson(person), data: person.id,
    before: () => (person.is_bot ? appAvatar("small") : avatar(person, "small")),
  });
  const known = () => [...session.model.people.values()].filter((person) => !person.is_bot);
  return { show: (id) => ({ value: id, text: session.names.person(id) || id }), groups: () => [{ choices: known().map(choice) }] };
}

function channelSource(session, wanted) {
  const name = (channel) => (channel.is_im ? session.names.channel(channel) : `#${channel.name}`);
  return {
    show: (id) => ({ value: id, text: session.model.channels.has(id) ? name(session.model.channels.get(id)) : id }),
    groups: () => [{ choices: [...session.model.channels.values()].filter(wanted).map((channel) => ({ value: channel.id, text: name(channel), data: channel.id })) }],
  };
}

function channels(element, block, { session }) {
  return channelSource(session, (channel) => !channel.is_im && !channel.is_private);
}

function conversations(element, block, { session }) {
  const include = element.filter?.include;
  const kind = (channel) => (channel.is_im ? "im" : channel.is_private ? "private" : "public");
  return channelSource(session, (channel) => !include || include.includes(kind(channel)));
}
