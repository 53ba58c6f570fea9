// Starts the page: who is acted as, in which language, and the frame for them.

import { Api, ApiError } from "./api.js";
import { fill, h } from "./dom.js";
import { failureText } from "./failures.js";
import { replaceAddress } from "./route.js";
import { Session } from "./session.js";
import { setZone } from "./times.js";
import { closePopups } from "./ui/popup.js";
import { shell } from "./views/shell.js";
import { chooseLanguage, t } from "./words.js";

const REMEMBERED = "guanwei.as";
const root = /** @type {HTMLElement} */ (document.getElementById("root"));
const query = new URL(location.href).searchParams;
/** @type {Session|null} */
let session = null;

/** Becomes a person: everything on the page is made anew as they see it. @param {string} id */
async function actAs(id) {
  let state;
  try {
    state = await loadState(id);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    chooseLanguage();
    fill(root, trouble(error, id));
    return;
  }
  session?.stop();
  closePopups();
  for (const dialog of document.querySelectorAll("dialog")) dialog.remove();
  const me = typeof state.me === "string" ? state.people.find((person) => person.id === state.me) : state.me;
  sessionStorage.setItem(REMEMBERED, me.id);
  chooseLanguage(me.locale);
  setZone(me.tz);
  session = new Session(new Api(me.id), state, actAs);
  const linked = { channel: query.get("channel") ?? "", ts: query.get("ts") ?? "" };
  for (const name of ["channel", "ts"]) query.delete(name);
  if (linked.channel) session.model.target = linked;
  const first = matchMedia("(max-width: 640px)").matches ? "" : `#/${session.firstChannel()}`;
  const place = linked.channel ? `#/${linked.channel}` : location.hash.length > 2 ? location.hash : first;
  replaceAddress(place, { as: me.id, channel: "", ts: "" });
  fill(root, shell(session));
  session.start();
}

// Without a name, or with one nobody has any more, the server chooses.
async function loadState(id) {
  try {
    return await new Api(id).get("state");
  } catch (error) {
    if (!(error instanceof ApiError) || error.code === "offline" || !id) throw error;
    return new Api("").get("state");
  }
}

function trouble(error, id) {
  return h("main", { class: "trouble" },
    h("h1", {}, t("打不开工作区")),
    h("p", {}, failureText(error, "")),
    h("button", { class: "button button-primary", type: "button", onclick: () => actAs(id) }, t("再试一次")));
}

actAs(query.get("as") ?? sessionStorage.getItem(REMEMBERED) ?? "");
