// A real OpenID Connect provider (oidc-provider) on this machine, for tests: node provider.mjs '{"port": …, …}'
//
// It knows the people it is told about and asks for nothing but who one is. Whatever is said of a person is said by
// the provider as claims, in the token and at the userinfo endpoint; `amr` and `acr` come with the sign-in itself.
// It says "ready" on stdout when it answers.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const { port, client, people } = JSON.parse(process.argv[2]);
const own = new Set(["amr", "acr"]);
const names = [...new Set(Object.values(people).flatMap(Object.keys))].filter((name) => !own.has(name));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ ...client, grant_types: ["authorization_code"], response_types: ["code"] }],
  pkce: { required: () => true },
  acrValues: ["urn:example:password", "urn:example:substantial"],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name"], work: names },
  scopes: ["openid", "email", "profile", "work"],
  conformIdTokenClaims: false,
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...without(own, people[id]) }) },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile work");
    await grant.save();
    return grant;
  },
});

function without(left, claims) {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !left.has(name)));
}

const page = `<!doctype html><html lang="da"><title>Hvem er du?</title><form method="post">
<label>Bruger <input name="login" autofocus></label><button name="act" value="in">Det er mig</button>
<button name="act" value="no">Afbryd</button></form>`;

async function ask(request, response) {
  if (request.method !== "POST") {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    return response.end(page);
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const sent = new URLSearchParams(body);
  const who = sent.get("login");
  const result =
    sent.get("act") === "no"
      ? { error: "access_denied", error_description: "said no" }
      : { login: { accountId: who, remember: false, amr: people[who].amr, acr: people[who].acr } };
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

const answer = provider.callback();
createServer((request, response) => {
  if (request.url.startsWith("/who/")) ask(request, response).catch((error) => response.destroy(error));
  else answer(request, response);
}).listen(port, "127.0.0.1", () => console.log("ready"));
