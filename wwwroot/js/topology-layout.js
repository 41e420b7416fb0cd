// Lays a graph out from left to right (dagre), in a worker, so that the page stays alive however large the graph is.
// Asked with { job, libraries, nodes: [{ id, w, h }], edges: [{ id, source, target }] }; answers { job, positions: { id: { x, y } }, took }.

let isReady = false;

function load(libraries) {
  if (isReady) {
    return;
  }
  self.importScripts(...libraries);
  self.cytoscape.use(self.cytoscapeDagre);
  isReady = true;
}

// Longest-path ranks are less tidy and four times faster.
function ranker(count) {
  return count > 500 ? 'longest-path' : count > 150 ? 'tight-tree' : 'network-simplex';
}

function layOut(nodes, edges) {
  const bound = new Set(edges.flatMap(edge => [edge.source, edge.target]));
  const linked = nodes.filter(node => bound.has(node.id));
  const graph = self.cytoscape({
    headless: true,
    styleEnabled: true,
    style: [{ selector: 'node', style: { width: 'data(w)', height: 'data(h)' } }],
    elements: [...linked.map(data => ({ data })), ...edges.map(data => ({ data }))],
  });
  graph.layout({ name: 'dagre', rankDir: 'LR', ranker: ranker(linked.length), nodeSep: 18, rankSep: linked.length > 40 ? 90 : 150, edgeSep: 8, fit: false }).run();
  const positions = {};
  let bottom = 0;
  let left = Infinity;
  graph.nodes().forEach(node => {
    positions[node.id()] = { ...node.position() };
    bottom = Math.max(bottom, node.position('y') + 80);
    left = Math.min(left, node.position('x'));
  });
  graph.destroy();

  // What nothing is bound to stands in rows below.
  const lone = nodes.filter(node => !bound.has(node.id));
  const columns = Math.max(4, Math.ceil(Math.sqrt(lone.length / 3)));
  lone.forEach((node, i) => {
    positions[node.id] = { x: (Number.isFinite(left) ? left : 0) + (i % columns) * 270, y: bottom + Math.floor(i / columns) * 64 };
  });
  return positions;
}

self.onmessage = message => {
  const { job, libraries, nodes, edges } = message.data;
  const begun = performance.now();
  try {
    load(libraries);
    self.postMessage({ job, positions: layOut(nodes, edges), took: performance.now() - begun });
  } catch (error) {
    self.postMessage({ job, problem: String(error) });
  }
};
