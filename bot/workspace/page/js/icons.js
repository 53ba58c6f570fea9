// The page's own line drawings, by name.

import { drawing } from "./dom.js";

const PATHS = {
  back: "M12 4l-6 6 6 6",
  bolt: "M11 2.5L4.5 11.5h5l-.5 6 6.5-9h-5z",
  calendar: "M3.5 5.5h13v11h-13zM3.5 8.5h13M7 3.5v3M13 3.5v3",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  chevron: "M6 8l4 4 4-4",
  clock: "M10 3a7 7 0 100 14 7 7 0 000-14M10 6v4l3 2",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  dots: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  eye: "M2.5 10s2.8-5 7.5-5 7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 100 4 2 2 0 000-4",
  file: "M5.5 2.5h6l3.5 3.5v11.5h-9.5zM11.5 2.5V6H15",
  hash: "M7.5 3.5l-1.5 13M14 3.5l-1.5 13M4 7.5h13M3 12.5h13",
  home: "M3.5 9.5L10 4l6.5 5.5M5.5 8.5v8h9v-8",
  left: "M12 5l-5 5 5 5",
  lock: "M5 9h10v7.5H5zM7 9V6.5a3 3 0 016 0V9",
  mention: "M13 7v4a2 2 0 004 0v-1a7 7 0 10-3 5.7M13 10a3 3 0 11-6 0 3 3 0 016 0",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  people: "M7.5 10a3 3 0 100-6 3 3 0 000 6M2.5 16.5c0-3 2.2-4.5 5-4.5s5 1.5 5 4.500M13 10a2.5 2.5 0 000-5M14.5 12.300c2 .5 3 2 3 4.2",
  reply: "M4 4.5h12v9H9.500L6 16.500v-3H4z",
  right: "M8 5l5 5-5 5",
  search: "M9 3.500a5.5 5.5 0 100 11 5.5 5.5 0 000-11M13 13l4 4",
  send: "M3.5 16.500L17 10 3.5 3.500l1.8 6.500zM5.3 10H11",
  smile: "M10 3a7 7 0 100 14 7 7 0 000-14M7.5 8.200v.3M12.5 8.200v.3M6.8 12c1.7 2.2 4.7 2.2 6.4 0",
  warning: "M10 3.500l7.5 13h-15zM10 8.500v4M10 14.500v.1",
};

/** @param {keyof typeof PATHS} name */
export function icon(name) {
  const svg = drawing(PATHS[name]);
  svg.classList.add(`icon-${name}`);
  return svg;
}
