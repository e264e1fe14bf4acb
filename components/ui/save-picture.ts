import { fontsAreIn, pageFonts, withLetters } from "./picture-fonts.ts";

/** As not-in-picture.ts marks it. */
const LEFT_OUT = "[data-picture=out]";

/** Pixels of the picture for one of the page. */
const SCALE = 2;

const imageOf = async (svg: string): Promise<HTMLImageElement> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  return image;
};

/** What an element shows, as a PNG of twice its size over its own ground. */
const pictureOf = async (element: HTMLElement): Promise<Blob | null> => {
  const { toSvg } = await import("html-to-image");
  const { families, sheet } = await pageFonts();
  const address = await toSvg(element, {
    fontEmbedCSS: sheet,
    filter: (node) => !(node instanceof Element && node.matches(LEFT_OUT)),
  });
  const { offsetWidth: width, offsetHeight: height } = element;
  const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const image = await imageOf(withLetters(svg, width, height, families));
  await fontsAreIn(image, height, families.length);
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext("2d");
  if (!context) return null;
  context.fillStyle = getComputedStyle(element).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, width, height, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve));
};

/** Saves what an element shows as a PNG. Fonts come along. Rejects when the browser cannot draw it. */
export async function savePicture(name: string, element: HTMLElement): Promise<void> {
  const blob = await pictureOf(element);
  if (!blob) throw new Error("The browser gave no picture.");
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(/[^\w.-]+/g, "-")}.png`;
  link.click();
  URL.revokeObjectURL(url);
}
