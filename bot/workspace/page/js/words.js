// The words people see: written in Chinese where they are used, looked up here for English.

import { replaceAddress } from "./route.js";
import { ENGLISH } from "./words_en.js";

const CHOSEN = "guanwei.language";
let current = "zh";

/** @returns {"zh"|"en"} */
export const language = () => /** @type {"zh"|"en"} */ (current);

/**
 * What the address says, else what was chosen in this tab, else what the person reads, else the browser.
 * @param {string} [locale] the person's, such as zh-CN
 */
export function chooseLanguage(locale) {
  const asked = new URL(location.href).searchParams.get("lang") || sessionStorage.getItem(CHOSEN);
  const wanted = asked || locale || navigator.language || "zh";
  current = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
}

/** Shows the page anew in another language, whoever is acted as from now on in this tab. @param {"zh"|"en"} other */
export function speak(other) {
  sessionStorage.setItem(CHOSEN, other);
  replaceAddress(location.hash, { lang: "" });
  location.reload();
}

/**
 * @param {string} text the Chinese words, with `{name}` where a value goes
 * @param {Record<string, string|number>} [values]
 */
export function t(text, values = {}) {
  const found = current === "en" && Object.hasOwn(ENGLISH, text) ? ENGLISH[text] : text;
  return found.replace(/\{(\w+)\}/g, (all, name) => (Object.hasOwn(values, name) ? String(values[name]) : all));
}
