// Puts mention tokens in what was typed; the server does the rest (escaping, links), as Slack's own does.

/**
 * @typedef {object} Names
 * @property {{id: string, name: string, real_name: string}[]} people
 * @property {{id: string, name: string}[]} channels
 * @property {{id: string, handle: string}[]} groups
 */

const ENDS = /^(?:$|[^\p{L}\p{N}_.-]|[.](?:\s|$))/u;
const HAN = /\p{Script=Han}/u;

/**
 * Turns `@name` and `#channel` into tokens: `<@U1>`, `<!subteam^S1>`, `<#C1>`.
 * @param {string} text as typed
 * @param {Names} names
 * @param {Map<string, string>} chosen name → person id, for the ones picked from the list (names may be shared)
 */
export function withTokens(text, names, chosen = new Map()) {
  const longest = (a, b) => b[0].length - a[0].length;
  const signs = {
    "@": people(names, chosen).sort(longest),
    "#": names.channels.map((channel) => [channel.name, `<#${channel.id}>`]).sort(longest),
  };
  let out = "";
  for (let i = 0; i < text.length; ) {
    const found = Object.hasOwn(signs, text[i]) ? named(text, i, signs[text[i]]) : null;
    out += found ? found.token : text[i];
    i += found ? found.length : 1;
  }
  return out;
}

function people(names, chosen) {
  const pairs = [...chosen].map(([name, id]) => [name, `<@${id}>`]);
  for (const group of names.groups) pairs.push([group.handle.replace(/^@/, ""), `<!subteam^${group.id}>`]);
  for (const person of names.people) pairs.push([person.real_name, `<@${person.id}>`], [person.name, `<@${person.id}>`]);
  return pairs;
}

function named(text, i, pairs) {
  // An address such as a@b.com holds no mention.
  if (/[A-Za-z0-9_.]/.test(text[i - 1] ?? " ")) return null;
  for (const [name, token] of pairs) {
    if (!name || !text.startsWith(name, i + 1)) continue;
    const rest = text.slice(i + 1 + name.length);
    // Chinese is written without spaces: a Chinese name may be followed at once by more text.
    if (ENDS.test(rest) || HAN.test(name.at(-1) ?? "") || HAN.test(rest[0])) return { token, length: name.length + 1 };
  }
  return null;
}
