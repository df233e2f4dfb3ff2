import { Dialog } from './dialog.tsx';

const KEYS: readonly (readonly [string, string])[] = [
  ['j  k', 'next, previous cluster'],
  ['Enter', 'open it'],
  ['a', 'approve exactly what is shown'],
  ['r', 'reject, with a reason'],
  ['e', 'edit'],
  ['p', 'post what is approved'],
  ['u', 'undo, until it is posted'],
  ['/', 'search'],
  ['Esc', 'back, or close'],
  ['?', 'this'],
];

export function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.split('  ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p class="faint">Nothing is posted before it is approved, and exactly what is approved is posted.</p>
    </Dialog>
  );
}
