// Shows an answer below the form that asked for it. Without this file the form opens the answer as a page of its own.
const MOST_CHARACTERS = 20000;

for (const form of document.querySelectorAll("form[data-try]")) {
  const place = document.createElement("div");
  place.className = "operation-answer";
  const head = document.createElement("p");
  head.setAttribute("role", "status"); // what came is read aloud in short, not all that came
  place.append(head);
  form.insertAdjacentElement("afterend", place); // not form.after(): a field named "after" stands before it
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show(form, place, head);
  });
}

async function show(form, place, head) {
  const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  head.textContent = "…";
  try {
    const answer = await fetch(`${form.action}?${asked}`, { headers: { Accept: "application/json" } });
    const text = await firstOf(answer);
    const body = document.createElement("pre");
    body.className = "snippet";
    body.tabIndex = 0;
    body.lang = "en";
    body.append(code(pretty(text)));
    head.replaceChildren(code(`${answer.status} ${answer.url}`));
    place.replaceChildren(head, body);
  } catch (error) {
    head.replaceChildren(code(String(error)));
    place.replaceChildren(head);
  }
}

// A stream may have no end: read as much as is shown, and let go.
async function firstOf(answer) {
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (text.length < MOST_CHARACTERS * 10) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

function pretty(text) {
  let shown = text;
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // not JSON, or only the beginning of it: as it came
  }
  return shown.length > MOST_CHARACTERS ? `${shown.slice(0, MOST_CHARACTERS)}\n…` : shown;
}

function code(text) {
  const element = document.createElement("code");
  element.textContent = text;
  return element;
}
