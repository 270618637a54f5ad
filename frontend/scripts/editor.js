// <form data-editor data-draft data-step>: keeps what is typed while somebody writes. Without us each button keeps it.
//   Saved a little after the last letter and when a field is left; kept on this device until the server has it, so that
//   neither a lost connection nor a session that ended loses a word. Two people at once: the server says where they differ.
import { startRows } from "./editor-rows.js";

const PAUSE = 2500; // ms after the last letter
const AGAIN = 15_000; // ms before another try when the server could not be reached
const DAYS_KEPT = 30;

class Saver {
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.key = `brobygger.kladde.${form.dataset.draft}.${form.dataset.step}`;
    this.status = document.querySelector("[data-saved-text]");
    this.sent = this.typed();
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait(300));
    form.addEventListener("submit", (event) => this.leave(event));
    window.addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    this.fetchKept();
  }

  // Everything but the two fields about which version this is.
  typed() {
    const pairs = [...new FormData(this.form)].filter(([name, value]) => typeof value === "string" && !["revision", "before", "hentet"].includes(name));
    return new URLSearchParams(pairs).toString();
  }

  wait(pause = PAUSE) {
    this.keep();
    this.say(this.words.typing, "");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    clearTimeout(this.timer);
    const typed = this.typed();
    if (this.isBusy || this.isLeaving || typed === this.sent) return;
    this.isBusy = true;
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams([...new FormData(this.form)].filter(([, value]) => typeof value === "string")),
        redirect: "error",
        keepalive: document.hidden,
      });
      await this.hear(answer, typed);
    } catch {
      this.say(navigator.onLine ? this.words.failed : this.words.offline, "is-waiting");
      this.timer = setTimeout(() => this.save(), AGAIN);
    } finally {
      this.isBusy = false;
    }
    if (!this.isStopped && this.sent === typed && this.typed() !== typed) this.wait();
  }

  async hear(answer, typed) {
    const said = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : {};
    if (answer.ok) {
      const { revision, before } = this.form.elements;
      revision.value = said.revision;
      before.value = JSON.stringify(said.before);
      this.form.elements.hentet?.remove();
      this.sent = typed;
      if (said.aid !== undefined) this.form.querySelector("[data-aid]").innerHTML = said.aid; // Our own template's words.
      this.forget();
      if (said.refused?.length) this.say(said.refused[0].message, "is-waiting");
      else this.say(said.said, "is-kept");
    } else if (answer.status === 401) this.stop(this.words.signedOut, this.words.signin, this.words.signInAgain);
    else if (answer.status === 409) this.stop(said.message, said.difference, this.words.difference);
    else throw new Error(String(answer.status));
  }

  // Nothing more is saved by itself until a person has done something about it; what is typed stays on the device.
  stop(text, url, label) {
    this.isStopped = true;
    this.say(text, "is-waiting");
    if (!url) return;
    const link = Object.assign(document.createElement("a"), { href: url, textContent: label });
    this.status.append(" ", link);
  }

  say(text, look) {
    if (!this.status) return;
    this.status.textContent = text ?? "";
    this.status.className = `editor-saved ${look}`.trim();
  }

  leave(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.keep();
      this.say(this.words.offline, "is-waiting");
      return;
    }
    this.isLeaving = true;
    clearTimeout(this.timer);
    this.forgetLater();
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), typed: this.typed(), before: this.form.elements.before.value, revision: this.form.elements.revision.value }));
    } catch {
      // Storage is closed; the server has all but the last few letters.
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {
      // It was never kept.
    }
  }

  // The page that follows has it from the server; if that page never came, the copy is still here.
  forgetLater() {
    this.keep();
    try {
      sessionStorage.setItem("brobygger.kladde.sendt", this.key);
    } catch {
      // Then it is found again, which is no harm.
    }
  }

  fetchKept() {
    const kept = read(this.key);
    if (!kept || kept.typed === this.sent) return this.forget();
    if (fill(this.form, kept.typed)) {
      // What the writer saw then, so that what others changed since is put together with it and not undone.
      this.form.elements.before.value = kept.before;
      this.form.elements.revision.value = kept.revision;
      this.say(this.words.found, "is-waiting");
      this.timer = setTimeout(() => this.save(), PAUSE);
    }
  }
}

function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "null");
    return kept && Date.now() - kept.at < DAYS_KEPT * 86_400_000 ? kept : null;
  } catch {
    return null;
  }
}

// Put kept text back in the fields; false when the page no longer has them all (a row was removed).
function fill(form, typed) {
  const values = new URLSearchParams(typed);
  const names = [...new Set(values.keys())];
  if (!names.every((name) => form.elements[name])) return false;
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit" || control.type === "file") continue;
    const all = values.getAll(control.name);
    if (control.type === "checkbox" || control.type === "radio") control.checked = all.includes(control.value);
    else control.value = all[0] ?? "";
  }
  return true;
}

// What was sent with the button has arrived when this page is here: its copy on the device has done its duty.
function forgetSent() {
  try {
    const key = sessionStorage.getItem("brobygger.kladde.sendt");
    sessionStorage.removeItem("brobygger.kladde.sendt");
    if (key) localStorage.removeItem(key);
  } catch {
    // Storage is closed.
  }
}

// <input data-longest="200">: how many letters are left, told only near the end.
function startLetters(form) {
  for (const field of form.querySelectorAll("[data-longest]")) {
    const longest = Number(field.dataset.longest);
    if (longest < 100) continue;
    const note = Object.assign(document.createElement("span"), { className: "editor-letters" });
    note.setAttribute("aria-live", "polite");
    field.after(note);
    const tell = () => {
      const left = longest - field.value.trim().length;
      const isNear = left < Math.max(longest * 0.25, 20);
      note.textContent = isNear ? (left < 0 ? form.dataset.tooMany : form.dataset.letters).replace("#", Math.abs(left)) : "";
      note.classList.toggle("is-too-many", left < 0);
    };
    field.addEventListener("input", tell);
    tell();
  }
}

// A file is chosen with a button of its own; only text is saved while somebody writes.
forgetSent();
for (const form of document.querySelectorAll("form[data-editor]")) {
  startLetters(form);
  startRows(form);
  new Saver(form);
}
document.querySelector(".error-summary")?.focus();
