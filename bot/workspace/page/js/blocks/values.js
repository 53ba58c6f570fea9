// Slack's state values by element type: what an element holds before anyone touches it, and whether that is empty.

/** The field in which each type keeps its value; the others (buttons, overflow) keep none. */
const FIELD = {
  plain_text_input: "value", number_input: "value", email_text_input: "value", url_text_input: "value",
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
  users_select: "selected_user", multi_users_select: "selected_users",
  conversations_select: "selected_conversation", multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel", multi_channels_select: "selected_channels",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time",
};

const INITIAL = {
  value: "initial_value", selected_option: "initial_option", selected_options: "initial_options",
  selected_user: "initial_user", selected_users: "initial_users",
  selected_conversation: "initial_conversation", selected_conversations: "initial_conversations",
  selected_channel: "initial_channel", selected_channels: "initial_channels",
  selected_date: "initial_date", selected_time: "initial_time", selected_date_time: "initial_date_time",
};

/** @param {any} element @returns {string} such as selected_option */
export const fieldOf = (element) => FIELD[element.type];

/** @param {any} element */
export const isStateful = (element) => Object.hasOwn(FIELD, element?.type ?? "");

/** @param {any} element @returns {import("../types.js").StateValue} */
export function initialValue(element) {
  const field = fieldOf(element);
  const none = field.endsWith("s") ? [] : null;
  return { type: element.type, [field]: element[INITIAL[field]] ?? none };
}

/** @param {any} element @param {import("../types.js").StateValue} value */
export function isEmpty(element, value) {
  const held = value[fieldOf(element)];
  return held === null || held === undefined || (typeof held === "string" && held.trim() === "") || (Array.isArray(held) && !held.length);
}
