// Use where I am: the position is rounded to two decimals (about half a mile) before it leaves the browser,
// and is sent in the same form, as "lat,lon". The button is hidden until this script can do something with it.
const button = document.querySelector("[data-here]");

function send(position) {
  const { latitude, longitude } = position.coords;
  button.form.elements.place.value = `${latitude.toFixed(2)},${longitude.toFixed(2)}`;
  button.form.submit();
}

function explain() {
  document.querySelector("[data-here-said]").textContent = button.dataset.hereRefused;
  button.disabled = false;
}

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(send, explain, { timeout: 10000, maximumAge: 300000 });
  });
}
