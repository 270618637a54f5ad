// <details data-open-from="62em">: open where there is room. <details data-close-away>: closes on Escape and on clicks elsewhere.
export function startDisclosure(root) {
  for (const details of root.querySelectorAll("details[data-open-from]")) {
    if (matchMedia(`(min-width: ${details.dataset.openFrom})`).matches) details.open = true;
  }
  for (const details of root.querySelectorAll("details[data-close-away]")) {
    root.addEventListener("click", (event) => {
      if (!details.contains(event.target)) details.open = false;
    });
    details.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  }
}
