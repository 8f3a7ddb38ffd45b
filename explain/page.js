
(() => {
  'use strict';

  const status = document.getElementById('status');
  const hint = 'Point at a byte or a line. Click or Enter pins it, Escape clears.';
  const views = new WeakMap();
  let shown = null; // what is lit
  let pinned = false;
  let lit = []; // elements and the class that lights each

  // A view knows which line of the tree each byte of a message belongs to. It is
  // made when the message is first pointed at.
  function viewOf(element) {
    const article = element.closest('article');
    if (!article) return null;
    if (!views.has(article)) views.set(article, new View(article));
    return views.get(article);
  }

  class View {
    constructor(article) {
      this.bytes = article.querySelector('.bytes');
      this.meaning = article.querySelector('.meaning');
      this.rows = new Map();
      this.runs = [];
      this.run = new Map();
      const owner = [];
      for (const item of article.querySelectorAll('.tree li')) {
        const [start, own, extent = own, end = extent] = item.dataset.at.split(' ').map(Number);
        this.rows.set(item, {item, start, own, extent, end: Math.min(extent, end)});
        for (let at = start; at < end; at++) owner[at] = item;
      }
      let at = 0, part = -1;
      for (const element of this.bytes.querySelectorAll('i')) {
        const start = at;
        at += (element.textContent.length + 1) / 3;
        if (!element.classList.contains('cont')) part++;
        const run = {element, part, start, end: at, item: owner[start]};
        this.runs.push(run);
        this.run.set(element, run);
      }
    }

    // ofItem returns what a line of the tree stands for.
    ofItem(item) {
      const row = this.rows.get(item);
      return {
        view: this, item, row,
        says: pathOf(item).join('/'), start: row.start, end: row.end,
        own: this.runs.filter(run => run.start >= row.start && run.end <= row.own && row.own > row.start),
      };
    }

    // ofRun returns what a run of bytes stands for.
    ofRun(element) {
      const run = this.run.get(element);
      const own = this.runs.filter(r => r.part === run.part);
      const what = ['value', 'padding'].find(c => element.classList.contains(c));
      return {
        view: this, item: run.item, row: this.rows.get(run.item), run,
        says: [pathOf(run.item).join('/'), what].filter(Boolean).join(', '),
        start: own[0].start, end: own[own.length - 1].end, own,
      };
    }
  }

  const parentOf = item => item.parentElement.closest('.tree li');

  // pathOf returns the names that lead to a line: of attributes and, at the end,
  // of whatever it is.
  function pathOf(item) {
    if (!item) return [];
    const names = [nameOf(item)];
    for (let up = parentOf(item); up; up = parentOf(up)) {
      if (up.classList.contains('head')) names.unshift(nameOf(up));
    }
    return names;
  }
  const nameOf = item => item.querySelector('b').textContent;

  function targetOf(element) {
    const found = element.closest && element.closest('.bytes i, .tree li');
    const view = found && viewOf(found);
    if (!view) return null;
    return found.localName === 'li' ? view.ofItem(found) : view.ofRun(found);
  }

  function same(a, b) {
    return a && b && a.item === b.item && a.start === b.start && a.end === b.end;
  }

  function light(element, name) {
    element.classList.add(name);
    lit.push([element, name]);
  }

  // show lights up a target, or nothing.
  function show(target) {
    for (const [element, name] of lit) element.classList.remove(name);
    lit = [];
    shown = target;
    if (target) {
      const {view, item, row, own} = target;
      for (const run of own) light(run.element, 'on');
      if (item) {
        for (const run of view.runs) {
          if (run.start >= row.start && run.end <= row.extent && !own.includes(run)) light(run.element, 'in');
        }
        light(item, 'at');
        for (let up = parentOf(item); up; up = parentOf(up)) light(up, 'up');
      }
    }
    say();
  }

  function pin(target) {
    const was = document.querySelector('.tree [aria-selected=true]');
    if (was) was.removeAttribute('aria-selected');
    pinned = !!target;
    show(target);
    if (target && target.item) target.item.setAttribute('aria-selected', 'true');
  }

  function say() {
    const text = shown ? describe(shown) : hint;
    if (status.dataset.says !== text + pinned) {
      status.dataset.says = text + pinned;
      status.replaceChildren(...text.split(/(?<=\/)/).flatMap(piece => [document.createElement('wbr'), piece]));
      status.className = shown ? '' : 'soft';
      if (pinned) status.append(Object.assign(document.createElement('span'), {className: 'soft', textContent: ' (pinned)'}));
    }
  }

  function describe({says, start, end}) {
    const n = end - start, hex = at => '0x' + at.toString(16).padStart(2, '0');
    return [says, n === 1 ? `byte ${hex(start)}` : `bytes ${hex(start)}–${hex(end - 1)}, ${n} bytes`].filter(Boolean).join(', ');
  }

  // reveal scrolls a pane, and nothing but it, until elements are in sight: the
  // first of them if there is no room for all. The end of a pane may be below
  // that of the window.
  function reveal(pane, first, last = first) {
    const box = pane.getBoundingClientRect();
    const margin = 28;
    const inPane = box.top + pane.clientHeight;
    const inWindow = Math.min(inPane, status.getBoundingClientRect().top);
    const end = inWindow - box.top > 4 * margin ? inWindow : inPane;
    const top = first.getBoundingClientRect().top - box.top - margin;
    const bottom = last.getBoundingClientRect().bottom - end + margin;
    if (top < 0) pane.scrollTop += top;
    else if (bottom > 0) pane.scrollTop += Math.min(top, bottom);
  }

  function revealBytes({view, own, row}) {
    const runs = own.length ? own : view.runs.filter(run => run.start >= row.start && run.end <= row.extent);
    if (runs.length) reveal(view.bytes, runs[0].element, runs[runs.length - 1].element);
  }

  function revealItem({view, item}) {
    if (item) reveal(view.meaning, item.firstElementChild);
  }

  // The tree: one line of each can be reached with Tab, the others with arrows.

  function enter(item) {
    for (const other of item.closest('.tree').querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    item.tabIndex = 0;
    item.focus({preventScroll: true});
  }

  const focused = () => document.activeElement && document.activeElement.closest('.tree li');

  function moved(item, key) {
    const items = [...item.closest('.tree').querySelectorAll('li')];
    switch (key) {
      case 'ArrowDown': return items[items.indexOf(item) + 1];
      case 'ArrowUp': return items[items.indexOf(item) - 1];
      case 'ArrowLeft': return parentOf(item);
      case 'ArrowRight': return item.querySelector('li');
      case 'Home': return items[0];
      case 'End': return items[items.length - 1];
    }
  }

  const moves = new Set(['ArrowDown', 'ArrowUp', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

  document.addEventListener('keydown', event => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'Escape') {
      pin(null);
      return;
    }
    const item = focused();
    if (!item) return;
    if (moves.has(event.key)) {
      event.preventDefault();
      const to = moved(item, event.key);
      if (!to) return;
      enter(to);
      const target = targetOf(to);
      if (pinned) pin(target);
      revealItem(target);
      revealBytes(target);
      to.firstElementChild.scrollIntoView({block: 'nearest'});
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const target = targetOf(item);
      pin(pinned && same(target, shown) ? null : target);
      if (!pinned) show(target);
    }
  });

  document.addEventListener('focusin', event => {
    if (pinned) return;
    const item = focused();
    if (!item) {
      show(null);
      return;
    }
    const target = targetOf(item);
    show(target);
    revealBytes(target);
  });

  document.addEventListener('focusout', event => {
    if (!pinned && !event.relatedTarget) show(null);
  });

  // The pointer.

  document.addEventListener('pointerover', event => {
    if (pinned || event.pointerType === 'touch') return;
    const target = targetOf(event.target);
    if (!target) {
      if (!event.target.closest('.panes')) rest();
      return;
    }
    show(target);
    if (target.run) revealItem(target);
    else revealBytes(target);
  });

  document.documentElement.addEventListener('pointerleave', () => {
    if (!pinned) rest();
  });

  // rest shows what has the focus when the pointer has gone elsewhere.
  function rest() {
    const item = focused();
    show(item ? targetOf(item) : null);
  }

  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (link) {
      follow(event, link);
      return;
    }
    const target = targetOf(event.target);
    if (!target || !getSelection().isCollapsed) return;
    const again = pinned && same(target, shown);
    if (target.item) enter(target.item);
    pin(again ? null : target);
    if (again) show(target);
    if (target.run) revealItem(target);
    else revealBytes(target);
  });

  // A link to a line of a tree shows its message, and pins it.

  function follow(event, link) {
    const item = document.getElementById(link.hash.slice(1));
    if (!item || item.localName !== 'li') return;
    event.preventDefault();
    history.pushState(null, '', link.hash);
    arrive();
  }

  function arrive() {
    const item = document.getElementById(location.hash.slice(1));
    if (!item || !item.closest('.tree')) return;
    history.scrollRestoration = 'manual';
    item.closest('article').scrollIntoView({block: 'start'});
    enter(item);
    const target = targetOf(item);
    pin(target);
    revealItem(target);
    revealBytes(target);
    item.firstElementChild.scrollIntoView({block: 'nearest'});
  }

  addEventListener('popstate', arrive);

  for (const tree of document.querySelectorAll('.tree')) {
    tree.setAttribute('role', 'tree');
    for (const list of tree.querySelectorAll('ul')) list.setAttribute('role', 'group');
    for (const item of tree.querySelectorAll('li')) {
      item.setAttribute('role', 'treeitem');
      item.tabIndex = -1;
    }
    const first = tree.querySelector('li');
    if (first) first.tabIndex = 0;
  }
  status.hidden = false;
  say();
  arrive();
  // The browser too scrolls to what the address names, as late as in the frame
  // after the page has loaded, and both panes at once.
  addEventListener('load', () => requestAnimationFrame(() => requestAnimationFrame(arrive)));
})();
