// <form data-tils data-cutoff="7">: three questions about loneliness, added up here and sent nowhere.
// Shows the element whose data-tils-answer is "below" or "reached"; without us the form is a stateless POST.
export function startTils(root) {
  for (const form of root.querySelectorAll("form[data-tils]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) show(form);
    });
  }
}

function show(form) {
  const sum = [...form.querySelectorAll("input[type=radio]:checked")].reduce((total, input) => total + Number(input.value), 0);
  const outcome = sum >= Number(form.dataset.cutoff) ? "reached" : "below";
  for (const answer of document.querySelectorAll("[data-tils-answer]")) {
    answer.hidden = answer.dataset.tilsAnswer !== outcome;
    if (answer.hidden) continue;
    answer.tabIndex = -1;
    answer.focus();
  }
}
