// What a set of blocks stands on (a message, a modal, the Home tab): the values typed so far, and the way to the server.

import { ApiError } from "../api.js";
import { failureText } from "../failures.js";
import { toast } from "../ui/toast.js";
import { initialValue } from "./values.js";

/** @typedef {import("../types.js").StateValue} StateValue */

export class Surface {
  /**
   * @param {import("../session.js").Session} session
   * @param {{type: "message", channel: string, ts: string} | {type: "view", view_id: string}} container
   * @param {Record<string, Record<string, StateValue>>} [filled] what the server knows to be filled in
   */
  constructor(session, container, filled = {}) {
    this.session = session;
    this.container = container;
    /** @type {Map<string, StateValue>} what was typed or chosen, by block and action */
    this.values = new Map();
    for (const [block_id, actions] of Object.entries(filled)) {
      for (const [action_id, value] of Object.entries(actions)) this.values.set(keyOf({ block_id }, { action_id }), value);
    }
    /** @type {Map<string, {block: any, element: any}>} the stateful elements shown now */
    this.shown = new Map();
    this.touched = false;
    /** @type {string} where radio buttons and ids get their names */
    this.name = container.type === "view" ? container.view_id : `${container.channel}-${container.ts}`;
  }

  /** To be called before the blocks are drawn anew. */
  begin() {
    this.shown.clear();
  }

  /** @param {any} block @param {any} element @returns {StateValue} */
  value(block, element) {
    const key = keyOf(block, element);
    this.shown.set(key, { block, element });
    const kept = this.values.get(key);
    return kept && kept.type === element.type ? kept : initialValue(element);
  }

  /**
   * Keeps a value, and tells the app where Slack would.
   * @param {any} block @param {any} element @param {Record<string, any>} fields @param {boolean} [tell] false while typing
   */
  set(block, element, fields, tell = true) {
    this.values.set(keyOf(block, element), { type: element.type, ...fields });
    this.touched = true;
    const told = block.type !== "input" || block.dispatch_action;
    return tell && told ? this.act(block, element, fields) : Promise.resolve(true);
  }

  /** Slack's `state.values` of what is shown. */
  state() {
    const all = {};
    for (const [key, { block, element }] of this.shown) {
      const kept = this.values.get(key);
      all[block.block_id] ??= {};
      all[block.block_id][element.action_id] = kept && kept.type === element.type ? kept : initialValue(element);
    }
    return all;
  }

  /** Sends one action; false when it failed (the person has been told). @param {any} block @param {any} element @param {Record<string, any>} [fields] */
  async act(block, element, fields = {}) {
    const action = { block_id: block.block_id, action_id: element.action_id, type: element.type, ...fields };
    const body = { container: this.container, action, values: this.state() };
    return (await this.session.attempt(() => this.session.api.post("action", body))) !== null;
  }

  /** Choices of an external select. @param {any} block @param {any} element @param {string} value */
  async options(block, element, value) {
    const body = { container: this.container, block_id: block.block_id, action_id: element.action_id, value };
    try {
      return await this.session.api.post("options", body);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(failureText(error, this.session.model.app.name), { kind: "error" });
      return { options: [] };
    }
  }
}

/** @param {any} block @param {any} element */
export const keyOf = (block, element) => `${block.block_id ?? ""} ${element.action_id ?? ""}`;
