/* The top of the page: what the model is, in a few numbers, and what this report lacks. */
octet.summary = (() => {
  const { el, meter } = octet.dom;
  const format = octet.format;
  const PRECISIONS = ['int8', 'bf16', 'f32', 'other'];

  function tile(name, value, unit, note, extra) {
    return el('div', { class: 'tile card' },
      el('div', { class: 'name', text: name }),
      el('div', { class: 'value' }, value, unit ? el('small', { text: ' ' + unit }) : undefined),
      extra,
      el('div', { class: 'note', text: note }));
  }

  function sizeTile(summary) {
    if (summary.bytes_quantized === undefined) {
      return tile('Model size', format.bytes(summary.bytes), '', 'of parameters and buffers');
    }
    const share = summary.bytes_quantized / Math.max(1, summary.bytes_float);
    return tile('Model size', format.bytes(summary.bytes_quantized), '',
      `parameters and buffers; were ${format.bytes(summary.bytes_float)}, ${(1 / share).toFixed(2)} times as much`,
      meter([{ class: 'fill-int8', share }], `${format.percent(share)} of the float size`));
  }

  function coverageTile(model) {
    const { summary, ledger } = model;
    if (ledger && !summary.kernel_multiply_adds) {
      return tile('int8 coverage', 'none', '', 'no kernel multiplies and adds');
    }
    if (ledger) {
      const asked = summary.int8_share;
      const note = `of ${format.products(summary.kernel_multiply_adds)} multiply-adds run in integers` +
        (asked !== undefined && Math.abs(asked - summary.int8_coverage) > 0.005 ? `; the graph quantizes ${format.percent(asked)}` : '');
      return tile('int8 coverage', format.percent(summary.int8_coverage), '', note,
        meter([{ class: 'fill-int8', share: summary.int8_coverage }], `${format.percent(summary.int8_coverage)} in int8`));
    }
    if (summary.int8_share !== undefined) {
      return tile('int8 coverage', format.percent(summary.int8_share), '', 'of the multiply-adds are quantized in the graph',
        meter([{ class: 'fill-int8', share: summary.int8_share }], `${format.percent(summary.int8_share)} in int8`));
    }
    return undefined;
  }

  function nodesTile(model) {
    const { summary } = model;
    const total = PRECISIONS.reduce((sum, name) => sum + summary.precisions[name], 0);
    const bar = meter(PRECISIONS.map(name => ({ class: 'fill-' + name, share: summary.precisions[name] / Math.max(1, total) })),
      PRECISIONS.map(name => `${summary.precisions[name]} ${name}`).join(', '));
    const parts = PRECISIONS.filter(name => summary.precisions[name]).map(name => `${summary.precisions[name]} ${name}`).join(' · ');
    return summary.quantized_nodes === undefined
      ? tile('Operators', format.count(total), '', parts, bar)
      : tile('Operators quantized', format.count(summary.quantized_nodes), `of ${format.count(summary.nodes)}`, 'computed in: ' + parts, bar);
  }

  function errorTile(model) {
    if (!model.comparison || model.comparison.outputs.length === 0) return undefined;
    const outputs = model.comparison.outputs;
    const worst = outputs.reduce((a, b) => format.number(b.sqnr_db) < format.number(a.sqnr_db) ? b : a);
    return tile(outputs.length === 1 ? 'SQNR of the output' : `SQNR of the worst of ${outputs.length} outputs`,
      format.decibels(worst.sqnr_db).replace(' dB', ''), 'dB',
      `cosine ${format.real(worst.cosine)}, largest error ${format.real(worst.max_error)}`);
  }

  function timeTile(model) {
    if (!model.ledger) return undefined;
    const total = octet.totalTime(model);
    const kernels = format.plural(model.ledger.kernels.length, 'kernel', 'kernels');
    return total === undefined
      ? tile('Kernels', format.count(model.ledger.kernels.length), '', 'times were not measured')
      : tile('Time in kernels', ...format.time(total).split(' '), `${kernels}, ${format.bytes(model.ledger.totals.frame_bytes)} of memory for a run`);
  }

  function facts(model) {
    const rows = model.facts.map(({ what, value }) => [what, value]);
    if (model.ledger) rows.push(['processor', model.ledger.processor]);
    const { summary } = model;
    rows.push(['graph', `${format.plural(summary.nodes, 'node', 'nodes')}; ${format.count(model.graph.conversions)} that only quantize or dequantize are drawn as edges`]);
    rows.push(['ranges', `${format.plural(summary.activations, 'activation', 'activations')}, ${format.plural(summary.weights, 'weight', 'weights')}`]);
    return el('dl', { class: 'facts card' }, ...rows.map(([what, value]) =>
      el('div', {}, el('dt', { text: what }), el('dd', { text: value }))));
  }

  function notices(model) {
    const all = [];
    if (model.missing.length > 0) {
      all.push(el('div', { class: 'notice' },
        el('strong', { text: 'Not in this report' }),
        el('ul', {}, ...model.missing.map(({ what, why }) => el('li', {}, el('strong', { text: what }), ': ' + why)))));
    }
    for (const warning of [...model.warnings, ...(model.ledger ? model.ledger.warnings : [])]) {
      all.push(el('p', { class: 'notice', text: warning }));
    }
    for (const note of model.ledger ? model.ledger.notes : []) {
      all.push(el('p', { class: 'notice', text: 'Note: ' + note }));
    }
    for (const line of model.ledger ? model.ledger.advice : []) {
      all.push(el('p', { class: 'notice', text: 'Advice: ' + line }));
    }
    return all;
  }

  return function summary(model) {
    return el('section', { id: 'summary' },
      el('div', { class: 'title' }, el('h1', { text: model.name })),
      el('div', { class: 'tiles' },
        ...[sizeTile(model.summary), coverageTile(model), nodesTile(model), errorTile(model), timeTile(model)].filter(Boolean)),
      ...notices(model), facts(model));
  };
})();
