// Inside the frame: tells the page outside how high we are, and answers a search without leaving the field.
import { fetchPiece } from "./piece.js";

const form = document.querySelector("[data-search]");
const status = document.querySelector("[data-status]");

if (parent !== window) {
  // The height is no secret, and whoever shows us is not known: anybody may be told.
  const tell = () => parent.postMessage({ type: "brobygger:hoejde", height: document.body.getBoundingClientRect().height }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
}

let asked = 0;

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const turn = ++asked;
  const before = document.querySelector("#svar");
  before.setAttribute("aria-busy", "true");
  const after = await fetchPiece(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`, "#svar");
  if (turn !== asked) return;
  before.removeAttribute("aria-busy");
  if (!after) {
    status.textContent = before.dataset.failed;
    return;
  }
  before.replaceWith(after);
  const heading = after.querySelector("#nu") || after.querySelector("[data-count]");
  status.textContent = heading.textContent;
});
