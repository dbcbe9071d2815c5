// Leave this page, fast: blank it first, then go where this page is not one step back.
// Without this script the link is a plain link. Escape pressed three times within two seconds does the same.
const link = document.querySelector("[data-leave]");

function leave() {
  document.body.hidden = true;
  document.title = "";
  window.location.replace(link.href);
}

if (link) {
  let presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time < 2000);
    if (presses.length >= 3) leave();
  });
}
