import type { Element, ElementContent, Parents, Properties, Root, RootContent, Text } from 'hast';

/** Builders and a walk for HTML as a tree: what is text stays text, whatever characters it holds. */

export function element(tagName: string, properties: Properties, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

export function text(value: string): Text {
  return { type: 'text', value };
}

type Child = RootContent | ElementContent;

/**
 * Puts what `change` gives in the place of every node, from the outside in; null = it stays, and its children are looked
 * at. What was put in is not looked at again.
 */
export function replaceNodes(parent: Parents, change: (node: Child, parent: Parents) => ElementContent[] | null): void {
  const children: Child[] = [];
  for (const child of parent.children) {
    const changed = change(child, parent);
    if (changed !== null) for (const one of changed) children.push(one);
    else {
      children.push(child);
      if (child.type === 'element') replaceNodes(child, change);
    }
  }
  setChildren(parent, children);
}

function setChildren(parent: Parents, children: Child[]): void {
  if (parent.type === 'root') parent.children = children;
  else parent.children = children.filter((child): child is ElementContent => child.type !== 'doctype');
}

/** All text below a node, in the order it is read. */
export function textOf(node: Root | Child): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}
