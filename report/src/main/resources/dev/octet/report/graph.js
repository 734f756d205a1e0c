/* The drawn graph: zoom, pan, choose a node. Where everything lies is in the data. */
octet.graph = (() => {
  const { el, svg, hint } = octet.dom;
  const PRECISIONS = ['int8', 'bf16', 'f32', 'other'];
  const STEP = 1.4;

  const typeClass = type => type === 's8' || type === 'u8' ? 'int8' : type === 'bf16' ? 'bf16' : type === 'f32' ? 'f32' : 'other';
  const fitted = (text, width, size) => {
    const most = Math.floor((width - 20) / size);
    return text.length <= most ? text : '…' + text.slice(text.length - most + 1);
  };

  /** view: { model, choose(name), filter, toggle(precision), visible(name) }. */
  return function graph(view) {
    const { nodes, edges, width, height } = view.model.graph;
    const layer = svg('g');
    const canvas = svg('svg', { tabindex: 0, role: 'application', 'aria-label': 'Graph of the model. Arrow keys move it, plus and minus zoom, 0 shows all of it. The table of nodes below has the same nodes.' }, layer);

    const kernelOf = node => node.kind === 'operator' ? (octet.rowOf(view.model, node.name) ?? {}).kernel : undefined;
    const line = d3.line().curve(d3.curveBumpY);
    const drawnEdges = edges.map(edge => {
      const points = d3.range(0, edge.route.length, 2).map(i => [edge.route[i], edge.route[i + 1]]);
      const kernel = kernelOf(nodes[edge.from]);
      const inside = kernel !== undefined && kernel === kernelOf(nodes[edge.to]);
      const text = (inside ? 'inside one kernel' : `${edge.type} ${edge.shape}`) + `\n%${nodes[edge.from].name} → %${nodes[edge.to].name}`;
      const path = svg('path', {
        class: 'edge ' + (inside ? 'inside' : typeClass(edge.type)), d: line(points),
        onpointermove: event => hint.show(event, text),
        onpointerleave: hint.hide,
      });
      layer.append(path);
      return path;
    });

    const drawnNodes = nodes.map(node => {
      const left = node.x - node.width / 2;
      const top = node.y - node.height / 2;
      const group = svg('g', {
        class: `node ${node.precision} ${node.kind}`, 'data-name': node.name, 'data-kind': node.kind,
        onclick: () => view.choose(node.name, node.kind),
        onpointermove: event => hint.show(event, [node.op || node.kind, '%' + node.name, node.module, node.types.join(', ')].filter(Boolean).join('\n')),
        onpointerleave: hint.hide,
      },
      svg('rect', { class: 'body', x: left, y: top, width: node.width, height: node.height, rx: node.kind === 'operator' ? 8 : 22 }),
      svg('text', { x: node.x, y: node.y - 3, 'text-anchor': 'middle', text: fitted(node.label, node.width, 7.2) }),
      svg('text', { class: 'sub', x: node.x, y: node.y + 12, 'text-anchor': 'middle', text: fitted(node.subtitle, node.width, 5.6) }));
      layer.append(group);
      return group;
    });

    const zoom = d3.zoom().scaleExtent([0.01, 4])
      .filter(event => event.type !== 'wheel' || event.ctrlKey || event.metaKey || document.activeElement === canvas ? !event.button : false)
      .on('zoom', event => {
        layer.setAttribute('transform', event.transform);
        layer.classList.toggle('far', event.transform.k < 0.3);
      });
    const selection = d3.select(canvas).call(zoom).on('dblclick.zoom', null);
    canvas.addEventListener('pointerdown', () => canvas.focus({ preventScroll: true }));
    canvas.addEventListener('keydown', event => {
      const moves = { ArrowUp: [0, 60], ArrowDown: [0, -60], ArrowLeft: [60, 0], ArrowRight: [-60, 0] };
      if (moves[event.key]) selection.call(zoom.translateBy, ...moves[event.key].map(by => by / d3.zoomTransform(canvas).k));
      else if (event.key === '+' || event.key === '=') selection.call(zoom.scaleBy, STEP);
      else if (event.key === '-') selection.call(zoom.scaleBy, 1 / STEP);
      else if (event.key === '0') fit();
      else return;
      event.preventDefault();
    });

    function place(scale, x, y) {
      const size = canvas.getBoundingClientRect();
      selection.call(zoom.transform, d3.zoomIdentity.translate(size.width / 2 - x * scale, size.height / 2 - y * scale).scale(scale));
    }

    function fit() {
      const size = canvas.getBoundingClientRect();
      if (size.width === 0) return;
      place(Math.min(size.width / width, size.height / height, 1.2), width / 2, height / 2);
    }

    /** As large as it can be read, from the top. */
    function start() {
      const size = canvas.getBoundingClientRect();
      if (size.width === 0) return;
      const scale = Math.min(1, Math.max(0.7, size.width / width, size.height / height));
      const top = nodes.reduce((a, b) => b.y < a.y ? b : a, nodes[0] ?? { x: width / 2, y: 0 });
      const x = width * scale <= size.width ? width / 2 : top.x;
      place(scale, x, Math.min(height / 2, (size.height / 2 - 40) / scale));
      if (height * scale < size.height) place(scale, x, height / 2);
    }

    const button = (text, label, onclick) => el('button', { type: 'button', class: 'button', text, 'aria-label': label, title: label, onclick });
    const legend = el('div', { class: 'legend', role: 'group', 'aria-label': 'Show nodes by what they are computed in' },
      ...PRECISIONS.filter(name => nodes.some(node => node.precision === name)).map(name => {
        const swatch = el('i', { class: 'fill-' + name });
        return el('button', {
          type: 'button', class: 'chip', 'data-precision': name, 'aria-pressed': 'true',
          onclick: event => event.currentTarget.setAttribute('aria-pressed', String(view.toggle(name))),
        }, swatch, name, el('span', { class: 'count', text: view.model.summary.precisions[name] }));
      }));
    const element = el('div', { class: 'canvas' }, canvas, legend,
      el('p', { class: 'tip', text: 'Drag to move. Click into the graph, then scroll to zoom.' }),
      el('div', { class: 'zoom' },
        button('+', 'Zoom in', () => selection.call(zoom.scaleBy, STEP)),
        button('−', 'Zoom out', () => selection.call(zoom.scaleBy, 1 / STEP)),
        button('Fit', 'Show the whole graph', fit),
        button('Top', 'Back to the inputs', start)));

    /** Marks a node and what it is connected with, and moves there if asked. */
    function select(name, kind, move) {
      const index = nodes.findIndex(node => node.name === name && (!kind || node.kind === kind));
      drawnNodes.forEach((group, i) => group.classList.toggle('selected', i === index));
      drawnEdges.forEach((path, i) => path.classList.toggle('near', edges[i].from === index || edges[i].to === index));
      if (move && index >= 0) place(Math.max(0.9, d3.zoomTransform(canvas).k), nodes[index].x, nodes[index].y);
    }

    function refresh() {
      const shown = nodes.map(node => view.visible(node));
      drawnNodes.forEach((group, i) => group.classList.toggle('dim', !shown[i]));
      drawnEdges.forEach((path, i) => path.classList.toggle('dim', !shown[edges[i].from] && !shown[edges[i].to]));
    }

    return { element, start, select, refresh };
  };
})();
