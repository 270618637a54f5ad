// The same in JavaScript, in a browser or in Node 20. Any site may ask: answers carry CORS headers.
const base = globalThis.process?.env.BROBYGGER ?? "http://localhost:8000";
for (let number = 1, isLast = false; !isLast; number += 1) {
  const answer = await fetch(`${base}/hsds/3/services?per_page=100&page=${number}`);
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const page = await answer.json();
  for (const service of page.contents) console.log(service.name, "·", service.organization?.name ?? "");
  isLast = page.last_page;
}
