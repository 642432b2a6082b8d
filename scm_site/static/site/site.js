// ECL's own components; each element says by data-ecl-auto-init which it is.
ECL.autoInit();

// Filters start folded where they would stand above the list.
const filters = document.querySelector(".site-filters");
if (filters && window.matchMedia("(max-width: 995px)").matches) {
  filters.open = false;
}
