// Filters answer as they are ticked. htmx does the fetching; every element it sits on has a working href or action.
import htmx from "htmx.org";

import { startPosition } from "./position.js";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  scrollBehavior: "auto",
  responseHandling: [
    { code: "204", swap: false },
    { code: "[2345]..", swap: true },
  ],
});

// The tick that asked for new results keeps the keyboard where it was, and a screen reader hears how many there are now.
document.addEventListener("htmx:afterSettle", ({ target }) => {
  startPosition(target);
  const status = document.querySelector("[data-results-status]");
  const heading = document.querySelector("[data-results-count]");
  if (status && heading) status.textContent = heading.textContent;
});
