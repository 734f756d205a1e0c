/* The panel beside the graph: everything about one node. */
octet.details = (() => {
  const { el, badge } = octet.dom;
  const format = octet.format;

  function list(rows) {
    const known = rows.filter(([, value]) => value !== undefined && value !== '' && value !== format.NONE);
    return el('dl', {}, ...known.flatMap(([what, value]) => [el('dt', { text: what }), el('dd', {}, value)]));
  }

  function group(title, ...content) {
    return [el('h4', { text: title }), ...content];
  }

  function neighbours(model, index, incoming, choose) {
    const { edges, nodes } = model.graph;
    const found = edges.filter(edge => (incoming ? edge.to : edge.from) === index);
    return found.map(edge => {
      const other = nodes[incoming ? edge.from : edge.to];
      return el('div', {},
        el('button', { type: 'button', class: 'link mono', text: '%' + other.name, onclick: () => choose(other.name, other.kind) }),
        el('span', { class: 'soft', text: ` ${edge.type} ${edge.shape}` }));
    });
  }

  function error(measured) {
    return measured && `${format.decibels(measured.sqnr_db)}, largest ${format.real(measured.max_error)}, RMS ${format.real(measured.rms_error)}, cosine ${format.real(measured.cosine)}`;
  }

  function decision(row) {
    if (!row.reason) return [];
    return group('Decision', list([
      ['reason', row.reason_text],
      ['decided by', row.annotator],
      ['rule', row.rule],
      ['detail', row.detail],
    ]));
  }

  function kernel(model, row) {
    if (!model.ledger) return group('Kernel', el('p', { class: 'soft', text: 'Not compiled for this report.' }));
    const entry = row.kernel === undefined ? undefined : model.ledger.kernels[row.kernel];
    if (!entry) {
      const why = model.ledger.folded.includes('%' + row.name) ? ': it was computed when compiling'
        : model.ledger.merged.includes('%' + row.name) ? ' of its own: a view, or without effect, or taken apart' : '';
      return group('Kernel', el('p', { class: 'soft', text: 'None' + why + '.' }));
    }
    const total = octet.totalTime(model);
    return group('Kernel', list([
      ['computes', octet.shortKernel(entry.kernel)],
      ['by', `${entry.backend} ${entry.implementation}`.trim()],
      ['time', entry.nanoseconds === undefined ? undefined : `${format.time(entry.nanoseconds)}, ${format.percent(entry.nanoseconds / Math.max(1, total))} of all`],
      ['reads', entry.reads.join(', ')],
      ['writes', entry.writes.join(', ')],
      ['multiply-adds', format.products(entry.multiply_adds)],
      ['why', entry.reason],
      ['together with', entry.nodes.filter(node => node !== '%' + row.name).join(', ')],
    ]));
  }

  function ranges(model, name) {
    const read = model.tensors.filter(tensor => tensor.readers.includes(name));
    const given = model.tensors.filter(tensor => tensor.values.includes(name) && !tensor.readers.includes(name));
    const charts = [['Reads', read], ['Gives', given]].flatMap(([title, tensors]) => tensors.flatMap(tensor =>
      group(`${title} ${tensor.values.map(value => '%' + value).join(', ')} as ${tensor.dtype}`, octet.charts.histogram(tensor, true), octet.sections.numbers(tensor))));
    const weights = model.weights.filter(weight => weight.node === name).flatMap(weight =>
      group(`Weight ${weight.name}`, octet.charts.channels(weight)));
    return [...charts, ...weights];
  }

  /** Everything about a node of the graph or of the table; choose(name) goes to another one. */
  return function details(model, name, kind, choose) {
    if (name === undefined) {
      return [el('p', { class: 'empty', text: 'Choose a node to see its operator, types, kernel, error and reason.' })];
    }
    const index = model.graph.nodes.findIndex(node => node.name === name && (!kind || node.kind === kind));
    const drawn = model.graph.nodes[index];
    const row = octet.rowOf(model, name);
    const isEnd = drawn && drawn.kind !== 'operator';
    const known = !isEnd && row ? row : { name, types: drawn ? drawn.types : [] };
    const head = el('h3', {}, el('span', { class: 'mono', text: '%' + name }), badge(drawn ? drawn.precision : undefined));
    const incoming = index < 0 ? [] : neighbours(model, index, true, choose);
    const outgoing = index < 0 ? [] : neighbours(model, index, false, choose);
    return [
      head,
      list([
        ['operator', isEnd ? drawn.kind : known.op || 'folded away'],
        ['module', known.module],
        ['float node', known.float_node !== name ? known.float_node : undefined],
        ['result', known.types.join(', ')],
        ['multiply-adds', format.products(known.multiply_adds)],
      ]),
      ...(isEnd ? [] : decision(known)),
      ...(known.accumulated || known.isolated || known.weight_sqnr_db !== undefined
        ? group('Error', list([
          ['isolated', error(known.isolated)],
          ['accumulated', error(known.accumulated)],
          ['weight', known.weight_sqnr_db === undefined ? undefined : format.decibels(known.weight_sqnr_db)],
        ])) : []),
      ...(isEnd ? [] : kernel(model, known)),
      ...(incoming.length > 0 ? group('Reads', ...incoming) : []),
      ...(outgoing.length > 0 ? group('Is read by', ...outgoing) : []),
      ...(isEnd ? [] : ranges(model, name)),
    ].filter(Boolean);
  };
})();
