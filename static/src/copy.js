// Copy what stands in a box. Without this script the button stays hidden, and selecting all and copying does the same.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const said = document.querySelector("[data-copied]");
  if (!navigator.clipboard || !box) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.value);
    said.textContent = said.dataset.copied;
  });
}
