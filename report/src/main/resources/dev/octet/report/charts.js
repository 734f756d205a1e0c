/* Charts, as SVG by D3's scales and axes. Sizes are in units of the view box. */
octet.charts = (() => {
  const { svg } = octet.dom;
  const { number, real } = octet.format;
  const WIDTH = 340;

  function frame(width, height, label) {
    return svg('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  }

  function bottom(root, x, y, ticks) {
    d3.select(root).append('g').attr('transform', `translate(0,${y})`)
      .call(d3.axisBottom(x).ticks(ticks).tickSizeOuter(0).tickFormat(real));
  }

  /** The bins of a tensor on the range that it is quantized to; where bins are missing, both ranges. */
  function histogram(tensor, logarithmic) {
    const height = 118;
    const base = height - 20;
    const bins = tensor.histogram;
    const ends = [bins && bins.from, bins && bins.to, tensor.min, tensor.max, tensor.low, tensor.high].map(number).filter(Number.isFinite);
    if (ends.length < 2) return undefined;
    const low = number(tensor.low);
    const high = number(tensor.high);
    const root = frame(WIDTH, height, `${tensor.values.join(', ')}: values from ${real(tensor.min)} to ${real(tensor.max)}, stored from ${real(low)} to ${real(high)}`);
    const x = d3.scaleLinear().domain(d3.extent(ends)).range([12, WIDTH - 12]);
    if (x.domain()[0] === x.domain()[1]) x.domain([x.domain()[0] - 1, x.domain()[0] + 1]);
    if (low !== undefined) {
      root.append(svg('rect', { class: 'chosen', x: x(low), y: 2, width: Math.max(1, x(high) - x(low)), height: base - 2 }));
    }
    if (bins) {
      const width = (number(bins.to) - number(bins.from)) / bins.counts.length;
      const most = d3.max(bins.counts) || 1;
      const y = (logarithmic ? d3.scaleSymlog() : d3.scaleLinear()).domain([0, most]).range([base, 6]);
      bins.counts.forEach((count, i) => {
        if (count === 0) return;
        const from = number(bins.from) + i * width;
        const middle = from + width / 2;
        const clipped = low !== undefined && (middle < low || middle > high);
        root.append(svg('rect', {
          class: clipped ? 'clipped' : 'kept', x: x(from), width: Math.max(0.6, x(from + width) - x(from) - 0.3),
          y: Math.min(y(count), base - 1), height: Math.max(1, base - y(count)),
        }));
      });
    } else if (tensor.min !== undefined) {
      root.append(svg('rect', { class: 'seen', x: x(number(tensor.min)), y: base / 2 - 7, width: Math.max(1, x(number(tensor.max)) - x(number(tensor.min))), height: 14 }));
    }
    for (const bound of [low, high]) {
      if (bound !== undefined) root.append(svg('line', { class: 'bound', x1: x(bound), x2: x(bound), y1: 2, y2: base }));
    }
    bottom(root, x, base, 5);
    return root;
  }

  /** The range of every channel of a weight; as many as can be seen are drawn as one. */
  function channels(weight) {
    const height = 118;
    const base = height - 20;
    const left = 44;
    const count = weight.min.length;
    const columns = Math.min(count, WIDTH - left - 8);
    const bounds = weight.scales.map(number).filter(Number.isFinite);
    const limit = (i, integer) => integer * (bounds.length === 1 ? bounds[0] : bounds[i]);
    const lows = weight.min.map(number);
    const highs = weight.max.map(number);
    const hasLimits = bounds.length > 0 && weight.quant_max !== undefined;
    const stored = hasLimits ? bounds.flatMap(scale => [scale * weight.quant_max, scale * -weight.quant_min]) : [];
    const reach = d3.max([...lows.map(Math.abs), ...highs.map(Math.abs), ...stored].filter(Number.isFinite)) || 1;
    const root = frame(WIDTH, height, `${weight.name}: ranges of ${count} channels, from ${real(d3.min(lows))} to ${real(d3.max(highs))}`);
    const x = d3.scaleLinear().domain([0, count]).range([left, WIDTH - 8]);
    const y = d3.scaleLinear().domain([-reach, reach]).nice().range([base, 6]);
    const of = column => [Math.floor(column * count / columns), Math.max(Math.floor(column * count / columns) + 1, Math.floor((column + 1) * count / columns))];
    let path = '';
    let limits = '';
    for (let column = 0; column < columns; column++) {
      const [from, to] = of(column);
      const a = x(from);
      const b = x(to) - (columns < 120 ? 0.6 : 0);
      const top = y(d3.max(highs.slice(from, to)));
      const foot = y(d3.min(lows.slice(from, to)));
      path += `M${a.toFixed(1)} ${top.toFixed(1)}H${b.toFixed(1)}V${(foot === top ? foot + 1 : foot).toFixed(1)}H${a.toFixed(1)}Z`;
      if (hasLimits) {
        for (const integer of [weight.quant_max, weight.quant_min]) {
          limits += `M${a.toFixed(1)} ${y(limit(from, integer)).toFixed(1)}H${x(to).toFixed(1)}`;
        }
      }
    }
    root.append(svg('path', { class: 'spread', d: path }));
    if (limits) root.append(svg('path', { class: 'limit', d: limits }));
    root.append(svg('line', { class: 'zero', x1: left, x2: WIDTH - 8, y1: y(0), y2: y(0) }));
    bottom(root, x, base, Math.min(6, count));
    d3.select(root).append('g').attr('transform', `translate(${left},0)`).call(d3.axisLeft(y).ticks(4).tickSizeOuter(0).tickFormat(real));
    return root;
  }

  /** SQNR over the nodes in graph order: accumulated as a line, isolated as dots. */
  function errors(nodes, narrow, choose, describe) {
    const width = narrow ? 360 : 1000;
    const height = narrow ? 220 : 260;
    const base = height - 26;
    const left = 42;
    const finite = nodes.flatMap(node => [node.accumulated, node.isolated]).filter(Boolean).map(error => number(error.sqnr_db)).filter(Number.isFinite);
    const root = frame(width, height, 'SQNR of each node in graph order, in decibels');
    const x = d3.scaleLinear().domain([0, Math.max(1, nodes.length - 1)]).range([left + 8, width - 12]);
    const y = d3.scaleLinear().domain([Math.min(0, d3.min(finite) ?? 0), (d3.max(finite) ?? 60) * 1.05]).nice().range([base, 8]);
    const place = error => {
      const value = number(error.sqnr_db);
      return Number.isNaN(value) ? undefined : y(Math.max(y.domain()[0], Math.min(y.domain()[1], value)));
    };
    const line = d3.line().defined(node => place(node.accumulated) !== undefined).x((node, i) => x(i)).y(node => place(node.accumulated));
    d3.select(root).append('g').attr('transform', `translate(${left},0)`).call(d3.axisLeft(y).ticks(6).tickSizeOuter(0));
    for (const tick of y.ticks(6)) {
      root.append(svg('line', { class: 'domain', x1: left, x2: width - 8, y1: y(tick), y2: y(tick), 'stroke-opacity': 0.6 }));
    }
    root.append(svg('path', { class: 'accumulated', d: line(nodes) ?? '' }));
    nodes.forEach((node, i) => {
      for (const kind of ['accumulated', 'isolated']) {
        const cy = node[kind] && place(node[kind]);
        if (cy === undefined) continue;
        root.append(svg('circle', {
          class: kind, cx: x(i), cy, r: kind === 'isolated' ? 3.6 : 2.2, 'data-node': node.name,
          onclick: () => choose(node.name),
          onpointermove: event => octet.dom.hint.show(event, describe(node)),
          onpointerleave: octet.dom.hint.hide,
        }));
      }
    });
    root.append(svg('text', { x: left + 8, y: height - 6, text: 'nodes in graph order →' }));
    root.append(svg('text', { x: left + 6, y: 16, text: 'dB' }));
    return root;
  }

  return { histogram, channels, errors };
})();
