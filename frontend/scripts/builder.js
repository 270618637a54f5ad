// Build your own list: the preview and the codes follow each choice, and a code is copied with one press.
import { fetchPiece } from "./piece.js";

const form = document.querySelector("[data-builder]");
const status = document.querySelector("[data-builder-status]");
const WAIT_MS = 250;
let waiting = 0;
let turn = 0;

startCopying();
form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(show, WAIT_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(waiting);
  show();
});

async function show() {
  const own = ++turn;
  const address = `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value))}`;
  const result = await fetchPiece(address, "#resultat");
  if (!result || own !== turn) return;
  document.querySelector("#resultat").replaceWith(result);
  history.replaceState(null, "", address);
  startCopying();
  status.textContent = "";
  requestAnimationFrame(() => (status.textContent = status.dataset.ready));
}

function startCopying() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const area = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(area.value);
    button.parentElement.querySelector("[role=status]").textContent = button.dataset.done;
  } catch {
    area.select();
  }
}
