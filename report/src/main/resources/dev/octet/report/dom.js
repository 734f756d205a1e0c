/* Elements. Texts only ever become text nodes: nothing of a model file is read as markup. */
octet.dom = (() => {
  const SVG = 'http://www.w3.org/2000/svg';

  function filled(element, options, children) {
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined || value === null || value === false) continue;
      if (name === 'text') element.textContent = value;
      else if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.filter(child => child !== undefined && child !== null));
    return element;
  }

  const el = (tag, options = {}, ...children) => filled(document.createElement(tag), options, children);
  const svg = (tag, options = {}, ...children) => filled(document.createElementNS(SVG, tag), options, children);

  /** A bar whose parts are shares of its width. */
  function meter(parts, label) {
    const bar = el('div', { class: 'meter', role: 'img', 'aria-label': label });
    for (const part of parts) {
      const span = el('span', { class: part.class });
      span.style.width = 100 * part.share + '%';
      bar.append(span);
    }
    return bar;
  }

  const badge = precision => precision ? el('span', { class: 'badge ' + precision, text: precision }) : undefined;

  /** Calls once for each element when it first comes near the screen. */
  function whenNear(element, draw) {
    const observer = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) {
        observer.disconnect();
        draw();
      }
    }, { rootMargin: '400px' });
    observer.observe(element);
  }

  /** A text beside the pointer. */
  const hint = {
    show(event, text) {
      const box = document.getElementById('hint');
      box.textContent = text;
      box.hidden = false;
      const x = Math.min(event.clientX + 14, window.innerWidth - box.offsetWidth - 8);
      const below = event.clientY + 16;
      const y = below + box.offsetHeight > window.innerHeight ? event.clientY - box.offsetHeight - 10 : below;
      box.style.left = Math.max(4, x) + 'px';
      box.style.top = Math.max(4, y) + 'px';
    },
    hide() {
      document.getElementById('hint').hidden = true;
    },
  };

  return { el, svg, meter, badge, whenNear, hint };
})();
