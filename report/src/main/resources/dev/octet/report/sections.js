/* The parts of the page below the graph. Each gives { element, refresh }; view is that of page.js. */
octet.sections = (() => {
  const { el, meter, badge, whenNear } = octet.dom;
  const format = octet.format;
  const WORST = 10;
  const FIRST = 24;

  const nodeLink = (view, name) => el('button', { type: 'button', class: 'link mono', text: '%' + name, onclick: () => view.choose(name, undefined, true) });
  const operator = row => row.op ? row.op.replace(/^aten\./, '').replace(/\.default$/, '') : 'folded away';
  /** A buffer without its strides, which the panel of a node has. */
  const type = (buffer, before = '') => el('code', { class: 'type', text: before + buffer.replace(/(\])\[.*$/, '$1') });
  const db = error => error && format.number(error.sqnr_db);

  function section(id, title, lead, ...content) {
    return el('section', { id }, el('h2', { text: title }), el('p', { class: 'lead', text: lead }), ...content.filter(Boolean));
  }

  function errors(view) {
    const rows = view.model.nodes.filter(row => row.accumulated || row.isolated);
    if (!view.model.comparison || rows.length === 0) return undefined;
    const describe = row => `%${row.name} ${operator(row)}\nisolated ${format.decibels(row.isolated && row.isolated.sqnr_db)}, accumulated ${format.decibels(row.accumulated && row.accumulated.sqnr_db)}`;
    const narrow = window.matchMedia('(max-width: 640px)').matches;
    const chart = octet.charts.errors(rows, narrow, name => view.choose(name, undefined, true), describe);
    const table = octet.table(rows, [
      { label: 'Node', cell: row => nodeLink(view, row.name), value: row => row.name },
      { label: 'Operator', cell: operator, value: operator },
      { label: 'Module', cell: row => row.module, value: row => row.module },
      { label: 'Isolated', number: true, cell: row => format.decibels(row.isolated && row.isolated.sqnr_db), value: row => db(row.isolated) },
      { label: 'Accumulated', number: true, cell: row => format.decibels(row.accumulated && row.accumulated.sqnr_db), value: row => db(row.accumulated) },
      { label: 'Largest error', number: true, cell: row => format.real(row.accumulated && row.accumulated.max_error), value: row => row.accumulated && format.number(row.accumulated.max_error) },
      { label: 'Cosine', number: true, cell: row => format.real(row.accumulated && row.accumulated.cosine), value: row => row.accumulated && format.number(row.accumulated.cosine) },
      { label: 'Weight', number: true, cell: row => row.weight_sqnr_db === undefined ? '' : format.decibels(row.weight_sqnr_db), value: row => format.number(row.weight_sqnr_db) },
    ], { caption: 'Error of each node', first: WORST, sort: { column: 3, descending: false }, visible: row => view.visible(row) });
    const samples = format.plural(view.model.comparison.samples, 'sample', 'samples');
    return {
      element: section('errors', 'Errors',
        `Signal to quantization noise over ${samples}: isolated when a node alone is quantized, accumulated when everything is. Low is bad; the worst ${WORST} stand first.`,
        el('div', { class: 'card panel' },
          el('ul', { class: 'key' }, el('li', {}, el('i', { class: 'isolated' }), 'isolated'), el('li', {}, el('i', { class: 'accumulated' }), 'accumulated')),
          chart),
        table.element),
      refresh() {
        table.refresh();
        const shown = new Set(rows.filter(row => view.visible(row)).map(row => row.name));
        chart.querySelectorAll('circle').forEach(circle => circle.classList.toggle('dim', !shown.has(circle.dataset.node)));
      },
    };
  }

  /** Scale, zero point and so on of a tensor. */
  function numbers(tensor) {
    const computed = tensor.is_dynamic ? 'at each run' : format.NONE;
    const rows = [
      ['scale', tensor.scale === undefined ? computed : format.real(tensor.scale)],
      ['zero point', tensor.zero_point === undefined ? computed : format.real(tensor.zero_point)],
      ['integers', tensor.quant_min === undefined ? format.NONE : `${format.real(tensor.quant_min)} … ${format.real(tensor.quant_max)}`],
      ['clipped', tensor.clipped === undefined ? 'unknown' : format.percent(tensor.clipped)],
      ['range', tensor.low === undefined ? computed : `${format.real(tensor.low)} … ${format.real(tensor.high)}`],
      ['seen', tensor.min === undefined ? 'nothing kept' : `${format.real(tensor.min)} … ${format.real(tensor.max)}`],
    ];
    return el('dl', { class: 'numbers' }, ...rows.map(([what, value]) => el('div', {}, el('dt', { text: what }), el('dd', { text: value }))));
  }

  /** Cards that are drawn when they come near the screen. */
  function cards(items, draw, visible) {
    const grid = el('div', { class: 'cards' });
    const under = el('div', { class: 'under' });
    const none = el('p', { class: 'none card', text: 'Nothing here fits the search.', hidden: true });
    const all = items.map(item => {
      const card = el('article', { class: 'range card' });
      whenNear(card, () => draw(item, card));
      return card;
    });
    let open = false;
    function refresh() {
      const fitting = items.map((item, i) => i).filter(i => visible(items[i]));
      const shown = open ? fitting : fitting.slice(0, FIRST);
      grid.replaceChildren(...shown.map(i => all[i]));
      none.hidden = fitting.length > 0;
      under.hidden = fitting.length <= FIRST && fitting.length === items.length;
      under.replaceChildren(el('span', { text: `${shown.length} of ${items.length} shown` }));
      if (fitting.length > FIRST) {
        under.append(el('button', { type: 'button', class: 'button', text: open ? `First ${FIRST} only` : `Show all ${fitting.length}`, onclick: () => { open = !open; refresh(); } }));
      }
    }
    refresh();
    return { grid, under, none, refresh };
  }

  function activations(view) {
    const tensors = view.model.tensors;
    if (tensors.length === 0) return undefined;
    let logarithmic = true;
    const redraws = [];
    function draw(tensor, card) {
      const chart = el('div');
      const show = () => chart.replaceChildren(...[octet.charts.histogram(tensor, logarithmic)].filter(Boolean));
      show();
      redraws.push(show);
      const readers = tensor.readers.flatMap((name, i) => [i ? ', ' : '', nodeLink(view, name)]);
      card.append(
        el('h3', { class: 'mono', text: tensor.values.map(value => '%' + value).join(', ') }),
        el('p', { class: 'from' }, `${[tensor.observer, tensor.qscheme, tensor.dtype].filter(Boolean).join(', ')}; read by `, ...(readers.length > 0 ? readers : ['nobody'])),
        chart, numbers(tensor));
      if (tensor.note) card.append(el('p', { class: 'note', text: tensor.note }));
    }
    const grid = cards(tensors, draw, tensor => view.visibleAny([...tensor.values, ...tensor.readers], [tensor.name, tensor.observer, tensor.dtype].join(' ')));
    const log = el('input', { type: 'checkbox', checked: true, onchange: event => { logarithmic = event.target.checked; redraws.forEach(show => show()); } });
    const counted = tensors.some(tensor => tensor.histogram);
    return {
      element: section('activations', 'Ranges of activations',
        counted
          ? 'What the observers saw while the model was calibrated, and the range that is stored: inside the dashed lines values are rounded, outside they are clipped.'
          : 'The range in which each tensor is stored.',
        counted ? el('ul', { class: 'key' },
          el('li', {}, el('i', { class: 'kept' }), 'stored'), el('li', {}, el('i', { class: 'clipped' }), 'clipped'),
          el('li', {}, el('label', {}, log, ' logarithmic counts'))) : undefined,
        grid.none, grid.grid, grid.under),
      refresh: grid.refresh,
    };
  }

  function weights(view) {
    const all = view.model.weights;
    if (all.length === 0) return undefined;
    const grid = cards(all, (weight, card) => {
      const stored = weight.scales.length === 0 ? 'not stored as integers'
        : `${format.plural(weight.scales.length, 'scale', 'scales')}, integers ${format.real(weight.quant_min)} … ${format.real(weight.quant_max)}`;
      card.append(
        el('h3', { class: 'mono', text: weight.name }),
        el('p', { class: 'from' }, `${weight.dtype} ${weight.shape}; ${stored}; read by `, nodeLink(view, weight.node)),
        octet.charts.channels(weight),
        el('dl', { class: 'numbers' },
          el('div', {}, el('dt', { text: 'channels' }), el('dd', { text: format.count(weight.min.length) })),
          el('div', {}, el('dt', { text: 'SQNR' }), el('dd', { text: format.decibels(weight.sqnr_db) })),
          el('div', {}, el('dt', { text: 'smallest' }), el('dd', { text: format.real(d3.min(weight.min.map(format.number))) })),
          el('div', {}, el('dt', { text: 'largest' }), el('dd', { text: format.real(d3.max(weight.max.map(format.number))) }))));
    }, weight => view.visibleAny([weight.node], weight.name + ' ' + weight.dtype));
    return {
      element: section('weights', 'Ranges of weights',
        'The smallest and largest value of each output channel; the thin lines are the ends of what the channel\'s scale can store.',
        grid.none, grid.grid, grid.under),
      refresh: grid.refresh,
    };
  }

  function kernels(view) {
    const { ledger } = view.model;
    if (!ledger) return undefined;
    const total = octet.totalTime(view.model);
    const rows = ledger.kernels.map((kernel, i) => ({ ...kernel, order: i + 1 }));
    const precision = kernel => kernel.int8 ? 'int8' : undefined;
    const share = kernel => {
      if (kernel.nanoseconds === undefined) return undefined;
      const part = kernel.nanoseconds / Math.max(1, total);
      const bar = el('span', { class: 'share', 'aria-hidden': 'true' }, el('span', { class: kernel.int8 ? 'fill-int8' : 'fill-other' }));
      bar.firstChild.style.width = 100 * part + '%';
      return el('span', {}, format.percent(part), bar);
    };
    const columns = [
      { label: '#', number: true, cell: kernel => String(kernel.order), value: kernel => kernel.order },
      { label: 'Time', number: true, cell: kernel => kernel.nanoseconds === undefined ? '' : format.time(kernel.nanoseconds), value: kernel => kernel.nanoseconds },
      { label: 'Share', number: true, cell: share },
      { label: 'Kernel', wide: true, cell: kernel => el('span', { title: kernel.kernel }, octet.shortKernel(kernel.kernel) + ' ', badge(precision(kernel))), value: kernel => kernel.kernel },
      { label: 'By', cell: kernel => `${kernel.backend} ${kernel.implementation}`.trim(), value: kernel => kernel.backend },
      { label: 'Module', cell: kernel => kernel.module, value: kernel => kernel.module },
      { label: 'Reads and writes', cell: kernel => el('span', {}, ...kernel.reads.map(buffer => type(buffer)), ...kernel.writes.map(buffer => type(buffer, '→ '))) },
      { label: 'Multiply-adds', number: true, cell: kernel => kernel.multiply_adds ? format.products(kernel.multiply_adds) : '', value: kernel => kernel.multiply_adds },
      { label: 'Why not better', wide: true, cell: kernel => kernel.reason },
    ].filter(column => total !== undefined || !['Time', 'Share'].includes(column.label))
      .filter(column => column.label !== 'Why not better' || rows.some(kernel => kernel.reason));
    const table = octet.table(rows, columns, {
      caption: 'Kernels of the compiled program', first: 25,
      sort: total === undefined ? { column: 0, descending: false } : { column: 1, descending: true },
      visible: kernel => view.visibleAny(kernel.nodes.map(node => node.slice(1)), [kernel.kernel, kernel.backend, kernel.implementation, kernel.module, kernel.reason].join(' ')),
    });
    return {
      element: section('kernels', 'Kernels',
        `${format.plural(rows.length, 'kernel runs', 'kernels run')} the program on ${ledger.processor}; ${format.plural(ledger.folded.length, 'node was', 'nodes were')} computed when compiling, ${ledger.merged.length} such as views have no kernel of their own.` +
          (total === undefined ? '' : ` All take ${format.time(total)}, the slowest stand first.`),
        table.element),
      refresh: table.refresh,
    };
  }

  function nodes(view) {
    const { model } = view;
    const decided = model.reasons !== undefined;
    const total = decided ? model.reasons.reduce((sum, reason) => sum + reason.nodes, 0) : 0;
    const outcomes = { QUANTIZED: 'fill-int8', FOLDED: 'fill-other', EXCLUDED: 'fill-bf16', FLOAT: 'fill-f32' };
    const rank = { FLOAT: 0, EXCLUDED: 1, QUANTIZED: 2, FOLDED: 3 };
    const columns = [
      { label: 'Node', cell: row => nodeLink(view, row.name), value: row => row.name },
      { label: 'Operator', cell: operator, value: operator },
      { label: 'Module', cell: row => row.module, value: row => row.module },
      { label: 'Computed in', cell: row => badge(row.precision), value: row => row.precision },
      { label: 'Result', cell: row => el('span', {}, ...row.types.map(text => type(text))) },
    ];
    if (decided) {
      columns.push(
        { label: 'Reason', wide: true, cell: row => [row.reason_text, row.detail].filter(Boolean).join(': '), value: row => row.reason && rank[row.outcome] + row.reason_text },
        { label: 'Decided by', cell: row => row.annotator, value: row => row.annotator });
    }
    if (octet.totalTime(model) !== undefined) {
      columns.push({
        label: 'Kernel time', number: true,
        cell: row => row.kernel === undefined ? '' : format.time(model.ledger.kernels[row.kernel].nanoseconds),
        value: row => row.kernel === undefined ? undefined : model.ledger.kernels[row.kernel].nanoseconds,
      });
    }
    const table = octet.table(model.nodes, columns, {
      caption: 'Nodes of the model', first: 25, sort: decided ? { column: 5, descending: false } : undefined, visible: row => view.visible(row),
    });
    const bars = decided ? el('div', { class: 'card panel reasons' }, ...model.reasons.map(reason =>
      el('div', { class: 'reason' },
        el('span', { text: reason.text }), el('span', { class: 'soft', text: format.count(reason.nodes) }),
        meter([{ class: outcomes[reason.outcome], share: reason.nodes / Math.max(1, total) }], `${reason.nodes} of ${total} nodes`)))) : undefined;
    return {
      element: section('nodes', decided ? 'Nodes and reasons' : 'Nodes',
        decided ? 'Every node of the float program and what the quantizer decided; those that stay in floating point stand first.'
          : 'Every node of the program, those left out that only quantize or dequantize.',
        bars, table.element),
      refresh: table.refresh,
    };
  }

  return { all: { errors, activations, weights, kernels, nodes }, numbers };
})();
