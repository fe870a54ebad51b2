/** A part that has no picture shows a cube instead of the browser's broken image. */

/** Call once the page is there; pictures that come later are seen too. */
export function standInForMissingPictures(): void {
  // An error of an image does not bubble.
  document.addEventListener("error", ({ target }) => standIn(target), true);
  for (const picture of document.querySelectorAll<HTMLImageElement>("img.part-picture"))
    if (picture.complete && picture.naturalWidth === 0 && picture.loading !== "lazy")
      standIn(picture);
}

function standIn(picture: EventTarget | null): void {
  if (!(picture instanceof HTMLImageElement) || !picture.matches(".part-picture")) return;
  const cube = document.createElement("span");
  cube.className = "part-picture part-none";
  cube.ariaHidden = "true";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.documentElement.dataset["icons"] ?? ""}#cube`);
  svg.append(use);
  cube.append(svg);
  picture.replaceWith(cube);
}
