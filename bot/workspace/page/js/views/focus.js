// Keeps the focus and the caret where they were when a view is drawn anew.

/** @typedef {{block: string, action: string, index: number, start: number|null, end: number|null}} Place */

const FOCUSABLE = "input, textarea, button, a[href], [tabindex]";

/** @param {Element} root @returns {Place|null} */
export function mark(root) {
  const active = /** @type {HTMLInputElement|null} */ (document.activeElement);
  const block = active?.closest("[data-block]");
  if (!active || !block || !root.contains(active)) return null;
  const action = active.closest("[data-action]");
  const within = action ?? block;
  const index = within === active ? -1 : [...within.querySelectorAll(FOCUSABLE)].indexOf(active);
  const typed = "selectionStart" in active && active.type !== "checkbox" && active.type !== "radio";
  return {
    block: /** @type {HTMLElement} */ (block).dataset.block ?? "", action: /** @type {HTMLElement|null} */ (action)?.dataset.action ?? "", index,
    start: typed ? active.selectionStart : null, end: typed ? active.selectionEnd : null,
  };
}

/** @param {Element} root @param {Place|null} place where it was; without one the first field is taken */
export function restore(root, place) {
  const again = place && find(root, place);
  if (again) {
    again.focus({ preventScroll: true });
    if (place.start !== null && "setSelectionRange" in again) again.setSelectionRange(place.start, place.end);
    return;
  }
  const wanted = root.querySelector("[autofocus]") ?? root.querySelector(".modal-body :is(input:not([type=radio]), textarea, .select-face)") ?? root.querySelector(".modal-submit, .modal-foot button");
  /** @type {HTMLElement|null} */ (wanted)?.focus({ preventScroll: true });
}

/** @returns {HTMLInputElement|null} */
function find(root, place) {
  const block = root.querySelector(`[data-block="${CSS.escape(place.block)}"]`);
  const action = place.action ? block?.querySelector(`[data-action="${CSS.escape(place.action)}"]`) : block;
  if (!action) return null;
  return place.index < 0 ? action : action.querySelectorAll(FOCUSABLE)[place.index] ?? null;
}
