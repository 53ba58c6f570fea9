// The words people see: written in Chinese where they are used, looked up here for English.

import { ENGLISH } from "./words_en.js";

let current = "zh";

/** @returns {"zh"|"en"} */
export const language = () => /** @type {"zh"|"en"} */ (current);

/** @param {string|null|undefined} asked from the address @param {string|null|undefined} locale the person's, such as zh-CN */
export function chooseLanguage(asked, locale) {
  const wanted = asked || locale || "zh";
  current = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
}

/**
 * @param {string} text the Chinese words, with `{name}` where a value goes
 * @param {Record<string, string|number>} [values]
 */
export function t(text, values = {}) {
  const found = current === "en" && Object.hasOwn(ENGLISH, text) ? ENGLISH[text] : text;
  return found.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
}
