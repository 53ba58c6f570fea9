// How a person looks in the page: avatar, presence, one line about them.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const PALETTE = ["#2f6b57", "#a23a4e", "#3d5a80", "#8a5a2b", "#6b4c7a", "#4a6b2f", "#9a4a1f", "#2b6777"];

/** @param {Partial<import("./types.js").Person>|null|undefined} person @param {"small"|"medium"|"large"} [size] */
export function avatar(person, size = "medium") {
  const name = person?.real_name || person?.name || "?";
  const han = /\p{Script=Han}/u.test(name);
  const both = person?.initials || [...name].slice(han ? -2 : 0).slice(0, 2).join("");
  // Two Chinese characters cannot be read in a small square.
  const initials = size === "small" && han ? [...both].slice(-1).join("") : both;
  return h("span", {
    class: `avatar avatar-${size}`, "aria-hidden": "true",
    style: { background: readable(person?.color) ?? PALETTE[sum(person?.id ?? name) % PALETTE.length] },
  }, initials);
}

/** The app's avatar. @param {"small"|"medium"|"large"} [size] */
export function appAvatar(size = "medium") {
  return h("span", { class: `avatar avatar-${size} avatar-app`, "aria-hidden": "true" }, icon("eye"));
}

/** @param {import("./types.js").Person} person */
export const aboutPerson = (person) => [person.department, person.title].filter(Boolean).join(" · ");

const sum = (text) => [...text].reduce((total, char) => total + (char.codePointAt(0) ?? 0), 0);

// White initials must stay readable whatever colour was given: too light a colour is not used.
function readable(color) {
  const hex = /^#?([0-9a-f]{6})$/i.exec(color ?? "")?.[1];
  if (!hex) return null;
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18 ? `#${hex}` : null;
}
