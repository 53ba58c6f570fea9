// Builds DOM nodes. The page never makes markup from strings, so that no text can become a script.

const SVG = "http://www.w3.org/2000/svg";

/**
 * One element. Properties beginning with `on` are listeners; `null`, `undefined` and `false` leave an attribute out.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...any} children nodes, text, lists of these; null and false are left out
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  append(node, children);
  return node;
}

/** @param {Element} node @param {any[]} children */
export function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Takes the children out and puts the given ones in. @param {Element} node @param {...any} children */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2).toLowerCase(), value);
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") Object.assign(node.style, value);
  else if (name === "value") node.value = value;
  else if (value === true) node.setAttribute(name, "");
  else node.setAttribute(name === "className" ? "class" : name, String(value));
}

/**
 * A 20 × 20 line drawing.
 * @param {string} path the `d` of its strokes
 */
export function drawing(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

let counter = 0;

/** An id no other element has. @param {string} prefix */
export function uid(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}
