const dataUrl = async (url: URL): Promise<string> => {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("The font could not be read.")));
    reader.readAsDataURL(blob);
  });
};

/** A rule with its first file inside it. Until it is read the font draws nothing, which is how `fontsAreIn` can tell. */
const withFile = async (rule: CSSFontFaceRule, address: string, base: string): Promise<string> =>
  rule.cssText
    .replace(address, await dataUrl(new URL(address, base)))
    .replace(/font-display:[^;}]*/, "font-display: block");

/** The page's own fonts: their names, and a style sheet that needs no other file, for where none can be loaded. */
export async function pageFonts(): Promise<{ families: string[]; sheet: string }> {
  const families: string[] = [];
  const rules: Promise<string>[] = [];
  for (const sheet of document.styleSheets)
    for (const rule of sheet.cssRules) {
      const address = rule instanceof CSSFontFaceRule && /url\("?([^")]+)"?\)/.exec(rule.cssText)?.[1];
      if (!address) continue;
      families.push(rule.style.getPropertyValue("font-family"));
      rules.push(withFile(rule, address, sheet.href ?? document.baseURI));
    }
  return { families, sheet: (await Promise.all(rules)).join("\n") };
}

/** Side of the square below the picture in which each font writes a letter. */
const LETTER = 16;

const SVG = "http://www.w3.org/2000/svg";

const letterOf = (family: string, at: number, y: number): string => {
  const letter = document.createElementNS(SVG, "text");
  letter.setAttribute("x", `${at * LETTER}`);
  letter.setAttribute("y", `${y}`);
  letter.setAttribute("font-family", family);
  letter.setAttribute("font-size", "14");
  letter.textContent = "M";
  return new XMLSerializer().serializeToString(letter);
};

/** An SVG picture of `width` and `height` inside one that has a letter of each font below it. */
export function withLetters(svg: string, width: number, height: number, families: readonly string[]): string {
  const letters = families.map((family, at) => letterOf(family, at, height + LETTER - 2)).join("");
  return `<svg xmlns="${SVG}" width="${width}" height="${height + LETTER}">${svg}${letters}</svg>`;
}

/** Milliseconds: a browser that cannot read a font draws another after three seconds. */
const PATIENCE = 4000;

/** Resolves when the letters below the picture are drawn: an image is there before its fonts, and nothing else tells. */
export async function fontsAreIn(image: HTMLImageElement, height: number, fonts: number): Promise<void> {
  const canvas = document.createElement("canvas");
  const width = (canvas.width = LETTER * fonts);
  canvas.height = LETTER;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const isDrawn = (at: number) =>
    context?.getImageData(at * LETTER, 0, LETTER, LETTER).data.some((value, index) => index % 4 === 3 && value > 0);
  for (const end = performance.now() + PATIENCE; performance.now() < end;) {
    context?.clearRect(0, 0, width, LETTER);
    context?.drawImage(image, 0, height, width, LETTER, 0, 0, width, LETTER);
    if (Array.from({ length: fonts }, (_, at) => at).every(isDrawn)) return;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
