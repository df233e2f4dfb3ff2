import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Properties<Name extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly name: Name; readonly says: string }[];
  readonly current: Name;
  readonly onTab: (name: Name) => void;
  readonly children: ComponentChildren;
  readonly class: string;
}

/** Tabs over a panel that scrolls by itself; the arrow keys go from tab to tab. */
export function Tabs<Name extends string>({ label, tabs, current, onTab, children, class: name }: Properties<Name>) {
  const id = useId();
  const step = (by: number) => {
    const at = tabs.findIndex((tab) => tab.name === current);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    onTab(next.name);
    document.getElementById(`${id}-${next.name}`)?.focus();
  };
  return (
    <section class={`tabs ${name}`} aria-label={label}>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'ArrowRight') step(1);
          if (event.key === 'ArrowLeft') step(-1);
        }}
      >
        {tabs.map((tab) => (
          <button
            key={tab.name}
            id={`${id}-${tab.name}`}
            type="button"
            role="tab"
            aria-selected={tab.name === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab.name === current ? 0 : -1}
            onClick={() => onTab(tab.name)}
          >
            {tab.says}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div class="panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
