// The queue: choose all on the page. A decision: what a no takes opens when no is chosen. Both pages are whole without.
const ticks = [...document.querySelectorAll('.queue input[name="sag"]')];
const all = document.querySelector("[data-choose-all]");
if (all && ticks.length) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const isOn = ticks.some((tick) => !tick.checked);
    for (const tick of ticks) tick.checked = isOn;
  });
}

const refusal = document.querySelector("details.refusal");
for (const choice of document.querySelectorAll('input[name="outcome"]')) {
  choice.addEventListener("change", () => {
    if (refusal) refusal.open = choice.value === "refused";
  });
}
