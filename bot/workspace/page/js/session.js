// One person at the page: loads what they see, listens to the stream, and does what they ask for.

import { Api, ApiError } from "./api.js";
import { Live } from "./live.js";
import { Model, inThread, retold } from "./model.js";
import { Names } from "./names.js";
import { readRoute, replaceAddress, writeRoute } from "./route.js";
import { firstUnread } from "./timeline.js";
import { toast } from "./ui/toast.js";
import { announce } from "./ui/announce.js";
import { t } from "./words.js";
import { failureText } from "./failures.js";

const PAGE_SIZE = 50;
const TARGET_PAGES = 40;

export class Session {
  /** @param {Api} api @param {any} state the answer of /page/state @param {(id: string) => void} actAs */
  constructor(api, state, actAs) {
    this.api = api;
    this.actAs = actAs;
    this.model = new Model();
    this.model.takeState(state);
    this.names = new Names(this.model);
    this.onHash = () => this.#follow();
  }

  /** Begins to listen; call once everything that shows the model is in place. */
  start() {
    window.addEventListener("hashchange", this.onHash);
    this.onVisible = () => document.visibilityState === "visible" && this.#read(this.model.route.channel);
    document.addEventListener("visibilitychange", this.onVisible);
    this.#restore();
    this.live = new Live(this.api.liveUrl(), {
      event: (event) => this.#take(event),
      up: (again) => this.#up(again),
      down: () => this.#connection(false),
    });
    this.#follow();
  }

  stop() {
    window.removeEventListener("hashchange", this.onHash);
    document.removeEventListener("visibilitychange", this.onVisible);
    this.live?.close();
  }

  // --- where --------------------------------------------------------------------------------------------------------

  /** @param {string} [channel] @param {string} [thread] */
  go(channel, thread) {
    location.hash = writeRoute(channel, thread);
  }

  /** The channel shown when none is named: the one with the most to read, else the first. */
  firstChannel() {
    const mine = [...this.model.channels.values()].filter((channel) => !channel.is_im && channel.members.includes(this.model.me.id));
    const most = mine.reduce((best, channel) => (channel.unread > (best?.unread ?? 0) ? channel : best), mine[0]);
    return (most ?? [...this.model.channels.values()][0])?.id ?? "";
  }

  #follow() {
    let route = readRoute(location.hash);
    if (route.channel && !this.model.channels.has(route.channel)) {
      replaceAddress("");
      route = readRoute("");
    }
    const before = this.model.route;
    this.model.route = route;
    if (before.channel !== route.channel) {
      this.model.trim(before.channel);
      if (before.channel) this.model.timeline(before.channel).firstNew = undefined;
    }
    this.model.thread = route.thread ? { channel: route.channel, ts: route.thread, messages: [], loading: true, told: [] } : null;
    this.model.emit("route");
    if (route.channel && (before.channel !== route.channel || !this.model.timeline(route.channel).loaded)) this.loadChannel(route.channel);
    if (route.thread) this.loadThread();
    if (route.pane === "home") this.openHome();
  }

  // --- reading ------------------------------------------------------------------------------------------------------

  /** Runs a call; what fails is told to the person. @template T @param {() => Promise<T>} call @returns {Promise<T|null>} */
  async attempt(call) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(failureText(error, this.model.app.name), { kind: "error" });
      return null;
    }
  }

  /** @param {string} id */
  async loadChannel(id) {
    const line = this.model.timeline(id);
    const unread = this.model.channels.get(id)?.unread ?? 0;
    line.loading = true;
    line.loads += 1;
    this.model.emit("timeline", id);
    const answer = await this.attempt(() => this.api.get("messages", { channel: id, limit: PAGE_SIZE }));
    line.loading = false;
    line.loads -= 1;
    if (answer) {
      line.firstNew ??= firstUnread(answer.messages, unread, this.model.me.id);
      this.model.takeMessages(id, answer.messages, answer.has_more, false);
    }
    if (!line.loads) line.told = [];
    if (!answer) return;
    this.#read(id);
    await this.#reachTarget(id);
  }

  /** Shows one message of a channel, however old (a permalink). @param {string} channel @param {string} ts */
  async show(channel, ts) {
    this.model.target = { channel, ts };
    if (this.model.route.channel === channel && !this.model.route.thread) await this.#reachTarget(channel);
    else this.go(channel);
  }

  async #reachTarget(id) {
    const { target } = this.model;
    if (target?.channel !== id) return;
    const line = this.model.timeline(id);
    for (let page = 0; page < TARGET_PAGES && line.more && (line.messages[0]?.ts ?? "") > target.ts; page += 1) await this.loadOlder(id);
    this.model.emit("target");
  }

  // A page that is loaded again shows the modals it had open.
  async #restore() {
    const key = `guanwei.views.${this.model.me.id}`;
    const mine = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    if (mine.length) {
      const answer = await this.attempt(() => this.api.get("views"));
      for (const view of answer?.views ?? []) if (mine.includes(view.id)) this.model.pushView(view);
    }
    this.model.on("views", () => sessionStorage.setItem(key, JSON.stringify(this.model.views.map((view) => view.id))));
  }

  /** Loads the page before the oldest message known. @param {string} id */
  async loadOlder(id) {
    const line = this.model.timeline(id);
    if (!line.more || line.loading || !line.messages.length) return;
    line.loading = true;
    const query = { channel: id, before: line.messages[0].ts, limit: PAGE_SIZE };
    const answer = await this.attempt(() => this.api.get("messages", query));
    line.loading = false;
    if (answer) this.model.takeMessages(id, answer.messages, answer.has_more, true);
  }

  async loadThread() {
    const thread = this.model.thread;
    thread.loading = true;
    const answer = await this.attempt(() => this.api.get("thread", { channel: thread.channel, ts: thread.ts }));
    thread.loading = false;
    if (answer) thread.messages = retold(answer.messages, thread.told);
    thread.told = [];
    if (this.model.thread === thread) this.model.emit("thread");
  }

  async openHome() {
    const answer = await this.attempt(() => this.api.post("home"));
    if (answer?.view) this.model.home = answer.view;
    this.model.emit("home");
  }

  #read(id) {
    const channel = this.model.channels.get(id);
    const last = this.model.timelines.get(id)?.messages.at(-1);
    if (!channel || !last || document.visibilityState !== "visible" || this.model.route.channel !== id) return;
    if (!channel.unread && !channel.mentions && channel.readTs === last.ts) return;
    channel.readTs = last.ts;
    Object.assign(channel, { unread: 0, mentions: 0 });
    this.model.emit("channels");
    // A mark that fails to arrive costs nothing: the next message sets it again.
    this.api.post("read", { channel: id, ts: last.ts }).catch(() => {});
  }

  // --- the stream ---------------------------------------------------------------------------------------------------

  async #up(again) {
    this.#connection(true);
    const { channel } = this.model.route;
    if (!again) {
      // What came between the first look and now was not told: look once more.
      if (channel) await this.loadChannel(channel);
      return;
    }
    const state = await this.attempt(() => this.api.get("state"));
    if (!state) return;
    this.model.takeState(state);
    this.model.emit("channels");
    for (const [id, line] of this.model.timelines) if (id !== this.model.route.channel) line.loaded = false;
    if (this.model.route.channel) await this.loadChannel(this.model.route.channel);
    if (this.model.thread) await this.loadThread();
  }

  #connection(up) {
    if (this.model.connected === up) return;
    this.model.connected = up;
    this.model.emit("connection");
  }

  #take(event) {
    const model = this.model;
    switch (event.type) {
      case "message":
        this.#arrived(event.channel, event.message);
        break;
      case "message_changed":
        if (model.isEphemeral(event.channel, event.message.ts)) model.takeEphemeral(event.channel, event.message);
        else model.takeMessage(event.channel, event.message);
        break;
      case "message_deleted":
        model.dropMessage(event.channel, event.ts);
        break;
      case "ephemeral":
        model.takeEphemeral(event.channel, event.message);
        this.#say(event.message);
        break;
      case "view_open":
        model.openView(event.view);
        break;
      case "view_push":
        model.pushView(event.view);
        break;
      case "view_update":
        model.updateView(event.view);
        break;
      case "view_close":
        model.closeView(event.view_id, Boolean(event.all));
        break;
      case "home":
        model.home = event.view;
        model.emit("home");
        break;
      case "unread":
        this.#unread(event);
        break;
      case "channel":
        model.channels.set(event.channel.id, { ...model.channels.get(event.channel.id), ...event.channel });
        model.emit("channels");
        break;
      case "app":
        model.app = { ...model.app, online: event.online };
        model.emit("app");
        break;
      default:
        break;
    }
  }

  #arrived(channel, message) {
    this.model.takeMessage(channel, message);
    const open = this.model.route.channel === channel;
    if (open && message.user !== this.model.me.id) this.#say(message);
    if (open) this.#read(channel);
  }

  #unread({ channel, count, mentions }) {
    const known = this.model.channels.get(channel);
    if (!known) return;
    const looking = this.model.route.channel === channel && document.visibilityState === "visible";
    Object.assign(known, looking ? { unread: 0, mentions: 0 } : { unread: count, mentions });
    this.model.emit("channels");
  }

  #say(message) {
    announce(t("{who}：{text}", { who: this.names.author(message), text: message.text }));
  }

  /** Where a reply to this message hangs. @param {import("./types.js").Message} message */
  threadOf(message) {
    return inThread(message) ? message.thread_ts : message.ts;
  }
}
