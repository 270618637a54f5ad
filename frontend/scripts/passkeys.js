// <form data-passkey="create|get">: asks the device for a new passkey, or for one it has, and sends what it says.
// What to ask comes in the page (#passkey-options) or, on the sign-in page, from the form's own address.
// The form is hidden until we know that the browser can; pages say what to do without.
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form).catch(() => complain(form));
  });
}
if (window.PublicKeyCredential) {
  for (const element of document.querySelectorAll(".with-passkeys")) element.hidden = false;
  for (const element of document.querySelectorAll(".without-passkeys")) element.hidden = true;
}

async function ask(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  if (problem) problem.hidden = true;
  const { publicKey } = await optionsFor(form);
  const isNew = form.dataset.passkey === "create";
  const credential = isNew
    ? await navigator.credentials.create({ publicKey: toCreate(publicKey) })
    : await navigator.credentials.get({ publicKey: toGet(publicKey) });
  form.elements.credential.value = JSON.stringify(asJson(credential));
  form.submit();
}

async function optionsFor(form) {
  const address = form.dataset.passkeyOptions;
  if (!address) return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

function complain(form) {
  const problem = form.querySelector("[data-passkey-problem]");
  problem.textContent = problem.dataset.passkeyProblem;
  problem.hidden = false;
}

// A passkey stands alone: it is found without an e-mail, and the device asks for a finger, a face or a PIN.
function toCreate(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: known(options.excludeCredentials),
    authenticatorSelection: {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
  };
}

function toGet(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
}

function known(credentials) {
  return (credentials || []).map((credential) => ({ ...credential, id: bytes(credential.id) }));
}

function asJson({ id, rawId, type, response, authenticatorAttachment }) {
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  return { id, rawId: text(rawId), type, authenticatorAttachment, response: said, clientExtensionResults: {} };
}

function bytes(base64url) {
  const base64 = base64url.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function text(buffer) {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
