// Towns while somebody types, in the list of the library beside this. Only what is letters, and three of them at
// least, leaves the browser: a postcode has digits. Without this script the form asks the same when it is sent.
const towns = document.querySelector("[data-towns]");
const LETTERS = /^[\p{L}\p{M}\s'’.,()&-]{3,60}$/u;

if (towns?.fetchResult) {
  const ask = towns.fetchResult.bind(towns);
  towns.fetchResult = async (url) => (LETTERS.test(url.searchParams.get("q")) ? ask(url) : "");
  towns.addEventListener("load", () => {
    const said = towns.querySelector("[data-said]");
    document.querySelector("[data-towns-said]").textContent = said ? said.textContent : "";
  });
  // The list goes with the box it belongs to, and a press on it does not leave the box.
  towns.addEventListener("mousedown", (event) => event.target.closest("[role=option]") && event.preventDefault());
  towns.addEventListener("focusout", () => {
    towns.open = false;
  });
  // The library asks nobody until it has an address, so nothing is asked before the rule above stands.
  towns.src = towns.dataset.towns;
}
