/** Counts as bars, without numbers: they stand beside it. */
export function Sparkline({ counts }: { counts: readonly number[] }) {
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, index) => {
    const height = count === 0 ? 0 : Math.max(1.5, (count / most) * 20);
    return height === 0 ? '' : `M${index} 20v-${height.toFixed(2)}h.8v${height.toFixed(2)}z`;
  });
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${Math.max(1, counts.length)} 20`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={bars.join('')} />
    </svg>
  );
}
