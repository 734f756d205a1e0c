/* Puts the page together, and keeps what is searched for and what is chosen. */
(() => {
  const { el } = octet.dom;
  const PRECISIONS = ['int8', 'bf16', 'f32', 'other'];
  const TITLES = { summary: 'Summary', graph: 'Graph', errors: 'Errors', activations: 'Activations', weights: 'Weights', kernels: 'Kernels', nodes: 'Nodes and reasons' };
  const data = JSON.parse(document.getElementById('data').textContent);
  const query = document.getElementById('query');
  const filtered = document.getElementById('filtered');

  /** The time of all kernels; undefined if none was measured. */
  octet.totalTime = model => {
    const timed = model.ledger ? model.ledger.kernels.filter(kernel => kernel.nanoseconds !== undefined) : [];
    return timed.length === 0 ? undefined : timed.reduce((sum, kernel) => sum + kernel.nanoseconds, 0);
  };

  /** A kernel's description without what is long and plain. */
  octet.shortKernel = text => text.replace(/quantize_per_(tensor|channel)/g, 'quantize');

  octet.rowOf = (model, name) => {
    model.rows ??= new Map(model.nodes.map(row => [row.name, row]));
    return model.rows.get(name);
  };

  /** Everything about a node that a search may name. */
  function textOf(model, name) {
    model.texts ??= new Map();
    let text = model.texts.get(name);
    if (text === undefined) {
      const row = octet.rowOf(model, name);
      const kernel = row && row.kernel !== undefined ? model.ledger.kernels[row.kernel] : undefined;
      text = [name, '%' + name, row && row.op, row && row.module, row && row.precision, row && row.reason, row && row.reason_text, row && row.detail, row && row.annotator,
        row && row.types.join(' '), row && row.float_node, kernel && kernel.kernel, kernel && kernel.backend, kernel && kernel.implementation]
        .filter(Boolean).join(' ').toLowerCase();
      model.texts.set(name, text);
    }
    return text;
  }

  function show(model) {
    const shownPrecisions = new Set(PRECISIONS);
    let words = [];
    let refreshers = [];

    const precisionOf = name => (octet.rowOf(model, name) ?? {}).precision ?? 'other';
    const names = text => words.every(word => text.includes(word));
    const everything = () => words.length === 0 && shownPrecisions.size === PRECISIONS.length;
    const view = {
      model,
      /** Of a node of the graph or a row of the table. */
      visible: node => everything()
        || shownPrecisions.has(node.precision ?? 'other') && names(textOf(model, node.name) + ' ' + (node.types ?? []).join(' ').toLowerCase()),
      /** Of something that belongs to several nodes and has a text of its own. */
      visibleAny: (nodes, own) => {
        if (everything()) return true;
        const computed = nodes.some(name => shownPrecisions.has(precisionOf(name)));
        return computed && names([own.toLowerCase(), ...nodes.map(name => textOf(model, name))].join(' '));
      },
      toggle(precision) {
        if (!shownPrecisions.delete(precision)) shownPrecisions.add(precision);
        refresh();
        return shownPrecisions.has(precision);
      },
      choose(name, kind, move) {
        panel.replaceChildren(...octet.details(model, name, kind, (other, otherKind) => view.choose(other, otherKind, true)));
        panel.scrollTop = 0;
        graph.select(name, kind, move);
        if (move) document.getElementById('graph').scrollIntoView({ block: 'start' });
      },
    };

    const graph = octet.graph(view);
    const panel = el('aside', { class: 'details', 'aria-label': 'Chosen node', 'aria-live': 'polite' }, ...octet.details(model, undefined));
    const parts = Object.entries(octet.sections.all).map(([, make]) => make(view)).filter(Boolean);
    const graphSection = el('section', { id: 'graph' },
      el('h2', { text: 'Graph' }),
      el('p', { class: 'lead', text: (model.ledger ? 'Coloured by what the kernels compute in' : 'Coloured by what the graph quantizes; it was not compiled') + '. Edges have the colour of the type in which tensors are handed over' + (model.ledger ? '; broad ones lie inside one kernel.' : '.') }),
      el('div', { class: 'workspace card' }, graph.element, panel));

    function refresh() {
      const matching = model.graph.nodes.filter(view.visible).length;
      filtered.hidden = everything();
      filtered.replaceChildren(`${matching} of ${model.graph.nodes.length} drawn nodes fit the search; graph, charts and tables show these.`,
        el('button', { type: 'button', class: 'button', text: 'Show all', onclick: clear }));
      refreshers.forEach(update => update());
    }

    function clear() {
      query.value = '';
      words = [];
      PRECISIONS.forEach(precision => shownPrecisions.add(precision));
      document.querySelectorAll('.legend .chip').forEach(chip => chip.setAttribute('aria-pressed', 'true'));
      refresh();
    }

    document.getElementById('sections').replaceChildren(octet.summary(model), graphSection, ...parts.map(part => part.element));
    refreshers = [graph.refresh, ...parts.map(part => part.refresh)];
    graph.start();
    contents();

    query.oninput = () => {
      words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
      refresh();
    };
    query.onkeydown = event => {
      if (event.key === 'Escape') clear();
      if (event.key === 'Enter') {
        const shown = model.graph.nodes.filter(node => node.kind === 'operator' && view.visible(node));
        const first = shown.find(node => node.name === words.join(' ')) ?? shown.find(node => names(node.name.toLowerCase())) ?? shown[0];
        if (first) view.choose(first.name, first.kind, true);
      }
    };
    query.oninput();
  }

  /** Links to the sections, with the one in sight marked. */
  function contents() {
    const sections = [...document.querySelectorAll('#sections > section')];
    const links = sections.map(section => el('a', { href: '#' + section.id, text: TITLES[section.id] }));
    document.getElementById('contents').replaceChildren(...links);
    const mark = () => {
      const line = 180;
      let current = 0;
      sections.forEach((section, i) => { if (section.getBoundingClientRect().top < line) current = i; });
      links.forEach((link, i) => link.classList.toggle('here', i === current));
    };
    window.onscroll = mark;
    mark();
  }

  const models = document.getElementById('models');
  data.models.forEach((model, i) => models.append(el('option', { value: String(i), text: model.name })));
  models.closest('label').hidden = data.models.length < 2;
  models.onchange = () => show(data.models[Number(models.value)]);
  document.addEventListener('keydown', event => {
    if (event.key === '/' && document.activeElement.tagName !== 'INPUT' && document.activeElement.tagName !== 'SELECT') {
      event.preventDefault();
      query.focus();
    }
  });
  show(data.models[0]);
})();
