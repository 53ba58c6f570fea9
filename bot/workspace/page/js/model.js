// What the page knows at this moment, and who wants to hear when it changes.

import { byTime, joined, unchanged, upsert, without } from "./timeline.js";

/** @typedef {import("./types.js").Message} Message @typedef {import("./types.js").Channel} Channel @typedef {import("./types.js").View} View */
/** @typedef {{messages: Message[], more: boolean, loaded: boolean, loading: boolean, firstNew?: string, loads: number, told: Told[]}} Timeline */
/** @typedef {{ts: string, message: Message|null}} Told what the stream said while a list was being loaded; null: it is gone */

const KEPT_MESSAGES = 200;

export class Model {
  constructor() {
    this.team = { id: "", name: "" };
    this.app = { bot_user_id: "", name: "", online: false };
    /** @type {import("./types.js").Person|null} */
    this.me = null;
    /** @type {Map<string, import("./types.js").Person>} */
    this.people = new Map();
    /** @type {Map<string, Channel>} */
    this.channels = new Map();
    this.commands = [];
    this.shortcuts = [];
    this.usergroups = [];
    /** @type {Map<string, Timeline>} */
    this.timelines = new Map();
    /** @type {Map<string, Message[]>} messages only this person sees; gone when the page is loaded again, as in Slack */
    this.ephemerals = new Map();
    /** @type {{channel: string, ts: string, messages: Message[], loading: boolean, told: Told[]}|null} */
    this.thread = null;
    /** @type {{pane: "list"|"channel"|"home", channel: string, thread: string}} */
    this.route = { pane: "list", channel: "", thread: "" };
    /** @type {View[]} modals, the one on top last */
    this.views = [];
    /** @type {View|null} */
    this.home = null;
    /** @type {{channel: string, ts: string}|null} a message to bring into sight */
    this.target = null;
    this.connected = true;
    this.listeners = new Map();
  }

  /** @param {string} name @param {(detail?: any) => void} listener */
  on(name, listener) {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener]);
  }

  /** @param {string} name @param {any} [detail] */
  emit(name, detail) {
    for (const listener of this.listeners.get(name) ?? []) listener(detail);
  }

  /** Takes in the answer of /page/state. */
  takeState(state) {
    this.team = state.team;
    this.me = typeof state.me === "string" ? state.people.find((person) => person.id === state.me) : state.me;
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.channels = new Map(state.channels.map((channel) => [channel.id, channel]));
    this.commands = state.commands;
    this.shortcuts = state.shortcuts;
    this.usergroups = state.usergroups ?? [];
    this.app = state.app;
    this.emit("state");
  }

  /** @param {string} id @returns {Timeline} */
  timeline(id) {
    if (!this.timelines.has(id)) this.timelines.set(id, { messages: [], more: false, loaded: false, loading: false, loads: 0, told: [] });
    return this.timelines.get(id);
  }

  /** The channel's messages with this person's ephemeral ones between (those of a thread that is not open too, lest they be missed). @param {string} id */
  seen(id) {
    const elsewhere = (message) => !inThread(message) || this.thread?.channel !== id || this.thread.ts !== message.thread_ts;
    const own = (this.ephemerals.get(id) ?? []).filter(elsewhere);
    return [...this.timeline(id).messages, ...own].sort(byTime);
  }

  /** The thread's messages, the ephemeral ones too. */
  seenThread() {
    if (!this.thread) return [];
    const { ts, channel, messages } = this.thread;
    const own = (this.ephemerals.get(channel) ?? []).filter((message) => message.thread_ts === ts && inThread(message));
    return [...messages, ...own].sort(byTime);
  }

  /** @param {string} channel @param {Message[]} messages @param {boolean} more @param {boolean} older */
  takeMessages(channel, messages, more, older) {
    const line = this.timeline(channel);
    if (older) line.messages = joined(messages, line.messages);
    else {
      const first = messages[0]?.ts ?? "";
      // After a long absence the newest page may not reach back to what is known: then the old part is let go.
      const meets = line.loaded && (!more || line.messages.some((message) => message.ts >= first));
      if (!meets) line.more = more;
      const kept = meets ? line.messages.filter((message) => message.ts < first) : [];
      line.messages = retold(joined(kept, unchanged(messages, line.messages)), line.told);
    }
    if (older) line.more = more;
    line.loaded = true;
    this.emit("timeline", channel);
  }

  /** A new message or a changed one. @param {string} channel @param {Message} message */
  takeMessage(channel, message) {
    if (message.ephemeral) return this.takeEphemeral(channel, message);
    const line = this.timeline(channel);
    const reply = inThread(message);
    if (line.loads && !reply) line.told.push({ ts: message.ts, message });
    if ((!reply || message.subtype === "thread_broadcast") && line.loaded) {
      line.messages = upsert(line.messages, message);
      this.emit("timeline", channel);
    }
    if (this.thread?.channel === channel && (message.thread_ts === this.thread.ts || message.ts === this.thread.ts)) {
      this.thread.messages = upsert(this.thread.messages, message);
      if (this.thread.loading) this.thread.told.push({ ts: message.ts, message });
      this.emit("thread");
    }
  }

  /** @param {string} channel @param {Message} message */
  takeEphemeral(channel, message) {
    this.ephemerals.set(channel, upsert(this.ephemerals.get(channel) ?? [], { ...message, ephemeral: true }));
    this.emit("timeline", channel);
    this.emit("thread");
  }

  /** @param {string} channel @param {string} ts */
  dropMessage(channel, ts) {
    const line = this.timeline(channel);
    line.messages = without(line.messages, ts);
    if (line.loads) line.told.push({ ts, message: null });
    this.ephemerals.set(channel, without(this.ephemerals.get(channel) ?? [], ts));
    if (this.thread?.channel === channel) this.thread.messages = without(this.thread.messages, ts);
    this.emit("timeline", channel);
    this.emit("thread");
  }

  /** Whether this ts is an ephemeral message here. @param {string} channel @param {string} ts */
  isEphemeral(channel, ts) {
    return (this.ephemerals.get(channel) ?? []).some((message) => message.ts === ts);
  }

  /** Lets go of old messages of a channel nobody looks at. @param {string} channel */
  trim(channel) {
    const line = this.timelines.get(channel);
    if (!line || line.messages.length <= KEPT_MESSAGES) return;
    line.messages = line.messages.slice(-KEPT_MESSAGES);
    line.more = true;
  }

  // --- modals -------------------------------------------------------------------------------------------------------

  /** @param {View} view */
  openView(view) {
    this.views = [view];
    this.emit("views");
  }

  /** @param {View} view */
  pushView(view) {
    this.views = [...this.views.filter((other) => other.id !== view.id), view];
    this.emit("views");
  }

  /** @param {View} view */
  updateView(view) {
    const at = this.views.findIndex((other) => other.id === view.id);
    if (at < 0) return;
    this.views = this.views.with(at, view);
    this.emit("views");
  }

  /** @param {string} id @param {boolean} all the whole pile it stands in */
  closeView(id, all) {
    const gone = this.views.find((view) => view.id === id);
    if (!gone && !all) return;
    this.views = all ? [] : this.views.filter((view) => view.id !== id);
    this.emit("views");
  }
}

/**
 * A list as it was answered, with what the stream said since it was asked for.
 * @param {Message[]} list @param {Told[]} told
 */
export function retold(list, told) {
  return told.reduce((now, { ts, message }) => (message ? upsert(now, message) : without(now, ts)), list);
}

/** @param {Message} message */
export const inThread = (message) => Boolean(message.thread_ts && message.thread_ts !== message.ts);
