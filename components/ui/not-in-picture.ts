/** Attribute of what belongs to the page but not into a picture of it: buttons, menus. */
export const NOT_IN_PICTURE = { "data-picture": "out" } as const;
