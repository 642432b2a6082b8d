// "Add a point" on the review screen without asking the server, so that the answers of the other form stay.
document.querySelector("[data-add-point]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const button = event.currentTarget;
  const points = document.querySelectorAll(".scm-point");
  const last = points[points.length - 1];
  const copy = last.cloneNode(true);
  const [before, number] = [String(points.length), String(points.length + 1)];
  for (const element of copy.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(new RegExp(`_${before}$`), `_${number}`));
    }
  }
  for (const error of copy.querySelectorAll(".error-message")) error.remove();
  for (const element of copy.querySelectorAll("[aria-invalid]")) {
    element.removeAttribute("aria-invalid");
    element.removeAttribute("aria-describedby");
  }
  copy.classList.remove("scm-asked--wrong");
  for (const label of copy.querySelectorAll("label")) label.textContent = label.textContent.replace(before, number);
  for (const field of copy.querySelectorAll("select, textarea")) field.value = "";
  copy.querySelector("[type=checkbox]").checked = false;
  last.after(copy);
  copy.querySelector("select").focus();
  const isFull = points.length + 1 >= Number(button.dataset.most);
  button.parentElement.hidden = isFull;
  document.querySelector("[data-points-full]").hidden = !isFull;
});
