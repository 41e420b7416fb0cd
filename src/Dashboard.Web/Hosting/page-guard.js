// Stands in the page itself, before everything that has to be fetched: a page that the dashboard could not deliver whole, because it went
// away meanwhile, comes back by itself too. start.js uses it for a page that was whole.
(() => {
  const reloadsKey = 'dashboard-reloads';
  const secondsUntilLive = 30;
  const secondsOfHealth = 10;
  const secondsPerReload = 60;
  const mostSecondsBetweenReloads = 30;
  const mostReloadsForFiles = 3;
  let isReloading = false;
  let isIncomplete = false;

  const seconds = count => new Promise(resolve => setTimeout(resolve, count * 1000));
  const reloads = () => Number(sessionStorage.getItem(reloadsKey) ?? 0);

  // Its circuit has drawn it.
  const isLive = () => document.querySelector('[data-circuit=ready]') !== null;

  async function isUp() {
    try {
      return (await fetch('healthz', { cache: 'no-store', signal: AbortSignal.timeout(5000) })).ok;
    } catch {
      return false;
    }
  }

  // Not while the dashboard does not answer: the browser's own error page would take the place of what can still be read.
  async function reloadIfUp() {
    const answers = await isUp();
    if (answers) {
      location.reload();
    }
    return answers;
  }

  function tellOf(state) {
    const dialog = document.getElementById('components-reconnect-modal');
    dialog?.classList.add(`components-reconnect-${state}`);
    if (dialog && !dialog.open) {
      dialog.showModal();
    }
  }

  // A page that fails again right after it was reloaded waits longer each time.
  async function reloadWhenUp() {
    if (isReloading) {
      return;
    }
    isReloading = true;
    const before = reloads();
    sessionStorage.setItem(reloadsKey, before + 1);
    await seconds(before === 0 ? 0 : Math.min(2 ** before, mostSecondsBetweenReloads));
    while (true) {
      await seconds(await reloadIfUp() ? secondsPerReload : 1);
    }
  }

  function replace() {
    tellOf('failed');
    reloadWhenUp();
  }

  // A file that never comes must not have a page that works without it reload for ever.
  function replaceIncomplete() {
    isIncomplete = true;
    if (reloads() < mostReloadsForFiles) {
      replace();
    }
  }

  async function watch() {
    for (let waited = 0; !isLive(); waited++) {
      if (waited === secondsUntilLive) {
        replace();
        return;
      }
      await seconds(1);
    }
    await seconds(secondsOfHealth);
    if (!isReloading && !isIncomplete) {
      sessionStorage.removeItem(reloadsKey);
    }
  }

  window.dashboardGuard = { isLive, reloadIfUp, reloadWhenUp, tellOf };

  // A page without a circuit, signing in, may be the answer to a form: it is left alone.
  if (document.documentElement.hasAttribute('data-interactive')) {
    window.addEventListener('error', event => {
      const file = event.target;
      if (file instanceof HTMLScriptElement || (file instanceof HTMLLinkElement && file.rel === 'stylesheet')) {
        replaceIncomplete();
      }
    }, true);
    document.addEventListener('DOMContentLoaded', () => {
      if (!document.querySelector('script[data-end-of-page]')) {
        replaceIncomplete();
      }
    });
    watch();
  }
})();
