/** As not-in-picture.ts marks it. */
const LEFT_OUT = "[data-picture=out]";

const dataUrl = async (url: URL): Promise<string> => {
  const blob = await (await fetch(url)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result as string));
    reader.addEventListener("error", () => reject(new Error("The font could not be read.")));
    reader.readAsDataURL(blob);
  });
};

/** A rule with its first file inside it; one without a file as it stands. */
const withFile = async (rule: CSSFontFaceRule, base: string): Promise<string> => {
  const address = /url\("?([^")]+)"?\)/.exec(rule.cssText)?.[1];
  return address === undefined ? rule.cssText : rule.cssText.replace(address, await dataUrl(new URL(address, base)));
};

/** The page's own fonts as a style sheet that needs no other file: the picture is drawn where it can load none. */
const fontSheet = async (): Promise<string> => {
  const faces = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules]
      .filter((rule) => rule instanceof CSSFontFaceRule)
      .map((rule) => withFile(rule, sheet.href ?? document.baseURI)),
  );
  return (await Promise.all(faces)).join("\n");
};

/**
 * Saves what an element shows as a PNG of twice its size, over its own ground. Fonts come along. Rejects when the
 * browser cannot draw it.
 */
export async function savePicture(name: string, element: HTMLElement): Promise<void> {
  const { toBlob } = await import("html-to-image");
  const blob = await toBlob(element, {
    pixelRatio: 2,
    backgroundColor: getComputedStyle(element).backgroundColor,
    fontEmbedCSS: await fontSheet(),
    // A panel below the first screen is else not drawn where there is no screen.
    style: { contentVisibility: "visible" },
    filter: (node) => !(node instanceof Element && node.matches(LEFT_OUT)),
  });
  if (!blob) throw new Error("The browser gave no picture.");
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = `${name.replaceAll(/[^\w.-]+/g, "-")}.png`;
  link.click();
  URL.revokeObjectURL(url);
}
