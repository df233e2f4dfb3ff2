/** `Nov 20, 2025 10:00:00 AM com.shop.Pay charge`: when and where, nothing of what. */
const HEAD = /^[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d [AP]M [\w.$]{1,200} \S{1,200}\r?\n(?=\S)/;

/** A text without the line that java.util.logging writes above the level and what is said. */
export function withoutJavaHead(text: string): string {
  const head = text.includes('\n') ? HEAD.exec(text.slice(0, 600)) : null;
  return head === null ? text : text.slice(head[0].length);
}
