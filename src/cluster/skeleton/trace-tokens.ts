/** Tokens that a line never has, so that a trace, several lines and one line never share a template. */
export const TRACE = '<trace>';
export const CAUSE = '<cause>';
export const AT = '<at>';
export const LINES = '<lines>';
/** Before what a payload says of an error beside its message. */
export const ERROR = '<error>';
