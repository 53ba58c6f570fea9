// Reads Slack's mrkdwn into plain values; knows nothing of the page, so that it can be tested alone.

/**
 * @typedef {{kind: "text", text: string} | {kind: "bold"|"italic"|"strike", of: Inline[]} | {kind: "code", text: string}
 *   | {kind: "emoji", name: string} | {kind: "break"} | {kind: "angle", body: string, label: string}} Inline
 * @typedef {{kind: "pre", text: string} | {kind: "quote", of: Inline[]} | {kind: "lines", of: {bullet: boolean, indent: number, of: Inline[]}[]}} Piece
 */

const MARKS = /** @type {Record<string, "bold"|"italic"|"strike">} */ ({ "*": "bold", _: "italic", "~": "strike" });
const WORD = /[\p{L}\p{N}]/u;

/** Exactly the three entities Slack uses. @param {string} text */
export function decode(text) {
  return text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
}

/** @param {string} text @returns {Piece[]} */
export function parse(text) {
  const pieces = [];
  const parts = text.split("```");
  // A fence that is never closed stays as it was typed.
  if (parts.length % 2 === 0) parts.push([...parts.splice(-2)].join("```"));
  parts.forEach((part, index) => {
    if (index % 2 === 1) pieces.push({ kind: "pre", text: preformatted(part) });
    else pieces.push(...paragraphs(outside(part, index > 0, index < parts.length - 1)));
  });
  return pieces;
}

// The line break beside a fence belongs to the fence.
function outside(text, after, before) {
  const start = after && text.startsWith("\n") ? 1 : 0;
  return text.slice(start, before && text.length > start && text.endsWith("\n") ? -1 : undefined);
}

function preformatted(text) {
  const bare = text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, body, label) => label || body);
  return decode(bare.replace(/^\n|\n$/g, ""));
}

function paragraphs(text) {
  const pieces = [];
  if (!text) return pieces;
  for (const line of text.split("\n")) {
    const last = pieces.at(-1);
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (last?.kind === "quote") last.of.push({ kind: "break" }, ...inline(quoted[1]));
      else pieces.push({ kind: "quote", of: inline(quoted[1]) });
      continue;
    }
    const bullet = /^(\s*)([•◦▪‣]|-(?=\s)|\d{1,2}\.(?=\s))\s*(.*)$/.exec(line);
    const row = { bullet: Boolean(bullet), indent: bullet ? Math.floor(bullet[1].length / 2) : 0, of: inline(line.trimEnd()) };
    if (bullet) row.of = [{ kind: "text", text: bullet[2] }, ...inline(bullet[3])];
    if (last?.kind === "lines") last.of.push(row);
    else pieces.push({ kind: "lines", of: [row] });
  }
  return pieces;
}

/** @param {string} text one line @returns {Inline[]} */
export function inline(text) {
  /** @type {Inline[]} */
  const out = [];
  let plain = "";
  let at = 0;
  const flush = () => {
    if (plain) out.push({ kind: "text", text: decode(plain) });
    plain = "";
  };
  while (at < text.length) {
    const found = token(text, at);
    if (found) {
      flush();
      out.push(found.item);
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return out;
}

function token(text, at) {
  const char = text[at];
  if (char === "<") return angle(text, at);
  if (char === "`") return code(text, at);
  if (char === ":") return emojiName(text, at);
  if (MARKS[char]) return marked(text, at, char);
  return null;
}

function angle(text, at) {
  const end = text.indexOf(">", at);
  if (end < 0) return null;
  const inside = text.slice(at + 1, end);
  if (!inside || inside.includes("<")) return null;
  const bar = inside.indexOf("|");
  const body = bar < 0 ? inside : inside.slice(0, bar);
  return { item: { kind: "angle", body: decode(body), label: bar < 0 ? "" : decode(inside.slice(bar + 1)) }, end: end + 1 };
}

function code(text, at) {
  const end = text.indexOf("`", at + 1);
  if (end <= at + 1) return null;
  return { item: { kind: "code", text: decode(text.slice(at + 1, end)) }, end: end + 1 };
}

function emojiName(text, at) {
  const found = /^:([a-z0-9_+'-]+(?:::skin-tone-\d)?):/.exec(text.slice(at, at + 60));
  return found ? { item: { kind: "emoji", name: found[1] }, end: at + found[0].length } : null;
}

// As in Slack, a mark next to a letter (Chinese ones too) is not a mark.
function marked(text, at, mark) {
  if (at > 0 && WORD.test(before(text, at))) return null;
  if (!text[at + 1] || /\s/.test(text[at + 1]) || text[at + 1] === mark) return null;
  let depth = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const char = text[end];
    if (char === "<") depth = true;
    else if (char === ">") depth = false;
    if (depth || char !== mark || /\s/.test(text[end - 1]) || text[end - 1] === mark) continue;
    if (WORD.test(String.fromCodePoint(text.codePointAt(end + 1) ?? 32))) continue;
    return { item: { kind: MARKS[mark], of: inline(text.slice(at + 1, end)) }, end: end + 1 };
  }
  return null;
}

function before(text, at) {
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? text.slice(at - 2, at) : text[at - 1];
}
