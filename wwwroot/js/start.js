// Starts the live link, and has an open page come back by itself: after a restart of the dashboard its circuits are gone,
// so the page reloads its own URL, which holds everything that was chosen on it.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');
  const errorNote = document.getElementById('blazor-error-ui');
  const reloadsKey = 'dashboard-reloads';
  const mostSecondsBetweenReloads = 30;
  const secondsOfHealth = 10;
  let isOpen = false;
  let isReloading = false;

  const seconds = count => new Promise(resolve => setTimeout(resolve, count * 1000));

  // A page that fails again right after it was reloaded waits longer each time.
  async function waitForTurn() {
    const reloads = Number(sessionStorage.getItem(reloadsKey) ?? 0);
    sessionStorage.setItem(reloadsKey, reloads + 1);
    await seconds(reloads === 0 ? 0 : Math.min(2 ** reloads, mostSecondsBetweenReloads));
  }

  // False while the dashboard does not answer: the browser's own error page would not come back by itself.
  async function reloadIfUp() {
    try {
      const answer = await fetch('healthz', { cache: 'no-store' });
      if (answer.ok) {
        location.reload();
      }
      return answer.ok;
    } catch {
      return false;
    }
  }

  async function reloadWhenUp() {
    if (isReloading) {
      return;
    }
    isReloading = true;
    await waitForTurn();
    while (!await reloadIfUp()) {
      await seconds(1);
    }
  }

  function has(...states) {
    return states.some(state => dialog.classList.contains(`components-reconnect-${state}`));
  }

  dialog.addEventListener('click', event => {
    if (event.target.closest('[data-reload]')) {
      reloadIfUp();
    }
  });
  dialog.addEventListener('cancel', event => event.preventDefault());

  // The framework only sets classes; a real dialog also keeps the rest of the page from being used.
  new MutationObserver(() => {
    const isUp = has('show', 'failed', 'rejected', 'broken');
    if (isUp && !dialog.open) {
      dialog.showModal();
    } else if (!isUp && dialog.open) {
      dialog.close();
    }
    // Without a circuit there is nothing to connect to again, whatever the framework tries.
    if (has('failed', 'rejected', 'broken') || (has('show') && !isOpen)) {
      reloadWhenUp();
    }
  }).observe(dialog, { attributes: true, attributeFilter: ['class'] });

  function tellOf(state) {
    dialog.classList.add(`components-reconnect-${state}`);
  }

  // The framework tries the first connection once and leaves it at that: it shows this note, as it does when a circuit comes to grief
  // on the server, or lets the rejection pass.
  new MutationObserver(() => tellOf(isOpen ? 'broken' : 'failed')).observe(errorNote, { attributes: true, attributeFilter: ['style'] });
  window.addEventListener('unhandledrejection', () => {
    if (!isOpen) {
      tellOf('failed');
    }
  });

  Blazor.start({
    circuit: {
      circuitHandlers: [{
        async onCircuitOpened() {
          isOpen = true;
          await seconds(secondsOfHealth);
          if (!isReloading) {
            sessionStorage.removeItem(reloadsKey);
          }
        },
      }],
      reconnectionOptions: {
        maxRetries: 20,
        retryIntervalMilliseconds: attempt => (attempt < 20 ? Math.min(500 * 2 ** Math.min(attempt, 4), 5000) : null),
      },
    },
  });
})();
