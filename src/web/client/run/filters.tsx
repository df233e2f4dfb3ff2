import type { RefObject } from 'preact';
import type { RunView } from '../../views.ts';
import { type Order, PRIORITIES, type Sieve } from '../sift.ts';
import { STANDING_WORDS, type Standing, standing } from '../words.ts';

interface Properties {
  readonly view: RunView;
  readonly sieve: Sieve;
  readonly onSieve: (sieve: Sieve) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly shown: number;
}

const ORDERS: readonly Order[] = ['priority', 'count', 'last seen', 'title'];
const ACTIONS = ['create', 'update', 'reopen', 'skip', 'unverified'] as const;

export function Filters({ view, sieve, onSieve, search, shown }: Properties) {
  const standings = new Set(view.clusters.map(standing));
  const toggle = (priority: (typeof PRIORITIES)[number]) =>
    onSieve({
      ...sieve,
      priorities: sieve.priorities.includes(priority)
        ? sieve.priorities.filter((other) => other !== priority)
        : [...sieve.priorities, priority],
    });
  return (
    <search class="filters">
      <input
        ref={search}
        type="search"
        aria-label="Search clusters"
        placeholder="Search  /"
        value={sieve.text}
        onInput={(event) => onSieve({ ...sieve, text: event.currentTarget.value })}
      />
      <fieldset class="chips">
        <legend class="unseen">Priority</legend>
        {PRIORITIES.map((priority) => (
          <button
            key={priority}
            type="button"
            class={`chip ${priority}`}
            aria-pressed={sieve.priorities.includes(priority)}
            onClick={() => toggle(priority)}
          >
            {priority}
          </button>
        ))}
      </fieldset>
      <select
        aria-label="Decision"
        value={sieve.action}
        onChange={(event) => onSieve({ ...sieve, action: event.currentTarget.value })}
      >
        <option value="">all decisions</option>
        {ACTIONS.filter((action) => view.totals.actions[action] > 0).map((action) => (
          <option key={action} value={action}>
            {action}
          </option>
        ))}
      </select>
      <select
        aria-label="Status"
        value={sieve.standing}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          onSieve({ ...sieve, standing: [...standings].find((one) => one === wanted) ?? '' });
        }}
      >
        <option value="">all statuses</option>
        {[...standings].map((one: Standing) => (
          <option key={one} value={one}>
            {STANDING_WORDS[one]}
          </option>
        ))}
      </select>
      <select
        aria-label="Order"
        value={sieve.order}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          onSieve({ ...sieve, order: ORDERS.find((order) => order === wanted) ?? 'priority' });
        }}
      >
        {ORDERS.map((order) => (
          <option key={order} value={order}>
            by {order}
          </option>
        ))}
      </select>
      <output class="faint shown">
        {shown === view.clusters.length ? `${shown}` : `${shown} of ${view.clusters.length}`} clusters
      </output>
    </search>
  );
}
