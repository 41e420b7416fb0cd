// Starts the live link, and has an open page come back by itself: after a restart of the dashboard its circuits are gone,
// so the page reloads its own URL, which holds everything that was chosen on it.
(() => {
  const guard = window.dashboardGuard;
  const dialog = document.getElementById('components-reconnect-modal');
  const errorNote = document.getElementById('blazor-error-ui');

  function has(...states) {
    return states.some(state => dialog.classList.contains(`components-reconnect-${state}`));
  }

  dialog.addEventListener('click', event => {
    if (event.target.closest('[data-reload]')) {
      guard.reloadIfUp();
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
    // A link lost before the page was live may have taken with it what the framework says once: it connects again and waits for ever.
    if (has('failed', 'rejected', 'broken') || (has('show') && !guard.isLive())) {
      guard.reloadWhenUp();
    }
  }).observe(dialog, { attributes: true, attributeFilter: ['class'] });

  // The framework tries the first connection once and leaves it at that: it shows this note, as it does when a circuit comes to grief
  // on the server, or lets the rejection pass.
  new MutationObserver(() => guard.tellOf(guard.isLive() ? 'broken' : 'failed'))
    .observe(errorNote, { attributes: true, attributeFilter: ['style'] });
  window.addEventListener('unhandledrejection', () => {
    if (!guard.isLive()) {
      guard.tellOf('failed');
    }
  });

  // Not there when it could not be fetched: the guard sees to that.
  window.Blazor?.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 20,
        retryIntervalMilliseconds: attempt => (attempt < 20 ? Math.min(500 * 2 ** Math.min(attempt, 4), 5000) : null),
      },
    },
  });
})();
