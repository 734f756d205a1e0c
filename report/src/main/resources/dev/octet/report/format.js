/* Numbers as people read them. What is unknown is an en dash. */
octet.format = (() => {
  const NONE = '–';

  /** JSON has no infinities and no NaN: they come as words. */
  function number(value) {
    if (value === undefined || value === null) return undefined;
    if (value === 'inf') return Infinity;
    if (value === '-inf') return -Infinity;
    return value === 'nan' ? NaN : value;
  }

  function real(value) {
    const x = number(value);
    if (x === undefined) return NONE;
    if (x === Infinity) return '∞';
    if (x === -Infinity) return '−∞';
    if (Number.isNaN(x)) return 'undefined';
    if (x === 0) return '0';
    const size = Math.abs(x);
    const text = size >= 1e5 || size < 1e-3 ? x.toExponential(2) : String(Number(x.toPrecision(4)));
    return text.replace('-', '−').replace('e−', 'e-').replace('e+', 'e');
  }

  function count(value) {
    return value === undefined ? NONE : value.toLocaleString('en-GB');
  }

  function scaled(value, step, units) {
    let unit = 0;
    let x = value;
    while (x >= step && unit < units.length - 1) {
      x /= step;
      unit++;
    }
    return (unit === 0 ? String(x) : x.toFixed(x < 10 ? 2 : 1)) + ' ' + units[unit];
  }

  const bytes = value => value === undefined ? NONE : scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']);
  const time = value => value === undefined ? NONE : scaled(value, 1000, ['ns', 'µs', 'ms', 's']);
  const products = value => !value ? NONE : scaled(value, 1000, ['', 'K', 'M', 'G', 'T']).trim();

  function percent(value) {
    if (value === undefined) return NONE;
    const x = 100 * value;
    return x === 0 || x === 100 ? x + ' %' : x < 0.01 ? '< 0.01 %' : x.toFixed(x < 1 || x > 99 ? 2 : 1) + ' %';
  }

  function decibels(value) {
    const x = number(value);
    if (x === undefined) return NONE;
    return Number.isFinite(x) ? x.toFixed(1).replace('-', '−') + ' dB' : real(value) + ' dB';
  }

  const plural = (n, one, many) => count(n) + ' ' + (n === 1 ? one : many);

  return { NONE, number, real, count, bytes, time, products, percent, decibels, plural };
})();
