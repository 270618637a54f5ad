// Searches kept on this device, only after somebody has pressed the button that says so: never a cookie, never sent.
// <section data-saved>: the list, with <template> for one row; <button data-save data-url="…" data-name="…">: keeps one.
// Both may come and go when filters bring new results, so we listen on the page itself.
import { say } from "./position.js";

const KEY = "brobygger.soegninger";
const MOST = 20;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(({ url }) => typeof url === "string" && url.startsWith("/")) : [];
  } catch {
    return []; // Storage is closed, or holds something that is not ours.
  }
}

function write(searches) {
  try {
    if (searches.length) localStorage.setItem(KEY, JSON.stringify(searches.slice(0, MOST)));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

export function startSaved(root) {
  show(root);
  root.addEventListener("click", ({ target }) => {
    const save = target.closest("[data-save]");
    const forget = target.closest("[data-forget]");
    if (save) keep(save, root);
    if (forget) drop(forget, root);
  });
  root.addEventListener("htmx:afterSettle", () => show(root));
}

function keep(button, root) {
  const { url, name } = button.dataset;
  const isKept = write([{ url, name }, ...read().filter((search) => search.url !== url)]);
  say(button, isKept ? button.dataset.done : button.dataset.failed);
  show(root);
}

function drop(button, root) {
  const section = button.closest("[data-saved]");
  const { url } = button.dataset;
  write(url ? read().filter((search) => search.url !== url) : []);
  section.dataset.told = "yes"; // It stays, though empty, to say that it is done.
  show(root);
  const next = section.querySelector("[data-forget]:not([hidden])") ?? document.getElementById("q");
  next?.focus(); // The button that had the keyboard is gone.
  const status = section.querySelector("[role=status]");
  if (status) status.textContent = section.dataset.gone;
}

function show(root) {
  const searches = read();
  for (const part of root.querySelectorAll("[data-keep-here]")) part.hidden = false;
  for (const section of root.querySelectorAll("[data-saved]")) {
    const list = section.querySelector("ul");
    list.replaceChildren(...searches.map((search) => row(section.querySelector("template"), search)));
    section.querySelector("[data-saved-body]").hidden = !searches.length;
    section.hidden = !searches.length && !section.dataset.told;
  }
}

function row(template, { url, name }) {
  const item = template.content.firstElementChild.cloneNode(true);
  const link = item.querySelector("a");
  link.href = url;
  link.textContent = name;
  const button = item.querySelector("[data-forget]");
  button.dataset.url = url;
  button.querySelector(".sr-only").textContent = ` ${name}`;
  return item;
}
