// Where Wagtail's editor takes the way from whoever has only a keyboard.
(() => {
  // Rich text takes Tab within a list, to nest it, and so holds the focus there: Tab leads on.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Tab' && event.target.closest('.public-DraftEditor-content')) event.stopPropagation();
  }, true);

  // A chooser's window leaves the focus nowhere when it closes: it goes back to where it was opened.
  let opener = null;
  document.addEventListener('focusin', ({ target }) => {
    if (!document.querySelector('.modal')) opener = target;
  });
  new MutationObserver((changes) => {
    const isClosed = changes.some((change) => [...change.removedNodes].some((node) => node.matches?.('.modal')));
    if (!isClosed || !opener || document.activeElement !== document.body) return;
    const others = opener.closest('.chooser')?.querySelectorAll('button') || [];
    [opener, ...others].find((button) => button.checkVisibility())?.focus();
  }).observe(document.body, { childList: true });
})();
