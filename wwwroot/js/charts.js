// Live line charts (uPlot). The server sends whole series once and then only the points that are new.
// Colours are the tokens' own; they are read again when the theme changes.

const charts = new Map();

const units = {
  Rate: value => `${short(value)}/s`,
  Bytes: bytes,
  Percent: value => `${Math.round(value * 100)}%`,
  Duration: seconds,
};

// Bytes are written in KiB and MiB, so their round steps are 1, 2, 4 … of these.
const powersOfTwo = Array.from({ length: 60 }, (_, power) => 2 ** power);

function short(value) {
  const size = Math.abs(value);
  if (size >= 999_500) {
    return `${(value / 1e6).toFixed(size < 9.95e6 ? 1 : 0)}M`;
  }
  if (size >= 9_999.5) {
    return `${(value / 1e3).toFixed(size < 99_950 ? 1 : 0)}k`;
  }
  return size < 10 && value !== Math.floor(value) ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

function bytes(value) {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < names.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${names[unit]}`;
}

function seconds(value) {
  if (value < 120) {
    return `${Math.round(value)}s`;
  }
  return value < 7200 ? `${Math.round(value / 60)}m` : `${Math.round(value / 3600)}h`;
}

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(chart) {
  const write = units[chart.type] ?? short;
  const axis = { stroke: token('--text-3'), grid: { stroke: token('--border'), width: 1 }, ticks: { show: false }, font: '11px system-ui' };
  const reading = (_, value) => (value === null || value === undefined ? '–' : write(value));
  return {
    width: chart.host.clientWidth,
    height: chart.height,
    tzDate: stamp => (chart.utc ? window.uPlot.tzDate(new Date(stamp * 1e3), 'Etc/UTC') : new Date(stamp * 1e3)),
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, sync: { key: chart.group } },
    legend: { live: true, isolate: false },
    hooks: { setCursor: [plot => plot.cursor.idx === null && showLast(plot)] },
    scales: { y: { range: (_, low, high) => [Math.min(0, low ?? 0), high > 0 ? high * 1.08 : 1] } },
    axes: [
      { ...axis, size: 24, space: 70, values: (plot, splits) => splits.map(stamp => clock(chart, stamp, plot.scales.x.max - plot.scales.x.min < 900)) },
      { ...axis, size: 56, space: 28, ...(chart.type === 'Bytes' ? { incrs: powersOfTwo } : {}), values: (_, splits) => splits.map(value => write(value).replace(/\.0(?=\D|$)/, '')) },
    ],
    series: [
      { label: 'At', value: (_, stamp) => (stamp === null || stamp === undefined ? '–' : clock(chart, stamp, true)) },
      ...chart.lines.map((line, i) => ({
        label: line,
        stroke: token(`--chart-${(i % 6) + 1}`),
        width: 1.5,
        dash: i > 2 ? [5, 3] : undefined,
        points: { show: false },
        spanGaps: false,
        value: reading,
      })),
    ],
  };
}

function clock(chart, stamp, withSeconds) {
  const at = chart.utc ? window.uPlot.tzDate(new Date(stamp * 1e3), 'Etc/UTC') : new Date(stamp * 1e3);
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()].slice(0, withSeconds ? 3 : 2);
  return parts.map(part => String(part).padStart(2, '0')).join(':');
}

// Without a pointer in the chart the legend tells the newest values.
function showLast(plot) {
  const last = plot.data[0].length - 1;
  if (last >= 0 && plot.legend.idx !== last) {
    plot.setLegend({ idx: last }, false);
  }
}

function draw(chart) {
  chart.plot?.destroy();
  chart.plot = new window.uPlot(options(chart), chart.data, chart.host);
  showLast(chart.plot);
}

// A gap comes as null: JSON has no NaN.
export function create(id, host, setup, times, values) {
  destroy(id);
  const chart = { ...setup, host, data: [times, ...values] };
  charts.set(id, chart);
  draw(chart);
  chart.resized = new ResizeObserver(() => {
    if (host.clientWidth > 0 && host.clientWidth !== chart.plot.width) {
      chart.plot.setSize({ width: host.clientWidth, height: chart.height });
    }
  });
  chart.resized.observe(host);
}

export function append(id, times, values, keepFrom) {
  const chart = charts.get(id);
  if (!chart) {
    return;
  }
  const columns = [times, ...values];
  const stale = chart.data[0].findIndex(time => time >= keepFrom);
  chart.data = chart.data.map((column, i) => (stale > 0 ? column.slice(stale) : column).concat(columns[i]));
  chart.plot.setData(chart.data);
  if (chart.plot.cursor.idx === null) {
    showLast(chart.plot);
  }
}

export function destroy(id) {
  const chart = charts.get(id);
  if (chart) {
    charts.delete(id);
    chart.resized.disconnect();
    chart.plot.destroy();
  }
}

function redrawAll() {
  for (const chart of charts.values()) {
    draw(chart);
  }
}

new MutationObserver(redrawAll).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);
