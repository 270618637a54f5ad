// <button data-position data-denied="…">: asks the browser where we are, only when pressed. The answer is rounded to
// about 100 metres, sent with this one search and kept nowhere.
export function startPosition(root) {
  if (!navigator.geolocation) return;
  for (const button of root.querySelectorAll("[data-position]")) {
    button.hidden = false;
    button.addEventListener("click", () => ask(button));
  }
}

function ask(button) {
  const form = button.form;
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const { hvor, lat, lon } = form.elements;
      if (hvor) hvor.value = "";
      lat.disabled = lon.disabled = false;
      lat.value = coords.latitude.toFixed(3);
      lon.value = coords.longitude.toFixed(3);
      form.requestSubmit();
    },
    () => {
      button.disabled = false;
      say(button, button.dataset.denied);
    },
    { maximumAge: 300_000, timeout: 10_000 },
  );
}

export function say(button, text) {
  const status = button.parentElement.querySelector("[role=status]");
  if (status) status.textContent = text;
}
