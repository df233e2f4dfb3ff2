import type { Element, ElementContent } from 'hast';
import { element, text } from './hast.ts';

/** The bar chart of a draft, as draft/chart.ts writes it for Mermaid. */
interface BarChart {
  readonly title: string;
  readonly labels: readonly string[];
  readonly most: number;
  readonly counts: readonly number[];
}

const WIDTH = 700;
const HEIGHT = 220;
const LEFT = 56;
const TOP = 30;
const BOTTOM = 30;
const MOST_BARS = 200;

/** The numbers of a bar chart in Mermaid; null for every other diagram, and for one that does not add up. */
export function readBarChart(source: string): BarChart | null {
  const lines = source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('%%'));
  const [kind, titleLine = '', xLine = '', yLine = '', barLine = '', ...more] = lines;
  if (kind !== 'xychart-beta' || more.length > 0) return null;
  const title = /^title "([^"]*)"$/.exec(titleLine)?.[1];
  const labels = /^x-axis \[("[^"]*"(?:, "[^"]*")*)\]$/.exec(xLine)?.[1]?.slice(1, -1).split('", "');
  const most = /^y-axis "[^"]*" 0 --> (\d{1,15})$/.exec(yLine)?.[1];
  const counts = /^bar \[(\d{1,15}(?:, \d{1,15})*)\]$/.exec(barLine)?.[1]?.split(', ').map(Number);
  if (title === undefined || labels === undefined || most === undefined || counts === undefined) return null;
  if (labels.length !== counts.length || counts.length > MOST_BARS || Number(most) < 1) return null;
  return { title, labels, most: Number(most), counts };
}

/** Drawn without style or script, in the colours of the page around it. */
export function chartSvg({ title, labels, most, counts }: BarChart): Element {
  const bottom = HEIGHT - BOTTOM;
  const step = (WIDTH - LEFT) / counts.length;
  const bars = counts.flatMap((count, index): ElementContent[] => {
    const height = Math.round(((bottom - TOP) * Math.min(count, most)) / most);
    const x = LEFT + index * step;
    const label = labels[index] ?? '';
    return [
      element(
        'rect',
        {
          className: ['chart-bar'],
          ...{ x: round(x + step * 0.1), y: `${bottom - height}`, width: round(step * 0.8), height, fill: '#d1242f' },
        },
        [element('title', {}, [text(`${label}: ${count}`)])],
      ),
      words(label, { x: round(x + step / 2), y: bottom + 18, textAnchor: 'middle' }),
    ];
  });
  const axis = element('path', { d: `M${LEFT} ${TOP}V${bottom}H${WIDTH}`, fill: 'none', stroke: 'currentColor' }, []);
  return element(
    'svg',
    {
      className: ['chart'],
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      ariaLabel: `${title}: ${counts.join(', ')}`,
    },
    [
      words(title, { x: WIDTH / 2, y: 16, textAnchor: 'middle' }),
      words(String(most), { x: LEFT - 6, y: TOP + 4, textAnchor: 'end' }),
      words('0', { x: LEFT - 6, y: bottom, textAnchor: 'end' }),
      axis,
      ...bars,
    ],
  );
}

function words(value: string, { x, y, textAnchor }: { x: number | string; y: number; textAnchor: string }): Element {
  const at = { x: `${x}`, y: `${y}`, textAnchor };
  return element('text', { ...at, fontSize: '11', fill: 'currentColor' }, [text(value)]);
}

function round(value: number): string {
  return `${Math.round(value * 10) / 10}`;
}
