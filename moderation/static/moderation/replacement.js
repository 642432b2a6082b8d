// Wagtail's chooser of a page opens at the root while nothing is chosen; this one where it was told.
window.ReplacementChooser = class extends window.PageChooser {
  getModalOptions() {
    return { parentId: this.opts.parentId, ...super.getModalOptions() };
  }
};
