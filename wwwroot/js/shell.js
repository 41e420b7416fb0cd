// What every page needs from the browser: dialogs, copying, keys, remembered choices, theme. No state of the dashboard lives here.
// Keys: an element with data-key="f" is clicked (or, when it is a field, focused) when f is pressed outside of fields. The last one in the
// document that is visible wins, so a drawer's keys go before the page's.

const prefix = 'dashboard.';
let returnFocusTo = null;

function visible(element) {
  return element.getClientRects().length > 0;
}

function isTyping(target) {
  return target instanceof HTMLElement &&
    (target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName) ||
      (target.tagName === 'INPUT' && !['checkbox', 'radio', 'button'].includes(target.type)));
}

function pressed(key) {
  const scope = document.querySelector('dialog[open]') ?? document;
  const found = [...scope.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].filter(visible).at(-1);
  if (!found) {
    return false;
  }
  if (isTyping(found)) {
    found.focus();
    found.select?.();
  } else {
    found.click();
    if (found.matches('details.menu > summary')) {
      found.focus();
    }
  }
  return true;
}

function closeMenus(except) {
  let closed = false;
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (menu !== except && !menu.contains(except)) {
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus && !except) {
        menu.querySelector('summary').focus();
      }
      closed = true;
    }
  }
  return closed;
}

document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    if (!document.querySelector('dialog[open]')) {
      pressed('Ctrl+K');
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === 'Escape') {
    if (document.querySelector('dialog[open]')) {
      return;
    }
    if (closeMenus(null)) {
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) {
      // A search field would empty itself without telling the page.
      event.preventDefault();
      event.target.blur();
      return;
    }
    if (pressed('Escape')) {
      event.preventDefault();
    }
    return;
  }
  if (isTyping(event.target) || event.defaultPrevented) {
    return;
  }
  if (event.key.length === 1 && event.key !== ' ' && pressed(event.key)) {
    event.preventDefault();
  }
});

// In an open menu the arrows go from item to item.
document.addEventListener('keydown', event => {
  const menu = event.target instanceof Element ? event.target.closest('details.menu[open]') : null;
  if (!menu || event.ctrlKey || event.metaKey || event.altKey || !['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) {
    return;
  }
  const items = [...menu.querySelectorAll('.menu-item:not(:disabled)')].filter(visible);
  const at = items.indexOf(document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? items.length - 1 : at - 1, Home: 0, End: items.length - 1 }[event.key];
  items[Math.min(Math.max(next, 0), items.length - 1)]?.focus();
  event.preventDefault();
}, true);

document.addEventListener('click', event => {
  const target = event.target instanceof Element ? event.target : null;
  closeMenus(target);
  // A choice in a menu closes it.
  const item = target?.closest('details.menu .menu-item:not([data-keep-open])');
  if (item) {
    item.closest('details.menu').open = false;
  }
  const copier = target?.closest('[data-copy]');
  if (copier) {
    event.stopPropagation();
    copy(copier.getAttribute('data-copy')).then(() => {
      copier.setAttribute('data-copied', '');
      setTimeout(() => copier.removeAttribute('data-copied'), 1200);
    }, () => {});
  }
  if (target?.closest('[data-skip]')) {
    document.getElementById('main')?.focus();
  }
  if (target?.closest('[data-rail-toggle]')) {
    document.documentElement.toggleAttribute('data-rail-open');
  } else if (target?.closest('.rail a') || target?.closest('.rail-shade')) {
    document.documentElement.removeAttribute('data-rail-open');
  }
}, true);

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text);
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

// The width of the drawer: dragged or with the arrow keys, remembered here alone.
function setDrawerWidth(width) {
  const clamped = Math.round(Math.min(Math.max(width, 320), window.innerWidth * 0.7));
  document.documentElement.style.setProperty('--drawer-width', `${clamped}px`);
  document.querySelector('[data-drawer-grip]')?.setAttribute('aria-valuenow', String(clamped));
  remember('drawer-width', String(clamped));
}

document.addEventListener('pointerdown', event => {
  const grip = event.target instanceof Element ? event.target.closest('[data-drawer-grip]') : null;
  if (!grip) {
    return;
  }
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const move = e => setDrawerWidth(window.innerWidth - e.clientX);
  grip.addEventListener('pointermove', move);
  grip.addEventListener('pointerup', () => grip.removeEventListener('pointermove', move), { once: true });
});

document.addEventListener('keydown', event => {
  if (event.target instanceof Element && event.target.matches('[data-drawer-grip]') && ['ArrowLeft', 'ArrowRight'].includes(event.key)) {
    const width = event.target.parentElement.getBoundingClientRect().width;
    setDrawerWidth(width + (event.key === 'ArrowLeft' ? 24 : -24));
    event.preventDefault();
  }
});

function recall(name) {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

function remember(name, value) {
  try {
    if (value === null || value === undefined) {
      localStorage.removeItem(prefix + name);
    } else {
      localStorage.setItem(prefix + name, value);
    }
  } catch {
    // Private windows may refuse; then the choice lasts as long as the page.
  }
}

function setCookie(name, value) {
  const path = new URL(document.baseURI).pathname;
  document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; max-age=31536000; samesite=lax${location.protocol === 'https:' ? '; secure' : ''}`;
}

function setTheme(theme) {
  if (theme === 'light' || theme === 'dark') {
    document.documentElement.dataset.theme = theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
  setCookie('dashboard-theme', theme);
  window.dispatchEvent(new CustomEvent('dashboard-theme'));
}

window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => window.dispatchEvent(new CustomEvent('dashboard-theme')));

function openDialog(dialog, owner) {
  if (!dialog || dialog.open) {
    return;
  }
  returnFocusTo = document.activeElement;
  dialog.addEventListener('cancel', event => {
    event.preventDefault();
    owner.invokeMethodAsync('RequestCloseAsync').catch(() => {});
  });
  dialog.showModal();
  (dialog.querySelector('[data-autofocus]') ?? dialog.querySelector('.modal-body :is(input,select,textarea,button)'))?.focus();
}

function restoreFocus() {
  const target = returnFocusTo;
  returnFocusTo = null;
  if (target?.isConnected) {
    target.focus({ preventScroll: true });
  }
}

async function download(fileName, mediaType, reference) {
  const blob = new Blob([await reference.arrayBuffer()], { type: mediaType });
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = fileName;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

Object.assign(window.dashboard ??= {}, {
  openDialog,
  restoreFocus,
  recall,
  remember,
  setCookie,
  setTheme,
  download,
  focus: selector => document.querySelector(selector)?.focus(),
});

const width = recall('drawer-width');
if (width) {
  document.documentElement.style.setProperty('--drawer-width', `${parseInt(width, 10)}px`);
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`dashboard-tz=${encodeURIComponent(zone)}`)) {
  setCookie('dashboard-tz', zone);
}
