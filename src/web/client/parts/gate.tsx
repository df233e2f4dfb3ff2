/** Shown where the page may not ask: its address held no code, or one that was used. */
export function Gate() {
  return (
    <main class="gate">
      <h1>log-gardener</h1>
      <p>
        This address opens the page once, so that nobody else on this machine can. A reload needs a new one: press Enter
        where <code>log-gardener review</code> runs, or start it again.
      </p>
      <p class="faint">Nothing is lost: all drafts are in the store.</p>
    </main>
  );
}
