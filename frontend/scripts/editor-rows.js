// What a row asks for depends on an answer in it: the week of the month only when it is once a month. Without us all
// questions are there, and those that do not count are not read.
const ASKED = {
  weekly: ["days", "starts", "ends"],
  fortnightly: ["days", "starts", "ends", "first"],
  monthly: ["days", "nth", "starts", "ends"],
  once: ["first", "starts", "ends"],
  daily: ["starts", "ends"],
  always: [],
  kept: ["starts", "ends"],
};
const ALWAYS = ["repeat", "last", "note", "place"];
const WITH = { signup: "signup_note", price_kind: "price_note", gender: "gender_reason" };
const NEEDED = { signup: ["registration", "talk_first"], price_kind: ["paid"], gender: ["women", "men"] };

export function startRows(form) {
  form.addEventListener("change", () => show(form));
  show(form);
}

function show(form) {
  for (const row of form.querySelectorAll("[data-rows='times'] > fieldset")) times(row);
  for (const row of form.querySelectorAll("[data-rows='places'] > fieldset")) places(row);
  for (const [asked, told] of Object.entries(WITH)) {
    const chosen = form.querySelector(`[name='${asked}']:checked`)?.value;
    toggle(form.querySelector(`[name='${told}']`), NEEDED[asked].includes(chosen));
  }
  for (const group of form.querySelectorAll("[data-concepts]")) concepts(group);
  const reach = form.querySelector("[name='reach']:checked")?.value;
  if (form.querySelector("[name='reach']")) {
    toggle(form.elements.municipalities, reach === "kommuner" || reach === "begge");
    toggle(form.elements.regions, reach === "regioner" || reach === "begge");
  }
}

// The folded group says what is chosen in it.
function concepts(group) {
  const chosen = [...group.querySelectorAll("input:checked")].map((box) => box.labels[0].textContent.trim());
  const told = group.querySelector("[data-chosen]");
  told.textContent = [...new Set(chosen)].join(", ") || told.dataset.chosen;
}

function times(row) {
  const repeat = row.querySelector("[name$='-repeat']").value;
  const wanted = new Set([...ALWAYS, ...(ASKED[repeat] ?? ASKED.weekly)]);
  for (const control of row.querySelectorAll("[name^='times-']")) {
    const name = control.name.split("-").at(-1);
    if (control.type !== "hidden") toggle(control, wanted.has(name) || (name === "first" && control.value !== "" && repeat !== "always"));
  }
}

function places(row) {
  const isVirtual = row.querySelector("[name$='-kind']:checked")?.value === "virtual";
  for (const name of ["address", "postcode"]) toggle(row.querySelector(`[name$='-${name}']`), !isVirtual);
}

// A field that is to be put right is never hidden.
function toggle(control, isWanted) {
  const group = control?.closest(".form-group");
  if (group) group.hidden = !isWanted && !group.classList.contains("form-error");
}
