// A map of the places in the list, only when asked for: then the library and the places are fetched, from this site
// alone. The list is whole without it. No pin is larger, brighter or higher than another, and none stands for another:
// where several groups meet, or would cover one another, the pin says how many and names them all, in the list's order.
const section = document.querySelector("[data-map]");
const form = document.querySelector("[data-map-form]");
const button = form.querySelector("button");
const said = document.querySelector("[data-map-said]");
const ground = section.querySelector("[data-map-ground]");
const card = section.querySelector("[data-map-card]");
const title = section.querySelector("h2");

const PIN = 44; // pixels that a finger needs; pins nearer than this become one
const STEP = 80; // pixels that an arrow key moves the map
const NEAR = 13.5; // how close "On the map" goes: near enough to tell halls apart, far enough to know where one is
const PAD = 0.5; // how much of the map is drawn beyond each edge, to be there when it is moved
const MILES_A_DEGREE = 69.09;
const LINE = 20; // how high a line of the ground's letters is
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

let coming; // the map on its way, or here

// --- The list -------------------------------------------------------------

for (const place of document.querySelectorAll("[data-place]")) {
  const show = document.createElement("button");
  show.type = "button";
  show.className = "place__show";
  show.append(section.dataset.show, hidden(`: ${place.querySelector("a").textContent}`));
  show.addEventListener("click", async () => (await map())?.show(place.dataset.place, show));
  place.append(show);
}
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (await map()) {
    section.scrollIntoView();
    title.focus({ preventScroll: true });
  }
});
document.querySelector("[data-map-none]").hidden = true;
button.hidden = false;

function hidden(words) {
  return element("span", "govuk-visually-hidden", words);
}

function element(tag, className, ...inside) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...inside);
  return made;
}

function act(words, done) {
  const made = element("button", "map__act", words);
  made.type = "button";
  made.addEventListener("click", done);
  return made;
}

// The map, or nothing where it could not be fetched: that is said, and can be tried again.
async function map() {
  coming ||= begin().catch(() => {
    coming = undefined;
    section.hidden = true;
    said.textContent = said.dataset.failed;
  });
  return coming;
}

async function begin() {
  said.textContent = "";
  const asked = new URLSearchParams(new FormData(form));
  const posted = form.method === "post";
  const [answer] = await Promise.all([
    fetch(posted ? form.action : `${form.action}?${asked}`, posted ? { method: "POST", body: asked } : {}),
    import(section.dataset.leaflet),
  ]);
  if (!answer.ok) throw new Error("refused");
  const data = await answer.json();
  section.hidden = false;
  document.querySelector("main").classList.add("is-mapped");
  button.hidden = true;
  return new Drawn(window.L, data);
}

// --- The map --------------------------------------------------------------

class Drawn {
  constructor(L, data) {
    Object.assign(this, { L, data, pins: [], open: null });
    const [south, west, north, east] = data.ground.box;
    const box = L.latLngBounds([south, west], [north, east]);
    const moving = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still };
    this.map = L.map(ground, {
      ...moving,
      maxBounds: box,
      maxBoundsViscosity: 1,
      maxZoom: 17,
      zoomSnap: section.dataset.tiles ? 1 : 0.5, // pictures are sharp at whole steps alone
      zoomControl: false,
      attributionControl: false, // credits stand below
      keyboard: false, // ours works on the pins too
      scrollWheelZoom: false, // a page is scrolled with it
      trackResize: false,
    });
    const places = data.places.map(({ lat, lon }) => [lat, lon]);
    const middle = [data.place.lat, data.place.lon];
    const seen = places.length ? L.latLngBounds([middle, ...places]) : box;
    this.map.fitBounds(seen, { padding: [PIN, PIN], maxZoom: NEAR });
    this.map.setMinZoom(Math.min(this.map.getBoundsZoom(box), this.map.getZoom()));
    this.lay();
    L.control.zoom({ zoomInTitle: data.words.zoom_in, zoomOutTitle: data.words.zoom_out }).addTo(this.map);
    this.map.on("zoomend", () => this.pin());
    this.map.on("click", (event) => this.map.panTo(event.latlng)); // as dragging does, with one press
    new ResizeObserver(() => this.map.invalidateSize({ animate: false })).observe(ground);
    ground.tabIndex = 0;
    ground.setAttribute("role", "application");
    ground.setAttribute("aria-label", data.words.map);
    ground.addEventListener("keydown", (event) => this.key(event));
    card.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.pin();
    this.own.draw();
  }

  // What the pins stand on: our own dots and names, or an operator's pictures; ours where those do not come.
  lay() {
    const own = layer(this.L, this.data, () => this.pins.map(({ marker }) => marker.getLatLng()));
    this.own = own;
    const address = section.dataset.tiles;
    own.addTo(this.map);
    if (!address) return;
    own.only("ring");
    this.L.tileLayer(address, { referrerPolicy: "no-referrer" }).once("tileerror", () => own.only("")).addTo(this.map);
  }

  // One pin for all that a finger could not tell apart at this zoom. Where it stands is settled from south to north,
  // never by whose group it is; the order of pins, and of groups in one, is the list's.
  pin() {
    const { L, map } = this;
    const held = this.pins.find(({ marker }) => marker.getElement() === document.activeElement)?.those[0];
    for (const { marker } of this.pins) marker.remove();
    const order = this.data.places.map((place, at) => ({ place, at, spot: map.project([place.lat, place.lon]) }));
    const found = [];
    const northward = (a, b) => a.place.lat - b.place.lat || a.place.lon - b.place.lon || a.at - b.at;
    for (const each of [...order].sort(northward)) {
      const near = ({ x, y }) => Math.abs(x - each.spot.x) < PIN && Math.abs(y - each.spot.y) < PIN;
      const same = found.find(({ spot }) => near(spot));
      if (same) same.those.push(each);
      else found.push({ spot: each.spot, those: [each] });
    }
    for (const each of found) each.those.sort((a, b) => a.at - b.at);
    found.sort((a, b) => a.those[0].at - b.those[0].at);
    this.pins = found.map(({ spot, those }) => this.stick(map.unproject(spot), those.map(({ place }) => place)));
    this.mark();
    if (held) this.pinOf(held.key).marker.getElement().focus({ preventScroll: true });
  }

  stick(spot, those) {
    const { L, map } = this;
    const count = element("span", "pin__count", `${those.length}`);
    const icon = L.divIcon({ className: "pin", iconSize: [PIN, PIN], html: count });
    const marker = L.marker(spot, { icon, riseOnHover: false }).addTo(map);
    const drawn = marker.getElement();
    const where = those.length === 1 ? [those[0].where] : [];
    const names = [...new Set(those.map(({ programme }) => programme)), ...where];
    drawn.setAttribute("aria-label", `${this.count(those)}: ${names.join(", ")}`);
    const opened = () => this.tell(those, () => this.pinOf(those[0].key).marker.getElement());
    marker.on("click", opened);
    drawn.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      opened();
    });
    return { marker, those };
  }

  count(those) {
    const { one, many } = this.data.words;
    return those.length === 1 ? one : many.replace("{count}", those.length);
  }

  pinOf(key) {
    return this.pins.find(({ those }) => those.some((place) => place.key === key));
  }

  // From the list: as near as the map goes by itself, and the card of all that meet there.
  show(key, from) {
    const place = this.data.places.find((each) => each.key === key);
    if (!place) return; // the list is older than the map: it has gone since
    this.map.setView([place.lat, place.lon], Math.max(this.map.getZoom(), NEAR), { animate: false });
    section.scrollIntoView();
    this.tell(this.pinOf(key).those, () => from, place);
  }

  // The card: the same lines in the same order for every group. The focus goes to it, or to the one that was asked
  // for; and back when it is closed.
  tell(those, opener, wanted) {
    const told = those.map((place) => this.line(place));
    const heading = element("h3", "", this.count(those));
    card.replaceChildren(heading, element("p", "map__acts", ...this.acts(those)), element("ul", "", ...told));
    card.hidden = false;
    this.open = { those, opener };
    this.mark();
    const first = wanted ? told[those.indexOf(wanted)].querySelector("h4") : heading;
    first.tabIndex = -1;
    first.focus();
  }

  acts(those) {
    const close = act(this.data.words.close, () => this.close());
    const apart = those.some(({ lat, lon }) => lat !== those[0].lat || lon !== those[0].lon);
    if (!apart || this.map.getZoom() >= this.map.getMaxZoom()) return [close];
    return [close, act(this.data.words.nearer, () => this.nearer(those))];
  }

  // As near as it takes to see all of these and no more.
  nearer(those) {
    const box = this.L.latLngBounds(those.map(({ lat, lon }) => [lat, lon]));
    const zoom = Math.max(this.map.getBoundsZoom(box, false, [PIN, PIN]), this.map.getZoom() + 1);
    this.close();
    this.map.setView(box.getCenter(), zoom, { animate: false });
    this.pinOf(those[0].key).marker.getElement().focus();
  }

  line({ programme, kind, where, when, notes, more, how_exact: exact, link }) {
    const way = element("a", "", element("b", "", when), hidden(`, ${programme}`), `, ${where}`);
    way.href = link;
    const besides = [notes, more].filter(Boolean).join(", ");
    return element(
      "li",
      "",
      element("h4", "", programme),
      element("p", "note", kind),
      element("p", "", way, besides && `, ${besides}`),
      element("p", "note", `${exact}.`),
    );
  }

  mark() {
    for (const { marker, those } of this.pins) {
      const is = those.some((place) => this.open?.those.includes(place));
      marker.getElement().classList.toggle("pin--open", is);
      marker.getElement().setAttribute("aria-expanded", is);
    }
  }

  close() {
    if (!this.open) return;
    const back = this.open.opener();
    card.hidden = true;
    this.open = null;
    this.mark();
    back.focus();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { key } = event;
    if (key === "Escape") this.close();
    else if (ARROWS[key]) this.map.panBy(ARROWS[key], { animate: !still });
    else if (key === "+" || key === "=") this.map.zoomIn();
    else if (key === "-") this.map.zoomOut();
    else return;
    if (key !== "Escape") event.preventDefault();
  }
}

// --- The ground -----------------------------------------------------------

// Our own ground, drawn anew whenever the map has moved: dots, the ring of the distance asked, and as many names as
// there is room for beside the pins, the largest town's first; then the dots' codes. Colours and
// letters are the map's own.
function layer(L, { place, ground: { dots, names } }, pinned) {
  const Ground = L.Layer.extend({
    onAdd(map) {
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", this.getPane());
      this.canvas.setAttribute("aria-hidden", "true");
      map.on("moveend resize", this.draw, this);
      this.draw();
    },
    onRemove(map) {
      map.off("moveend resize", this.draw, this);
      this.canvas.remove();
    },
    only(what) {
      this.ring = what === "ring";
      this.draw();
    },
    draw() {
      const map = this._map;
      const size = map.getSize().multiplyBy(1 + 2 * PAD).round();
      const corner = map.containerPointToLayerPoint(map.getSize().multiplyBy(-PAD)).round();
      const sharp = window.devicePixelRatio || 1;
      L.DomUtil.setPosition(this.canvas, corner);
      Object.assign(this.canvas, { width: size.x * sharp, height: size.y * sharp });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      const pen = this.canvas.getContext("2d");
      const { color, backgroundColor, fontSize, fontFamily } = getComputedStyle(ground);
      const font = `${fontSize} ${fontFamily}`;
      Object.assign(pen, { font, fillStyle: color, strokeStyle: color, textAlign: "center", textBaseline: "middle" });
      pen.scale(sharp, sharp);
      const at = (lat, lon) => map.latLngToLayerPoint([lat, lon]).subtract(corner);
      const middle = at(place.lat, place.lon);
      const edge = middle.y - at(place.lat + place.miles / MILES_A_DEGREE, place.lon).y;
      pen.setLineDash([6, 6]);
      circle(pen, middle, edge).stroke();
      pen.setLineDash([]);
      circle(pen, middle, 5).stroke();
      if (this.ring) return;
      const inside = ({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y;
      const seen = (those) =>
        those.map(([lat, lon, words]) => ({ ...at(lat, lon), words })).filter((spot) => inside(spot));
      pen.globalAlpha = 0.45;
      for (const dot of seen(dots)) circle(pen, dot, 2.5).fill();
      const taken = pinned().map(({ lat, lng }) => box(at(lat, lng), PIN / 2 - 6, PIN / 2 - 6));
      const heights = [0, LINE, -LINE, 2 * LINE, -2 * LINE];
      for (const name of seen(names)) write(pen, name, 1, heights, backgroundColor, taken);
      for (const dot of seen(dots)) write(pen, dot, 0.75, [-LINE / 2 - 1], backgroundColor, taken);
    },
  });
  return new Ground();
}

function circle(pen, { x, y }, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  return pen;
}

function box({ x, y }, wide, high) {
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
}

// Words at the first of these heights where nothing else stands; nowhere, if there is none.
function write(pen, { x, y, words }, alpha, heights, around, taken) {
  const wide = pen.measureText(words).width / 2 + 4;
  const over = (one, other) =>
    one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
  for (const below of heights) {
    const here = box({ x, y: y + below }, wide, LINE / 2);
    if (taken.some((other) => over(here, other))) continue;
    taken.push(here);
    pen.globalAlpha = alpha;
    pen.save();
    Object.assign(pen, { strokeStyle: around, lineWidth: 4, lineJoin: "round" });
    pen.strokeText(words, x, y + below);
    pen.restore();
    pen.fillText(words, x, y + below);
    return;
  }
}
