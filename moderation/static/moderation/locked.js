// Wagtail takes the mouse away from the fields of a locked page, but not the keyboard: what is typed there would be lost.
if (document.body.classList.contains("content-locked")) {
  const STAYS = ".scm-checklist, [type=hidden], [data-panel-toggle]";
  const lock = () => {
    for (const field of document.querySelectorAll(".w-panel__content :is(input, textarea, select, button, [contenteditable=true])")) {
      if (field.closest(STAYS)) continue;
      if (field.isContentEditable) field.contentEditable = "false";
      else if (field.matches("textarea, input:not([type=checkbox], [type=radio], [type=file], [type=date])")) field.readOnly = true;
      else field.disabled = true;
    }
  };
  lock();
  // Streams and rich text come after the page, and the longer ones later.
  new MutationObserver(lock).observe(document.querySelector("main"), { childList: true, subtree: true });
}
