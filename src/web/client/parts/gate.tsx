/** Shown where the page may not ask: its address held no code, or one that was used. */
export function Gate() {
  return (
    <main class="gate">
      <h1>log-gardener</h1>
      <p>This address opens the page once, so that nobody else on this machine can. A reload needs a new one:</p>
      <pre>log-gardener review</pre>
      <p class="faint">It prints an address and opens it. Nothing is lost: all drafts are in the store.</p>
    </main>
  );
}
