// Says new messages to people who listen to the page instead of looking at it.

/** @param {string} text */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (!region) return;
  const line = document.createElement("p");
  line.textContent = text.slice(0, 300);
  region.append(line);
  while (region.children.length > 5) region.firstElementChild?.remove();
}
