// ECL's own components; each element says by data-ecl-auto-init which it is.
ECL.autoInit();

// Filters are folded where they would stand above the list, and unfolded where they stand beside it.
const filters = document.querySelector(".site-filters");
if (filters && window.matchMedia("(min-width: 996px)").matches) {
  filters.open = true;
}
