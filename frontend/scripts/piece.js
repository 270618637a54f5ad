// One piece of a page of ours, fetched as the page it is; null when it cannot be had.
export async function fetchPiece(address, selector) {
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return document.adoptNode(page.querySelector(selector));
  } catch {
    return null;
  }
}
