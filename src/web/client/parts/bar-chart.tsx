import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { barWidth, clock, count, day, number, time } from '../words.ts';
import { useMedia } from './use-media.ts';

interface Series {
  readonly label: string;
  /** Name of a CSS colour of ours, without the dashes. */
  readonly color: string;
  readonly counts: readonly number[];
}

interface Properties {
  /** Seconds since 1970 at which the first bar begins. */
  readonly since: number;
  readonly widthSeconds: number;
  /** Stacked, the first at the bottom. */
  readonly series: readonly Series[];
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly height: number;
  /** The chart in a sentence, for whoever cannot see it. */
  readonly label: string;
}

/** Counts over time as stacked bars, with moments marked. What is under the pointer is said below. */
export function BarChart(properties: Properties) {
  const { since, widthSeconds, series, marks, height, label } = properties;
  const box = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const dark = useMedia('(prefers-color-scheme: dark)');
  const key = JSON.stringify([since, widthSeconds, series, marks, height, dark]);
  useEffect(() => {
    if (box.current === null) return;
    const target = box.current;
    const plot = new uPlot(optionsFor(target, properties, setPointed), stack(properties), target);
    const observer = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }));
    observer.observe(target);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [key]);
  return (
    <figure class="chart">
      <div ref={box} class="plot" role="img" aria-label={label} style={{ height: `${height}px` }} />
      <figcaption>
        {series.length > 1 && (
          <span class="legend">
            {series.map(({ label: name, color }) => (
              <span key={name}>
                <i class={`swatch ${color}`} />
                {name}
              </span>
            ))}
          </span>
        )}
        <span class="pointed">{pointed === null ? restWords(properties) : pointedWords(properties, pointed)}</span>
      </figcaption>
    </figure>
  );
}

function restWords({ marks, widthSeconds }: Properties): string {
  return `A bar is ${barWidth(widthSeconds)}; times are UTC${marks.length > 0 ? '; a dashed line is a new revision' : ''}.`;
}

function pointedWords({ since, widthSeconds, series, marks }: Properties, index: number): string {
  const from = (since + index * widthSeconds) * 1000;
  const parts = series
    .filter(({ counts }) => (counts[index] ?? 0) > 0)
    .map(({ label, counts }) => `${label} ${number(counts[index] ?? 0)}`);
  const total = series.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0);
  const near = marks.filter(({ at }) => at * 1000 >= from && at * 1000 < from + widthSeconds * 1000);
  return [
    `${time(from)} – ${clock(from + widthSeconds * 1000)}: ${count(total, 'entry', 'entries')}`,
    ...(series.length > 1 ? parts : []),
    ...near.map(({ label }) => `began: ${label}`),
  ].join(' · ');
}

/** Bars are drawn over one another, the highest first: each holds the sum of itself and those below. */
function stack({ since, widthSeconds, series }: Properties): uPlot.AlignedData {
  const length = series[0]?.counts.length ?? 0;
  const times = Array.from({ length }, (_, index) => since + index * widthSeconds);
  const sums: number[][] = [];
  let below = new Array<number>(length).fill(0);
  for (const { counts } of series) {
    below = below.map((sum, index) => sum + (counts[index] ?? 0));
    sums.unshift(below);
  }
  return [times, ...sums];
}

function optionsFor(box: HTMLElement, properties: Properties, point: (index: number | null) => void): uPlot.Options {
  const { since, widthSeconds, series, marks, height } = properties;
  const styles = getComputedStyle(box);
  const color = (name: string) => styles.getPropertyValue(`--${name}`).trim();
  const font = `11px ${styles.fontFamily}`;
  const length = series[0]?.counts.length ?? 0;
  const axis = { stroke: color('muted'), font, ticks: { show: false } };
  return {
    width: box.clientWidth,
    height,
    padding: [marks.length > 0 ? 18 : 8, 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [since, since + length * widthSeconds] },
      y: { range: (_, __, most) => [0, Math.max(1, most) * 1.06] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        grid: { show: false },
        incrs: [60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800],
        space: 64,
        values: (_, splits) => splits.map((at) => (at % 86_400 === 0 ? day(at * 1000) : clock(at * 1000))),
      },
      {
        ...axis,
        size: 46,
        space: 28,
        grid: { stroke: color('line'), width: 1 },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 1e4, 2e4, 5e4, 1e5, 1e6],
        values: (_, splits) => splits.map((value) => number(value)),
      },
    ],
    series: [
      {},
      ...series.toReversed().map((one) => ({
        label: one.label,
        fill: color(one.color),
        width: 0,
        points: { show: false },
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ align: 1, size: [0.86, 60], gap: 1 }) }),
      })),
    ],
    hooks: {
      draw: [(plot) => drawMarks(plot, marks, { line: color('ink'), font })],
      setCursor: [({ cursor }) => point(indexAt(cursor.left ?? -1, box, length))],
    },
  };
}

function indexAt(left: number, box: HTMLElement, length: number): number | null {
  const width = box.querySelector('.u-over')?.clientWidth ?? 0;
  if (left < 0 || width === 0) return null;
  return Math.min(length - 1, Math.floor((left / width) * length));
}

function drawMarks(plot: uPlot, marks: Properties['marks'], look: { line: string; font: string }): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = look.line;
  ctx.fillStyle = look.line;
  ctx.font = look.font.replace(/^\d+/, (size) => String(Number(size) * ratio));
  ctx.textAlign = 'left';
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  let free = 0;
  for (const { at, label } of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 4 * ratio);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(label).width;
    const start = Math.min(x, bbox.left + bbox.width - width);
    if (start < free) continue;
    ctx.fillText(label, start, bbox.top - 7 * ratio);
    free = start + width + 8 * ratio;
  }
  ctx.restore();
}
