// <a data-quick-exit href="somewhere harmless">: leaves without a step to go back to; so does Escape three times within two seconds.
export function startQuickExit(root) {
  const link = root.querySelector("[data-quick-exit]");
  if (!link) return;

  const leave = () => {
    document.documentElement.hidden = true;
    location.replace(link.href);
  };
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (presses.length >= 3) leave();
  });
}
