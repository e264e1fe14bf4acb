/**
 * Puts a text on the clipboard; false when the browser does not let a page do so, as on plain http from another machine.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
