/* Tables that sort by their heads, show the first rows, and follow the filter. */
octet.table = (() => {
  const { el } = octet.dom;

  /**
   * columns: { label, cell(row) → text or element, value?(row) to sort by, number?, wide? }
   * options: caption, first (how many rows to show at first), sort ({ column, descending }), visible(row)
   * Gives { element, refresh }.
   */
  return function table(rows, columns, options) {
    let sort = options.sort;
    let all = false;
    const body = el('tbody');
    const heads = columns.map((column, i) =>
      el('th', { scope: 'col', class: column.number ? 'number' : undefined },
        column.value
          ? el('button', { type: 'button', text: column.label, onclick: () => sortBy(i) })
          : el('span', { text: column.label })));
    const under = el('div', { class: 'under' });
    const none = el('p', { class: 'none', text: 'Nothing here fits the search.', hidden: true });
    const element = el('div', { class: 'card' },
      el('div', { class: 'scroll' },
        el('table', {},
          el('caption', { class: 'visually-hidden', text: options.caption }),
          el('thead', {}, el('tr', {}, ...heads)), body)),
      none, under);

    function sortBy(i) {
      const descending = sort && sort.column === i ? !sort.descending : Boolean(columns[i].number);
      sort = { column: i, descending };
      refresh();
    }

    function compare(a, b) {
      const x = columns[sort.column].value(a);
      const y = columns[sort.column].value(b);
      const missing = z => z === undefined || Number.isNaN(z);
      if (missing(x) || missing(y)) return Number(missing(x)) - Number(missing(y)); // unknown ones last
      const order = typeof x === 'string' ? x.localeCompare(y) : x === y ? 0 : x < y ? -1 : 1;
      return sort.descending ? -order : order;
    }

    function cell(row, column) {
      const content = column.cell(row);
      const blank = content === undefined || content === '';
      const td = el('td', { 'data-label': column.label, class: [column.number && 'number', column.wide && 'wide', blank && 'blank'].filter(Boolean).join(' ') || undefined });
      td.append(blank ? '' : content);
      return td;
    }

    function refresh() {
      const visible = rows.filter(options.visible);
      if (sort) visible.sort(compare);
      heads.forEach((head, i) => {
        if (sort && sort.column === i) head.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
        else head.removeAttribute('aria-sort');
      });
      const shown = all ? visible : visible.slice(0, options.first);
      body.replaceChildren(...shown.map(row => el('tr', {}, ...columns.map(column => cell(row, column)))));
      none.hidden = visible.length > 0;
      under.hidden = visible.length <= options.first && visible.length === rows.length;
      under.replaceChildren(el('span', { text: `${shown.length} of ${rows.length} shown` }));
      if (visible.length > options.first) {
        under.append(el('button', {
          type: 'button', class: 'button', text: all ? `First ${options.first} only` : `Show all ${visible.length}`,
          onclick: () => { all = !all; refresh(); },
        }));
      }
    }

    refresh();
    return { element, refresh };
  };
})();
