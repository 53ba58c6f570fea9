// What people, channels and groups are called, as the page writes them.

import { t } from "./words.js";

export class Names {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
  }

  /** @param {string} id a person's */
  person(id) {
    if (id === this.model.app.bot_user_id) return this.model.app.name;
    return this.model.people.get(id)?.real_name ?? "";
  }

  /** @param {import("./types.js").Message} message */
  author(message) {
    return message.username || this.person(message.user ?? "") || (message.app || message.bot_id ? this.model.app.name : t("某人"));
  }

  /** What a channel is called in lists. @param {import("./types.js").Channel} channel */
  channel(channel) {
    return channel.is_im ? this.person(channel.user ?? "") || channel.name : channel.name;
  }

  /** For drawing mentions. @returns {import("./mrkdwn.js").Names} */
  get mentions() {
    const { model } = this;
    return {
      person: (id) => this.person(id.split("|")[0]) || id,
      channel: (id) => model.channels.get(id)?.name ?? "",
      group: (id) => (model.usergroups.find((group) => group.id === id)?.handle ?? "").replace(/^@/, ""),
      me: model.me.id,
      groups: model.usergroups.filter((group) => group.users.includes(model.me.id)).map((group) => group.id),
    };
  }
}
