/** What may stand between two values that are one: `10.0.0.1:80`, `1,024`, `3 - 4`. */
export const VALUE_SEPARATORS = ':,-+.|#';
