// Lists: moving between rows with the keyboard, and dragging column edges and heads. Rows and cells are the server's.

const owners = new WeakMap();
let lastIndex = -1;

function gridOf(target) {
  const own = target instanceof Element ? target.closest('[data-grid]') : null;
  if (own) {
    return own;
  }
  if (document.querySelector('dialog[open]')) {
    return null;
  }
  const isLoose = !target || target === document.body || (target instanceof Element && (target.id === 'main' || target.matches('h1')));
  return isLoose ? document.querySelector('[data-grid]') : null;
}

function focusRow(grid, index) {
  const row = grid.querySelector(`tr[data-index="${index}"]`);
  if (!row) {
    return false;
  }
  row.tabIndex = -1;
  row.focus({ preventScroll: true });
  // Keep it clear of the sticky head.
  const head = grid.querySelector('thead').getBoundingClientRect();
  const box = row.getBoundingClientRect();
  const frame = grid.getBoundingClientRect();
  if (box.top < head.bottom) {
    grid.scrollTop -= head.bottom - box.top;
  } else if (box.bottom > frame.bottom - 4) {
    grid.scrollTop += box.bottom - frame.bottom + 4;
  }
  lastIndex = index;
  return true;
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
    return;
  }
  const target = event.target;
  if (target instanceof HTMLElement && (target.matches('textarea,select') || (target.matches('input') && target.type !== 'checkbox'))) {
    // From the search into the rows.
    if (event.key === 'ArrowDown' && target.matches('.grid-search input, .grid-filter input')) {
      const grid = target.closest('.grid-frame')?.querySelector('[data-grid]');
      const first = grid?.querySelector('tr[data-index]');
      if (first && focusRow(grid, Number(first.dataset.index))) {
        event.preventDefault();
      }
    }
    return;
  }
  const grid = gridOf(target);
  if (!grid) {
    return;
  }
  const row = target instanceof Element ? target.closest('tr[data-index]') : null;
  const index = row ? Number(row.dataset.index) : -1;
  switch (event.key) {
    case 'j':
    case 'ArrowDown':
    case 'k':
    case 'ArrowUp': {
      const down = event.key === 'j' || event.key === 'ArrowDown';
      const first = Number(grid.querySelector('tr[data-index]')?.dataset.index ?? 0);
      const from = row ? index : lastIndex;
      const next = row || grid.querySelector(`tr[data-index="${from}"]`) ? from + (down ? 1 : -1) : first;
      if (next >= 0) {
        focusRow(grid, next);
      }
      event.preventDefault();
      break;
    }
    case 'Enter': {
      if (row && target === row) {
        row.querySelector('.cell-name a')?.click();
        event.preventDefault();
      }
      break;
    }
    case 'l':
      if (row) {
        row.click();
        event.preventDefault();
      }
      break;
    case ' ': {
      const box = row && (target === row || target.matches('input')) ? row.querySelector('input[type=checkbox]') : null;
      if (box && target === row) {
        box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: event.shiftKey }));
        event.preventDefault();
      }
      break;
    }
  }
});

// A list of links under a field: arrows go through them, Enter in the field takes the first.
document.addEventListener('keydown', event => {
  const list = event.target instanceof Element ? event.target.closest('[data-arrow-list]') : null;
  if (!list || !['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) {
    return;
  }
  const stops = [list.querySelector('input'), ...list.querySelectorAll('a')];
  const at = stops.indexOf(event.target);
  if (event.key === 'Enter') {
    if (at === 0 && stops[1]) {
      event.preventDefault();
      stops[1].click();
    }
    return;
  }
  event.preventDefault();
  stops[Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), stops.length - 1)]?.focus();
});

function ownerOf(element) {
  return owners.get(element.closest('.grid-frame'));
}

document.addEventListener('pointerdown', event => {
  const grip = event.target instanceof Element ? event.target.closest('[data-grip]') : null;
  if (!grip) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  const head = grip.closest('th');
  const id = grip.dataset.grip;
  const column = [...head.closest('table').querySelectorAll('col[data-col]')].find(candidate => candidate.dataset.col === id);
  const start = event.clientX;
  const width = head.getBoundingClientRect().width;
  let now = width;
  head.draggable = false;
  grip.setPointerCapture(event.pointerId);
  const move = e => {
    now = Math.max(48, Math.round(width + e.clientX - start));
    column.style.width = `${now}px`;
  };
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', () => {
    grip.removeEventListener('pointermove', move);
    head.draggable = true;
    if (now !== width) {
      ownerOf(head)?.invokeMethodAsync('ColumnResizedAsync', id, Math.round(now)).catch(() => {});
    }
  }, { once: true });
});

let dragged = null;

document.addEventListener('dragstart', event => {
  const head = event.target instanceof Element ? event.target.closest('th[data-col]') : null;
  if (head) {
    dragged = head;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', head.dataset.col);
  }
});

document.addEventListener('dragover', event => {
  const head = dragged && event.target instanceof Element ? event.target.closest('th[data-col]') : null;
  if (head && head.closest('table') === dragged.closest('table')) {
    event.preventDefault();
  }
});

document.addEventListener('drop', event => {
  const head = dragged && event.target instanceof Element ? event.target.closest('th[data-col]') : null;
  if (head && head !== dragged && head.closest('table') === dragged.closest('table')) {
    event.preventDefault();
    ownerOf(head)?.invokeMethodAsync('ColumnMovedAsync', dragged.dataset.col, head.dataset.col).catch(() => {});
  }
  dragged = null;
});

Object.assign(window.dashboard ??= {}, {
  attachGrid: (frame, owner) => frame && owners.set(frame, owner),
});
