// ECL's own components; each element says by data-ecl-auto-init which it is.
ECL.autoInit();

// Filters are folded where they would stand above the list, and unfolded where they stand beside it.
const filters = document.querySelector(".site-filters");
if (filters && window.matchMedia("(min-width: 996px)").matches) {
  filters.open = true;
  // Nothing folds here, so the key Tab has no business there.
  filters.querySelector("summary").tabIndex = -1;
}

// A search box suggests what somebody may mean: the combobox with a list of the ARIA Authoring Practices.
// Whoever goes on typing searches as without a script.
const PAUSE = 150;
const SHORTEST = 2;

function suggestIn(input) {
  const list = document.createElement("ul");
  const status = document.createElement("div");
  let active = -1;
  let timer = 0;
  let asked = null;

  list.id = `${input.id}-suggestions`;
  list.className = "site-suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  status.className = "ecl-u-sr-only";
  status.setAttribute("role", "status");
  input.after(list, status);
  input.autocomplete = "off";
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-controls", list.id],
    ["aria-expanded", "false"],
  ]) {
    input.setAttribute(name, value);
  }

  // The option of this place is the active one; none is for -1.
  function activate(place) {
    const options = [...list.children];
    active = place;
    input.removeAttribute("aria-activedescendant");
    for (const option of options) {
      option.setAttribute("aria-selected", String(option === options[active]));
    }
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) {
      activate(-1);
    }
  }

  function forget() {
    clearTimeout(timer);
    asked?.abort();
    show(false);
  }

  function optionOf(suggestion, place) {
    const option = document.createElement("li");
    const title = document.createElement("span");
    const kind = document.createElement("span");
    option.id = `${list.id}-${place}`;
    option.className = "site-suggestions__option";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = suggestion.url;
    title.lang = suggestion.lang;
    title.textContent = suggestion.title;
    kind.className = "site-suggestions__kind";
    kind.textContent = suggestion.kind;
    option.append(title, " ", kind);
    return option;
  }

  async function ask() {
    const words = input.value.trim();
    asked?.abort();
    if (words.length < SHORTEST) {
      status.textContent = "";
      show(false);
      return;
    }
    asked = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: words })}`, { signal: asked.signal });
      if (!answer.ok) {
        return;
      }
      const { label, announcement, suggestions } = await answer.json();
      list.setAttribute("aria-label", label);
      list.replaceChildren(...suggestions.map(optionOf));
      show(suggestions.length > 0 && document.activeElement === input);
      status.textContent = announcement;
    } catch {
      // Somebody typed on, or the site does not answer: the box searches all the same.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    activate(-1);
    timer = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) {
      return;
    }
    const isOpen = !list.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen && list.children.length && input.value.trim().length >= SHORTEST) {
        show(true);
      }
      if (!list.hidden && !event.altKey) {
        const number = list.children.length;
        activate(event.key === "ArrowDown" ? (active + 1) % number : (active < 1 ? number : active) - 1);
      }
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      forget();
    } else if (event.key === "Enter" && isOpen && active >= 0) {
      event.preventDefault();
      window.location.assign(list.children[active].dataset.url);
    } else if (event.key === "Home" || event.key === "End") {
      activate(-1);
    }
  });

  input.addEventListener("blur", forget);
  // A press of the mouse would take the focus from the box, and so the list away, before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      window.location.assign(option.dataset.url);
    }
  });
}

document.querySelectorAll("[data-suggestions]").forEach(suggestIn);
