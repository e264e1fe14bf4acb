const FIELDS = "input, textarea, select, [contenteditable=true]";
const OVERLAYS = "dialog, [role=dialog], [role=menu], [role=listbox]";

/** True when a key is meant for the page: no field has the focus, no dialog or menu is open, no modifier is held. */
export function isForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return false;
  if (event.target instanceof Element && event.target.closest(FIELDS)) return false;
  return document.querySelector(OVERLAYS) === null;
}
