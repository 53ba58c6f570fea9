// The small common set of emoji the page draws by name; a name that is not here stays as written.

const NAMES = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", ok_hand: "👌", clap: "👏", wave: "👋", pray: "🙏", muscle: "💪",
  raised_hands: "🙌", raising_hand: "🙋", eyes: "👀", point_right: "👉", point_up: "☝️", point_down: "👇", handshake: "🤝",
  smile: "😄", grinning: "😀", slightly_smiling_face: "🙂", blush: "😊", joy: "😂", sweat_smile: "😅", thinking_face: "🤔",
  wink: "😉", heart_eyes: "😍", sob: "😭", cry: "😢", angry: "😠", rage: "😡", scream: "😱", sunglasses: "😎", no_mouth: "😶",
  heart: "❤️", broken_heart: "💔", fire: "🔥", star: "⭐", sparkles: "✨", tada: "🎉", gift: "🎁", rocket: "🚀", trophy: "🏆",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", no_entry: "⛔", no_entry_sign: "🚫",
  warning: "⚠️", exclamation: "❗", question: "❓", bangbang: "‼️", information_source: "ℹ️", bulb: "💡", bell: "🔔",
  no_bell: "🔕", rotating_light: "🚨", sos: "🆘", stop_sign: "🛑", lock: "🔒", unlock: "🔓", key: "🔑", mag: "🔍", link: "🔗",
  memo: "📝", pencil: "📝", pencil2: "✏️", clipboard: "📋", page_facing_up: "📄", bookmark: "🔖", pushpin: "📌",
  paperclip: "📎", package: "📦", inbox_tray: "📥", outbox_tray: "📤", envelope: "✉️", email: "📧", speech_balloon: "💬",
  loudspeaker: "📢", mega: "📣", telephone_receiver: "📞", iphone: "📱", camera: "📷", movie_camera: "🎥", microphone: "🎤",
  calendar: "📅", date: "📅", spiral_calendar_pad: "🗓️", alarm_clock: "⏰", hourglass: "⌛", hourglass_flowing_sand: "⏳",
  stopwatch: "⏱️", watch: "⌚", clock9: "🕘", sunny: "☀️", crescent_moon: "🌙", zap: "⚡", snowflake: "❄️", umbrella: "☔",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", moneybag: "💰", yen: "💴", ticket: "🎫",
  red_circle: "🔴", large_orange_circle: "🟠", orange_circle: "🟠", large_yellow_circle: "🟡", yellow_circle: "🟡",
  large_green_circle: "🟢", green_circle: "🟢", large_blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", leftwards_arrow_with_hook: "↩️",
  checkered_flag: "🏁", construction: "🚧", hammer: "🔨", wrench: "🔧", gear: "⚙️", wastebasket: "🗑️", busts_in_silhouette: "👥",
  bust_in_silhouette: "👤", robot_face: "🤖", coffee: "☕", tea: "🍵", baby_bottle: "🍼", glass_of_milk: "🥛", cow: "🐮",
  cherry_blossom: "🌸", rose: "🌹", hibiscus: "🌺", seedling: "🌱", herb: "🌿", cn: "🇨🇳", 100: "💯", zzz: "💤", new: "🆕",
};

/** The ones offered for a reaction, most wanted first. */
export const QUICK = ["+1", "white_check_mark", "eyes", "pray", "heart", "tada", "fire", "joy", "thinking_face", "sob", "rocket", "muscle"];

/** @param {string} name without colons @returns {string|null} the character */
export function emoji(name) {
  const base = name.replace(/::skin-tone-\d$/, "");
  return Object.hasOwn(NAMES, base) ? NAMES[base] : null;
}

/** @param {string} prefix @param {number} most @returns {{name: string, char: string}[]} names that begin with it */
export function emojiLike(prefix, most) {
  const found = Object.keys(NAMES).filter((name) => name.startsWith(prefix));
  return found.slice(0, most).map((name) => ({ name, char: NAMES[name] }));
}
