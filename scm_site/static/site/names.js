// Wagtail's editor leaves some parts without a name: the only field of a block and every rich text get the heading of
// their panel, a chooser's window gets its own heading, the picture of somebody else in the editor what it shows.
(() => {
  const fields = '[data-field-input] :is(input:not([type="hidden"]), select, textarea, [role="textbox"])';
  const windows = '.modal[role="dialog"]:not([aria-label])';
  const others = 'button.w-editing-sessions__session:not([aria-label])';
  let waits = false;

  const giveNames = () => {
    waits = false;
    for (const field of document.querySelectorAll(fields)) {
      const panel = field.closest('section[aria-labelledby]');
      const isNamed = field.labels?.length || field.hasAttribute('aria-label') || field.hasAttribute('aria-labelledby');
      if (panel && !isNamed) field.setAttribute('aria-labelledby', panel.getAttribute('aria-labelledby'));
    }
    for (const chooser of document.querySelectorAll(windows)) {
      const heading = chooser.querySelector('h1, h2');
      if (heading) chooser.setAttribute('aria-label', heading.textContent.trim());
    }
    for (const person of document.querySelectorAll(others)) {
      // Wagtail has moved it into the tooltip, if it was quicker.
      const hint = person.querySelector('.w-editing-sessions__popup') || person._tippy?.popper;
      const shown = hint?.textContent.trim().replace(/\s+/g, ' ');
      if (shown) person.setAttribute('aria-label', shown);
    }
  };

  new MutationObserver(() => {
    if (!waits) requestAnimationFrame(giveNames);
    waits = true;
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
