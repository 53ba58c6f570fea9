// The shapes the page and the server exchange, for editors and readers; nothing runs here. See docs/workspace-page-api.md.

/**
 * @typedef {object} Person
 * @property {string} id
 * @property {string} name handle
 * @property {string} real_name
 * @property {string} [title]
 * @property {string} [department]
 * @property {string} [locale]
 * @property {string} [tz]
 * @property {boolean} [is_bot]
 * @property {string} [color]
 * @property {string} [initials]
 */

/**
 * @typedef {object} Channel
 * @property {string} id
 * @property {string} name
 * @property {boolean} is_private
 * @property {boolean} is_im
 * @property {string} [user] the other side of a direct message
 * @property {string[]} members
 * @property {number} unread
 * @property {number} mentions
 * @property {string} [topic]
 */

/**
 * @typedef {object} Message
 * @property {string} ts
 * @property {string} [user]
 * @property {string} [bot_id]
 * @property {string} text
 * @property {object[]} [blocks]
 * @property {string} [thread_ts]
 * @property {number} [reply_count]
 * @property {string} [latest_reply]
 * @property {object} [edited]
 * @property {{name: string, users: string[], count?: number}[]} [reactions]
 * @property {boolean} [ephemeral]
 * @property {object[]} [files]
 * @property {boolean} [app]
 */

/**
 * @typedef {object} View a modal or App Home, as `views.open` returns it
 * @property {string} id
 * @property {"modal"|"home"} type
 * @property {object} [title]
 * @property {object} [submit]
 * @property {object} [close]
 * @property {object[]} blocks
 * @property {string} [root_view_id]
 * @property {string} [previous_view_id]
 */

/** @typedef {{type: string, [key: string]: any}} StateValue what Slack puts in `view.state.values` for one element */

export {};
