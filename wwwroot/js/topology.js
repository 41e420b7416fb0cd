// The graph of a scope (cytoscape). The server sends the graph once and then only the figures that changed; positions stay.
// Colours are the tokens' own; they are read again when the theme changes.

const graphs = new Map();
const STYLE_MARK = '__________cytoscape_stylesheet';
let library;

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The library would add a style element, which the Content-Security-Policy forbids, unless one of this name is there; its one rule is in topology.css.
function loadLibrary(url) {
  library ??= new Promise((resolve, reject) => {
    if (!document.getElementById(STYLE_MARK)) {
      const mark = document.createElement('meta');
      mark.id = STYLE_MARK;
      document.head.append(mark);
    }
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve(window.cytoscape);
    script.onerror = () => {
      library = undefined;
      script.remove();
      reject(new Error(`${url} could not be loaded`));
    };
    document.head.append(script);
  });
  return library;
}

function style() {
  const tones = { bad: 'bad', warning: 'warn', unknown: 'unknown', good: 'ok', info: 'info' };
  const font = token('--font-text');
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle', width: 'data(w)', height: 'data(h)', label: 'data(text)', color: token('--text-1'),
        'background-color': token('--surface-1'), 'border-color': token('--border-strong'), 'border-width': 1,
        'font-family': font, 'font-size': 12, 'line-height': 1.25, 'text-wrap': 'wrap', 'text-valign': 'center', 'text-halign': 'center', 'text-max-width': 'data(w)',
        'min-zoomed-font-size': 6,
      },
    },
    { selector: 'node[kind = "exchange"]', style: { shape: 'cut-rectangle', 'background-color': token('--accent-soft'), 'border-color': token('--accent') } },
    { selector: 'node[kind = "stream"]', style: { shape: 'barrel' } },
    ...Object.entries(tones).filter(([tone]) => tone !== 'good' && tone !== 'info').map(([tone, name]) => ({
      selector: `node[tone = "${tone}"]`,
      style: { 'background-color': token(`--${name}-soft`), 'border-color': token(`--${name}-mark`), 'border-width': 2 },
    })),
    { selector: 'node[?missing]', style: { 'border-style': 'dashed' } },
    { selector: 'node[?focus]', style: { 'border-width': 3, 'border-color': token('--accent') } },
    {
      selector: 'edge',
      style: {
        width: 'data(width)', 'line-color': token('--border-strong'), 'target-arrow-color': token('--border-strong'), 'target-arrow-shape': 'triangle', 'arrow-scale': 0.9,
        'curve-style': 'bezier', 'source-endpoint': '90deg', 'target-endpoint': '270deg', label: 'data(text)', color: token('--text-2'), 'font-family': font, 'font-size': 10,
        'text-background-color': token('--surface-0'), 'text-background-opacity': 0.9, 'text-background-padding': 2, 'text-margin-y': -8, 'min-zoomed-font-size': 7,
      },
    },
    { selector: 'edge[kind = "Forward"]', style: { 'line-color': token('--accent'), 'target-arrow-color': token('--accent') } },
    { selector: 'edge[kind = "Alternate"]', style: { 'line-style': 'dotted', 'line-color': token('--accent'), 'target-arrow-color': token('--accent') } },
    { selector: 'edge[kind = "DeadLetter"]', style: { 'line-style': 'dashed', 'line-color': token('--bad-mark'), 'target-arrow-color': token('--bad-mark'), 'source-endpoint': 'outside-to-node', 'target-endpoint': 'outside-to-node' } },
    { selector: 'edge[?back]', style: { 'source-endpoint': 'outside-to-node', 'target-endpoint': 'outside-to-node' } },
    { selector: '.faded', style: { opacity: 0.22 } },
    { selector: 'node.on-path', style: { 'border-width': 3, 'border-color': token('--ok-mark') } },
    { selector: 'edge.on-path', style: { 'line-color': token('--ok-mark'), 'target-arrow-color': token('--ok-mark'), 'z-index': 10 } },
    { selector: 'node:selected', style: { 'overlay-color': token('--accent'), 'overlay-opacity': 0.12, 'overlay-padding': 5 } },
    { selector: 'edge:selected', style: { 'overlay-color': token('--accent'), 'overlay-opacity': 0.2, 'overlay-padding': 3 } },
  ];
}

function isCalm() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function move(graph, animation) {
  if (isCalm() || graph.cy.nodes().length > 300) {
    if (animation.fit) {
      graph.cy.fit(animation.fit.eles, animation.fit.padding);
    } else {
      graph.cy.zoom(animation.zoom ?? graph.cy.zoom());
      graph.cy.center(animation.center.eles);
    }
    return;
  }
  graph.cy.stop().animate({ ...animation, duration: 180 });
}

function fitTo(graph, elements) {
  const what = elements.length > 0 ? elements : graph.cy.elements();
  if (what.length === 0) {
    return;
  }
  graph.cy.fit(what, 36);
  // A handful of nodes must not be blown up to fill the page.
  if (graph.cy.zoom() > 1.15) {
    graph.cy.zoom(1.15);
    graph.cy.center(what);
  }
}

// The first elements are not put into the graph before they have places: a thousand nodes in one heap would be styled and drawn for nothing.
function layOut(graph, first) {
  const job = (graph.job = (graph.job ?? 0) + 1);
  const all = first?.map(element => element.data) ?? graph.cy.elements().map(element => element.data());
  const nodes = all.filter(data => !data.source).map(({ id, w, h }) => ({ id, w, h }));
  const edges = all.filter(data => data.source).map(({ id, source, target }) => ({ id, source, target }));
  graph.host.dataset.layout = 'running';
  return new Promise(resolve => {
    graph.worker.onmessage = message => {
      if (message.data.job !== graph.job || !graphs.has(graph.id)) {
        return;
      }
      if (message.data.problem) {
        console.error(`layout: ${message.data.problem}`);
      }
      if (first) {
        addPlaced(graph, first, message.data.positions ?? {});
      } else if (message.data.positions) {
        place(graph, message.data.positions);
      }
      graph.host.dataset.layout = 'done';
      graph.host.dataset.laid = '';
      graph.host.dataset.layoutMilliseconds = Math.round(message.data.took ?? 0);
      resolve();
    };
    graph.worker.postMessage({ job, libraries: graph.libraries, nodes, edges });
  });
}

function addPlaced(graph, elements, positions) {
  graph.cy.add(elements.map(element => {
    const { source, target } = element.data;
    const back = source ? positions[source]?.x >= positions[target]?.x : undefined;
    return source ? { ...element, data: { ...element.data, back } } : { ...element, position: positions[element.data.id] };
  }));
  mark(graph);
  fitTo(graph, graph.cy.elements('.on-path'));
}

function place(graph, positions) {
  graph.cy.batch(() => {
    graph.cy.nodes().forEach(node => {
      if (positions[node.id()]) {
        node.position(positions[node.id()]);
      }
    });
    graph.cy.edges().forEach(edge => {
      const back = edge.source().position('x') >= edge.target().position('x');
      if (back !== Boolean(edge.data('back'))) {
        edge.data('back', back);
      }
    });
  });
  mark(graph);
  fitTo(graph, graph.cy.elements('.on-path'));
}

function mark(graph) {
  const { nodes, edges } = graph.path;
  graph.cy.batch(() => {
    graph.cy.elements().removeClass('on-path faded');
    if (nodes.length + edges.length === 0) {
      return;
    }
    const wanted = new Set([...nodes, ...edges]);
    const on = graph.cy.elements().filter(element => wanted.has(element.id()));
    on.addClass('on-path');
    graph.cy.elements().not(on).addClass('faded');
  });
}

export async function create(id, host, owner, setup, elements) {
  destroy(id);
  const cytoscape = await loadLibrary(setup.library);
  if (!host.isConnected) {
    return;
  }
  const graph = { id, host, owner, path: { nodes: [], edges: [] }, libraries: [setup.library, setup.dagre].map(url => new URL(url, document.baseURI).href) };
  graph.worker = new Worker(new URL(setup.worker, document.baseURI));
  graph.cy = cytoscape({
    container: host, elements: [], style: style(), layout: { name: 'preset' }, minZoom: 0.04, maxZoom: 2.5,
    boxSelectionEnabled: false, autounselectify: false, selectionType: 'single', hideEdgesOnViewport: elements.length > 1500, textureOnViewport: elements.length > 800, pixelRatio: elements.length > 800 ? 1 : 'auto',
  });
  graphs.set(id, graph);
  graph.cy.on('tap', 'node, edge', event => owner.invokeMethodAsync('PickAsync', event.target.id()));
  graph.cy.on('dbltap', 'node', event => owner.invokeMethodAsync('FocusAsync', event.target.id()));
  graph.cy.on('tap', event => event.target === graph.cy && owner.invokeMethodAsync('PickAsync', null));
  graph.resized = new ResizeObserver(() => graph.cy.resize());
  graph.resized.observe(host);
  await layOut(graph, elements);
}

/** Figures only: nothing moves. */
export function update(id, changes) {
  const graph = graphs.get(id);
  graph?.cy.batch(() => {
    for (const change of changes) {
      graph.cy.getElementById(change.id).data(change);
    }
  });
}

/** Other nodes or edges. What stays keeps its place unless a new layout is asked for. */
export async function replace(id, elements, isNewLayout) {
  const graph = graphs.get(id);
  if (!graph) {
    return;
  }
  const wanted = new Set(elements.map(element => element.data.id));
  const added = elements.filter(element => graph.cy.getElementById(element.data.id).empty());
  graph.cy.batch(() => {
    graph.cy.elements().filter(element => !wanted.has(element.id())).remove();
    graph.cy.add(added);
    for (const element of elements) {
      graph.cy.getElementById(element.data.id).data(element.data);
    }
  });
  if (isNewLayout) {
    await layOut(graph);
    return;
  }
  const box = graph.cy.elements().boundingBox();
  added.filter(element => !element.data.source).forEach((element, i) => {
    const node = graph.cy.getElementById(element.data.id);
    const near = node.neighborhood('node').filter(other => !added.some(one => one.data.id === other.id()));
    node.position(near.length > 0 ? { x: near[0].position('x') + 240, y: near[0].position('y') + 30 * (i + 1) } : { x: box.x1 + 110, y: box.y2 + 50 * (i + 1) });
  });
  mark(graph);
}

export function highlight(id, nodes, edges) {
  const graph = graphs.get(id);
  if (graph) {
    graph.path = { nodes, edges };
    mark(graph);
    if (graph.host.dataset.layout === 'done' && nodes.length > 0) {
      const on = graph.cy.elements('.on-path');
      const view = graph.cy.extent();
      const box = on.boundingBox();
      if (box.x1 < view.x1 || box.x2 > view.x2 || box.y1 < view.y1 || box.y2 > view.y2) {
        fitTo(graph, on);
      }
    }
  }
}

export function select(id, element, isCentred) {
  const graph = graphs.get(id);
  if (!graph) {
    return;
  }
  graph.cy.elements(':selected').unselect();
  const found = element ? graph.cy.getElementById(element) : graph.cy.collection();
  found.select();
  if (isCentred && found.length > 0) {
    move(graph, { center: { eles: found }, zoom: Math.max(graph.cy.zoom(), 0.8) });
  }
}

export function zoom(id, factor) {
  const graph = graphs.get(id);
  graph?.cy.zoom({ level: graph.cy.zoom() * factor, renderedPosition: { x: graph.host.clientWidth / 2, y: graph.host.clientHeight / 2 } });
}

export function pan(id, x, y) {
  graphs.get(id)?.cy.panBy({ x, y });
}

export function fit(id) {
  const graph = graphs.get(id);
  if (graph) {
    fitTo(graph, graph.cy.collection());
  }
}

export async function arrange(id) {
  const graph = graphs.get(id);
  if (graph) {
    await layOut(graph);
  }
}

export function destroy(id) {
  const graph = graphs.get(id);
  if (graph) {
    graphs.delete(id);
    graph.resized?.disconnect();
    graph.worker.terminate();
    graph.cy.destroy();
  }
}

/** For measurements: where a node stands on the screen, and the graph's size. */
export function inspect(id) {
  const graph = graphs.get(id ?? graphs.keys().next().value);
  return graph && { nodes: graph.cy.nodes().length, edges: graph.cy.edges().length, at: Object.fromEntries(graph.cy.nodes().map(node => [node.id(), node.renderedPosition()])), cy: graph.cy };
}

function restyle() {
  for (const graph of graphs.values()) {
    graph.cy.style(style());
  }
}

new MutationObserver(restyle).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', restyle);
