// <form data-suggest="/soeg/forslag/">: its fields q and hvor become comboboxes with a list of suggestions
// (WAI-ARIA 1.2, "editable combobox with list autocomplete"). Texts come in data attributes. Asks only when somebody
// pauses, and never for a private search: neither where the form is sent by POST nor while its private choice is open.
const PAUSE = 180;
const LEAST = 2;
let count = 0;

export function startSuggestions(root) {
  for (const form of root.querySelectorAll("form[data-suggest]")) {
    for (const name of ["q", "hvor"]) {
      if (form.elements[name]) new Combobox(form, form.elements[name], name === "hvor");
    }
  }
}

const isPrivate = (form) => form.method === "post" || form.querySelector("[data-private][open]");

function make(tag, attributes = {}, text = "") {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}

class Combobox {
  constructor(form, input, onlyPlaces) {
    Object.assign(this, { form, input, onlyPlaces, options: [], active: -1, answers: new Map(), typed: input.value });
    this.id = `forslag-${++count}`;
    this.list = make("div", { role: "listbox", id: this.id, class: "suggest", "aria-label": form.dataset.suggestLabel });
    this.list.hidden = true;
    this.status = make("div", { role: "status", class: "sr-only" });
    input.parentElement.classList.add("has-suggest");
    input.after(this.list, this.status);
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.id };
    for (const [name, value] of Object.entries({ ...about, autocomplete: "off" })) input.setAttribute(name, value);
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
    // Touching the list must not take the keyboard from the field; the click that follows chooses.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.choose(this.options.indexOf(target.closest("[role=option]"))));
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    const text = this.input.value.trim();
    if (text.length < LEAST || isPrivate(this.form)) return this.close();
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    if (isPrivate(this.form)) return;
    this.asking = new AbortController();
    const query = new URLSearchParams({ q: text, ...(this.onlyPlaces && { til: "sted" }) });
    try {
      if (!this.answers.has(text)) {
        const answer = await fetch(`${this.form.dataset.suggest}?${query}`, { signal: this.asking.signal });
        if (!answer.ok) return;
        this.answers.set(text, (await answer.json()).groups);
      }
    } catch {
      return; // Typed on, or no network: the form works all the same.
    }
    if (document.activeElement === this.input && this.input.value.trim() === text) this.show(this.answers.get(text));
  }

  show(groups) {
    this.options = [];
    this.list.replaceChildren(...groups.map((group, place) => this.group(group, `${this.id}-${place}`)));
    this.open(this.options.length > 0);
    const { suggestNone, suggestOne, suggestMany } = this.form.dataset;
    const said = [suggestNone, suggestOne][this.options.length] ?? suggestMany;
    this.status.textContent = said.replace("#", this.options.length);
  }

  group({ label, items }, id) {
    const group = make("div", { role: "group", "aria-labelledby": id });
    group.append(make("div", { id, class: "suggest-label", role: "presentation" }, label));
    for (const item of items) {
      const option = make("div", { role: "option", id: `${this.id}-o${this.options.length}`, "aria-selected": "false" });
      option.append(make("span", item.lang ? { lang: item.lang } : {}, item.label));
      if (item.hint) option.append(" ", make("span", { class: "suggest-hint", lang: "da" }, item.hint));
      option.item = item;
      this.options.push(option);
      group.append(option);
    }
    return group;
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", isOpen);
    this.move(-1);
  }

  close() {
    clearTimeout(this.timer);
    if (this.list.hidden) return;
    this.open(false);
    this.status.textContent = "";
  }

  move(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  press(event) {
    const { key, altKey, isComposing } = event;
    if (isComposing) return;
    const last = this.options.length - 1;
    if (this.list.hidden) {
      if (key !== "ArrowDown" && key !== "ArrowUp") return;
      event.preventDefault();
      if (last >= 0 && this.input.value.trim().length >= LEAST) this.open(true);
      else this.wait();
      if (!altKey && !this.list.hidden) this.move(key === "ArrowDown" ? 0 : last);
      return;
    }
    // One step beyond either end is the field itself.
    if (key === "ArrowDown") this.move(this.active < last ? this.active + 1 : -1);
    else if (key === "ArrowUp") this.move(this.active < 0 ? last : this.active - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.active >= 0) this.choose(this.active);
    else {
      if (key === "Home" || key === "End") this.move(-1); // and the caret goes there
      return;
    }
    event.preventDefault();
  }

  choose(place) {
    const item = this.options[place]?.item;
    if (!item) return;
    this.close();
    this.options = [];
    if (item.url) location.assign(item.url);
    else if (item.place) this.fill(item.place);
    else this.search(item);
  }

  fill(place) {
    const { q, hvor, lat, lon } = this.form.elements;
    if (this.input === q) q.value = "";
    hvor.value = place;
    if (lat && lon) lat.disabled = lon.disabled = true;
    this.status.textContent = this.form.dataset.suggestPlaced.replace("#", place);
  }

  search({ param, value }) {
    const chosen = make("input", { type: "hidden", name: param, value });
    this.input.value = "";
    this.form.append(chosen);
    this.form.requestSubmit();
    setTimeout(() => chosen.remove()); // So that going back to this page finds the form as it was.
  }
}
