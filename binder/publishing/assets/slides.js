// Starts reveal.js, draws the figures of a slide when it is shown, and fits it to the screen.

const WIDTH = 1280, HEIGHT = 720, ROOM = HEIGHT - 60, MOST = 1.5, LEAST = 0.5;

/** Enlarges or shrinks the figures of a slide until it is full, and if need be its text. */
function fit(slide) {
  const plots = [...slide.querySelectorAll(".plot")].filter(plot => plot.offsetParent);
  const scale = factor => plots.forEach(plot => {
    const {style} = plot, frame = plot.parentElement.style;
    style.transform = `scale(${factor})`;
    frame.width = `${parseFloat(style.width) * factor}px`;
    frame.height = `${parseFloat(style.height) * factor}px`;
  });
  slide.style.fontSize = "";
  slide.classList.remove("long", "beside");
  if (plots.length) {
    scale(1);
    const sum = name => plots.reduce((all, plot) => all + plot[name], 0);
    const cell = plots[0].closest(".jp-Cell"), height = sum("offsetHeight");
    const widest = Math.max(...plots.map(plot => plot.offsetWidth));
    const free = ROOM - slide.offsetHeight + height;
    const below = Math.min(cell.clientWidth / widest, free / height);
    // The text that reads a figure is below it, or beside it if that leaves it more room.
    slide.classList.toggle("beside", below < 1 && !!slide.querySelector(":scope > .fragment"));
    const rest = cell.offsetTop + cell.offsetHeight - height;
    const beside = Math.min(cell.clientWidth / widest, (ROOM - rest) / height);
    if (beside < below) slide.classList.remove("beside");
    const factor = slide.classList.contains("beside") ? beside : below;
    scale(Math.max(LEAST, Math.min(MOST, factor)));
  }
  for (let size = 96; size >= 68 && slide.offsetHeight > ROOM; size -= 4) {
    slide.style.fontSize = `${size}%`;
  }
  slide.classList.toggle("long", slide.offsetHeight > ROOM);
}

function shown(slide) {
  slide.querySelectorAll(BOXES).forEach(draw);
  fit(slide);
}

Reveal.on("ready", event => shown(event.currentSlide));
Reveal.on("slidechanged", event => shown(event.currentSlide));
document.addEventListener("toggle", () => fit(Reveal.getCurrentSlide()), true);
// The arrow keys belong to the slides again once the mouse has moved a slider.
document.addEventListener("pointerup", event => {
  if (event.target.matches("input")) event.target.blur();
});
Reveal.initialize({width: WIDTH, height: HEIGHT, margin: 0.02, center: false, hash: true,
                   transition: "none", slideNumber: "c/t", viewDistance: 2,
                   plugins: [RevealNotes]});
