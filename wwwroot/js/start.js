// Starts the live link, and has an open page come back by itself: after a restart of the dashboard its circuits are gone,
// so the page reloads its own URL, which holds everything that was chosen on it.
(() => {
  const dialog = document.getElementById('components-reconnect-modal');
  let isReloading = false;

  async function reloadWhenUp() {
    if (isReloading) {
      return;
    }
    isReloading = true;
    for (;;) {
      try {
        const answer = await fetch('healthz', { cache: 'no-store' });
        if (answer.ok) {
          location.reload();
          return;
        }
      } catch {
        // Not up yet.
      }
      await new Promise(resolve => setTimeout(resolve, 1000));
    }
  }

  if (dialog) {
    dialog.addEventListener('click', event => {
      if (event.target.closest('[data-reload]')) {
        reloadWhenUp();
      }
    });
    dialog.addEventListener('cancel', event => event.preventDefault());

    // The framework only sets classes; a real dialog also keeps the rest of the page from being used.
    new MutationObserver(() => {
      const names = dialog.classList;
      const isUp = ['show', 'failed', 'rejected'].some(name => names.contains(`components-reconnect-${name}`));
      if (isUp && !dialog.open) {
        dialog.showModal();
      } else if (!isUp && dialog.open) {
        dialog.close();
      }
      if (names.contains('components-reconnect-rejected') || names.contains('components-reconnect-failed')) {
        reloadWhenUp();
      }
    }).observe(dialog, { attributes: true, attributeFilter: ['class'] });
  }

  Blazor.start({
    circuit: {
      reconnectionOptions: {
        maxRetries: 20,
        retryIntervalMilliseconds: attempt => (attempt < 20 ? Math.min(500 * 2 ** Math.min(attempt, 4), 5000) : null),
      },
    },
  });
})();
