// Live lines with uPlot. The server sends an hour once and then new points; everything else about a chart happens here.

const hour = 3600;
const charts = new Map();

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function short(value) {
  for (const [size, unit] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= size) {
      return `${+(value / size).toFixed(1)}${unit}`;
    }
  }
  return `${+value.toFixed(2)}`;
}

function bytes(value) {
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < 4) {
    value /= 1024;
    unit++;
  }
  return `${+value.toFixed(1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit]}`;
}

function seconds(value) {
  return value >= 3600 ? `${+(value / 3600).toFixed(1)}h` : value >= 60 ? `${+(value / 60).toFixed(1)}m` : `${+value.toFixed(1)}s`;
}

function writer(type) {
  switch (type) {
    case 'Bytes': return bytes;
    case 'Duration': return seconds;
    case 'Percent': return value => `${+(value * 100).toFixed(1)}%`;
    case 'Rate': return value => `${short(value)}/s`;
    default: return short;
  }
}

function draw(chart) {
  chart.plot?.destroy();
  const { element, options, data } = chart;
  const write = writer(options.type);
  const grid = { stroke: color('--border'), width: 1 };
  const axis = { stroke: color('--text-3'), font: '11px system-ui, sans-serif', grid, ticks: { show: false } };
  const zoned = stamp => uPlot.tzDate(new Date(stamp * 1000), options.zone);
  chart.plot = new uPlot({
    width: Math.max(element.clientWidth, 60),
    height: options.isSmall ? 56 : 150,
    padding: options.isSmall ? [4, 0, 2, 0] : [8, 8, 0, 0],
    tzDate: zoned,
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { range: () => { const end = data[0].at(-1) ?? Date.now() / 1000; return [end - hour, end]; } },
      y: { range: (_, low, high) => [Math.min(0, low ?? 0), (high ?? 0) > 0 ? high * 1.08 : 1] },
    },
    axes: options.isSmall
      ? [{ show: false }, { show: false }]
      : [{ ...axis, space: 70, values: '{HH}:{mm}', size: 26 }, { ...axis, size: 58, space: 34, values: (_, ticks) => ticks.map(write) }],
    series: [
      {},
      ...data.slice(1).map((_, index) => ({
        label: options.titles[index],
        stroke: color(`--chart-${index % 6 + 1}`),
        width: 1.5,
        fill: data.length === 2 ? `color-mix(in srgb, ${color('--chart-1')} 12%, transparent)` : undefined,
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [plot => tell(chart, plot, write, zoned)] },
  }, data, element);
}

// What stands under the pointer, written as text beside it.
function tell(chart, plot, write, zoned) {
  const at = plot.cursor.idx;
  if (at === null || at === undefined || plot.cursor.left < 0) {
    chart.tip?.remove();
    chart.tip = null;
    return;
  }
  if (!chart.tip) {
    chart.tip = document.createElement('div');
    chart.tip.className = 'chart-tip';
    chart.element.append(chart.tip);
  }
  const time = zoned(plot.data[0][at]);
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(part => String(part).padStart(2, '0')).join(':');
  const values = plot.data.slice(1).map((line, index) => {
    const value = line[at] === null || line[at] === undefined ? '–' : write(line[at]);
    return plot.data.length === 2 ? value : `${chart.options.titles[index]} ${value}`;
  });
  chart.tip.textContent = `${clock}  ${values.join(' · ')}`;
  const right = plot.cursor.left > plot.over.clientWidth / 2;
  chart.tip.style.left = right ? 'auto' : `${plot.over.offsetLeft + plot.cursor.left + 10}px`;
  chart.tip.style.right = right ? `${chart.element.clientWidth - plot.over.offsetLeft - plot.cursor.left + 10}px` : 'auto';
}

function create(id, element, options, times, lines) {
  if (!element?.isConnected) {
    return;
  }
  remove(id);
  const chart = { element, options, data: [times, ...lines], plot: null, tip: null };
  chart.observer = new ResizeObserver(() => {
    if (chart.plot && element.clientWidth > 0 && element.clientWidth !== chart.plot.width) {
      chart.plot.setSize({ width: element.clientWidth, height: chart.plot.height });
    }
  });
  charts.set(id, chart);
  draw(chart);
  chart.observer.observe(element);
}

function append(id, times, lines) {
  const chart = charts.get(id);
  if (!chart) {
    return;
  }
  chart.data[0].push(...times);
  lines.forEach((line, index) => chart.data[index + 1].push(...line));
  const oldest = chart.data[0].at(-1) - hour;
  const drop = chart.data[0].findIndex(time => time >= oldest);
  if (drop > 0) {
    chart.data.forEach(column => column.splice(0, drop));
  }
  chart.plot.setData(chart.data);
}

function remove(id) {
  const chart = charts.get(id);
  if (chart) {
    chart.observer.disconnect();
    chart.plot?.destroy();
    chart.tip?.remove();
    charts.delete(id);
  }
}

window.addEventListener('dashboard-theme', () => charts.forEach(draw));
window.dashboardCharts = { create, append, remove };
