// The lock of a page that wants somebody signed in. After fifteen minutes without a key or a press, here or in another
// tab of this site, it goes to the locked screen, and so does the button; what is half-written goes along and is kept
// sealed. While somebody types, the site is told so once a minute. Without this script the next request meets the lock.
const button = document.querySelector("[data-lock]");
const AFTER = 15 * 60 * 1000;
const TOLD_EVERY = 60 * 1000;
const tabs = new BroadcastChannel("lock");
let acted = Date.now();
let told = acted;
let written = null; // the form in which something was typed last

// A page that the browser kept in memory shows what it showed: ask again.
window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());

function kept(form) {
  const own = new URL(form.action);
  return form.method === "post" && own.origin === window.location.origin && !form.querySelector("[type=password]");
}

// Send the half-written form to the lock instead of to where it goes.
function send(form) {
  const fields = new FormData(form);
  const { pathname, search } = new URL(form.action);
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = button.action;
  const add = (name, value) => sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  for (const [name, value] of fields) value instanceof File ? value.name && add("_files", "1") : add(name, value);
  add("_kept_for", pathname + search);
  document.body.append(sent);
  HTMLFormElement.prototype.submit.call(sent);
}

function lock({ others }) {
  if (others) tabs.postMessage("lock");
  document.body.hidden = true;
  if (written && kept(written)) send(written);
  else HTMLFormElement.prototype.submit.call(button);
}

async function tell() {
  told = Date.now();
  const token = button.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(button.dataset.here, { method: "POST", headers: { "X-CSRFToken": token } });
  if (answer.redirected) lock({ others: true }); // locked, or signed out, meanwhile
}

function act() {
  acted = Date.now();
  tabs.postMessage("acted");
  if (acted - told > TOLD_EVERY) tell();
}

if (button) {
  document.addEventListener("keydown", act);
  document.addEventListener("pointerdown", act);
  document.addEventListener("input", (event) => (written = event.target.form));
  document.addEventListener("submit", (event) => event.target !== button && (written = null));
  button.addEventListener("submit", (event) => {
    event.preventDefault();
    lock({ others: true });
  });
  tabs.addEventListener("message", (event) => (event.data === "lock" ? lock({ others: false }) : (acted = Date.now())));
  // A machine that slept has no timer to run out: the clock is looked at.
  setInterval(() => Date.now() - acted > AFTER && lock({ others: true }), 5000);
}
