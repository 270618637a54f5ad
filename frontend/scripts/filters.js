// Filters answer as they are ticked. htmx does the fetching; every element it sits on has a working href or action.
import htmx from "htmx.org";

import { startPosition } from "./position.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true, // back is an ordinary page load: nothing of a search is kept in the browser's storage
  attributesToSettle: ["class"], // not "style", which the content security policy would refuse
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[2345]..", swap: true },
  ],
});

// The tick that asked for new results keeps the keyboard where it was, and a screen reader hears how many there are now.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  startPosition(target);
  keepKeyboard();
  const status = document.querySelector("[data-results-status]");
  const heading = document.querySelector("[data-results-count]");
  if (status && heading) status.textContent = heading.textContent;
});

// A tag that was taken away takes the keyboard with it: the next one has it then, or the number of results.
let tag = -1;
const tagLinks = () => [...document.querySelectorAll(".results-main .tag-icon")];

document.addEventListener("htmx:beforeSwap", () => {
  tag = tagLinks().indexOf(document.activeElement);
});

function keepKeyboard() {
  if (tag < 0 || document.activeElement !== document.body) return;
  const tags = tagLinks();
  (tags[Math.min(tag, tags.length - 1)] ?? document.querySelector("[data-results-count]")).focus();
}

// An address to share holds only what was chosen, not the questions left open.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData.entries()]) {
    if (value === "") detail.formData.delete(name);
  }
});

// What was folded out stays folded out when the filters come back with new counts.
let open = [];
document.addEventListener("htmx:beforeSwap", ({ target }) => {
  open = [...target.querySelectorAll("details[id][open]")].map(({ id }) => id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
});
