// <button data-share>: the device's own sharing, or the address copied. The links beside it (e-mail, SMS) work without us.
import { say } from "./position.js";

export function startShare(root) {
  for (const button of root.querySelectorAll("[data-share]")) {
    if (!navigator.share && !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => share(button));
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

async function share(button) {
  const url = button.dataset.url || document.querySelector("link[rel=canonical]")?.href || location.href;
  if (navigator.share) {
    await navigator.share({ title: button.dataset.title || document.title, url }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(url);
  say(button, button.dataset.copied);
}
