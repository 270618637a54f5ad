// On somebody else's page: puts a frame of ours where the tag is, and lets it be as high as it wants to be.
// No markup is written as text and no style attribute either, so that the strictest policy that lets us in is kept.
const tag = document.currentScript;
const home = new URL(tag.src).origin;
const NAMES = ["q", "hvor", "behov", "maalgruppe", "aktivitet", "hvordan", "rolle", "alder", "gratis", "organisation", "antal", "tema", "farve", "overskrift", "felt"];
const MANY = ["behov", "maalgruppe", "aktivitet", "hvordan", "rolle"];
const TALLEST = 20000;

const said = { ...tag.dataset };
if (said.kommune) said.hvor = said.kommune;
const isEnglish = said.sprog === "en";

const address = new URL(isEnglish ? "/en/widget/soeg/" : "/widget/soeg/", home);
for (const name of NAMES) {
  for (const value of values(name)) address.searchParams.append(name, value);
}

const frame = document.createElement("iframe");
frame.src = address.href;
frame.title = said.overskrift || (isEnglish ? "Find community and help" : "Find fællesskab og hjælp");
frame.loading = "lazy";
frame.referrerPolicy = "no-referrer";
frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
Object.assign(frame.style, { border: "0", width: "100%", maxWidth: "100%", height: "720px", display: "block" });

addEventListener("message", ({ origin, source, data }) => {
  if (origin !== home || source !== frame.contentWindow || data?.type !== "brobygger:hoejde") return;
  if (Number.isFinite(data.height) && data.height > 0) frame.style.height = `${Math.min(Math.ceil(data.height), TALLEST)}px`;
});

// A tag in <head> has nowhere to show anything: then the frame comes last on the page.
if (document.head.contains(tag)) {
  const place = () => document.body.append(frame);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
} else {
  tag.after(frame);
}

function values(name) {
  const text = (said[name] || "").trim();
  if (!text) return [];
  return MANY.includes(name) ? text.split(/[\s,]+/) : [text];
}
