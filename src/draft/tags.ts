/** Everything GitHub's renderer knows as an element, and the elements that are dangerous elsewhere. */
const ELEMENTS =
  'a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd keygen label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext portal pre progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp';

const TAG = new RegExp(`</?(?:${ELEMENTS.replaceAll(' ', '|')})(?=[\\s/>])(?! object at 0x)[^<>]*>`, 'gi');

/**
 * Stops hidden text and forged markers: comments go, and where one is not closed, what would open it. Found by index,
 * since a regular expression would look for the end again from every start.
 */
export function stripComments(text: string): string {
  let kept = '';
  let from = 0;
  for (;;) {
    const start = text.indexOf('<!--', from);
    if (start === -1) return kept + text.slice(from);
    kept += text.slice(from, start);
    const end = text.indexOf('-->', start + 4);
    if (end === -1) return kept + text.slice(start).replaceAll('<!--', '');
    from = end + 3;
  }
}

/**
 * Stops HTML. Only names that HTML knows, declarations and processing instructions: `<*>`, `Map<String, Order>`,
 * `<module>` and Python's `<map object at 0x…>` are what the log said, and the Markdown writer escapes them.
 */
export function stripTags(text: string): string {
  return text.replace(TAG, '').replace(/<[!?][^<>]*>/g, '');
}

/** Stops a forged marker inside code, where nothing may be left out: a space keeps it from being one. */
export function breakComments(text: string): string {
  return text.replaceAll('<!--', '<! --');
}
