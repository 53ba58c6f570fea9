// Draws Block Kit's text objects.

import { emojiNode, mrkdwn } from "../mrkdwn.js";

/** @param {any} object @param {import("./surface.js").Surface} surface */
export function drawText(object, surface) {
  if (!object) return null;
  return object.type === "mrkdwn" ? mrkdwn(object.text, surface.session.names.mentions) : plain(object);
}

/** A plain_text object, with its emoji unless they are turned off. @param {any} object */
export function plain(object) {
  if (!object) return null;
  if (object.emoji === false) return object.text;
  return object.text.split(/(:[a-z0-9_+-]+:)/).map((part, index) => (index % 2 ? emojiNode(part.slice(1, -1)) : part));
}
